/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-clock.h"
#include "model/wattle-counter.h"
#include "wattle-counter-line.h"

G_BEGIN_DECLS

/* How fast a counter may move for which nothing is known that limits it, per hour. */
#define WATTLE_KEPT_COUNTER_NO_LIMIT 1e12

/* A counter, and how far the disk allows its total to go: nothing above the ceiling is published
 * before a higher one is on disk, and nothing at all before the disk knows the counter. Allocated
 * as one block, freed by g_free(). */
typedef struct {
    WattleCounter counter;
    gboolean kept;       /* on disk, if with other figures: its totals may be published */
    gboolean replaced;   /* the device is another one since the last reading */
    gboolean doubted;    /* which is said; the entity may be another one meanwhile */
    double rate;         /* units per µs */
    double noted;        /* raw + offset when the rate was taken */
    gint64 noted_time;   /* monotonic; 0: never */
    double next_ceiling; /* what the write under way will allow; NAN if it knows nothing of it */
} WattleKeptCounter;

WattleKeptCounter *wattle_kept_counter_new (double resolution);

/* Of a line of counters.conf; NULL if that is not understood. @kept: the file is the one that this
 * host writes. */
WattleKeptCounter *wattle_kept_counter_read (const char *line, gboolean kept, WattleClock *clock);
/* @published: the highest total that this run may show until the file is written again. */
void wattle_kept_counter_write (const WattleKeptCounter *self,
                                double published,
                                WattleClock *clock,
                                double numbers[WATTLE_COUNTER_LINE_NUMBERS]);

/* @now: monotonic */
WattleCounterStep wattle_kept_counter_take (WattleKeptCounter *self, double raw, gint64 now);

/* Whether it is time for a higher ceiling. @writing: one may be on its way to the disk. */
gboolean wattle_kept_counter_needs_ceiling (const WattleKeptCounter *self, gboolean writing);
/* How far the next write will allow the total to go. @exact: no further than it has gone. */
void wattle_kept_counter_plan_ceiling (WattleKeptCounter *self, gboolean exact, gint64 now);
/* What was planned is on disk. Returns whether totals may be published now that could not before.
 */
gboolean wattle_kept_counter_raise_ceiling (WattleKeptCounter *self);

G_END_DECLS
