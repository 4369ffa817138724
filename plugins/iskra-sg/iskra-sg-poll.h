/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One instrument read by Modbus: what is asked in a cycle, and what came of it. */
#pragma once

#include "iskra-sg-modbus.h"

G_BEGIN_DECLS

typedef enum {
    ISKRA_SG_POLL_NOTHING, /* more has to come first */
    ISKRA_SG_POLL_IDENTITY,
    ISKRA_SG_POLL_MEASURED,
    ISKRA_SG_POLL_COUNTED,
} IskraSgPollResult;

typedef struct _IskraSgPoll IskraSgPoll;

IskraSgPoll *iskra_sg_poll_new (void);
void iskra_sg_poll_free (IskraSgPoll *self);

WattleRequest *
iskra_sg_poll_next (IskraSgPoll *self, WattleSource *source, guint step, guint tag, guint unit);

/* Takes the answer to what was asked last. FALSE: it cannot be used. */
gboolean iskra_sg_poll_take (IskraSgPoll *self, WattleFrame *frame, GError **error);

/* What the answer completed. */
IskraSgPollResult iskra_sg_poll_get_result (IskraSgPoll *self);
const IskraSgIdentity *iskra_sg_poll_get_identity (IskraSgPoll *self);
GPtrArray *iskra_sg_poll_get_readings (IskraSgPoll *self);

/* What it answers is of another instrument: nothing more is asked in this cycle. */
void iskra_sg_poll_stop (IskraSgPoll *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IskraSgPoll, iskra_sg_poll_free)

G_END_DECLS
