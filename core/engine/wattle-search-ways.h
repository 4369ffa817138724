/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "model/wattle-catalog.h"
#include "model/wattle-frame.h"

G_BEGIN_DECLS

/* What came in a way of one of the drivers. */
typedef void (*WattleSearchWaysFunc) (WattleFrame *frame, gpointer listener);

/* A way has come to its end; @failure is taken over, NULL: it could be gone. @to_tell: whoever
 * searches should know of the failure. */
typedef void (*WattleSearchWaysEndFunc) (GError *failure, gboolean to_tell, gpointer user_data);

/* The questions that a search asks in the network: datagrams, and types of services that Avahi is
 * asked for. What several drivers ask is asked once. */
typedef struct _WattleSearchWays WattleSearchWays;

/* @func: what comes; @ended: once for each way */
WattleSearchWays *wattle_search_ways_new (WattleSearchWaysFunc func,
                                          WattleSearchWaysEndFunc ended,
                                          gpointer user_data);
void wattle_search_ways_free (WattleSearchWays *self); /* not before all have ended */

/* @catalog outlives it. */
void wattle_search_ways_add (WattleSearchWays *self, WattleCatalog *catalog, gpointer listener);
guint wattle_search_ways_get_count (const WattleSearchWays *self);

/* @targets: as of wattle_udp_search_async(); of services only those at such an address count */
void wattle_search_ways_run (WattleSearchWays *self,
                             const char *const *targets,
                             guint timeout_ms,
                             WattleClock *clock,
                             GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleSearchWays, wattle_search_ways_free)

G_END_DECLS
