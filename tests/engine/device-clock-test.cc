// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include <string>

#include "engine/wattle-device-clock.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

const gint64 SECOND = G_USEC_PER_SEC;
const gint64 HOUR = 3600 * SECOND;
const gint64 NOW = 1780308000 * SECOND; // 2026-06-01T10:00:00Z

WattleDeviceClock
compare (gint64 ahead, bool local = false, gint64 zone = 0, gint64 interval = 10 * SECOND)
{
    WattleDeviceTold told = { NOW + ahead, NOW, local };

    return wattle_device_clock_compare (&told, zone, interval);
}

std::string
verdict (gint64 ahead, bool local = false, gint64 zone = 0, gint64 interval = 10 * SECOND)
{
    return wattle_device_clock_get_name (compare (ahead, local, zone, interval).verdict);
}

std::string
explain (gint64 ahead)
{
    WattleDeviceClock clock = compare (ahead);
    g_autoptr (WattleMessage) message = wattle_device_clock_explain (&clock, "box");

    return message != nullptr ? wattle_message_get_text (message) : "";
}

TEST (DeviceClock, IsRightWithinAMinute)
{
    EXPECT_EQ (verdict (0), "right");
    EXPECT_EQ (verdict (60 * SECOND), "right");
    EXPECT_EQ (verdict (-60 * SECOND), "right");
    EXPECT_EQ (verdict (61 * SECOND), "wrong");
    EXPECT_EQ (verdict (-61 * SECOND), "wrong");
    EXPECT_EQ (compare (61 * SECOND).ahead, 61 * SECOND);
}

TEST (DeviceClock, MayTellTheTimeOfItsLastMeasurement)
{
    EXPECT_EQ (verdict (-90 * SECOND, false, 0, 30 * SECOND), "right");
    EXPECT_EQ (verdict (-91 * SECOND, false, 0, 30 * SECOND), "wrong");
    EXPECT_EQ (verdict (61 * SECOND, false, 0, 30 * SECOND), "wrong") << "but never one to come";
    EXPECT_EQ (verdict (-HOUR - 90 * SECOND, false, 0, 30 * SECOND), "zone");
}

TEST (DeviceClock, IsInAnotherZoneIfWholeHoursOff)
{
    EXPECT_EQ (verdict (HOUR), "zone");
    EXPECT_EQ (verdict (-HOUR), "zone");
    EXPECT_EQ (verdict (26 * HOUR + 59 * SECOND), "zone");
    EXPECT_EQ (verdict (27 * HOUR), "wrong") << "there are no zones so far apart";
    EXPECT_EQ (verdict (HOUR + 61 * SECOND), "wrong");
    EXPECT_EQ (verdict (HOUR / 2), "wrong");
}

TEST (DeviceClock, CountsInUtcOrAsTheWallShowsUnlessItIsToldWhich)
{
    EXPECT_EQ (verdict (0, false, 2 * HOUR), "right");
    EXPECT_EQ (verdict (2 * HOUR, false, 2 * HOUR), "right");
    EXPECT_EQ (verdict (HOUR, false, 2 * HOUR), "zone");
    EXPECT_EQ (verdict (2 * HOUR, true, 2 * HOUR), "right");
    EXPECT_EQ (verdict (0, true, 2 * HOUR), "zone");
    EXPECT_EQ (compare (0, true, 2 * HOUR).ahead, -2 * HOUR);
    EXPECT_EQ (verdict (-5 * HOUR - HOUR / 2, true, -5 * HOUR - HOUR / 2), "right");
}

TEST (DeviceClock, IsUnknownOfATimeThatIsNoneOfTheDay)
{
    for (gint64 value :
         { (gint64)0, -SECOND, (gint64)G_MININT64, 86400 * SECOND, (gint64)G_MAXINT64 }) {
        WattleDeviceTold told = { value, NOW, false };

        EXPECT_EQ (wattle_device_clock_compare (&told, HOUR, SECOND).verdict,
                   WATTLE_DEVICE_CLOCK_UNKNOWN)
            << value;
    }
    WattleDeviceTold told = { NOW, 0, false };
    EXPECT_EQ (wattle_device_clock_compare (&told, 0, SECOND).verdict, WATTLE_DEVICE_CLOCK_UNKNOWN);
}

TEST (DeviceClock, IsSaidWithDeviceAndDifference)
{
    EXPECT_EQ (explain (5 * SECOND), "");
    EXPECT_TRUE (has (explain (90 * SECOND), "the clock of box is ahead")) << explain (90 * SECOND);
    EXPECT_TRUE (has (explain (90 * SECOND), "by 0:01:30 ")) << explain (90 * SECOND);
    EXPECT_TRUE (has (explain (-50 * HOUR - SECOND * 3725), "is behind"));
    EXPECT_TRUE (has (explain (-50 * HOUR - SECOND * 3725), "by 51:02:05 "));
    EXPECT_TRUE (has (explain (-2 * HOUR), "another time zone, 2 h behind"));
    EXPECT_TRUE (has (explain (HOUR + SECOND), "another time zone, 1 h ahead"));
    EXPECT_TRUE (has (explain (HOUR), "schedules and tariffs"));
}

} // namespace
