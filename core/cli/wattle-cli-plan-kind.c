/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-kind.h"

void
wattle_cli_plan_kind_free (WattleCliPlanKind *self)
{
    g_array_unref (self->spans);
    g_free (self);
}

static gboolean
has_same (const WattleCliPlanSpan *a, const WattleCliPlanSpan *b)
{
    return a->tariff == b->tariff && a->known == b->known && a->price == b->price;
}

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

    if (last == NULL || !has_same (last, &span))
        g_array_append_val (kind->spans, span);
}

WattleCliPlanKind *
wattle_cli_plan_kind_new (WattleTariffPlan *plan, WattleDate date, gint64 time, gint64 end)
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

gboolean
wattle_cli_plan_kind_is_alike (const WattleCliPlanKind *self, const WattleCliPlanKind *other)
{
    return g_strcmp0 (self->season, other->season) == 0 &&
           g_str_equal (self->day_type, other->day_type);
}

static gboolean
has_same_spans (const WattleCliPlanKind *a, const WattleCliPlanKind *b)
{
    if (a->spans->len != b->spans->len)
        return FALSE;
    for (guint i = 0; i < a->spans->len; i++) {
        const WattleCliPlanSpan *first = &g_array_index (a->spans, WattleCliPlanSpan, i);
        const WattleCliPlanSpan *second = &g_array_index (b->spans, WattleCliPlanSpan, i);

        if (first->minute != second->minute || !has_same (first, second))
            return FALSE;
    }
    return TRUE;
}

gboolean
wattle_cli_plan_kind_is_same (const WattleCliPlanKind *self, const WattleCliPlanKind *other)
{
    return wattle_cli_plan_kind_is_alike (self, other) && has_same_spans (self, other);
}

/* Days on which clocks are moved */

static gboolean
has_minute (WattleZone *zone, WattleDate date, guint minute)
{
    WattleCivil shown = wattle_zone_read (zone, wattle_zone_begin (zone, date, (int)minute));

    return shown.date == date && shown.second / 60 == (int)minute;
}

/* Whether all that @kind, as it is on @date, shows at the minutes that clocks show, @other has. */
static gboolean
shows_same (WattleZone *zone,
            WattleDate date,
            const WattleCliPlanKind *kind,
            const WattleCliPlanKind *other)
{
    for (guint minute = 0; minute < WATTLE_DAY_MINUTES; minute++) {
        const WattleCliPlanSpan *first = wattle_cli_plan_kind_get (kind, minute);
        const WattleCliPlanSpan *second = wattle_cli_plan_kind_get (other, minute);

        if (!has_same (first, second) && has_minute (zone, date, minute))
            return FALSE;
    }
    return TRUE;
}

gboolean
wattle_cli_plan_kind_is_same_on (const WattleCliPlanKind *self,
                                 const WattleCliPlanKind *other,
                                 WattleZone *zone,
                                 WattleDate date)
{
    return wattle_cli_plan_kind_is_alike (self, other) && shows_same (zone, date, self, other);
}

/* What it is like */

gboolean
wattle_cli_plan_kind_has_times (const WattleCliPlanKind *self, const WattleCliPlanKind *other)
{
    if (self->spans->len != other->spans->len)
        return FALSE;
    for (guint i = 0; i < self->spans->len; i++) {
        const WattleCliPlanSpan *a = &g_array_index (self->spans, WattleCliPlanSpan, i);
        const WattleCliPlanSpan *b = &g_array_index (other->spans, WattleCliPlanSpan, i);

        if (a->minute != b->minute || a->tariff != b->tariff)
            return FALSE;
    }
    return TRUE;
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
