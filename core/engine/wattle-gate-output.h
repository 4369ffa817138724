/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-gate-claims.h"
#include "wattle-gate-protection.h"

G_BEGIN_DECLS

#define WATTLE_GATE_CONFIRM_WITHIN (5 * (gint64)G_USEC_PER_SEC)
#define WATTLE_GATE_TRIES          3 /* the first one and two more */
/* A command that does not reach its device for this long is dropped: a relay must not move minutes
 * later. */
#define WATTLE_GATE_SEND_WITHIN (10 * (gint64)G_USEC_PER_SEC)
#define WATTLE_GATE_SEND_AGAIN  (2 * (gint64)G_USEC_PER_SEC)
/* After that whoever still wants it tries again, unless it was a person; and what came of a command
 * that nobody wants any more is forgotten. */
#define WATTLE_GATE_TRY_ANEW (60 * (gint64)G_USEC_PER_SEC)
#define WATTLE_GATE_HOLD     (60 * (gint64)G_USEC_PER_SEC)

/* What became of the last command. What is wanted, what was commanded and what the device says are
 * three things. */
typedef enum {
    WATTLE_GATE_IDLE,
    WATTLE_GATE_UNDER_WAY,    /* given to the device; its end is told by the caller */
    WATTLE_GATE_POSTPONED,    /* did not reach the device, is sent again */
    WATTLE_GATE_AWAITED,      /* carried out; the device does not say so yet */
    WATTLE_GATE_CONFIRMED,    /* by what the device says */
    WATTLE_GATE_CONTRADICTED, /* three times the device did not do it */
    WATTLE_GATE_DROPPED,      /* it did not reach the device in time */
} WattleGateCommand;

/* How carrying it out ended. */
typedef enum {
    WATTLE_GATE_DONE,
    WATTLE_GATE_NOT_SENT,
    WATTLE_GATE_FAILED,  /* it may have been done or not */
    WATTLE_GATE_REFUSED, /* this device never does it */
} WattleGateResult;

typedef struct _WattleGateOutput WattleGateOutput;

/* One output as the gate sees it. Read by everybody, changed by the functions below and by
 * wattle-gate alone. */
struct _WattleGateOutput {
    char *name; /* DEVICE/KEY */
    gboolean present;
    WattleGateProtection protection;
    double tolerance;      /* two numbers this near are the same */
    gint64 confirm_within; /* how long the device may take to say that it is done */
    GPtrArray *claims;
    WattleGatePast past;

    GVariant *actual;   /* last said by the device; NULL: never */
    gboolean known;     /* it is current */
    gboolean available; /* the device answers */
    gint64 hold_until;  /* start-up */

    WattleGateCommand command;
    GVariant *commanded;
    WattleGateLayer layer; /* for whom */
    guint64 serial;        /* for which claim */
    guint tries;
    gboolean reached;   /* one of them may have reached the device */
    gboolean inherited; /* of an earlier run, and nothing was seen since */
    gint64 first_sent;
    gint64 deadline;          /* of what is awaited, postponed or dropped */
    gboolean start_counted;   /* the start commanded last has not been seen */
    gboolean confirmed_early; /* seen while the command was under way */

    /* What came of the last decision. */
    GVariant *wish;         /* what it is to be now; NULL: as it is */
    WattleGateLayer wisher; /* in which layer */
    guint64 wish_serial;
    gboolean wish_met;        /* the device has said so since it is wanted */
    gboolean wish_continuous; /* and is told again for ever */
    WattleGateWait wait;
    char *partner;   /* of an interlock: who is waited for */
    char *pushed_by; /* who may be on in its place */
};

WattleGateOutput *wattle_gate_output_new (const char *name, gint64 now);
void wattle_gate_output_free (WattleGateOutput *self);

/* What the device says. Returns the change that was made at the device itself, or NULL: borrowed.
 * NULL as @value: it says nothing any more. */
GVariant *wattle_gate_output_take_reading (WattleGateOutput *self, GVariant *value, gint64 now);
void wattle_gate_output_take_result (WattleGateOutput *self, WattleGateResult result, gint64 now);
void wattle_gate_output_set_available (WattleGateOutput *self, gboolean available);
void wattle_gate_output_set_confirm_within (WattleGateOutput *self, gint64 span);

/* Whether it is on, or may be by now. */
gboolean wattle_gate_output_may_be_on (const WattleGateOutput *self);
/* Whether it is what it is to be. */
gboolean wattle_gate_output_is_settled (const WattleGateOutput *self);

/* Sets the wish of its own claims. Returns whether one of them has been met for the first time. */
gboolean wattle_gate_output_weigh (WattleGateOutput *self);
/* What keeps the wish waiting, the interlock left aside. */
WattleGateWait wattle_gate_output_check (const WattleGateOutput *self, gint64 now);
/* Whether a command has to go out for the wish, if nothing keeps it waiting; and that it does. */
gboolean wattle_gate_output_wants_command (WattleGateOutput *self, gint64 now);
void wattle_gate_output_send (WattleGateOutput *self, gint64 now);

gint64 wattle_gate_output_get_due (const WattleGateOutput *self, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleGateOutput, wattle_gate_output_free)

G_END_DECLS
