/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "base/wattle-clock.h"
#include "wattle-counter-image.h"
#include "wattle-ledger.h"
#include "wattle-problems.h"

G_BEGIN_DECLS

typedef struct {
    /* All counters as they are to be on disk. @last: nothing is published after that. */
    WattleCounterImage *(*gather) (gboolean last, gpointer owner);
    void (*written) (gpointer owner); /* what was gathered last is on disk */
} WattleCounterDiskEvents;

/* How counters and ledger get to the disk: in a thread, one write at a time, the latest one last.
 * A write that failed is tried again. What was found damaged is kept as a copy before the file is
 * written for the first time. */
typedef struct {
    const WattleCounterDiskEvents *events;
    GObject *owner; /* kept alive by a write under way */
    WattleClock *clock;
    WattleProblems *problems;
    WattleLedger *ledger;
    char *state_dir;
    char *path;
    GBytes *damaged;     /* the file as it was found, until a copy of it is kept; or NULL */
    char *damaged_place; /* where that will be */

    gboolean writing;
    gboolean write_again;
    guint last_job;
    GMutex lock;    /* held while files are written, by whichever thread */
    guint disk_job; /* number of the last job on disk; guarded by the lock */
    guint retry_timer;
    GPtrArray *waiting; /* of GTask, each with the number of the job it waits for */
} WattleCounterDisk;

void wattle_counter_disk_init (WattleCounterDisk *self,
                               const char *state_dir,
                               WattleProblems *problems,
                               WattleClock *clock,
                               const WattleCounterDiskEvents *events,
                               GObject *owner);
void wattle_counter_disk_clear (WattleCounterDisk *self);

/* What is on disk, with what is damaged noted as a problem; NULL: nothing. Fills the ledger. */
GKeyFile *wattle_counter_disk_load (WattleCounterDisk *self);

/* Writes, at once or once the write under way is done. */
void wattle_counter_disk_write (WattleCounterDisk *self);
/* The same, for whoever waits until that is on disk: ended by g_task_propagate_boolean(). */
void wattle_counter_disk_write_for (WattleCounterDisk *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* Waits for the disk; for a clean stop. */
void wattle_counter_disk_flush (WattleCounterDisk *self);

G_END_DECLS
