/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-device.h"
#include "wattle-tariff-run.h"

G_BEGIN_DECLS

/* A plan as a device: what its run found out at the last look becomes readings whenever anything is
 * pushed to it. It asks nothing. */
#define WATTLE_TYPE_TARIFF_DEVICE (wattle_tariff_device_get_type ())
G_DECLARE_FINAL_TYPE (WattleTariffDevice, wattle_tariff_device, WATTLE, TARIFF_DEVICE, WattleDevice)

/* @model: what the plan is one of: the plugin. */
WattleDevice *wattle_tariff_device_new (WattleTariffRun *run, const char *model);

G_END_DECLS
