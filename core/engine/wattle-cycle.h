/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-message.h"
#include "wattle-question.h"

G_BEGIN_DECLS

typedef enum {
    WATTLE_CYCLE_SILENT,  /* no poll group was due: it says nothing */
    WATTLE_CYCLE_UNCLEAR, /* nothing but exceptions: says something once everything was asked */
    WATTLE_CYCLE_TELLING,
} WattleCycleVerdict;

typedef enum {
    WATTLE_CYCLE_GOES_ON,
    WATTLE_CYCLE_BEGINS_AGAIN, /* once: the plugin may have new credentials now */
    WATTLE_CYCLE_ENDS,         /* the rest would fail in the same way */
} WattleCycleStep;

/* What one cycle of a device has come to so far: who asks tells it, and what it means is found out
 * here. */
typedef struct {
    gboolean whole;       /* it asks everything */
    gboolean begun_again; /* for credentials */
    guint asked;          /* requests of this cycle */
    guint answered;       /* of those: decoded */
    guint failed;         /* of those: failed, and not optional */
    gboolean refused;
    WattleFrame *exception;  /* the first one that was believed */
    WattleRequest *excepted; /* what it was the answer to */
    WattleMessage *error;    /* the first failure */
} WattleCycle;

void wattle_cycle_begin (WattleCycle *self, gboolean whole, gboolean again);
void wattle_cycle_clear (WattleCycle *self);

/* @believed: it was decoded; otherwise @error says why not. */
WattleCycleStep wattle_cycle_take_answer (WattleCycle *self,
                                          const WattleQuestion *question,
                                          WattleFrame *frame,
                                          gboolean believed,
                                          const GError *error);
/* The plugin failed to say what to ask. */
void wattle_cycle_note_fault (WattleCycle *self, const GError *fault);

/* At its end. @may_rest: the plugin has poll groups, so a cycle that asks nothing is none to worry
 * about. */
WattleCycleVerdict wattle_cycle_judge (WattleCycle *self, gboolean may_rest);
gboolean wattle_cycle_is_failure (const WattleCycle *self);
gboolean wattle_cycle_is_sign_of_life (const WattleCycle *self);

G_END_DECLS
