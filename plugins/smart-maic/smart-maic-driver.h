/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMART_MAIC_TYPE_DRIVER (smart_maic_driver_get_type ())
G_DECLARE_FINAL_TYPE (SmartMaicDriver, smart_maic_driver, SMART_MAIC, DRIVER, GObject)

G_END_DECLS
