/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-diff.h"

#include <glib/gi18n.h>

#include "wattle-cli-instant.h"
#include "wattle-cli-table.h"

#define MAX_GROUPS 40

static WattleCliPlanSide
read_side (WattleTariffPlan *plan, const WattlePricing *pricing)
{
    WattleCliPlanSide side = { .known = pricing->known, .price = pricing->price };

    side.tariff = wattle_tariff_plan_get_tariff (plan, pricing->main.tariff, &side.name);
    return side;
}

static gboolean
is_same (const WattleCliPlanSide *a, const WattleCliPlanSide *b)
{
    return g_strcmp0 (a->tariff, b->tariff) == 0 && a->known == b->known &&
           (!a->known || a->price == b->price);
}

static void
add_difference (GArray *list, const WattleCliPlanDifference *difference)
{
    WattleCliPlanDifference *last =
        list->len > 0 ? &g_array_index (list, WattleCliPlanDifference, list->len - 1) : NULL;

    if (last != NULL && last->end == difference->start &&
        is_same (&last->before, &difference->before) && is_same (&last->after, &difference->after))
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

GArray *
wattle_cli_plan_diff_list (WattleTariffPlan *before,
                           WattleTariffPlan *after,
                           gint64 from,
                           gint64 *to)
{
    GArray *list = g_array_new (FALSE, FALSE, sizeof (WattleCliPlanDifference));
    gint64 time = from;

    for (guint n = 0; time < *to && n < WATTLE_CLI_PLAN_DIFF_MAX_SPANS; n++) {
        WattleCliPlanDifference both = look (before, after, time, *to);

        if (!is_same (&both.before, &both.after))
            add_difference (list, &both);
        time = both.end;
    }
    *to = time;
    return list;
}

gboolean
wattle_cli_plan_diff_find (WattleTariffPlan *before,
                           WattleTariffPlan *after,
                           gint64 *time,
                           gint64 to)
{
    for (guint n = 0; *time < to && n < WATTLE_CLI_PLAN_DIFF_MAX_SPANS; n++) {
        WattleCliPlanDifference both = look (before, after, *time, to);

        if (!is_same (&both.before, &both.after))
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

static double
count_hours (GArray *differences)
{
    gint64 seconds = 0;

    for (guint i = 0; i < differences->len; i++) {
        const WattleCliPlanDifference *difference =
            &g_array_index (differences, WattleCliPlanDifference, i);

        seconds += difference->end - difference->start;
    }
    return (double)seconds / 3600;
}

void
wattle_cli_plan_diff_add_json (WattleCliJson *json,
                               const char *name,
                               GArray *differences,
                               WattleZone *zone,
                               gint64 from,
                               gint64 to)
{
    g_autofree char *first = wattle_cli_instant_format (from, zone);
    g_autofree char *last = wattle_cli_instant_format (to, zone);

    wattle_cli_json_begin_object (json, name);
    wattle_cli_json_add_text (json, "from", first);
    wattle_cli_json_add_text (json, "to", last);
    wattle_cli_json_add_number (json, "hours", count_hours (differences));
    wattle_cli_json_begin_array (json, "changes");
    for (guint i = 0; i < differences->len; i++) {
        const WattleCliPlanDifference *difference =
            &g_array_index (differences, WattleCliPlanDifference, i);
        g_autofree char *start = wattle_cli_instant_format (difference->start, zone);
        g_autofree char *end = wattle_cli_instant_format (difference->end, zone);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "start", start);
        wattle_cli_json_add_text (json, "end", end);
        add_side (json, "before", &difference->before);
        add_side (json, "after", &difference->after);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
    wattle_cli_json_end_object (json);
}

/* For people */

typedef struct {
    const WattleCliPlanDifference *first;
    gint64 last; /* when it is so for the last time */
    gint64 seconds;
} Group;

static GArray *
make_groups (GArray *differences)
{
    GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));

    for (guint i = 0; i < differences->len; i++) {
        const WattleCliPlanDifference *difference =
            &g_array_index (differences, WattleCliPlanDifference, i);
        Group *group = NULL;

        for (guint j = 0; j < groups->len && group == NULL; j++) {
            Group *other = &g_array_index (groups, Group, j);

            if (is_same (&other->first->before, &difference->before) &&
                is_same (&other->first->after, &difference->after))
                group = other;
        }
        if (group == NULL) {
            Group added = { difference, 0, 0 };

            g_array_append_val (groups, added);
            group = &g_array_index (groups, Group, groups->len - 1);
        }
        group->last = difference->start;
        group->seconds += difference->end - difference->start;
    }
    return groups;
}

static int
compare (gconstpointer a, gconstpointer b)
{
    gint64 first = ((const Group *)a)->seconds;
    gint64 second = ((const Group *)b)->seconds;

    return first > second ? -1 : first < second;
}

static char *
describe_side (const WattleCliPlanSide *side)
{
    g_autofree char *price =
        side->known ? wattle_money_format (side->price, 0) : g_strdup (_ ("not known"));

    return g_strdup_printf ("%s %s", side->name != NULL ? side->name : _ ("no tariff"), price);
}

static void
add_row (WattleCliTable *table, const Group *group, WattleZone *zone)
{
    g_autofree char *hours = g_strdup_printf ("%.10g", (double)group->seconds / 3600);
    g_autofree char *before = describe_side (&group->first->before);
    g_autofree char *after = describe_side (&group->first->after);
    g_autofree char *first = wattle_cli_instant_describe (group->first->start, zone);
    g_autofree char *last = wattle_cli_instant_describe (group->last, zone);

    wattle_cli_table_add (table, hours);
    wattle_cli_table_add (table, before);
    wattle_cli_table_add (table, after);
    wattle_cli_table_add (table, first);
    wattle_cli_table_add (table, last);
}

static char *
draw_table (GArray *groups, WattleZone *zone, gboolean colour)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_number_column (table, C_ ("column", "Hours"));
    wattle_cli_table_add_column (table, C_ ("column", "Was"));
    wattle_cli_table_add_column (table, C_ ("column", "Becomes"));
    wattle_cli_table_add_column (table, C_ ("column", "First"));
    wattle_cli_table_add_column (table, C_ ("column", "Last"));
    for (guint i = 0; i < MIN (groups->len, MAX_GROUPS); i++)
        add_row (table, &g_array_index (groups, Group, i), zone);
    return wattle_cli_table_to_text (table, colour);
}

char *
wattle_cli_plan_diff_describe (GArray *differences,
                               WattleTariffPlan *before,
                               WattleTariffPlan *after,
                               gint64 from,
                               gint64 to,
                               gboolean colour)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (after);
    g_autoptr (GArray) groups = make_groups (differences);
    GString *text = g_string_new (NULL);
    g_autofree char *start = wattle_cli_instant_describe (from, zone);
    g_autofree char *end = wattle_cli_instant_describe (to, zone);
    g_autofree char *table = NULL;

    if (!g_str_equal (wattle_tariff_plan_get_currency (before),
                      wattle_tariff_plan_get_currency (after)))
        g_string_append_printf (text, _ ("Prices are in %s before and in %s after.\n"),
                                wattle_tariff_plan_get_currency (before),
                                wattle_tariff_plan_get_currency (after));
    if (differences->len == 0) {
        g_string_append_printf (
            text, _ ("From %s to %s there is no difference in tariffs and prices.\n"), start, end);
        return g_string_free (text, FALSE);
    }

    g_array_sort (groups, compare);
    table = draw_table (groups, zone, colour);
    g_string_append (text, table);
    if (groups->len > MAX_GROUPS)
        g_string_append_printf (text, _ ("… and %u more; --json tells all.\n"),
                                groups->len - MAX_GROUPS);
    g_string_append_printf (text, _ ("From %s to %s %.10g of %.10g hours differ.\n"), start, end,
                            count_hours (differences), (double)(to - from) / 3600);
    return g_string_free (text, FALSE);
}
