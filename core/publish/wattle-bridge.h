/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-port.h"
#include "wattle-hass.h"

G_BEGIN_DECLS

typedef struct {
    const char *instance;  /* base of all topics */
    const char *version;   /* of Wattle */
    WattleBridgeMode mode; /* not off: then there is no bridge */
    WattleBridgeLog log;
    gint64 begun; /* monotonic time at which the host was started */
} WattleBridgeSettings;

/* The host for programs that speak MQTT, below `<instance>/bridge/` and in the manner of
 * zigbee2mqtt: what it is and what happens, and answers to requests. They change something only in
 * the mode write; secrets can neither be read nor set. */
#define WATTLE_TYPE_BRIDGE (wattle_bridge_get_type ())
G_DECLARE_FINAL_TYPE (WattleBridge, wattle_bridge, WATTLE, BRIDGE, GObject)

/* @client: that of @hass, which remembers what is retained and is to be started before. */
WattleBridge *wattle_bridge_new (const WattleBridgeSettings *settings,
                                 WattleAdmin *admin,
                                 WattleOutputs *outputs,
                                 WattleMqttClient *client,
                                 WattleHass *hass,
                                 WattleClock *clock);
void wattle_bridge_start (WattleBridge *self);

/* Nothing is answered any more. To be called before the client is stopped. */
void wattle_bridge_stop (WattleBridge *self);

/* A line of the host's log. @level: critical, warning, message, info or debug. */
void wattle_bridge_log (WattleBridge *self, const char *level, const char *message);

G_END_DECLS
