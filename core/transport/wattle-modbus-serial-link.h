/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-link.h"
#include "wattle-modbus-endpoint.h"

G_BEGIN_DECLS

/* A bus on a serial port of this machine. One question is under way at a time, which is fair to all
 * units, as each device has no more than one waiting. A port that cannot be opened, or went away,
 * is tried again for ever, and the link says what is wrong with it. */
#define WATTLE_TYPE_MODBUS_SERIAL_LINK (wattle_modbus_serial_link_get_type ())
G_DECLARE_FINAL_TYPE (WattleModbusSerialLink,
                      wattle_modbus_serial_link,
                      WATTLE,
                      MODBUS_SERIAL_LINK,
                      WattleLink)

/* Takes @endpoint, which is a serial port. */
WattleModbusSerialLink *wattle_modbus_serial_link_new (WattleModbusEndpoint *endpoint,
                                                       WattleClock *clock);

G_END_DECLS
