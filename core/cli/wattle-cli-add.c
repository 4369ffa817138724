/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-attempt.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-probe.h"
#include "wattle-cli-raw.h"
#include "wattle-cli-schema.h"
#include "wattle-cli-settings.h"

/* @owner: of secrets that are asked for; NULL: what the command line says of the device. */
static gboolean
read_candidate (WattleCli *cli,
                const WattleCliArguments *arguments,
                const char *owner,
                WattleCliCandidate *candidate,
                GError **error)
{
    const char *model = wattle_cli_arguments_get (arguments, "model");
    g_autoptr (GVariant) schema = NULL;

    candidate->driver = wattle_cli_arguments_get_operand (arguments, 0);
    candidate->model = model != NULL ? model : "";
    schema = wattle_cli_schema_find (cli, candidate->driver, candidate->model, error);
    if (schema == NULL)
        return FALSE;

    candidate->config = wattle_cli_settings_make (cli, arguments, 1, schema, owner, error);
    if (candidate->config == NULL)
        return FALSE;
    wattle_cli_candidate_complete (candidate);
    return wattle_cli_probe_validate (cli, candidate->driver, candidate->model, candidate->config,
                                      error);
}

/* devices probe */

/* A device of the house is tried as it is configured. A secret that is only tried must not take the
 * place of one that is in use. */
static gboolean
read_known (WattleCli *cli,
            const WattleCliArguments *arguments,
            WattleCliCandidate *candidate,
            GError **error)
{
    const char *id = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (WattleDBusObject) object = wattle_cli_device_find (cli, id, NULL);
    WattleDBusDevice *device = object != NULL ? wattle_dbus_object_peek_device (object) : NULL;
    GVariant *config = device != NULL ? wattle_dbus_device_get_config (device) : NULL;

    if (device != NULL && wattle_cli_device_refuse_plan (cli, id, error))
        return FALSE;
    if (config == NULL || g_variant_n_children (config) == 0)
        return read_candidate (cli, arguments, "probe", candidate, error);
    if (wattle_cli_arguments_get_n_operands (arguments) > 1) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s is a device of the house and is tried as it is configured; other "
                        "settings go with the name of its driver, %s"),
                     id, wattle_dbus_device_get_driver (device));
        return FALSE;
    }

    candidate->driver = wattle_dbus_device_get_driver (device);
    candidate->model = wattle_dbus_device_get_model (device);
    candidate->config = g_variant_ref (config);
    if (wattle_cli_arguments_has (arguments, "accept-certificate"))
        wattle_cli_candidate_accept (candidate,
                                     wattle_cli_arguments_get (arguments, "accept-certificate"));
    return TRUE;
}

/* Nothing of it is kept, so whoever adds it says the same again. */
static void
print_address (const WattleCliCandidate *candidate)
{
    g_autofree char *uri = wattle_cli_candidate_dup_http (candidate);
    const char *certificate = wattle_cli_fields_get_text (candidate->config, "http-certificate");

    if (uri != NULL)
        g_print (_ ("It answers at %s.\n"), uri);
    if (*certificate != '\0')
        g_print (_ ("Its certificate is kept with --accept-certificate %s\n"), certificate);
}

static int
run_probe (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_auto (WattleCliCandidate) candidate = { 0 };
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    g_autoptr (GVariant) result = NULL;
    g_autoptr (GError) error = NULL;
    const char *id;

    if (wattle_cli_arguments_has (arguments, "raw"))
        return wattle_cli_raw_run (cli, arguments);
    if (!wattle_cli_raw_check (arguments, &error))
        return wattle_cli_fail (error);
    if (read_known (cli, arguments, &candidate, &error))
        result = wattle_cli_attempt_run (cli, &candidate, &error);
    if (result == NULL)
        return wattle_cli_attempt_fail (cli, &candidate, error);

    id = wattle_cli_fields_get_text (result, "id");
    if (cli->json) {
        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_word (json, "id", id);
        wattle_cli_probe_add (json, result);
        wattle_cli_candidate_add (json, &candidate);
        wattle_cli_json_end_object (json);
        wattle_cli_json_print (json);
        return WATTLE_CLI_OK;
    }
    wattle_cli_probe_print (cli, result);
    print_address (&candidate);
    if (*id != '\0')
        g_print (_ ("Its id would be %s.\n"), id);
    return WATTLE_CLI_OK;
}

/* devices add */

/* The id that it has got. */
static char *
add (WattleCli *cli, const WattleCliCandidate *candidate, const char *id, GError **error)
{
    g_autoptr (GVariant) reply = wattle_cli_bus_change (
        cli->manager, "AddDevice",
        g_variant_new ("(sss@a{sv})", candidate->driver, candidate->model, id, candidate->config),
        error);
    const char *path;

    if (reply == NULL)
        return NULL;
    g_variant_get (reply, "(&o)", &path);
    return g_strdup (wattle_cli_device_get_id (path));
}

static void
report (WattleCli *cli, const char *id, const WattleCliCandidate *candidate, GVariant *result)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    if (!cli->json) {
        g_print (_ ("Added %s.\n"), id);
        return;
    }
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", id);
    if (result != NULL) {
        wattle_cli_probe_add (json, result);
    } else {
        wattle_cli_json_begin_array (json, "devices");
        wattle_cli_json_end_array (json);
    }
    wattle_cli_candidate_add (json, candidate);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static int
refuse_any_http (void)
{
    g_autoptr (GError) error =
        g_error_new (WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("with --no-probe nobody finds out whether the device speaks http or https: "
                        "write %s or %s in front of its address"),
                     "http://", "https://");

    return wattle_cli_fail (error);
}

static int
run_add (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *wanted = wattle_cli_arguments_get (arguments, "id");
    g_auto (WattleCliCandidate) candidate = { 0 };
    g_autoptr (GVariant) result = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *id = NULL;

    if (!read_candidate (cli, arguments, wanted, &candidate, &error))
        return wattle_cli_fail (error);
    if (wattle_cli_arguments_has (arguments, "no-probe") && candidate.any_http)
        return refuse_any_http ();
    if (!wattle_cli_arguments_has (arguments, "no-probe")) {
        result = wattle_cli_attempt_run (cli, &candidate, &error);
        if (result == NULL) {
            if (error->code == WATTLE_CLI_PROBLEM)
                g_prefix_error (&error, "%s: ", _ ("it was not added, as it could not be read"));
            return wattle_cli_attempt_fail (cli, &candidate, error);
        }
        if (!cli->json)
            wattle_cli_probe_print (cli, result);
    }

    if (wanted == NULL)
        wanted = result != NULL ? wattle_cli_fields_get_text (result, "id") : "";
    id = add (cli, &candidate, wanted, &error);
    if (id == NULL)
        return wattle_cli_fail (error);
    report (cli, id, &candidate, result);
    return WATTLE_CLI_OK;
}

static const WattleCliOption probe_options[] = {
    { "model", "MODEL", N_ ("model, if the driver knows several") },
    WATTLE_CLI_SETTINGS_OPTIONS,
    WATTLE_CLI_RAW_OPTIONS,
    { NULL },
};

static const WattleCliOption add_options[] = {
    { "model", "MODEL", N_ ("model, if the driver knows several") },
    { "id", "ID", N_ ("its id, for ever; without it the one that its serial number gives") },
    WATTLE_CLI_SETTINGS_OPTIONS,
    { "no-probe", NULL, N_ ("add it without reading it first") },
    { NULL },
};

const WattleCliCommand wattle_cli_add_commands[] = {
    { "devices add", "DRIVER [KEY=VALUE …]", N_ ("add a device"),
      N_ ("Reads the device once, shows what it measures, then adds it: it runs at once and needs "
          "no restart. KEY=VALUE are options of the driver. A secret is written as KEY=ask and "
          "typed when it is asked for, or comes as a line of standard input; the host keeps it "
          "apart from the configuration. An address without http:// is tried over http, then over "
          "https: write https:// if a password must not go over the network unencrypted. Devices "
          "sign their certificates themselves: one that nobody has accepted is shown, and whoever "
          "sits at the terminal is asked; a program names it with --accept-certificate."),
      "wattle devices add iskra-sg --http http://192.168.20.41\n"
      "wattle devices add iskra-sg --http http://192.168.20.41 User=admin Password=ask",
      add_options, run_add },
    { "devices probe", "DRIVER|DEVICE [KEY=VALUE …]", N_ ("read a device once, and change nothing"),
      N_ ("Reads a device and shows what it would measure. It is given as for wattle devices add, "
          "or is a device of the house. With --raw the registers of a Modbus device are shown as "
          "they are, in every type and order of bytes, with the likeliest marked; no host has to "
          "run for that."),
      "wattle devices probe iskra-sg --http http://192.168.20.41\n"
      "wattle devices probe --raw modbus+tcp://192.168.20.50 --unit 5 --count 40",
      probe_options, run_probe, FALSE, "raw" },
    { NULL },
};
