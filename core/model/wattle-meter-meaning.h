/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a point of a definition means: quantity, phase, direction, key. */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

/* Its members. */
#define WATTLE_METER_MEANING_MEMBERS                                                               \
    "key", "name", "quantity", "phase", "direction", "counter", "disabled", "resolution", "group"

gboolean wattle_meter_meaning_read (JsonObject *object, WattleMeterPoint *point, GError **error);

G_END_DECLS
