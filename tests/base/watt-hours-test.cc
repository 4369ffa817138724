// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-watt-hours.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

// -1: it is refused.
gint64
parse (const char *text, bool kilo = true)
{
    g_autoptr (GError) error = nullptr;
    gint64 watt_hours = -2;

    if (wattle_watt_hours_parse (text, kilo, &watt_hours, &error))
        return watt_hours;
    EXPECT_NE (std::string (error->message).find ("allowed are 0 to"), std::string::npos);
    return -1;
}

std::vector<gint64>
split (std::vector<gint64> readings, guint n_counters)
{
    std::vector<gint64> parts (n_counters);
    g_autoptr (GError) error = nullptr;

    if (wattle_watt_hours_split (readings.data (), (guint)readings.size (), parts.data (),
                                 n_counters, &error))
        return parts;
    EXPECT_NE (error, nullptr);
    return {};
}

using Parts = std::vector<gint64>;

TEST (WattHours, AreExact)
{
    EXPECT_EQ (parse ("1284.0"), 1284000);
    EXPECT_EQ (parse ("774.5"), 774500);
    EXPECT_EQ (parse ("402.25"), 402250);
    EXPECT_EQ (parse ("2461"), 2461000);
    EXPECT_EQ (parse ("0"), 0);
    EXPECT_EQ (parse ("0.001"), 1);
    EXPECT_EQ (parse ("99999999.999"), 99999999999);
    EXPECT_EQ (parse ("000012.5"), 12500);
    EXPECT_EQ (parse ("3310000", false), 3310000);
}

TEST (WattHours, RefuseWhatIsNoReading)
{
    for (const char *bad :
         { "", ".", "1.", ".5", "-1", "+1", "1,5", "1e3", "1 000", "0x10", " 1", "1 ", "12.3456",
           "12.5000", "1000000000", "999999999999999999999999999", "nan", "1.5kWh", "\xff" })
        EXPECT_EQ (parse (bad), -1) << bad;
    EXPECT_EQ (parse ("999999999.999"), WATTLE_WATT_HOURS_MAX);
    for (const char *bad : { "1.5", "1000000000000", "", "-1", "1." })
        EXPECT_EQ (parse (bad, false), -1) << bad;
    EXPECT_EQ (parse ("999999999999", false), WATTLE_WATT_HOURS_MAX);
}

TEST (WattHours, OneReadingIsDividedOverThreePhasesInWholeOnes)
{
    EXPECT_EQ (split ({ 2461000 }, 3), (Parts{ 820333, 820333, 820334 }));
    EXPECT_EQ (split ({ 2 }, 3), (Parts{ 0, 0, 2 }));
    EXPECT_EQ (split ({ 0 }, 3), (Parts{ 0, 0, 0 }));
    EXPECT_EQ (split ({ WATTLE_WATT_HOURS_MAX }, 3),
               (Parts{ 333333333333, 333333333333, 333333333333 }));
}

TEST (WattHours, EachCounterGetsItsOwn)
{
    EXPECT_EQ (split ({ 3310000 }, 1), (Parts{ 3310000 }));
    EXPECT_EQ (split ({ 1284000, 774500, 402250 }, 3), (Parts{ 1284000, 774500, 402250 }));
    EXPECT_EQ (split ({ 1, 2 }, 2), (Parts{ 1, 2 }));
}

TEST (WattHours, RefuseAnotherNumberOfReadings)
{
    EXPECT_EQ (split ({ 1, 2 }, 3), Parts{});
    EXPECT_EQ (split ({ 1, 2, 3 }, 1), Parts{});
    EXPECT_EQ (split ({ 1 }, 2), Parts{});
    EXPECT_EQ (split ({ 1, 2, -3 }, 3), Parts{});
    EXPECT_EQ (split ({ WATTLE_WATT_HOURS_MAX + 1 }, 1), Parts{});
}

} // namespace
