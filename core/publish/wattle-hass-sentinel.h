/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-problems.h"
#include "wattle-hass-port.h"

G_BEGIN_DECLS

/* Everything has to be said again; it may wait a moment. */
typedef void (*WattleHassSentinelFunc) (gpointer user_data);

/* Notices when the broker loses what it retains while the connection stands: a topic with a random
 * text must keep it. Whoever clears all retained messages clears that one too, which is seen at
 * once; a silent loss is found by asking for the text now and then. */
typedef struct _WattleHassSentinel WattleHassSentinel;

WattleHassSentinel *wattle_hass_sentinel_new (const WattleHassPort *port,
                                              WattleProblems *problems,
                                              WattleHassSentinelFunc func,
                                              gpointer user_data);
void wattle_hass_sentinel_free (WattleHassSentinel *self);

/* A connection stands, or is lost. */
void wattle_hass_sentinel_set_connected (WattleHassSentinel *self, gboolean connected);

G_END_DECLS
