/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-plan-diff-text.h"
#include "wattle-cli-plan-fees.h"
#include "wattle-cli-plan.h"

/* tariff diff */

#define YEAR (365 * (gint64)86400)

/* From today on for a year, unless it was said otherwise. */
static gboolean
read_span (WattleCli *cli,
           const WattleCliArguments *arguments,
           WattleZone *zone,
           gint64 *from,
           gint64 *to,
           GError **error)
{
    const char *first = wattle_cli_arguments_get (arguments, "from");
    const char *last = wattle_cli_arguments_get (arguments, "to");
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;

    *from = wattle_zone_begin (zone, wattle_zone_read (zone, now).date, 0);
    if (first != NULL && !wattle_cli_instant_parse_day (first, zone, from, error))
        return FALSE;
    *to = *from + YEAR;
    if (last != NULL && !wattle_cli_instant_parse_day (last, zone, to, error))
        return FALSE;
    if (*to > *from)
        return TRUE;
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                         _ ("--to must be later than --from"));
    return FALSE;
}

/* A file alone is compared with the plan of its id that the house has. */
static WattleCliPlan *
load_before (WattleCli *cli,
             const WattleCliArguments *arguments,
             const WattleCliPlan *after,
             GError **error)
{
    const char *word = wattle_cli_arguments_get_n_operands (arguments) == 2
                           ? wattle_cli_arguments_get_operand (arguments, 0)
                           : wattle_tariff_plan_get_id (after->plan);

    return wattle_cli_plan_load (cli, word, error);
}

/* The first hour or fee; FALSE: there is none up to @time, which is as far as was looked. */
static gboolean
find_later (WattleTariffPlan *before, WattleTariffPlan *after, gint64 *time, gint64 end)
{
    g_autoptr (GArray) fees = wattle_cli_plan_fees_list (before, after, *time, end);
    gint64 fee = fees->len > 0 ? g_array_index (fees, WattleCliFeeDifference, 0).start : end;

    if (wattle_cli_plan_diff_find (before, after, time, fee))
        return TRUE;
    return fees->len > 0 && *time == fee;
}

/* What begins after the year that is shown must not be missed. */
static void
tell_later (const WattleCliPlanDiff *diff)
{
    gint64 time = diff->to;
    gint64 end = wattle_cli_plan_find_end (diff->after);
    gboolean any = find_later (diff->before, diff->after, &time, end);
    g_autofree char *text =
        wattle_cli_instant_describe (time, wattle_tariff_plan_get_zone (diff->after));

    if (any)
        g_print (_ ("They differ later: from %s on.\n"), text);
    else if (time < end)
        g_print (
            _ ("Whether they differ later was looked for up to %s only, as these plans change so "
               "often.\n"),
            text);
}

static void
print_diff (const WattleCliPlanDiff *diff, WattleCli *cli, gboolean further)
{
    g_autofree char *terms = wattle_cli_plan_diff_text_describe_terms (diff->before, diff->after);
    g_autofree char *text = wattle_cli_plan_diff_text_describe (diff, cli->colour);

    g_print ("%s%s", terms, text);
    if (further && wattle_cli_plan_diff_is_empty (diff) && !diff->cut)
        tell_later (diff);
}

static void
print_json (const WattleCliPlanDiff *diff)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_plan_diff_add_json (json, NULL, diff);
    wattle_cli_json_print (json);
}

static int
run_diff (WattleCli *cli, const WattleCliArguments *arguments)
{
    guint last = wattle_cli_arguments_get_n_operands (arguments) - 1;
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliPlan) after =
        wattle_cli_plan_load (cli, wattle_cli_arguments_get_operand (arguments, last), &error);
    g_autoptr (WattleCliPlan) before =
        after != NULL ? load_before (cli, arguments, after, &error) : NULL;
    WattleZone *zone = after != NULL ? wattle_tariff_plan_get_zone (after->plan) : NULL;
    g_autoptr (WattleCliPlanDiff) diff = NULL;
    gint64 from;
    gint64 to;

    if (before == NULL || !read_span (cli, arguments, zone, &from, &to, &error))
        return wattle_cli_fail (error);

    diff = wattle_cli_plan_diff_new (before->plan, after->plan, from, to);
    if (cli->json)
        print_json (diff);
    else
        print_diff (diff, cli, !wattle_cli_arguments_has (arguments, "to"));
    return WATTLE_CLI_OK;
}

static const WattleCliOption options[] = {
    { "from", "DAY", N_ ("from this day on, as in 2026-06-01, or 2026; from today if left out") },
    { "to", "DAY", N_ ("until the beginning of this day; a year if left out") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_diff_commands[] = {
    { "tariff diff", "PLAN [PLAN]", N_ ("in which hours two plans differ"),
      N_ ("Compares two plans: in how many hours one has another tariff or price than the other, "
          "and "
          "when for the first and the last time; with --json all of these times; and whether "
          "direction, currency and fixed fees are others. Each is named by "
          "its id, or by a file, for which no host has to run. One alone, a file, is compared with "
          "the plan of its id that the house has."),
      "wattle tariff diff my_plan ./offer.json\nwattle tariff diff ./changed.json --from 2027",
      options, run_diff, TRUE },
    { NULL },
};
