/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The counter guard: a pure state machine between decode and the model. For the host only. */
#pragma once

#include "wattle-entity.h"

G_BEGIN_DECLS

/* An impossible value must repeat this often and this long before it is believed. */
#define WATTLE_COUNTER_REPEATS 3
#define WATTLE_COUNTER_HOLD    (10 * G_USEC_PER_SEC)

/* How long after a change the line before it is remembered: a device that starts may show nonsense
 * for minutes. Later the old line would only be met by chance. */
#define WATTLE_COUNTER_MEMORY (10 * 60 * G_USEC_PER_SEC)

/* Some devices refresh their counters this rarely. A value seen for the first time may have stood
 * for as long, and its next step be as large. */
#define WATTLE_COUNTER_REFRESH (15 * 60 * G_USEC_PER_SEC)

/* Steps are taken for this coarse until the counter has shown a smaller one, in base units. */
#define WATTLE_COUNTER_COARSE 1000.0

typedef enum {
    WATTLE_COUNTER_WENT_ON,
    WATTLE_COUNTER_GLITCHED,     /* left its line for a while and came back; no trace but a count */
    WATTLE_COUNTER_RESET,        /* started again near 0 */
    WATTLE_COUNTER_ROLLED,       /* ran over its last digit or bit */
    WATTLE_COUNTER_SET,          /* moved by hand, or jumped */
    WATTLE_COUNTER_REPLACED,     /* the device is another one */
    WATTLE_COUNTER_RETURNED,     /* a change believed before was none: it is back on its old line */
    WATTLE_COUNTER_SYNCHRONISED, /* set to what it was meant to show */
} WattleCounterEvent;

/* What a counter is about to be set to in its device. */
typedef struct {
    gboolean stands;
    gboolean waits; /* whatever comes is held: other counters, which it adds up, go first */
    double raw;
    gint64 since;
} WattleCounterGoal;

typedef struct {
    gboolean known; /* there was a reading, now or in an earlier run */
    double raw;     /* last value believed */
    double offset;  /* published = raw + offset */
    double published;
    gint64 moved; /* when raw last moved */
    gint64 seen;  /* when raw was last confirmed */
    double resolution;
    double max_rate; /* units per hour */
    double ceiling;  /* nothing above it may be published yet */
    guint glitches;

    /* An impossible value that is being watched. */
    gboolean holding;
    double first;
    double last;
    gint64 first_time;
    gint64 last_time;
    gint64 last_moved;
    guint repeats;

    /* The line before the last change, in case that was none. */
    gboolean has_previous;
    double previous_raw;
    double previous_offset;
    gint64 previous_moved;
    gint64 changed; /* when it was left */

    WattleCounterGoal goal;
} WattleCounter;

typedef struct {
    double value;
    WattleQuality quality;
    WattleCounterEvent event;
    double offset_before;
} WattleCounterStep;

/* @max_rate: what the installation can move in an hour, INFINITY for no limit. @resolution:
 * smallest step the counter makes, 0 if not known. */
void wattle_counter_init (WattleCounter *self, double max_rate, double resolution);

/* Takes the next raw value. @replaced: the device is known to be another one since the last. */
WattleCounterStep
wattle_counter_take (WattleCounter *self, double raw, gint64 now, gboolean replaced);

/* Somebody sets the counter to @raw in its device. Once it shows that, or has counted on from
 * there, its total goes on from where it is. Until then it counts on as before, and what is neither
 * is held and not judged. @waits: everything is held until wattle_counter_allow_goal(). */
void wattle_counter_set_goal (WattleCounter *self, double raw, gint64 now, gboolean waits);
void wattle_counter_allow_goal (WattleCounter *self);
void wattle_counter_forget_goal (WattleCounter *self);

/* The same value once more, after the ceiling was raised. */
WattleCounterStep wattle_counter_repeat (WattleCounter *self);

const char *wattle_counter_event_get_name (WattleCounterEvent event);

G_END_DECLS
