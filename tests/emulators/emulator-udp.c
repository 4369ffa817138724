/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-udp.h"

#define MAX_LENGTH 128

struct _EmulatorUdp {
    GSocket *socket;
    GSource *watch;
    guint port;
    EmulatorUdpFunc func;
    gpointer owner;
};

static gboolean
on_datagram (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    EmulatorUdp *self = user_data;
    g_autoptr (GSocketAddress) sender = NULL;
    guint8 data[MAX_LENGTH];
    gssize length = g_socket_receive_from (socket, &sender, (char *)data, sizeof data, NULL, NULL);

    if (length >= 0 && sender != NULL)
        self->func (self, sender, data, (gsize)length, self->owner);
    return G_SOURCE_CONTINUE;
}

static GSocket *
open_socket (const char *address, guint port, GError **error)
{
    g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (address, port);
    g_autoptr (GSocket) socket = NULL;

    if (local == NULL || g_socket_address_get_family (local) != G_SOCKET_FAMILY_IPV4) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "Cannot answer searches on “%s”: it is no IPv4 address", address);
        return NULL;
    }

    socket =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, error);
    if (socket == NULL || !g_socket_bind (socket, local, FALSE, error)) {
        g_prefix_error (error, "Cannot answer searches on %s port %u: ", address, port);
        return NULL;
    }
    g_socket_set_blocking (socket, FALSE);
    return g_steal_pointer (&socket);
}

EmulatorUdp *
emulator_udp_new (const char *address,
                  guint port,
                  EmulatorUdpFunc func,
                  gpointer owner,
                  GError **error)
{
    g_autoptr (GSocket) socket = open_socket (address, port, error);
    g_autoptr (GSocketAddress) bound = NULL;
    EmulatorUdp *self;

    if (socket == NULL)
        return NULL;
    bound = g_socket_get_local_address (socket, error);
    if (bound == NULL)
        return NULL;

    self = g_new0 (EmulatorUdp, 1);
    self->func = func;
    self->owner = owner;
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    self->watch = g_socket_create_source (socket, G_IO_IN, NULL);
    self->socket = g_steal_pointer (&socket);
    g_source_set_callback (self->watch, G_SOURCE_FUNC (on_datagram), self, NULL);
    g_source_attach (self->watch, g_main_context_get_thread_default ());
    return self;
}

void
emulator_udp_free (EmulatorUdp *self)
{
    g_source_destroy (self->watch);
    g_source_unref (self->watch);
    g_object_unref (self->socket);
    g_free (self);
}

guint
emulator_udp_get_port (EmulatorUdp *self)
{
    return self->port;
}

void
emulator_udp_send (EmulatorUdp *self, GSocketAddress *to, const void *data, gsize length)
{
    g_socket_send_to (self->socket, to, data, length, NULL, NULL);
}
