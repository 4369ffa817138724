/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-options.h"
#include "wattle-frame.h"
#include "wattle-request.h"

G_BEGIN_DECLS

/**
 * WattleStateFlags:
 * @WATTLE_STATE_SECRET: kept beside the secrets and never shown
 * @WATTLE_STATE_DURABLE: on disk before the next request of this source is sent
 *
 * How a kept text is treated.
 */
typedef enum {
    WATTLE_STATE_SECRET = 1 << 0,
    WATTLE_STATE_DURABLE = 1 << 1,
} WattleStateFlags;

#define WATTLE_TYPE_SOURCE (wattle_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (WattleSource, wattle_source, WATTLE, SOURCE, GObject)

/**
 * WattleSourceClass:
 * @configure: takes over validated options, once, before anything else is called
 * @next_request: (nullable): what to ask next; `step` counts from 0 in each cycle; %NULL ends the
 *   cycle. Not needed by a source that only listens
 * @decode: turns an answer or a pushed message into readings; %FALSE drops what this call reported
 * @check: (nullable): for a source that listens: whether what should come does come
 *
 * Every function returns at once, runs on the main thread and touches no global state. What it
 * calls on its source is only noted; the host acts after it has returned.
 */
struct _WattleSourceClass {
    GObjectClass parent_class;

    gboolean (*configure) (WattleSource *self, WattleOptions *options, GError **error);
    WattleRequest *(*next_request) (WattleSource *self, guint step);
    gboolean (*decode) (WattleSource *self, WattleFrame *frame, GError **error);
    gboolean (*check) (WattleSource *self, GError **error);

    gpointer padding[7];
};

void wattle_source_listen (WattleSource *self, const char *topic_filter);
const char *wattle_source_get_id (WattleSource *self);
gint64 wattle_source_get_now (WattleSource *self);
gboolean wattle_source_due (WattleSource *self, const char *group, guint milliseconds);
void wattle_source_go_on (WattleSource *self, const char *group);
gboolean wattle_source_has_link (WattleSource *self, WattleLinkKind kind);
void wattle_source_share_links (WattleSource *self);
const char *wattle_source_get_state (WattleSource *self, const char *key);
gboolean wattle_source_set_state (WattleSource *self,
                                  const char *key,
                                  const char *text,
                                  WattleStateFlags flags);

G_END_DECLS
