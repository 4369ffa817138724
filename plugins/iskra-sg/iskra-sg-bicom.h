/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A Bicom switch behind the gateway. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define ISKRA_SG_TYPE_BICOM (iskra_sg_bicom_get_type ())
G_DECLARE_FINAL_TYPE (IskraSgBicom, iskra_sg_bicom, ISKRA_SG, BICOM, WattleDevice)

WattleDevice *iskra_sg_bicom_new (void);

G_END_DECLS
