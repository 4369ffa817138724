/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-link.h"
#include "wattle-mqtt-client.h"

G_BEGIN_DECLS

#define WATTLE_TYPE_MQTT_LINK (wattle_mqtt_link_get_type ())
G_DECLARE_FINAL_TYPE (WattleMqttLink, wattle_mqtt_link, WATTLE, MQTT_LINK, WattleLink)

/* Devices behind a broker. The client is shared with others and is started and stopped by its
 * owner; the link is up while the client is connected. A publish is answered once the broker has
 * confirmed it, without status or body, and dropped if that takes more than 10 s. */
WattleMqttLink *wattle_mqtt_link_new (WattleMqttClient *client);

G_END_DECLS
