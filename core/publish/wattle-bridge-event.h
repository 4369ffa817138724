/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-port.h"

G_BEGIN_DECLS

/* Tells on bridge/event what happens: {"type":…,"data":{…}}. Types are device_added,
 * device_removed, device_state, output, problem, problem_solved and configuration. */
typedef struct _WattleBridgeEvent WattleBridgeEvent;

/* Devices that are there already are no news. */
WattleBridgeEvent *wattle_bridge_event_new (const WattleBridgePort *port);
void wattle_bridge_event_free (WattleBridgeEvent *self);

/* This device may have come or gone, or any. */
void wattle_bridge_event_look_at (WattleBridgeEvent *self, const char *id);
void wattle_bridge_event_look (WattleBridgeEvent *self);

void wattle_bridge_event_tell_state (WattleBridgeEvent *self, WattleRunner *runner);
/* What became of a command, see WattleOutputs. */
void wattle_bridge_event_tell_output (WattleBridgeEvent *self,
                                      const char *id,
                                      const char *key,
                                      const char *event,
                                      const char *text);
void wattle_bridge_event_tell_problem (WattleBridgeEvent *self,
                                       const WattleProblem *problem,
                                       gboolean solved);
void wattle_bridge_event_tell_configuration (WattleBridgeEvent *self);

G_END_DECLS
