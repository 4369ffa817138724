/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "transport/wattle-link-pool.h"
#include "wattle-discovery-results.h"
#include "wattle-plugins.h"
#include "wattle-search.h"

G_BEGIN_DECLS

/* How long a search lasts unless somebody says otherwise, and at most; in ms. */
#define WATTLE_DISCOVERY_TIMEOUT     3000
#define WATTLE_DISCOVERY_TIMEOUT_MAX 120000

/* The same of listening to brokers: there are devices that say something each five seconds, and the
 * connection takes a moment. */
#define WATTLE_DISCOVERY_LISTEN 8000

/* What is searched for. What is NULL, empty or 0 is left to the host. */
typedef struct {
    const char *const *drivers; /* names; else all that are loaded */
    const char *const *targets; /* ADDRESS or ADDRESS:PORT of what is searched for by UDP, and of
                                   which services count; else everybody in the networks of this
                                   machine */
    const char *const *brokers; /* URIs of brokers that are listened to, beside the host's own and
                                   those that devices of the house are at */
    guint timeout_ms;           /* else WATTLE_DISCOVERY_TIMEOUT, and WATTLE_DISCOVERY_LISTEN */
} WattleDiscoveryQuery;

/* Searches the network for devices, in the ways that drivers describe. */
#define WATTLE_TYPE_DISCOVERY (wattle_discovery_get_type ())
G_DECLARE_FINAL_TYPE (WattleDiscovery, wattle_discovery, WATTLE, DISCOVERY, GObject)

/* @manager: tells which devices the house has; or NULL */
WattleDiscovery *
wattle_discovery_new (WattleClock *clock, WattlePlugins *plugins, WattleManager *manager);

/* The host's broker, for what is searched for there; NULL for none. A search under way stays with
 * the one it has. */
void wattle_discovery_set_broker (WattleDiscovery *self, WattleMqttClient *broker);

/* Where the links to other brokers are; NULL, as at first: only the host's own is listened to. */
void wattle_discovery_set_links (WattleDiscovery *self, WattleLinkPool *links);

/* Several searches may be under way at once. @progress: or NULL */
void wattle_discovery_scan_async (WattleDiscovery *self,
                                  const WattleDiscoveryQuery *query,
                                  GCancellable *cancellable,
                                  WattleSearchFunc progress,
                                  gpointer progress_data,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Returns a sorted array of WattleDiscoveryResult, which may be empty. Fails when the query is not
 * understood, when it was cancelled, and when none of the ways could be gone. @unreached: takes an
 * array of GError, the brokers that there was no connection to, and Avahi if it could not be asked;
 * or NULL. */
GPtrArray *wattle_discovery_scan_finish (WattleDiscovery *self,
                                         GAsyncResult *result,
                                         GPtrArray **unreached,
                                         GError **error);

G_END_DECLS
