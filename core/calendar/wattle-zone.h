/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Civil time of one place: what clocks on the wall show, and when they show it first. */
#pragma once

#include "wattle-date.h"

G_BEGIN_DECLS

/**
 * WATTLE_DAY_MINUTES:
 *
 * Minutes that a day of civil time counts. How long a day lasts is another matter.
 */
#define WATTLE_DAY_MINUTES 1440

/**
 * WattleCivil:
 * @date: the day
 * @second: since its midnight, as a clock shows it: 0 to 86399
 *
 * What a clock and a calendar on the wall show.
 */
typedef struct {
    WattleDate date;
    int second;
} WattleCivil;

/**
 * WattleZone:
 *
 * An IANA time zone from 1970 to 2100, and some days before and 400 days after them. In seconds
 * since 1970-01-01 UTC.
 */
typedef struct _WattleZone WattleZone;

WattleZone *wattle_zone_new (const char *name, GError **error);
char *wattle_zone_dup_local (void);
WattleZone *wattle_zone_ref (WattleZone *self);
void wattle_zone_unref (WattleZone *self);

const char *wattle_zone_get_name (WattleZone *self);
int wattle_zone_get_offset (WattleZone *self, gint64 time);
WattleCivil wattle_zone_read (WattleZone *self, gint64 time);
WattleCivil wattle_zone_read_latest (WattleZone *self, gint64 time);
gint64 wattle_zone_begin (WattleZone *self, WattleDate date, int minute);
gint64 wattle_zone_get_transition (WattleZone *self, gint64 time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleZone, wattle_zone_unref)

G_END_DECLS
