/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parts of the year, each with a schedule for some types of day. */
#pragma once

#include "wattle-date.h"

G_BEGIN_DECLS

/**
 * WattleSwitch:
 * @minute: minute of the day from which on it counts
 * @tariff: number of a tariff, from 0
 *
 * An entry of a schedule.
 */
typedef struct {
    guint16 minute;
    guint16 tariff;
} WattleSwitch;

/**
 * WattleSeason:
 *
 * From a day on, for days of some types, this schedule; until another season for such days begins.
 */
typedef struct _WattleSeason WattleSeason;

WattleSeason *wattle_season_new_yearly (const char *name, int month, int day);
WattleSeason *wattle_season_new_dated (const char *name, WattleDate date);
void wattle_season_free (WattleSeason *self);

void wattle_season_add_day_type (WattleSeason *self, const char *type);
gboolean wattle_season_add_switch (WattleSeason *self, guint minute, guint tariff);

const char *wattle_season_get_name (WattleSeason *self);
gboolean wattle_season_has_day_type (WattleSeason *self, const char *type);
WattleDate wattle_season_find_start (WattleSeason *self, WattleDate date);
gboolean wattle_season_has_same_start (WattleSeason *self, WattleSeason *other);
const WattleSwitch *wattle_season_get_switches (WattleSeason *self, guint *n_switches);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleSeason, wattle_season_free)

G_END_DECLS
