/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-year.h"

#define DAY 86400

static void
kind_free (gpointer data)
{
    WattleCliPlanKind *kind = data;

    g_array_unref (kind->spans);
    g_free (kind);
}

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

/* Kinds */

static void
add_span (WattleCliPlanKind *kind, WattleZone *zone, const WattlePricing *pricing, gint64 time)
{
    WattleCliPlanSpan span = {
        .minute =
            kind->spans->len == 0 ? 0 : (guint)wattle_zone_read_latest (zone, time).second / 60,
        .tariff = pricing->main.tariff,
        .known = pricing->known,
        .price = pricing->price,
    };
    const WattleCliPlanSpan *last =
        kind->spans->len > 0 ? &g_array_index (kind->spans, WattleCliPlanSpan, kind->spans->len - 1)
                             : NULL;

    if (last == NULL || last->tariff != span.tariff || last->known != span.known ||
        last->price != span.price)
        g_array_append_val (kind->spans, span);
}

static WattleCliPlanKind *
read_kind (WattleTariffPlan *plan, WattleDate date, gint64 time, gint64 end)
{
    WattleCliPlanKind *kind = g_new0 (WattleCliPlanKind, 1);
    WattlePricing pricing;

    kind->spans = g_array_new (FALSE, FALSE, sizeof (WattleCliPlanSpan));
    kind->day_type = wattle_day_types_get (wattle_tariff_plan_get_day_types (plan), date);
    do { /* once for a day of no length as well */
        wattle_tariff_plan_get (plan, time, &pricing);
        add_span (kind, wattle_tariff_plan_get_zone (plan), &pricing, time);
        if (pricing.main.season != NULL)
            kind->season = wattle_season_get_name (pricing.main.season);
        time = pricing.end;
    } while (time < end);
    return kind;
}

static gboolean
has_same_spans (const WattleCliPlanKind *a, const WattleCliPlanKind *b)
{
    if (a->spans->len != b->spans->len)
        return FALSE;
    for (guint i = 0; i < a->spans->len; i++) {
        const WattleCliPlanSpan *first = &g_array_index (a->spans, WattleCliPlanSpan, i);
        const WattleCliPlanSpan *second = &g_array_index (b->spans, WattleCliPlanSpan, i);

        if (first->minute != second->minute || first->tariff != second->tariff ||
            first->known != second->known || first->price != second->price)
            return FALSE;
    }
    return TRUE;
}

/* Where clocks leave out or repeat an hour, times of that hour are no measure. */
static guint
find_kind (WattleCliPlanYear *self, const WattleCliPlanKind *kind, gboolean odd)
{
    guint i;

    for (i = 0; i < self->kinds->len; i++) {
        const WattleCliPlanKind *other = g_ptr_array_index (self->kinds, i);

        if (g_strcmp0 (kind->season, other->season) == 0 &&
            g_str_equal (kind->day_type, other->day_type) && (odd || has_same_spans (kind, other)))
            break;
    }
    return i;
}

static guint
take_kind (WattleCliPlanYear *self, WattleCliPlanKind *kind, gboolean odd)
{
    guint index = find_kind (self, kind, odd);

    if (index < self->kinds->len)
        kind_free (kind);
    else
        g_ptr_array_add (self->kinds, kind);
    ((WattleCliPlanKind *)g_ptr_array_index (self->kinds, index))->n_days++;
    return index;
}

/* Days */

static WattleCliPlanDay *
get_day (WattleCliPlanYear *self, WattleDate date)
{
    WattleDate first = wattle_date_new (self->year, 1, 1);

    return date >= first && date < first + (WattleDate)self->days->len
               ? &g_array_index (self->days, WattleCliPlanDay, date - first)
               : NULL;
}

/* A season is met on the first day of its types, which may be some days after its start. */
static void
note_season (WattleCliPlanYear *self, WattleSeason *season, WattleDate date)
{
    WattleDate start = season != NULL ? wattle_season_find_start (season, date) : date - 400;
    WattleCliPlanDay *day = get_day (self, start);
    const char *name = season != NULL ? wattle_season_get_name (season) : NULL;

    if (day == NULL)
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
    day->kind = take_kind (self, read_kind (self->plan, day->date, begin, end), day->odd);
    wattle_tariff_plan_get (self->plan, begin, &pricing);
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

WattleCliPlanYear *
wattle_cli_plan_year_new (WattleTariffPlan *plan, int year)
{
    WattleCliPlanYear *self = g_new0 (WattleCliPlanYear, 1);
    WattleDate first = wattle_date_new (year, 1, 1);
    WattleDate next = wattle_date_new (year + 1, 1, 1);

    self->plan = plan;
    self->year = year;
    self->kinds = g_ptr_array_new_with_free_func (kind_free);
    self->days = g_array_new (FALSE, TRUE, sizeof (WattleCliPlanDay));
    g_array_set_clear_func (self->days, day_clear);
    g_array_set_size (self->days, (guint)(next - first));
    for (guint i = 0; i < self->days->len; i++)
        g_array_index (self->days, WattleCliPlanDay, i).date = first + (WattleDate)i;

    read_days (self, FALSE);
    read_days (self, TRUE);
    return self;
}

const WattleCliPlanSpan *
wattle_cli_plan_kind_get (const WattleCliPlanKind *self, guint minute)
{
    guint i = self->spans->len;

    while (i > 1 && g_array_index (self->spans, WattleCliPlanSpan, i - 1).minute > minute)
        i--;
    return &g_array_index (self->spans, WattleCliPlanSpan, i - 1);
}

gboolean
wattle_cli_plan_kind_get_mean (const WattleCliPlanKind *self, double *price)
{
    *price = 0;
    for (guint i = 0; i < self->spans->len; i++) {
        const WattleCliPlanSpan *span = &g_array_index (self->spans, WattleCliPlanSpan, i);
        guint end = i + 1 < self->spans->len
                        ? g_array_index (self->spans, WattleCliPlanSpan, i + 1).minute
                        : WATTLE_DAY_MINUTES;

        if (!span->known)
            return FALSE;
        *price += wattle_money_to_double (span->price) * (end - span->minute) / WATTLE_DAY_MINUTES;
    }
    return TRUE;
}
