/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-broker.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-problems.h"
#include "wattle-cli-report.h"
#include "wattle-cli-table.h"
#include "wattle-cli-words.h"

static const char *const states[] = { "online", "degraded", "starting", "offline",
                                      "gone",   "disabled", "broken" };

typedef guint Counts[G_N_ELEMENTS (states)];

static guint
count_devices (WattleCli *cli, Counts counts)
{
    g_autoptr (GPtrArray) devices = wattle_cli_device_list (cli);

    for (guint i = 0; i < devices->len; i++) {
        WattleDBusDevice *device = wattle_dbus_object_peek_device (g_ptr_array_index (devices, i));

        for (guint state = 0; state < G_N_ELEMENTS (states); state++)
            counts[state] += g_strcmp0 (wattle_dbus_device_get_state (device), states[state]) == 0;
    }
    return devices->len;
}

static void
print_json (WattleCli *cli, const Counts counts)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "version", wattle_dbus_manager_get_version (cli->manager));
    wattle_cli_json_add_integer (json, "api_version",
                                 wattle_dbus_manager_get_api_version (cli->manager));
    wattle_cli_json_add_text (json, "state", wattle_dbus_manager_get_state (cli->manager));
    wattle_cli_json_begin_object (json, "broker");
    wattle_cli_broker_add_members (json, wattle_dbus_manager_get_broker (cli->manager));
    wattle_cli_json_end_object (json);
    wattle_cli_json_begin_object (json, "devices");
    for (guint i = 0; i < G_N_ELEMENTS (states); i++)
        wattle_cli_json_add_integer (json, states[i], counts[i]);
    wattle_cli_json_end_object (json);
    wattle_cli_problems_add (json, "problems", wattle_dbus_manager_get_problems (cli->manager));
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static char *
describe_devices (const Counts counts, guint all)
{
    GString *text = g_string_new (NULL);
    const char *before = " (";

    g_string_append_printf (text, "%u", all);
    for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
        if (counts[i] == 0)
            continue;
        g_string_append_printf (
            text, "%s%u %s", before, counts[i],
            wattle_cli_words_translate (WATTLE_CLI_WORDS_DEVICE_STATE, states[i]));
        before = ", ";
    }
    if (all > 0)
        g_string_append_c (text, ')');
    return g_string_free (text, FALSE);
}

static void
print_text (WattleCli *cli, const Counts counts, guint all)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    GVariant *broker = wattle_dbus_manager_get_broker (cli->manager);
    const char *state = wattle_dbus_manager_get_state (cli->manager);
    g_autofree char *devices = describe_devices (counts, all);
    g_autofree char *connection = wattle_cli_broker_describe (broker);

    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add (table, C_ ("fact", "host"));
    wattle_cli_table_add_styled (table,
                                 wattle_cli_words_get_style (WATTLE_CLI_WORDS_HOST_STATE, state),
                                 wattle_cli_words_translate (WATTLE_CLI_WORDS_HOST_STATE, state));
    wattle_cli_table_add (table, C_ ("fact", "version"));
    wattle_cli_table_add (table, wattle_dbus_manager_get_version (cli->manager));
    wattle_cli_table_add (table, C_ ("fact", "broker"));
    wattle_cli_table_add_styled (table,
                                 wattle_cli_broker_is_connected (broker) ? WATTLE_CLI_STYLE_GOOD
                                                                         : WATTLE_CLI_STYLE_BAD,
                                 connection);
    wattle_cli_table_add (table, C_ ("fact", "devices"));
    wattle_cli_table_add (table, devices);
    wattle_cli_table_print (table, cli->colour);
    wattle_cli_problems_print (cli, wattle_dbus_manager_get_problems (cli->manager));
}

static int
run_status (WattleCli *cli, const WattleCliArguments *arguments)
{
    GVariant *problems = wattle_dbus_manager_get_problems (cli->manager);
    Counts counts = { 0 };
    guint all = count_devices (cli, counts);

    if (cli->json)
        print_json (cli, counts);
    else
        print_text (cli, counts, all);
    return g_variant_n_children (problems) == 0 ? WATTLE_CLI_OK : WATTLE_CLI_PROBLEM;
}

static int
run_reload (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply = wattle_cli_bus_change (cli->manager, "Reload", NULL, &error);

    if (reply == NULL)
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "done", "reload", _ ("All files have been read again."));
}

const WattleCliCommand wattle_cli_status_commands[] = {
    { "status", "", N_ ("the host, its broker, its devices and what is wrong"),
      N_ ("Says how the host is: whether it runs, whether it has its broker, how many devices are "
          "in which state, and what is wrong, oldest first. The exit status is 1 if anything is "
          "wrong."),
      "wattle status", NULL, run_status },
    { "reload", "", N_ ("read all files again"),
      N_ ("Makes the host read its files again. Devices whose configuration has changed are "
          "started anew, the others go on."),
      "wattle reload", NULL, run_reload },
    { NULL },
};
