/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-port.h"

#include <string.h>

const WattleAdminParts *
wattle_bridge_port_get_house (const WattleBridgePort *self)
{
    return wattle_admin_get_parts (self->admin);
}

gboolean
wattle_bridge_port_is_ready (const WattleBridgePort *self)
{
    return self->open && wattle_mqtt_client_is_connected (self->client);
}

char *
wattle_bridge_port_dup_topic (const WattleBridgePort *self, const char *name)
{
    return g_strconcat (self->instance, "/bridge/", name, NULL);
}

static void
publish (const WattleBridgePort *self, const char *name, const char *text, WattleMqttFlags flags)
{
    g_autofree char *topic = wattle_bridge_port_dup_topic (self, name);

    if (wattle_bridge_port_is_ready (self))
        wattle_mqtt_client_publish (self->client, topic, text, strlen (text), flags);
}

void
wattle_bridge_port_retain (const WattleBridgePort *self, const char *name, const char *text)
{
    publish (self, name, text, WATTLE_MQTT_RETAIN);
}

void
wattle_bridge_port_tell (const WattleBridgePort *self, const char *name, const char *text)
{
    publish (self, name, text, WATTLE_MQTT_EACH);
}
