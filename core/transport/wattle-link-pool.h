/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-link.h"
#include "wattle-mqtt-client.h"

G_BEGIN_DECLS

/* One link per endpoint, shared by all devices that talk to it: so a gateway is asked one question
 * at a time. The pool keeps no link alive; it goes with its last user. */
#define WATTLE_TYPE_LINK_POOL (wattle_link_pool_get_type ())
G_DECLARE_FINAL_TYPE (WattleLinkPool, wattle_link_pool, WATTLE, LINK_POOL, GObject)

WattleLinkPool *wattle_link_pool_new (WattleClock *clock);

/* The host's broker, which an empty MQTT address means; NULL for none. Links that are in use stay
 * with the client they have. */
void wattle_link_pool_set_broker (WattleLinkPool *self, WattleMqttClient *broker);

/* Returns a reference to the link of the endpoint that a person wrote as @uri, or that
 * wattle_endpoint_join() made of it: whoever accepts another certificate has a link of its own. */
WattleLink *
wattle_link_pool_get (WattleLinkPool *self, WattleLinkKind kind, const char *uri, GError **error);

guint wattle_link_pool_get_n_links (WattleLinkPool *self);

G_END_DECLS
