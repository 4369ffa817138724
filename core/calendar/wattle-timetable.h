/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which tariff there is at each time: a zone, its types of day, and seasons. */
#pragma once

#include "wattle-day-types.h"
#include "wattle-season.h"
#include "wattle-zone.h"

G_BEGIN_DECLS

/**
 * WATTLE_NO_TARIFF:
 *
 * No season is for such a day.
 */
#define WATTLE_NO_TARIFF -1

/**
 * WattleSlot:
 * @start: seconds since 1970
 * @end: first second that is not of it
 * @date: the local day it is of; slots never reach beyond one
 * @tariff: number of a tariff, or %WATTLE_NO_TARIFF
 * @season: (nullable): the season it is of; as long as the timetable lives
 * @day_type: type of the day, interned
 *
 * A span with one tariff.
 */
typedef struct {
    gint64 start;
    gint64 end;
    WattleDate date;
    int tariff;
    WattleSeason *season;
    const char *day_type;
} WattleSlot;

/**
 * WattleTimetable:
 *
 * A pure function from time to slots, for the years 1970 to 2100.
 */
typedef struct _WattleTimetable WattleTimetable;

WattleTimetable *wattle_timetable_new (WattleZone *zone, WattleDayTypes *types);
void wattle_timetable_free (WattleTimetable *self);
void wattle_timetable_add_season (WattleTimetable *self, WattleSeason *season);

WattleZone *wattle_timetable_get_zone (WattleTimetable *self);
WattleDayTypes *wattle_timetable_get_day_types (WattleTimetable *self);
WattleSeason *
wattle_timetable_find_season (WattleTimetable *self, WattleDate date, const char *day_type);
void wattle_timetable_get (WattleTimetable *self, gint64 time, WattleSlot *slot);
gint64 wattle_timetable_find_other (WattleTimetable *self, gint64 time, int tariff, gint64 end);
gboolean wattle_timetable_has_tariff (WattleTimetable *self, int tariff);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleTimetable, wattle_timetable_free)

G_END_DECLS
