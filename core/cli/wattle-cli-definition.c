/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "model/wattle-meter-library.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-definition-file.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-file.h"
#include "wattle-cli-message.h"
#include "wattle-cli-report.h"
#include "wattle-cli-table.h"

/* devices definition list */

static const WattleCliField fields[] = {
    { "id", NULL, WATTLE_CLI_FIELD_VALUE },      { "manufacturer", NULL, WATTLE_CLI_FIELD_VALUE },
    { "model", NULL, WATTLE_CLI_FIELD_VALUE },   { "source", NULL, WATTLE_CLI_FIELD_VALUE },
    { "own", NULL, WATTLE_CLI_FIELD_VALUE },     { "replaces", NULL, WATTLE_CLI_FIELD_VALUE },
    { "devices", NULL, WATTLE_CLI_FIELD_TEXTS },
};

static const char *
word_origin (GVariant *definition)
{
    gboolean replaces = FALSE;
    gboolean own = FALSE;

    g_variant_lookup (definition, "own", "b", &own);
    g_variant_lookup (definition, "replaces", "b", &replaces);
    if (replaces)
        return _ ("own, instead of the one built in");
    return own ? _ ("own") : _ ("built in");
}

static void
add_row (WattleCliTable *table, GVariant *definition)
{
    g_autoptr (GVariant) devices =
        g_variant_lookup_value (definition, "devices", G_VARIANT_TYPE_STRING_ARRAY);
    g_autofree char *count =
        g_strdup_printf ("%" G_GSIZE_FORMAT, devices != NULL ? g_variant_n_children (devices) : 0);

    wattle_cli_table_add (table, wattle_cli_fields_get_text (definition, "id"));
    wattle_cli_table_add (table, wattle_cli_fields_get_text (definition, "manufacturer"));
    wattle_cli_table_add (table, wattle_cli_fields_get_text (definition, "model"));
    wattle_cli_table_add (table, word_origin (definition));
    wattle_cli_table_add (table, count);
}

static void
print_list (WattleCli *cli, GVariant *definitions)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, C_ ("column", "Definition"));
    wattle_cli_table_add_column (table, C_ ("column", "Manufacturer"));
    wattle_cli_table_add_column (table, C_ ("column", "Model"));
    wattle_cli_table_add_column (table, C_ ("column", "From"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Devices"));
    for (gsize i = 0; i < g_variant_n_children (definitions); i++) {
        g_autoptr (GVariant) definition = g_variant_get_child_value (definitions, i);

        add_row (table, definition);
    }
    wattle_cli_table_print (table, cli->colour);
}

static int
run_list (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) definitions = NULL;
    g_autoptr (GVariant) reply = wattle_cli_bus_ask (cli->manager, "ListDefinitions", NULL, &error);

    if (reply == NULL)
        return wattle_cli_fail (error);

    definitions = g_variant_get_child_value (reply, 0);
    if (cli->json)
        wattle_cli_fields_print_list (definitions, fields, G_N_ELEMENTS (fields));
    else
        print_list (cli, definitions);
    return WATTLE_CLI_OK;
}

/* devices definition export */

static GBytes *
fetch (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (GVariant) text = NULL;
    g_autoptr (GVariant) reply =
        wattle_cli_bus_ask (cli->manager, "ExportDefinition", g_variant_new ("(s)", id), error);

    if (reply == NULL)
        return NULL;
    text = g_variant_get_child_value (reply, 0);
    return g_variant_get_data_as_bytes (text);
}

static int
run_export (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    const char *path = wattle_cli_arguments_get_operand (arguments, 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) text = fetch (cli, id, &error);

    if (text == NULL)
        return wattle_cli_fail (error);
    if (path == NULL) {
        wattle_cli_file_print (text);
        return WATTLE_CLI_OK;
    }
    if (!wattle_cli_file_save (text, path, wattle_cli_arguments_has (arguments, "force"), &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "file", path, _ ("%s holds the definition “%s”."), path,
                                   id);
}

/* devices definition import, remove */

static GVariant *
make_import (GBytes *text, gboolean replace)
{
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "replace", "b", replace);
    return g_variant_new ("(@ay@a{sv})",
                          g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, text, TRUE),
                          g_variant_dict_end (&options));
}

/* What a host would refuse is not even sent. */
static GBytes *
read_checked (const char *path, GError **error)
{
    g_autoptr (GError) cause = NULL;
    g_autoptr (GBytes) text = wattle_cli_file_read (path, WATTLE_METER_MAX_SIZE, &cause);
    g_autofree char *id = text != NULL ? wattle_cli_definition_file_check (text, &cause) : NULL;
    g_autofree char *why = NULL;

    if (id != NULL)
        return g_steal_pointer (&text);
    why = wattle_cli_message_explain (cause);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "%s: %s", path, why);
    return NULL;
}

static int
run_import (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *path = wattle_cli_arguments_get_operand (arguments, 0);
    gboolean replace = wattle_cli_arguments_has (arguments, "replace");
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) text = read_checked (path, &error);
    g_autoptr (GVariant) reply = NULL;
    const char *id;

    if (text != NULL)
        reply = wattle_cli_bus_change (cli->manager, "ImportDefinition",
                                       make_import (text, replace), &error);
    if (reply == NULL)
        return wattle_cli_fail (error);
    g_variant_get (reply, "(&s)", &id);
    return wattle_cli_report_done (cli, "id", id, _ ("The definition “%s” is imported."), id);
}

static int
run_remove (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply =
        wattle_cli_bus_change (cli->manager, "RemoveDefinition", g_variant_new ("(s)", id), &error);

    if (reply == NULL)
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "id", id, _ ("The definition “%s” is removed."), id);
}

static const WattleCliOption export_options[] = {
    { "force", NULL, N_ ("replace the file if it is there already") },
    { NULL },
};

static const WattleCliOption import_options[] = {
    { "replace", NULL, N_ ("use it instead of another one of its id") },
    { NULL },
};

const WattleCliCommand wattle_cli_definition_commands[] = {
    { "devices definition list", "", N_ ("which meters are described by data"),
      N_ ("Lists the definitions of meters that the host knows: those that came with it, and those "
          "of this house. Each is a model of the driver modbus-meter."),
      "wattle devices definition list", NULL, run_list },
    { "devices definition export", "ID [FILE]", N_ ("save one as a file"),
      N_ ("Writes a definition exactly as it is, to a file or to standard output: to be changed, "
          "or to be imported by another host."),
      "wattle devices definition export eastron-sdm120 my-meter.json", export_options, run_export },
    { "devices definition import", "FILE", N_ ("add one from a file"),
      N_ ("Adds a definition to those of this house. It is checked as a whole before anything is "
          "changed, and is a revision of the configuration, so that it can be undone. Devices that "
          "have waited for it start; those of a definition that is replaced start again."),
      "wattle devices definition import my-meter.json", import_options, run_import },
    { "devices definition remove", "ID", N_ ("remove one of this house"),
      N_ ("Removes a definition of this house that no device uses. Where it was used instead of "
          "one that came with the host, that one counts again."),
      "wattle devices definition remove my-meter", NULL, run_remove },
    { NULL },
};
