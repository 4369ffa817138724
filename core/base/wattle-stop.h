/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-clock.h"

G_BEGIN_DECLS

/* How an object that works on its own comes to an end: asked for, waited for but not for ever, and
 * told once, always from the main loop. Part of the object. */
typedef struct {
    GObject *owner; /* not held, but while its end is about to be told */
    WattleClock *clock;
    gboolean under_way; /* from begin until it is told */
    guint timer;
    WattleClockFunc late;
    WattleClockFunc done;
    gpointer done_data;
} WattleStop;

void wattle_stop_init (WattleStop *self, GObject *owner, WattleClock *clock);
void wattle_stop_clear (WattleStop *self); /* in dispose */

/* @done may be NULL. */
void wattle_stop_begin (WattleStop *self, WattleClockFunc done, gpointer user_data);
/* @late is called with the owner if it is not finished within @within µs. */
void wattle_stop_limit (WattleStop *self, gint64 within, WattleClockFunc late);
void wattle_stop_finish (WattleStop *self);

G_END_DECLS
