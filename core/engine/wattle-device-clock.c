/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-device-clock.h"

#include <stdlib.h>

#define SECOND ((gint64)G_USEC_PER_SEC)
#define HOUR   (3600 * SECOND)

/* Before 2000 it is no time of day, but how long the device has been running. */
#define EARLIEST (G_GINT64_CONSTANT (946684800) * SECOND)

/* A time in whole seconds, the way of an answer and a slow clock are no reason to worry. */
#define TOLERANCE (60 * SECOND)

/* What a device tells may be that of its last measurement, and so be late by as many intervals as
 * a reading may before it is stale. */
#define LATE_INTERVALS 3

/* From UTC-12 to UTC+14. */
#define MAX_ZONES 26

static gboolean
is_near (gint64 ahead, gint64 interval)
{
    return ahead <= TOLERANCE && -ahead <= MAX (TOLERANCE, LATE_INTERVALS * interval);
}

static gint64
round_to_hours (gint64 span)
{
    return (span + (span < 0 ? -HOUR : HOUR) / 2) / HOUR;
}

/* Seconds since 1970 are those of UTC, or of the clock on the wall: makers do both. */
static gint64
get_difference (const WattleDeviceTold *told, gint64 zone)
{
    gint64 here = told->value - told->received - zone;
    gint64 in_utc = told->value - told->received;

    return told->local || ABS (here) < ABS (in_utc) ? here : in_utc;
}

WattleDeviceClock
wattle_device_clock_compare (const WattleDeviceTold *told, gint64 zone, gint64 interval)
{
    WattleDeviceClock clock = { WATTLE_DEVICE_CLOCK_UNKNOWN, 0 };
    gint64 hours;

    if (told->value < EARLIEST || told->received < EARLIEST || told->value > G_MAXINT64 / 2)
        return clock;

    clock.ahead = get_difference (told, zone);
    hours = round_to_hours (clock.ahead);
    if (is_near (clock.ahead, interval))
        clock.verdict = WATTLE_DEVICE_CLOCK_RIGHT;
    else if (ABS (hours) <= MAX_ZONES && is_near (clock.ahead - hours * HOUR, interval))
        clock.verdict = WATTLE_DEVICE_CLOCK_ZONE;
    else
        clock.verdict = WATTLE_DEVICE_CLOCK_WRONG;
    return clock;
}

static gint64
find_zone (gint64 time)
{
    g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
    int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time / SECOND);

    return g_time_zone_get_offset (zone, interval) * SECOND;
}

WattleDeviceClock
wattle_device_clock_read (WattleRunner *runner)
{
    WattleDeviceClock unknown = { WATTLE_DEVICE_CLOCK_UNKNOWN, 0 };
    WattleDeviceTold told;

    if (!wattle_runner_is_available (runner) ||
        !wattle_device_get_told_time (wattle_runner_get_device (runner), &told))
        return unknown;
    return wattle_device_clock_compare (&told, find_zone (told.received),
                                        (gint64)wattle_runner_get_interval (runner) * 1000);
}

const char *
wattle_device_clock_get_name (WattleDeviceClockVerdict verdict)
{
    static const char *const names[] = {
        [WATTLE_DEVICE_CLOCK_UNKNOWN] = "unknown",
        [WATTLE_DEVICE_CLOCK_RIGHT] = "right",
        [WATTLE_DEVICE_CLOCK_WRONG] = "wrong",
        [WATTLE_DEVICE_CLOCK_ZONE] = "zone",
    };

    return names[verdict];
}

/* Hours, minutes and seconds, which read the same in every language. */
static char *
format_span (gint64 span)
{
    gint64 seconds = ABS (span) / SECOND;

    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", seconds / 3600,
                            (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static WattleMessage *
explain_zone (gint64 ahead, const char *id)
{
    int hours = (int)round_to_hours (ahead);

    if (hours > 0)
        return wattle_message_new (
            "the clock of %s is set to another time zone, %d h ahead of that "
            "of this computer: what the device does by itself at certain "
            "times, such as schedules and tariffs, follows its own clock",
            id, hours);
    return wattle_message_new ("the clock of %s is set to another time zone, %d h behind that of "
                               "this computer: what the device does by itself at certain times, "
                               "such as schedules and tariffs, follows its own clock",
                               id, -hours);
}

WattleMessage *
wattle_device_clock_explain (const WattleDeviceClock *self, const char *id)
{
    g_autofree char *span = format_span (self->ahead);

    if (self->verdict == WATTLE_DEVICE_CLOCK_ZONE)
        return explain_zone (self->ahead, id);
    if (self->verdict != WATTLE_DEVICE_CLOCK_WRONG)
        return NULL;
    if (self->ahead > 0)
        return wattle_message_new ("the clock of %s is ahead of that of this computer by %s "
                                   "(hours:minutes:seconds): what the device does by itself at "
                                   "certain times, such as schedules and tariffs, follows its own "
                                   "clock; set it there",
                                   id, span);
    return wattle_message_new (
        "the clock of %s is behind that of this computer by %s "
        "(hours:minutes:seconds): what the device does by itself at certain "
        "times, such as schedules and tariffs, follows its own clock; set it "
        "there",
        id, span);
}
