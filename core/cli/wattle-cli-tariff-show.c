/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-json.h"
#include "wattle-cli-plan-change.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-cli-table.h"

/* tariff show */

#define HOLIDAYS_AHEAD 365 /* days */

typedef struct {
    const WattleCliPlan *source;
    WattleTariffPlan *plan;
    WattleZone *zone;
    gint64 now;
    gint64 change; /* G_MAXINT64: none */
    WattlePricing pricing;
} View;

typedef void (*HolidayFunc) (WattleDate date, const char *name, gpointer data);

static void
each_holiday (const View *view, HolidayFunc func, gpointer data)
{
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (view->plan);
    WattleDate today = wattle_zone_read (view->zone, view->now).date;

    for (WattleDate date = today; date < today + HOLIDAYS_AHEAD; date++) {
        const char *name = wattle_day_types_get_holiday (types, date);

        if (name != NULL)
            func (date, name, data);
    }
}

/* For programs */

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
add_tariffs_json (WattleCliJson *json, const View *view)
{
    wattle_cli_json_begin_array (json, "tariffs");
    for (guint i = 0; i < wattle_tariff_plan_get_n_tariffs (view->plan); i++) {
        const char *name;
        const char *id = wattle_tariff_plan_get_tariff (view->plan, (int)i, &name);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "id", id);
        wattle_cli_json_add_text (json, "name", name);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
add_items_json (WattleCliJson *json, const View *view)
{
    wattle_cli_json_begin_array (json, "items");
    for (guint i = 0; i < wattle_tariff_plan_get_n_items (view->plan, view->now); i++) {
        g_autofree char *net = NULL;
        g_autofree char *gross = NULL;
        WattlePriceItem item;

        wattle_tariff_plan_get_item (view->plan, view->now, i, &item);
        net = item.known ? wattle_money_format (item.net, 0) : NULL;
        gross = item.known ? wattle_money_format (item.gross, 0) : NULL;
        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "component", item.id);
        wattle_cli_json_add_text (json, "name", item.name);
        wattle_cli_json_add_digits (json, "net", net);
        wattle_cli_json_add_digits (json, "gross", gross);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}

static void
add_now_json (WattleCliJson *json, const View *view)
{
    g_autofree char *price =
        view->pricing.known ? wattle_money_format (view->pricing.price, 0) : NULL;
    g_autofree char *next =
        view->change != G_MAXINT64 ? wattle_cli_instant_format (view->change, view->zone) : NULL;

    wattle_cli_json_add_text (
        json, "tariff",
        wattle_tariff_plan_get_tariff (view->plan, view->pricing.main.tariff, NULL));
    wattle_cli_json_add_digits (json, "price", price);
    wattle_cli_json_add_text (json, "next_change", next);
}

static void
print_json (const View *view)
{
    static const char *const zone_of[] = { "plan", "host", "computer" };
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", wattle_tariff_plan_get_id (view->plan));
    wattle_cli_json_add_text (json, "name", wattle_tariff_plan_get_name (view->plan));
    wattle_cli_json_add_text (json, "source", wattle_tariff_plan_get_source (view->plan));
    wattle_cli_json_add_text (json, "currency", wattle_tariff_plan_get_currency (view->plan));
    wattle_cli_json_add_boolean (json, "feed_in", wattle_tariff_plan_is_feed_in (view->plan));
    wattle_cli_json_add_text (json, "zone", wattle_zone_get_name (view->zone));
    wattle_cli_json_add_text (json, "zone_of", zone_of[view->source->zone_of]);
    add_now_json (json, view);
    add_tariffs_json (json, view);
    add_items_json (json, view);
    wattle_cli_json_begin_array (json, "holidays");
    each_holiday (view, add_holiday_json, json);
    wattle_cli_json_end_array (json);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

/* For people */

static void
add_fact (WattleCliTable *table, const char *what, const char *value)
{
    wattle_cli_table_add (table, what);
    wattle_cli_table_add (table, value != NULL ? value : "–");
}

static WattleCliTable *
make_facts (void)
{
    WattleCliTable *table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, "");
    return table;
}

static void
print_facts (WattleCli *cli, const View *view)
{
    g_autoptr (WattleCliTable) table = make_facts ();
    g_autofree char *price = wattle_cli_plan_format_price (view->plan, &view->pricing);
    g_autofree char *zone = wattle_cli_plan_describe_zone (view->source);
    g_autofree char *next =
        view->change != G_MAXINT64 ? wattle_cli_instant_describe (view->change, view->zone) : NULL;

    add_fact (table, C_ ("fact", "Plan"), wattle_tariff_plan_get_id (view->plan));
    add_fact (table, C_ ("fact", "Name"), wattle_tariff_plan_get_name (view->plan));
    add_fact (table, C_ ("fact", "Source"), wattle_tariff_plan_get_source (view->plan));
    add_fact (table, C_ ("fact", "Direction"),
              wattle_tariff_plan_is_feed_in (view->plan) ? C_ ("direction", "feed-in")
                                                         : C_ ("direction", "import"));
    add_fact (table, C_ ("fact", "Zone"), zone);
    add_fact (table, C_ ("fact", "Tariff now"),
              wattle_cli_plan_name_tariff (view->plan, view->pricing.main.tariff));
    add_fact (table, C_ ("fact", "Price now"), price);
    add_fact (table, C_ ("fact", "Next tariff"), next);
    wattle_cli_table_print (table, cli->colour);
}

static void
print_items (WattleCli *cli, const View *view)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, C_ ("column", "Component"));
    wattle_cli_table_add_column (table, C_ ("column", "Tariff"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Without tax"));
    wattle_cli_table_add_number_column (table, C_ ("column", "With tax"));
    for (guint i = 0; i < wattle_tariff_plan_get_n_items (view->plan, view->now); i++) {
        g_autofree char *net = NULL;
        g_autofree char *gross = NULL;
        WattlePriceItem item;

        wattle_tariff_plan_get_item (view->plan, view->now, i, &item);
        net = item.known ? wattle_money_format (item.net, 0) : g_strdup ("–");
        gross = item.known ? wattle_money_format (item.gross, 0) : g_strdup ("–");
        wattle_cli_table_add (table, item.name);
        wattle_cli_table_add (table, wattle_cli_plan_name_tariff (view->plan, item.tariff));
        wattle_cli_table_add (table, net);
        wattle_cli_table_add (table, gross);
    }
    if (wattle_cli_table_get_n_rows (table) == 0)
        return;
    g_print ("\n");
    wattle_cli_table_print (table, cli->colour);
}

static void
add_holiday_row (WattleDate date, const char *name, gpointer table)
{
    g_autofree char *text = wattle_date_format (date);

    wattle_cli_table_add (table, text);
    wattle_cli_table_add (table, name);
}

static void
print_holidays (WattleCli *cli, const View *view)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, C_ ("column", "Date"));
    wattle_cli_table_add_column (table, C_ ("column", "Holiday"));
    each_holiday (view, add_holiday_row, table);
    if (wattle_cli_table_get_n_rows (table) == 0)
        return;
    g_print ("\n");
    wattle_cli_table_print (table, cli->colour);
}

static int
run_show (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *word = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliPlan) plan = wattle_cli_plan_load_only (cli, word, &error);
    WattleCliPlanChange change = { plan != NULL ? plan->plan : NULL, 0, 0, FALSE };
    View view = { plan, change.plan, NULL, 0, 0, { 0 } };

    if (plan == NULL)
        return wattle_cli_fail (error);

    view.zone = wattle_tariff_plan_get_zone (plan->plan);
    view.now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;
    view.change = wattle_cli_plan_change_find (&change, view.now);
    wattle_tariff_plan_get (plan->plan, view.now, &view.pricing);
    if (cli->json) {
        print_json (&view);
        return WATTLE_CLI_OK;
    }
    print_facts (cli, &view);
    print_items (cli, &view);
    print_holidays (cli, &view);
    return WATTLE_CLI_OK;
}

const WattleCliCommand wattle_cli_tariff_show_commands[] = {
    { "tariff show", "[PLAN]", N_ ("what a plan is, and what its price is made of"),
      N_ ("Shows a plan: where it is from, what counts now and what the price is made of, and the "
          "holidays of the year to come. A plan is named by its id, or by a file, for which no "
          "host "
          "has to run."),
      "wattle tariff show my_plan\nwattle tariff show ./plan.json", NULL, run_show, TRUE },
    { NULL },
};
