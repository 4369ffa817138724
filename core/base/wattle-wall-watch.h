/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For WattleClock only. Not installed. */
#pragma once

#include "wattle-clock.h"

G_BEGIN_DECLS

/* Calls @func whenever somebody sets the wall time of this computer, or it wakes up from sleep, in
 * the thread-default main context. NULL: this kernel does not tell. */
GSource *wattle_wall_watch_new (WattleClockFunc func, gpointer user_data);

G_END_DECLS
