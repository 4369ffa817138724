/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-file-queue.h"
#include "wattle-gate.h"
#include "wattle-problems.h"

G_BEGIN_DECLS

/* outputs.conf in the folder of the state: what the gate remembers, and how much of it is on its
 * way to the disk. A disk that is full is a problem, but no relay stands still because of it. */
typedef struct _WattleOutputsFile WattleOutputsFile;

/* @owner: not held, but while something is being written. */
WattleOutputsFile *wattle_outputs_file_new (const char *state_dir,
                                            WattleGate *gate,
                                            WattleProblems *problems,
                                            GObject *owner);
void wattle_outputs_file_free (WattleOutputsFile *self);

void wattle_outputs_file_load (WattleOutputsFile *self);

/* @done is called once all of it is on disk, or cannot be. */
void wattle_outputs_file_save (WattleOutputsFile *self, WattleClockFunc done, gpointer user_data);
/* Saves if something is different: at once what decisions hang on, and the rest in a while. */
void wattle_outputs_file_save_changes (WattleOutputsFile *self);
/* Saves for the last time, and blocks until it is on disk. */
void wattle_outputs_file_close (WattleOutputsFile *self);
void wattle_outputs_file_wait (WattleOutputsFile *self); /* for the end of the program only */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleOutputsFile, wattle_outputs_file_free)

G_END_DECLS
