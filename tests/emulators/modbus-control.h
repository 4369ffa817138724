/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-control.h"
#include "modbus-bus.h"

G_BEGIN_DECLS

/* Faults and state of a bus. Port 0: any. */
EmulatorControl *
modbus_control_new (ModbusBus *bus, const char *address, guint port, GError **error);

G_END_DECLS
