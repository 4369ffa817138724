/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-job.h"
#include "wattle-cli-schema.h"
#include "wattle-cli-table.h"

#define MAX_SECONDS 60

static const WattleCliField fields[] = {
    { "driver", NULL, WATTLE_CLI_FIELD_VALUE },  { "model", NULL, WATTLE_CLI_FIELD_VALUE },
    { "id", NULL, WATTLE_CLI_FIELD_WORD },       { "name", NULL, WATTLE_CLI_FIELD_VALUE },
    { "serial", NULL, WATTLE_CLI_FIELD_WORD },   { "links", NULL, WATTLE_CLI_FIELD_PAIRS },
    { "options", NULL, WATTLE_CLI_FIELD_PAIRS }, { "known", NULL, WATTLE_CLI_FIELD_WORD },
};

static void
append_pairs (GString *text,
              GVariant *dict,
              const char *key,
              const char *before,
              const char *middle)
{
    g_autoptr (GVariant) pairs = g_variant_lookup_value (dict, key, G_VARIANT_TYPE ("a{ss}"));
    GVariantIter iter;
    const char *name;
    const char *value;

    if (pairs == NULL)
        return;
    g_variant_iter_init (&iter, pairs);
    while (g_variant_iter_next (&iter, "{&s&s}", &name, &value)) {
        g_autofree char *quoted = g_shell_quote (value);
        gboolean plain = strpbrk (value, " \t\n'\"\\$`;&|<>()*?[]#~!{}") == NULL && *value != '\0';

        g_string_append_printf (text, " %s%s%s%s", before, name, middle, plain ? value : quoted);
    }
}

/* The command that adds it. */
static char *
make_command (GVariant *found)
{
    GString *text = g_string_new ("wattle devices add ");
    const char *model = wattle_cli_fields_get_text (found, "model");

    g_string_append (text, wattle_cli_fields_get_text (found, "driver"));
    if (*model != '\0')
        g_string_append_printf (text, " --model %s", model);
    append_pairs (text, found, "links", "--", " ");
    append_pairs (text, found, "options", "", "=");
    return g_string_free (text, FALSE);
}

static void
add_row (WattleCliTable *table, GVariant *found)
{
    const char *known = wattle_cli_fields_get_text (found, "known");
    g_autofree char *command = NULL;

    wattle_cli_table_add (table, wattle_cli_fields_get_text (found, "name"));
    wattle_cli_table_add (table, wattle_cli_fields_get_text (found, "serial"));
    if (*known != '\0')
        command = g_strdup_printf (_ ("already added: %s"), known);
    else
        command = make_command (found);
    wattle_cli_table_add_styled (
        table, *known != '\0' ? WATTLE_CLI_STYLE_FAINT : WATTLE_CLI_STYLE_PLAIN, command);
}

static void
print_found (WattleCli *cli, GVariant *list)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    if (g_variant_n_children (list) == 0) {
        g_print (_ ("Nothing was found. What does not answer searches can be added by its address: "
                    "wattle devices add --help\n"));
        return;
    }

    wattle_cli_table_add_column (table, C_ ("column", "Name"));
    wattle_cli_table_add_column (table, C_ ("column", "Serial number"));
    wattle_cli_table_add_column (table, C_ ("column", "To add it"));
    for (gsize i = 0; i < g_variant_n_children (list); i++) {
        g_autoptr (GVariant) found = g_variant_get_child_value (list, i);

        add_row (table, found);
    }
    wattle_cli_table_print (table, cli->colour);
}

static GVariant *
make_options (const WattleCliArguments *arguments, guint seconds)
{
    g_autofree const char **drivers = wattle_cli_arguments_get_all (arguments, "driver");
    const char *const *targets = wattle_cli_arguments_get_operands (arguments, 0);
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    if (drivers[0] != NULL)
        g_variant_dict_insert (&options, "drivers", "^as", drivers);
    if (targets[0] != NULL)
        g_variant_dict_insert (&options, "targets", "^as", targets);
    if (seconds > 0)
        g_variant_dict_insert (&options, "timeout", "u", seconds * 1000);
    return g_variant_new ("(@a{sv})", g_variant_dict_end (&options));
}

/* The host would say so too, but only as the end of a job. */
static gboolean
check_drivers (WattleCli *cli, const WattleCliArguments *arguments, GError **error)
{
    g_autofree const char **drivers = wattle_cli_arguments_get_all (arguments, "driver");

    for (guint i = 0; drivers[i] != NULL; i++)
        if (!wattle_cli_schema_check_driver (cli, drivers[i], error))
            return FALSE;
    return TRUE;
}

static int
run_scan (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) result = NULL;
    g_autoptr (GVariant) list = NULL;
    guint seconds = 0;

    if (wattle_cli_arguments_get_number (arguments, "seconds", 1, MAX_SECONDS, &seconds, &error) &&
        check_drivers (cli, arguments, &error))
        result = wattle_cli_job_run (cli, cli->manager, "Scan", make_options (arguments, seconds),
                                     &error);
    if (result == NULL)
        return wattle_cli_fail (error);

    list = g_variant_lookup_value (result, "found", G_VARIANT_TYPE ("aa{sv}"));
    if (list == NULL)
        list = g_variant_ref_sink (g_variant_new ("aa{sv}", NULL));
    if (cli->json)
        wattle_cli_fields_print_list (list, fields, G_N_ELEMENTS (fields));
    else
        print_found (cli, list);
    return WATTLE_CLI_OK;
}

static const WattleCliOption options[] = {
    { "driver", "DRIVER", N_ ("only devices of this driver; may be given several times") },
    { "seconds", "N", N_ ("how long to wait for answers, 3 by default") },
    { NULL },
};

const WattleCliCommand wattle_cli_scan_commands[] = {
    { "devices scan", "[ADDRESS …]", N_ ("search the network for devices"),
      N_ ("Has every driver search the network in its way, and shows what was found with the "
          "command that adds it. With addresses (ADDRESS or ADDRESS:PORT) only these are asked."),
      "wattle devices scan --driver iskra-sg", options, run_scan },
    { NULL },
};
