/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-mqtt.h"

#include <string.h>

/* How the topics of the device look: its prefix, or nothing, and the separator. */
#define FORM "topic_form"
/* The phrase that the broker is still to keep, over a restart of the host too. */
#define OWED "owed_phrase"

#define PHASE_NAMES(digit)                                                                         \
    "V" digit, "A" digit, "W" digit, "rW" digit, "Wh" digit, "rWh" digit, "KWh" digit,             \
        "rKWh" digit, "PF" digit, "Fr" digit

/* With a dot the whole topic is one level, so each is listened to by itself. */
static const char *const common_names[] = { "JSON", "OUT", "Temp", NULL };
static const char *const d101_names[] = { PHASE_NAMES (""), "T", NULL };
static const char *const d103_names[] = { PHASE_NAMES ("1"), PHASE_NAMES ("2"), PHASE_NAMES ("3"),
                                          NULL };
static const char *const d105_names[] = { "Ch1", "Ch2", "TCh1", "TCh2", "T1", "T2",
                                          "T3",  "T4",  "T5",   "ADC",  NULL };

static const char *const *
get_names (const char *model)
{
    if (g_str_equal (model, "d101"))
        return d101_names;
    return g_str_equal (model, "d105") ? d105_names : d103_names;
}

static void
listen_to_names (WattleSource *source, const char *head, const char *const *names)
{
    for (; *names != NULL; names++) {
        g_autofree char *topic = g_strconcat (head, ".", *names, NULL);

        wattle_source_listen (source, topic);
    }
}

static void
listen_below (WattleSource *source, const char *prefix, const char *devid, const char *model)
{
    g_autofree char *head = g_strconcat (prefix, devid, NULL);
    g_autofree char *slashed = g_strconcat (head, "/#", NULL);

    wattle_source_listen (source, slashed);
    listen_to_names (source, head, common_names);
    listen_to_names (source, head, get_names (model));
}

/* Old firmware has the setting of a prefix and does without it, so both forms are listened to. */
void
smart_maic_mqtt_listen (WattleSource *source, WattleOptions *options, const char *model)
{
    const char *prefix = wattle_options_get_text (options, "Prefix");
    const char *devid = wattle_options_get_text (options, "DeviceId");

    listen_below (source, "", devid, model);
    if (*prefix != '\0')
        listen_below (source, prefix, devid, model);
}

/* What the broker kept is of unknown age. It is heard once, when the host begins to listen; what is
 * published later comes as new, also where the device has the broker keep it. */
gboolean
smart_maic_mqtt_read_topic (WattleFrame *frame,
                            WattleOptions *options,
                            SmartMaicTopic *topic,
                            GError **error)
{
    const char *text = wattle_frame_get_topic (frame);
    const char *prefix = wattle_options_get_text (options, "Prefix");
    const char *devid = wattle_options_get_text (options, "DeviceId");

    if (text == NULL || !smart_maic_topic_parse (text, topic) || topic->devid != strlen (devid) ||
        strncmp (text + topic->prefix, devid, topic->devid) != 0 ||
        (topic->prefix != 0 &&
         (topic->prefix != strlen (prefix) || strncmp (text, prefix, topic->prefix) != 0))) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "not a message of the device");
        return FALSE;
    }
    if (!wattle_frame_get_retained (frame))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "a message that the broker kept, of any age");
    return FALSE;
}

void
smart_maic_mqtt_remember_form (WattleSource *source, const SmartMaicTopic *topic)
{
    const char form[] = { topic->prefix > 0 ? 'p' : 'b', topic->separator, '\0' };

    wattle_source_set_state (source, FORM, form, 0);
}

gboolean
smart_maic_mqtt_knows_form (WattleSource *source)
{
    return wattle_source_get_state (source, FORM) != NULL;
}

static const char *
get_command_topic (WattleSource *source)
{
    const char *form = wattle_source_get_state (source, FORM);
    gboolean bare = form != NULL && form[0] == 'b';
    gboolean dotted = form != NULL && form[0] != '\0' && form[1] == '.';

    if (bare)
        return dotted ? "{option:DeviceId}.SETOUT" : "{option:DeviceId}/SETOUT";
    return dotted ? "{option:Prefix}{option:DeviceId}.SETOUT"
                  : "{option:Prefix}{option:DeviceId}/SETOUT";
}

/* Kept by the broker, as the manual wants it: the device gets it again when it comes back. */
WattleRequest *
smart_maic_mqtt_tell (WattleSource *source, guint tag, gboolean on)
{
    return wattle_request_new_publish (tag, get_command_topic (source),
                                       on ? "{option:OnPhrase}" : "{option:OffPhrase}", TRUE);
}

void
smart_maic_mqtt_owe_phrase (WattleSource *source, gboolean on)
{
    wattle_source_set_state (source, OWED, on ? "on" : "off", 0);
}

void
smart_maic_mqtt_pay_phrase (WattleSource *source)
{
    wattle_source_set_state (source, OWED, NULL, 0);
}

gboolean
smart_maic_mqtt_owes_phrase (WattleSource *source, gboolean *on)
{
    const char *owed = wattle_source_get_state (source, OWED);

    *on = g_strcmp0 (owed, "on") == 0;
    return owed != NULL;
}
