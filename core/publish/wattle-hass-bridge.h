/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-manager.h"
#include "wattle-hass-port.h"

G_BEGIN_DECLS

/* The host as a device of its own, and the topic that says whether it is there. */
typedef struct _WattleHassBridge WattleHassBridge;

WattleHassBridge *wattle_hass_bridge_new (const WattleHassPort *port,
                                          const char *name,
                                          WattleManager *manager,
                                          WattleProblems *problems);
void wattle_hass_bridge_free (WattleHassBridge *self);

void wattle_hass_bridge_announce (WattleHassBridge *self);
void wattle_hass_bridge_send_availability (WattleHassBridge *self, gboolean online);
void wattle_hass_bridge_send_state (WattleHassBridge *self);

const char *wattle_hass_bridge_get_discovery_topic (WattleHassBridge *self);
char *wattle_hass_bridge_dup_description (WattleHassBridge *self);

/* Somebody has cleared its discovery message. */
void wattle_hass_bridge_restore (WattleHassBridge *self);

/* Sends what has changed, when it may be sent. */
void wattle_hass_bridge_update_state (WattleHassBridge *self);

G_END_DECLS
