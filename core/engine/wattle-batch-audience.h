/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-runner.h"

G_BEGIN_DECLS

/* Who hears of batches: everybody of every one, in the order in which they came. */
typedef struct {
    GArray *listeners;
} WattleBatchAudience;

void wattle_batch_audience_init (WattleBatchAudience *self);
void wattle_batch_audience_clear (WattleBatchAudience *self);
void
wattle_batch_audience_add (WattleBatchAudience *self, WattleBatchFunc func, gpointer user_data);
void wattle_batch_audience_remove (WattleBatchAudience *self, gpointer user_data);
void
wattle_batch_audience_tell (WattleBatchAudience *self, WattleRunner *runner, GPtrArray *entities);

G_END_DECLS
