/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "base/wattle-message.h"
#include "base/wattle-watt-hours.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-report.h"

static gboolean
read_unit (const WattleCliArguments *arguments, gboolean *kilo, GError **error)
{
    const char *unit = wattle_cli_arguments_get (arguments, "unit");

    *kilo = unit == NULL || g_ascii_strcasecmp (unit, "kWh") == 0;
    if (*kilo || g_ascii_strcasecmp (unit, "Wh") == 0)
        return TRUE;

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("“%s” is no unit of a reading; allowed are kWh and Wh"), unit);
    return FALSE;
}

static gboolean
read_one (const char *text, gboolean kilo, gint64 *watt_hours, GError **error)
{
    g_autoptr (GError) cause = NULL;
    g_autoptr (WattleMessage) message = NULL;
    g_autofree char *sentence = NULL;

    if (wattle_watt_hours_parse (text, kilo, watt_hours, &cause))
        return TRUE;

    message = wattle_message_new_from_error (cause);
    sentence = wattle_message_translate (message, GETTEXT_PACKAGE);
    g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, sentence);
    return FALSE;
}

static GVariant *
read_readings (const WattleCliArguments *arguments, GError **error)
{
    const char *const *texts = wattle_cli_arguments_get_operands (arguments, 1);
    g_auto (GVariantBuilder) list = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ax"));
    gboolean kilo;

    if (!read_unit (arguments, &kilo, error))
        return NULL;
    for (; *texts != NULL; texts++) {
        gint64 watt_hours;

        if (!read_one (*texts, kilo, &watt_hours, error))
            return NULL;
        g_variant_builder_add (&list, "x", watt_hours);
    }
    return g_variant_ref_sink (g_variant_builder_end (&list));
}

static GVariant *
make_parameters (const WattleCliArguments *arguments, GVariant *readings)
{
    gboolean export = wattle_cli_arguments_has (arguments, "export");
    GVariantDict options;

    g_variant_dict_init (&options, NULL);
    if (export)
        g_variant_dict_insert (&options, "direction", "s", "export");
    return g_variant_new ("(@ax@a{sv})", readings, g_variant_dict_end (&options));
}

static int
run_sync_meter (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) readings = read_readings (arguments, &error);
    g_autoptr (WattleDBusObject) object =
        readings != NULL ? wattle_cli_device_find (cli, id, &error) : NULL;
    g_autoptr (GVariant) reply = NULL;

    if (object != NULL)
        reply = wattle_cli_bus_change (wattle_dbus_object_peek_device (object), "SyncMeter",
                                       make_parameters (arguments, readings), &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    return wattle_cli_report_done (
        cli, "id", id, _ ("The meter %s shows the reading now; its totals go on from before."), id);
}

static const WattleCliOption options[] = {
    { "unit", "UNIT", N_ ("of the readings: kWh (the default) or Wh") },
    { "export", NULL, N_ ("set what counts the energy that is given back") },
    { NULL },
};

const WattleCliCommand wattle_cli_sync_meter_commands[] = {
    { "devices sync-meter", "DEVICE READING …", N_ ("set a meter to what the utility's shows"),
      N_ ("Sets the counters of a device that can be set to what the utility's meter shows: one "
          "reading, or one for each of three phases. One reading for three phases is divided by "
          "three in whole Wh; what is left goes to the third. The totals that the host tells go "
          "on from where they are, and wattle ledger list has a line for each. It ends when the "
          "device shows the new figures, which can take two minutes."),
      "wattle devices sync-meter smart_maic_1728104417 2461\n"
      "wattle devices sync-meter smart_maic_1728104417 1284 774.5 402.25\n"
      "wattle devices sync-meter smart_maic_1728104417 3310000 --unit Wh --export",
      options, run_sync_meter },
    { NULL },
};
