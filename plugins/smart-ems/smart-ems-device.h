/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One box. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMART_EMS_TYPE_DEVICE (smart_ems_device_get_type ())
G_DECLARE_FINAL_TYPE (SmartEmsDevice, smart_ems_device, SMART_EMS, DEVICE, WattleDevice)

WattleDevice *smart_ems_device_new (void);

G_END_DECLS
