/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-accounts.h"
#include "wattle-cli-broker.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-message.h"
#include "wattle-cli-mqtt-settings.h"
#include "wattle-cli-report.h"
#include "wattle-cli-table.h"

/* mqtt show */

static void
add_fact (WattleCliTable *table, const char *label, const char *value)
{
    if (*value == '\0')
        return;
    wattle_cli_table_add (table, label);
    wattle_cli_table_add (table, value);
}

static void
print_facts (WattleCli *cli, GVariant *broker)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    g_autofree char *state = wattle_cli_broker_describe (broker);

    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, "");
    add_fact (table, C_ ("fact", "broker"), wattle_cli_fields_get_text (broker, "uri"));
    add_fact (table, C_ ("fact", "state"), state);
    add_fact (table, C_ ("fact", "user"), wattle_cli_fields_get_text (broker, "user"));
    add_fact (table, C_ ("fact", "discovery prefix"),
              wattle_cli_fields_get_text (broker, "discovery-prefix"));
    add_fact (table, C_ ("fact", "instance"), wattle_cli_fields_get_text (broker, "instance"));
    add_fact (table, C_ ("fact", "bridge"), wattle_cli_fields_get_text (broker, "bridge-mode"));
    wattle_cli_table_print (table, cli->colour);
}

/* Who can reach it, and how that is changed. */
static void
print_reach (GVariant *broker)
{
    const char *listen = wattle_cli_fields_get_text (broker, "listen");

    g_print ("\n");
    if (!wattle_cli_broker_is_embedded (broker))
        g_print (
            _ ("This is a broker outside of the host. Home Assistant is given the same one.\n"));
    else if (*listen == '\0' || g_str_equal (listen, "loopback"))
        g_print (_ ("This is the host's own broker. Only programs on this computer can reach it.\n"
                    "To let others in: wattle mqtt set Listen=ADDRESS Port=PORT, where ADDRESS is "
                    "one of this computer.\n"));
    else
        g_print (
            _ ("This is the host's own broker. Whoever can reach %s can try passwords, and the "
               "connection is not encrypted.\n"
               "To let in only programs on this computer: wattle mqtt set Listen=loopback\n"),
            listen);
}

static void
print_show_json (WattleCli *cli, GVariant *broker, GPtrArray *accounts)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_broker_add_members (json, broker);
    wattle_cli_accounts_add (json, "accounts", accounts);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static int
run_show (WattleCli *cli, const WattleCliArguments *arguments)
{
    GVariant *broker = wattle_dbus_manager_get_broker (cli->manager);
    gboolean with_passwords = wattle_cli_arguments_has (arguments, "passwords");
    g_autoptr (GPtrArray) accounts = NULL;
    g_autoptr (GError) error = NULL;

    accounts = wattle_cli_accounts_list (cli, with_passwords, &error);
    if (accounts == NULL)
        return wattle_cli_fail (error);
    if (cli->json) {
        print_show_json (cli, broker, accounts);
        return WATTLE_CLI_OK;
    }

    print_facts (cli, broker);
    print_reach (broker);
    if (wattle_cli_broker_is_embedded (broker))
        wattle_cli_accounts_print (cli, accounts);
    return WATTLE_CLI_OK;
}

/* mqtt set */

static int
run_set (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) settings =
        wattle_cli_mqtt_settings_make (cli, arguments, "broker", &error);
    g_autoptr (GVariant) reply = NULL;

    if (settings != NULL && g_variant_n_children (settings) == 0)
        g_set_error (&error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("there is nothing to change: KEY=VALUE or --unset KEY is missing"));
    else if (settings != NULL)
        reply = wattle_cli_bus_change (cli->manager, "SetBroker",
                                       g_variant_new ("(@a{sv})", settings), &error);
    if (reply == NULL)
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "done", "set", _ ("The settings are saved and in force."));
}

/* mqtt test */

static int
report_test (WattleCli *cli, gboolean connected, GVariant *milliseconds, GVariant *sentence)
{
    g_autofree char *error = sentence != NULL ? wattle_cli_message_translate (sentence) : NULL;
    g_autofree char *english = sentence != NULL ? wattle_cli_message_get_english (sentence) : NULL;
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    if (cli->json) {
        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_boolean (json, "connected", connected);
        wattle_cli_fields_add_value (json, "milliseconds", milliseconds);
        wattle_cli_json_add_text (json, "error", english);
        wattle_cli_json_end_object (json);
        wattle_cli_json_print (json);
    } else if (connected && milliseconds != NULL) {
        g_print (_ ("The broker has let us in after %u ms.\n"),
                 g_variant_get_uint32 (milliseconds));
    } else if (connected) {
        g_print (_ ("The host's own broker runs, and the host is connected to it.\n"));
    } else {
        g_print (_ ("There is no connection: %s\n"), error != NULL ? error : "");
    }
    return connected ? WATTLE_CLI_OK : WATTLE_CLI_PROBLEM;
}

/* The host's own broker has no settings that could be tried. */
static int
test_own (WattleCli *cli, GVariant *broker)
{
    g_autoptr (GVariant) sentence =
        g_variant_lookup_value (broker, "error", G_VARIANT_TYPE_VARDICT);

    return report_test (cli, wattle_cli_broker_is_connected (broker), NULL, sentence);
}

static int
run_test (WattleCli *cli, const WattleCliArguments *arguments)
{
    GVariant *broker = wattle_dbus_manager_get_broker (cli->manager);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) settings =
        wattle_cli_mqtt_settings_make (cli, arguments, "broker test", &error);
    g_autoptr (GVariant) milliseconds = NULL;
    g_autoptr (GVariant) sentence = NULL;
    g_autoptr (GVariant) result = NULL;
    g_autoptr (GVariant) reply = NULL;
    gboolean connected = FALSE;

    if (settings != NULL && g_variant_n_children (settings) == 0 &&
        wattle_cli_broker_is_embedded (broker))
        return test_own (cli, broker);
    if (settings != NULL)
        reply = wattle_cli_bus_change (cli->manager, "TestBroker",
                                       g_variant_new ("(@a{sv})", settings), &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    result = g_variant_get_child_value (reply, 0);
    g_variant_lookup (result, "connected", "b", &connected);
    milliseconds = g_variant_lookup_value (result, "milliseconds", G_VARIANT_TYPE_UINT32);
    sentence = g_variant_lookup_value (result, "error", G_VARIANT_TYPE_VARDICT);
    return report_test (cli, connected, milliseconds, sentence);
}

static const WattleCliOption show_options[] = {
    { "passwords", NULL, N_ ("show the passwords of the accounts too") },
    { NULL },
};

static const WattleCliOption set_options[] = {
    { "unset", "KEY", N_ ("take a value away; may be given several times") },
    { NULL },
};

const WattleCliCommand wattle_cli_mqtt_commands[] = {
    { "mqtt show", "", N_ ("the broker, who can reach it, and its accounts"),
      N_ ("Shows where the host publishes and whether it is connected; of the host's own broker "
          "also who can reach it, and the accounts to enter in Home Assistant and in devices."),
      "wattle mqtt show --passwords", show_options, run_show },
    { "mqtt set", "[KEY=VALUE …]", N_ ("choose the broker"),
      N_ ("Changes settings of the broker, which are in force at once. The keys are those of "
          "wattle.conf: Broker, User, Password, CaFile, CertFile, KeyFile, Verify, ClientId, "
          "KeepAlive; Listen and Port of the host's own broker; DiscoveryPrefix; and Mode of the "
          "bridge topics. Password=ask asks for the password. Without Broker the host runs a "
          "broker "
          "of its own."),
      "wattle mqtt set Broker=mqtt://192.168.20.2 User=wattle Password=ask\n"
      "wattle mqtt set --unset Broker --unset User --unset Password",
      set_options, run_set },
    { "mqtt test", "[KEY=VALUE …]", N_ ("try a broker"),
      N_ ("Tries to connect to the broker, with the settings that are in force or with others, and "
          "changes nothing. The exit status is 1 if it does not work."),
      "wattle mqtt test Broker=mqtts://broker.example User=house17", set_options, run_test },
    { NULL },
};
