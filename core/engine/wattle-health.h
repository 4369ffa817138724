/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cycle.h"
#include "wattle-lookout.h"
#include "wattle-runner-state.h"
#include "wattle-subject.h"
#include "wattle-suspension.h"

G_BEGIN_DECLS

/* What is known of whether a device is there and well, and the state and the reason that follow.
 * Only wattle_health_update() changes these two. */
typedef struct {
    const WattleSubject *subject;

    gboolean gone;         /* its gateway no longer has it */
    gboolean lost;         /* its gateway has it, but does not detect it */
    gboolean unproven;     /* nothing came from it since it started or was not there */
    gboolean looked_again; /* since it was given up, as it was heard of */
    WattleSuspension suspension;
    WattleLookout lookout;
    WattleMessage *last_error; /* the first failure of the last cycle that asked anything */

    WattleRunnerState state;
    WattleMessage *error; /* NULL while all is well */
} WattleHealth;

void wattle_health_init (WattleHealth *self, const WattleSubject *subject);
void wattle_health_clear (WattleHealth *self);

/* Takes note of what came, or did not. */
void wattle_health_take_cycle (WattleHealth *self, WattleCycle *cycle); /* and its error */
void wattle_health_prove (WattleHealth *self);
void wattle_health_look_out (WattleHealth *self); /* asks the plugin of a device that listens */

/* Draws the conclusion. Returns whether state or reason are others than before. */
gboolean wattle_health_update (WattleHealth *self);
const char *wattle_health_get_state_name (const WattleHealth *self);
const char *wattle_health_get_error (const WattleHealth *self); /* NULL while all is well */

gboolean wattle_health_is_away (const WattleHealth *self);    /* nothing has to be asked */
gboolean wattle_health_is_failing (const WattleHealth *self); /* the last cycle failed */
gboolean wattle_health_is_suspended (const WattleHealth *self);
/* Whether its link coming up is reason enough to ask it. */
gboolean wattle_health_wants_proof (const WattleHealth *self);
/* A device that is given up and then heard of by itself need not wait for the next try. If that
 * fails too, it is not asked at the pace of its messages. */
gboolean wattle_health_take_second_look (WattleHealth *self);

G_END_DECLS
