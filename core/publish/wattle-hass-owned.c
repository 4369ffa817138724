/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-owned.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-json.h"
#include "wattle-hass-components.h"

#define INSTANCE   "instance"
#define PREFIX     "prefix"
#define ID         "id"
#define PARENT     "parent"
#define TOPICS     "topics"
#define COMPONENTS "components"
#define MISSING    "missing_since"
#define GONE       "gone"

WattleHassOwned *
wattle_hass_owned_new (const char *instance, const char *prefix, const char *id)
{
    WattleHassOwned *self = g_new0 (WattleHassOwned, 1);

    self->instance = g_strdup (instance);
    self->prefix = g_strdup (prefix);
    self->id = g_strdup (id);
    self->parent = g_strdup ("");
    self->topics = g_new0 (char *, 1);
    self->components = wattle_hass_components_new ();
    return self;
}

void
wattle_hass_owned_free (WattleHassOwned *self)
{
    g_free (self->instance);
    g_free (self->prefix);
    g_free (self->id);
    g_free (self->parent);
    g_strfreev (self->topics);
    g_hash_table_unref (self->components);
    g_free (self);
}

/* Writing */

static void
append_member (GString *text, const char *name, const char *value)
{
    g_string_append_printf (text, "\"%s\":", name);
    wattle_json_append_string (text, value);
    g_string_append_c (text, ',');
}

static void
append_topics (GString *text, GStrv topics)
{
    g_string_append (text, "\"" TOPICS "\":[");
    for (char **topic = topics; *topic != NULL; topic++) {
        if (topic != topics)
            g_string_append_c (text, ',');
        wattle_json_append_string (text, *topic);
    }
    g_string_append (text, "],");
}

static void
append_components (GString *text, GHashTable *components)
{
    g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (components), (GCompareFunc)strcmp);

    g_string_append (text, "\"" COMPONENTS "\":{");
    for (GList *item = keys; item != NULL; item = item->next) {
        if (item != keys)
            g_string_append_c (text, ',');
        wattle_json_append_string (text, item->data);
        g_string_append_c (text, ':');
        wattle_json_append_string (text, g_hash_table_lookup (components, item->data));
    }
    g_string_append_c (text, '}');
}

void
wattle_hass_owned_append (const WattleHassOwned *self, GString *text)
{
    g_string_append_c (text, '{');
    append_member (text, INSTANCE, self->instance);
    append_member (text, PREFIX, self->prefix);
    append_member (text, ID, self->id);
    if (*self->parent != '\0')
        append_member (text, PARENT, self->parent);
    if (self->missing_since != 0)
        g_string_append_printf (text, "\"" MISSING "\":%" G_GINT64_FORMAT ",", self->missing_since);
    if (self->gone)
        g_string_append (text, "\"" GONE "\":true,");
    append_topics (text, self->topics);
    append_components (text, self->components);
    g_string_append (text, "}\n");
}

/* Reading */

static gboolean
refuse (const char *member, const char *allowed, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "“%s” must be %s", member, allowed);
    return FALSE;
}

/* Whatever a file says, nothing but the host's own topics is ever cleared. */
static gboolean
topic_is_own (const WattleHassOwned *self, const char *topic)
{
    g_autofree char *own = g_strconcat (self->instance, "/", NULL);
    g_autofree char *discovery = g_strconcat (self->prefix, "/device/", self->instance, NULL);

    return (g_str_has_prefix (topic, own) || g_str_has_prefix (topic, discovery)) &&
           strpbrk (topic, "+#") == NULL;
}

static gboolean
read_names (WattleHassOwned *self, JsonObject *object, GError **error)
{
    const char *parent = wattle_json_peek_string (object, PARENT);
    JsonNode *gone = json_object_get_member (object, GONE);

    if (!wattle_ident_is_valid (self->instance))
        return refuse (INSTANCE, "an identifier", error);
    if (*self->prefix == '\0')
        return refuse (PREFIX, "the beginning of a topic", error);
    if (*self->id != '\0' && !wattle_ident_is_valid_device (self->id))
        return refuse (ID, "a device's id, or empty", error);
    if (parent != NULL && !wattle_ident_is_valid_device (parent))
        return refuse (PARENT, "a device's id", error);
    if (gone != NULL && !wattle_json_get_boolean (object, GONE, &self->gone, error))
        return FALSE;
    if (json_object_has_member (object, MISSING) &&
        !wattle_json_get_integer (object, MISSING, 0, (gint64)1 << 52, &self->missing_since, error))
        return FALSE;

    g_free (self->parent);
    self->parent = g_strdup (parent != NULL ? parent : "");
    return TRUE;
}

static gboolean
read_topics (WattleHassOwned *self, JsonObject *object, GError **error)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    JsonArray *topics;

    if (!wattle_json_get_array (object, TOPICS, &topics, error))
        return FALSE;

    for (guint i = 0; i < json_array_get_length (topics); i++) {
        const char *topic;

        if (!wattle_json_node_is_string (json_array_get_element (topics, i), &topic) ||
            !topic_is_own (self, topic))
            return refuse (TOPICS, "topics of that instance", error);
        g_strv_builder_add (builder, topic);
    }

    g_strfreev (self->topics);
    self->topics = g_strv_builder_end (builder);
    return TRUE;
}

static gboolean
read_components (WattleHassOwned *self, JsonObject *object, GError **error)
{
    JsonObject *components;
    JsonObjectIter iter;
    const char *key;
    JsonNode *node;

    if (!wattle_json_get_object (object, COMPONENTS, &components, error))
        return FALSE;

    json_object_iter_init (&iter, components);
    while (json_object_iter_next (&iter, &key, &node)) {
        const char *platform;

        if (!wattle_json_node_is_string (node, &platform) || *platform == '\0')
            return refuse (COMPONENTS, "platforms by component", error);
        wattle_hass_components_put (self->components, key, platform);
    }

    return TRUE;
}

WattleHassOwned *
wattle_hass_owned_parse (const char *line, gsize length, GError **error)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (line, (gssize)length, error);
    g_autoptr (WattleHassOwned) self = NULL;
    const char *instance;
    const char *prefix;
    const char *id;

    if (object == NULL || !wattle_json_get_string (object, INSTANCE, &instance, error) ||
        !wattle_json_get_string (object, PREFIX, &prefix, error) ||
        !wattle_json_get_string (object, ID, &id, error))
        return NULL;

    self = wattle_hass_owned_new (instance, prefix, id);
    if (!read_names (self, object, error) || !read_topics (self, object, error) ||
        !read_components (self, object, error))
        return NULL;
    return g_steal_pointer (&self);
}
