/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-driver.h"
#include "transport/wattle-link.h"

G_BEGIN_DECLS

/* How far a search is, from 0 to 1, and how many devices it has found. */
typedef void (*WattleSearchFunc) (double progress, guint n_found, gpointer user_data);

/* One search, in the ways of the drivers that were added: sends their questions, listens for what
 * they want to hear, and has them look at what comes. What they do not understand, whoever sent it,
 * is passed over. */
typedef struct _WattleSearch WattleSearch;

WattleSearch *wattle_search_new (WattleClock *clock);
void wattle_search_free (WattleSearch *self);

void wattle_search_add_driver (WattleSearch *self,
                               const char *name,
                               WattleDriver *driver,
                               WattleCatalog *catalog);

/* A broker to listen to, too. @own: it is the host's own. */
void wattle_search_add_broker (WattleSearch *self, WattleLink *link, gboolean own);

/* Called now and then, and for each device; not after the search was cancelled. */
void wattle_search_set_progress (WattleSearch *self, WattleSearchFunc func, gpointer user_data);

/* Makes @self the data of @task, which returns an array of WattleDiscoveryResult once each way has
 * come to its end, or the error of the first if none could be gone. @targets: as of
 * wattle_udp_search_async(); how long it waits for answers, and listens to brokers, in ms. */
void wattle_search_run (WattleSearch *self,
                        GTask *task,
                        const char *const *targets,
                        guint answer_ms,
                        guint listen_ms);

/* Of an ended one: the brokers that there was no connection to, and Avahi if it could not be asked,
 * a GError each. */
GPtrArray *wattle_search_get_unreached (WattleSearch *self);

G_END_DECLS
