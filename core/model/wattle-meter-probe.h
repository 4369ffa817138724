/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a definition says about registers that are read once: ratios, what tells one kind of meter
 * from another, where a SunSpec model is. */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

gboolean wattle_meter_probe_read_ratios (WattleMeter *self, JsonObject *root, GError **error);
gboolean wattle_meter_probe_read_checks (WattleMeter *self, JsonObject *root, GError **error);
gboolean wattle_meter_probe_read_serial (WattleMeter *self, JsonObject *root, GError **error);
gboolean wattle_meter_probe_read_sunspec (WattleMeter *self, JsonObject *root, GError **error);
gboolean wattle_meter_probe_read_alternative (WattleMeter *self, JsonObject *root, GError **error);
void wattle_meter_probe_clear (WattleMeterProbe *probe);

G_END_DECLS
