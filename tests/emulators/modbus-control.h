/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "modbus-bus.h"

G_BEGIN_DECLS

/* What no meter has: POST /emulator/fault and GET /emulator/state by HTTP, as with the emulators
 * that speak it anyway. */
typedef struct _ModbusControl ModbusControl;

/* Port 0: any. */
ModbusControl *modbus_control_new (ModbusBus *bus, const char *address, guint port, GError **error);
void modbus_control_free (ModbusControl *self);
guint modbus_control_get_port (ModbusControl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModbusControl, modbus_control_free)

G_END_DECLS
