/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gateway itself. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define ISKRA_SG_TYPE_DEVICE (iskra_sg_device_get_type ())
G_DECLARE_FINAL_TYPE (IskraSgDevice, iskra_sg_device, ISKRA_SG, DEVICE, WattleDevice)

WattleDevice *iskra_sg_device_new (void);

G_END_DECLS
