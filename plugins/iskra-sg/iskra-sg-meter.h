/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A meter behind the gateway. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define ISKRA_SG_TYPE_METER (iskra_sg_meter_get_type ())
G_DECLARE_FINAL_TYPE (IskraSgMeter, iskra_sg_meter, ISKRA_SG, METER, WattleDevice)

WattleDevice *iskra_sg_meter_new (void);

G_END_DECLS
