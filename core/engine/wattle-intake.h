/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-subject.h"

G_BEGIN_DECLS

/* What comes of an answer. Each may do anything to the runner, but free it. */
typedef struct {
    void (*keep_state) (WattleStateFlags flags, gpointer owner); /* texts were set */
    void (*children_changed) (gpointer owner); /* there are notes to take from the device */
    void (*described) (gpointer owner);        /* entities or identity have changed */
    void (*batch) (GPtrArray *entities, gpointer owner); /* valid during the call */
} WattleIntakeEvents;

/* The way from an answer into the model: decoded, all or nothing, and told in batches. A device is
 * described once for all answers of a batch, so that it is described whole. */
typedef struct {
    const WattleSubject *subject;
    const WattleIntakeEvents *events;
    gpointer owner;
    gboolean described_anew; /* since the last batch */
} WattleIntake;

void wattle_intake_init (WattleIntake *self,
                         const WattleSubject *subject,
                         const WattleIntakeEvents *events,
                         gpointer owner);

/* @group: the poll group that @frame answers, or NULL */
gboolean
wattle_intake_decode (WattleIntake *self, WattleFrame *frame, const char *group, GError **error);
/* After each virtual function that may set texts. */
void wattle_intake_keep_state (WattleIntake *self);
void wattle_intake_close_batch (WattleIntake *self);

G_END_DECLS
