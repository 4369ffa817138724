/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sensors tell how much there was in each five minutes. The host adds that up, and keeps the sum.
 */
#pragma once

#include "smappee-sensor.h"
#include "smappee-specs.h"

G_BEGIN_DECLS

void smappee_total_add_specs (SmappeeSpecs *specs, GPtrArray *sensors);
void smappee_total_report_kept (WattleDevice *device, GPtrArray *sensors);
gboolean smappee_total_take_sensors (WattleDevice *device,
                                     GPtrArray *sensors,
                                     JsonObject *root,
                                     GError **error);
gboolean smappee_total_take_switches (WattleDevice *device,
                                      GPtrArray *sensors,
                                      JsonObject *root,
                                      GError **error);

G_END_DECLS
