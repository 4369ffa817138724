/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-link.h"
#include "wattle-modbus-endpoint.h"

G_BEGIN_DECLS

/* A bus on the network: Modbus TCP, or frames of a serial line over TCP. No thread; one request is
 * under way at a time, which is fair to all units, as each device has no more than one waiting. The
 * timeout of a request is that of the answer; a connection has five seconds more.
 * Frames that answer no question, or another one, are never taken for an answer; they are counted.
 */
#define WATTLE_TYPE_MODBUS_LINK (wattle_modbus_link_get_type ())
G_DECLARE_FINAL_TYPE (WattleModbusLink, wattle_modbus_link, WATTLE, MODBUS_LINK, WattleLink)

/* Takes @endpoint, which is not a serial port. */
WattleModbusLink *wattle_modbus_link_new (WattleModbusEndpoint *endpoint, WattleClock *clock);

G_END_DECLS
