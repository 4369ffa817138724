/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-diff-text.h"

#include <glib/gi18n.h>

#include "wattle-cli-instant.h"
#include "wattle-cli-plan-fees.h"
#include "wattle-cli-table.h"

#define MAX_GROUPS 40

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

            if (wattle_cli_plan_diff_is_same (&other->first->before, &difference->before) &&
                wattle_cli_plan_diff_is_same (&other->first->after, &difference->after))
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

/* @currency: whether it must be said */
static char *
describe_side (const WattleCliPlanSide *side, gboolean currency)
{
    g_autofree char *price =
        side->known ? wattle_money_format (side->price, 0) : g_strdup (_ ("not known"));

    return g_strdup_printf ("%s %s%s%s", side->name != NULL ? side->name : _ ("no tariff"), price,
                            currency && side->known ? " " : "",
                            currency && side->known ? side->currency : "");
}

static void
add_row (WattleCliTable *table, const Group *group, WattleZone *zone)
{
    g_autofree char *hours = g_strdup_printf ("%.10g", (double)group->seconds / 3600);
    const WattleCliPlanDifference *both = group->first;
    gboolean currency = !g_str_equal (both->before.currency, both->after.currency);
    g_autofree char *before = describe_side (&both->before, currency);
    g_autofree char *after = describe_side (&both->after, currency);
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

static const char *
word_direction (WattleTariffPlan *plan)
{
    return wattle_tariff_plan_is_feed_in (plan) ? C_ ("direction", "feed-in")
                                                : C_ ("direction", "import");
}

char *
wattle_cli_plan_diff_text_describe_terms (WattleTariffPlan *before, WattleTariffPlan *after)
{
    GString *text = g_string_new (NULL);

    if (!g_str_equal (wattle_tariff_plan_get_currency (before),
                      wattle_tariff_plan_get_currency (after)))
        g_string_append_printf (text, _ ("Prices are in %s before and in %s after.\n"),
                                wattle_tariff_plan_get_currency (before),
                                wattle_tariff_plan_get_currency (after));
    if (wattle_tariff_plan_is_feed_in (before) != wattle_tariff_plan_is_feed_in (after))
        /* TRANSLATORS: import or feed-in */
        g_string_append_printf (text, _ ("Direction: %s before, %s after.\n"),
                                word_direction (before), word_direction (after));
    return g_string_free (text, FALSE);
}

static void
describe_hours (GString *text, const WattleCliPlanDiff *self, gboolean colour)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (self->after);
    g_autofree char *start = wattle_cli_instant_describe (self->from, zone);
    g_autofree char *end = wattle_cli_instant_describe (self->to, zone);
    g_autoptr (GArray) groups = make_groups (self->hours);
    g_autofree char *table = NULL;

    if (groups->len == 0) {
        g_string_append_printf (
            text, _ ("From %s to %s there is no difference in tariffs and prices.\n"), start, end);
        return;
    }

    g_array_sort (groups, compare);
    table = draw_table (groups, zone, colour);
    g_string_append (text, table);
    if (groups->len > MAX_GROUPS)
        g_string_append_printf (text, _ ("… and %u more; --json tells all.\n"),
                                groups->len - MAX_GROUPS);
    g_string_append_printf (text, _ ("From %s to %s %.10g of %.10g hours differ.\n"), start, end,
                            wattle_cli_plan_diff_count_hours (self),
                            (double)(self->to - self->from) / 3600);
}

char *
wattle_cli_plan_diff_text_describe (const WattleCliPlanDiff *self, gboolean colour)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (self->after);
    g_autofree char *end = wattle_cli_instant_describe (self->to, zone);
    GString *text = g_string_new (NULL);

    describe_hours (text, self, colour);
    wattle_cli_plan_fees_describe (text, self->fees, self->before, self->after, self->from);
    if (self->cut)
        g_string_append_printf (text,
                                _ ("That was not all: these plans change so often that they were "
                                   "compared up to %s only.\n"),
                                end);
    return g_string_free (text, FALSE);
}
