/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-outputs.h"
#include "transport/wattle-mqtt-client.h"

G_BEGIN_DECLS

typedef struct {
    const char *instance; /* base of all topics and identifiers */
    const char *name;     /* of the host's own device; NULL: Wattle */
    const char *prefix;   /* of discovery topics; NULL: homeassistant */
    const char *version;  /* of Wattle */
    int min_interval_ms;  /* between two states of a device; 0: none; below 0: 0.9 × its own poll
                             interval, one second for devices that push */
    const char *journal;  /* file that knows of all that is retained; NULL: nothing is remembered
                             over a restart */
} WattleHassSettings;

/* Tells Home Assistant about every device over MQTT and takes commands from it. The client is
 * started and stopped by its owner and has the topic `<instance>/bridge/state` as its will. */
#define WATTLE_TYPE_HASS (wattle_hass_get_type ())
G_DECLARE_FINAL_TYPE (WattleHass, wattle_hass, WATTLE, HASS, GObject)

WattleHass *wattle_hass_new (const WattleHassSettings *settings,
                             WattleManager *manager,
                             WattleOutputs *outputs,
                             WattleMqttClient *client,
                             WattleProblems *problems,
                             WattleClock *clock);
void wattle_hass_start (WattleHass *self);

/* Which devices there should be, running or not. What an earlier run announced and is not among
 * them is cleared; before this call, nothing is missed. */
void wattle_hass_set_configured (WattleHass *self, const char *const *ids);

/* Further topics that the host retains: journalled, and cleared when they are gone, with the rest.
 * NULL: there are none, and those of an earlier run are cleared. To be called before anything is
 * published there. */
void wattle_hass_set_bridge_topics (WattleHass *self, const char *const *topics);

/* Retained topics of devices that are gone, which are cleared as soon as there is a connection. */
GStrv wattle_hass_list_orphans (WattleHass *self);

/* Says that the devices and the host are gone. To be called before the client and the devices are
 * stopped. */
void wattle_hass_stop (WattleHass *self);

/* Signal "lost": (WattleHass *self): the broker has lost what it retained, so all is said again. */

G_END_DECLS
