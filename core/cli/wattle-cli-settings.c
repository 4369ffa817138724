/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-settings.h"

#include <glib/gi18n.h>

#include "wattle-cli-fields.h"
#include "wattle-cli-schema.h"
#include "wattle-cli-secret.h"

static void
insert_text (GVariantDict *config, const WattleCliArguments *arguments, const char *key)
{
    const char *text = wattle_cli_arguments_get (arguments, key);

    if (text != NULL)
        g_variant_dict_insert (config, key, "s", text);
}

/* The option says what a person does, the configuration what comes of it. */
static void
insert_certificate (GVariantDict *config, const WattleCliArguments *arguments)
{
    const char *text = wattle_cli_arguments_get (arguments, "accept-certificate");

    if (text != NULL)
        g_variant_dict_insert (config, "http-certificate", "s", text);
}

static void
insert_links (GVariantDict *config, const WattleCliArguments *arguments)
{
    static const char *const kinds[] = { "http", "mqtt", "modbus" };
    GVariantBuilder links;
    guint count = 0;

    g_variant_builder_init (&links, G_VARIANT_TYPE ("a{ss}"));
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
        const char *uri = wattle_cli_arguments_get (arguments, kinds[i]);

        if (uri == NULL)
            continue;
        g_variant_builder_add (&links, "{ss}", kinds[i], uri);
        count++;
    }
    if (count > 0)
        g_variant_dict_insert_value (config, "links", g_variant_builder_end (&links));
    else
        g_variant_builder_clear (&links);
}

static void
insert_topics (GVariantDict *config, const WattleCliArguments *arguments)
{
    const char *text = wattle_cli_arguments_get (arguments, "mqtt-topics");
    g_auto (GStrv) topics = NULL;

    if (text == NULL)
        return;

    topics = g_strsplit (text, ",", -1);
    for (guint i = 0; topics[i] != NULL; i++)
        g_strstrip (topics[i]);
    g_variant_dict_insert (config, "mqtt-topics", "^as", topics);
}

/* What makes the names of its secrets its own while the device has no id. */
static char *
describe_owner (GVariant *schema, const WattleCliArguments *arguments, const char *owner)
{
    const char *http = wattle_cli_arguments_get (arguments, "http");
    const char *mqtt = wattle_cli_arguments_get (arguments, "mqtt");

    if (owner != NULL)
        return g_strdup (owner);
    return g_strjoin (" ", wattle_cli_fields_get_text (schema, "driver"), http ? http : "-",
                      mqtt ? mqtt : "-", NULL);
}

/* Returns what is to stand in the configuration. */
static char *
take_value (WattleCli *cli, GVariant *option, const char *owner, char *value, GError **error)
{
    g_autofree char *given = value;

    if (g_str_equal (given, "ask") &&
        g_str_equal (wattle_cli_fields_get_text (option, "type"), "secret"))
        return wattle_cli_secret_ask (cli, wattle_cli_fields_get_text (option, "key"), owner,
                                      error);
    return g_steal_pointer (&given);
}

static gboolean
add_option (WattleCli *cli,
            GVariantBuilder *options,
            const char *word,
            GVariant *schema,
            const char *owner,
            GError **error)
{
    g_autoptr (GVariant) option = NULL;
    g_autofree char *key = NULL;
    g_autofree char *text = NULL;
    char *value;

    if (!wattle_cli_arguments_split (word, &key, &value, error))
        return FALSE;
    option = wattle_cli_schema_find_option (schema, key, error);
    if (option == NULL) {
        g_free (value);
        return FALSE;
    }

    text = take_value (cli, option, owner, value, error);
    if (text == NULL)
        return FALSE;
    g_variant_builder_add (options, "{ss}", key, text);
    return TRUE;
}

static gboolean
insert_options (WattleCli *cli,
                GVariantDict *config,
                const char *const *words,
                GVariant *schema,
                const char *owner,
                GError **error)
{
    GVariantBuilder options;

    if (*words == NULL)
        return TRUE;

    g_variant_builder_init (&options, G_VARIANT_TYPE ("a{ss}"));
    for (; *words != NULL; words++)
        if (!add_option (cli, &options, *words, schema, owner, error)) {
            g_variant_builder_clear (&options);
            return FALSE;
        }
    g_variant_dict_insert_value (config, "options", g_variant_builder_end (&options));
    return TRUE;
}

GVariant *
wattle_cli_settings_make (WattleCli *cli,
                          const WattleCliArguments *arguments,
                          guint first,
                          GVariant *schema,
                          const char *owner,
                          GError **error)
{
    g_autofree char *whose = describe_owner (schema, arguments, owner);
    GVariantDict config;

    g_variant_dict_init (&config, NULL);
    insert_text (&config, arguments, "name");
    insert_text (&config, arguments, "interval");
    insert_text (&config, arguments, "max-power");
    insert_links (&config, arguments);
    insert_certificate (&config, arguments);
    insert_topics (&config, arguments);
    if (!insert_options (cli, &config, wattle_cli_arguments_get_operands (arguments, first), schema,
                         whose, error)) {
        g_variant_dict_clear (&config);
        return NULL;
    }
    return g_variant_ref_sink (g_variant_dict_end (&config));
}
