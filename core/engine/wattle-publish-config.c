/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-publish-config.h"

#include <mosquitto.h>
#include <string.h>

#include "base/wattle-ident.h"

#define PREFIX "Publish "

const char *
wattle_publish_config_get_name (const char *group)
{
    if (!g_str_has_prefix (group, PREFIX))
        return NULL;

    group += strlen (PREFIX);
    return wattle_ident_is_valid (group) ? group : NULL;
}

WattlePublishConfig *
wattle_publish_config_new (const char *name)
{
    WattlePublishConfig *self = g_new0 (WattlePublishConfig, 1);

    self->name = g_strdup (name);
    self->interval_ms = 60000;
    self->topic = g_strdup ("{instance}/{device}");
    self->format = g_strdup ("json");
    self->devices = g_strdup ("*");
    wattle_broker_config_init (&self->broker);
    return self;
}

void
wattle_publish_config_free (WattlePublishConfig *self)
{
    wattle_broker_config_clear (&self->broker);
    g_free (self->name);
    g_free (self->topic);
    g_free (self->format);
    g_free (self->devices);
    g_free (self);
}

gboolean
wattle_publish_config_equal (const WattlePublishConfig *a, const WattlePublishConfig *b)
{
    return g_str_equal (a->name, b->name) && wattle_broker_config_equal (&a->broker, &b->broker) &&
           a->interval_ms == b->interval_ms && g_str_equal (a->topic, b->topic) &&
           g_str_equal (a->format, b->format) && g_str_equal (a->devices, b->devices) &&
           a->qos == b->qos && a->retain == b->retain;
}

WattlePublishFormat
wattle_publish_config_get_format (const WattlePublishConfig *self)
{
    return g_str_equal (self->format, "value") ? WATTLE_PUBLISH_VALUE : WATTLE_PUBLISH_JSON;
}

gboolean
wattle_publish_config_has_device (const WattlePublishConfig *self, const char *id)
{
    g_auto (GStrv) ids = g_strsplit (self->devices, ",", -1);

    for (guint i = 0; ids[i] != NULL; i++) {
        const char *text = g_strstrip (ids[i]);

        if (g_str_equal (text, "*") || g_str_equal (text, id))
            return TRUE;
    }

    return FALSE;
}

static void
check_devices (WattlePublishConfig *self, WattleStoreReader *reader, const char *group)
{
    g_auto (GStrv) ids = g_strsplit (self->devices, ",", -1);

    for (guint i = 0; ids[i] != NULL; i++) {
        const char *text = g_strstrip (ids[i]);

        if (g_str_equal (text, "*") || wattle_ident_is_valid_device (text))
            continue;
        wattle_store_reader_refuse (reader, group, "Devices",
                                    "“%s” is no device id; allowed are ids separated by commas, "
                                    "or * for all",
                                    text);
    }
}

/* What is left once the known placeholders are filled has to be a topic. */
static gboolean
is_topic (const char *pattern)
{
    g_autoptr (GString) topic = g_string_new (pattern);

    g_string_replace (topic, "{instance}", "i", 0);
    g_string_replace (topic, "{device}", "d", 0);
    g_string_replace (topic, "{entity}", "e", 0);
    return topic->len > 0 && strpbrk (topic->str, "{}") == NULL && *topic->str != '$' &&
           mosquitto_pub_topic_check (topic->str) == MOSQ_ERR_SUCCESS;
}

static void
check_topic (WattlePublishConfig *self, WattleStoreReader *reader, const char *group)
{
    gboolean per_entity = strstr (self->topic, "{entity}") != NULL;
    gboolean wants_entity = g_str_equal (self->format, "value");

    if (!is_topic (self->topic) || strstr (self->topic, "{device}") == NULL)
        wattle_store_reader_refuse (reader, group, "Topic",
                                    "must be a topic without + and #, with {device} in it, and "
                                    "{instance} and {entity} if wanted");
    else if (!g_str_equal (self->format, "json") && !g_str_equal (self->format, "value"))
        wattle_store_reader_refuse (reader, group, "Format", "must be json or value");
    else if (per_entity != wants_entity)
        wattle_store_reader_refuse (reader, group, "Topic",
                                    "{entity} stands in it with Format=value, which sends each "
                                    "entity by itself, and only then");
}

void
wattle_publish_config_read (WattlePublishConfig *self, WattleStoreReader *reader, const char *group)
{
    static const char *const keys[] = {
        WATTLE_BROKER_CONFIG_KEYS, "Interval", "Topic", "Format", "Devices", "QoS", "Retain", NULL
    };
    gboolean before = reader->broken;

    wattle_store_reader_check_keys (reader, group, keys);
    reader->broken = FALSE;
    wattle_store_reader_read_interval (reader, group, "Interval", &self->interval_ms);
    wattle_store_reader_read_text (reader, group, "Topic", &self->topic);
    wattle_store_reader_read_text (reader, group, "Format", &self->format);
    wattle_store_reader_read_text (reader, group, "Devices", &self->devices);
    wattle_store_reader_read_integer (reader, group, "QoS", 0, 1, &self->qos);
    wattle_store_reader_read_boolean (reader, group, "Retain", &self->retain);
    check_topic (self, reader, group);
    check_devices (self, reader, group);
    wattle_broker_config_read (&self->broker, reader, group);
    self->broker.broken = self->broker.broken || reader->broken;
    reader->broken = before || reader->broken;
}
