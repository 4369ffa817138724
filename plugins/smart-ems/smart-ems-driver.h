/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMART_EMS_TYPE_DRIVER (smart_ems_driver_get_type ())
G_DECLARE_FINAL_TYPE (SmartEmsDriver, smart_ems_driver, SMART_EMS, DRIVER, GObject)

G_END_DECLS
