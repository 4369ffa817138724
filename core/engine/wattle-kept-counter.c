/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-kept-counter.h"

#include <math.h>

/* Ceilings lie this long ahead at the rate of the last minutes, but never less than at 1 kW. */
#define AHEAD      (60 * G_USEC_PER_SEC)
#define LEAST_RATE (1000 / 3.6e9) /* Wh per µs */

/* Over how long a rate is taken: what moved between two writes that follow each other at once, as
 * they do with many meters, says nothing. */
#define RATE_SPAN (10 * G_USEC_PER_SEC)

WattleKeptCounter *
wattle_kept_counter_new (double resolution)
{
    WattleKeptCounter *self = g_new0 (WattleKeptCounter, 1);

    self->next_ceiling = NAN;
    wattle_counter_init (&self->counter, 0, resolution);
    return self;
}

/* Times are wall times in the file, since the monotonic clock starts anew with the machine. */

static gint64
to_wall (WattleClock *clock, gint64 monotonic)
{
    return wattle_clock_get_wall (clock) - (wattle_clock_get_monotonic (clock) - monotonic);
}

static gint64
to_monotonic (WattleClock *clock, double wall)
{
    gint64 age = wattle_clock_get_wall (clock) - (gint64)wall;

    return wattle_clock_get_monotonic (clock) - MAX (age, 0);
}

WattleKeptCounter *
wattle_kept_counter_read (const char *line, gboolean kept, WattleClock *clock)
{
    double numbers[WATTLE_COUNTER_LINE_NUMBERS];
    WattleKeptCounter *self;
    WattleCounter *counter;

    if (!wattle_counter_line_parse (line, numbers))
        return NULL;

    self = wattle_kept_counter_new (0);
    counter = &self->counter;
    wattle_counter_init (counter, WATTLE_KEPT_COUNTER_NO_LIMIT,
                         numbers[WATTLE_COUNTER_LINE_RESOLUTION]);
    counter->known = TRUE;
    counter->raw = numbers[WATTLE_COUNTER_LINE_RAW];
    counter->offset = numbers[WATTLE_COUNTER_LINE_OFFSET];
    counter->published = numbers[WATTLE_COUNTER_LINE_PUBLISHED];
    counter->ceiling = kept ? counter->published : -INFINITY;
    self->kept = kept;
    self->rate = numbers[WATTLE_COUNTER_LINE_RATE];
    counter->moved = to_monotonic (clock, numbers[WATTLE_COUNTER_LINE_MOVED]);
    counter->seen = counter->moved;
    counter->has_previous = numbers[WATTLE_COUNTER_LINE_HAS_PREVIOUS] != 0;
    counter->previous_raw = numbers[WATTLE_COUNTER_LINE_PREVIOUS_RAW];
    counter->previous_offset = numbers[WATTLE_COUNTER_LINE_PREVIOUS_OFFSET];
    counter->previous_moved = to_monotonic (clock, numbers[WATTLE_COUNTER_LINE_PREVIOUS_MOVED]);
    counter->changed = to_monotonic (clock, numbers[WATTLE_COUNTER_LINE_CHANGED]);
    return self;
}

void
wattle_kept_counter_write (const WattleKeptCounter *self,
                           double published,
                           WattleClock *clock,
                           double numbers[WATTLE_COUNTER_LINE_NUMBERS])
{
    const WattleCounter *counter = &self->counter;

    numbers[WATTLE_COUNTER_LINE_RAW] = counter->raw;
    numbers[WATTLE_COUNTER_LINE_OFFSET] = counter->offset;
    numbers[WATTLE_COUNTER_LINE_PUBLISHED] = published;
    numbers[WATTLE_COUNTER_LINE_RESOLUTION] = counter->resolution;
    numbers[WATTLE_COUNTER_LINE_RATE] = self->rate;
    numbers[WATTLE_COUNTER_LINE_MOVED] = (double)to_wall (clock, counter->moved);
    numbers[WATTLE_COUNTER_LINE_HAS_PREVIOUS] = counter->has_previous;
    numbers[WATTLE_COUNTER_LINE_PREVIOUS_RAW] = counter->previous_raw;
    numbers[WATTLE_COUNTER_LINE_PREVIOUS_OFFSET] = counter->previous_offset;
    numbers[WATTLE_COUNTER_LINE_PREVIOUS_MOVED] = (double)to_wall (clock, counter->previous_moved);
    numbers[WATTLE_COUNTER_LINE_CHANGED] = (double)to_wall (clock, counter->changed);
}

WattleCounterStep
wattle_kept_counter_take (WattleKeptCounter *self, double raw, gint64 now)
{
    gboolean fresh = !self->counter.known;
    WattleCounterStep step = wattle_counter_take (&self->counter, raw, now, self->replaced);

    self->replaced = FALSE;
    if (fresh)
        self->counter.ceiling = -INFINITY;
    return step;
}

static double
get_wanted (const WattleKeptCounter *self)
{
    return self->counter.raw + self->counter.offset;
}

/* How far a ceiling lies ahead of what is wanted. */
static double
get_ahead (const WattleKeptCounter *self)
{
    return fmax (self->rate, LEAST_RATE) * (double)AHEAD;
}

gboolean
wattle_kept_counter_needs_ceiling (const WattleKeptCounter *self, gboolean writing)
{
    double ceiling = self->counter.ceiling;

    if (writing && !isnan (self->next_ceiling))
        ceiling = fmax (ceiling, self->next_ceiling);
    return get_wanted (self) + get_ahead (self) / 2 > ceiling;
}

static void
note_rate (WattleKeptCounter *self, gint64 now)
{
    gint64 elapsed = now - self->noted_time;
    double total = get_wanted (self);

    if (self->noted_time != 0 && elapsed < RATE_SPAN)
        return;
    if (self->noted_time != 0)
        self->rate = fmax (0, total - self->noted) / (double)elapsed;
    self->noted = total;
    self->noted_time = now;
}

void
wattle_kept_counter_plan_ceiling (WattleKeptCounter *self, gboolean exact, gint64 now)
{
    double published = self->counter.published;

    note_rate (self, now);
    self->next_ceiling = published;
    if (!exact)
        self->next_ceiling = ceil (fmax (published, get_wanted (self) + get_ahead (self)));
}

gboolean
wattle_kept_counter_raise_ceiling (WattleKeptCounter *self)
{
    gboolean first = !self->kept;

    if (isnan (self->next_ceiling))
        return FALSE;

    self->counter.ceiling = self->next_ceiling;
    self->kept = TRUE;
    return first;
}
