/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-message.h"
#include "wattle-cli-reading.h"
#include "wattle-cli-readings.h"
#include "wattle-cli-table.h"
#include "wattle-cli-words.h"

/* devices list */

static GPtrArray *
list_entities (WattleDBusObject *object)
{
    WattleDBusReadings *readings = wattle_dbus_object_peek_readings (object);

    return wattle_cli_reading_list (
        readings != NULL ? wattle_dbus_readings_get_entities (readings) : NULL, NULL);
}

static void
add_outputs (WattleCliJson *json, WattleDBusObject *object)
{
    g_autoptr (GPtrArray) entities = list_entities (object);

    wattle_cli_json_begin_array (json, "outputs");
    for (guint i = 0; i < entities->len; i++) {
        const WattleCliReading *entity = g_ptr_array_index (entities, i);

        if (entity->output)
            wattle_cli_json_add_text (json, NULL, entity->key);
    }
    wattle_cli_json_end_array (json);
}

static void
print_list_json (GPtrArray *devices)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_array (json, NULL);
    for (guint i = 0; i < devices->len; i++) {
        WattleDBusObject *object = g_ptr_array_index (devices, i);
        WattleDBusDevice *device = wattle_dbus_object_peek_device (object);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "id", wattle_dbus_device_get_id (device));
        wattle_cli_json_add_text (json, "name", wattle_dbus_device_get_name (device));
        wattle_cli_json_add_text (json, "driver", wattle_dbus_device_get_driver (device));
        wattle_cli_json_add_text (json, "state", wattle_dbus_device_get_state (device));
        wattle_cli_json_add_text (
            json, "parent", wattle_cli_device_get_id (wattle_dbus_device_get_parent (device)));
        add_outputs (json, object);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
    wattle_cli_json_print (json);
}

static void
add_row (WattleCliTable *table, WattleDBusDevice *device)
{
    const char *state = wattle_dbus_device_get_state (device);
    gboolean child = wattle_cli_device_get_id (wattle_dbus_device_get_parent (device)) != NULL;
    g_autofree char *id = g_strconcat (child ? "  " : "", wattle_dbus_device_get_id (device), NULL);
    g_autofree char *error = wattle_cli_message_translate (wattle_dbus_device_get_error (device));

    wattle_cli_table_add (table, id);
    wattle_cli_table_add (table, wattle_dbus_device_get_name (device));
    wattle_cli_table_add (table, wattle_dbus_device_get_driver (device));
    wattle_cli_table_add_styled (table,
                                 wattle_cli_words_get_style (WATTLE_CLI_WORDS_DEVICE_STATE, state),
                                 wattle_cli_words_translate (WATTLE_CLI_WORDS_DEVICE_STATE, state));
    wattle_cli_table_add (table, error);
}

static int
run_list (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GPtrArray) devices = wattle_cli_device_list (cli);
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    if (cli->json) {
        print_list_json (devices);
        return WATTLE_CLI_OK;
    }
    if (devices->len == 0) {
        g_print (_ ("There is no device yet; see wattle devices scan and wattle devices add.\n"));
        return WATTLE_CLI_OK;
    }

    wattle_cli_table_add_column (table, C_ ("column", "Id"));
    wattle_cli_table_add_column (table, C_ ("column", "Name"));
    wattle_cli_table_add_column (table, C_ ("column", "Driver"));
    wattle_cli_table_add_column (table, C_ ("column", "State"));
    wattle_cli_table_add_column (table, "");
    for (guint i = 0; i < devices->len; i++)
        add_row (table, wattle_dbus_object_peek_device (g_ptr_array_index (devices, i)));
    wattle_cli_table_print (table, cli->colour);
    return WATTLE_CLI_OK;
}

/* devices show */

/* As of Device.GetClock(); NULL: it tells no time, or the host is older than that. */
static GVariant *
get_clock (WattleDBusDevice *device)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_ask (device, "GetClock", NULL, NULL);
    g_autoptr (GVariant) clock = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
    gint64 ahead;

    return clock != NULL && g_variant_lookup (clock, "ahead", "x", &ahead)
               ? g_steal_pointer (&clock)
               : NULL;
}

static void
add_clock (WattleCliJson *json, WattleDBusDevice *device)
{
    g_autoptr (GVariant) clock = get_clock (device);
    gint64 ahead = 0;

    if (clock == NULL) {
        wattle_cli_json_add_null (json, "clock");
        return;
    }
    g_variant_lookup (clock, "ahead", "x", &ahead);
    wattle_cli_json_begin_object (json, "clock");
    wattle_cli_json_add_text (json, "verdict", wattle_cli_fields_get_text (clock, "verdict"));
    wattle_cli_json_add_number (json, "ahead", (double)ahead / G_USEC_PER_SEC);
    wattle_cli_json_end_object (json);
}

static char *
describe_clock (WattleDBusDevice *device)
{
    g_autoptr (GVariant) clock = get_clock (device);
    char *sentence = clock != NULL ? wattle_cli_message_lookup (clock, "message") : NULL;

    if (clock == NULL || sentence != NULL)
        return sentence;
    return g_strdup (_ ("like that of this computer"));
}

static void
print_device_json (WattleDBusDevice *device, GPtrArray *readings)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", wattle_dbus_device_get_id (device));
    wattle_cli_json_add_text (json, "name", wattle_dbus_device_get_name (device));
    wattle_cli_json_add_text (json, "driver", wattle_dbus_device_get_driver (device));
    wattle_cli_json_add_text (json, "model", wattle_dbus_device_get_model (device));
    wattle_cli_json_add_word (json, "serial", wattle_dbus_device_get_serial (device));
    wattle_cli_json_add_text (json, "state", wattle_dbus_device_get_state (device));
    wattle_cli_json_add_text (json, "parent",
                              wattle_cli_device_get_id (wattle_dbus_device_get_parent (device)));
    wattle_cli_json_add_word (
        json, "http_certificate",
        wattle_cli_fields_get_text (wattle_dbus_device_get_config (device), "http-certificate"));
    add_clock (json, device);
    wattle_cli_readings_add (json, "entities", readings);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static void
add_fact (WattleCliTable *table, const char *label, const char *value)
{
    if (value == NULL || *value == '\0')
        return;

    wattle_cli_table_add_styled (table, WATTLE_CLI_STYLE_STRONG, label);
    wattle_cli_table_add (table, value);
}

static void
add_pairs (WattleCliTable *table, GVariant *config, const char *key)
{
    g_autoptr (GVariant) pairs = g_variant_lookup_value (config, key, G_VARIANT_TYPE ("a{ss}"));
    GVariantIter iter;
    const char *name;
    const char *value;

    if (pairs == NULL)
        return;

    g_variant_iter_init (&iter, pairs);
    while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
        add_fact (table, name, *value != '\0' ? value : _ ("the host's own broker"));
}

static char *
describe_interval (WattleDBusDevice *device)
{
    guint interval = wattle_dbus_device_get_interval (device);

    if (interval % 1000 == 0)
        return g_strdup_printf (_ ("every %u s"), interval / 1000);
    return g_strdup_printf (_ ("every %u ms"), interval);
}

static void
add_facts (WattleCli *cli, WattleCliTable *table, WattleDBusDevice *device)
{
    g_autofree char *error = wattle_cli_message_translate (wattle_dbus_device_get_error (device));
    g_autofree char *interval = describe_interval (device);
    g_autofree char *clock = describe_clock (device);
    const char *state = wattle_dbus_device_get_state (device);
    GVariant *config = wattle_dbus_device_get_config (device);

    add_fact (table, C_ ("fact", "name"), wattle_dbus_device_get_name (device));
    add_fact (table, C_ ("fact", "driver"), wattle_dbus_device_get_driver (device));
    add_fact (table, C_ ("fact", "model"), wattle_dbus_device_get_model (device));
    add_fact (table, C_ ("fact", "maker"), wattle_dbus_device_get_maker (device));
    add_fact (table, C_ ("fact", "product"), wattle_dbus_device_get_product (device));
    add_fact (table, C_ ("fact", "serial number"), wattle_dbus_device_get_serial (device));
    add_fact (table, C_ ("fact", "firmware"), wattle_dbus_device_get_firmware (device));
    add_fact (table, C_ ("fact", "state"),
              wattle_cli_words_translate (WATTLE_CLI_WORDS_DEVICE_STATE, state));
    add_fact (table, C_ ("fact", "error"), error);
    add_fact (table, C_ ("fact", "gateway"),
              wattle_cli_device_get_id (wattle_dbus_device_get_parent (device)));
    if (!wattle_cli_device_is_plan (cli, wattle_dbus_device_get_id (device)))
        add_fact (table, C_ ("fact", "asked"), interval);
    add_fact (table, C_ ("fact", "clock"), clock);
    add_pairs (table, config, "links");
    add_fact (table, C_ ("fact", "certificate"),
              wattle_cli_fields_get_text (config, "http-certificate"));
    add_pairs (table, config, "options");
    if (wattle_dbus_device_get_locked (device))
        add_fact (table, C_ ("fact", "locked"),
                  _ ("yes: it stands in a file of the administrator, and is changed there"));
}

static void
print_device (WattleCli *cli, WattleDBusDevice *device, GPtrArray *readings)
{
    g_autoptr (WattleCliTable) facts = wattle_cli_table_new ();
    g_autofree char *id = wattle_cli_text_clean (wattle_dbus_device_get_id (device));

    g_print ("%s\n", id);
    wattle_cli_table_add_column (facts, "");
    wattle_cli_table_add_column (facts, "");
    add_facts (cli, facts, device);
    wattle_cli_table_print (facts, cli->colour);
    if (readings->len > 0) {
        g_print ("\n");
        wattle_cli_readings_print (cli, readings);
    }
}

static int
run_show (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object =
        wattle_cli_device_find (cli, wattle_cli_arguments_get_operand (arguments, 0), &error);
    g_autoptr (GPtrArray) readings =
        object != NULL ? wattle_cli_device_read (object, &error) : NULL;

    if (readings == NULL)
        return wattle_cli_fail (error);
    if (cli->json)
        print_device_json (wattle_dbus_object_peek_device (object), readings);
    else
        print_device (cli, wattle_dbus_object_peek_device (object), readings);
    return WATTLE_CLI_OK;
}

const WattleCliCommand wattle_cli_devices_commands[] = {
    { "devices list", "", N_ ("all devices and their states"),
      N_ ("Lists every configured device, running or not, and behind each gateway the devices that "
          "it has listed."),
      "wattle devices list", NULL, run_list },
    { "devices show", "DEVICE", N_ ("all about one device"),
      N_ ("Shows what the host knows of a device, how it is configured, and everything it measures "
          "now, with quality and age of each reading."),
      "wattle devices show iskra_sg_is000966", NULL, run_show },
    { NULL },
};
