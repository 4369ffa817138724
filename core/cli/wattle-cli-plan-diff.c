/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-diff.h"

#include "wattle-cli-instant.h"
#include "wattle-cli-plan-fees.h"

static WattleCliPlanSide
read_side (WattleTariffPlan *plan, const WattlePricing *pricing)
{
    WattleCliPlanSide side = {
        .currency = wattle_tariff_plan_get_currency (plan),
        .known = pricing->known,
        .price = pricing->price,
    };

    side.tariff = wattle_tariff_plan_get_tariff (plan, pricing->main.tariff, &side.name);
    return side;
}

gboolean
wattle_cli_plan_diff_is_same (const WattleCliPlanSide *a, const WattleCliPlanSide *b)
{
    return g_strcmp0 (a->tariff, b->tariff) == 0 && a->known == b->known &&
           (!a->known || (a->price == b->price && g_str_equal (a->currency, b->currency)));
}

static void
add_difference (GArray *list, const WattleCliPlanDifference *difference)
{
    WattleCliPlanDifference *last =
        list->len > 0 ? &g_array_index (list, WattleCliPlanDifference, list->len - 1) : NULL;

    if (last != NULL && last->end == difference->start &&
        wattle_cli_plan_diff_is_same (&last->before, &difference->before) &&
        wattle_cli_plan_diff_is_same (&last->after, &difference->after))
        last->end = difference->end;
    else
        g_array_append_vals (list, difference, 1);
}

/* What they say from @time on, until one of them says something else. */
static WattleCliPlanDifference
look (WattleTariffPlan *before, WattleTariffPlan *after, gint64 time, gint64 to)
{
    WattleCliPlanDifference both = { .start = time };
    WattlePricing old, new;

    wattle_tariff_plan_get (before, time, &old);
    wattle_tariff_plan_get (after, time, &new);
    both.end = MIN (to, MIN (old.end, new.end));
    both.before = read_side (before, &old);
    both.after = read_side (after, &new);
    return both;
}

WattleCliPlanDiff *
wattle_cli_plan_diff_new (WattleTariffPlan *before, WattleTariffPlan *after, gint64 from, gint64 to)
{
    WattleCliPlanDiff *self = g_new0 (WattleCliPlanDiff, 1);
    gint64 time = from;

    *self = (WattleCliPlanDiff){ .before = before, .after = after, .from = from };
    self->hours = g_array_new (FALSE, FALSE, sizeof (WattleCliPlanDifference));
    for (guint n = 0; time < to && n < WATTLE_CLI_PLAN_DIFF_MAX_SPANS; n++) {
        WattleCliPlanDifference both = look (before, after, time, to);

        if (!wattle_cli_plan_diff_is_same (&both.before, &both.after))
            add_difference (self->hours, &both);
        time = both.end;
    }
    self->to = time;
    self->cut = time < to;
    self->fees = wattle_cli_plan_fees_list (before, after, from, time);
    return self;
}

void
wattle_cli_plan_diff_free (WattleCliPlanDiff *self)
{
    g_array_unref (self->hours);
    g_array_unref (self->fees);
    g_free (self);
}

gboolean
wattle_cli_plan_diff_is_empty (const WattleCliPlanDiff *self)
{
    return self->hours->len == 0 && self->fees->len == 0;
}

gboolean
wattle_cli_plan_diff_find (WattleTariffPlan *before,
                           WattleTariffPlan *after,
                           gint64 *time,
                           gint64 to)
{
    for (guint n = 0; *time < to && n < WATTLE_CLI_PLAN_DIFF_MAX_SPANS; n++) {
        WattleCliPlanDifference both = look (before, after, *time, to);

        if (!wattle_cli_plan_diff_is_same (&both.before, &both.after))
            return TRUE;
        *time = both.end;
    }
    return FALSE;
}

/* For programs */

static void
add_side (WattleCliJson *json, const char *name, const WattleCliPlanSide *side)
{
    g_autofree char *price = side->known ? wattle_money_format (side->price, 0) : NULL;

    wattle_cli_json_begin_object (json, name);
    wattle_cli_json_add_text (json, "tariff", side->tariff);
    wattle_cli_json_add_digits (json, "price", price);
    wattle_cli_json_end_object (json);
}

double
wattle_cli_plan_diff_count_hours (const WattleCliPlanDiff *self)
{
    gint64 seconds = 0;

    for (guint i = 0; i < self->hours->len; i++) {
        const WattleCliPlanDifference *difference =
            &g_array_index (self->hours, WattleCliPlanDifference, i);

        seconds += difference->end - difference->start;
    }
    return (double)seconds / 3600;
}

static void
add_difference_json (WattleCliJson *json,
                     const WattleCliPlanDifference *difference,
                     WattleZone *zone)
{
    g_autofree char *start = wattle_cli_instant_format (difference->start, zone);
    g_autofree char *end = wattle_cli_instant_format (difference->end, zone);

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "start", start);
    wattle_cli_json_add_text (json, "end", end);
    add_side (json, "before", &difference->before);
    add_side (json, "after", &difference->after);
    wattle_cli_json_end_object (json);
}

/* Of both plans, also if they are the same. */
static void
add_terms (WattleCliJson *json, WattleTariffPlan *before, WattleTariffPlan *after)
{
    wattle_cli_json_begin_object (json, "currency");
    wattle_cli_json_add_text (json, "before", wattle_tariff_plan_get_currency (before));
    wattle_cli_json_add_text (json, "after", wattle_tariff_plan_get_currency (after));
    wattle_cli_json_end_object (json);
    wattle_cli_json_begin_object (json, "feed_in");
    wattle_cli_json_add_boolean (json, "before", wattle_tariff_plan_is_feed_in (before));
    wattle_cli_json_add_boolean (json, "after", wattle_tariff_plan_is_feed_in (after));
    wattle_cli_json_end_object (json);
}

void
wattle_cli_plan_diff_add_json (WattleCliJson *json, const char *name, const WattleCliPlanDiff *self)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (self->after);
    g_autofree char *first = wattle_cli_instant_format (self->from, zone);
    g_autofree char *last = wattle_cli_instant_format (self->to, zone);

    wattle_cli_json_begin_object (json, name);
    wattle_cli_json_add_text (json, "from", first);
    wattle_cli_json_add_text (json, "to", last);
    wattle_cli_json_add_boolean (json, "cut", self->cut);
    add_terms (json, self->before, self->after);
    wattle_cli_json_add_number (json, "hours", wattle_cli_plan_diff_count_hours (self));
    wattle_cli_json_begin_array (json, "changes");
    for (guint i = 0; i < self->hours->len; i++)
        add_difference_json (json, &g_array_index (self->hours, WattleCliPlanDifference, i), zone);
    wattle_cli_json_end_array (json);
    wattle_cli_plan_fees_add_json (json, self->fees, zone);
    wattle_cli_json_end_object (json);
}
