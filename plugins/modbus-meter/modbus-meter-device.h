/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define MODBUS_METER_TYPE_DEVICE (modbus_meter_device_get_type ())
G_DECLARE_FINAL_TYPE (ModbusMeterDevice, modbus_meter_device, MODBUS_METER, DEVICE, WattleDevice)

/* The definition lives as long as the device. */
WattleDevice *modbus_meter_device_new (const WattleMeter *definition);

G_END_DECLS
