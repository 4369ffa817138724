/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "publish/wattle-bridge.h"

G_BEGIN_DECLS

/* Hands new lines of the log to the bridge, from now on. */
typedef struct _WattleLogFeed WattleLogFeed;

WattleLogFeed *wattle_log_feed_new (WattleBridge *bridge);
void wattle_log_feed_free (WattleLogFeed *self);

G_END_DECLS
