/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "base/wattle-ident.h"
#include "calendar/wattle-ics.h"
#include "wattle-cli-command.h"
#include "wattle-cli-file.h"
#include "wattle-cli-plan-document.h"
#include "wattle-cli-report.h"

/* tariff export */

#define FIRST_YEAR 1970
#define LAST_YEAR  2100
#define MORE_YEARS 4 /* than this one, if nothing was said */

static GBytes *
make_calendar (WattleCli *cli,
               WattleTariffPlan *plan,
               const WattleCliArguments *arguments,
               GError **error)
{
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;
    WattleDate today = wattle_zone_read (wattle_tariff_plan_get_zone (plan), now).date;
    int year;
    guint from;
    guint to;

    wattle_date_split (today, &year, NULL, NULL);
    from = (guint)year;
    if (!wattle_cli_arguments_get_number (arguments, "from", FIRST_YEAR, LAST_YEAR, &from, error))
        return NULL;
    to = MIN (from + MORE_YEARS, LAST_YEAR);
    if (!wattle_cli_arguments_get_number (arguments, "to", from, LAST_YEAR, &to, error))
        return NULL;
    return wattle_ics_write (plan, (int)from, (int)to, now);
}

static gboolean
check_options (const WattleCliArguments *arguments, GError **error)
{
    if (wattle_cli_arguments_has (arguments, "ics") ||
        (!wattle_cli_arguments_has (arguments, "from") &&
         !wattle_cli_arguments_has (arguments, "to")))
        return TRUE;
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                         _ ("--from and --to are for a calendar: --ics"));
    return FALSE;
}

/* A document of the house that is of no use is given all the same, so that it can be mended. */
static WattleCliPlan *
load (WattleCli *cli, const char *word, gboolean calendar, GError **error)
{
    g_autoptr (WattleCliPlan) plan = NULL;

    if (!wattle_ident_is_valid (word))
        return wattle_cli_plan_load (cli, word, error);
    plan = wattle_cli_plan_document_load (cli, word, error);
    if (plan == NULL || plan->fault == NULL)
        return g_steal_pointer (&plan);
    if (calendar && plan->plan == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "%s: %s", word, plan->fault);
        return NULL;
    }
    g_printerr (_ ("Something is wrong with the tariff plan “%s”: %s\n"), word, plan->fault);
    return g_steal_pointer (&plan);
}

static const char *
get_id (const WattleCliPlan *plan)
{
    return plan->plan != NULL ? wattle_tariff_plan_get_id (plan->plan) : plan->word;
}

static int
run_export (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *word = wattle_cli_arguments_get_operand (arguments, 0);
    const char *path = wattle_cli_arguments_get_operand (arguments, 1);
    gboolean calendar = wattle_cli_arguments_has (arguments, "ics");
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliPlan) plan = NULL;
    g_autoptr (GBytes) text = NULL;

    if (check_options (arguments, &error))
        plan = load (cli, word, calendar, &error);
    if (plan != NULL)
        text = calendar ? make_calendar (cli, plan->plan, arguments, &error)
                        : g_bytes_ref (plan->text);
    if (text == NULL)
        return wattle_cli_fail (error);
    if (path == NULL || g_str_equal (path, "-")) {
        wattle_cli_file_print (text);
        return WATTLE_CLI_OK;
    }
    if (!wattle_cli_file_save (text, path, wattle_cli_arguments_has (arguments, "force"), &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "file", path,
                                   calendar ? _ ("%s holds the holidays of “%s”.")
                                            : _ ("%s holds the tariff plan “%s”."),
                                   path, get_id (plan));
}

static const WattleCliOption options[] = {
    { "ics", NULL, N_ ("its holidays and other days, as a calendar") },
    { "from", "YEAR", N_ ("with --ics: from this year on, else this year") },
    { "to", "YEAR", N_ ("with --ics: to the end of this year, else five years in all") },
    { "force", NULL, N_ ("replace the file if it is there already") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_export_commands[] = {
    { "tariff export", "PLAN [FILE]", N_ ("save a plan, or its holidays, as a file"),
      N_ ("Writes a tariff plan exactly as it is, to a file or to standard output (-): to be "
          "changed, "
          "or to be imported by another host; also one that is of no use as it is. With --ics it "
          "is a calendar: the holidays of some years, and days of types of its own under their "
          "categories."),
      "wattle tariff export my_plan my-plan.json\nwattle tariff export my_plan holidays.ics --ics",
      options, run_export, TRUE },
    { NULL },
};
