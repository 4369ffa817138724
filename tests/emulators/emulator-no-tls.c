/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-no-tls.h"

#include <string.h>

static const char answer[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";

struct _EmulatorNoTls {
    GSocketService *service;
    GCancellable *cancellable;
    guint port;
};

/* Reads until the other end is gone, so that it is not cut off before it has read the answer. */
static void
on_skipped (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GSocketConnection) connection = user_data;
    GInputStream *stream = G_INPUT_STREAM (source);

    if (g_input_stream_skip_finish (stream, result, NULL) > 0)
        g_input_stream_skip_async (stream, 4096, G_PRIORITY_DEFAULT,
                                   g_object_get_data (G_OBJECT (connection), "cancellable"),
                                   on_skipped, g_object_ref (connection));
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             EmulatorNoTls *self)
{
    GSocket *socket = g_socket_connection_get_socket (connection);
    GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));

    g_object_set_data_full (G_OBJECT (connection), "cancellable", g_object_ref (self->cancellable),
                            g_object_unref);
    g_socket_send (socket, answer, strlen (answer), NULL, NULL);
    g_socket_shutdown (socket, FALSE, TRUE, NULL);
    g_input_stream_skip_async (input, 4096, G_PRIORITY_DEFAULT, self->cancellable, on_skipped,
                               g_object_ref (connection));
    return TRUE;
}

EmulatorNoTls *
emulator_no_tls_new (const char *address, guint port, GError **error)
{
    g_autoptr (EmulatorNoTls) self = g_new0 (EmulatorNoTls, 1);
    g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
    g_autoptr (GSocketAddress) bound = NULL;

    self->service = g_socket_service_new ();
    self->cancellable = g_cancellable_new ();
    if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                        G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound,
                                        error))
        return NULL;
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
    g_socket_service_start (self->service);
    return g_steal_pointer (&self);
}

void
emulator_no_tls_free (EmulatorNoTls *self)
{
    g_cancellable_cancel (self->cancellable);
    g_socket_service_stop (self->service);
    g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    g_signal_handlers_disconnect_by_data (self->service, self);
    g_object_unref (self->service);
    g_object_unref (self->cancellable);
    g_free (self);
}

guint
emulator_no_tls_get_port (EmulatorNoTls *self)
{
    return self->port;
}
