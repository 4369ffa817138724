/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-config-dict.h"

#include <string.h>

#include "base/wattle-error-private.h"
#include "base/wattle-ident.h"
#include "base/wattle-line.h"

#define MAX_TEXT 1024

/* How a dictionary is written into the key file that the configuration is then read from: so a
 * client is told the same as a person who edits the file. */
typedef gboolean (*Edit) (GKeyFile *file, const char *key, GVariant *value, GError **error);

static gboolean
refuse_type (const char *key, const char *wanted, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: must be %s", key, wanted);
    return FALSE;
}

static gboolean
check_text (const char *name, GVariant *value, GError **error)
{
    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        return refuse_type (name, "text", error);
    if (wattle_line_is_plain (g_variant_get_string (value, NULL), MAX_TEXT))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "%s: must be text of at most %d bytes without control characters", name,
                      MAX_TEXT);
    return FALSE;
}

/* An empty text takes the value away. */
static gboolean
set_text (GKeyFile *file,
          const char *group,
          const char *key,
          const char *name,
          GVariant *value,
          GError **error)
{
    if (!check_text (name, value, error))
        return FALSE;

    if (*g_variant_get_string (value, NULL) != '\0')
        g_key_file_set_string (file, group, key, g_variant_get_string (value, NULL));
    else
        g_key_file_remove_key (file, group, key, NULL);
    return TRUE;
}

static gboolean
edit_name (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return set_text (file, "Device", "Name", key, value, error);
}

static gboolean
edit_model (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return set_text (file, "Device", "Model", key, value, error);
}

static gboolean
edit_interval (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return set_text (file, "Device", "Interval", key, value, error);
}

static gboolean
edit_max_power (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return set_text (file, "Device", "MaxPower", key, value, error);
}

static gboolean
edit_certificate (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return set_text (file, "Link", "HttpCertificate", key, value, error);
}

static gboolean
edit_enabled (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
        return refuse_type (key, "true or false", error);

    g_key_file_set_string (file, "Device", "Enabled",
                           g_variant_get_boolean (value) ? "true" : "false");
    return TRUE;
}

static gboolean
edit_topics (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    g_autofree const char **topics = NULL;
    g_autofree char *list = NULL;

    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
        return refuse_type (key, "a list of topics", error);

    topics = g_variant_get_strv (value, NULL);
    list = g_strjoinv (", ", (char **)topics);
    g_key_file_set_string (file, "Link", "MqttTopics", list);
    return TRUE;
}

static const char *
find_link_key (const char *name)
{
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++)
        if (g_ascii_strcasecmp (wattle_device_config_get_link_key (kind), name) == 0)
            return wattle_device_config_get_link_key (kind);

    return NULL;
}

static gboolean
set_link (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    const char *link = find_link_key (key);

    if (link == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "links/%s: no such link; there are: %s", key,
                          "http, mqtt, modbus");
        return FALSE;
    }
    if (!check_text (key, value, error))
        return FALSE;

    /* An empty Mqtt= is the host's own broker. */
    if (g_str_equal (link, wattle_device_config_get_link_key (WATTLE_LINK_MQTT)) &&
        *g_variant_get_string (value, NULL) == '\0') {
        g_key_file_set_string (file, "Link", link, "");
        return TRUE;
    }
    return set_text (file, "Link", link, key, value, error);
}

/* A name that a key file cannot hold would come back as another. */
static gboolean
set_option (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    for (const char *at = key; *at != '\0'; at++)
        if (!g_ascii_isalnum (*at) && *at != '_' && *at != '-')
            return refuse_type ("options", "names of letters and digits with their values", error);

    return *key != '\0' ? set_text (file, "Options", key, key, value, error)
                        : refuse_type ("options", "names with their values", error);
}

/* Both a{ss} and a{sv} will do: JSON comes as the latter. */
static GVariant *
unbox (GVariant *entry)
{
    g_autoptr (GVariant) boxed = g_variant_get_child_value (entry, 1);

    return g_variant_is_of_type (boxed, G_VARIANT_TYPE_VARIANT) ? g_variant_get_variant (boxed)
                                                                : g_variant_ref (boxed);
}

static gboolean
edit_each (GKeyFile *file, const char *key, GVariant *value, Edit edit, GError **error)
{
    GVariantIter iter;
    GVariant *child;

    if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("a{s*}")))
        return refuse_type (key, "names with their values", error);

    g_variant_iter_init (&iter, value);
    while ((child = g_variant_iter_next_value (&iter)) != NULL) {
        g_autoptr (GVariant) entry = child;
        g_autoptr (GVariant) name = g_variant_get_child_value (entry, 0);
        g_autoptr (GVariant) content = unbox (entry);

        if (!edit (file, g_variant_get_string (name, NULL), content, error))
            return FALSE;
    }

    return TRUE;
}

static gboolean
edit_links (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return edit_each (file, key, value, set_link, error);
}

static gboolean
set_replaced (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return wattle_ident_is_valid_device (key)
               ? set_text (file, "Replaced", key, key, value, error)
               : refuse_type ("replaced", "ids of successors with the ids they take over", error);
}

static gboolean
edit_replaced (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return edit_each (file, key, value, set_replaced, error);
}

static gboolean
edit_options (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return edit_each (file, key, value, set_option, error);
}

static gboolean
set_outputs_key (GKeyFile *file,
                 const char *group,
                 const char *key,
                 GVariant *value,
                 GError **error)
{
    for (const char *at = key; *at != '\0'; at++)
        if (!g_ascii_isalnum (*at))
            return refuse_type ("outputs", "names of outputs with their settings", error);

    if (*key == '\0')
        return refuse_type ("outputs", "names of outputs with their settings", error);
    return set_text (file, group, key, key, value, error);
}

static gboolean
set_output (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    g_autofree char *group = wattle_output_config_dup_group (key);
    GVariantIter iter;
    GVariant *child;

    if (!wattle_output_config_is_name (key) ||
        !g_variant_is_of_type (value, G_VARIANT_TYPE ("a{s*}")))
        return refuse_type ("outputs", "names of outputs with their settings", error);

    g_variant_iter_init (&iter, value);
    while ((child = g_variant_iter_next_value (&iter)) != NULL) {
        g_autoptr (GVariant) entry = child;
        g_autoptr (GVariant) name = g_variant_get_child_value (entry, 0);
        g_autoptr (GVariant) content = unbox (entry);

        if (!set_outputs_key (file, group, g_variant_get_string (name, NULL), content, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
edit_outputs (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    return edit_each (file, key, value, set_output, error);
}

static void
remove_output (GKeyFile *file, const char *name)
{
    g_autofree char *group = wattle_output_config_dup_group (name);

    g_key_file_remove_group (file, group, NULL);
}

static gboolean
remove_one (GKeyFile *file, const char *what, GError **error)
{
    static const char *const plain[] = { "name",     "Name",     "model",     "Model",
                                         "interval", "Interval", "max-power", "MaxPower" };
    const char *rest = strchr (what, '/');

    for (guint i = 0; i < G_N_ELEMENTS (plain); i += 2)
        if (g_str_equal (what, plain[i])) {
            g_key_file_remove_key (file, "Device", plain[i + 1], NULL);
            return TRUE;
        }
    if (g_str_equal (what, "http-certificate")) {
        g_key_file_remove_key (file, "Link", "HttpCertificate", NULL);
    } else if (g_str_equal (what, "mqtt-topics")) {
        g_key_file_remove_key (file, "Link", "MqttTopics", NULL);
    } else if (g_str_has_prefix (what, "links/") && find_link_key (rest + 1) != NULL) {
        g_key_file_remove_key (file, "Link", find_link_key (rest + 1), NULL);
    } else if (g_str_has_prefix (what, "options/")) {
        g_key_file_remove_key (file, "Options", rest + 1, NULL);
    } else if (g_str_has_prefix (what, "replaced/")) {
        g_key_file_remove_key (file, "Replaced", rest + 1, NULL);
    } else if (g_str_has_prefix (what, "outputs/")) {
        remove_output (file, rest + 1);
    } else {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "remove: “%s” cannot be taken away; there are: %s", what,
                          "name, model, interval, max-power, http-certificate, mqtt-topics, "
                          "links/LINK, options/KEY, replaced/ID, outputs/NAME");
        return FALSE;
    }
    return TRUE;
}

static gboolean
edit_remove (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    g_autofree const char **list = NULL;

    if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
        return refuse_type (key, "a list of names", error);

    list = g_variant_get_strv (value, NULL);
    for (guint i = 0; list[i] != NULL; i++)
        if (!remove_one (file, list[i], error))
            return FALSE;
    return TRUE;
}

static const struct {
    const char *key;
    Edit edit;
} members[] = {
    { "name", edit_name },
    { "model", edit_model },
    { "enabled", edit_enabled },
    { "interval", edit_interval },
    { "max-power", edit_max_power },
    { "links", edit_links },
    { "http-certificate", edit_certificate },
    { "mqtt-topics", edit_topics },
    { "options", edit_options },
    { "replaced", edit_replaced },
    { "outputs", edit_outputs },
    { "remove", edit_remove },
};

static gboolean
edit_member (GKeyFile *file, const char *key, GVariant *value, GError **error)
{
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
        if (g_str_equal (key, members[i].key))
            return members[i].edit (file, key, value, error);
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", members[i].key);
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s: not known here; there are: %s", key,
                      list->str);
    return FALSE;
}

WattleDeviceConfig *
wattle_config_dict_apply (const WattleDeviceConfig *base, GVariant *dict, GError **error)
{
    g_auto (WattleStoreReader) reader = { .path = base->path, .file = g_key_file_new () };
    WattleDeviceConfig *config;
    GVariantIter iter;
    const char *key;
    GVariant *value;

    wattle_device_config_write (base, reader.file);
    g_variant_iter_init (&iter, dict);
    while (g_variant_iter_next (&iter, "{&sv}", &key, &value)) {
        g_autoptr (GVariant) owned = value;

        if (!edit_member (reader.file, key, owned, error))
            return NULL;
    }

    config = wattle_device_config_read (base->id, &reader);
    if (config == NULL)
        g_propagate_error (
            error, wattle_error_new_take (WATTLE_ERROR_CONFIG, g_steal_pointer (&reader.reason)));
    else
        config->locked = base->locked;
    return config;
}

static GVariant *
list_links (const WattleDeviceConfig *config)
{
    GVariantBuilder links;

    g_variant_builder_init (&links, G_VARIANT_TYPE ("a{ss}"));
    for (WattleLinkKind kind = WATTLE_LINK_HTTP; kind < WATTLE_LINK_N_KINDS; kind++) {
        g_autofree char *name = g_ascii_strdown (wattle_device_config_get_link_key (kind), -1);

        if (config->uris[kind] != NULL)
            g_variant_builder_add (&links, "{ss}", name, config->uris[kind]);
    }
    return g_variant_builder_end (&links);
}

static GVariant *
list_pairs (const GPtrArray *pairs)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a{ss}"));
    for (guint i = 0; i + 1 < pairs->len; i += 2)
        g_variant_builder_add (&list, "{ss}", g_ptr_array_index (pairs, i),
                               g_ptr_array_index (pairs, i + 1));
    return g_variant_builder_end (&list);
}

static GVariant *
list_outputs (const WattleDeviceConfig *config)
{
    GVariantBuilder list;

    g_variant_builder_init (&list, G_VARIANT_TYPE ("a{sa{ss}}"));
    for (guint i = 0; i < config->outputs->len; i++) {
        const WattleOutputConfig *output = g_ptr_array_index (config->outputs, i);

        g_variant_builder_add (&list, "{s@a{ss}}", output->name, list_pairs (output->pairs));
    }
    return g_variant_builder_end (&list);
}

GVariant *
wattle_config_dict_new (const WattleDeviceConfig *config)
{
    g_autofree char *interval = wattle_device_config_dup_interval (config);
    g_autofree char *max_power = wattle_device_config_dup_max_power (config);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "name", "s", config->name != NULL ? config->name : "");
    g_variant_dict_insert (&dict, "enabled", "b", config->enabled);
    g_variant_dict_insert (&dict, "interval", "s", interval != NULL ? interval : "");
    if (max_power != NULL)
        g_variant_dict_insert (&dict, "max-power", "s", max_power);
    if (config->model != NULL)
        g_variant_dict_insert (&dict, "model", "s", config->model);
    if (config->http_certificate != NULL)
        g_variant_dict_insert (&dict, "http-certificate", "s", config->http_certificate);
    if (config->mqtt_topics != NULL)
        g_variant_dict_insert (&dict, "mqtt-topics", "^as", config->mqtt_topics);
    g_variant_dict_insert_value (&dict, "links", list_links (config));
    g_variant_dict_insert_value (&dict, "options", list_pairs (config->options));
    if (config->replaced->len > 0)
        g_variant_dict_insert_value (&dict, "replaced", list_pairs (config->replaced));
    if (config->outputs->len > 0)
        g_variant_dict_insert_value (&dict, "outputs", list_outputs (config));
    return g_variant_dict_end (&dict);
}
