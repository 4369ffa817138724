/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-fence.h"

#include <string.h>

#include "base/wattle-error.h"

#define DEADLINE (10 * G_USEC_PER_SEC)

struct _WattleHassFence {
    const WattleHassPort *port;
    WattleHassFenceFunc func;
    gpointer user_data;
    char *token;
    guint deadline;
    gulong lost;
    gboolean done;
};

static void
finish (WattleHassFence *self, const GError *error)
{
    if (self->done)
        return;

    self->done = TRUE;
    wattle_clock_clear (self->port->clock, &self->deadline);
    self->func (error, self->user_data);
}

static void
on_text (const char *topic, GBytes *payload, gboolean retained, gpointer user_data)
{
    WattleHassFence *self = user_data;
    gsize length;
    const char *text = g_bytes_get_data (payload, &length);

    if (length == strlen (self->token) && memcmp (text, self->token, length) == 0)
        finish (self, NULL);
}

static void
on_late (gpointer user_data)
{
    WattleHassFence *self = user_data;
    g_autoptr (GError) error = wattle_error_new (WATTLE_ERROR_TIMEOUT, "%s: no answer within 10 s",
                                                 wattle_mqtt_client_get_uri (self->port->client));

    self->deadline = 0;
    finish (self, error);
}

static void
on_connection (WattleHassFence *self)
{
    g_autoptr (GError) error = NULL;

    if (wattle_mqtt_client_is_connected (self->port->client))
        return;

    error = wattle_error_new (WATTLE_ERROR_UNREACHABLE, "%s: the connection was lost",
                              wattle_mqtt_client_get_uri (self->port->client));
    finish (self, error);
}

WattleHassFence *
wattle_hass_fence_new (const WattleHassPort *port, WattleHassFenceFunc func, gpointer user_data)
{
    WattleHassFence *self = g_new0 (WattleHassFence, 1);
    g_autofree char *sentinel = wattle_hass_payload_sentinel_topic (&port->host);
    g_autofree char *topic = g_strconcat (sentinel, "/fence", NULL);

    self->port = port;
    self->func = func;
    self->user_data = user_data;
    self->token = g_uuid_string_random ();
    self->deadline = wattle_clock_call_after (port->clock, DEADLINE, on_late, self);
    self->lost =
        g_signal_connect_swapped (port->client, "state-changed", G_CALLBACK (on_connection), self);
    wattle_mqtt_client_subscribe (port->client, topic, on_text, self);
    wattle_mqtt_client_publish (port->client, topic, self->token, strlen (self->token),
                                WATTLE_MQTT_EACH);
    return self;
}

void
wattle_hass_fence_free (WattleHassFence *self)
{
    wattle_clock_clear (self->port->clock, &self->deadline);
    g_signal_handler_disconnect (self->port->client, self->lost);
    wattle_mqtt_client_unsubscribe (self->port->client, self);
    g_free (self->token);
    g_free (self);
}
