/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-message.h"

#include <string.h>

#include "base/wattle-ident.h"
#include "base/wattle-json.h"

#define MAX_IDENTIFIERS 16

#define DEVICE "device"
#define ORIGIN "Wattle"

/* "<prefix>/<platform>/[<node>/]<object>/config" */
static gboolean
read_topic (WattleHassMessage *self, const WattleHassHost *host, const char *topic)
{
    gsize length = strlen (host->prefix);
    g_auto (GStrv) levels = NULL;
    guint n;

    if (!g_str_has_prefix (topic, host->prefix) || topic[length] != '/')
        return FALSE;

    levels = g_strsplit (topic + length + 1, "/", 5);
    n = g_strv_length (levels);
    if (n < 3 || n > 4 || !g_str_equal (levels[n - 1], "config"))
        return FALSE;

    self->platform = g_strdup (levels[0]);
    self->node = n == 4 ? g_strdup (levels[1]) : NULL;
    self->object = g_strdup (levels[n - 2]);
    return TRUE;
}

WattleHassMessage *
wattle_hass_message_new (const WattleHassHost *host, const char *topic, GBytes *payload)
{
    g_autoptr (WattleHassMessage) self = g_new0 (WattleHassMessage, 1);
    gsize length;
    const char *text = g_bytes_get_data (payload, &length);

    if (length == 0 || !read_topic (self, host, topic))
        return NULL;

    self->root = wattle_json_parse_object (text, (gssize)length, NULL);
    return self->root != NULL ? g_steal_pointer (&self) : NULL;
}

void
wattle_hass_message_free (WattleHassMessage *self)
{
    g_free (self->platform);
    g_free (self->node);
    g_free (self->object);
    g_clear_pointer (&self->root, json_object_unref);
    g_free (self);
}

/* Members, by their long or their short name */

static const char *
peek_text (JsonObject *object, const char *name, const char *shorter)
{
    const char *text = object != NULL ? wattle_json_peek_string (object, name) : NULL;

    if (text == NULL && object != NULL && shorter != NULL)
        text = wattle_json_peek_string (object, shorter);
    return text != NULL ? text : "";
}

static JsonObject *
peek_object (JsonObject *object, const char *name, const char *shorter)
{
    JsonObject *member = wattle_json_peek_object (object, name);

    return member != NULL ? member : wattle_json_peek_object (object, shorter);
}

static JsonObject *
get_device (const WattleHassMessage *self)
{
    return peek_object (self->root, "device", "dev");
}

const char *
wattle_hass_message_get_origin (const WattleHassMessage *self)
{
    return peek_text (peek_object (self->root, "origin", "o"), "name", NULL);
}

const char *
wattle_hass_message_get_state_topic (const WattleHassMessage *self)
{
    return peek_text (self->root, "state_topic", "stat_t");
}

const char *
wattle_hass_message_get_via (const WattleHassMessage *self)
{
    return peek_text (get_device (self), "via_device", NULL);
}

/* One may stand there without a list. */
GStrv
wattle_hass_message_list_identifiers (const WattleHassMessage *self)
{
    JsonObject *device = get_device (self);
    const char *one = peek_text (device, "identifiers", "ids");
    JsonArray *list = NULL;
    g_autoptr (GStrvBuilder) found = g_strv_builder_new ();

    if (device != NULL)
        list = wattle_json_peek_array (device, "identifiers");
    if (list == NULL && device != NULL)
        list = wattle_json_peek_array (device, "ids");
    if (*one != '\0')
        g_strv_builder_add (found, one);
    for (guint i = 0; list != NULL && i < MIN (json_array_get_length (list), MAX_IDENTIFIERS); i++)
        if (wattle_json_node_is_string (json_array_get_element (list, i), &one))
            g_strv_builder_add (found, one);
    return g_strv_builder_end (found);
}

/* Components */

static gboolean
is_device (const WattleHassMessage *self)
{
    return g_str_equal (self->platform, DEVICE);
}

static JsonObject *
get_components (const WattleHassMessage *self)
{
    return is_device (self) ? peek_object (self->root, "components", "cmps") : NULL;
}

static void
tell (WattleHassMessageFunc func,
      const char *key,
      const char *platform,
      JsonObject *object,
      gpointer user_data)
{
    WattleHassMessageComponent component = {
        key,
        platform,
        peek_text (object, "unique_id", "uniq_id"),
        object,
    };

    func (&component, user_data);
}

void
wattle_hass_message_foreach (const WattleHassMessage *self,
                             WattleHassMessageFunc func,
                             gpointer user_data)
{
    JsonObject *components = get_components (self);
    JsonObjectIter iter;
    const char *key;
    JsonNode *node;

    if (!is_device (self))
        tell (func, self->object, self->platform, self->root, user_data);
    if (components == NULL)
        return;

    json_object_iter_init_ordered (&iter, components);
    while (json_object_iter_next_ordered (&iter, &key, &node)) {
        JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

        if (object != NULL && json_object_get_size (object) > 1)
            tell (func, key, peek_text (object, "platform", "p"), object, user_data);
    }
}

JsonObject *
wattle_hass_message_find (const WattleHassMessage *self, const char *key)
{
    JsonObject *components = get_components (self);
    JsonObject *found = components != NULL ? wattle_json_peek_object (components, key) : NULL;

    return found != NULL && json_object_get_size (found) > 1 ? found : NULL;
}

/* Whose it is */

/* Of the device that the topic is about. NULL: of none that could be this host's. */
static const char *
read_id (const WattleHassMessage *self, const WattleHassHost *host)
{
    gsize length = strlen (host->instance);
    const char *id = self->object + length;

    if (!is_device (self) || self->node != NULL || !g_str_has_prefix (self->object, host->instance))
        return NULL;
    if (*id == '\0')
        return id;
    return *id == '_' && wattle_ident_is_valid_device (id + 1) && !wattle_ident_is_reserved (id + 1)
               ? id + 1
               : NULL;
}

/* The instance may be another's with something behind it; the topics of states tell them apart. */
gboolean
wattle_hass_message_is_own (const WattleHassMessage *self,
                            const WattleHassHost *host,
                            const char **id)
{
    g_auto (GStrv) identifiers = wattle_hass_message_list_identifiers (self);
    g_autofree char *state_topic = NULL;

    *id = read_id (self, host);
    if (*id == NULL)
        return FALSE;

    state_topic = wattle_hass_payload_state_topic (host, **id != '\0' ? *id : NULL);
    return g_str_equal (wattle_hass_message_get_origin (self), ORIGIN) &&
           g_str_equal (wattle_hass_message_get_state_topic (self), state_topic) &&
           g_strv_length (identifiers) == 1 && g_str_equal (identifiers[0], self->object);
}
