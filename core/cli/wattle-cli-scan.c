/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-job.h"
#include "wattle-cli-message.h"
#include "wattle-cli-schema.h"
#include "wattle-cli-table.h"

#define MAX_SECONDS 120
#define MAX_TIMEOUT 10000 /* ms */

static const WattleCliField fields[] = {
    { "driver", NULL, WATTLE_CLI_FIELD_VALUE },   { "model", NULL, WATTLE_CLI_FIELD_VALUE },
    { "id", NULL, WATTLE_CLI_FIELD_WORD },        { "name", NULL, WATTLE_CLI_FIELD_VALUE },
    { "serial", NULL, WATTLE_CLI_FIELD_WORD },    { "links", NULL, WATTLE_CLI_FIELD_PAIRS },
    { "options", NULL, WATTLE_CLI_FIELD_PAIRS },  { "known", NULL, WATTLE_CLI_FIELD_WORD },
    { "certainty", NULL, WATTLE_CLI_FIELD_WORD }, { "alternatives", NULL, WATTLE_CLI_FIELD_TEXTS },
};

/* As a shell wants it. */
static char *
quote (const char *text)
{
    gboolean plain = strpbrk (text, " \t\n'\"\\$`;&|<>()*?[]#~!{}") == NULL && *text != '\0';

    return plain ? g_strdup (text) : g_shell_quote (text);
}

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
        g_autofree char *quoted = quote (value);

        g_string_append_printf (text, " %s%s%s%s", before, name, middle, quoted);
    }
}

/* What answers on a bus and is nothing that is known has no driver: its registers can be looked
 * at. */
static gboolean
is_stranger (GVariant *found)
{
    return *wattle_cli_fields_get_text (found, "driver") == '\0';
}

static char *
make_look (GVariant *found)
{
    GString *text = g_string_new ("wattle devices probe");
    g_autoptr (GVariant) options =
        g_variant_lookup_value (found, "options", G_VARIANT_TYPE ("a{ss}"));
    g_autoptr (GVariant) links = g_variant_lookup_value (found, "links", G_VARIANT_TYPE ("a{ss}"));
    const char *unit = NULL;
    const char *uri = NULL;

    if (links != NULL && g_variant_lookup (links, "modbus", "&s", &uri)) {
        g_autofree char *quoted = quote (uri);

        g_string_append_printf (text, " --raw %s", quoted);
    }
    if (options != NULL && g_variant_lookup (options, "Unit", "&s", &unit)) {
        g_autofree char *quoted = quote (unit);

        g_string_append_printf (text, " --unit %s", quoted);
    }
    return g_string_free (text, FALSE);
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
    else if (is_stranger (found))
        command = make_look (found);
    else
        command = make_command (found);
    wattle_cli_table_add_styled (
        table, *known != '\0' ? WATTLE_CLI_STYLE_FAINT : WATTLE_CLI_STYLE_PLAIN, command);
}

/* What a person should know before adding it. */
static void
print_doubt (GVariant *found)
{
    g_autofree char *name = wattle_cli_text_clean (wattle_cli_fields_get_text (found, "name"));
    g_autofree const char **models = NULL;
    g_autofree char *list = NULL;
    g_autofree char *clean = NULL;

    if (is_stranger (found)) {
        g_print (
            _ ("%s answers, but is no meter that is known; the command shows its registers.\n"),
            name);
        return;
    }
    if (!g_variant_lookup (found, "alternatives", "^a&s", &models) || models[0] == NULL ||
        !g_str_equal (wattle_cli_fields_get_text (found, "certainty"), "possible"))
        return;

    list = g_strjoinv (", ", (char **)models);
    clean = wattle_cli_text_clean (list);
    g_print (_ ("%s may also be one of these models: %s\n"), name, clean);
}

static void
print_doubts (GVariant *list)
{
    for (gsize i = 0; i < g_variant_n_children (list); i++) {
        g_autoptr (GVariant) found = g_variant_get_child_value (list, i);

        if (*wattle_cli_fields_get_text (found, "known") == '\0')
            print_doubt (found);
    }
}

static void
print_nothing (gboolean on_bus)
{
    if (on_bus)
        g_print (
            _ ("No unit answered. A gateway may need longer (--timeout), a serial line another "
               "baud rate or parity in its address.\n"));
    else
        g_print (_ ("Nothing was found. A device that tells something once a minute may need "
                    "--seconds 65; what does not answer searches can be added by its address: "
                    "wattle devices add --help\n"));
}

static void
print_found (WattleCli *cli, GVariant *list, gboolean on_bus)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    if (g_variant_n_children (list) == 0) {
        print_nothing (on_bus);
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
    print_doubts (list);
}

/* It does not stop the rest, so it is no failure. */
static void
print_unreached (GVariant *result)
{
    g_autoptr (GVariant) list =
        g_variant_lookup_value (result, "unreached", G_VARIANT_TYPE ("aa{sv}"));

    for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
        g_autoptr (GVariant) sentence = g_variant_get_child_value (list, i);
        g_autofree char *text = wattle_cli_message_translate (sentence);
        g_autofree char *clean = text != NULL ? wattle_cli_text_clean (text) : NULL;

        if (clean != NULL)
            g_printerr ("wattle: %s\n", clean);
    }
}

/* The question */

/* The address of a Modbus bus, if that is what is to be searched: "modbus:" may stand before it. */
static const char *
find_bus (const WattleCliArguments *arguments)
{
    const char *target = wattle_cli_arguments_get_operand (arguments, 0);

    if (target == NULL ||
        (!g_str_has_prefix (target, "modbus:") && !g_str_has_prefix (target, "modbus+")))
        return NULL;
    return g_str_has_prefix (target, "modbus:") ? target + strlen ("modbus:") : target;
}

/* What goes with a bus, and what does not. */
static gboolean
check_bus (const WattleCliArguments *arguments, const char *bus, GError **error)
{
    static const char *const with_bus[] = { "units", "timeout", NULL };
    static const char *const without_bus[] = { "driver", "seconds", "mqtt", NULL };
    const char *const *wrong = bus != NULL ? without_bus : with_bus;

    if (bus != NULL && wattle_cli_arguments_get_n_operands (arguments) > 1) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("“%s” is too much: one bus is searched at a time"),
                     wattle_cli_arguments_get_operand (arguments, 1));
        return FALSE;
    }
    for (; *wrong != NULL; wrong++)
        if (wattle_cli_arguments_has (arguments, *wrong)) {
            g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                         bus != NULL ? _ ("--%s does not go with a Modbus bus")
                                     : _ ("--%s goes with the address of a Modbus bus"),
                         *wrong);
            return FALSE;
        }
    return TRUE;
}

static GVariant *
make_bus_options (const WattleCliArguments *arguments, const char *bus, guint timeout_ms)
{
    const char *units = wattle_cli_arguments_get (arguments, "units");
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    g_variant_dict_insert (&options, "bus", "s", bus);
    if (units != NULL)
        g_variant_dict_insert (&options, "units", "s", units);
    if (timeout_ms > 0)
        g_variant_dict_insert (&options, "timeout", "u", timeout_ms);
    return g_variant_new ("(@a{sv})", g_variant_dict_end (&options));
}

static GVariant *
make_options (const WattleCliArguments *arguments, guint seconds)
{
    g_autofree const char **drivers = wattle_cli_arguments_get_all (arguments, "driver");
    g_autofree const char **brokers = wattle_cli_arguments_get_all (arguments, "mqtt");
    const char *const *targets = wattle_cli_arguments_get_operands (arguments, 0);
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    if (drivers[0] != NULL)
        g_variant_dict_insert (&options, "drivers", "^as", drivers);
    if (targets[0] != NULL)
        g_variant_dict_insert (&options, "targets", "^as", targets);
    if (brokers[0] != NULL)
        g_variant_dict_insert (&options, "brokers", "^as", brokers);
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
    const char *bus = find_bus (arguments);
    guint seconds = 0;
    guint timeout_ms = 0;

    if (check_bus (arguments, bus, &error) &&
        wattle_cli_arguments_get_number (arguments, "seconds", 1, MAX_SECONDS, &seconds, &error) &&
        wattle_cli_arguments_get_number (arguments, "timeout", 1, MAX_TIMEOUT, &timeout_ms,
                                         &error) &&
        check_drivers (cli, arguments, &error))
        result = wattle_cli_job_run (cli, cli->manager, "Scan",
                                     bus != NULL ? make_bus_options (arguments, bus, timeout_ms)
                                                 : make_options (arguments, seconds),
                                     &error);
    if (result == NULL)
        return wattle_cli_fail (error);

    list = g_variant_lookup_value (result, "found", G_VARIANT_TYPE ("aa{sv}"));
    if (list == NULL)
        list = g_variant_ref_sink (g_variant_new ("aa{sv}", NULL));
    if (cli->json)
        wattle_cli_fields_print_list (list, fields, G_N_ELEMENTS (fields));
    else
        print_found (cli, list, bus != NULL);
    print_unreached (result);
    return WATTLE_CLI_OK;
}

static const WattleCliOption options[] = {
    { "driver", "DRIVER", N_ ("only devices of this driver; may be given several times") },
    { "seconds", "N",
      N_ ("how long to wait for answers, 3 by default, or 8 where a driver listens to brokers") },
    { "mqtt", "URI",
      N_ ("listen to the MQTT broker mqtt://HOST:PORT, too; may be given several times") },
    { "units", "LIST", N_ ("on a Modbus bus: which ones, such as 1,5,10-20; 1-247 by default") },
    { "timeout", "MS", N_ ("on a Modbus bus: how long to wait for a unit, 300 by default") },
    { NULL },
};

const WattleCliCommand wattle_cli_scan_commands[] = {
    { "devices scan", "[ADDRESS …]", N_ ("search the network or a bus for devices"),
      N_ ("Has every driver search the network in its way, and shows what was found with the "
          "command that adds it. With addresses (ADDRESS or ADDRESS:PORT) only these are asked. "
          "What announces itself by mDNS is known to Avahi (avahi-daemon), which has to run. "
          "Drivers whose devices speak MQTT listen to the host's own broker, to those that devices "
          "of the house are at, and to those of --mqtt; what tells something once a minute only is "
          "found with --seconds 65. "
          "With the address of a Modbus bus (modbus+tcp://HOST, modbus+rtu-over-tcp://HOST:PORT, "
          "modbus+rtu:///dev/ttyUSB0?baud=9600) its units are asked one after the other which "
          "meter they are. That disturbs nothing: meters which are read there go on. A gateway "
          "that itself waits longer for a unit which is not there needs a longer --timeout."),
      "wattle devices scan --driver iskra-sg\n"
      "wattle devices scan --mqtt mqtt://192.168.20.5:1883\n"
      "wattle devices scan modbus+tcp://192.168.20.50 --units 1-20",
      options, run_scan },
    { NULL },
};
