/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-attempts.h"

#define BACKOFF_MIN_MS 500
#define BACKOFF_MAX_MS 60000

/* A connection that stood for this long makes the next attempts quick again; one that is closed at
 * once, say by a second client of the same id, does not. */
#define PROVEN_AFTER (2 * G_USEC_PER_SEC)

void
wattle_mqtt_attempts_init (WattleMqttAttempts *self,
                           GObject *owner,
                           WattleClock *clock,
                           const WattleMqttSettings *settings,
                           WattleMqttAttemptsFunc done)
{
    self->owner = owner;
    self->clock = clock;
    self->settings = wattle_mqtt_settings_copy (settings);
    self->done = done;
    wattle_backoff_init (&self->backoff, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
}

void
wattle_mqtt_attempts_clear (WattleMqttAttempts *self)
{
    wattle_mqtt_settings_free (self->settings);
}

/* One that is under way, and may outlive the owner. */
typedef struct {
    GWeakRef owner;
    WattleMqttAttempts *attempts; /* while the owner lives */
} Attempt;

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autofree Attempt *attempt = user_data;
    g_autoptr (GObject) owner = g_weak_ref_get (&attempt->owner);
    WattleMqttAttempts *self = attempt->attempts;
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleMqttTls) tls = NULL;
    struct mosquitto *handle = wattle_mqtt_connect_finish (result, &tls, &error);

    g_weak_ref_clear (&attempt->owner);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;

    g_clear_object (&self->connecting);
    self->done (owner, handle, g_steal_pointer (&tls), error);
}

void
wattle_mqtt_attempts_begin (WattleMqttAttempts *self)
{
    Attempt *attempt = g_new0 (Attempt, 1);

    self->connecting = g_cancellable_new ();
    g_weak_ref_init (&attempt->owner, self->owner);
    attempt->attempts = self;
    wattle_mqtt_connect_async (self->settings, self->connecting, on_connected, attempt);
}

void
wattle_mqtt_attempts_succeed (WattleMqttAttempts *self)
{
    self->failures = 0;
    self->connected_at = wattle_clock_get_monotonic (self->clock);
}

static void
on_timer (gpointer user_data)
{
    WattleMqttAttempts *self = user_data;

    self->timer = 0;
    wattle_mqtt_attempts_begin (self);
}

guint
wattle_mqtt_attempts_fail (WattleMqttAttempts *self, gboolean was_connected)
{
    guint delay;

    self->failures++;
    if (was_connected &&
        wattle_clock_get_monotonic (self->clock) - self->connected_at >= PROVEN_AFTER)
        wattle_backoff_reset (&self->backoff);

    delay = wattle_backoff_next (&self->backoff, g_random_double ());
    self->timer =
        wattle_clock_call_after (self->clock, delay * G_TIME_SPAN_MILLISECOND, on_timer, self);
    return delay;
}

void
wattle_mqtt_attempts_hurry (WattleMqttAttempts *self)
{
    if (self->timer == 0)
        return;

    wattle_clock_clear (self->clock, &self->timer);
    wattle_backoff_reset (&self->backoff);
    wattle_mqtt_attempts_begin (self);
}

void
wattle_mqtt_attempts_cancel (WattleMqttAttempts *self)
{
    wattle_clock_clear (self->clock, &self->timer);
    if (self->connecting != NULL)
        g_cancellable_cancel (self->connecting);
    g_clear_object (&self->connecting);
}
