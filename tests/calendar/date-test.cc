// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-date.h"

#include <gtest/gtest.h>
#include <string>

#include "base/wattle-error.h"

static std::string
text (WattleDate date)
{
    g_autofree char *buffer = wattle_date_format (date);

    return date == WATTLE_DATE_NONE ? "none" : buffer;
}

TEST (Date, CountsDaysAsGLibDoes)
{
    g_autoptr (GDate) day = g_date_new_dmy (1, G_DATE_JANUARY, 1899);
    guint32 epoch = 719163; // Julian day of GLib of 1970-01-01

    for (; g_date_get_year (day) < 2201; g_date_add_days (day, 1)) {
        int y = g_date_get_year (day), m = g_date_get_month (day), d = g_date_get_day (day);
        int year, month, mday;
        WattleDate date = wattle_date_new (y, m, d);

        ASSERT_EQ (date, (WattleDate)(g_date_get_julian (day) - epoch))
            << y << "-" << m << "-" << d;
        wattle_date_split (date, &year, &month, &mday);
        ASSERT_EQ (std::make_tuple (year, month, mday), std::make_tuple (y, m, d));
        ASSERT_EQ (wattle_date_get_weekday (date), (int)g_date_get_weekday (day));
    }
}

TEST (Date, KnowsNoDaysThatThereAreNot)
{
    EXPECT_EQ (wattle_date_new (2024, 2, 31), WATTLE_DATE_NONE);
    EXPECT_EQ (wattle_date_new (2023, 2, 29), WATTLE_DATE_NONE);
    EXPECT_EQ (wattle_date_new (1900, 2, 29), WATTLE_DATE_NONE);
    EXPECT_EQ (wattle_date_new (2024, 13, 1), WATTLE_DATE_NONE);
    EXPECT_EQ (wattle_date_new (2024, 0, 1), WATTLE_DATE_NONE);
    EXPECT_EQ (wattle_date_new (2024, 1, 0), WATTLE_DATE_NONE);
    EXPECT_EQ (wattle_date_new (-1, 1, 1), WATTLE_DATE_NONE);
    EXPECT_EQ (text (wattle_date_new (2000, 2, 29)), "2000-02-29");
}

TEST (Date, FindsEasterOfBothChurches)
{
    // Tables of both churches.
    EXPECT_EQ (text (wattle_date_easter (1970)), "1970-03-29");
    EXPECT_EQ (text (wattle_date_easter (2000)), "2000-04-23");
    EXPECT_EQ (text (wattle_date_easter (2024)), "2024-03-31");
    EXPECT_EQ (text (wattle_date_easter (2025)), "2025-04-20");
    EXPECT_EQ (text (wattle_date_easter (2026)), "2026-04-05");
    EXPECT_EQ (text (wattle_date_easter (2038)), "2038-04-25");
    EXPECT_EQ (text (wattle_date_orthodox_easter (2024)), "2024-05-05");
    EXPECT_EQ (text (wattle_date_orthodox_easter (2025)), "2025-04-20");
    EXPECT_EQ (text (wattle_date_orthodox_easter (2026)), "2026-04-12");
    EXPECT_EQ (text (wattle_date_orthodox_easter (1970)), "1970-04-26");
    EXPECT_EQ (text (wattle_date_orthodox_easter (1999)), "1999-04-11");
}

TEST (Date, EasterIsASundayOfSpring)
{
    for (int year = 1900; year <= 2199; year++) {
        WattleDate west = wattle_date_easter (year), east = wattle_date_orthodox_easter (year);

        EXPECT_EQ (wattle_date_get_weekday (west), 7) << year;
        EXPECT_EQ (wattle_date_get_weekday (east), 7) << year;
        EXPECT_GE (west, wattle_date_new (year, 3, 22)) << year;
        EXPECT_LE (west, wattle_date_new (year, 4, 25)) << year;
        EXPECT_GE (east, west) << year;
        EXPECT_LE (east - west, 35) << year;
    }
}

TEST (Date, FindsTheNthWeekdayOfAMonth)
{
    EXPECT_EQ (text (wattle_date_nth_weekday (2026, 5, 1, -1)), "2026-05-25");
    EXPECT_EQ (text (wattle_date_nth_weekday (2026, 11, 4, 4)), "2026-11-26");
    EXPECT_EQ (text (wattle_date_nth_weekday (2026, 3, 7, 1)), "2026-03-01");
    EXPECT_EQ (text (wattle_date_nth_weekday (2026, 3, 7, 5)), "2026-03-29");
    EXPECT_EQ (text (wattle_date_nth_weekday (2026, 2, 7, 5)), "none");
    EXPECT_EQ (text (wattle_date_nth_weekday (2024, 2, 4, -1)), "2024-02-29");
}

TEST (Date, ReadsWhatItWrites)
{
    WattleDate date;

    ASSERT_TRUE (wattle_date_parse ("2024-02-29", &date, nullptr));
    EXPECT_EQ (text (date), "2024-02-29");
}

TEST (Date, RefusesOtherTexts)
{
    static const char *const others[] = { "",           "2024-2-29",   "2024-02-31", "2023-02-29",
                                          "24-02-29",   "2024/02/29",  "2024-02-2x", "2024-02-29 ",
                                          "1899-12-31", "2200-01-01",  "-024-02-01", "2024-02-+1",
                                          "tomorrow",   "2024-02-290", "２024-02-1" };

    for (const char *other : others) {
        g_autoptr (GError) error = nullptr;
        WattleDate date;

        EXPECT_FALSE (wattle_date_parse (other, &date, &error)) << other;
        ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG)) << other;
        EXPECT_NE (std::string (error->message).find ("2024-03-31"), std::string::npos);
    }
}
