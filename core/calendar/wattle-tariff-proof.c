/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-proof.h"

#include "base/wattle-error.h"

typedef struct {
    WattleTariffPlan *plan;
    WattleZone *zone;
    gint64 begin; /* of the whole walk */
    gint64 time;
    WattleDate date;
    gint64 day_start;
    gint64 sum; /* of the spans of this day */
    WattleTariffProof *proof;
} Walk;

static gboolean
fail (const Walk *walk, const char *what, GError **error)
{
    WattleCivil civil = wattle_zone_read (walk->zone, walk->time);
    g_autofree char *date = wattle_date_format (civil.date);

    wattle_error_set (error, WATTLE_ERROR_FAILED, "%s in %s, at %02d:%02d local time: %s", date,
                      wattle_zone_get_name (walk->zone), civil.second / 3600,
                      civil.second / 60 % 60, what);
    return FALSE;
}

/* A day is whole when its spans last from its midnight to the next. The first is begun halfway. */
static gboolean
end_day (Walk *walk, GError **error)
{
    gint64 length = wattle_zone_begin (walk->zone, walk->date + 1, 0) - walk->day_start;

    if (walk->sum != length)
        return fail (walk, "the spans of the day do not make up its length", error);
    walk->proof->days++;
    return TRUE;
}

static gboolean
begin_day (Walk *walk, WattleDate date, GError **error)
{
    if (!end_day (walk, error))
        return FALSE;
    if (date <= walk->date)
        return fail (walk, "a day comes again", error);

    walk->date = date;
    walk->day_start = walk->time;
    walk->sum = 0;
    return TRUE;
}

/* The instant at which clocks are moved belongs to one span too, as does the second before. */
static gboolean
check_transitions (Walk *walk, const WattlePricing *span, GError **error)
{
    gint64 change = wattle_zone_get_transition (walk->zone, walk->time);

    for (; change < span->end; change = wattle_zone_get_transition (walk->zone, change)) {
        WattlePricing there;

        walk->proof->transitions++;
        wattle_tariff_plan_get (walk->plan, change, &there);
        if (there.start != span->start || there.end != span->end ||
            there.main.tariff != span->main.tariff)
            return fail (walk, "another tariff where clocks are moved", error);
    }
    if (change == span->end)
        walk->proof->transitions++;
    return TRUE;
}

static gboolean
check_span (Walk *walk, const WattlePricing *span, GError **error)
{
    WattlePricing last;

    /* The walk begins in the middle of one. */
    if (walk->time == walk->begin ? span->start > walk->time : span->start != walk->time)
        return fail (walk, "spans overlap, or leave something out", error);
    if (span->end <= walk->time)
        return fail (walk, "spans overlap, or leave something out", error);
    if (span->main.tariff == WATTLE_NO_TARIFF)
        return fail (walk, "there is no tariff", error);
    wattle_tariff_plan_get (walk->plan, span->end - 1, &last);
    if (last.start != span->start || last.main.tariff != span->main.tariff)
        return fail (walk, "the last second of a span has another tariff", error);
    return check_transitions (walk, span, error);
}

static gboolean
take_span (Walk *walk, GError **error)
{
    WattlePricing span;

    wattle_tariff_plan_get (walk->plan, walk->time, &span);
    if (!check_span (walk, &span, error) ||
        (span.main.date != walk->date && !begin_day (walk, span.main.date, error)))
        return FALSE;

    walk->proof->spans++;
    walk->proof->unpriced += span.known ? 0 : 1;
    walk->sum += span.end - walk->time;
    walk->time = span.end;
    return TRUE;
}

/**
 * wattle_tariff_proof_walk:
 * @plan: a plan
 * @from: begin there, in seconds since 1970; not before the plan does
 * @to: end there, at most at the end of 2100
 * @proof: (out): what was seen
 * @error: (nullable): the first instant without exactly one tariff, or the first day whose spans
 *   are not as long as the day
 *
 * Goes from each span to the next. A walk over a hundred years may take some seconds.
 *
 * Returns: whether each instant has exactly one tariff
 */
gboolean
wattle_tariff_proof_walk (WattleTariffPlan *plan,
                          gint64 from,
                          gint64 to,
                          WattleTariffProof *proof,
                          GError **error)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    WattleDate date = wattle_zone_read_latest (zone, from).date;
    gint64 midnight = wattle_zone_begin (zone, date, 0);
    Walk walk = { plan, zone, from, from, date, midnight, from - midnight, proof };

    *proof = (WattleTariffProof){ 0 };
    while (walk.time < to)
        if (!take_span (&walk, error))
            return FALSE;
    return walk.time < wattle_zone_begin (zone, walk.date + 1, 0) || end_day (&walk, error);
}
