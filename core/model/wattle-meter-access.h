/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which points of a definition may be written, with what, and from where to where. */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

#define WATTLE_METER_ACCESS_MEMBERS "access", "range", "write_function"

/* After everything else of @point was read. */
gboolean wattle_meter_access_read (JsonObject *object, WattleMeterPoint *point, GError **error);

G_END_DECLS
