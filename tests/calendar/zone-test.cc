// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-zone.h"

#include <gtest/gtest.h>
#include <string>

#include "base/wattle-error.h"
#include "calendar/system-time.h"
#include "calendar/zone-names.h"

using namespace wattle_test;

static WattleZone *
make (const char *name)
{
    g_autoptr (GError) error = nullptr;
    WattleZone *zone = wattle_zone_new (name, &error);

    EXPECT_NE (zone, nullptr) << (error != nullptr ? error->message : "");
    return zone;
}

static gint64
begin (WattleZone *zone, int year, int month, int day, int hour = 0, int minute = 0)
{
    return wattle_zone_begin (zone, wattle_date_new (year, month, day), hour * 60 + minute);
}

static double
hours (WattleZone *zone, int year, int month, int day)
{
    WattleDate date = wattle_date_new (year, month, day);

    return (double)(wattle_zone_begin (zone, date + 1, 0) - wattle_zone_begin (zone, date, 0)) /
           3600;
}

static std::string
show (WattleCivil civil)
{
    g_autofree char *date = wattle_date_format (civil.date);
    char text[64];

    g_snprintf (text, sizeof text, "%s %02d:%02d:%02d", date, civil.second / 3600,
                civil.second / 60 % 60, civil.second % 60);
    return text;
}

TEST (Zone, SaysWhichZonesThereAre)
{
    for (const char *name :
         { "Europe/Laibach", "Europe", "Europe/", "", "/etc/localtime", "../UTC", "/UTC",
           "Europe//Ljubljana", "./Europe/Ljubljana", "Europe/../Europe/Ljubljana",
           "europe/ljubljana", "Europe/Ljubljana " }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (wattle_zone_new (name, &error), nullptr) << name;
        ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG)) << name;
        EXPECT_NE (std::string (error->message).find ("Europe/Ljubljana"), std::string::npos);
    }
}

// GLib takes each of them for a zone.
TEST (Zone, RulesAndOffsetsAreNoNames)
{
    for (const char *name : { "UTC+3", "EST5EDT,M3.2.0,M11.1.0", "CET-1CEST,M3.5.0,M10.5.0/3",
                              "+01:00", "-05", "Z", "<+03>-3", "EST5EDT4", "GMT+3", "CET-1" }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (wattle_zone_new (name, &error), nullptr) << name;
        ASSERT_NE (error, nullptr) << name;
        EXPECT_EQ (error->message,
                   std::string ("there is no time zone “") + name +
                       "”; allowed are the names of zones that this computer knows, such as "
                       "Europe/Ljubljana, and UTC");
    }
}

TEST (Zone, NamesWithDigitsAndSignsAreNames)
{
    const struct {
        const char *name;
        int hours; // in January
    } zones[] = {
        { "UTC", 0 },
        { "Etc/GMT+3", -3 },
        { "Etc/GMT-14", 14 },
        { "EST5EDT", -5 },
        { "GMT0", 0 },
        { "America/Port-au-Prince", -5 },
        { "America/Argentina/Buenos_Aires", -3 },
    };

    for (const auto &expected : zones) {
        g_autoptr (WattleZone) zone = make (expected.name);

        ASSERT_NE (zone, nullptr);
        EXPECT_EQ (wattle_zone_get_offset (zone, 1767225600), expected.hours * 3600)
            << expected.name;
    }
}

TEST (Zone, OtherFilesOfTheSystemAreNoZones)
{
    for (const char *name : { "zone.tab", "tzdata.zi", "leapseconds", "right/Europe/Ljubljana",
                              "localtime", "posixrules" }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (wattle_zone_new (name, &error), nullptr) << name;
        ASSERT_NE (error, nullptr) << name;
        EXPECT_EQ (std::string (error->message).find ("there is no time zone"), 0u);
    }
}

TEST (Zone, DaysOfClockChangesAreAsLongAsTheyAre)
{
    g_autoptr (WattleZone) ljubljana = make ("Europe/Ljubljana");
    g_autoptr (WattleZone) lord_howe = make ("Australia/Lord_Howe");
    g_autoptr (WattleZone) apia = make ("Pacific/Apia");

    EXPECT_EQ (hours (ljubljana, 2026, 3, 28), 24);
    EXPECT_EQ (hours (ljubljana, 2026, 3, 29), 23);
    EXPECT_EQ (hours (ljubljana, 2026, 10, 25), 25);
    EXPECT_EQ (hours (lord_howe, 2026, 4, 5), 24.5);
    EXPECT_EQ (hours (lord_howe, 2026, 10, 4), 23.5);
    EXPECT_EQ (hours (apia, 2011, 12, 30), 0);
    EXPECT_EQ (hours (apia, 2011, 12, 29), 24);
    EXPECT_EQ (hours (apia, 2011, 12, 31), 24);
}

TEST (Zone, ATimeThatIsLeftOutBeginsWhereClocksGoOn)
{
    g_autoptr (WattleZone) zone = make ("Europe/Ljubljana");
    gint64 change = 1774746000; // 2026-03-29 01:00 UTC

    EXPECT_EQ (begin (zone, 2026, 3, 29, 2, 0), change);
    EXPECT_EQ (begin (zone, 2026, 3, 29, 2, 30), change);
    EXPECT_EQ (begin (zone, 2026, 3, 29, 3, 0), change);
    EXPECT_EQ (begin (zone, 2026, 3, 29, 1, 59), change - 60);
    EXPECT_EQ (begin (zone, 2026, 3, 29, 3, 1), change + 60);
}

TEST (Zone, ATimeThatIsShownTwiceBeginsTheFirstTime)
{
    g_autoptr (WattleZone) zone = make ("Europe/Ljubljana");
    gint64 change = 1792890000; // 2026-10-25 01:00 UTC

    EXPECT_EQ (begin (zone, 2026, 10, 25, 2, 0), change - 3600);
    EXPECT_EQ (begin (zone, 2026, 10, 25, 2, 59), change - 60);
    EXPECT_EQ (begin (zone, 2026, 10, 25, 3, 0), change + 3600);
    EXPECT_EQ (show (wattle_zone_read (zone, change)), "2026-10-25 02:00:00");
    EXPECT_EQ (show (wattle_zone_read_latest (zone, change)), "2026-10-25 02:59:59");
    EXPECT_EQ (show (wattle_zone_read_latest (zone, change + 3599)), "2026-10-25 02:59:59");
    EXPECT_EQ (show (wattle_zone_read_latest (zone, change + 3600)), "2026-10-25 03:00:00");
}

TEST (Zone, ADayWhoseMidnightIsShownTwiceBeginsAtTheFirst)
{
    g_autoptr (WattleZone) zone = make ("America/St_Johns");
    gint64 midnight = begin (zone, 2010, 11, 7); // at 00:01 clocks went back to 23:01

    EXPECT_EQ (show (wattle_zone_read (zone, midnight + 59)), "2010-11-07 00:00:59");
    EXPECT_EQ (show (wattle_zone_read (zone, midnight + 60)), "2010-11-06 23:01:00");
    EXPECT_EQ (show (wattle_zone_read_latest (zone, midnight + 60)), "2010-11-07 00:00:59");
    EXPECT_EQ (begin (zone, 2010, 11, 7, 0, 1), midnight + 3660);
}

TEST (Zone, TellsWhenClocksChangeNext)
{
    g_autoptr (WattleZone) zone = make ("Europe/Ljubljana");
    g_autoptr (WattleZone) utc = make ("UTC");

    EXPECT_EQ (wattle_zone_get_transition (zone, 1774746000 - 1), 1774746000);
    EXPECT_EQ (wattle_zone_get_transition (zone, 1774746000), 1792890000);
    EXPECT_EQ (wattle_zone_get_transition (utc, 0), G_MAXINT64);
}

// What follows on a moment of the last day is looked for too.
TEST (Zone, KnowsTheClockChangesOfTheYearAfterTheLast)
{
    g_autoptr (WattleZone) zone = make ("Australia/Sydney");
    gint64 april = wattle_zone_get_transition (zone, END_OF_2100);

    EXPECT_EQ (show (wattle_zone_read (zone, april - 1)), "2101-04-03 02:59:59");
    EXPECT_EQ (show (wattle_zone_read (zone, april)), "2101-04-03 02:00:00");
    EXPECT_EQ (wattle_zone_get_offset (zone, END_OF_2100 + 400 * DAY), 11 * 3600);
}

// Midnight of the first day and of the one after the last, as the system's calendar has it.
class ZoneEdges : public SystemTime
{
};

TEST_P (ZoneEdges, BeginAndEndAtTheirOwnMidnight)
{
    g_autoptr (WattleZone) zone = make (GetParam ());

    for (WattleDate date : { wattle_date_new (1970, 1, 1), wattle_date_new (1970, 1, 2),
                             wattle_date_new (2100, 12, 31), wattle_date_new (2101, 1, 1) }) {
        gint64 midnight = wattle_zone_begin (zone, date, 0);

        EXPECT_EQ (local (midnight), date * DAY) << date;
        EXPECT_LT (local (midnight - 1), date * DAY) << date;
        EXPECT_EQ (wattle_zone_read (zone, midnight).date, date);
        EXPECT_EQ (wattle_zone_read (zone, midnight - 1).date, date - 1);
    }
}

INSTANTIATE_TEST_SUITE_P (World, ZoneEdges, testing::ValuesIn (zone_names), name_of_zone);

class ZoneByMinutes : public SystemTime
{
  protected:
    static gint64
    latest (WattleCivil civil)
    {
        return civil.date * DAY + civil.second;
    }
};

TEST_P (ZoneByMinutes, ShowsWhatTheSystemShows)
{
    g_autoptr (WattleZone) zone = make (GetParam ());

    for (gint64 time = 0; time < END_OF_2100; time += 6 * 3600) {
        ASSERT_EQ (wattle_zone_get_offset (zone, time), local (time) - time) << time;
    }
}

TEST_P (ZoneByMinutes, BeginsEachMinuteAroundChangesWhenItIsFirstShown)
{
    g_autoptr (WattleZone) zone = make (GetParam ());
    gint64 change = wattle_zone_get_transition (zone, 0);

    for (; change < G_MAXINT64; change = wattle_zone_get_transition (zone, change)) {
        gint64 from = change - 36 * 3600 - change % 60;
        gint64 shown = from - 60 + wattle_zone_get_offset (zone, from - 60);

        for (gint64 time = from; time < change + 36 * 3600; time += 60) {
            gint64 now = local (time);

            // Each minute that is shown now or was left out, and was not shown before.
            for (; shown < now - now % 60; shown += 60) {
                gint64 next = shown + 60 - (shown + 60) % 60;
                WattleDate date = (WattleDate)(next / DAY);

                ASSERT_LE (wattle_zone_begin (zone, date, (int)(next % DAY / 60)), time);
                ASSERT_GT (wattle_zone_begin (zone, date, (int)(next % DAY / 60)), time - 60);
            }
            ASSERT_EQ (latest (wattle_zone_read_latest (zone, time)) / 60, MAX (shown, now) / 60)
                << time;
        }
    }
}

INSTANTIATE_TEST_SUITE_P (World, ZoneByMinutes, testing::ValuesIn (zone_names), name_of_zone);
