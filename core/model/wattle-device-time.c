/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-time.h"

void
wattle_device_time_stage (WattleDeviceTime *self, gint64 value, gboolean local)
{
    self->staged = value;
    self->is_staged_local = local;
    self->is_staged = TRUE;
}

void
wattle_device_time_drop (WattleDeviceTime *self)
{
    self->is_staged = FALSE;
}

static void
take_over (WattleDeviceTime *self, const WattleReadingTime *answer)
{
    self->still = self->known && self->staged == self->value;
    self->known = TRUE;
    self->value = self->staged;
    self->local = self->is_staged_local;
    if (self->still)
        return;

    self->moved = answer->monotonic;
    self->moved_wall = answer->wall;
}

void
wattle_device_time_commit (WattleDeviceTime *self, WattleReadingTime *answer)
{
    if (self->is_staged)
        take_over (self, answer);
    self->is_staged = FALSE;
    answer->stood = self->still ? answer->monotonic - self->moved : 0;
}
