/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For the host only: how it drives a source. Not installed. */
#pragma once

#include "wattle-source.h"

G_BEGIN_DECLS

typedef struct {
    char *text;
    WattleStateFlags flags;
} WattleSourceState;

void wattle_source_set_id (WattleSource *self, const char *id);
void wattle_source_set_now (WattleSource *self, gint64 monotonic, gint64 wall);
/* Before configure. @kinds: a bit for each WattleLinkKind. */
void wattle_source_set_links (WattleSource *self, guint kinds);
gboolean wattle_source_get_shares_links (WattleSource *self);

/* These wrap the virtual functions and mend breaches of the contract: FALSE without an error
 * becomes WATTLE_ERROR_PLUGIN, a request that is not one is refused. */
gboolean wattle_source_configure (WattleSource *self, WattleOptions *options, GError **error);
WattleRequest *wattle_source_next_request (WattleSource *self, guint step);
/* After a next_request that returned NULL: why, if it did not mean the end of the cycle. */
const GError *wattle_source_get_fault (WattleSource *self);
gboolean wattle_source_decode (WattleSource *self, WattleFrame *frame, GError **error);
/* Of one that listens. FALSE without an error: nothing can be said yet. */
gboolean wattle_source_is_checked (WattleSource *self);
gboolean wattle_source_check (WattleSource *self, GError **error);

/* Poll groups. A cycle begins, each request belongs to the group whose wattle_source_due() was the
 * last to return TRUE before it, and the group counts as answered when that request was. */
void wattle_source_begin_cycle (WattleSource *self, gint64 tolerance);
const char *wattle_source_get_asked_group (WattleSource *self);
guint wattle_source_get_group_period (WattleSource *self, const char *group); /* ms */
void wattle_source_group_answered (WattleSource *self, const char *group);
void wattle_source_make_all_due (WattleSource *self);
gboolean wattle_source_is_any_group_known (WattleSource *self);

const char *const *wattle_source_get_filters (WattleSource *self);

/* Kept texts: key → WattleSourceState. @changed says whether something was set since the last look.
 */
GHashTable *wattle_source_get_all_state (WattleSource *self);
void wattle_source_restore_state (WattleSource *self,
                                  const char *key,
                                  const char *text,
                                  WattleStateFlags flags);
/* All but secrets: what was kept is of a device that another one has taken the place of. */
void wattle_source_forget_state (WattleSource *self);
gboolean wattle_source_take_state_changed (WattleSource *self, WattleStateFlags *flags);

G_END_DECLS
