/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-fence.h"

#include <string.h>

#include "base/wattle-error.h"

#define DEADLINE (10 * G_USEC_PER_SEC)

struct _WattleFence {
    WattleMqttClient *client;
    WattleClock *clock;
    WattleFenceFunc func;
    gpointer user_data;
    char *token;
    guint deadline;
    gulong lost;
    gboolean done;
};

static void
finish (WattleFence *self, const GError *error)
{
    if (self->done)
        return;

    self->done = TRUE;
    wattle_clock_clear (self->clock, &self->deadline);
    self->func (error, self->user_data);
}

static void
on_text (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleFence *self = user_data;
    gsize length;
    const char *text = g_bytes_get_data (payload, &length);

    if (length == strlen (self->token) && memcmp (text, self->token, length) == 0)
        finish (self, NULL);
}

static void
on_late (gpointer user_data)
{
    WattleFence *self = user_data;
    g_autoptr (GError) error = wattle_error_new (WATTLE_ERROR_TIMEOUT, "%s: no answer within 10 s",
                                                 wattle_mqtt_client_get_uri (self->client));

    self->deadline = 0;
    finish (self, error);
}

static void
on_connection (WattleFence *self)
{
    g_autoptr (GError) error = NULL;

    if (wattle_mqtt_client_is_connected (self->client))
        return;

    error = wattle_error_new (WATTLE_ERROR_UNREACHABLE, "%s: the connection was lost",
                              wattle_mqtt_client_get_uri (self->client));
    finish (self, error);
}

WattleFence *
wattle_fence_new (WattleMqttClient *client,
                  WattleClock *clock,
                  const char *topic,
                  WattleFenceFunc func,
                  gpointer user_data)
{
    WattleFence *self = g_new0 (WattleFence, 1);

    self->client = g_object_ref (client);
    self->clock = g_object_ref (clock);
    self->func = func;
    self->user_data = user_data;
    self->token = g_uuid_string_random ();
    self->deadline = wattle_clock_call_after (clock, DEADLINE, on_late, self);
    self->lost =
        g_signal_connect_swapped (client, "state-changed", G_CALLBACK (on_connection), self);
    wattle_mqtt_client_subscribe (client, topic, on_text, self);
    wattle_mqtt_client_publish (client, topic, self->token, strlen (self->token), WATTLE_MQTT_EACH);
    return self;
}

void
wattle_fence_free (WattleFence *self)
{
    wattle_clock_clear (self->clock, &self->deadline);
    g_signal_handler_disconnect (self->client, self->lost);
    wattle_mqtt_client_unsubscribe (self->client, self);
    g_object_unref (self->client);
    g_object_unref (self->clock);
    g_free (self->token);
    g_free (self);
}
