/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define WATTLE_TYPE_CLOCK (wattle_clock_get_type ())
G_DECLARE_FINAL_TYPE (WattleClock, wattle_clock, WATTLE, CLOCK, GObject)

/**
 * WattleClockFunc:
 * @user_data: what was given to wattle_clock_call_after()
 *
 * Called on the main context of the clock when a timer is due.
 */
typedef void (*WattleClockFunc) (gpointer user_data);

WattleClock *wattle_clock_new (double speed);
WattleClock *wattle_clock_new_manual (gint64 wall_time);

gint64 wattle_clock_get_wall (WattleClock *self);
gint64 wattle_clock_get_monotonic (WattleClock *self);

guint
wattle_clock_call_after (WattleClock *self, gint64 delay, WattleClockFunc func, gpointer user_data);
void wattle_clock_cancel (WattleClock *self, guint id);
void wattle_clock_clear (WattleClock *self, guint *id);

void wattle_clock_advance (WattleClock *self, gint64 span);
void wattle_clock_set_wall (WattleClock *self, gint64 wall_time);

G_END_DECLS
