/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "wattle-counter-sync.h"
#include "wattle-ledger.h"
#include "wattle-problems.h"
#include "model/wattle-device-private.h"

G_BEGIN_DECLS

/* Highest power an installation takes or gives unless its file says otherwise, in W. */
#define WATTLE_COUNTERS_MAX_POWER 100000.0

/* Guards every lifetime counter of the house and keeps what that takes.
 *
 * What was published once must never fall again, whenever the host is killed. So each counter has a
 * ceiling on disk, about a minute of energy ahead, and nothing above it is published before a
 * higher one has been written. The next run goes on from the ceiling; after a clean stop that is
 * exactly what was published last. Nothing here waits for the disk: a counter that it knows nothing
 * of yet is missing, and released once it does.
 *
 * Signal "released": (WattleCounters *self, const char *id): first totals of this device came in.
 */
#define WATTLE_TYPE_COUNTERS (wattle_counters_get_type ())
G_DECLARE_FINAL_TYPE (WattleCounters, wattle_counters, WATTLE, COUNTERS, GObject)

WattleCounters *
wattle_counters_new (const char *state_dir, WattleProblems *problems, WattleClock *clock);
void wattle_counters_load (WattleCounters *self);

/* Stands between decode and the model of @device until it is released. */
void wattle_counters_guard (WattleCounters *self,
                            const char *id,
                            WattleDevice *device,
                            double max_power);
void wattle_counters_release (WattleCounters *self, const char *id);

/* The serial number as it is now: another one than last time means another device at this id. */
void wattle_counters_set_serial (WattleCounters *self, const char *id, const char *serial);

WattleLedger *wattle_counters_get_ledger (WattleCounters *self);

/* Takes a change back. The total stays where it is until the raw value has caught up. */
gboolean
wattle_counters_undo (WattleCounters *self, guint64 entry, const char *who, GError **error);

/* Before the first command: the totals of @id will go on from where they are once the new figures
 * come, with a line in the ledger by @who for each. That ends after a while by itself, and is not
 * kept over a restart: what comes then is judged like anything else. */
gboolean wattle_counters_set_goals (WattleCounters *self,
                                    const char *id,
                                    const WattleCountersGoals *goals,
                                    const char *who,
                                    GError **error);
/* After the last one. @func is called once, at once or later. */
void wattle_counters_await_goals (WattleCounters *self,
                                  const char *id,
                                  WattleCounterSyncFunc func,
                                  gpointer user_data);
/* The command at @index failed. @unsent: it changed nothing, that is sure. */
void wattle_counters_end_goals (WattleCounters *self, const char *id, guint index, gboolean unsent);

/* All counters as counters.conf has them, with the totals as they were published last; and taking
 * over such a file, which has to pass wattle_counter_line_check(). A counter that is known here
 * keeps its own state, so no total can fall by that. Returns how many counters were taken over. */
char *wattle_counters_export (WattleCounters *self);
guint wattle_counters_import (WattleCounters *self, GKeyFile *file);

/* Counters and ledger as they are now are on disk when the call is finished. */
void
wattle_counters_save_async (WattleCounters *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean wattle_counters_save_finish (WattleCounters *self, GAsyncResult *result, GError **error);

/* Whether something is on its way to the disk, which totals may be waiting for. */
gboolean wattle_counters_is_writing (WattleCounters *self);
/* Waits for the disk; for a clean stop. */
void wattle_counters_flush (WattleCounters *self);

G_END_DECLS
