/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gateway as a client of a broker. */
#include "smappee-box-private.h"

struct _SmappeeBoxFeed {
    EmulatorMqtt *client;
    char *host;
    guint port;
    char *user;
    char *password;
    guint timer;
    char *last_realtime; /* told again while the feed is frozen */
    guint n_realtimes;
    guint n_unknown;
};

/* Seconds and intervals */

static void
tell_realtime (SmappeeBox *self)
{
    SmappeeBoxFeed *feed = self->feed;

    if (!self->wrong[SMAPPEE_BOX_WRONG_FROZEN] || feed->last_realtime == NULL) {
        g_free (feed->last_realtime);
        feed->last_realtime = smappee_box_make_realtime (self);
    }
    feed->n_realtimes++;
    smappee_box_tell (self, "realtime", feed->last_realtime, FALSE);
}

/* After an outage several come at once. */
static void
tell_unsent (SmappeeBox *self)
{
    guint count = self->n_unsent;

    if (count > 0 && self->wrong[SMAPPEE_BOX_WRONG_OLD_INTERVALS])
        count = MAX (count, MIN (3, self->intervals->len));
    smappee_box_tell_intervals (self, 0, count);
    self->n_unsent = 0;
}

static void
tell_second (SmappeeBox *self)
{
    tell_realtime (self);
    if (!self->wrong[SMAPPEE_BOX_WRONG_FROZEN] && !self->wrong[SMAPPEE_BOX_WRONG_SILENCE])
        tell_unsent (self);
    if (self->wrong[SMAPPEE_BOX_WRONG_UNKNOWN])
        smappee_box_tell_unknown (self, self->feed->n_unknown++);
    if (self->wrong[SMAPPEE_BOX_WRONG_FOREIGN])
        smappee_box_tell_foreign (self, self->feed->last_realtime);
}

void
smappee_box_feed_publish (SmappeeBox *self, const char *path, const char *text, gboolean retained)
{
    if (self->feed == NULL)
        return;
    if (retained)
        emulator_mqtt_publish_retained (self->feed->client, path, text);
    else
        emulator_mqtt_publish (self->feed->client, path, text);
}

static void on_tick (gpointer user_data);

static void
wait_for_tick (SmappeeBox *self)
{
    gint64 local = emulator_day_get_local (self->day);
    gint64 span = self->realtime_span - local % self->realtime_span;

    self->feed->timer = wattle_clock_call_after (self->clock, span, on_tick, self);
}

static void
on_tick (gpointer user_data)
{
    SmappeeBox *self = user_data;

    self->feed->timer = 0;
    wait_for_tick (self);
    smappee_box_advance (self);
    if (emulator_mqtt_get_ready (self->feed->client))
        tell_second (self);
}

/* The broker */

static void
on_ready (gpointer owner)
{
    smappee_box_tell_configs (owner);
}

static void
on_told (gpointer owner, const char *topic, const char *payload, gsize length)
{
    SmappeeBox *self = owner;
    g_auto (GStrv) parts = g_strsplit (topic, "/", -1);
    guint64 node;

    /* servicelocation/UUID/plug/NODE/setstate */
    if (g_strv_length (parts) == 5 &&
        g_ascii_string_to_unsigned (parts[3], 10, 1, G_MAXUINT, &node, NULL))
        smappee_box_plug_obey (self, node, payload, length);
}

static const EmulatorMqttFuncs funcs = { .ready = on_ready, .told = on_told };

gboolean
smappee_box_start_mqtt (SmappeeBox *self, const SmappeeBoxMqttSettings *settings, GError **error)
{
    if (!smappee_box_has_mqtt (self->model)) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "This model has no local MQTT");
        return FALSE;
    }
    if (!emulator_mqtt_check_host (settings->host, error))
        return FALSE;
    smappee_box_feed_free (self);
    self->feed = g_new0 (SmappeeBoxFeed, 1);
    self->feed->client = emulator_mqtt_new (self->pace, &funcs, self);
    self->feed->host = g_strdup (settings->host);
    self->feed->port = settings->port;
    self->feed->user = g_strdup (settings->user);
    self->feed->password = g_strdup (settings->password);
    smappee_box_feed_open (self);
    return TRUE;
}

void
smappee_box_feed_open (SmappeeBox *self)
{
    SmappeeBoxFeed *feed = self->feed;
    g_autofree char *id = g_strconcat ("Smappee", self->serial, NULL);
    g_autofree char *topic = smappee_box_make_path (self, "plug/+/setstate");

    if (feed == NULL)
        return;
    emulator_mqtt_open (feed->client, &(const EmulatorMqttSettings){ .host = feed->host,
                                                                     .port = feed->port,
                                                                     .user = feed->user,
                                                                     .password = feed->password,
                                                                     .client_id = id,
                                                                     .topic = topic });
    wattle_clock_clear (self->clock, &feed->timer);
    wait_for_tick (self);
}

void
smappee_box_feed_close (SmappeeBox *self)
{
    if (self->feed == NULL)
        return;
    wattle_clock_clear (self->clock, &self->feed->timer);
    emulator_mqtt_close (self->feed->client);
}

void
smappee_box_feed_free (SmappeeBox *self)
{
    SmappeeBoxFeed *feed = self->feed;

    if (feed == NULL)
        return;
    smappee_box_feed_close (self);
    emulator_mqtt_free (feed->client);
    g_free (feed->host);
    g_free (feed->user);
    g_free (feed->password);
    g_free (feed->last_realtime);
    g_clear_pointer (&self->feed, g_free);
}

gboolean
smappee_box_get_mqtt_ready (SmappeeBox *self)
{
    return self->feed != NULL && emulator_mqtt_get_ready (self->feed->client);
}

guint
smappee_box_get_n_realtimes (SmappeeBox *self)
{
    return self->feed != NULL ? self->feed->n_realtimes : 0;
}
