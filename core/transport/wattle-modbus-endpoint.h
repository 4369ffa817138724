/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "wattle-modbus-frame.h"

G_BEGIN_DECLS

/* Where a Modbus bus is. */
typedef struct {
    gboolean serial;
    WattleModbusFraming framing;
    char *host; /* on the network */
    guint16 port;
    char *device; /* of a serial port */
    guint baud;
    char parity; /* N, E, O */
    guint stop;  /* bits */
} WattleModbusEndpoint;

/* Reads what a person wrote:
 *
 *   modbus+tcp://HOST[:PORT]                    port 502 if missing
 *   modbus+rtu-over-tcp://HOST:PORT
 *   modbus+rtu:///DEVICE[?baud=9600&parity=none&stop=1]
 *
 * NULL, and an error that says what is allowed. */
WattleModbusEndpoint *wattle_modbus_endpoint_new (const char *uri, GError **error);
void wattle_modbus_endpoint_free (WattleModbusEndpoint *self);

/* The same for equal endpoints, with all that was left out. */
char *wattle_modbus_endpoint_to_string (const WattleModbusEndpoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleModbusEndpoint, wattle_modbus_endpoint_free)

G_END_DECLS
