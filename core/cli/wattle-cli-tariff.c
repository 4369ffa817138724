/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-json.h"
#include "wattle-cli-plan-document.h"
#include "wattle-cli-report.h"
#include "wattle-cli-table.h"

/* tariff list */

static char *
format_digits (const char *price, const char *currency)
{
    return *price != '\0' ? g_strdup_printf ("%s %s/kWh", price, currency) : g_strdup ("–");
}

static char *
describe_time (WattleCli *cli, gint64 time, const char *zone_name)
{
    g_autoptr (WattleZone) zone = wattle_zone_new (zone_name, NULL);
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;

    return time > 0 && zone != NULL
               ? wattle_cli_instant_describe_next (time / G_USEC_PER_SEC, now, zone)
               : g_strdup ("–");
}

static char *
format_time (gint64 time, const char *zone_name)
{
    g_autoptr (WattleZone) zone = wattle_zone_new (zone_name, NULL);

    return time > 0 && zone != NULL ? wattle_cli_instant_format (time / G_USEC_PER_SEC, zone)
                                    : NULL;
}

static const char *
word_direction (gboolean feed_in)
{
    return feed_in ? C_ ("direction", "feed-in") : C_ ("direction", "import");
}

static void
get_current (WattleDBusTariff *tariff, const char **name, const char **price)
{
    GVariant *current = wattle_dbus_tariff_get_current (tariff);

    *name = "";
    *price = "";
    if (current != NULL)
        g_variant_get (current, "(&s&s)", name, price);
}

/* Its name; its id, if its plan cannot be read here. */
static char *
find_name (WattleCli *cli, WattleDBusTariff *tariff, const char *id)
{
    g_autoptr (WattleCliPlan) plan =
        wattle_cli_plan_load (cli, wattle_dbus_tariff_get_id (tariff), NULL);
    const char *name;

    for (guint i = 0; plan != NULL && i < wattle_tariff_plan_get_n_tariffs (plan->plan); i++)
        if (g_strcmp0 (wattle_tariff_plan_get_tariff (plan->plan, (int)i, &name), id) == 0)
            return g_strdup (name);
    return g_strdup (*id != '\0' ? id : "–");
}

typedef struct {
    WattleCli *cli;
    WattleCliTable *table;
    gboolean zones; /* there are several, so that times need theirs */
} Rows;

static gboolean
has_several_zones (GPtrArray *list)
{
    for (guint i = 1; i < list->len; i++)
        if (g_strcmp0 (wattle_dbus_tariff_get_zone (g_ptr_array_index (list, i)),
                       wattle_dbus_tariff_get_zone (g_ptr_array_index (list, 0))) != 0)
            return TRUE;
    return FALSE;
}

static void
add_row (const Rows *rows, WattleDBusTariff *tariff)
{
    WattleCliTable *table = rows->table;
    const char *zone = wattle_dbus_tariff_get_zone (tariff);
    const char *id;
    const char *digits;
    g_autofree char *name = NULL;
    g_autofree char *price = NULL;
    g_autofree char *next =
        describe_time (rows->cli, wattle_dbus_tariff_get_next_change (tariff), zone);

    get_current (tariff, &id, &digits);
    name = find_name (rows->cli, tariff, id);
    price = format_digits (digits, wattle_dbus_tariff_get_currency (tariff));
    wattle_cli_table_add (table, wattle_dbus_tariff_get_id (tariff));
    wattle_cli_table_add_styled (table, WATTLE_CLI_STYLE_STRONG, name);
    wattle_cli_table_add (table, price);
    wattle_cli_table_add (table, next);
    if (rows->zones)
        wattle_cli_table_add (table, zone);
    wattle_cli_table_add (table, word_direction (wattle_dbus_tariff_get_feed_in (tariff)));
    wattle_cli_table_add (table, wattle_dbus_tariff_get_name (tariff));
}

/* Of one that does not run only its id is known. */
static void
add_broken_row (const Rows *rows, const char *id)
{
    wattle_cli_table_add (rows->table, id);
    for (guint i = 0; i < (rows->zones ? 6 : 5); i++)
        wattle_cli_table_add (rows->table, "–");
}

static WattleCliTable *
make_table (gboolean zones)
{
    WattleCliTable *table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, C_ ("column", "Plan"));
    wattle_cli_table_add_column (table, C_ ("column", "Tariff"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Price"));
    wattle_cli_table_add_column (table, C_ ("column", "Until"));
    if (zones)
        wattle_cli_table_add_column (table, C_ ("column", "Zone"));
    wattle_cli_table_add_column (table, C_ ("column", "Direction"));
    wattle_cli_table_add_column (table, C_ ("column", "Name"));
    return table;
}

static void
print_table (WattleCli *cli, GPtrArray *list, GPtrArray *documents)
{
    gboolean zones = has_several_zones (list);
    g_autoptr (WattleCliTable) table = make_table (zones);
    Rows rows = { cli, table, zones };

    for (guint i = 0; i < list->len; i++)
        add_row (&rows, g_ptr_array_index (list, i));
    for (guint i = 0; i < documents->len; i++) {
        const WattleCliPlanDocument *document = g_ptr_array_index (documents, i);

        if (!document->running)
            add_broken_row (&rows, document->id);
    }
    if (list->len > 0 || documents->len > 0)
        wattle_cli_table_print (table, cli->colour);
    else
        g_print (_ ("This house has no tariff plan. One is added by: wattle tariff import FILE\n"));
    for (guint i = 0; i < documents->len; i++)
        wattle_cli_plan_document_print_fault (g_ptr_array_index (documents, i));
}

static const char *
find_fault (GPtrArray *documents, const char *id)
{
    for (guint i = 0; i < documents->len; i++) {
        const WattleCliPlanDocument *document = g_ptr_array_index (documents, i);

        if (g_str_equal (document->id, id))
            return document->fault;
    }
    return NULL;
}

/* Of which nothing is known but why. */
static void
add_broken_json (WattleCliJson *json, const WattleCliPlanDocument *document)
{
    static const char *const unknown[] = { "name",   "currency", "feed_in",    "zone",
                                           "tariff", "price",    "next_change" };

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", document->id);
    for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
        wattle_cli_json_add_null (json, unknown[i]);
    wattle_cli_json_add_text (json, "error", document->fault);
    wattle_cli_json_end_object (json);
}

static void
add_json (WattleCliJson *json, WattleDBusTariff *tariff, const char *fault)
{
    const char *zone = wattle_dbus_tariff_get_zone (tariff);
    g_autofree char *next = format_time (wattle_dbus_tariff_get_next_change (tariff), zone);
    const char *name;
    const char *price;

    get_current (tariff, &name, &price);
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", wattle_dbus_tariff_get_id (tariff));
    wattle_cli_json_add_text (json, "name", wattle_dbus_tariff_get_name (tariff));
    wattle_cli_json_add_text (json, "currency", wattle_dbus_tariff_get_currency (tariff));
    wattle_cli_json_add_boolean (json, "feed_in", wattle_dbus_tariff_get_feed_in (tariff));
    wattle_cli_json_add_text (json, "zone", zone);
    wattle_cli_json_add_word (json, "tariff", name);
    wattle_cli_json_add_digits (json, "price", *price != '\0' ? price : NULL);
    wattle_cli_json_add_text (json, "next_change", next);
    wattle_cli_json_add_text (json, "error", fault);
    wattle_cli_json_end_object (json);
}

static void
print_list_json (GPtrArray *list, GPtrArray *documents)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_array (json, NULL);
    for (guint i = 0; i < list->len; i++) {
        WattleDBusTariff *tariff = g_ptr_array_index (list, i);

        add_json (json, tariff, find_fault (documents, wattle_dbus_tariff_get_id (tariff)));
    }
    for (guint i = 0; i < documents->len; i++) {
        const WattleCliPlanDocument *document = g_ptr_array_index (documents, i);

        if (!document->running)
            add_broken_json (json, document);
    }
    wattle_cli_json_end_array (json);
    wattle_cli_json_print (json);
}

static int
run_list (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GPtrArray) list = wattle_cli_plan_list (cli);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) documents = wattle_cli_plan_document_list (cli, &error);

    if (documents == NULL)
        return wattle_cli_fail (error);
    if (cli->json)
        print_list_json (list, documents);
    else
        print_table (cli, list, documents);
    return WATTLE_CLI_OK;
}

/* tariff remove */

static int
run_remove (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply =
        wattle_cli_bus_change (cli->manager, "RemoveTariff", g_variant_new ("(s)", id), &error);

    if (reply == NULL)
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "id", id, _ ("The tariff plan “%s” is removed."), id);
}

const WattleCliCommand wattle_cli_tariff_commands[] = {
    { "tariff list", "", N_ ("the tariff plans of the house"),
      N_ ("Lists the tariff plans of this house, with the tariff and price that count now and when "
          "the tariff becomes another one."),
      "wattle tariff list", NULL, run_list },
    { "tariff remove", "PLAN", N_ ("remove a plan"),
      N_ ("Removes a tariff plan of this house, and the device that tells it. It is a revision of "
          "the "
          "configuration, so that it can be undone."),
      "wattle tariff remove my_plan", NULL, run_remove },
    { NULL },
};
