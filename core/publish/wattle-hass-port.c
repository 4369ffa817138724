/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-hass-port.h"

#include <string.h>

gboolean
wattle_hass_port_is_ready (const WattleHassPort *self)
{
    return self->open && wattle_mqtt_client_is_connected (self->client);
}

void
wattle_hass_port_publish (const WattleHassPort *self, const char *topic, const char *text)
{
    wattle_mqtt_client_publish (self->client, topic, text, strlen (text), 0);
}

void
wattle_hass_port_retain (const WattleHassPort *self, const char *topic, const char *text)
{
    wattle_mqtt_client_publish (self->client, topic, text, strlen (text), WATTLE_MQTT_RETAIN);
}

void
wattle_hass_port_retain_confirmed (const WattleHassPort *self, const char *topic, const char *text)
{
    wattle_mqtt_client_publish (self->client, topic, text, strlen (text),
                                WATTLE_MQTT_RETAIN | WATTLE_MQTT_CONFIRM);
}

WattleFence *
wattle_hass_port_fence (const WattleHassPort *self, WattleFenceFunc func, gpointer user_data)
{
    g_autofree char *sentinel = wattle_hass_payload_sentinel_topic (&self->host);
    g_autofree char *topic = g_strconcat (sentinel, "/fence", NULL);

    return wattle_fence_new (self->client, self->clock, topic, func, user_data);
}
