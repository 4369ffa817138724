/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Definitions of meters whose values are members of JSON documents. */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

gboolean wattle_meter_http_read (WattleMeter *self, JsonObject *root, GError **error);
gboolean wattle_meter_http_read_point (const WattleMeter *self,
                                       JsonObject *object,
                                       WattleMeterPoint *point,
                                       GError **error);
void wattle_meter_http_clear (WattleMeter *self);

G_END_DECLS
