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

static void
on_datagram (EmulatorUdp *udp,
             GSocketAddress *sender,
             const guint8 *data,
             gsize length,
             gpointer owner)
{
    guint8 reply[REPLY_LENGTH];

    if (length != sizeof question || memcmp (data, question, sizeof question) != 0)
        return;
    make_reply (owner, reply);
    emulator_udp_send (udp, sender, reply, sizeof reply);
}

/* Answers searches at the address of iskra_sg_start(), which comes first; port 0 takes a free one.
 */
gboolean
iskra_sg_start_udp (IskraSg *self, guint port, GError **error)
{
    EmulatorUdp *udp = emulator_udp_new (self->address, port, on_datagram, self, error);

    if (udp == NULL)
        return FALSE;
    iskra_sg_stop_udp (self);
    self->udp = udp;
    self->udp_port = emulator_udp_get_port (udp);
    return TRUE;
}

/* The port is kept for the next start. */
void
iskra_sg_stop_udp (IskraSg *self)
{
    g_clear_pointer (&self->udp, emulator_udp_free);
}

/* 0: it has never answered searches. */
guint
iskra_sg_get_udp_port (IskraSg *self)
{
    return self->udp_port;
}
