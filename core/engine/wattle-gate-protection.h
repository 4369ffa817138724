/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-claim.h"

G_BEGIN_DECLS

/* What an output must not be put through. Spans are microseconds; 0: not protected in this way. */
typedef struct {
    gint64 min_on;
    gint64 min_off;
    gint64 delay; /* after each switching */
    guint starts_per_hour;
    guint starts_per_day;
    gboolean protect_manual; /* binds people as well: compressors */
    char *interlock;         /* of all outputs with the same word one is on at most; or NULL */
    gint64 dead_time;        /* from the end of one to the start of the next of them */
} WattleGateProtection;

void wattle_gate_protection_clear (WattleGateProtection *self);
void wattle_gate_protection_copy (WattleGateProtection *self, const WattleGateProtection *from);

/* Whether the layer has to wait. Switching off for safety never does. */
gboolean wattle_gate_protection_binds (const WattleGateProtection *self,
                                       WattleGateLayer layer,
                                       gboolean to_on);

/* What has to be known of the past for that. */
typedef struct {
    gint64 begun; /* since when the output is watched: minimum times count from then at first */
    gint64 last_on;
    gint64 last_off;
    gint64 last_switch;
    GArray *recent;   /* of gint64: starts of the last day, oldest first */
    guint64 starts;   /* statistics, by what the device says */
    gint64 on_span;   /* up to on_since */
    gint64 on_since;  /* WATTLE_GATE_NOT_YET: it is off, or not known */
    gint64 last_seen; /* to change */
} WattleGatePast;

void wattle_gate_past_init (WattleGatePast *self, gint64 now);
void wattle_gate_past_clear (WattleGatePast *self);

/* @again: the last start is still this one. */
void wattle_gate_past_start (WattleGatePast *self, gint64 now, gboolean again);
void wattle_gate_past_stop (WattleGatePast *self, gint64 now);
/* What the device says now, for the statistics: @on if it is and says so; @changed since it said
 * something before. */
void wattle_gate_past_see (WattleGatePast *self, gboolean on, gboolean changed, gint64 now);
gint64 wattle_gate_past_get_on_span (const WattleGatePast *self, gint64 now);

/* Why an output waits. */
typedef enum {
    WATTLE_GATE_WAIT_NONE,
    WATTLE_GATE_WAIT_MIN_ON,
    WATTLE_GATE_WAIT_MIN_OFF,
    WATTLE_GATE_WAIT_DELAY,
    WATTLE_GATE_WAIT_HOUR,      /* starts per hour are used up */
    WATTLE_GATE_WAIT_DAY,       /* the same per day */
    WATTLE_GATE_WAIT_INTERLOCK, /* another of the group is on, or comes first */
    WATTLE_GATE_WAIT_DEAD_TIME,
    WATTLE_GATE_WAIT_START_UP, /* inputs are not fresh yet */
    WATTLE_GATE_WAIT_AWAY,     /* the device does not answer */
} WattleGateWaitKind;

typedef struct {
    WattleGateWaitKind kind;
    gint64 until; /* WATTLE_GATE_NEVER: for something, not for a time */
} WattleGateWait;

const char *wattle_gate_wait_get_name (WattleGateWaitKind kind);

/* The protection that lasts longest, if any, of a change from on or off to on or off. */
WattleGateWait wattle_gate_protection_check (const WattleGateProtection *self,
                                             const WattleGatePast *past,
                                             gboolean from_on,
                                             gboolean to_on,
                                             gint64 now);

G_END_DECLS
