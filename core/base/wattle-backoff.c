/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-backoff.h"

void
wattle_backoff_init (WattleBackoff *self, guint min_ms, guint max_ms)
{
    self->min_ms = min_ms;
    self->max_ms = MAX (min_ms, max_ms);
    wattle_backoff_reset (self);
}

guint
wattle_backoff_next (WattleBackoff *self, double random)
{
    guint whole = self->next_ms;

    self->next_ms = whole > self->max_ms / 2 ? self->max_ms : whole * 2;
    return whole / 2 + (guint)((whole - whole / 2) * CLAMP (random, 0.0, 1.0));
}

void
wattle_backoff_reset (WattleBackoff *self)
{
    self->next_ms = self->min_ms;
}
