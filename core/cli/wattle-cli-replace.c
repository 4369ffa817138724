/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-report.h"
#include "wattle-cli-schema.h"
#include "wattle-cli-settings.h"

/* Other devices of the same gateway. */
static gboolean
check_successor (WattleCli *cli, WattleDBusDevice *device, const char *by, GError **error)
{
    g_autoptr (GPtrArray) devices = wattle_cli_device_list (cli);
    g_autoptr (GPtrArray) ids = g_ptr_array_new ();
    g_autofree char *sentence = NULL;

    for (guint i = 0; i < devices->len; i++) {
        WattleDBusDevice *other = wattle_dbus_object_peek_device (g_ptr_array_index (devices, i));
        const char *id = wattle_dbus_device_get_id (other);

        if (other == device || g_strcmp0 (wattle_dbus_device_get_parent (other),
                                          wattle_dbus_device_get_parent (device)) != 0)
            continue;
        if (g_str_equal (id, by))
            return TRUE;
        g_ptr_array_add (ids, (char *)id);
    }
    g_ptr_array_add (ids, NULL);
    sentence = g_strdup_printf (_ ("“%s” is no other device of the same gateway"), by);
    wattle_cli_nearest_refuse (error, sentence, by, (const char *const *)ids->pdata);
    return FALSE;
}

/* Of a sub-device: the one that goes on in its place. */
static GVariant *
make_successor (WattleCli *cli,
                const WattleCliArguments *arguments,
                WattleDBusDevice *device,
                GError **error)
{
    const char *by = wattle_cli_arguments_get (arguments, "by");
    GVariantDict config;

    if (by == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s is behind a gateway: --by names the device that goes on in its place"),
                     wattle_cli_arguments_get_operand (arguments, 0));
        return NULL;
    }
    if (!check_successor (cli, device, by, error))
        return NULL;
    g_variant_dict_init (&config, NULL);
    g_variant_dict_insert (&config, "by", "s", by);
    return g_variant_ref_sink (g_variant_dict_end (&config));
}

static GVariant *
make_config (WattleCli *cli,
             const WattleCliArguments *arguments,
             WattleDBusDevice *device,
             GError **error)
{
    g_autoptr (GVariant) schema = NULL;
    GVariant *config;

    if (wattle_cli_arguments_has (arguments, "by")) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("--by is for devices behind a gateway; %s is configured by its address and "
                        "options"),
                     wattle_dbus_device_get_id (device));
        return NULL;
    }
    schema = wattle_cli_schema_find (cli, wattle_dbus_device_get_driver (device),
                                     wattle_dbus_device_get_model (device), error);
    if (schema == NULL)
        return NULL;

    config = wattle_cli_settings_make (cli, arguments, 1, schema,
                                       wattle_dbus_device_get_id (device), error);
    if (config == NULL || g_variant_n_children (config) > 0)
        return config;
    g_variant_unref (config);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("what is different is missing: the address or an option of the new device"));
    return NULL;
}

static int
run_replace (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleDBusObject) object = wattle_cli_device_find (cli, id, &error);
    g_autoptr (GVariant) config = NULL;
    g_autoptr (GVariant) reply = NULL;
    WattleDBusDevice *device;

    if (object == NULL || wattle_cli_device_refuse_plan (cli, id, &error))
        return wattle_cli_fail (error);
    device = wattle_dbus_object_peek_device (object);
    config = wattle_cli_device_get_id (wattle_dbus_device_get_parent (device)) != NULL
                 ? make_successor (cli, arguments, device, &error)
                 : make_config (cli, arguments, device, &error);
    if (config != NULL)
        reply = wattle_cli_bus_change (
            cli->manager, "ReplaceDevice",
            g_variant_new ("(o@a{sv})", g_dbus_object_get_object_path (G_DBUS_OBJECT (object)),
                           config),
            &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    return wattle_cli_report_done (
        cli, "id", id, _ ("The device %s is replaced; its name, totals and history go on."), id);
}

static const WattleCliOption options[] = {
    { "by", "DEVICE",
      N_ ("of a device behind a gateway: the id under which it lists the new one") },
    WATTLE_CLI_SETTINGS_OPTIONS,
    { NULL },
};

const WattleCliCommand wattle_cli_replace_commands[] = {
    { "devices replace", "DEVICE [KEY=VALUE …]", N_ ("put another device in its place"),
      N_ ("A device that was exchanged for another one keeps its id, its name, its totals and its "
          "history. A gateway is given its new address; of a meter behind a gateway, --by names "
          "the "
          "new one as the gateway lists it."),
      "wattle devices replace iskra_sg_is000966 --http http://192.168.20.42\n"
      "wattle devices replace iskra_sg_i0026113 --by iskra_sg_i0031000",
      options, run_replace },
    { NULL },
};
