/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"

G_BEGIN_DECLS

/* Home Assistant subscribes to the states within half a second of a discovery message. They are not
 * retained, so they are said again this long after one. */
#define WATTLE_HASS_SUBSCRIBE_TIME G_USEC_PER_SEC

/* A state is repeated after this long without a change. */
#define WATTLE_HASS_HEARTBEAT (60 * G_USEC_PER_SEC)

/* Sends; returns whether it did. Unless @due, it may find that nothing is worth sending. */
typedef gboolean (*WattleHassPacerFunc) (gboolean due, gpointer user_data);

/* Decides when a message goes out: at most once per shortest interval, where a message that came
 * too early goes at the end of it, and at least once per longest interval after the first. Spans
 * are in microseconds. */
typedef struct _WattleHassPacer WattleHassPacer;

/* @longest: 0 for no limit. */
WattleHassPacer *wattle_hass_pacer_new (WattleClock *clock,
                                        gint64 shortest,
                                        gint64 longest,
                                        WattleHassPacerFunc func,
                                        gpointer user_data);
void wattle_hass_pacer_free (WattleHassPacer *self);

/* There may be something to send: now, or as soon as it is allowed. */
void wattle_hass_pacer_ask (WattleHassPacer *self);

/* Asks once more at the end of a shortest interval from now. For use in the function itself. */
void wattle_hass_pacer_ask_later (WattleHassPacer *self);

/* Sends now, whatever the last time was. */
void wattle_hass_pacer_force (WattleHassPacer *self);

/* The same after @delay; one such is kept, the earliest. */
void wattle_hass_pacer_force_after (WattleHassPacer *self, gint64 delay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleHassPacer, wattle_hass_pacer_free)

G_END_DECLS
