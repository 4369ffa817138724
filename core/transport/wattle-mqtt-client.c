/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-client.h"

#include <gio/gio.h>
#include <string.h>

#include "base/wattle-stop.h"
#include "wattle-link.h"
#include "wattle-mqtt-attempts.h"
#include "wattle-mqtt-session.h"

#define STOP_DEADLINE (2 * G_USEC_PER_SEC)

struct _WattleMqttClient {
    GObject parent_instance;

    WattleClock *clock;
    char *uri;
    char *detail; /* why there is no connection */

    WattleMqttInbox inbox;
    WattleMqttOutbox outbox;
    WattleMqttAttempts attempts;
    WattleMqttSession session;

    gboolean started;
    WattleStop stop;
};

G_DEFINE_FINAL_TYPE (WattleMqttClient, wattle_mqtt_client, G_TYPE_OBJECT)

enum {
    STATE_CHANGED,
    REFUSED_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
finish_stop (WattleMqttClient *self)
{
    gboolean was_connected = self->session.connected;

    wattle_mqtt_session_close (&self->session);
    wattle_mqtt_outbox_drop_all (&self->outbox);
    wattle_stop_finish (&self->stop);
    if (was_connected)
        g_signal_emit (self, signals[STATE_CHANGED], 0);
}

/* The connection, or the attempt to make one, is over. */
static void
lose (WattleMqttClient *self, const char *detail)
{
    gboolean was_connected = self->session.connected;
    gboolean is_news = was_connected || g_strcmp0 (self->detail, detail) != 0;
    g_autofree char *text = g_strdup (detail);
    guint delay;

    if (is_news)
        g_message ("%s: %s", self->uri, text);

    g_free (self->detail);
    self->detail = g_steal_pointer (&text);
    wattle_mqtt_session_close (&self->session);
    wattle_mqtt_outbox_drop_in_flight (&self->outbox);
    delay = wattle_mqtt_attempts_fail (&self->attempts, was_connected);
    g_debug ("%s: next attempt in %u ms", self->uri, delay);
    if (is_news || self->attempts.failures == WATTLE_LINK_DOWN_AFTER)
        g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
on_ended (GObject *owner, const char *reason)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (owner);

    if (self->stop.under_way)
        finish_stop (self);
    else
        lose (self, reason);
}

/* It may be on its way in a buffer of the system: only closing the connection calls it back. */
static void
on_stalled (gpointer user_data)
{
    g_autoptr (GObject) owner = g_object_ref (user_data);

    on_ended (owner, "the broker did not confirm a command within 10 s");
}

static void
on_connected (GObject *owner)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (owner);

    g_clear_pointer (&self->detail, g_free);
    wattle_mqtt_attempts_succeed (&self->attempts);
    if (wattle_mqtt_inbox_forget_refused (&self->inbox))
        g_signal_emit (self, signals[REFUSED_CHANGED], 0);
    wattle_mqtt_filters_reset (self->inbox.filters);
    g_message ("%s: connected", self->uri);
    g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
on_refused (GObject *owner)
{
    g_signal_emit (owner, signals[REFUSED_CHANGED], 0);
}

static const WattleMqttSessionFuncs session_funcs = {
    .connected = on_connected,
    .ended = on_ended,
    .refused = on_refused,
};

static void
on_attempt_done (GObject *owner, struct mosquitto *handle, WattleMqttTls *tls, const GError *error)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (owner);

    if (handle != NULL)
        wattle_mqtt_session_open (&self->session, handle, tls);
    else
        lose (self, error->message);
}

static void
on_stop_late (gpointer user_data)
{
    WattleMqttClient *self = user_data;

    g_debug ("%s: not everything was sent within 2 s", self->uri);
    finish_stop (self);
}

static void
wattle_mqtt_client_dispose (GObject *object)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (object);

    wattle_mqtt_attempts_cancel (&self->attempts);
    wattle_stop_clear (&self->stop);
    wattle_mqtt_session_close (&self->session);
    wattle_mqtt_outbox_clear (&self->outbox);

    G_OBJECT_CLASS (wattle_mqtt_client_parent_class)->dispose (object);
}

static void
wattle_mqtt_client_finalize (GObject *object)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (object);

    wattle_mqtt_inbox_clear (&self->inbox);
    wattle_mqtt_attempts_clear (&self->attempts);
    g_object_unref (self->clock);
    g_free (self->detail);
    g_free (self->uri);

    G_OBJECT_CLASS (wattle_mqtt_client_parent_class)->finalize (object);
}

static void
wattle_mqtt_client_class_init (WattleMqttClientClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);

    object_class->dispose = wattle_mqtt_client_dispose;
    object_class->finalize = wattle_mqtt_client_finalize;

    signals[STATE_CHANGED] = g_signal_new ("state-changed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[REFUSED_CHANGED] =
        g_signal_new ("refused-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
wattle_mqtt_client_init (WattleMqttClient *self)
{
}

static char *
make_uri (const WattleMqttSettings *settings)
{
    gboolean is_ipv6 = strchr (settings->host, ':') != NULL;

    return g_strdup_printf (is_ipv6 ? "%s://[%s]:%u" : "%s://%s:%u",
                            settings->tls ? "mqtts" : "mqtt", settings->host, settings->port);
}

WattleMqttClient *
wattle_mqtt_client_new (const WattleMqttSettings *settings, WattleClock *clock)
{
    WattleMqttClient *self = g_object_new (WATTLE_TYPE_MQTT_CLIENT, NULL);
    GObject *owner = G_OBJECT (self);

    self->clock = g_object_ref (clock);
    self->uri = make_uri (settings);
    wattle_mqtt_inbox_init (&self->inbox, self->uri);
    wattle_mqtt_outbox_init (&self->outbox, clock, on_stalled, self);
    wattle_mqtt_attempts_init (&self->attempts, owner, clock, settings, on_attempt_done);
    wattle_mqtt_session_init (&self->session, owner, &session_funcs, clock, &self->inbox,
                              &self->outbox);
    wattle_stop_init (&self->stop, owner, clock);
    return self;
}

void
wattle_mqtt_client_start (WattleMqttClient *self)
{
    if (self->started || self->stop.under_way)
        return;

    self->started = TRUE;
    wattle_mqtt_attempts_begin (&self->attempts);
}

void
wattle_mqtt_client_retry_now (WattleMqttClient *self)
{
    wattle_mqtt_attempts_hurry (&self->attempts);
}

void
wattle_mqtt_client_stop (WattleMqttClient *self, WattleClockFunc done, gpointer user_data)
{
    g_return_if_fail (!self->stop.under_way);

    self->started = FALSE;
    wattle_stop_begin (&self->stop, done, user_data);
    wattle_mqtt_attempts_cancel (&self->attempts);

    if (!self->session.connected) {
        finish_stop (self);
        return;
    }

    wattle_stop_limit (&self->stop, STOP_DEADLINE, on_stop_late);
    wattle_mqtt_session_leave (&self->session);
}

void
wattle_mqtt_client_publish (WattleMqttClient *self,
                            const char *topic,
                            const char *payload,
                            gsize length,
                            WattleMqttFlags flags)
{
    WattleMqttMessage *message = wattle_mqtt_message_new (topic, payload, length, flags);

    wattle_mqtt_outbox_push (&self->outbox, message);
    wattle_mqtt_session_send (&self->session);
}

void
wattle_mqtt_client_command (WattleMqttClient *self,
                            const char *topic,
                            const char *payload,
                            WattleMqttFlags flags,
                            WattleMqttSentFunc done,
                            gpointer user_data)
{
    WattleMqttMessage *message = wattle_mqtt_message_new (
        topic, payload, payload != NULL ? strlen (payload) : 0, flags | WATTLE_MQTT_COMMAND);

    message->done = done;
    message->user_data = user_data;
    wattle_mqtt_outbox_push (&self->outbox, message);
    wattle_mqtt_session_send (&self->session);
}

void
wattle_mqtt_client_cancel (WattleMqttClient *self, gpointer user_data)
{
    wattle_mqtt_outbox_cancel (&self->outbox, user_data);
}

void
wattle_mqtt_client_subscribe (WattleMqttClient *self,
                              const char *filter,
                              WattleMqttMessageFunc func,
                              gpointer user_data)
{
    if (!wattle_mqtt_filters_add (self->inbox.filters, filter, func, user_data)) {
        g_message (
            "%s: cannot subscribe to \"%s\": + and # stand for whole levels, # only at the end",
            self->uri, filter);
        return;
    }
    wattle_mqtt_session_send (&self->session);
}

void
wattle_mqtt_client_unsubscribe (WattleMqttClient *self, gpointer user_data)
{
    wattle_mqtt_filters_remove (self->inbox.filters, user_data);
    wattle_mqtt_session_send (&self->session);
}

gboolean
wattle_mqtt_client_is_connected (WattleMqttClient *self)
{
    return self->session.connected;
}

const char *
wattle_mqtt_client_get_uri (WattleMqttClient *self)
{
    return self->uri;
}

const char *
wattle_mqtt_client_get_detail (WattleMqttClient *self)
{
    return self->detail;
}

WattleClock *
wattle_mqtt_client_get_clock (WattleMqttClient *self)
{
    return self->clock;
}

guint
wattle_mqtt_client_get_failures (WattleMqttClient *self)
{
    return self->attempts.failures;
}

void
wattle_mqtt_client_get_counts (WattleMqttClient *self, WattleMqttCounts *counts)
{
    counts->received = self->inbox.received;
    counts->published = self->outbox.published;
    counts->queued = wattle_mqtt_queue_get_length (&self->outbox.queue);
}

char *
wattle_mqtt_client_dup_refused (WattleMqttClient *self)
{
    return wattle_mqtt_inbox_dup_refused (&self->inbox);
}
