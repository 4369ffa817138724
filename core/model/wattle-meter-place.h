/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a definition says that registers are, and what they stand for. */
#pragma once

#include "wattle-meter.h"

G_BEGIN_DECLS

gboolean
wattle_meter_place_read_type (JsonObject *object, WattleRegisterType *type, GError **error);
gboolean
wattle_meter_place_read_order (JsonObject *object, WattleRegisterOrder *order, GError **error);
/* "nan", which never is a value, or bits such as 0x8000. */
gboolean
wattle_meter_place_read_marker (JsonObject *object, WattleMeterPoint *point, GError **error);
/* The address must leave room for @words registers. */
gboolean
wattle_meter_place_read_address (JsonObject *object, guint words, guint16 *address, GError **error);
/* Members function, address and type. */
gboolean
wattle_meter_place_read_probe (JsonObject *object, WattleMeterProbe *probe, GError **error);

G_END_DECLS
