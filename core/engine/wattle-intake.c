/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-intake.h"

void
wattle_intake_init (WattleIntake *self,
                    const WattleSubject *subject,
                    const WattleIntakeEvents *events,
                    gpointer owner)
{
    *self = (WattleIntake){ .subject = subject, .events = events, .owner = owner };
}

void
wattle_intake_keep_state (WattleIntake *self)
{
    WattleStateFlags flags;

    if (wattle_source_take_state_changed (WATTLE_SOURCE (self->subject->device), &flags))
        self->events->keep_state (flags, self->owner);
}

/* What was pushed is current for as long as its entity says. */
static gint64
get_max_age (WattleIntake *self, WattleFrame *frame, const char *group)
{
    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_PUSHED)
        return 0;
    return wattle_subject_get_stale_after (self->subject, group);
}

gboolean
wattle_intake_decode (WattleIntake *self, WattleFrame *frame, const char *group, GError **error)
{
    WattleDevice *device = self->subject->device;
    WattleDeviceChanges changes;

    wattle_subject_set_now (self->subject);
    wattle_device_begin_answer (device, wattle_frame_get_time (frame));
    wattle_device_set_max_age (device, wattle_clock_get_monotonic (self->subject->clock),
                               get_max_age (self, frame, group));
    if (!wattle_source_decode (WATTLE_SOURCE (device), frame, error)) {
        wattle_device_drop_answer (device);
        wattle_intake_keep_state (self);
        return FALSE;
    }

    changes = wattle_device_commit_answer (device);
    wattle_intake_keep_state (self);
    if (changes & WATTLE_DEVICE_CHANGED_ENTITIES)
        self->described_anew = TRUE;
    if (changes & WATTLE_DEVICE_CHANGED_CHILDREN)
        self->events->children_changed (self->owner);
    return TRUE;
}

void
wattle_intake_close_batch (WattleIntake *self)
{
    GPtrArray *entities = wattle_device_peek_batch (self->subject->device);

    if (self->described_anew) {
        self->described_anew = FALSE;
        self->events->described (self->owner);
    }
    if (entities->len == 0)
        return;

    self->events->batch (entities, self->owner);
    wattle_device_clear_batch (self->subject->device);
}
