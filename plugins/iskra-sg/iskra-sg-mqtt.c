/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-mqtt.h"

#include <string.h>

#define MAX_SLOT 16 /* on RS485; manual, 1.1 */

/* Topics are those of the manual, 4.7, and, where it leaves them out, of older firmware. The
 * placeholders keep serial numbers out of logs and recordings. */
static const char command_topic[] = "{option:RootTopic}/{option:SubTopic}";

static gboolean
is_topic (const char *text)
{
    return *text != '\0' && *text != '/' && !g_str_has_suffix (text, "/") &&
           strstr (text, "//") == NULL && strpbrk (text, "+#") == NULL;
}

/* Without a root topic the gateway's MQTT is not used. */
gboolean
iskra_sg_mqtt_check_options (WattleOptions *options, GError **error)
{
    static const char *const keys[] = { "RootTopic", "SubTopic", "PubTopic" };

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        if (!wattle_options_has (options, keys[i]) ||
            is_topic (wattle_options_get_text (options, keys[i])))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s is “%s”; a topic has no + and no #, and no empty part between "
                          "slashes",
                          keys[i], wattle_options_get_text (options, keys[i]));
        return FALSE;
    }

    return TRUE;
}

gboolean
iskra_sg_mqtt_is_used (WattleOptions *options)
{
    return wattle_options_has (options, "RootTopic");
}

/* Listens to a part of what the gateway publishes, such as `bicom/#`. */
void
iskra_sg_mqtt_listen (WattleSource *source, WattleOptions *options, const char *filter)
{
    g_autofree char *whole = NULL;

    if (!iskra_sg_mqtt_is_used (options))
        return;

    whole = g_strjoin ("/", wattle_options_get_text (options, "RootTopic"),
                       wattle_options_get_text (options, "PubTopic"), filter, NULL);
    wattle_source_listen (source, whole);
}

/* The manual names the topics of greeting and errors without the publish topic, older firmware
 * sends them below it: both are below the root. */
void
iskra_sg_mqtt_listen_all (WattleSource *source, WattleOptions *options)
{
    g_autofree char *whole = NULL;

    if (!iskra_sg_mqtt_is_used (options))
        return;

    whole = g_strconcat (wattle_options_get_text (options, "RootTopic"), "/#", NULL);
    wattle_source_listen (source, whole);
}

static IskraSgTopicKind
get_data_kind (const char *word)
{
    if (g_str_equal (word, "measurements"))
        return ISKRA_SG_TOPIC_MEASUREMENTS;
    if (g_str_equal (word, "counters"))
        return ISKRA_SG_TOPIC_COUNTERS;
    return g_str_equal (word, "bicom") ? ISKRA_SG_TOPIC_BICOM : ISKRA_SG_TOPIC_OTHER;
}

static IskraSgTopicKind
get_text_kind (const char *word)
{
    if (g_str_equal (word, "status") || g_str_equal (word, "hello"))
        return ISKRA_SG_TOPIC_STATUS;
    return g_str_equal (word, "error") ? ISKRA_SG_TOPIC_ERROR : ISKRA_SG_TOPIC_OTHER;
}

/* The end of a topic decides: `…/measurements/ir`, `…/bicom/rs485/3`, `…/error`. */
static void
read_end (char **words, guint n_words, IskraSgTopic *topic)
{
    gint64 slot;

    if (n_words >= 2 && g_str_equal (words[n_words - 1], "ir"))
        topic->kind = get_data_kind (words[n_words - 2]);
    else if (n_words >= 3 && g_str_equal (words[n_words - 2], "rs485") &&
             wattle_number_parse_integer (words[n_words - 1], 1, MAX_SLOT, &slot, NULL)) {
        topic->kind = get_data_kind (words[n_words - 3]);
        topic->index = (guint)slot;
    } else if (n_words >= 1) {
        topic->kind = get_text_kind (words[n_words - 1]);
    }
}

/* Returns whether a message is from the gateway, and what it is about. The gateway has the broker
 * keep nothing: what was kept is somebody else's, or of unknown age. */
gboolean
iskra_sg_mqtt_read_topic (WattleFrame *frame,
                          WattleOptions *options,
                          IskraSgTopic *topic,
                          GError **error)
{
    const char *root =
        iskra_sg_mqtt_is_used (options) ? wattle_options_get_text (options, "RootTopic") : NULL;
    const char *path = wattle_frame_get_topic (frame);
    g_auto (GStrv) words = NULL;

    *topic = (IskraSgTopic){ ISKRA_SG_TOPIC_OTHER, 0 };
    if (wattle_frame_get_retained (frame) || root == NULL || path == NULL ||
        !g_str_has_prefix (path, root) || path[strlen (root)] != '/') {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "a message that is not of the gateway");
        return FALSE;
    }

    path += strlen (root) + 1;
    if (g_str_equal (path, wattle_options_get_text (options, "SubTopic"))) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "a command to the gateway");
        return FALSE;
    }

    words = g_strsplit (path, "/", 0);
    read_end (words, g_strv_length (words), topic);
    return TRUE;
}

/* Those that change settings or firmware exist too; none of them is ever sent. */
WattleRequest *
iskra_sg_mqtt_reboot (guint tag)
{
    return wattle_request_new_publish (tag, command_topic, "{\"data\":{\"cmd\":\"reboot\"}}",
                                       FALSE);
}

/* @value: `on`, `off` or `state`; only the last is answered. Manual, 4.7.7. */
WattleRequest *
iskra_sg_mqtt_bicom (guint tag, guint index, const char *value)
{
    g_autofree char *payload = g_strdup_printf (
        "{\"data\":{\"cmd\":\"bicom\",\"index\":%u,\"val\":\"%s\"}}", index, value);

    return wattle_request_new_publish (tag, command_topic, payload, FALSE);
}

/* There is no last will: silence is the only sign of a gateway that is gone. In µs. */
static gint64
get_patience (WattleOptions *options)
{
    gint64 interval = wattle_options_get_integer (options, "PushInterval");

    return MAX (150, interval * 5 / 2) * G_USEC_PER_SEC;
}

/* Returns whether an answer that could not come by HTTP, for want of a connection, is not missed:
 * because the last message is young. A link that is down is the host's business in any case. */
gboolean
iskra_sg_mqtt_stands_in (WattleSource *source,
                         WattleOptions *options,
                         WattleFrame *frame,
                         gint64 heard)
{
    return iskra_sg_mqtt_is_used (options) &&
           wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_UNREACHABLE &&
           wattle_source_get_now (source) - heard <= get_patience (options);
}
