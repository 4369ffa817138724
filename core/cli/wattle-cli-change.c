/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-report.h"
#include "wattle-cli-schema.h"
#include "wattle-cli-settings.h"

static WattleDBusObject *
find (WattleCli *cli, const WattleCliArguments *arguments, GError **error)
{
    return wattle_cli_device_find (cli, wattle_cli_arguments_get_operand (arguments, 0), error);
}

/* Takes @parameters. */
static gboolean
change (gpointer proxy, const char *method, GVariant *parameters, GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_change (proxy, method, parameters, error);

    return reply != NULL;
}

/* devices set */

static const char *
get_removed_name (const char *key)
{
    static const char *const plain[] = {
        "name", "model", "interval", "max-power", "http-certificate", "mqtt-topics", NULL
    };
    static const char *const links[] = { "http", "mqtt", "modbus", NULL };

    if (g_strv_contains (plain, key))
        return "";
    return g_strv_contains (links, key) ? "links/" : "options/";
}

/* Adds what --unset takes away. Takes @config. */
static GVariant *
add_removed (GVariant *config,
             const WattleCliArguments *arguments,
             GVariant *schema,
             GError **error)
{
    g_autofree const char **keys = wattle_cli_arguments_get_all (arguments, "unset");
    g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
    g_autoptr (GVariant) given = config;
    g_auto (GStrv) removed = NULL;
    GVariantDict dict;

    for (guint i = 0; keys[i] != NULL; i++) {
        const char *folder = get_removed_name (keys[i]);
        g_autofree char *name = g_strconcat (folder, keys[i], NULL);
        g_autoptr (GVariant) option = NULL;

        if (g_str_equal (folder, "options/")) {
            option = wattle_cli_schema_find_option (schema, keys[i], error);
            if (option == NULL)
                return NULL;
        }
        g_strv_builder_add (names, name);
    }

    g_variant_dict_init (&dict, given);
    removed = g_strv_builder_end (names);
    if (*removed != NULL)
        g_variant_dict_insert (&dict, "remove", "^as", removed);
    return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* What is to be different. A change of nothing is refused. */
static GVariant *
make_changes (WattleCli *cli,
              const WattleCliArguments *arguments,
              WattleDBusDevice *device,
              GError **error)
{
    g_autoptr (GVariant) schema = wattle_cli_schema_find (
        cli, wattle_dbus_device_get_driver (device), wattle_dbus_device_get_model (device), error);
    GVariant *config = schema != NULL
                           ? wattle_cli_settings_make (cli, arguments, 1, schema,
                                                       wattle_dbus_device_get_id (device), error)
                           : NULL;

    if (config != NULL)
        config = add_removed (config, arguments, schema, error);
    if (config == NULL || g_variant_n_children (config) > 0)
        return config;

    g_variant_unref (config);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("there is nothing to change: KEY=VALUE or an option is missing"));
    return NULL;
}

/* Of those that nobody has configured. */
static gboolean
refuse_found (WattleCli *cli, WattleDBusDevice *device, GError **error)
{
    const char *parent = wattle_cli_device_get_id (wattle_dbus_device_get_parent (device));

    if (parent == NULL)
        return wattle_cli_device_refuse_plan (cli, wattle_dbus_device_get_id (device), error);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("%s has been found by its gateway %s and has no configuration of its own"),
                 wattle_dbus_device_get_id (device), parent);
    return TRUE;
}

static int
run_set (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object = find (cli, arguments, &error);
    WattleDBusDevice *device = object != NULL ? wattle_dbus_object_peek_device (object) : NULL;
    g_autoptr (GVariant) changes = NULL;

    if (device != NULL && !refuse_found (cli, device, &error))
        changes = make_changes (cli, arguments, device, &error);
    if (changes == NULL ||
        !change (device, "Configure", g_variant_new ("(@a{sv})", changes), &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "id", wattle_dbus_device_get_id (device),
                                   _ ("The device %s is changed."),
                                   wattle_dbus_device_get_id (device));
}

/* The rest */

static gboolean
set_enabled (WattleCli *cli, const WattleCliArguments *arguments, gboolean enabled, GError **error)
{
    g_autoptr (WattleDBusObject) object = find (cli, arguments, error);
    WattleDBusDevice *device = object != NULL ? wattle_dbus_object_peek_device (object) : NULL;

    return device != NULL && !refuse_found (cli, device, error) &&
           change (device, "SetEnabled", g_variant_new ("(b)", enabled), error);
}

static int
run_enable (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;

    if (!set_enabled (cli, arguments, TRUE, &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "id", id, _ ("The device %s is enabled."), id);
}

static int
run_disable (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;

    if (!set_enabled (cli, arguments, FALSE, &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "id", id, _ ("The device %s is disabled."), id);
}

static int
run_remove (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object = find (cli, arguments, &error);

    if (object == NULL || refuse_found (cli, wattle_dbus_object_peek_device (object), &error) ||
        !change (cli->manager, "RemoveDevice",
                 g_variant_new ("(o)", g_dbus_object_get_object_path (G_DBUS_OBJECT (object))),
                 &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (
        cli, "id", id, _ ("The device %s is removed; what it has counted is kept."), id);
}

/* The host would say so too, but not which of them is near. */
static gboolean
has_action (WattleDBusDevice *device, const char *action, GError **error)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    g_autofree char *sentence = NULL;
    GVariantIter iter;
    const char *name;

    g_variant_iter_init (&iter, wattle_dbus_device_get_actions (device));
    while (g_variant_iter_next (&iter, "{&s&s}", &name, NULL)) {
        if (g_str_equal (name, action))
            return TRUE;
        g_ptr_array_add (names, (char *)name);
    }
    g_ptr_array_add (names, NULL);
    sentence =
        g_strdup_printf (_ ("%s knows no action “%s”"), wattle_dbus_device_get_id (device), action);
    wattle_cli_nearest_refuse (error, sentence, action, (const char *const *)names->pdata);
    return FALSE;
}

static int
run_identify (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object = find (cli, arguments, &error);
    WattleDBusDevice *device = object != NULL ? wattle_dbus_object_peek_device (object) : NULL;

    if (device == NULL || !has_action (device, "identify", &error) ||
        !change (device, "Act", g_variant_new ("(sa{sv})", "identify", NULL), &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "id", wattle_dbus_device_get_id (device),
                                   _ ("The device %s shows itself now."),
                                   wattle_dbus_device_get_id (device));
}

static int
run_act (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *action = wattle_cli_arguments_get_operand (arguments, 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object = find (cli, arguments, &error);
    WattleDBusDevice *device = object != NULL ? wattle_dbus_object_peek_device (object) : NULL;

    if (device == NULL || !has_action (device, action, &error) ||
        !change (device, "Act", g_variant_new ("(sa{sv})", action, NULL), &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "id", wattle_dbus_device_get_id (device),
                                   _ ("The device %s has done it."),
                                   wattle_dbus_device_get_id (device));
}

static const WattleCliOption set_options[] = {
    WATTLE_CLI_SETTINGS_OPTIONS,
    { "unset", "KEY",
      N_ ("take a value away, so that the default holds: an option of the driver, or name, "
          "interval, max-power, http, http-certificate, mqtt, mqtt-topics; may be given several "
          "times") },
    { NULL },
};

const WattleCliCommand wattle_cli_change_commands[] = {
    { "devices set", "DEVICE [KEY=VALUE …]", N_ ("change how a device is configured"),
      N_ ("Changes a device's name, address or options. What is not named stays as it is. The "
          "change is checked, saved and in force at once; a change that is refused leaves "
          "everything as it was. KEY=ask asks for a secret."),
      "wattle devices set iskra_sg_is000966 --name Cellar Password=ask\n"
      "wattle devices set iskra_sg_is000966 --unset User --unset Password",
      set_options, run_set },
    { "devices remove", "DEVICE", N_ ("remove a device"),
      N_ ("Removes a device and what its gateway has listed behind it. What it has counted is kept "
          "and goes on if it is added again under the same id."),
      "wattle devices remove iskra_sg_is000966", NULL, run_remove },
    { "devices enable", "DEVICE", N_ ("let a device run again"),
      N_ ("Ends what wattle devices disable began."), "wattle devices enable iskra_sg_is000966",
      NULL, run_enable },
    { "devices disable", "DEVICE", N_ ("let a device rest"),
      N_ ("The device is not asked any more until it is enabled again; its configuration stays."),
      "wattle devices disable iskra_sg_is000966", NULL, run_disable },
    { "devices identify", "DEVICE", N_ ("have a device show itself"),
      N_ ("Has a device blink or beep, so that it can be told from others beside it. It ends when "
          "the device has answered."),
      "wattle devices identify iskra_sg_is000966", NULL, run_identify },
    { "devices act", "DEVICE ACTION", N_ ("have a device carry out an action"),
      N_ ("Has a device carry out one of its actions, such as restart. Some there are that change "
          "how it works and are no button in Home Assistant: the README of the driver says what "
          "each does. It ends when the device has answered."),
      "wattle devices act smart_maic_1728104417 setup_mqtt", NULL, run_act },
    { NULL },
};
