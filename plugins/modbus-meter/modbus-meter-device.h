/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define MODBUS_METER_TYPE_DEVICE (modbus_meter_device_get_type ())
G_DECLARE_FINAL_TYPE (ModbusMeterDevice, modbus_meter_device, MODBUS_METER, DEVICE, WattleDevice)

/* @alternative: the other map that this product may have; may be NULL. */
WattleDevice *modbus_meter_device_new (const WattleMeter *definition,
                                       const WattleMeter *alternative);

/* One that finds out its definition by itself. Keeps a reference to @library. */
WattleDevice *modbus_meter_device_new_auto (WattleMeterLibrary *library);

G_END_DECLS
