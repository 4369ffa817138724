/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/wattle-message.h"
#include "model/wattle-device-private.h"
#include "wattle-runner.h"

G_BEGIN_DECLS

/* How the clock of a device differs from that of this computer. A pure core: what it compares is
 * kept by the model anyway. */
typedef enum {
    WATTLE_DEVICE_CLOCK_UNKNOWN, /* it tells no time, or only for how long it has run */
    WATTLE_DEVICE_CLOCK_RIGHT,
    WATTLE_DEVICE_CLOCK_WRONG,
    WATTLE_DEVICE_CLOCK_ZONE, /* right but for a whole number of hours */
} WattleDeviceClockVerdict;

typedef struct {
    WattleDeviceClockVerdict verdict;
    gint64 ahead; /* µs; below 0 it is behind */
} WattleDeviceClock;

/* @zone: what clocks here show beyond UTC, in µs. @interval: what it tells may be as old as a few
 * of these; µs. */
WattleDeviceClock
wattle_device_clock_compare (const WattleDeviceTold *told, gint64 zone, gint64 interval);

/* Of a device that is there now. */
WattleDeviceClock wattle_device_clock_read (WattleRunner *runner);

const char *wattle_device_clock_get_name (WattleDeviceClockVerdict verdict); /* "right" … */

/* NULL if there is nothing to say. @id: of the device. */
WattleMessage *wattle_device_clock_explain (const WattleDeviceClock *self, const char *id);

G_END_DECLS
