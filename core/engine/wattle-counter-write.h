/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-counter-image.h"

G_BEGIN_DECLS

/* One write of the counters and of their ledger, by whichever thread has the time. Filled in by
 * whoever makes it; it owns all of it. */
typedef struct {
    guint number;
    char *path;
    WattleCounterImage *image;
    char *ledger_path;
    char *ledger_lines; /* or NULL */
    GBytes *damaged;    /* to be kept first; or NULL */
    char *damaged_place;
} WattleCounterWrite;

void wattle_counter_write_free (WattleCounterWrite *self);

/* Waits for the disk. Lines of the ledger that were written are gone from @self, also when the rest
 * fails. */
gboolean wattle_counter_write_run (WattleCounterWrite *self, GError **error);

G_END_DECLS
