/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-probe.h"

#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-job.h"
#include "wattle-cli-message.h"
#include "wattle-cli-reading.h"
#include "wattle-cli-table.h"
#include "wattle-cli-words.h"

static const WattleCliField device_fields[] = {
    { "id", NULL, WATTLE_CLI_FIELD_VALUE },    { "parent", NULL, WATTLE_CLI_FIELD_WORD },
    { "name", NULL, WATTLE_CLI_FIELD_VALUE },  { "state", NULL, WATTLE_CLI_FIELD_VALUE },
    { "maker", NULL, WATTLE_CLI_FIELD_WORD },  { "model", NULL, WATTLE_CLI_FIELD_WORD },
    { "serial", NULL, WATTLE_CLI_FIELD_WORD }, { "version", NULL, WATTLE_CLI_FIELD_WORD },
};

static const WattleCliField reading_fields[] = {
    { "key", NULL, WATTLE_CLI_FIELD_VALUE },     { "name", NULL, WATTLE_CLI_FIELD_VALUE },
    { "value", NULL, WATTLE_CLI_FIELD_VALUE },   { "unit", NULL, WATTLE_CLI_FIELD_VALUE },
    { "quality", NULL, WATTLE_CLI_FIELD_VALUE },
};

/* Doing it */

static char *
join_findings (GVariant *findings)
{
    GString *text = g_string_new (NULL);

    for (gsize i = 0; i < g_variant_n_children (findings); i++) {
        g_autoptr (GVariant) finding = g_variant_get_child_value (findings, i);
        g_autofree char *message = wattle_cli_message_lookup (finding, "message");

        g_string_append_printf (text, "%s[%s] %s", i > 0 ? "; " : "",
                                wattle_cli_fields_get_text (finding, "group"),
                                message != NULL ? message : "");
    }
    return g_string_free (text, FALSE);
}

gboolean
wattle_cli_probe_validate (WattleCli *cli,
                           const char *driver,
                           const char *model,
                           GVariant *config,
                           GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_ask (
        cli->manager, "Validate", g_variant_new ("(ss@a{sv})", driver, model, config), error);
    g_autoptr (GVariant) findings = NULL;
    g_autofree char *text = NULL;

    if (reply == NULL)
        return FALSE;
    findings = g_variant_get_child_value (reply, 0);
    if (g_variant_n_children (findings) == 0)
        return TRUE;

    text = join_findings (findings);
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, text);
    return FALSE;
}

GVariant *
wattle_cli_probe_run (WattleCli *cli,
                      const char *driver,
                      const char *model,
                      GVariant *config,
                      GVariant **trouble,
                      GError **error)
{
    return wattle_cli_job_try (cli, cli->manager, "Probe",
                               g_variant_new ("(ss@a{sv})", driver, model, config), trouble, error);
}

/* Showing it */

static GVariant *
lookup_list (GVariant *dict, const char *key)
{
    GVariant *list = g_variant_lookup_value (dict, key, G_VARIANT_TYPE ("aa{sv}"));

    return list != NULL ? list : g_variant_ref_sink (g_variant_new ("aa{sv}", NULL));
}

/* Its parts have the members of a reading of the bus, but for quality and value. */
static WattleCliReading *
make_reading (GVariant *dict)
{
    g_autoptr (GVariant) boxed = g_variant_lookup_value (dict, "value", NULL);
    WattleCliReading *reading = g_new0 (WattleCliReading, 1);

    reading->unit = g_strdup (wattle_cli_fields_get_text (dict, "unit"));
    g_variant_lookup (dict, "decimals", "i", &reading->decimals);
    if (boxed != NULL && g_variant_is_of_type (boxed, G_VARIANT_TYPE_VARIANT))
        reading->value = g_variant_get_variant (boxed);
    else if (boxed != NULL)
        reading->value = g_variant_ref (boxed);
    return reading;
}

static void
add_row (WattleCliTable *table, GVariant *dict)
{
    const char *quality = wattle_cli_fields_get_text (dict, "quality");
    g_autofree char *name =
        wattle_cli_reading_translate_name (wattle_cli_fields_get_text (dict, "name"));
    WattleCliReading *reading = make_reading (dict);
    g_autofree char *value = wattle_cli_reading_format (reading);

    wattle_cli_table_add (table, wattle_cli_fields_get_text (dict, "key"));
    wattle_cli_table_add (table, name);
    wattle_cli_table_add (table, value);
    wattle_cli_table_add (table, reading->unit);
    wattle_cli_table_add_styled (table,
                                 wattle_cli_words_get_style (WATTLE_CLI_WORDS_QUALITY, quality),
                                 wattle_cli_words_translate (WATTLE_CLI_WORDS_QUALITY, quality));
    wattle_cli_reading_free (reading);
}

static void
print_head (GVariant *device)
{
    const char *state = wattle_cli_fields_get_text (device, "state");
    g_autofree char *line = g_strjoin (" ", wattle_cli_fields_get_text (device, "name"),
                                       wattle_cli_fields_get_text (device, "maker"),
                                       wattle_cli_fields_get_text (device, "model"),
                                       wattle_cli_fields_get_text (device, "serial"), NULL);
    g_autofree char *clean = wattle_cli_text_clean (g_strchomp (line));

    g_print ("%s: %s\n", clean, wattle_cli_words_translate (WATTLE_CLI_WORDS_DEVICE_STATE, state));
}

static void
print_device (WattleCli *cli, GVariant *device)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    g_autoptr (GVariant) readings = lookup_list (device, "readings");

    print_head (device);
    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_number_column (table, "");
    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, "");
    for (gsize i = 0; i < g_variant_n_children (readings); i++) {
        g_autoptr (GVariant) reading = g_variant_get_child_value (readings, i);

        add_row (table, reading);
    }
    wattle_cli_table_print (table, cli->colour);
}

void
wattle_cli_probe_print (WattleCli *cli, GVariant *result)
{
    g_autoptr (GVariant) devices = lookup_list (result, "devices");

    for (gsize i = 0; i < g_variant_n_children (devices); i++) {
        g_autoptr (GVariant) device = g_variant_get_child_value (devices, i);

        print_device (cli, device);
        g_print ("\n");
    }
}

void
wattle_cli_probe_add (WattleCliJson *json, GVariant *result)
{
    g_autoptr (GVariant) devices = lookup_list (result, "devices");

    wattle_cli_json_begin_array (json, "devices");
    for (gsize i = 0; i < g_variant_n_children (devices); i++) {
        g_autoptr (GVariant) device = g_variant_get_child_value (devices, i);
        g_autoptr (GVariant) readings = lookup_list (device, "readings");

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_fields_add (json, device, device_fields, G_N_ELEMENTS (device_fields));
        wattle_cli_fields_add_list (json, "readings", readings, reading_fields,
                                    G_N_ELEMENTS (reading_fields));
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}
