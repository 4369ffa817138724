/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-plan-diff.h"
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

/* What begins after the year that is shown must not be missed. */
static void
tell_later (WattleTariffPlan *before, WattleTariffPlan *after, gint64 from)
{
    gboolean any =
        wattle_cli_plan_diff_find (before, after, &from, wattle_cli_plan_find_end (after));
    g_autofree char *time =
        any ? wattle_cli_instant_describe (from, wattle_tariff_plan_get_zone (after)) : NULL;

    if (time != NULL)
        g_print (_ ("They differ later: from %s on.\n"), time);
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
    g_autoptr (GArray) differences = NULL;
    g_autofree char *text = NULL;
    gint64 from;
    gint64 to;

    if (before == NULL || !read_span (cli, arguments, zone, &from, &to, &error))
        return wattle_cli_fail (error);

    differences = wattle_cli_plan_diff_list (before->plan, after->plan, from, &to);
    if (cli->json) {
        g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

        wattle_cli_plan_diff_add_json (json, NULL, differences, zone, from, to);
        wattle_cli_json_print (json);
        return WATTLE_CLI_OK;
    }
    text = wattle_cli_plan_diff_describe (differences, before->plan, after->plan, from, to,
                                          cli->colour);
    g_print ("%s", text);
    if (differences->len == 0 && !wattle_cli_arguments_has (arguments, "to"))
        tell_later (before->plan, after->plan, to);
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
          "when for the first and the last time; with --json all of these times. Each is named by "
          "its id, or by a file, for which no host has to run. One alone, a file, is compared with "
          "the plan of its id that the house has."),
      "wattle tariff diff my_plan ./offer.json\nwattle tariff diff ./changed.json --from 2027",
      options, run_diff, TRUE },
    { NULL },
};
