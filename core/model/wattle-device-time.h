/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a device says the time is: whether that moves, and when it was told. */
#pragma once

#include "wattle-device-private.h"

G_BEGIN_DECLS

typedef struct {
    gint64 value;   /* as last told */
    gboolean local; /* the time of day where the device stands, not that of UTC */
    gboolean known;
    gboolean still;    /* told again, and the same */
    gint64 moved;      /* monotonic time at which it was first told */
    gint64 moved_wall; /* the same in wall time */
    gint64 staged;     /* by an answer that does not count yet */
    gboolean is_staged_local;
    gboolean is_staged;
} WattleDeviceTime;

/* That of @device, which owns it. */
WattleDeviceTime *wattle_device_peek_time (WattleDevice *device);

void wattle_device_time_stage (WattleDeviceTime *self, gint64 value, gboolean local);
void wattle_device_time_drop (WattleDeviceTime *self);

/* Sets how long it had stood still when the answer came. */
void wattle_device_time_commit (WattleDeviceTime *self, WattleReadingTime *answer);

G_END_DECLS
