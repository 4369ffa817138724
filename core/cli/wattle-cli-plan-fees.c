/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-fees.h"

#include <glib/gi18n.h>

#include "wattle-cli-instant.h"
#include "wattle-cli-text.h"

/* Finding */

/* Fees are those of a version, so nothing changes in between. */
static gint64
find_next_start (WattleTariffPlan *plan, gint64 time, gint64 to)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_versions (plan); i++) {
        gint64 start = wattle_tariff_plan_get_version_start (plan, i);

        if (start > time)
            return MIN (start, to);
    }
    return to;
}

static gboolean
find_fee (WattleTariffPlan *plan, gint64 time, const char *id, WattleFixedFee *fee)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_fees (plan, time); i++) {
        wattle_tariff_plan_get_fee (plan, time, i, fee);
        if (g_str_equal (fee->id, id))
            return TRUE;
    }
    return FALSE;
}

static gboolean
continues (const WattleCliFeeDifference *last, const WattleCliFeeDifference *next)
{
    return last->end == next->start && g_str_equal (last->id, next->id) && last->had == next->had &&
           last->has == next->has && last->before == next->before && last->after == next->after;
}

static void
add (GArray *list, const WattleCliFeeDifference *difference)
{
    for (guint i = 0; i < list->len; i++) {
        WattleCliFeeDifference *last = &g_array_index (list, WattleCliFeeDifference, i);

        if (continues (last, difference)) {
            last->end = difference->end;
            return;
        }
    }
    g_array_append_vals (list, difference, 1);
}

static gboolean
has_same_currency (WattleTariffPlan *before, WattleTariffPlan *after)
{
    return g_str_equal (wattle_tariff_plan_get_currency (before),
                        wattle_tariff_plan_get_currency (after));
}

/* Those that the plan before has, as they are and as they become. */
static void
compare_old (GArray *list,
             WattleTariffPlan *before,
             WattleTariffPlan *after,
             gint64 start,
             gint64 end)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_fees (before, start); i++) {
        WattleFixedFee old, new = { 0 };
        WattleCliFeeDifference both = { .start = start, .end = end, .had = TRUE };

        wattle_tariff_plan_get_fee (before, start, i, &old);
        both.has = find_fee (after, start, old.id, &new);
        both.id = old.id;
        both.name = both.has ? new.name : old.name;
        both.before = old.gross;
        both.after = new.gross;
        if (!both.has || old.gross != new.gross || !has_same_currency (before, after))
            add (list, &both);
    }
}

static void
compare_new (GArray *list,
             WattleTariffPlan *before,
             WattleTariffPlan *after,
             gint64 start,
             gint64 end)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_fees (after, start); i++) {
        WattleFixedFee old, new;
        WattleCliFeeDifference both = { .start = start, .end = end, .has = TRUE };

        wattle_tariff_plan_get_fee (after, start, i, &new);
        both.id = new.id;
        both.name = new.name;
        both.after = new.gross;
        if (!find_fee (before, start, new.id, &old))
            add (list, &both);
    }
}

GArray *
wattle_cli_plan_fees_list (WattleTariffPlan *before,
                           WattleTariffPlan *after,
                           gint64 from,
                           gint64 to)
{
    GArray *list = g_array_new (FALSE, FALSE, sizeof (WattleCliFeeDifference));

    for (gint64 start = from, end; start < to; start = end) {
        end = find_next_start (after, start, find_next_start (before, start, to));
        compare_old (list, before, after, start, end);
        compare_new (list, before, after, start, end);
    }
    return list;
}

/* For programs */

static void
add_money (WattleCliJson *json, const char *name, gboolean there, WattleMoney money)
{
    g_autofree char *digits = there ? wattle_money_format (money, 0) : NULL;

    wattle_cli_json_add_digits (json, name, digits);
}

void
wattle_cli_plan_fees_add_json (WattleCliJson *json, GArray *fees, WattleZone *zone)
{
    wattle_cli_json_begin_array (json, "fees");
    for (guint i = 0; i < fees->len; i++) {
        const WattleCliFeeDifference *fee = &g_array_index (fees, WattleCliFeeDifference, i);
        g_autofree char *start = wattle_cli_instant_format (fee->start, zone);
        g_autofree char *end = wattle_cli_instant_format (fee->end, zone);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "fee", fee->id);
        wattle_cli_json_add_text (json, "name", fee->name);
        wattle_cli_json_add_text (json, "start", start);
        wattle_cli_json_add_text (json, "end", end);
        add_money (json, "before", fee->had, fee->before);
        add_money (json, "after", fee->has, fee->after);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

/* For people */

static char *
describe_money (WattleTariffPlan *plan, gboolean there, WattleMoney money)
{
    g_autofree char *digits = there ? wattle_money_format (money, 2) : NULL;
    /* TRANSLATORS: a currency in each month: EUR/month */
    g_autofree char *unit =
        g_strdup_printf (_ ("%s/month"), wattle_tariff_plan_get_currency (plan));

    return digits != NULL ? g_strdup_printf ("%s %s", digits, unit) : g_strdup (_ ("none"));
}

void
wattle_cli_plan_fees_describe (GString *text,
                               GArray *fees,
                               WattleTariffPlan *before,
                               WattleTariffPlan *after,
                               gint64 from)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (after);

    for (guint i = 0; i < fees->len; i++) {
        const WattleCliFeeDifference *fee = &g_array_index (fees, WattleCliFeeDifference, i);
        g_autofree char *old = describe_money (before, fee->had, fee->before);
        g_autofree char *new = describe_money (after, fee->has, fee->after);
        g_autofree char *start = wattle_cli_instant_describe (fee->start, zone);
        g_autofree char *name = wattle_cli_text_clean (fee->name);

        if (fee->start == from)
            g_string_append_printf (text, _ ("Fixed fee “%s”: %s before, %s after.\n"), name, old,
                                    new);
        else
            g_string_append_printf (text, _ ("Fixed fee “%s” from %s on: %s before, %s after.\n"),
                                    name, start, old, new);
    }
}
