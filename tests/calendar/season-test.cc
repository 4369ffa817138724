// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-season.h"

#include <gtest/gtest.h>

static WattleDate
start (WattleSeason *season, int year, int month, int day)
{
    return wattle_season_find_start (season, wattle_date_new (year, month, day));
}

TEST (Season, AYearlyStartLooksBackIntoLastYear)
{
    g_autoptr (WattleSeason) season = wattle_season_new_yearly ("winter", 11, 1);

    EXPECT_EQ (start (season, 2026, 11, 1), wattle_date_new (2026, 11, 1));
    EXPECT_EQ (start (season, 2026, 12, 31), wattle_date_new (2026, 11, 1));
    EXPECT_EQ (start (season, 2026, 10, 31), wattle_date_new (2025, 11, 1));
}

TEST (Season, ADatedStartCountsFromThenOn)
{
    g_autoptr (WattleSeason) season =
        wattle_season_new_dated ("trial", wattle_date_new (2026, 5, 1));

    EXPECT_EQ (start (season, 2026, 4, 30), WATTLE_DATE_NONE);
    EXPECT_EQ (start (season, 2026, 5, 1), wattle_date_new (2026, 5, 1));
    EXPECT_EQ (start (season, 2100, 1, 1), wattle_date_new (2026, 5, 1));
}

TEST (Season, AStartOnALeapDayIsTheFirstOfMarchElsewhere)
{
    g_autoptr (WattleSeason) season = wattle_season_new_yearly ("spring", 2, 29);

    EXPECT_EQ (start (season, 2028, 2, 29), wattle_date_new (2028, 2, 29));
    EXPECT_EQ (start (season, 2027, 3, 1), wattle_date_new (2027, 3, 1));
    EXPECT_EQ (start (season, 2027, 2, 28), wattle_date_new (2026, 3, 1));
    EXPECT_EQ (start (season, 2028, 2, 28), wattle_date_new (2027, 3, 1));
}

TEST (Season, AScheduleBeginsAtMidnightAndGoesOn)
{
    g_autoptr (WattleSeason) season = wattle_season_new_yearly ("all", 1, 1);
    guint n;

    EXPECT_FALSE (wattle_season_add_switch (season, 360, 0));
    EXPECT_TRUE (wattle_season_add_switch (season, 0, 1));
    EXPECT_FALSE (wattle_season_add_switch (season, 0, 0));
    EXPECT_TRUE (wattle_season_add_switch (season, 360, 0));
    EXPECT_FALSE (wattle_season_add_switch (season, 359, 0));
    EXPECT_FALSE (wattle_season_add_switch (season, 1440, 0));
    EXPECT_TRUE (wattle_season_add_switch (season, 1439, 2));
    EXPECT_EQ (wattle_season_get_switches (season, &n)[2].minute, 1439);
    EXPECT_EQ (n, 3u);
}

TEST (Season, TwoOfOneStartAreTold)
{
    g_autoptr (WattleSeason) a = wattle_season_new_yearly ("a", 3, 1);
    g_autoptr (WattleSeason) b = wattle_season_new_yearly ("b", 3, 1);
    g_autoptr (WattleSeason) c = wattle_season_new_dated ("c", wattle_date_new (2026, 3, 1));
    g_autoptr (WattleSeason) d = wattle_season_new_dated ("d", wattle_date_new (2026, 3, 1));

    EXPECT_TRUE (wattle_season_has_same_start (a, b));
    EXPECT_TRUE (wattle_season_has_same_start (c, d));
    EXPECT_TRUE (wattle_season_has_same_start (a, c));
    EXPECT_TRUE (wattle_season_has_same_start (c, a));
}

TEST (Season, TwoOfDifferentStartsAreNotTold)
{
    g_autoptr (WattleSeason) yearly = wattle_season_new_yearly ("a", 3, 1);
    g_autoptr (WattleSeason) later = wattle_season_new_yearly ("b", 3, 2);
    g_autoptr (WattleSeason) dated = wattle_season_new_dated ("c", wattle_date_new (2026, 3, 2));
    g_autoptr (WattleSeason) next = wattle_season_new_dated ("d", wattle_date_new (2027, 3, 2));

    EXPECT_FALSE (wattle_season_has_same_start (yearly, later));
    EXPECT_FALSE (wattle_season_has_same_start (yearly, dated));
    EXPECT_FALSE (wattle_season_has_same_start (dated, next));
}

TEST (Season, ALeapDayIsTheStartOfOneOnTheFirstOfMarchInMostYears)
{
    g_autoptr (WattleSeason) leap = wattle_season_new_yearly ("a", 2, 29);
    g_autoptr (WattleSeason) march = wattle_season_new_yearly ("b", 3, 1);
    g_autoptr (WattleSeason) dated = wattle_season_new_dated ("c", wattle_date_new (2027, 3, 1));
    g_autoptr (WattleSeason) other = wattle_season_new_dated ("d", wattle_date_new (2028, 3, 1));

    EXPECT_TRUE (wattle_season_has_same_start (leap, march));
    EXPECT_TRUE (wattle_season_has_same_start (leap, dated));
    EXPECT_FALSE (wattle_season_has_same_start (leap, other));
}
