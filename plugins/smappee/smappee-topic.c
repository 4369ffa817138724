/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-topic.h"

#include <string.h>

#define PREFIX   "servicelocation/"
#define MAX_NODE 9999

static const struct {
    const char *rest;
    SmappeeTopicKind kind;
} kinds[] = {
    { "", SMAPPEE_TOPIC_ROOT },
    { "config", SMAPPEE_TOPIC_CONFIG },
    { "channelConfig", SMAPPEE_TOPIC_CHANNELS },
    { "channelConfigV2", SMAPPEE_TOPIC_CHANNELS },
    { "sensorConfig", SMAPPEE_TOPIC_SENSORS },
    { "homeControlConfig", SMAPPEE_TOPIC_CONTROL },
    { "realtime", SMAPPEE_TOPIC_REALTIME },
    { "aggregated", SMAPPEE_TOPIC_AGGREGATED },
    { "aggregated5min", SMAPPEE_TOPIC_AGGREGATED },
    { "aggregatedGW", SMAPPEE_TOPIC_GAS_WATER },
    { "aggregatedSwitch", SMAPPEE_TOPIC_SWITCHES },
    { "presence", SMAPPEE_TOPIC_PRESENCE },
};

/* Such as 3f6c1d2a-9b47-4e58-8c03-5a7be1d09f42. */
gboolean
smappee_topic_is_location (const char *text)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    if (strlen (text) != strlen (form))
        return FALSE;
    for (guint i = 0; form[i] != '\0'; i++)
        if (form[i] == '-' ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
            return FALSE;
    return TRUE;
}

/* Of `plug/1/state`. Commands, which everybody sees, are none of them. */
static SmappeeTopicKind
read_plug (const char *rest, guint *node)
{
    g_auto (GStrv) words = g_strsplit (rest, "/", 4);
    gint64 number;

    if (g_strv_length (words) != 3 || !g_str_equal (words[0], "plug") ||
        !wattle_number_parse_integer (words[1], 0, MAX_NODE, &number, NULL))
        return SMAPPEE_TOPIC_OTHER;

    *node = (guint)number;
    if (g_str_equal (words[2], "state"))
        return SMAPPEE_TOPIC_PLUG_STATE;
    return g_str_equal (words[2], "connectionState") ? SMAPPEE_TOPIC_PLUG_CONNECTION
                                                     : SMAPPEE_TOPIC_OTHER;
}

static SmappeeTopicKind
find_kind (const char *rest, guint *node)
{
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_str_equal (rest, kinds[i].rest))
            return kinds[i].kind;
    return read_plug (rest, node);
}

gboolean
smappee_topic_read (const char *text, SmappeeTopic *topic)
{
    g_autofree char *location = NULL;
    const char *rest;

    *topic = (SmappeeTopic){ 0 };
    if (text == NULL || !g_str_has_prefix (text, PREFIX))
        return FALSE;
    text += strlen (PREFIX);
    rest = strchr (text, '/');
    location = rest != NULL ? g_strndup (text, (gsize)(rest - text)) : g_strdup (text);
    if (!smappee_topic_is_location (location))
        return FALSE;

    topic->location = g_ascii_strdown (location, -1);
    topic->kind = find_kind (rest != NULL ? rest + 1 : "", &topic->node);
    return TRUE;
}

void
smappee_topic_clear (SmappeeTopic *topic)
{
    g_clear_pointer (&topic->location, g_free);
}
