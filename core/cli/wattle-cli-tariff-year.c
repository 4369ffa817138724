/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <unistd.h>

#include "wattle-cli-command.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-json.h"
#include "wattle-cli-plan-picture.h"
#include "wattle-cli-plan.h"
#include "wattle-cli-terminal.h"

/* tariff year: the calendar of a plan */

#define FIRST_YEAR 1970
#define LAST_YEAR  2100

static void
add_spans (WattleCliJson *json, WattleTariffPlan *plan, const WattleCliPlanKind *kind)
{
    wattle_cli_json_begin_array (json, "spans");
    for (guint i = 0; i < kind->spans->len; i++) {
        const WattleCliPlanSpan *span = &g_array_index (kind->spans, WattleCliPlanSpan, i);
        g_autofree char *at = g_strdup_printf ("%02u:%02u", span->minute / 60, span->minute % 60);
        g_autofree char *price = span->known ? wattle_money_format (span->price, 0) : NULL;

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "at", at);
        wattle_cli_json_add_text (json, "tariff",
                                  wattle_tariff_plan_get_tariff (plan, span->tariff, NULL));
        wattle_cli_json_add_digits (json, "price", price);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
add_kinds (WattleCliJson *json, const WattleCliPlanYear *year)
{
    wattle_cli_json_begin_array (json, "kinds");
    for (guint i = 0; i < year->kinds->len; i++) {
        const WattleCliPlanKind *kind = g_ptr_array_index (year->kinds, i);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "season", kind->season);
        wattle_cli_json_add_text (json, "day_type", kind->day_type);
        wattle_cli_json_add_integer (json, "days", kind->n_days);
        add_spans (json, year->plan, kind);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
add_days (WattleCliJson *json, const WattleCliPlanYear *year)
{
    wattle_cli_json_begin_array (json, "days");
    for (guint i = 0; i < year->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (year->days, WattleCliPlanDay, i);
        g_autofree char *date = wattle_date_format (day->date);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "date", date);
        wattle_cli_json_add_integer (json, "kind", day->kind);
        wattle_cli_json_add_text (json, "holiday", day->holiday);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
print_json (const WattleCliPlanYear *year)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "plan", wattle_tariff_plan_get_id (year->plan));
    wattle_cli_json_add_integer (json, "year", year->year);
    wattle_cli_json_add_text (json, "zone",
                              wattle_zone_get_name (wattle_tariff_plan_get_zone (year->plan)));
    wattle_cli_json_add_text (json, "currency", wattle_tariff_plan_get_currency (year->plan));
    add_kinds (json, year);
    add_days (json, year);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

/* The year in which the plan's zone is, unless another was named. */
static gboolean
read_year (WattleCli *cli,
           const WattleCliArguments *arguments,
           WattleTariffPlan *plan,
           guint *year,
           GError **error)
{
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;
    WattleDate today = wattle_zone_read (wattle_tariff_plan_get_zone (plan), now).date;
    int current;

    wattle_date_split (today, &current, NULL, NULL);
    *year = (guint)CLAMP (current, FIRST_YEAR, LAST_YEAR);
    return wattle_cli_arguments_get_number (arguments, "year", FIRST_YEAR, LAST_YEAR, year, error);
}

static int
run_year (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *word = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliPlan) plan = wattle_cli_plan_load_only (cli, word, &error);
    g_autoptr (WattleCliPlanYear) year = NULL;
    g_autofree char *picture = NULL;
    guint number, width, height;

    if (plan == NULL || !read_year (cli, arguments, plan->plan, &number, &error))
        return wattle_cli_fail (error);

    year = wattle_cli_plan_year_new (plan->plan, (int)number);
    if (cli->json) {
        print_json (year);
        return WATTLE_CLI_OK;
    }
    wattle_cli_terminal_get_size (STDOUT_FILENO, &width, &height);
    picture = wattle_cli_plan_picture_draw (year, wattle_cli_heat_choose (cli->colour), width);
    g_print ("%s", picture);
    return WATTLE_CLI_OK;
}

static const WattleCliOption options[] = {
    { "year", "YEAR", N_ ("another one than this, from 1970 to 2100") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_year_commands[] = {
    { "tariff year", "[PLAN]", N_ ("the calendar of a plan as a picture"),
      N_ ("Draws a year of a plan: each day with a letter for the kind of day it is, and each kind "
          "of day by half-hours with a letter for the tariff. Colours go from the lowest price to "
          "the highest. Holidays, beginnings of seasons and versions, and days on which clocks are "
          "moved are marked. A plan is named by its id, or by a file, for which no host has to "
          "run."),
      "wattle tariff year\nwattle tariff year ./plan.json --year 2027", options, run_year, TRUE },
    { NULL },
};
