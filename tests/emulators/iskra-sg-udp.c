/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How the gateway is found. It answers one datagram and no other: what changes its address or
 * restarts it (1C and 1D in the last place) is passed over like anything else. */
#include "iskra-sg-private.h"

#include <string.h>

#define REPLY_LENGTH 204

/* Places in the reply. */
enum {
    AT_KIND = 3,
    AT_ADDRESS = 4,
    AT_MAC = 20,
    AT_MODBUS_PORT = 26,
    AT_MODEL = 28,
    AT_SERIAL = 43,
    AT_VERSION = 52,
    AT_HARDWARE = 54,
    AT_DESCRIPTION = 55,
    AT_LOCATION = 95,
    AT_MODBUS_ADDRESS = 136,
    AT_FILE_SYSTEM = 138
};

#define TEXT_LENGTH   40
#define MODEL_LENGTH  15
#define SERIAL_LENGTH 8

static const guint8 question[] = { 0, 0, 0, 0x1A };

/* As the gateway does, in the middle of a character if need be. */
static void
put_text (guint8 *place, const char *text, gsize length)
{
    memcpy (place, text, MIN (strlen (text), length));
}

static void
make_reply (IskraSg *self, guint8 *reply)
{
    static const guint8 mac[] = { 0xA8, 0x03, 0x2A, 0x5D, 0x10, 0x7C };
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (self->address);
    g_autofree char *serial = iskra_sg_make_serial (self, ISKRA_SG_SERIAL);

    memset (reply, 0, REPLY_LENGTH);
    reply[AT_KIND] = 0x1B;
    memcpy (reply + AT_ADDRESS, g_inet_address_to_bytes (address), 4);
    memcpy (reply + AT_MAC, mac, sizeof mac);
    reply[AT_MODBUS_PORT] = 10001 & 0xFF;
    reply[AT_MODBUS_PORT + 1] = 10001 >> 8;
    memset (reply + AT_MODEL, ' ', MODEL_LENGTH);
    put_text (reply + AT_MODEL, "SG-E1", MODEL_LENGTH);
    put_text (reply + AT_SERIAL, serial, SERIAL_LENGTH);
    reply[AT_VERSION] = 209;
    reply[AT_HARDWARE] = 'D';
    put_text (reply + AT_DESCRIPTION, self->description, TEXT_LENGTH);
    put_text (reply + AT_LOCATION, self->location, TEXT_LENGTH);
    reply[AT_MODBUS_ADDRESS] = 34;
    reply[AT_FILE_SYSTEM] = 209;
}

static gboolean
on_datagram (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    IskraSg *self = user_data;
    g_autoptr (GSocketAddress) sender = NULL;
    char data[sizeof question + 1];
    guint8 reply[REPLY_LENGTH];
    gssize length = g_socket_receive_from (socket, &sender, data, sizeof data, NULL, NULL);

    if (length != sizeof question || memcmp (data, question, sizeof question) != 0)
        return G_SOURCE_CONTINUE;

    make_reply (self, reply);
    g_socket_send_to (socket, sender, (const char *)reply, sizeof reply, NULL, NULL);
    return G_SOURCE_CONTINUE;
}

static GSocket *
open_socket (const char *address, guint port, GError **error)
{
    g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (address, port);
    g_autoptr (GSocket) socket = NULL;

    if (g_socket_address_get_family (local) != G_SOCKET_FAMILY_IPV4) {
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

/* Answers searches at the address of iskra_sg_start(), which comes first; port 0 takes a free one.
 */
gboolean
iskra_sg_start_udp (IskraSg *self, guint port, GError **error)
{
    g_autoptr (GSocket) socket = open_socket (self->address, port, error);
    g_autoptr (GSocketAddress) bound = NULL;

    if (socket == NULL)
        return FALSE;
    bound = g_socket_get_local_address (socket, error);
    if (bound == NULL)
        return FALSE;

    iskra_sg_stop_udp (self);
    self->udp_port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    self->udp_watch = g_socket_create_source (socket, G_IO_IN, NULL);
    g_source_set_callback (self->udp_watch, G_SOURCE_FUNC (on_datagram), self, NULL);
    g_source_attach (self->udp_watch, g_main_context_get_thread_default ());
    return TRUE;
}

/* The port is kept for the next start. */
void
iskra_sg_stop_udp (IskraSg *self)
{
    if (self->udp_watch == NULL)
        return;

    g_source_destroy (self->udp_watch);
    g_clear_pointer (&self->udp_watch, g_source_unref);
}

/* 0: it has never answered searches. */
guint
iskra_sg_get_udp_port (IskraSg *self)
{
    return self->udp_port;
}
