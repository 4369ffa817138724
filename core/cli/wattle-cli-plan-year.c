/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-year.h"

#define DAY      86400
#define NOT_READ G_MAXUINT

static void
day_clear (gpointer data)
{
    g_clear_pointer (&((WattleCliPlanDay *)data)->seasons, g_ptr_array_unref);
}

void
wattle_cli_plan_year_free (WattleCliPlanYear *self)
{
    g_ptr_array_unref (self->kinds);
    g_array_unref (self->days);
    g_free (self);
}

static WattleCliPlanDay *
get_day (WattleCliPlanYear *self, WattleDate date)
{
    WattleDate first = wattle_date_new (self->year, 1, 1);

    return date >= first && date < first + (WattleDate)self->days->len
               ? &g_array_index (self->days, WattleCliPlanDay, date - first)
               : NULL;
}

/* Kinds */

static guint
find_kind (WattleCliPlanYear *self, const WattleCliPlanKind *kind)
{
    guint i = 0;

    while (i < self->kinds->len &&
           !wattle_cli_plan_kind_is_same (kind, g_ptr_array_index (self->kinds, i)))
        i++;
    return i;
}

/* What an hour is like that clocks leave out cannot be seen: the nearest day that may be alike
 * says it. */
static guint
find_odd_kind (WattleCliPlanYear *self, const WattleCliPlanKind *kind, WattleDate date)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (self->plan);

    for (guint i = 2; i < 2 * self->days->len; i++) {
        WattleCliPlanDay *day =
            get_day (self, i % 2 > 0 ? date + (WattleDate)i / 2 : date - (WattleDate)i / 2);
        const WattleCliPlanKind *other = day != NULL && day->kind != NOT_READ
                                             ? g_ptr_array_index (self->kinds, day->kind)
                                             : NULL;

        if (other != NULL && wattle_cli_plan_kind_is_same_on (kind, other, zone, date))
            return day->kind;
    }
    return self->kinds->len;
}

static void
take_kind (WattleCliPlanYear *self, WattleCliPlanDay *day, WattleCliPlanKind *kind)
{
    guint index = day->odd ? find_odd_kind (self, kind, day->date) : find_kind (self, kind);

    if (index < self->kinds->len)
        wattle_cli_plan_kind_free (kind);
    else
        g_ptr_array_add (self->kinds, kind);
    day->kind = index;
}

/* Days */

static WattleDate
get_version_date (WattleCliPlanYear *self, guint version)
{
    return wattle_zone_read_latest (wattle_tariff_plan_get_zone (self->plan),
                                    wattle_tariff_plan_get_version_start (self->plan, version))
        .date;
}

/* Of the version that counts on a day. */
static WattleDate
find_version_date (WattleCliPlanYear *self, WattleDate date)
{
    guint i = wattle_tariff_plan_get_n_versions (self->plan);

    while (i > 1 && get_version_date (self, i - 1) > date)
        i--;
    return get_version_date (self, i - 1);
}

static void
note_versions (WattleCliPlanYear *self)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_versions (self->plan); i++) {
        WattleCliPlanDay *day = get_day (self, get_version_date (self, i));

        if (day != NULL)
            day->version = i + 1;
    }
}

/* A season is met on the first day of its types, which may be some days after its start. One that
 * would have begun before its version counts is in force with it, and begins on no day. */
static void
note_season (WattleCliPlanYear *self, WattleSeason *season, WattleDate date)
{
    WattleDate start = wattle_season_find_start (season, date);
    WattleCliPlanDay *day = get_day (self, start);
    const char *name = wattle_season_get_name (season);

    if (day == NULL || start < find_version_date (self, date))
        return;
    if (day->seasons == NULL)
        day->seasons = g_ptr_array_new ();
    if (!g_ptr_array_find_with_equal_func (day->seasons, name, g_str_equal, NULL))
        g_ptr_array_add (day->seasons, (gpointer)name);
}

static void
read_day (WattleCliPlanYear *self, WattleCliPlanDay *day)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (self->plan);
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (self->plan);
    gint64 begin = wattle_zone_begin (zone, day->date, 0);
    gint64 end = wattle_zone_begin (zone, day->date + 1, 0);
    WattlePricing pricing;

    day->odd = end - begin != DAY;
    day->holiday = wattle_day_types_get_holiday (types, day->date);
    take_kind (self, day, wattle_cli_plan_kind_new (self->plan, day->date, begin, end));
    wattle_tariff_plan_get (self->plan, begin, &pricing);
    if (pricing.main.season != NULL)
        note_season (self, pricing.main.season, day->date);
}

/* Ordinary days come first, so that the others find theirs. */
static void
read_days (WattleCliPlanYear *self, gboolean odd)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (self->plan);

    for (guint i = 0; i < self->days->len; i++) {
        WattleCliPlanDay *day = &g_array_index (self->days, WattleCliPlanDay, i);
        gint64 length =
            wattle_zone_begin (zone, day->date + 1, 0) - wattle_zone_begin (zone, day->date, 0);

        if ((length != DAY) == odd)
            read_day (self, day);
    }
}

static void
count_days (WattleCliPlanYear *self)
{
    for (guint i = 0; i < self->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (self->days, WattleCliPlanDay, i);
        WattleCliPlanKind *kind = g_ptr_array_index (self->kinds, day->kind);

        if (kind->n_days++ == 0)
            kind->first = day->date;
        kind->last = day->date;
    }
}

WattleCliPlanYear *
wattle_cli_plan_year_new (WattleTariffPlan *plan, int year)
{
    WattleCliPlanYear *self = g_new0 (WattleCliPlanYear, 1);
    WattleDate first = wattle_date_new (year, 1, 1);
    WattleDate next = wattle_date_new (year + 1, 1, 1);

    self->plan = plan;
    self->year = year;
    self->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_plan_kind_free);
    self->days = g_array_new (FALSE, TRUE, sizeof (WattleCliPlanDay));
    g_array_set_clear_func (self->days, day_clear);
    g_array_set_size (self->days, (guint)(next - first));
    for (guint i = 0; i < self->days->len; i++) {
        g_array_index (self->days, WattleCliPlanDay, i).date = first + (WattleDate)i;
        g_array_index (self->days, WattleCliPlanDay, i).kind = NOT_READ;
    }

    note_versions (self);
    read_days (self, FALSE);
    read_days (self, TRUE);
    count_days (self);
    return self;
}
