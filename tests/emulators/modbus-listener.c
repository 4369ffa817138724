/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connections over TCP, with either framing. */
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "modbus-bus-private.h"
#include "modbus-line.h"

struct _ModbusListener {
    ModbusBus *bus;
    ModbusFraming framing;
    GSocketService *service;
    guint16 port;
    GPtrArray *clients; /* of Client */
};

typedef struct {
    ModbusListener *listener;
    GSocketConnection *connection;
    GSource *watch;
    ModbusLine *line;
} Client;

static void
client_free (gpointer data)
{
    Client *client = data;

    g_source_destroy (client->watch);
    g_source_unref (client->watch);
    modbus_line_free (client->line);
    g_io_stream_close (G_IO_STREAM (client->connection), NULL, NULL);
    g_object_unref (client->connection);
    g_free (client);
}

/* Who does not read gets a gap, as with a device whose memory is full. */
static void
client_send (gpointer sink, const guint8 *bytes, gsize length)
{
    Client *client = sink;

    g_socket_send (g_socket_connection_get_socket (client->connection), (const char *)bytes, length,
                   NULL, NULL);
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    Client *client = user_data;
    guint8 buffer[4096];
    g_autoptr (GError) error = NULL;
    gssize n = g_socket_receive (socket, (char *)buffer, sizeof buffer, NULL, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ||
        (n > 0 && modbus_line_feed (client->line, buffer, (gsize)n)))
        return G_SOURCE_CONTINUE;
    g_ptr_array_remove_fast (client->listener->clients, client);
    return G_SOURCE_REMOVE;
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
    ModbusListener *self = user_data;
    GSocket *socket = g_socket_connection_get_socket (connection);
    Client *client = g_new0 (Client, 1);

    g_socket_set_blocking (socket, FALSE);
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    client->listener = self;
    client->connection = g_object_ref (connection);
    client->line = modbus_line_new (self->bus, self->framing, client_send, client);
    client->watch = g_socket_create_source (socket, G_IO_IN, NULL);
    g_source_set_callback (client->watch, G_SOURCE_FUNC (on_readable), client, NULL);
    g_source_attach (client->watch, g_main_context_get_thread_default ());
    g_ptr_array_add (self->clients, client);
    return TRUE;
}

static gboolean
bind_to (ModbusListener *self, const char *address, guint16 port, GError **error)
{
    g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
    g_autoptr (GSocketAddress) bound = NULL;

    if (wanted == NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s” is no IP address",
                     address);
        return FALSE;
    }
    if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                        G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                        error)) {
        g_prefix_error (error, "Cannot listen on %s, port %u: ", address, port);
        return FALSE;
    }
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    return TRUE;
}

ModbusListener *
modbus_listener_new (ModbusBus *bus,
                     const char *address,
                     guint16 port,
                     gboolean rtu,
                     GError **error)
{
    ModbusListener *self = g_new0 (ModbusListener, 1);

    self->bus = bus;
    self->framing = rtu ? MODBUS_FRAMING_RTU : MODBUS_FRAMING_TCP;
    self->clients = g_ptr_array_new_with_free_func (client_free);
    self->service = g_socket_service_new ();
    g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
    if (bind_to (self, address, port, error))
        return self;
    modbus_listener_free (self);
    return NULL;
}

void
modbus_listener_free (ModbusListener *self)
{
    g_signal_handlers_disconnect_by_data (self->service, self);
    g_socket_service_stop (self->service);
    g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    g_object_unref (self->service);
    g_ptr_array_unref (self->clients);
    g_free (self);
}

guint16
modbus_listener_get_port (ModbusListener *self)
{
    return self->port;
}

void
modbus_listener_cut (ModbusListener *self)
{
    g_ptr_array_set_size (self->clients, 0);
}
