/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-json.h"
#include "wattle-cli-message.h"
#include "wattle-cli-nearest.h"
#include "wattle-cli-report.h"
#include "wattle-cli-table.h"
#include "wattle-cli-words.h"

static int
compare (gconstpointer a, gconstpointer b)
{
    return g_strcmp0 (wattle_dbus_plugin_get_module (*(WattleDBusPlugin **)a),
                      wattle_dbus_plugin_get_module (*(WattleDBusPlugin **)b));
}

/* Of WattleDBusPlugin, by module. */
static GPtrArray *
list_plugins (WattleCli *cli)
{
    GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
    GList *objects = g_dbus_object_manager_get_objects (cli->objects);

    for (GList *link = objects; link != NULL; link = link->next) {
        WattleDBusPlugin *plugin = wattle_dbus_object_peek_plugin (link->data);

        if (plugin != NULL)
            g_ptr_array_add (list, g_object_ref (plugin));
    }
    g_list_free_full (objects, g_object_unref);
    g_ptr_array_sort (list, compare);
    return list;
}

static void
print_json (GPtrArray *plugins)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_array (json, NULL);
    for (guint i = 0; i < plugins->len; i++) {
        WattleDBusPlugin *plugin = g_ptr_array_index (plugins, i);
        g_autofree char *error =
            wattle_cli_message_get_english (wattle_dbus_plugin_get_error (plugin));

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "module", wattle_dbus_plugin_get_module (plugin));
        wattle_cli_json_add_text (json, "name", wattle_dbus_plugin_get_name (plugin));
        wattle_cli_json_add_text (json, "description", wattle_dbus_plugin_get_description (plugin));
        wattle_cli_json_add_word (json, "version", wattle_dbus_plugin_get_version (plugin));
        wattle_cli_json_add_text (json, "kind", wattle_dbus_plugin_get_kind (plugin));
        wattle_cli_json_add_text (json, "path", wattle_dbus_plugin_get_path (plugin));
        wattle_cli_json_add_text (json, "state", wattle_dbus_plugin_get_state (plugin));
        wattle_cli_json_add_text (json, "error", error);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
    wattle_cli_json_print (json);
}

static void
add_row (WattleCliTable *table, WattleDBusPlugin *plugin)
{
    g_autofree char *error = wattle_cli_message_translate (wattle_dbus_plugin_get_error (plugin));
    const char *state = wattle_dbus_plugin_get_state (plugin);

    wattle_cli_table_add (table, wattle_dbus_plugin_get_module (plugin));
    wattle_cli_table_add_styled (table,
                                 wattle_cli_words_get_style (WATTLE_CLI_WORDS_PLUGIN_STATE, state),
                                 wattle_cli_words_translate (WATTLE_CLI_WORDS_PLUGIN_STATE, state));
    wattle_cli_table_add (table, wattle_dbus_plugin_get_name (plugin));
    wattle_cli_table_add (table,
                          error != NULL ? error : wattle_dbus_plugin_get_description (plugin));
}

static int
run_list (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GPtrArray) plugins = list_plugins (cli);
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    if (cli->json) {
        print_json (plugins);
        return WATTLE_CLI_OK;
    }
    if (plugins->len == 0) {
        g_print (_ ("No plugin was found.\n"));
        return WATTLE_CLI_OK;
    }

    wattle_cli_table_add_column (table, C_ ("column", "Plugin"));
    wattle_cli_table_add_column (table, C_ ("column", "State"));
    wattle_cli_table_add_column (table, C_ ("column", "Name"));
    wattle_cli_table_add_column (table, "");
    for (guint i = 0; i < plugins->len; i++)
        add_row (table, g_ptr_array_index (plugins, i));
    wattle_cli_table_print (table, cli->colour);
    return WATTLE_CLI_OK;
}

static WattleDBusPlugin *
find (GPtrArray *plugins, const char *module, GError **error)
{
    g_autoptr (GPtrArray) modules = g_ptr_array_new ();
    g_autofree char *sentence = g_strdup_printf (_ ("there is no plugin “%s”"), module);

    for (guint i = 0; i < plugins->len; i++) {
        const char *known = wattle_dbus_plugin_get_module (g_ptr_array_index (plugins, i));

        if (g_str_equal (known, module))
            return g_ptr_array_index (plugins, i);
        g_ptr_array_add (modules, (char *)known);
    }
    g_ptr_array_add (modules, NULL);
    wattle_cli_nearest_refuse (error, sentence, module, (const char *const *)modules->pdata);
    return NULL;
}

static gboolean
set_enabled (WattleCli *cli, const char *module, gboolean enabled, GError **error)
{
    g_autoptr (GPtrArray) plugins = list_plugins (cli);
    WattleDBusPlugin *plugin = find (plugins, module, error);
    g_autoptr (GVariant) reply = NULL;

    if (plugin != NULL)
        reply = wattle_cli_bus_change (plugin, "SetEnabled", g_variant_new ("(b)", enabled), error);
    return reply != NULL;
}

static int
run_enable (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *module = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;

    if (!set_enabled (cli, module, TRUE, &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "module", module, _ ("The plugin %s is enabled."), module);
}

static int
run_disable (WattleCli *cli, const WattleCliArguments *arguments)
{
    const char *module = wattle_cli_arguments_get_operand (arguments, 0);
    g_autoptr (GError) error = NULL;

    if (!set_enabled (cli, module, FALSE, &error))
        return wattle_cli_fail (error);
    return wattle_cli_report_done (cli, "module", module, _ ("The plugin %s is disabled."), module);
}

const WattleCliCommand wattle_cli_plugins_commands[] = {
    { "plugins list", "", N_ ("all plugins that were found, and their states"),
      N_ ("Lists every plugin that was found. A plugin in Python is loaded when a device wants "
          "it."),
      "wattle plugins list", NULL, run_list },
    { "plugins enable", "PLUGIN", N_ ("use a plugin again"),
      N_ ("Ends what wattle plugins disable began; the plugin's devices run again."),
      "wattle plugins enable iskra-sg", NULL, run_enable },
    { "plugins disable", "PLUGIN", N_ ("do not use a plugin"),
      N_ ("The plugin's devices do not run any more, now and after a restart of the host."),
      "wattle plugins disable iskra-sg", NULL, run_disable },
    { NULL },
};
