/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-mqtt-message.h"

WattleMqttMessage *
wattle_mqtt_message_new (const char *topic,
                         const char *payload,
                         gsize length,
                         WattleMqttFlags flags)
{
    WattleMqttMessage *self = g_new0 (WattleMqttMessage, 1);

    self->topic = g_strdup (topic);
    self->payload = g_bytes_new (payload, length);
    self->flags = flags;
    return self;
}

void
wattle_mqtt_message_free (WattleMqttMessage *self)
{
    g_bytes_unref (self->payload);
    g_free (self->topic);
    g_free (self);
}
