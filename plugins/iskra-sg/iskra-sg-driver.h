/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define ISKRA_SG_TYPE_DRIVER (iskra_sg_driver_get_type ())
G_DECLARE_FINAL_TYPE (IskraSgDriver, iskra_sg_driver, ISKRA_SG, DRIVER, GObject)

G_END_DECLS
