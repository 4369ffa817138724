/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define MODBUS_METER_TYPE_HTTP (modbus_meter_http_get_type ())
G_DECLARE_FINAL_TYPE (ModbusMeterHttp, modbus_meter_http, MODBUS_METER, HTTP, WattleDevice)

WattleDevice *modbus_meter_http_new (const WattleMeter *definition);

G_END_DECLS
