/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-file-queue.h"
#include "wattle-gate.h"
#include "wattle-problems.h"

G_BEGIN_DECLS

/* outputs.conf in the folder of the state: what the gate remembers. */
typedef struct _WattleOutputsFile WattleOutputsFile;

WattleOutputsFile *wattle_outputs_file_new (const char *state_dir, WattleProblems *problems);
void wattle_outputs_file_free (WattleOutputsFile *self);

void wattle_outputs_file_load (WattleOutputsFile *self, WattleGate *gate);
/* @done is called once it is on disk, or cannot be: then it is a problem, but no relay stands still
 * because a disk is full. */
void wattle_outputs_file_save (WattleOutputsFile *self,
                               WattleGate *gate,
                               WattleFileDone done,
                               gpointer user_data);
void wattle_outputs_file_note (WattleOutputsFile *self, const GError *error); /* what came of it */
void wattle_outputs_file_wait (WattleOutputsFile *self); /* for the end of the program only */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleOutputsFile, wattle_outputs_file_free)

G_END_DECLS
