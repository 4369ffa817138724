/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMART_MAIC_TYPE_DEVICE (smart_maic_device_get_type ())
G_DECLARE_FINAL_TYPE (SmartMaicDevice, smart_maic_device, SMART_MAIC, DEVICE, WattleDevice)

WattleDevice *smart_maic_device_new (const char *model);

G_END_DECLS
