/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-timetable.h"

#define MINUTE 60

struct _WattleTimetable {
    WattleZone *zone;
    WattleDayTypes *types; /* not owned */
    GPtrArray *seasons;
    WattleSlot day;  /* the whole day that was looked at last; empty: none */
    WattleSlot last; /* the slot that was; most questions are about the same, or the next one */
};

/**
 * wattle_timetable_new:
 * @zone: whose clocks count
 * @types: types of day; it has to live as long as the timetable, and stays as it is from the first
 *   question on
 *
 * Returns: (transfer full): a timetable without seasons
 */
WattleTimetable *
wattle_timetable_new (WattleZone *zone, WattleDayTypes *types)
{
    WattleTimetable *self = g_new0 (WattleTimetable, 1);

    self->zone = wattle_zone_ref (zone);
    self->types = types;
    self->seasons = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_season_free);
    return self;
}

/**
 * wattle_timetable_free:
 * @self: (transfer full): a timetable
 *
 * Frees it.
 */
void
wattle_timetable_free (WattleTimetable *self)
{
    wattle_zone_unref (self->zone);
    g_ptr_array_unref (self->seasons);
    g_free (self);
}

/**
 * wattle_timetable_add_season:
 * @self: a timetable
 * @season: (transfer full): a season whose schedule has an entry
 *
 * Adds a season.
 */
void
wattle_timetable_add_season (WattleTimetable *self, WattleSeason *season)
{
    g_ptr_array_add (self->seasons, season);
    self->day = self->last = (WattleSlot){ .tariff = WATTLE_NO_TARIFF };
}

/**
 * wattle_timetable_get_zone:
 * @self: a timetable
 *
 * Returns: (transfer none): whose clocks count
 */
WattleZone *
wattle_timetable_get_zone (WattleTimetable *self)
{
    return self->zone;
}

/**
 * wattle_timetable_get_day_types:
 * @self: a timetable
 *
 * Returns: (transfer none): its types of day
 */
WattleDayTypes *
wattle_timetable_get_day_types (WattleTimetable *self)
{
    return self->types;
}

/**
 * wattle_timetable_find_season:
 * @self: a timetable
 * @date: a date
 * @day_type: its type, interned
 *
 * Returns: (transfer none) (nullable): of the seasons for such days the one that has begun last
 */
WattleSeason *
wattle_timetable_find_season (WattleTimetable *self, WattleDate date, const char *day_type)
{
    WattleSeason *found = NULL;
    WattleDate latest = WATTLE_DATE_NONE;

    for (guint i = 0; i < self->seasons->len; i++) {
        WattleSeason *season = g_ptr_array_index (self->seasons, i);
        WattleDate start;

        if (!wattle_season_has_day_type (season, day_type))
            continue;
        start = wattle_season_find_start (season, date);
        if (start > latest) {
            found = season;
            latest = start;
        }
    }
    return found;
}

static gboolean
holds (const WattleSlot *slot, gint64 time)
{
    return slot->start <= time && time < slot->end;
}

static void
find_day (WattleTimetable *self, WattleDate date)
{
    WattleSlot *day = &self->day;

    *day = (WattleSlot){
        .start = wattle_zone_begin (self->zone, date, 0),
        .end = wattle_zone_begin (self->zone, date + 1, 0),
        .date = date,
        .tariff = WATTLE_NO_TARIFF,
        .day_type = wattle_day_types_get (self->types, date),
    };
    day->season = wattle_timetable_find_season (self, date, day->day_type);
}

/* The entry of a schedule that holds @minute. */
static guint
find_switch (const WattleSwitch *switches, guint n, int minute)
{
    guint low = 0, high = n;

    while (high - low > 1) {
        guint middle = low + (high - low) / 2;

        if (switches[middle].minute <= minute)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Narrows a slot that is a whole day down to the entry of the schedule that holds @minute. */
static void
narrow (WattleTimetable *self, WattleSlot *slot, int minute)
{
    guint n;
    const WattleSwitch *switches = wattle_season_get_switches (slot->season, &n);
    guint i = find_switch (switches, n, minute);

    slot->tariff = switches[i].tariff;
    slot->start = wattle_zone_begin (self->zone, slot->date, switches[i].minute);
    if (i + 1 < n)
        slot->end = wattle_zone_begin (self->zone, slot->date, switches[i + 1].minute);
}

/**
 * wattle_timetable_get:
 * @self: a timetable
 * @time: seconds since 1970, to the end of 2100
 * @slot: (out): the slot that holds it
 *
 * Tells which tariff there is at a time.
 */
void
wattle_timetable_get (WattleTimetable *self, gint64 time, WattleSlot *slot)
{
    if (!holds (&self->last, time)) {
        WattleCivil civil = wattle_zone_read_latest (self->zone, time);

        if (!holds (&self->day, time))
            find_day (self, civil.date);
        self->last = self->day;
        if (self->last.season != NULL)
            narrow (self, &self->last, civil.second / MINUTE);
    }
    *slot = self->last;
}

/* The same of what is left of the day that was looked at last. Times that clocks leave out make
 * entries without any span. */
static gint64
find_other_in_day (WattleTimetable *self, gint64 time, int tariff)
{
    const WattleSlot *day = &self->day;
    guint n = 0;
    const WattleSwitch *switches =
        day->season != NULL ? wattle_season_get_switches (day->season, &n) : NULL;

    if (day->season == NULL && tariff != WATTLE_NO_TARIFF && MAX (day->start, time) < day->end)
        return MAX (day->start, time);
    for (guint i = 0; i < n; i++) {
        gint64 start, end;

        if (switches[i].tariff == tariff)
            continue;
        start = wattle_zone_begin (self->zone, day->date, switches[i].minute);
        end = i + 1 < n ? wattle_zone_begin (self->zone, day->date, switches[i + 1].minute)
                        : day->end;
        if (MAX (start, time) < end)
            return MAX (start, time);
    }
    return G_MAXINT64;
}

/**
 * wattle_timetable_find_other:
 * @self: a timetable
 * @time: seconds since 1970
 * @tariff: number of a tariff, or %WATTLE_NO_TARIFF
 * @end: first second that is not looked at
 *
 * Entries that repeat a tariff cost next to nothing here.
 *
 * Returns: the first time from @time on at which there is another tariff than @tariff;
 *   %G_MAXINT64 if there is none before @end
 */
gint64
wattle_timetable_find_other (WattleTimetable *self, gint64 time, int tariff, gint64 end)
{
    if (!holds (&self->day, time))
        find_day (self, wattle_zone_read_latest (self->zone, time).date);
    while (self->day.start < end) {
        gint64 found = find_other_in_day (self, time, tariff);

        if (found != G_MAXINT64)
            return found < end ? found : G_MAXINT64;
        find_day (self, self->day.date + 1);
    }
    return G_MAXINT64;
}

/**
 * wattle_timetable_has_tariff:
 * @self: a timetable
 * @tariff: number of a tariff
 *
 * Returns: whether one of its seasons has it
 */
gboolean
wattle_timetable_has_tariff (WattleTimetable *self, int tariff)
{
    for (guint i = 0; i < self->seasons->len; i++) {
        guint n;
        const WattleSwitch *switches =
            wattle_season_get_switches (g_ptr_array_index (self->seasons, i), &n);

        for (guint j = 0; j < n; j++)
            if (switches[j].tariff == tariff)
                return TRUE;
    }
    return FALSE;
}
