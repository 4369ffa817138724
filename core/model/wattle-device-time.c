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

/**
 * wattle_device_set_time:
 * @self: a device
 * @time: what the device says the time is, in microseconds since whenever it counts from
 *
 * For decode: the time of day or the running time that is in this answer. Readings of a device
 * whose time is the same for three intervals, and 10 s at least, are stale, as what it sends is
 * old. A time that moves in steps of more than a few seconds is none to be told.
 *
 * A time after 1999 is taken for a time of day, counted from 1970 in UTC or in local time, and
 * `wattle doctor` compares it with the host's. It may be ahead by a minute and late by a minute or
 * three intervals, whichever is longer. A running time is not compared.
 */
void
wattle_device_set_time (WattleDevice *self, gint64 time)
{
    if (wattle_device_is_answering (self))
        wattle_device_time_stage (wattle_device_peek_time (self), time, FALSE);
}

/**
 * wattle_device_set_local_time:
 * @self: a device
 * @time: what its clock shows, in microseconds since 1970-01-01 00:00 as it would show that
 *
 * As wattle_device_set_time(), of a device that tells date and time as people read them, without a
 * zone: they have to be those of where the host is.
 */
void
wattle_device_set_local_time (WattleDevice *self, gint64 time)
{
    if (wattle_device_is_answering (self))
        wattle_device_time_stage (wattle_device_peek_time (self), time, TRUE);
}

gboolean
wattle_device_stands_still (WattleDevice *self, gint64 now, gint64 span, gint64 *since)
{
    const WattleDeviceTime *time = wattle_device_peek_time (self);

    *since = time->moved_wall;
    return time->still && now - time->moved >= span;
}

gboolean
wattle_device_get_told_time (WattleDevice *self, WattleDeviceTold *told)
{
    const WattleDeviceTime *time = wattle_device_peek_time (self);

    *told = (WattleDeviceTold){ time->value, time->moved_wall, time->local };
    return time->known;
}
