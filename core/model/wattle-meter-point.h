/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of points of a definition. */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

/* After everything that points may name was read: ratios, documents. */
gboolean wattle_meter_point_read_all (WattleMeter *self, JsonObject *root, GError **error);
void wattle_meter_point_clear (WattleMeterPoint *point);

G_END_DECLS
