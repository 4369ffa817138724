/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long to wait before the next attempt: doubles from @min_ms to @max_ms, each time shortened by
 * chance to between half and the whole, so that many who lost the same peer do not come at once. */
typedef struct {
    guint min_ms;
    guint max_ms;
    guint next_ms;
} WattleBackoff;

void wattle_backoff_init (WattleBackoff *self, guint min_ms, guint max_ms);

/* @random: from 0 to 1. Milliseconds, from half of @min_ms to @max_ms. */
guint wattle_backoff_next (WattleBackoff *self, double random);
void wattle_backoff_reset (WattleBackoff *self);

G_END_DECLS
