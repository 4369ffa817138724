/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-message.h"
#include "transport/wattle-link.h"

G_BEGIN_DECLS

/* Brokers that one search listens to at most. */
#define WATTLE_SEARCH_BROKERS_MAX 16

/* Messages that are looked at, per broker and listener: a filter may match a flood. */
#define WATTLE_SEARCH_BROKERS_MESSAGES 4096

/* @uri: of the broker that @frame came from; empty for the host's own. */
typedef void (*WattleSearchBrokersFunc) (WattleFrame *frame, const char *uri, gpointer user_data);

/* The brokers that a search listens to. */
typedef struct _WattleSearchBrokers WattleSearchBrokers;

WattleSearchBrokers *wattle_search_brokers_new (void);
void wattle_search_brokers_free (WattleSearchBrokers *self); /* stops listening */

/* @own: it is the host's own. One that is there already, or one too many, is left out. */
void wattle_search_brokers_add (WattleSearchBrokers *self, WattleLink *link, gboolean own);
guint wattle_search_brokers_get_count (const WattleSearchBrokers *self);

void wattle_search_brokers_listen (WattleSearchBrokers *self,
                                   const char *const *filters,
                                   WattleSearchBrokersFunc func,
                                   gpointer user_data);

/* Returns an error for each broker (array of GError) that there was no connection to. */
GPtrArray *wattle_search_brokers_stop (WattleSearchBrokers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleSearchBrokers, wattle_search_brokers_free)

G_END_DECLS
