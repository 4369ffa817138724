/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The holidays of a country, as a document. */
#pragma once

#include "wattle-day-types.h"

G_BEGIN_DECLS

/**
 * WattleHolidayPack:
 *
 * Holidays that can be picked from, all or some, for a country or a region of it.
 */
typedef struct _WattleHolidayPack WattleHolidayPack;

WattleHolidayPack *wattle_holiday_pack_parse (const char *data, gssize length, GError **error);
WattleHolidayPack *wattle_holiday_pack_ref (WattleHolidayPack *self);
void wattle_holiday_pack_unref (WattleHolidayPack *self);

const char *wattle_holiday_pack_get_country (WattleHolidayPack *self);
const char *wattle_holiday_pack_get_name (WattleHolidayPack *self);
const char *wattle_holiday_pack_get_source (WattleHolidayPack *self);
gboolean wattle_holiday_pack_is_verified (WattleHolidayPack *self);
const char *const *wattle_holiday_pack_get_regions (WattleHolidayPack *self);
guint wattle_holiday_pack_get_n_holidays (WattleHolidayPack *self);
const char *wattle_holiday_pack_get_holiday (WattleHolidayPack *self,
                                             guint index,
                                             const char *region,
                                             const char **name);

gboolean wattle_holiday_pack_add_to (WattleHolidayPack *self,
                                     const char *region,
                                     const char *const *except,
                                     const char *const *only,
                                     WattleDayTypes *types,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleHolidayPack, wattle_holiday_pack_unref)

G_END_DECLS
