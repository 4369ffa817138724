/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The device at its broker: rounds of messages, and the phrases that move its contact. */
#include "smart-maic-private.h"

#include <string.h>

#define MAX_PHRASE 15 /* bytes */

void
smart_maic_broker_clear (SmartMaicBroker *broker)
{
    g_clear_pointer (&broker->host, g_free);
    g_clear_pointer (&broker->port, g_free);
    g_clear_pointer (&broker->user, g_free);
    g_clear_pointer (&broker->password, g_free);
    g_clear_pointer (&broker->prefix, g_free);
}

/* Old firmware has neither of the settings. */
static char *
make_topic (SmartMaic *self, const char *name)
{
    const char *prefix = self->old_firmware ? "" : self->broker.prefix;
    char separator = self->old_firmware ? '/' : self->broker.separator;

    return g_strdup_printf ("%s%s%c%s", prefix, self->devid, separator, name);
}

static void
publish_text (SmartMaic *self, const char *name, const char *text)
{
    g_autofree char *topic = make_topic (self, name);

    emulator_mqtt_publish (self->mqtt, topic, text);
}

static void
publish_scalars (SmartMaic *self, const GArray *items)
{
    for (guint i = 0; i < items->len; i++) {
        const SmartMaicItem *item = &g_array_index (items, SmartMaicItem, i);
        g_autofree char *text = smart_maic_data_format (item);

        if (item->places & SMART_MAIC_IN_SCALARS)
            publish_text (self, item->key, text);
    }
}

static void
publish_round (SmartMaic *self, const GArray *items, const char *json)
{
    if (self->forms & SMART_MAIC_SCALARS)
        publish_scalars (self, items);
    if (self->forms & SMART_MAIC_JSON)
        publish_text (self, "JSON", json);
    self->rounds++;
}

/* The knobs hit a round as they do an answer: one that would hang, or has no body, is not told. */
void
smart_maic_publish (SmartMaic *self)
{
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK };
    g_autoptr (GArray) items = NULL;
    guint ms;

    if (!smart_maic_get_mqtt_ready (self))
        return;
    items = smart_maic_data_read (
        self, emulator_faults_take (self->faults, EMULATOR_FAULT_ZERO_COUNTERS, "/mqtt"));
    answer.body = smart_maic_payload_json (items);
    if (emulator_faults_spoil (self->faults, "/mqtt", &answer, &ms) && !answer.silent &&
        answer.body != NULL)
        publish_round (self, items, answer.body);
}

static void
on_round (gpointer user_data)
{
    SmartMaic *self = user_data;

    self->round_timer = wattle_clock_call_after (
        self->clock, self->broker.interval * G_TIME_SPAN_SECOND, on_round, self);
    smart_maic_publish (self);
}

static gboolean
is_phrase (const char *payload, gsize length, const char *phrase)
{
    return length == strlen (phrase) && memcmp (payload, phrase, length) == 0;
}

/* Whatever is no phrase does nothing. */
static void
on_message (gpointer owner, const char *payload, gsize length)
{
    SmartMaic *self = owner;

    self->setouts++;
    if (length == 0)
        return;
    if (is_phrase (payload, length, self->on_phrase))
        smart_maic_set_out (self, TRUE);
    else if (is_phrase (payload, length, self->off_phrase))
        smart_maic_set_out (self, FALSE);
}

static void
open_client (SmartMaic *self)
{
    static const EmulatorMqttFuncs funcs = { .message = on_message };
    g_autofree char *topic = self->control ? make_topic (self, "SETOUT") : NULL;
    g_autofree char *id = g_strconcat ("smart-maic-", self->devid, NULL);
    gboolean anonymous = self->broker.user[0] == '\0' && self->broker.password[0] == '\0';
    const EmulatorMqttSettings settings = {
        .host = self->broker.host,
        .port = (guint)g_ascii_strtoull (self->broker.port, NULL, 10),
        .user = anonymous ? NULL : self->broker.user,
        .password = anonymous ? NULL : self->broker.password,
        .client_id = id,
        .topic = topic,
    };

    if (self->mqtt == NULL)
        self->mqtt = emulator_mqtt_new (self->pace, &funcs, self);
    emulator_mqtt_open (self->mqtt, &settings);
}

/* After a start or new settings; not while a restart lasts. */
void
smart_maic_mqtt_open (SmartMaic *self)
{
    smart_maic_mqtt_close (self);
    if (!self->broker.enabled || self->broker.host[0] == '\0' || self->restart_timer != 0)
        return;
    self->round_timer = wattle_clock_call_after (
        self->clock, self->broker.interval * G_TIME_SPAN_SECOND, on_round, self);
    open_client (self);
}

void
smart_maic_mqtt_close (SmartMaic *self)
{
    wattle_clock_clear (self->clock, &self->round_timer);
    if (self->mqtt != NULL)
        emulator_mqtt_close (self->mqtt);
}

/* Takes what @broker holds, and leaves the old. */
void
smart_maic_mqtt_set_broker (SmartMaic *self, SmartMaicBroker *broker)
{
    SmartMaicBroker old = self->broker;

    self->broker = *broker;
    *broker = old;
}

static char *
copy (const char *text)
{
    return g_strdup (text != NULL ? text : "");
}

gboolean
smart_maic_start_mqtt (SmartMaic *self, const SmartMaicMqttSettings *settings, GError **error)
{
    guint usual = self->grade == SMART_MAIC_EXTENDED ? 5 : 60;
    g_auto (SmartMaicBroker) broker = {
        .host = copy (settings->host),
        .port = g_strdup_printf ("%u", settings->port),
        .user = copy (settings->user),
        .password = copy (settings->password),
        .prefix = copy (settings->prefix),
        .separator = settings->separator == '.' ? '.' : '/',
        .interval = settings->interval != 0 ? settings->interval : usual,
        .enabled = TRUE,
    };

    if (!emulator_mqtt_check_host (settings->host, error))
        return FALSE;
    smart_maic_mqtt_set_broker (self, &broker);
    smart_maic_mqtt_open (self);
    return TRUE;
}

gboolean
smart_maic_get_mqtt_ready (SmartMaic *self)
{
    return self->mqtt != NULL && emulator_mqtt_get_ready (self->mqtt);
}

void
smart_maic_set_forms (SmartMaic *self, SmartMaicForms forms)
{
    self->forms = forms;
}

void
smart_maic_set_control (SmartMaic *self, gboolean enabled)
{
    self->control = enabled;
}

/* @text may be the old one. */
static void
replace (char **phrase, const char *text)
{
    char *old = *phrase;

    *phrase = g_strdup (text);
    g_free (old);
}

static gboolean
is_usable_phrase (const char *text)
{
    return text[0] != '\0' && strlen (text) <= MAX_PHRASE;
}

gboolean
smart_maic_set_phrases (SmartMaic *self, const char *on, const char *off)
{
    if (!is_usable_phrase (on) || !is_usable_phrase (off) || g_str_equal (on, off))
        return FALSE;
    replace (&self->on_phrase, on);
    replace (&self->off_phrase, off);
    return TRUE;
}
