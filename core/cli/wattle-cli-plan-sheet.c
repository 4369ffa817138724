/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-sheet.h"

#include <glib/gi18n.h>
#include <string.h>

#include "wattle-cli-instant.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-cli-table.h"

#define HOLIDAYS_AHEAD 365 /* days */

/* Of a text beside its title. */
#define WIDTH 64

/* Facts */

/* One that is long goes on in the next rows. */
static void
add_fact (WattleCliTable *table, const char *what, const char *value)
{
    g_autofree char *clean = wattle_cli_text_clean (value != NULL ? value : "–");
    g_auto (GStrv) words = g_strsplit (clean, " ", -1);
    g_autoptr (GString) line = g_string_new (words[0]);

    wattle_cli_table_add (table, what);
    for (guint i = 1; words[0] != NULL && words[i] != NULL; i++) {
        if (wattle_cli_text_get_width (line->str) + 1 + wattle_cli_text_get_width (words[i]) >
            WIDTH) {
            wattle_cli_table_add (table, line->str);
            wattle_cli_table_add (table, "");
            g_string_assign (line, words[i]);
        } else {
            g_string_append_printf (line, " %s", words[i]);
        }
    }
    wattle_cli_table_add (table, line->str);
}

static void
print_facts (const WattleCliPlan *source, const WattleCliPlanMoment *moment, WattleCli *cli)
{
    WattleTariffPlan *plan = moment->plan;
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    g_autofree char *price = wattle_cli_plan_format_price (plan, &moment->pricing);
    g_autofree char *zone = wattle_cli_plan_describe_zone (source);
    g_autofree char *next = wattle_cli_plan_moment_describe_next (moment);

    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, "");
    add_fact (table, C_ ("fact", "Plan"), wattle_tariff_plan_get_id (plan));
    add_fact (table, C_ ("fact", "Name"), wattle_tariff_plan_get_name (plan));
    add_fact (table, C_ ("fact", "Source"), wattle_tariff_plan_get_source (plan));
    add_fact (table, C_ ("fact", "Direction"),
              wattle_tariff_plan_is_feed_in (plan) ? C_ ("direction", "feed-in")
                                                   : C_ ("direction", "import"));
    add_fact (table, C_ ("fact", "Zone"), zone);
    add_fact (table, C_ ("fact", "Tariff now"),
              wattle_cli_plan_name_tariff (plan, moment->pricing.main.tariff));
    add_fact (table, C_ ("fact", "Price now"), price);
    add_fact (table, C_ ("fact", "Next tariff"), next);
    wattle_cli_table_print (table, cli->colour);
}

/* Money */

static guint
count_decimals (WattleMoney money)
{
    g_autofree char *text = wattle_money_format (money, 0);
    const char *point = strchr (text, '.');

    return point != NULL ? (guint)strlen (point + 1) : 0;
}

static void
add_money (WattleCliTable *table, gboolean known, WattleMoney money, guint decimals)
{
    g_autofree char *text = known ? wattle_money_format (money, decimals) : g_strdup ("–");

    wattle_cli_table_add (table, text);
}

static void
add_money_columns (WattleCliTable *table)
{
    wattle_cli_table_add_number_column (table, C_ ("column", "Without tax"));
    wattle_cli_table_add_number_column (table, C_ ("column", "With tax"));
    wattle_cli_table_add_column (table, ""); /* their unit */
}

static void
print_table (WattleCliTable *table, WattleCli *cli)
{
    if (wattle_cli_table_get_n_rows (table) == 0)
        return;
    g_print ("\n");
    wattle_cli_table_print (table, cli->colour);
}

/* Points stand one below the other. */
static void
print_items (const WattleCliPlanMoment *moment, WattleCli *cli)
{
    WattleTariffPlan *plan = moment->plan;
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    g_autofree char *unit = g_strdup_printf ("%s/kWh", wattle_tariff_plan_get_currency (plan));
    guint n = wattle_tariff_plan_get_n_items (plan, moment->time);
    guint net = 0, gross = 0;
    WattlePriceItem item;

    wattle_cli_table_add_column (table, C_ ("column", "Component"));
    wattle_cli_table_add_column (table, C_ ("column", "Tariff"));
    add_money_columns (table);
    for (guint i = 0; i < n; i++) {
        wattle_tariff_plan_get_item (plan, moment->time, i, &item);
        net = MAX (net, count_decimals (item.net));
        gross = MAX (gross, count_decimals (item.gross));
    }
    for (guint i = 0; i < n; i++) {
        wattle_tariff_plan_get_item (plan, moment->time, i, &item);
        wattle_cli_table_add (table, item.name);
        wattle_cli_table_add (table, wattle_cli_plan_name_tariff (plan, item.tariff));
        add_money (table, item.known, item.net, net);
        add_money (table, item.known, item.gross, gross);
        wattle_cli_table_add (table, unit);
    }
    print_table (table, cli);
}

static void
print_fees (const WattleCliPlanMoment *moment, WattleCli *cli)
{
    WattleTariffPlan *plan = moment->plan;
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    /* TRANSLATORS: a currency in each month: EUR/month */
    g_autofree char *unit =
        g_strdup_printf (_ ("%s/month"), wattle_tariff_plan_get_currency (plan));
    guint n = wattle_tariff_plan_get_n_fees (plan, moment->time);
    guint net = 2, gross = 2; /* cents are shown */
    WattleFixedFee fee;

    wattle_cli_table_add_column (table, C_ ("column", "Fixed fee"));
    add_money_columns (table);
    for (guint i = 0; i < n; i++) {
        wattle_tariff_plan_get_fee (plan, moment->time, i, &fee);
        net = MAX (net, count_decimals (fee.net));
        gross = MAX (gross, count_decimals (fee.gross));
    }
    for (guint i = 0; i < n; i++) {
        wattle_tariff_plan_get_fee (plan, moment->time, i, &fee);
        wattle_cli_table_add (table, fee.name);
        add_money (table, TRUE, fee.net, net);
        add_money (table, TRUE, fee.gross, gross);
        wattle_cli_table_add (table, unit);
    }
    print_table (table, cli);
}

/* Holidays */

void
wattle_cli_plan_sheet_each_holiday (const WattleCliPlanMoment *moment,
                                    WattleCliHolidayFunc func,
                                    gpointer data)
{
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (moment->plan);
    WattleDate today = wattle_zone_read_latest (moment->zone, moment->time).date;

    for (WattleDate date = today; date < today + HOLIDAYS_AHEAD; date++) {
        const char *name = wattle_day_types_get_holiday (types, date);

        if (name != NULL)
            func (date, name, data);
    }
}

static void
add_holiday_row (WattleDate date, const char *name, gpointer table)
{
    g_autofree char *text = wattle_cli_instant_describe_day (date);

    wattle_cli_table_add (table, text);
    wattle_cli_table_add (table, name);
}

static void
print_holidays (const WattleCliPlanMoment *moment, WattleCli *cli)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, C_ ("column", "Date"));
    wattle_cli_table_add_column (table, C_ ("column", "Holiday"));
    wattle_cli_plan_sheet_each_holiday (moment, add_holiday_row, table);
    print_table (table, cli);
}

void
wattle_cli_plan_sheet_print (const WattleCliPlan *plan,
                             const WattleCliPlanMoment *moment,
                             WattleCli *cli)
{
    print_facts (plan, moment, cli);
    print_items (moment, cli);
    print_fees (moment, cli);
    print_holidays (moment, cli);
}
