/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gateway as Modbus TCP server. It takes what one look at a connection finds for one question,
 * and says nothing for whoever behind it does not answer. */
#include "iskra-sg-private.h"

#define IDLE_SPAN    (20 * G_TIME_SPAN_SECOND)
#define LISTEN_QUEUE 2

typedef struct {
    IskraSg *gateway;
    GSocket *socket;
    GSource *watch;
    guint idle_timer;
} Client;

struct _IskraSgModbus {
    IskraSg *gateway; /* which owns this */
    GSocket *listener;
    GSource *watch;
    GPtrArray *clients;
    guint port;
    guint questions;
    guint connections;
};

static void
client_free (gpointer data)
{
    Client *client = data;

    wattle_clock_clear (client->gateway->pace, &client->idle_timer);
    g_source_destroy (client->watch);
    g_source_unref (client->watch);
    g_socket_close (client->socket, NULL);
    g_object_unref (client->socket);
    g_free (client);
}

/* Connections */

static void
answer_frame (Client *client, const guint8 *frame, gsize length)
{
    guint8 answer[ISKRA_SG_MAX_FRAME];
    gsize size;

    if (!iskra_sg_frame_is_whole (frame, length))
        return;
    client->gateway->modbus->questions++;
    size = iskra_sg_frame_answer (client->gateway, frame, length, answer);
    if (size > 0)
        g_socket_send (client->socket, (const char *)answer, size, NULL, NULL);
}

static void
drop (Client *client)
{
    g_ptr_array_remove (client->gateway->modbus->clients, client);
}

static void
on_idle (gpointer user_data)
{
    Client *client = user_data;

    client->idle_timer = 0;
    drop (client);
}

static void
wait_for_more (Client *client)
{
    wattle_clock_clear (client->gateway->pace, &client->idle_timer);
    client->idle_timer =
        wattle_clock_call_after (client->gateway->pace, IDLE_SPAN, on_idle, client);
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    Client *client = user_data;
    guint8 frame[ISKRA_SG_MAX_FRAME];
    g_autoptr (GError) error = NULL;
    gssize length = g_socket_receive (socket, (char *)frame, sizeof frame, NULL, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
    if (length <= 0) {
        drop (client);
        return G_SOURCE_REMOVE;
    }
    wait_for_more (client);
    answer_frame (client, frame, (gsize)length);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_incoming (GSocket *listener, GIOCondition condition, gpointer user_data)
{
    IskraSgModbus *self = user_data;
    g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, NULL);
    Client *client;

    if (socket == NULL)
        return G_SOURCE_CONTINUE;

    self->connections++;
    client = g_new0 (Client, 1);
    client->gateway = self->gateway;
    g_socket_set_blocking (socket, FALSE);
    client->watch = g_socket_create_source (socket, G_IO_IN, NULL);
    client->socket = g_steal_pointer (&socket);
    g_source_set_callback (client->watch, G_SOURCE_FUNC (on_readable), client, NULL);
    g_source_attach (client->watch, g_main_context_get_thread_default ());
    g_ptr_array_add (self->clients, client);
    wait_for_more (client);
    return G_SOURCE_CONTINUE;
}

static GSocket *
open_listener (const char *address, guint port, GError **error)
{
    g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (address, port);
    g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (local),
                                               G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

    if (socket == NULL)
        return NULL;
    g_socket_set_blocking (socket, FALSE);
    g_socket_set_listen_backlog (socket, LISTEN_QUEUE);
    if (g_socket_bind (socket, local, TRUE, error) && g_socket_listen (socket, error))
        return g_steal_pointer (&socket);

    g_prefix_error (error, "Cannot listen for Modbus on %s port %u: ", address, port);
    return NULL;
}

static IskraSgModbus *
get_modbus (IskraSg *gateway)
{
    if (gateway->modbus == NULL) {
        gateway->modbus = g_new0 (IskraSgModbus, 1);
        gateway->modbus->gateway = gateway;
        gateway->modbus->clients = g_ptr_array_new_with_free_func (client_free);
    }
    return gateway->modbus;
}

/* At the address of iskra_sg_start(), which comes first; port 0 takes a free one. Whoever was
 * connected is so no more. */
gboolean
iskra_sg_start_modbus (IskraSg *gateway, guint port, GError **error)
{
    IskraSgModbus *self = get_modbus (gateway);
    g_autoptr (GSocket) socket = NULL;
    g_autoptr (GSocketAddress) bound = NULL;

    iskra_sg_modbus_close (gateway);
    socket = open_listener (gateway->address, port, error);
    if (socket == NULL)
        return FALSE;
    bound = g_socket_get_local_address (socket, error);
    if (bound == NULL)
        return FALSE;

    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    self->watch = g_socket_create_source (socket, G_IO_IN, NULL);
    g_source_set_callback (self->watch, G_SOURCE_FUNC (on_incoming), self, NULL);
    g_source_attach (self->watch, g_main_context_get_thread_default ());
    self->listener = g_steal_pointer (&socket);
    return TRUE;
}

/* The port is kept for the next start. */
void
iskra_sg_modbus_close (IskraSg *gateway)
{
    IskraSgModbus *self = gateway->modbus;

    if (self == NULL || self->listener == NULL)
        return;

    g_ptr_array_set_size (self->clients, 0);
    g_source_destroy (self->watch);
    g_clear_pointer (&self->watch, g_source_unref);
    g_socket_close (self->listener, NULL);
    g_clear_object (&self->listener);
}

void
iskra_sg_modbus_free (IskraSg *gateway)
{
    iskra_sg_modbus_close (gateway);
    if (gateway->modbus != NULL)
        g_ptr_array_unref (gateway->modbus->clients);
    g_clear_pointer (&gateway->modbus, g_free);
}

/* 0: it has never been a server. */
guint
iskra_sg_get_modbus_port (IskraSg *self)
{
    return self->modbus != NULL ? self->modbus->port : 0;
}

guint
iskra_sg_get_modbus_questions (IskraSg *self)
{
    return self->modbus != NULL ? self->modbus->questions : 0;
}

guint
iskra_sg_get_modbus_connections (IskraSg *self)
{
    return self->modbus != NULL ? self->modbus->connections : 0;
}
