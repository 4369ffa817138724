/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-bridge-port.h"
#include "wattle-bridge-request.h"

G_BEGIN_DECLS

/* How many requests may wait, for their turn or for their end. */
#define WATTLE_BRIDGE_DESK_MAX 16

/* One request that is being carried out. Whoever gets it ends it, now or later, with one of the
 * calls below; nobody hears of it when the bridge is gone by then. */
typedef struct _WattleBridgeCall WattleBridgeCall;

const WattleBridgeRequest *wattle_bridge_call_get_request (const WattleBridgeCall *self);
/* @data: what to answer, as JSON; taken. NULL: an empty object. */
void wattle_bridge_call_return (WattleBridgeCall *self, char *data);
void wattle_bridge_call_fail (WattleBridgeCall *self, const GError *error);

typedef void (*WattleBridgeServe) (WattleBridgeCall *call, gpointer user_data);

/* Where requests come in: refuses those with a flaw, those that the broker keeps, and those that
 * are too many; hands out the others in turn, one in each round of the main loop, and answers. */
typedef struct _WattleBridgeDesk WattleBridgeDesk;

/* @serve carries a request out; it may free the desk. */
WattleBridgeDesk *
wattle_bridge_desk_new (const WattleBridgePort *port, WattleBridgeServe serve, gpointer user_data);
void wattle_bridge_desk_free (WattleBridgeDesk *self);

/* @name: what follows …/request/ in the topic. */
void wattle_bridge_desk_take (WattleBridgeDesk *self,
                              const char *name,
                              GBytes *payload,
                              gboolean retained);

G_END_DECLS
