/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "wattle-file-queue.h"
#include "model/wattle-source-private.h"

G_BEGIN_DECLS

/* Keeps the texts that sources set (tokens, remembered paths, pulse totals) in one file per device,
 * readable by the host only. */
#define WATTLE_TYPE_STATE_STORE (wattle_state_store_get_type ())
G_DECLARE_FINAL_TYPE (WattleStateStore, wattle_state_store, WATTLE, STATE_STORE, GObject)

WattleStateStore *wattle_state_store_new (const char *folder, WattleClock *clock);
void wattle_state_store_restore (WattleStateStore *self, const char *id, WattleSource *source);

/* Writes what the source holds now: texts marked durable at once, and @done is called when they are
 * on disk or cannot be; others a few seconds later, without a call. */
void wattle_state_store_keep (WattleStateStore *self,
                              const char *id,
                              WattleSource *source,
                              WattleStateFlags flags,
                              WattleFileDone done,
                              gpointer user_data);

/* Of a device that does not run: all but secrets. */
void wattle_state_store_forget (WattleStateStore *self, const char *id);

/* All of it is on disk when this returns: for the end of the program only. */
void wattle_state_store_flush (WattleStateStore *self);

G_END_DECLS
