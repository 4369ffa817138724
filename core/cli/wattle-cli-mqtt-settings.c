/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-mqtt-settings.h"

#include <glib/gi18n.h>

#include "wattle-cli-nearest.h"
#include "wattle-cli-secret.h"

static const char *const keys[] = {
    "Mqtt/Broker",           "Mqtt/User",           "Mqtt/Password",
    "Mqtt/CaFile",           "Mqtt/CertFile",       "Mqtt/KeyFile",
    "Mqtt/Verify",           "Mqtt/ClientId",       "Mqtt/KeepAlive",
    "EmbeddedBroker/Listen", "EmbeddedBroker/Port", "HomeAssistant/DiscoveryPrefix",
    "Bridge/Mode",
};

static const char *
get_short (const char *key)
{
    return strchr (key, '/') + 1;
}

const char *
wattle_cli_mqtt_settings_find_key (const char *key)
{
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        if (g_str_equal (keys[i], key) || g_str_equal (get_short (keys[i]), key))
            return keys[i];

    return NULL;
}

static const char *
need_key (const char *key, GError **error)
{
    const char *found = wattle_cli_mqtt_settings_find_key (key);
    const char *known[G_N_ELEMENTS (keys) + 1] = { NULL };
    g_autofree char *sentence = NULL;

    if (found != NULL)
        return found;

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        known[i] = get_short (keys[i]);
    sentence = g_strdup_printf (_ ("the broker has no setting “%s”"), key);
    wattle_cli_nearest_refuse (error, sentence, key, known);
    return NULL;
}

static gboolean
add_setting (WattleCli *cli,
             GVariantDict *settings,
             const char *word,
             const char *owner,
             GError **error)
{
    g_autofree char *key = NULL;
    g_autofree char *value = NULL;
    const char *known;

    if (!wattle_cli_arguments_split (word, &key, &value, error))
        return FALSE;
    known = need_key (key, error);
    if (known == NULL)
        return FALSE;

    if (g_str_equal (known, "Mqtt/Password") && g_str_equal (value, "ask")) {
        g_free (value);
        value = wattle_cli_secret_ask (cli, "Password", owner, error);
    }
    if (value == NULL)
        return FALSE;
    g_variant_dict_insert (settings, known, "s", value);
    return TRUE;
}

/* An empty text takes a value away. */
static gboolean
add_removed (GVariantDict *settings, const WattleCliArguments *arguments, GError **error)
{
    g_autofree const char **removed = wattle_cli_arguments_get_all (arguments, "unset");

    for (guint i = 0; removed[i] != NULL; i++) {
        const char *known = need_key (removed[i], error);

        if (known == NULL)
            return FALSE;
        g_variant_dict_insert (settings, known, "s", "");
    }
    return TRUE;
}

GVariant *
wattle_cli_mqtt_settings_make (WattleCli *cli,
                               const WattleCliArguments *arguments,
                               const char *owner,
                               GError **error)
{
    const char *const *words = wattle_cli_arguments_get_operands (arguments, 0);
    GVariantDict settings;
    gboolean fine = TRUE;

    g_variant_dict_init (&settings, NULL);
    for (; fine && *words != NULL; words++)
        fine = add_setting (cli, &settings, *words, owner, error);
    if (fine && add_removed (&settings, arguments, error))
        return g_variant_ref_sink (g_variant_dict_end (&settings));

    g_variant_dict_clear (&settings);
    return NULL;
}
