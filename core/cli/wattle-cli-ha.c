/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-table.h"
#include "wattle-cli-words.h"

/* ha prune */

static void
print_topics (GVariant *topics, gboolean dry_run)
{
    g_autofree const char **list = g_variant_get_strv (topics, NULL);

    for (guint i = 0; list[i] != NULL; i++) {
        g_autofree char *topic = wattle_cli_text_clean (list[i]);

        g_print ("%s\n", topic);
    }
    if (list[0] == NULL)
        g_print (_ ("There is nothing to clear.\n"));
    else if (dry_run)
        g_print (_ ("These would be cleared by: wattle ha prune\n"));
    else
        g_print (_ ("These have been cleared.\n"));
}

static int
run_prune (WattleCli *cli, const WattleCliArguments *arguments)
{
    gboolean dry_run = wattle_cli_arguments_has (arguments, "dry-run");
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply = wattle_cli_bus_change (cli->manager, "PruneDiscovery",
                                                        g_variant_new ("(b)", dry_run), &error);
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    g_autofree const char **list = NULL;
    g_autoptr (GVariant) topics = NULL;

    if (reply == NULL)
        return wattle_cli_fail (error);
    topics = g_variant_get_child_value (reply, 0);
    if (!cli->json) {
        print_topics (topics, dry_run);
        return WATTLE_CLI_OK;
    }

    list = g_variant_get_strv (topics, NULL);
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_boolean (json, "dry_run", dry_run);
    wattle_cli_json_add_texts (json, "topics", list);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
    return WATTLE_CLI_OK;
}

/* ha diff */

static GVariant *
lookup_entities (GVariant *message)
{
    GVariant *list = g_variant_lookup_value (message, "entities", G_VARIANT_TYPE ("aa{sv}"));

    return list != NULL ? list : g_variant_ref_sink (g_variant_new ("aa{sv}", NULL));
}

static gboolean
is_change (GVariant *dict, const char *change)
{
    return g_str_equal (wattle_cli_fields_get_text (dict, "change"), change);
}

static gboolean
has_clash (GVariant *messages)
{
    for (gsize i = 0; i < g_variant_n_children (messages); i++) {
        g_autoptr (GVariant) message = g_variant_get_child_value (messages, i);
        g_autoptr (GVariant) entities = lookup_entities (message);

        if (is_change (message, "clash"))
            return TRUE;
        for (gsize j = 0; j < g_variant_n_children (entities); j++) {
            g_autoptr (GVariant) entity = g_variant_get_child_value (entities, j);

            if (is_change (entity, "clash"))
                return TRUE;
        }
    }
    return FALSE;
}

static const WattleCliField message_fields[] = {
    { "topic", NULL, WATTLE_CLI_FIELD_VALUE },
    { "device", NULL, WATTLE_CLI_FIELD_WORD },
    { "change", NULL, WATTLE_CLI_FIELD_VALUE },
};

static const WattleCliField entity_fields[] = {
    { "key", NULL, WATTLE_CLI_FIELD_WORD },
    { "change", NULL, WATTLE_CLI_FIELD_VALUE },
    { "with", NULL, WATTLE_CLI_FIELD_WORD },
};

static void
print_diff_json (GVariant *messages)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_array (json, NULL);
    for (gsize i = 0; i < g_variant_n_children (messages); i++) {
        g_autoptr (GVariant) message = g_variant_get_child_value (messages, i);
        g_autoptr (GVariant) entities = lookup_entities (message);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_fields_add (json, message, message_fields, G_N_ELEMENTS (message_fields));
        wattle_cli_fields_add_list (json, "entities", entities, entity_fields,
                                    G_N_ELEMENTS (entity_fields));
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
    wattle_cli_json_print (json);
}

static void
add_row (WattleCliTable *table, GVariant *dict, const char *what, const char *with)
{
    const char *change = wattle_cli_fields_get_text (dict, "change");

    wattle_cli_table_add_styled (table,
                                 wattle_cli_words_get_style (WATTLE_CLI_WORDS_CHANGE, change),
                                 wattle_cli_words_translate (WATTLE_CLI_WORDS_CHANGE, change));
    wattle_cli_table_add (table, what);
    wattle_cli_table_add (table, with);
}

static void
add_message (WattleCliTable *table, GVariant *message)
{
    const char *id = wattle_cli_fields_get_text (message, "device");
    const char *device = *id != '\0' ? id : C_ ("fact", "host");
    g_autoptr (GVariant) entities = lookup_entities (message);

    if (!is_change (message, "same"))
        add_row (table, message, device, wattle_cli_fields_get_text (message, "topic"));
    for (gsize i = 0; i < g_variant_n_children (entities); i++) {
        g_autoptr (GVariant) entity = g_variant_get_child_value (entities, i);
        g_autofree char *name =
            g_strdup_printf ("  %s %s", device, wattle_cli_fields_get_text (entity, "key"));

        if (!is_change (entity, "same"))
            add_row (table, entity, name, wattle_cli_fields_get_text (entity, "with"));
    }
}

static void
print_diff (WattleCli *cli, GVariant *messages)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, C_ ("column", "Change"));
    wattle_cli_table_add_column (table, C_ ("column", "Device or entity"));
    wattle_cli_table_add_column (table, C_ ("column", "With"));
    for (gsize i = 0; i < g_variant_n_children (messages); i++) {
        g_autoptr (GVariant) message = g_variant_get_child_value (messages, i);

        add_message (table, message);
    }
    if (wattle_cli_table_get_n_rows (table) > 0)
        wattle_cli_table_print (table, cli->colour);
    else
        g_print (_ ("Home Assistant knows all devices as they are.\n"));
}

static int
run_diff (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reply =
        wattle_cli_bus_ask (cli->manager, "PreviewDiscovery", NULL, &error);
    g_autoptr (GVariant) messages = NULL;

    if (reply == NULL)
        return wattle_cli_fail (error);
    messages = g_variant_get_child_value (reply, 0);
    if (cli->json)
        print_diff_json (messages);
    else
        print_diff (cli, messages);
    return has_clash (messages) ? WATTLE_CLI_PROBLEM : WATTLE_CLI_OK;
}

static const WattleCliOption prune_options[] = {
    { "dry-run", NULL, N_ ("only say what there is to clear") },
    { NULL },
};

const WattleCliCommand wattle_cli_ha_commands[] = {
    { "ha diff", "", N_ ("what would change in Home Assistant"),
      N_ ("Compares what Home Assistant is told with what the broker holds: which devices and "
          "entities would appear, change or vanish, and which clash with others of the same name. "
          "The exit status is 1 if some clash."),
      "wattle ha diff", NULL, run_diff },
    { "ha prune", "", N_ ("clear what is left of devices that are gone"),
      N_ ("Clears the messages that the broker still holds about devices that are gone, so that "
          "they vanish from Home Assistant."),
      "wattle ha prune --dry-run", prune_options, run_prune },
    { NULL },
};
