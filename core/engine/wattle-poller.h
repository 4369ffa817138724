/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-runner.h"

G_BEGIN_DECLS

/* Tells runners when to poll. One timer serves all. */
#define WATTLE_TYPE_POLLER (wattle_poller_get_type ())
G_DECLARE_FINAL_TYPE (WattlePoller, wattle_poller, WATTLE, POLLER, GObject)

WattlePoller *wattle_poller_new (WattleClock *clock);
void wattle_poller_add (WattlePoller *self, WattleRunner *runner); /* polls it for the first time */
void wattle_poller_remove (WattlePoller *self, WattleRunner *runner);

G_END_DECLS
