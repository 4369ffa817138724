/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-client.h"

#include <errno.h>
#include <gio/gio.h>

#include "base/wattle-backoff.h"
#include "wattle-link.h"
#include "wattle-mqtt-connect.h"
#include "wattle-mqtt-filters.h"
#include "wattle-mqtt-outbox.h"
#include "wattle-mqtt-wire.h"

#define BACKOFF_MIN_MS 500
#define BACKOFF_MAX_MS 60000

/* A connection that stood for this long makes the next attempts quick again; one that is closed at
 * once, say by a second client of the same id, does not. */
#define PROVEN_AFTER (2 * G_USEC_PER_SEC)

/* What stands for a QoS in the answer to SUBSCRIBE. */
#define SUBSCRIPTION_REFUSED 0x80

#define CONNACK_DEADLINE (10 * G_USEC_PER_SEC)
#define STOP_DEADLINE    (2 * G_USEC_PER_SEC)

struct _WattleMqttClient {
    GObject parent_instance;

    WattleMqttSettings *settings;
    WattleClock *clock;
    char *uri;
    char *detail;

    WattleMqttOutbox outbox;
    WattleMqttFilters *filters;
    guint64 received;
    WattleBackoff backoff;

    gboolean started;
    GCancellable *connecting;
    WattleMqttWire wire;
    WattleMqttTls *tls; /* of the connection; NULL: plain */
    gboolean connected;
    gint64 connected_at;
    const char *refusal; /* why the broker said no */
    guint failures;      /* attempts in a row that failed, the loss before them counted */

    guint in_call; /* within a function of others, who expect no signal meanwhile */
    guint trouble_source;
    int trouble_code; /* what the library returned within such a function */
    int trouble_errno;

    GHashTable *subscribing; /* message id → filter the broker has not answered yet */
    GPtrArray *refused;      /* filters it does not let us read */

    guint connack_timer;
    guint retry_timer;

    gboolean stopping;
    gboolean disconnecting;
    guint stop_timer;
    WattleClockFunc stop_done;
    gpointer stop_data;
};

G_DEFINE_FINAL_TYPE (WattleMqttClient, wattle_mqtt_client, G_TYPE_OBJECT)

enum {
    STATE_CHANGED,
    REFUSED_CHANGED,
    N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void connect_now (gpointer user_data);

static void
close_wire (WattleMqttClient *self)
{
    wattle_mqtt_wire_close (&self->wire);
    g_clear_pointer (&self->tls, wattle_mqtt_tls_unref);
    g_clear_handle_id (&self->trouble_source, g_source_remove);
    g_hash_table_remove_all (self->subscribing);
    wattle_clock_clear (self->clock, &self->connack_timer);
    self->connected = FALSE;
    self->disconnecting = FALSE;
    self->refusal = NULL;
}

static gboolean
on_stop_done (gpointer user_data)
{
    WattleMqttClient *self = user_data;
    WattleClockFunc done = self->stop_done;

    self->stop_done = NULL;
    self->stopping = FALSE;
    if (done != NULL)
        done (self->stop_data);
    return G_SOURCE_REMOVE;
}

static void
finish_stop (WattleMqttClient *self)
{
    gboolean was_connected = self->connected;

    wattle_clock_clear (self->clock, &self->stop_timer);
    close_wire (self);
    wattle_mqtt_outbox_drop_all (&self->outbox);
    g_idle_add_full (G_PRIORITY_DEFAULT, on_stop_done, g_object_ref (self), g_object_unref);
    if (was_connected)
        g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
retry_later (WattleMqttClient *self)
{
    guint delay = wattle_backoff_next (&self->backoff, g_random_double ());

    g_debug ("%s: next attempt in %u ms", self->uri, delay);
    self->retry_timer =
        wattle_clock_call_after (self->clock, delay * G_TIME_SPAN_MILLISECOND, connect_now, self);
}

/* The connection, or the attempt to make one, is over. */
static void
lose (WattleMqttClient *self, const char *detail)
{
    gboolean was_connected = self->connected;
    gboolean is_news = was_connected || g_strcmp0 (self->detail, detail) != 0;
    g_autofree char *text = g_strdup (detail);

    self->failures++;

    if (was_connected &&
        wattle_clock_get_monotonic (self->clock) - self->connected_at >= PROVEN_AFTER)
        wattle_backoff_reset (&self->backoff);
    if (is_news)
        g_message ("%s: %s", self->uri, text);

    g_free (self->detail);
    self->detail = g_steal_pointer (&text);
    close_wire (self);
    wattle_mqtt_outbox_drop_in_flight (&self->outbox);
    retry_later (self);
    if (is_news || self->failures == WATTLE_LINK_DOWN_AFTER)
        g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
give_up (WattleMqttClient *self, int code, int system_error)
{
    const char *reason = self->tls != NULL ? wattle_mqtt_tls_get_reason (self->tls) : NULL;

    if (self->stopping)
        finish_stop (self);
    else if (self->refusal != NULL)
        lose (self, self->refusal);
    else if (reason != NULL)
        lose (self, reason);
    else if (self->tls != NULL && !self->connected && wattle_mqtt_is_handshake_error (system_error))
        lose (self, wattle_mqtt_describe_code (MOSQ_ERR_TLS, 0));
    else
        lose (self, wattle_mqtt_describe_code (code, system_error));
}

static gboolean
on_trouble (gpointer user_data)
{
    g_autoptr (WattleMqttClient) self = g_object_ref (user_data);

    self->trouble_source = 0;
    give_up (self, self->trouble_code, self->trouble_errno);
    return G_SOURCE_REMOVE;
}

/* To be called after the library has worked, with what it returned. */
static void
settle (WattleMqttClient *self, int code)
{
    int system_error = errno;

    if (code == MOSQ_ERR_SUCCESS && wattle_mqtt_wire_is_alive (&self->wire)) {
        wattle_mqtt_wire_watch (&self->wire);
    } else if (self->in_call == 0) {
        give_up (self, code, system_error);
    } else if (self->trouble_source == 0) {
        self->trouble_code = code;
        self->trouble_errno = system_error;
        wattle_mqtt_wire_unwatch (&self->wire);
        self->trouble_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_trouble, self, NULL);
    }
}

static int
tell_filters (WattleMqttClient *self)
{
    int code = MOSQ_ERR_SUCCESS;
    gboolean subscribe;
    char *next;

    while (!wattle_mqtt_outbox_is_fatal (code) &&
           (next = wattle_mqtt_filters_next (self->filters, &subscribe))) {
        g_autofree char *filter = next;
        int id = 0;

        code = subscribe ? mosquitto_subscribe (self->wire.handle, &id, filter, 0)
                         : mosquitto_unsubscribe (self->wire.handle, NULL, filter);
        if (subscribe && code == MOSQ_ERR_SUCCESS)
            g_hash_table_replace (self->subscribing, GINT_TO_POINTER (id),
                                  g_steal_pointer (&filter));
    }
    return wattle_mqtt_outbox_is_fatal (code) ? code : MOSQ_ERR_SUCCESS;
}

static void
pump (WattleMqttClient *self)
{
    int code = MOSQ_ERR_SUCCESS;

    if (self->wire.in_io > 0 || self->wire.handle == NULL || self->trouble_source != 0)
        return;

    self->wire.in_io++;
    if (self->connected && !self->disconnecting && wattle_mqtt_wire_is_alive (&self->wire)) {
        code = tell_filters (self);
        if (code == MOSQ_ERR_SUCCESS)
            code = wattle_mqtt_outbox_send (&self->outbox, self->wire.handle);
        if (code == MOSQ_ERR_SUCCESS && self->stopping &&
            wattle_mqtt_outbox_is_empty (&self->outbox) &&
            !mosquitto_want_write (self->wire.handle)) {
            self->disconnecting = TRUE;
            code = mosquitto_disconnect (self->wire.handle);
        }
    }
    self->wire.in_io--;
    settle (self, code);
}

/* For what others call: what goes wrong is told from the main loop. */
static void
pump_within (WattleMqttClient *self)
{
    self->in_call++;
    pump (self);
    self->in_call--;
}

static void
on_worked (GObject *owner, int code)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (owner);

    if (code == MOSQ_ERR_SUCCESS)
        pump (self);
    else
        settle (self, code);
}

static void
on_connack_late (gpointer user_data)
{
    WattleMqttClient *self = user_data;

    self->connack_timer = 0;
    lose (self, "cannot connect: no answer to CONNECT within 10 s");
}

static void
forget_refused (WattleMqttClient *self)
{
    if (self->refused->len == 0)
        return;

    g_ptr_array_set_size (self->refused, 0);
    g_signal_emit (self, signals[REFUSED_CHANGED], 0);
}

static void
on_subscribed (struct mosquitto *handle, void *user_data, int id, int count, const int *granted)
{
    WattleMqttClient *self = user_data;
    const char *filter = g_hash_table_lookup (self->subscribing, GINT_TO_POINTER (id));

    if (filter != NULL && count > 0 && granted[0] == SUBSCRIPTION_REFUSED &&
        !g_ptr_array_find_with_equal_func (self->refused, filter, g_str_equal, NULL)) {
        g_message ("%s: the broker refuses the subscription to %s", self->uri, filter);
        g_ptr_array_add (self->refused, g_strdup (filter));
        g_signal_emit (self, signals[REFUSED_CHANGED], 0);
    }
    g_hash_table_remove (self->subscribing, GINT_TO_POINTER (id));
}

static void
on_connack (struct mosquitto *handle, void *user_data, int code)
{
    WattleMqttClient *self = user_data;

    if (code != 0) {
        self->refusal = wattle_mqtt_describe_refusal (code);
        return;
    }

    wattle_clock_clear (self->clock, &self->connack_timer);
    g_clear_pointer (&self->detail, g_free);
    self->connected = TRUE;
    self->failures = 0;
    forget_refused (self);
    self->connected_at = wattle_clock_get_monotonic (self->clock);
    wattle_mqtt_filters_reset (self->filters);
    g_message ("%s: connected", self->uri);
    g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
on_published (struct mosquitto *handle, void *user_data, int id)
{
    WattleMqttClient *self = user_data;

    wattle_mqtt_outbox_confirm (&self->outbox, id);
}

static void
on_message (struct mosquitto *handle, void *user_data, const struct mosquitto_message *message)
{
    WattleMqttClient *self = user_data;
    g_autoptr (GBytes) payload = NULL;

    self->received++;
    if (message->payloadlen > WATTLE_MQTT_PAYLOAD_MAX) {
        g_info ("%s: %s: a message of %d bytes dropped; at most %d are read", self->uri,
                message->topic, message->payloadlen, WATTLE_MQTT_PAYLOAD_MAX);
        return;
    }

    payload = g_bytes_new (message->payload, (gsize)message->payloadlen);
    wattle_mqtt_filters_dispatch (self->filters, message->topic, payload, message->retain);
}

static void
adopt_handle (WattleMqttClient *self, struct mosquitto *handle)
{
    mosquitto_connect_callback_set (handle, on_connack);
    mosquitto_publish_callback_set (handle, on_published);
    mosquitto_message_callback_set (handle, on_message);
    mosquitto_subscribe_callback_set (handle, on_subscribed);
    self->connack_timer =
        wattle_clock_call_after (self->clock, CONNACK_DEADLINE, on_connack_late, self);
    wattle_mqtt_wire_open (&self->wire, handle);
}

static void
on_attempt_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GWeakRef *weak = user_data;
    g_autoptr (WattleMqttClient) self = g_weak_ref_get (weak);
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleMqttTls) tls = NULL;
    struct mosquitto *handle = wattle_mqtt_connect_finish (result, &tls, &error);

    g_weak_ref_clear (weak);
    g_free (weak);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;

    g_clear_object (&self->connecting);
    if (handle != NULL) {
        self->tls = g_steal_pointer (&tls);
        adopt_handle (self, handle);
    } else {
        lose (self, error->message);
    }
}

static void
connect_now (gpointer user_data)
{
    WattleMqttClient *self = user_data;
    GWeakRef *weak = g_new0 (GWeakRef, 1);

    self->retry_timer = 0;
    self->connecting = g_cancellable_new ();
    /* An attempt may take minutes; it must not keep the client alive. */
    g_weak_ref_init (weak, self);
    wattle_mqtt_connect_async (self->settings, self->connecting, on_attempt_done, weak);
}

static void
cancel_attempts (WattleMqttClient *self)
{
    wattle_clock_clear (self->clock, &self->retry_timer);
    if (self->connecting != NULL)
        g_cancellable_cancel (self->connecting);
    g_clear_object (&self->connecting);
}

/* It may be on its way in a buffer of the system: only closing the connection calls it back. */
static void
on_stalled (gpointer user_data)
{
    g_autoptr (WattleMqttClient) self = g_object_ref (user_data);

    if (self->stopping)
        finish_stop (self);
    else
        lose (self, "the broker did not confirm a command within 10 s");
}

static void
on_stop_late (gpointer user_data)
{
    WattleMqttClient *self = user_data;

    self->stop_timer = 0;
    g_debug ("%s: not everything was sent within 2 s", self->uri);
    finish_stop (self);
}

static void
wattle_mqtt_client_dispose (GObject *object)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (object);

    cancel_attempts (self);
    wattle_clock_clear (self->clock, &self->stop_timer);
    close_wire (self);
    wattle_mqtt_outbox_clear (&self->outbox);

    G_OBJECT_CLASS (wattle_mqtt_client_parent_class)->dispose (object);
}

static void
wattle_mqtt_client_finalize (GObject *object)
{
    WattleMqttClient *self = WATTLE_MQTT_CLIENT (object);

    wattle_mqtt_filters_free (self->filters);
    g_hash_table_unref (self->subscribing);
    g_ptr_array_unref (self->refused);
    wattle_mqtt_settings_free (self->settings);
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
    self->filters = wattle_mqtt_filters_new ();
    self->subscribing = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    self->refused = g_ptr_array_new_with_free_func (g_free);
    wattle_backoff_init (&self->backoff, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
}

WattleMqttClient *
wattle_mqtt_client_new (const WattleMqttSettings *settings, WattleClock *clock)
{
    WattleMqttClient *self = g_object_new (WATTLE_TYPE_MQTT_CLIENT, NULL);
    gboolean is_ipv6 = strchr (settings->host, ':') != NULL;

    self->settings = wattle_mqtt_settings_copy (settings);
    self->clock = g_object_ref (clock);
    self->uri = g_strdup_printf (is_ipv6 ? "%s://[%s]:%u" : "%s://%s:%u",
                                 settings->tls ? "mqtts" : "mqtt", settings->host, settings->port);
    wattle_mqtt_wire_init (&self->wire, G_OBJECT (self), clock, on_worked);
    wattle_mqtt_outbox_init (&self->outbox, clock, on_stalled, self);
    return self;
}

void
wattle_mqtt_client_start (WattleMqttClient *self)
{
    if (self->started || self->stopping)
        return;

    self->started = TRUE;
    connect_now (self);
}

void
wattle_mqtt_client_retry_now (WattleMqttClient *self)
{
    if (self->retry_timer == 0)
        return;

    wattle_clock_clear (self->clock, &self->retry_timer);
    wattle_backoff_reset (&self->backoff);
    connect_now (self);
}

void
wattle_mqtt_client_stop (WattleMqttClient *self, WattleClockFunc done, gpointer user_data)
{
    g_return_if_fail (!self->stopping);

    self->started = FALSE;
    self->stopping = TRUE;
    self->stop_done = done;
    self->stop_data = user_data;
    cancel_attempts (self);

    if (!self->connected) {
        finish_stop (self);
        return;
    }

    self->stop_timer = wattle_clock_call_after (self->clock, STOP_DEADLINE, on_stop_late, self);
    pump_within (self);
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
    pump_within (self);
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
    pump_within (self);
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
    if (!wattle_mqtt_filters_add (self->filters, filter, func, user_data)) {
        g_message (
            "%s: cannot subscribe to \"%s\": + and # stand for whole levels, # only at the end",
            self->uri, filter);
        return;
    }
    pump_within (self);
}

void
wattle_mqtt_client_unsubscribe (WattleMqttClient *self, gpointer user_data)
{
    wattle_mqtt_filters_remove (self->filters, user_data);
    pump_within (self);
}

gboolean
wattle_mqtt_client_is_connected (WattleMqttClient *self)
{
    return self->connected;
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
    return self->failures;
}

void
wattle_mqtt_client_get_counts (WattleMqttClient *self, WattleMqttCounts *counts)
{
    counts->received = self->received;
    counts->published = self->outbox.published;
    counts->queued = wattle_mqtt_queue_get_length (&self->outbox.queue);
}

char *
wattle_mqtt_client_dup_refused (WattleMqttClient *self)
{
    GString *list = g_string_new (NULL);

    for (guint i = 0; i < self->refused->len; i++)
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                                (const char *)self->refused->pdata[i]);
    return g_string_free (list, self->refused->len == 0);
}
