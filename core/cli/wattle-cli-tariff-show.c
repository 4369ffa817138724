/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-plan-document.h"
#include "wattle-cli-plan-moment.h"
#include "wattle-cli-plan-sheet.h"
#include "wattle-cli-plan.h"

/* tariff show */

static void
add_holiday_json (WattleDate date, const char *name, gpointer json)
{
    g_autofree char *text = wattle_date_format (date);

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "date", text);
    wattle_cli_json_add_text (json, "name", name);
    wattle_cli_json_end_object (json);
}

static void
add_tariffs_json (WattleCliJson *json, const WattleCliPlanMoment *moment)
{
    wattle_cli_json_begin_array (json, "tariffs");
    for (guint i = 0; i < wattle_tariff_plan_get_n_tariffs (moment->plan); i++) {
        const char *name;
        const char *id = wattle_tariff_plan_get_tariff (moment->plan, (int)i, &name);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "id", id);
        wattle_cli_json_add_text (json, "name", name);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
add_amounts (WattleCliJson *json, gboolean known, WattleMoney net, WattleMoney gross)
{
    g_autofree char *net_text = known ? wattle_money_format (net, 0) : NULL;
    g_autofree char *gross_text = known ? wattle_money_format (gross, 0) : NULL;

    wattle_cli_json_add_digits (json, "net", net_text);
    wattle_cli_json_add_digits (json, "gross", gross_text);
}

static void
add_items_json (WattleCliJson *json, const WattleCliPlanMoment *moment)
{
    wattle_cli_json_begin_array (json, "items");
    for (guint i = 0; i < wattle_tariff_plan_get_n_items (moment->plan, moment->time); i++) {
        WattlePriceItem item;

        wattle_tariff_plan_get_item (moment->plan, moment->time, i, &item);
        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "component", item.id);
        wattle_cli_json_add_text (json, "name", item.name);
        add_amounts (json, item.known, item.net, item.gross);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
add_fees_json (WattleCliJson *json, const WattleCliPlanMoment *moment)
{
    wattle_cli_json_begin_array (json, "fees");
    for (guint i = 0; i < wattle_tariff_plan_get_n_fees (moment->plan, moment->time); i++) {
        WattleFixedFee fee;

        wattle_tariff_plan_get_fee (moment->plan, moment->time, i, &fee);
        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "fee", fee.id);
        wattle_cli_json_add_text (json, "name", fee.name);
        add_amounts (json, TRUE, fee.net, fee.gross);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
print_json (const WattleCliPlan *plan, const WattleCliPlanMoment *moment)
{
    static const char *const zone_of[] = { "plan", "host", "computer" };
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", wattle_tariff_plan_get_id (moment->plan));
    wattle_cli_json_add_text (json, "name", wattle_tariff_plan_get_name (moment->plan));
    wattle_cli_json_add_text (json, "source", wattle_tariff_plan_get_source (moment->plan));
    wattle_cli_json_add_text (json, "currency", wattle_tariff_plan_get_currency (moment->plan));
    wattle_cli_json_add_boolean (json, "feed_in", wattle_tariff_plan_is_feed_in (moment->plan));
    wattle_cli_json_add_text (json, "zone", wattle_zone_get_name (moment->zone));
    wattle_cli_json_add_text (json, "zone_of", zone_of[plan->zone_of]);
    wattle_cli_plan_moment_add_price (moment, json);
    wattle_cli_plan_moment_add_next (moment, json);
    add_tariffs_json (json, moment);
    add_items_json (json, moment);
    add_fees_json (json, moment);
    wattle_cli_json_begin_array (json, "holidays");
    wattle_cli_plan_sheet_each_holiday (moment, add_holiday_json, json);
    wattle_cli_json_end_array (json);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static int
run_show (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *word = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliPlan) plan = wattle_cli_plan_load_only (cli, word, &error);
    WattleCliPlanChange change = { plan != NULL ? plan->plan : NULL, 0, 0, FALSE };
    WattleCliPlanMoment moment;

    if (plan == NULL)
        return wattle_cli_fail (error);

    wattle_cli_plan_document_warn (cli, plan);
    wattle_cli_plan_moment_read (&moment, &change,
                                 wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC);
    if (cli->json)
        print_json (plan, &moment);
    else
        wattle_cli_plan_sheet_print (plan, &moment, cli);
    return WATTLE_CLI_OK;
}

const WattleCliCommand wattle_cli_tariff_show_commands[] = {
    { "tariff show", "[PLAN]", N_ ("what a plan is, and what its price is made of"),
      N_ ("Shows a plan: where it is from, what counts now, what the price is made of, which fixed "
          "fees there are each month, and the holidays of the year to come. A plan is named by its "
          "id, or by a file, for which no host has to run."),
      "wattle tariff show my_plan\nwattle tariff show ./plan.json", NULL, run_show, TRUE },
    { NULL },
};
