/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counter.h"

#include <math.h>

#define MICROSECONDS_PER_HOUR 3.6e9
#define MARGIN                1.2
#define ROUNDING              1e-6 /* of adding offsets */

void
wattle_counter_init (WattleCounter *self, double max_rate, double resolution)
{
    *self = (WattleCounter){ 0 };
    self->max_rate = max_rate;
    self->resolution = resolution > 0 ? resolution : WATTLE_COUNTER_COARSE;
    self->ceiling = INFINITY;
}

const char *
wattle_counter_event_get_name (WattleCounterEvent event)
{
    static const char *const names[] = {
        [WATTLE_COUNTER_WENT_ON] = "went-on",   [WATTLE_COUNTER_GLITCHED] = "glitch",
        [WATTLE_COUNTER_RESET] = "reset",       [WATTLE_COUNTER_ROLLED] = "roll-over",
        [WATTLE_COUNTER_SET] = "set",           [WATTLE_COUNTER_REPLACED] = "replaced",
        [WATTLE_COUNTER_RETURNED] = "returned", [WATTLE_COUNTER_SYNCHRONISED] = "synchronised",
    };

    return names[event];
}

/* The most that can have passed in a span. */
static double
get_limit (const WattleCounter *self, gint64 span)
{
    return self->max_rate * ((double)MAX (span, 0) / MICROSECONDS_PER_HOUR) * MARGIN +
           2 * self->resolution;
}

/* Whether a value continues a line that stood at @from since @since. */
static gboolean
continues (const WattleCounter *self, double raw, double from, gint64 since, gint64 now)
{
    double step = raw - from;

    return step > -self->resolution && step <= get_limit (self, now - since);
}

static WattleCounterStep
publish (WattleCounter *self, WattleQuality quality, WattleCounterEvent event, double offset_before)
{
    double wanted = self->raw + self->offset;
    double value = wanted <= self->ceiling ? fmax (self->published, wanted) : self->published;

    /* Waiting for the ceiling to rise, or for the raw value to catch up. */
    if (quality == WATTLE_QUALITY_GOOD && fabs (value - wanted) > ROUNDING)
        quality = WATTLE_QUALITY_HELD;
    self->published = value;
    return (WattleCounterStep){ value, quality, event, offset_before };
}

static WattleCounterStep
believe (WattleCounter *self, double raw, gint64 now, WattleCounterEvent event)
{
    double step = raw - self->raw;
    gint64 last_seen = self->seen; /* it moved between then and now */

    if (event == WATTLE_COUNTER_GLITCHED)
        self->glitches++;
    self->holding = FALSE;
    self->seen = now;
    if (step > 0) {
        self->resolution = fmin (self->resolution, step);
        self->raw = raw;
        self->moved = last_seen;
    }

    return publish (self, WATTLE_QUALITY_GOOD, event, self->offset);
}

static void
watch (WattleCounter *self, double raw, gint64 now)
{
    if (self->holding && continues (self, raw, self->last, self->last_moved, now)) {
        self->repeats++;
        if (raw != self->last)
            self->last_moved = self->last_time;
    } else {
        self->holding = TRUE;
        self->first = raw;
        self->first_time = now;
        self->last_moved = now - WATTLE_COUNTER_REFRESH;
        self->repeats = 1;
    }
    self->last = raw;
    self->last_time = now;
}

/* The value just above the highest a counter can show, if it ran over that; else 0. */
static double
find_roll_over (const WattleCounter *self)
{
    double limit = get_limit (self, self->last_time - self->moved);
    const double binary[] = { 4294967296.0, 4294967296.0 * self->resolution };

    for (double decimal = 1e5; decimal < 1e16; decimal *= 10)
        if (self->raw < decimal && decimal - self->raw + self->last <= limit)
            return decimal;
    for (guint i = 0; i < G_N_ELEMENTS (binary); i++)
        if (self->raw < binary[i] && binary[i] - self->raw + self->last <= limit)
            return binary[i];

    return 0;
}

static gboolean
is_on_previous_line (const WattleCounter *self)
{
    return self->has_previous && self->first_time - self->changed <= WATTLE_COUNTER_MEMORY &&
           continues (self, self->first, self->previous_raw, self->previous_moved,
                      self->first_time);
}

static WattleCounterEvent
classify (const WattleCounter *self, gboolean replaced, double *offset)
{
    gboolean fell = self->first < self->raw;
    double roll_over = fell ? find_roll_over (self) : 0;
    gboolean began_again =
        roll_over > 0 || (fell && self->first <= get_limit (self, self->first_time - self->seen));

    *offset = self->published - self->first;
    if (replaced)
        return WATTLE_COUNTER_REPLACED;

    if (is_on_previous_line (self)) {
        *offset = self->previous_offset;
        return WATTLE_COUNTER_RETURNED;
    }
    /* A counter that stays at 0 is more likely to be away than to be new. */
    if (began_again && self->last == self->first)
        return WATTLE_COUNTER_WENT_ON;
    if (roll_over > 0) {
        *offset = self->offset + roll_over;
        return WATTLE_COUNTER_ROLLED;
    }
    if (began_again) {
        *offset = self->published;
        return WATTLE_COUNTER_RESET;
    }

    return WATTLE_COUNTER_SET;
}

static void
change_line (WattleCounter *self, WattleCounterEvent event, double offset)
{
    self->has_previous = event != WATTLE_COUNTER_RETURNED;
    self->previous_raw = self->raw;
    self->previous_offset = self->offset;
    self->previous_moved = self->moved;
    self->changed = self->last_time;

    self->raw = self->last;
    self->offset = offset;
    self->moved = self->last_moved;
    self->seen = self->last_time;
    self->holding = FALSE;
}

static WattleCounterStep
doubt (WattleCounter *self, double raw, gint64 now, gboolean replaced)
{
    double offset_before = self->offset;
    WattleCounterEvent event;
    double offset;

    watch (self, raw, now);
    if (!replaced &&
        (self->repeats < WATTLE_COUNTER_REPEATS || now - self->first_time < WATTLE_COUNTER_HOLD))
        return publish (self, WATTLE_QUALITY_HELD, WATTLE_COUNTER_WENT_ON, offset_before);

    event = classify (self, replaced, &offset);
    if (event == WATTLE_COUNTER_WENT_ON)
        return publish (self, WATTLE_QUALITY_SUSPECT, event, offset_before);

    change_line (self, event, offset);
    return publish (self, WATTLE_QUALITY_GOOD, event, offset_before);
}

/* Goals */

void
wattle_counter_set_goal (WattleCounter *self, double raw, gint64 now, gboolean waits)
{
    self->goal = (WattleCounterGoal){ TRUE, waits, raw, now };
    self->holding = FALSE;
}

void
wattle_counter_allow_goal (WattleCounter *self)
{
    self->goal.waits = FALSE;
}

void
wattle_counter_forget_goal (WattleCounter *self)
{
    self->goal = (WattleCounterGoal){ 0 };
}

/* Where both are possible it is the nearer one: its goal, or the line it was on. */
static gboolean
is_at_goal (const WattleCounter *self, double raw, gint64 now)
{
    const WattleCounterGoal *goal = &self->goal;

    return goal->stands && !goal->waits && continues (self, raw, goal->raw, goal->since, now) &&
           fabs (raw - goal->raw) <= fabs (raw - self->raw);
}

/* What the device has counted since it was set belongs to the total; what of the new figure got
 * lost by rounding does not. */
static WattleCounterStep
reach_goal (WattleCounter *self, double raw, gint64 now)
{
    double offset_before = self->offset;
    double total = fmax (self->published, self->raw + self->offset);

    self->last = raw;
    self->last_time = now;
    self->last_moved = self->goal.since;
    change_line (self, WATTLE_COUNTER_SYNCHRONISED, total - fmin (raw, self->goal.raw));
    wattle_counter_forget_goal (self);
    return publish (self, WATTLE_QUALITY_GOOD, WATTLE_COUNTER_SYNCHRONISED, offset_before);
}

static WattleCounterStep
hold (WattleCounter *self)
{
    return publish (self, WATTLE_QUALITY_HELD, WATTLE_COUNTER_WENT_ON, self->offset);
}

WattleCounterStep
wattle_counter_take (WattleCounter *self, double raw, gint64 now, gboolean replaced)
{
    if (!self->known) {
        self->known = TRUE;
        self->raw = raw;
        self->published = raw + self->offset;
        self->moved = now - WATTLE_COUNTER_REFRESH;
        self->seen = now;
        return publish (self, WATTLE_QUALITY_GOOD, WATTLE_COUNTER_WENT_ON, self->offset);
    }

    if (replaced)
        wattle_counter_forget_goal (self);
    if (is_at_goal (self, raw, now))
        return reach_goal (self, raw, now);
    if (self->goal.waits)
        return hold (self);
    if (!replaced && continues (self, raw, self->raw, self->moved, now))
        return believe (self, raw, now,
                        self->holding ? WATTLE_COUNTER_GLITCHED : WATTLE_COUNTER_WENT_ON);
    if (self->goal.stands)
        return hold (self);

    return doubt (self, raw, now, replaced);
}

WattleCounterStep
wattle_counter_repeat (WattleCounter *self)
{
    return publish (self, self->holding ? WATTLE_QUALITY_HELD : WATTLE_QUALITY_GOOD,
                    WATTLE_COUNTER_WENT_ON, self->offset);
}
