/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-reading.h"
#include "wattle-cli-readings.h"

static int
refuse (const char *id, const char *key, GPtrArray *readings)
{
    g_autofree char *sentence = g_strdup_printf (_ ("%s measures no “%s”"), id, key);
    g_autoptr (GPtrArray) keys = g_ptr_array_new ();
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < readings->len; i++)
        g_ptr_array_add (keys, ((WattleCliReading *)g_ptr_array_index (readings, i))->key);
    g_ptr_array_add (keys, NULL);
    wattle_cli_nearest_refuse (&error, sentence, key, (const char *const *)keys->pdata);
    return wattle_cli_fail (error);
}

static void
print_json (const WattleCliReading *reading)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_reading_add_members (reading, json);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static void
print_text (const WattleCliReading *reading)
{
    g_autofree char *value = wattle_cli_reading_format (reading);
    const char *doubt = wattle_cli_reading_get_doubt (reading);

    g_print ("%s%s%s", value, *reading->unit != '\0' ? " " : "", reading->unit);
    if (*doubt != '\0')
        g_print (" (%s)", doubt);
    g_print ("\n");
}

static int
print_all (WattleCli *cli, GPtrArray *readings)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    if (!cli->json) {
        wattle_cli_readings_print (cli, readings);
        return WATTLE_CLI_OK;
    }

    wattle_cli_readings_add (json, NULL, readings);
    wattle_cli_json_print (json);
    return WATTLE_CLI_OK;
}

static int
run_get (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    const char *key = wattle_cli_arguments_get_operand (arguments, 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object = wattle_cli_device_find (cli, id, &error);
    g_autoptr (GPtrArray) readings =
        object != NULL ? wattle_cli_device_read (object, &error) : NULL;
    WattleCliReading *reading;

    if (readings == NULL)
        return wattle_cli_fail (error);
    if (key == NULL)
        return print_all (cli, readings);

    reading = wattle_cli_reading_find (readings, key);
    if (reading == NULL)
        return refuse (id, key, readings);
    if (cli->json)
        print_json (reading);
    else
        print_text (reading);
    return reading->value != NULL ? WATTLE_CLI_OK : WATTLE_CLI_PROBLEM;
}

const WattleCliCommand wattle_cli_get_commands[] = {
    { "get", "DEVICE [KEY]", N_ ("what a device measures now"),
      N_ ("Prints one reading of a device, or all of them. The exit status is 1 if the one that "
          "was "
          "asked for has no value."),
      "wattle get iskra_sg_i0026113 active_power\nwattle get iskra_sg_i0026113 --json", NULL,
      run_get },
    { NULL },
};
