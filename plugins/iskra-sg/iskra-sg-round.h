/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Some questions to one instrument, one after the other, and the registers that came. */
#pragma once

#include "iskra-sg-modbus.h"

G_BEGIN_DECLS

typedef struct {
    GArray *reads; /* of IskraSgRead: what is asked */
    guint n_taken; /* how many of them were answered, or given up */
    IskraSgImage *image;
} IskraSgRound;

void iskra_sg_round_init (IskraSgRound *self);
void iskra_sg_round_clear (IskraSgRound *self);

/* Anew, with nothing to ask. */
void iskra_sg_round_begin (IskraSgRound *self);
void iskra_sg_round_add (IskraSgRound *self, const IskraSgRead *read);

gboolean iskra_sg_round_is_done (const IskraSgRound *self);
/* While it is not done. */
WattleRequest *iskra_sg_round_ask (const IskraSgRound *self, guint tag, guint unit);

/* The answer to what was asked last. */
gboolean iskra_sg_round_take (IskraSgRound *self, WattleFrame *frame, GError **error);
void iskra_sg_round_pass (IskraSgRound *self); /* it says nothing, and nothing is wrong */
void iskra_sg_round_give_up (IskraSgRound *self);
/* Whether something was asked at all. */
gboolean iskra_sg_round_expects (const IskraSgRound *self, GError **error);

G_END_DECLS
