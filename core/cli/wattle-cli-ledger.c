/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <math.h>

#include "base/wattle-number.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-report.h"
#include "wattle-cli-table.h"
#include "wattle-cli-time.h"
#include "wattle-cli-words.h"

static const WattleCliField fields[] = {
    { "id", NULL, WATTLE_CLI_FIELD_VALUE },     { "time", NULL, WATTLE_CLI_FIELD_TIME },
    { "device", NULL, WATTLE_CLI_FIELD_VALUE }, { "entity", NULL, WATTLE_CLI_FIELD_VALUE },
    { "from", NULL, WATTLE_CLI_FIELD_VALUE },   { "to", NULL, WATTLE_CLI_FIELD_VALUE },
    { "unit", NULL, WATTLE_CLI_FIELD_VALUE },   { "kind", NULL, WATTLE_CLI_FIELD_VALUE },
    { "who", NULL, WATTLE_CLI_FIELD_VALUE },
};

/* A sum of readings has digits that no meter ever showed. */
static char *
format (double value)
{
    return wattle_number_format_exact (round (value * 1000) / 1000);
}

static void
add_offset (WattleCliTable *table, GVariant *entry, const char *key)
{
    const char *unit = wattle_cli_fields_get_text (entry, "unit");
    g_autofree char *number = NULL;
    g_autofree char *text = NULL;
    double value = 0;

    g_variant_lookup (entry, key, "d", &value);
    number = format (value);
    text = *unit != '\0' ? g_strdup_printf ("%s %s", number, unit) : g_strdup (number);
    wattle_cli_table_add (table, text);
}

static void
add_row (WattleCliTable *table, GVariant *entry)
{
    g_autofree char *number = NULL;
    g_autofree char *date = NULL;
    gint64 time = 0;
    guint64 id = 0;

    g_variant_lookup (entry, "id", "t", &id);
    g_variant_lookup (entry, "time", "x", &time);
    number = g_strdup_printf ("%" G_GUINT64_FORMAT, id);
    date = wattle_cli_time_format_local (time);
    wattle_cli_table_add (table, number);
    wattle_cli_table_add (table, date);
    wattle_cli_table_add (table, wattle_cli_fields_get_text (entry, "device"));
    wattle_cli_table_add (table, wattle_cli_fields_get_text (entry, "entity"));
    wattle_cli_table_add (table,
                          wattle_cli_words_translate (WATTLE_CLI_WORDS_LEDGER,
                                                      wattle_cli_fields_get_text (entry, "kind")));
    add_offset (table, entry, "from");
    add_offset (table, entry, "to");
    wattle_cli_table_add (table, wattle_cli_fields_get_text (entry, "who"));
}

static void
print_list (WattleCli *cli, GVariant *entries)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    if (g_variant_n_children (entries) == 0) {
        g_print (_ ("No total was ever corrected.\n"));
        return;
    }

    wattle_cli_table_add_number_column (table, C_ ("column", "Line"));
    wattle_cli_table_add_column (table, C_ ("column", "Time"));
    wattle_cli_table_add_column (table, C_ ("column", "Device"));
    wattle_cli_table_add_column (table, C_ ("column", "Entity"));
    wattle_cli_table_add_column (table, C_ ("column", "Kind"));
    wattle_cli_table_add_number_column (table, C_ ("column", "From"));
    wattle_cli_table_add_number_column (table, C_ ("column", "To"));
    wattle_cli_table_add_column (table, C_ ("column", "By"));
    for (gsize i = 0; i < g_variant_n_children (entries); i++) {
        g_autoptr (GVariant) entry = g_variant_get_child_value (entries, i);

        add_row (table, entry);
    }
    wattle_cli_table_print (table, cli->colour);
}

static GVariant *
make_filter (const WattleCliArguments *arguments, guint limit)
{
    static const char *const keys[] = { "device", "entity" };
    GVariantDict filter;

    g_variant_dict_init (&filter, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        if (wattle_cli_arguments_has (arguments, keys[i]))
            g_variant_dict_insert (&filter, keys[i], "s",
                                   wattle_cli_arguments_get (arguments, keys[i]));
    if (limit > 0)
        g_variant_dict_insert (&filter, "limit", "u", limit);
    return g_variant_new ("(@a{sv})", g_variant_dict_end (&filter));
}

static int
run_list (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) entries = NULL;
    g_autoptr (GVariant) reply = NULL;
    guint limit = 0;

    if (wattle_cli_arguments_get_number (arguments, "limit", 1, G_MAXINT, &limit, &error))
        reply =
            wattle_cli_bus_ask (cli->manager, "ListLedger", make_filter (arguments, limit), &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    entries = g_variant_get_child_value (reply, 0);
    if (cli->json)
        wattle_cli_fields_print_list (entries, fields, G_N_ELEMENTS (fields));
    else
        print_list (cli, entries);
    return WATTLE_CLI_OK;
}

static int
run_undo (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *text = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply = NULL;
    gint64 id;

    if (wattle_number_parse_integer (text, 1, G_MAXINT64, &id, NULL))
        reply = wattle_cli_bus_change (cli->manager, "UndoLedger",
                                       g_variant_new ("(t)", (guint64)id), &error);
    else
        g_set_error (&error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("“%s” is no line of the ledger; wattle ledger list shows their numbers"),
                     text);
    if (reply == NULL)
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "undone", text, _ ("Line %s of the ledger is undone."),
                                   text);
}

static const WattleCliOption list_options[] = {
    { "device", "DEVICE", N_ ("only of this device") },
    { "entity", "KEY", N_ ("only of this entity") },
    { "limit", "N", N_ ("at most so many, the newest") },
    { NULL },
};

const WattleCliCommand wattle_cli_ledger_commands[] = {
    { "ledger list", "", N_ ("how totals were corrected"),
      N_ ("Totals never fall. When a meter was reset, exchanged or set by hand, an offset goes on "
          "top of what it counts; each change of such an offset is a line of the ledger, newest "
          "first."),
      "wattle ledger list --device iskra_sg_i0026113", list_options, run_list },
    { "ledger undo", "LINE", N_ ("take a correction back"),
      N_ ("Takes one line of the ledger back. The total stays where it is until the meter has "
          "caught up."),
      "wattle ledger undo 3", NULL, run_undo },
    { NULL },
};
