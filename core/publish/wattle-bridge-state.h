/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-port.h"

G_BEGIN_DECLS

/* The topics of the bridge that the broker keeps: info, devices and health. */
typedef struct _WattleBridgeState WattleBridgeState;

WattleBridgeState *wattle_bridge_state_new (const WattleBridgePort *port);
void wattle_bridge_state_free (WattleBridgeState *self);

/* All such topics. */
GStrv wattle_bridge_state_list_topics (const WattleBridgePort *port);

/* Says everything, whether it has changed or not. */
void wattle_bridge_state_announce (WattleBridgeState *self);
void wattle_bridge_state_announce_after (WattleBridgeState *self, gint64 delay);

/* These say what has changed, when it may be said. */
void wattle_bridge_state_update_info (WattleBridgeState *self);
void wattle_bridge_state_update_devices (WattleBridgeState *self); /* and health, if it matters */
void wattle_bridge_state_update_health (WattleBridgeState *self);

G_END_DECLS
