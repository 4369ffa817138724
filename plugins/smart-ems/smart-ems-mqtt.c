/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-mqtt.h"

#include <string.h>

static gboolean
is_topic (const char *text)
{
    return *text != '\0' && *text != '/' && !g_str_has_suffix (text, "/") &&
           strstr (text, "//") == NULL && strpbrk (text, "+#") == NULL;
}

gboolean
smart_ems_mqtt_is_used (WattleOptions *options)
{
    return wattle_options_has (options, "Prefix");
}

/* Without a prefix MQTT is not used; so without HTTP there must be one. */
gboolean
smart_ems_mqtt_check_options (WattleSource *source, WattleOptions *options, GError **error)
{
    if (!smart_ems_mqtt_is_used (options)) {
        if (wattle_source_has_link (source, WATTLE_LINK_HTTP) ||
            !wattle_source_has_link (source, WATTLE_LINK_MQTT))
            return TRUE;
        wattle_error_set (
            error, WATTLE_ERROR_CONFIG,
            "Prefix is missing: by MQTT alone the box is known by the topic prefix in "
            "its settings");
        return FALSE;
    }
    if (is_topic (wattle_options_get_text (options, "Prefix")))
        return TRUE;

    wattle_error_set (
        error, WATTLE_ERROR_CONFIG,
        "Prefix is “%s”; a topic has no + and no #, and no empty part between slashes",
        wattle_options_get_text (options, "Prefix"));
    return FALSE;
}

void
smart_ems_mqtt_listen (WattleSource *source, WattleOptions *options)
{
    g_autofree char *filter = NULL;

    if (!smart_ems_mqtt_is_used (options))
        return;
    filter = g_strconcat (wattle_options_get_text (options, "Prefix"), "/#", NULL);
    wattle_source_listen (source, filter);
}

/* What follows the prefix; NULL: it is not below it. */
static const char *
find_name (WattleFrame *frame, WattleOptions *options)
{
    const char *topic = wattle_frame_get_topic (frame);
    const char *prefix =
        smart_ems_mqtt_is_used (options) ? wattle_options_get_text (options, "Prefix") : NULL;

    if (topic == NULL || prefix == NULL || !g_str_has_prefix (topic, prefix) ||
        topic[strlen (prefix)] != '/')
        return NULL;
    return topic + strlen (prefix) + 1;
}

static gboolean
read_value (WattleFrame *frame, SmartEmsMessage *message, GError **error)
{
    g_autofree char *text = wattle_frame_get_text (frame, error);

    if (text == NULL)
        return FALSE;
    message->missing = !wattle_number_parse (g_strstrip (text), &message->value, NULL);
    return TRUE;
}

/* Whether the box has its broker keep something is not known: what was kept is of unknown age. */
gboolean
smart_ems_mqtt_read (WattleFrame *frame,
                     WattleOptions *options,
                     SmartEmsGeneration generation,
                     SmartEmsMessage *message,
                     GError **error)
{
    const char *name = find_name (frame, options);

    *message = (SmartEmsMessage){ .kind = SMART_EMS_MESSAGE_OTHER };
    if (name == NULL || wattle_frame_get_retained (frame) || g_str_equal (name, "cmd")) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "a message that is not of the box");
        return FALSE;
    }
    if (g_str_equal (name, "cmdr"))
        message->kind = SMART_EMS_MESSAGE_CONFIRMATION;
    else if (smart_ems_channel_find_topic (name, generation, &message->channel, &message->number))
        message->kind = SMART_EMS_MESSAGE_VALUE;
    return message->kind == SMART_EMS_MESSAGE_OTHER || read_value (frame, message, error);
}

gboolean
smart_ems_mqtt_check_silence (WattleSource *source,
                              WattleOptions *options,
                              gint64 heard,
                              GError **error)
{
    gint64 patience = wattle_options_get_integer (options, "PushInterval") * 5 / 2;

    if (heard != 0 && wattle_source_get_now (source) - heard <= patience * G_USEC_PER_SEC)
        return TRUE;

    wattle_error_set (
        error, WATTLE_ERROR_TIMEOUT,
        "nothing came by MQTT for %d s; the settings of the box must name this broker "
        "and the topic prefix that is set as Prefix",
        (int)patience);
    return FALSE;
}
