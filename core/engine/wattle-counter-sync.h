/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "base/wattle-watt-hours.h"
#include "model/wattle-counter.h"

G_BEGIN_DECLS

/* How long a device may take to show what its counters were set to, after the last command. */
#define WATTLE_COUNTER_SYNC_PATIENCE (2 * 60 * G_USEC_PER_SEC)

/* What counters of one device are about to be set to there, in this order. */
typedef struct {
    char *keys[WATTLE_WATT_HOURS_PHASES];
    double values[WATTLE_WATT_HOURS_PHASES];
    guint count;
    char *total; /* key of the counter that adds them up; NULL: none */
    double sum;
} WattleCountersGoals;

typedef enum {
    WATTLE_COUNTER_SYNC_SHOWN,   /* each counter is where it was set to */
    WATTLE_COUNTER_SYNC_REFUSED, /* the device goes on showing something else */
    WATTLE_COUNTER_SYNC_UNSEEN,  /* it showed too little to tell, or is gone */
} WattleCounterSyncResult;

/* Called once, unless the synchronisation is dropped before. */
typedef void (*WattleCounterSyncFunc) (WattleCounterSyncResult result, gpointer user_data);

/* Counters of one device while they are being set there, from before the first command until the
 * new figures were seen or it is too late for that. Not a GObject: the counters own it, and outlive
 * it. */
typedef struct _WattleCounterSync WattleCounterSync;

WattleCounterSync *wattle_counter_sync_new (const char *who, WattleClock *clock);
void wattle_counter_sync_free (WattleCounterSync *self); /* what is not there yet is forgotten */
const char *wattle_counter_sync_get_who (const WattleCounterSync *self);

/* Counters in the order in which they are set; and the one that adds them up, which is looked at
 * once all of them are there. */
void wattle_counter_sync_add (WattleCounterSync *self, WattleCounter *counter, double raw);
void wattle_counter_sync_set_total (WattleCounterSync *self, WattleCounter *total, double raw);

/* The command of the counter at @index failed, and those after it were not sent. The total will not
 * be what was expected. */
void wattle_counter_sync_fail (WattleCounterSync *self, guint index);

/* The device has taken every command. @func may be called at once. */
void
wattle_counter_sync_await (WattleCounterSync *self, WattleCounterSyncFunc func, gpointer user_data);

/* After each reading of a counter of this device. Whether the synchronisation is over is asked
 * then. */
void wattle_counter_sync_note (WattleCounterSync *self,
                               const WattleCounter *counter,
                               const WattleCounterStep *step);
gboolean wattle_counter_sync_is_over (const WattleCounterSync *self);
/* Whether somebody still waits for what comes of it. */
gboolean wattle_counter_sync_is_busy (const WattleCounterSync *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCounterSync, wattle_counter_sync_free)

G_END_DECLS
