// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-timetable.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace
{

enum {
    LOW,
    HIGH
};

using Switches = std::vector<std::pair<int, int>>; // hour, tariff

class Timetable : public testing::Test
{
  protected:
    explicit Timetable (const char *name = "Europe/Ljubljana")
        : zone (wattle_zone_new (name, nullptr)), table (wattle_timetable_new (zone, types))
    {
    }

    ~Timetable () override
    {
        wattle_timetable_free (table);
        wattle_day_types_free (types);
        wattle_zone_unref (zone);
    }

    void
    add (WattleSeason *season, const std::vector<const char *> &day_types, const Switches &switches)
    {
        for (const char *type : day_types)
            wattle_season_add_day_type (season, type);
        for (auto [hour, tariff] : switches)
            ASSERT_TRUE (wattle_season_add_switch (season, hour * 60, tariff));
        wattle_timetable_add_season (table, season);
    }

    void
    add_holiday (const char *name, WattleDateRuleKind kind, WattleDate date, int days)
    {
        WattleDateRule rule = {};

        rule.kind = kind;
        rule.date = date;
        wattle_date_split (date, nullptr, &rule.month, &rule.day);
        rule.days = days;
        wattle_day_types_add_holiday (types, name, nullptr, &rule, FALSE);
    }

    WattleSlot
    at (int year, int month, int day, int hour = 0, int minute = 0)
    {
        WattleSlot slot;

        wattle_timetable_get (
            table, wattle_zone_begin (zone, wattle_date_new (year, month, day), hour * 60 + minute),
            &slot);
        return slot;
    }

    WattleZone *zone;
    WattleDayTypes *types = wattle_day_types_new ();
    WattleTimetable *table;
};

// The example in the manual of the Iskra Smart Gateway, 4.6.
class ManualExample : public Timetable
{
  protected:
    ManualExample ()
    {
        add (wattle_season_new_yearly ("workdays", 1, 1), { "workday" },
             { { 0, LOW }, { 6, HIGH }, { 22, LOW } });
        add (wattle_season_new_yearly ("free days", 1, 1), { "weekend", "holiday" },
             { { 0, LOW } });
        add_holiday ("New Year", WATTLE_DATE_RULE_ANNUAL, wattle_date_new (2024, 1, 1), 2);
        add_holiday ("Easter", WATTLE_DATE_RULE_ONCE, wattle_date_new (2024, 3, 31), 2);
        add_holiday ("Easter", WATTLE_DATE_RULE_ONCE, wattle_date_new (2025, 4, 20), 2);
        add_holiday ("Easter", WATTLE_DATE_RULE_ONCE, wattle_date_new (2026, 4, 5), 2);
    }
};

} // namespace

TEST_F (ManualExample, EachHourOfThreeYearsHasItsTariff)
{
    // Free days that are no weekend.
    const std::vector<WattleDate> free_days = {
        wattle_date_new (2024, 1, 1), wattle_date_new (2024, 1, 2), wattle_date_new (2024, 4, 1),
        wattle_date_new (2025, 1, 1), wattle_date_new (2025, 1, 2), wattle_date_new (2025, 4, 21),
        wattle_date_new (2026, 1, 1), wattle_date_new (2026, 1, 2), wattle_date_new (2026, 4, 6),
    };
    gint64 end = wattle_zone_begin (zone, wattle_date_new (2027, 1, 1), 0);
    int high = 0;

    for (gint64 time = wattle_zone_begin (zone, wattle_date_new (2024, 1, 1), 0); time < end;
         time += 3600) {
        WattleCivil civil = wattle_zone_read (zone, time);
        int hour = civil.second / 3600;
        bool is_free = wattle_date_get_weekday (civil.date) > 5 ||
                       std::count (free_days.begin (), free_days.end (), civil.date) > 0;
        WattleSlot slot;

        wattle_timetable_get (table, time, &slot);
        ASSERT_EQ (slot.tariff, !is_free && hour >= 6 && hour < 22 ? HIGH : LOW) << time;
        ASSERT_LE (slot.start, time);
        ASSERT_GT (slot.end, time);
        high += slot.tariff == HIGH;
    }
    // 784 Mondays to Fridays in those years, less nine.
    EXPECT_EQ (high, (784 - 9) * 16);
}

TEST_F (ManualExample, TheNextChangeIsFoundAcrossFreeDays)
{
    gint64 friday = wattle_zone_begin (zone, wattle_date_new (2026, 4, 3), 23 * 60);

    // Over the weekend and Easter Monday.
    gint64 tuesday = wattle_zone_begin (zone, wattle_date_new (2026, 4, 7), 6 * 60);

    EXPECT_EQ (wattle_timetable_find_other (table, friday, LOW, tuesday + 1), tuesday);
    EXPECT_EQ (wattle_timetable_find_other (table, friday, LOW, tuesday), G_MAXINT64);
    EXPECT_EQ (wattle_timetable_find_other (table, friday, HIGH, tuesday), friday);
}

TEST_F (Timetable, TheSeasonThatBeganLastCounts)
{
    add (wattle_season_new_yearly ("winter", 11, 1), { "workday" }, { { 0, 1 } });
    add (wattle_season_new_yearly ("summer", 3, 1), { "workday" }, { { 0, 2 } });
    add (wattle_season_new_dated ("trial", wattle_date_new (2026, 7, 1)), { "workday" },
         { { 0, 3 } });

    EXPECT_EQ (at (2026, 2, 27).tariff, 1);
    EXPECT_EQ (at (2026, 3, 2).tariff, 2);
    EXPECT_EQ (at (2026, 6, 30).tariff, 2);
    EXPECT_EQ (at (2026, 7, 1).tariff, 3);
    EXPECT_EQ (at (2026, 10, 30).tariff, 3);
    EXPECT_EQ (at (2026, 11, 2).tariff, 1);
    EXPECT_EQ (at (2027, 3, 1).tariff, 2); // a later yearly start takes over
    EXPECT_STREQ (wattle_season_get_name (at (2026, 7, 1).season), "trial");
}

TEST_F (Timetable, ADayThatNoSeasonIsForHasNoTariff)
{
    add (wattle_season_new_yearly ("workdays", 1, 1), { "workday" }, { { 0, LOW } });
    WattleSlot slot = at (2026, 11, 28, 12);

    EXPECT_EQ (slot.tariff, WATTLE_NO_TARIFF);
    EXPECT_EQ (slot.season, nullptr);
    EXPECT_STREQ (slot.day_type, "weekend");
    EXPECT_EQ (slot.end - slot.start, 86400);
}

TEST_F (Timetable, AnEntryInAGapTakesEffectAtItsEnd)
{
    add (wattle_season_new_yearly ("all", 1, 1), { "workday", "weekend" },
         { { 0, 0 }, { 2, 1 }, { 3, 2 } });
    gint64 change = wattle_zone_begin (zone, wattle_date_new (2026, 3, 29), 180);
    WattleSlot slot;

    wattle_timetable_get (table, change - 1, &slot);
    EXPECT_EQ (slot.tariff, 0);
    EXPECT_EQ (slot.end, change);
    wattle_timetable_get (table, change, &slot);
    EXPECT_EQ (slot.tariff, 2); // the one of 2:00 has no time at all
    EXPECT_EQ (slot.start, change);
}

TEST_F (Timetable, AnEntryThatOccursTwiceTakesEffectTheFirstTime)
{
    add (wattle_season_new_yearly ("all", 1, 1), { "workday", "weekend" },
         { { 0, 0 }, { 2, 1 }, { 3, 2 } });
    WattleSlot slot = at (2026, 10, 25, 2);

    EXPECT_EQ (slot.tariff, 1);
    EXPECT_EQ (slot.end - slot.start, 7200);
}

// What was asked before makes no difference.
TEST_F (Timetable, TellsTheSameInWhateverOrderItIsAsked)
{
    std::vector<gint64> times;
    gint64 state = 7;

    add (wattle_season_new_yearly ("Winter", 11, 1), { "workday" }, { { 0, LOW }, { 6, HIGH } });
    add (wattle_season_new_yearly ("Summer", 3, 1), { "workday" },
         { { 0, LOW }, { 2, HIGH }, { 3, LOW } });
    add (wattle_season_new_yearly ("Free", 1, 1), { "weekend" }, { { 0, HIGH } });
    for (int i = 0; i < 5000; i++) {
        state = (state * 1103515245 + 12345) & G_MAXINT32;
        gint64 day = i % 2 > 0 ? 0 : state % 800;

        // Days of two years, and the hours around a clock change.
        times.push_back (1774735200 + day * 86400 + state % 86400 - 43200);
    }
    for (gint64 time : times) {
        WattleSlot slot, before;

        wattle_timetable_get (table, time, &slot);
        EXPECT_LE (slot.start, time);
        EXPECT_GT (slot.end, time);
        wattle_timetable_get (table, slot.start - 1, &before);
        EXPECT_EQ (before.end, slot.start);
        wattle_timetable_get (table, slot.end - 1, &before);
        EXPECT_EQ (before.start, slot.start);
        EXPECT_EQ (before.season, slot.season);
        EXPECT_EQ (before.tariff, slot.tariff);
    }
}

TEST_F (Timetable, HearsOfASeasonThatIsAdded)
{
    EXPECT_EQ (at (2026, 5, 4, 7).tariff, WATTLE_NO_TARIFF);
    add (wattle_season_new_yearly ("All", 1, 1), { "workday" }, { { 0, HIGH } });
    EXPECT_EQ (at (2026, 5, 4, 7).tariff, HIGH);
}

// Where clocks leave entries out, show them twice, or have a day less.
TEST (TimetableChanges, AreThoseThatAWalkFinds)
{
    for (const char *name : { "Europe/Ljubljana", "Australia/Lord_Howe", "Pacific/Apia",
                              "Africa/Casablanca", "America/Sao_Paulo" }) {
        g_autoptr (WattleZone) zone = wattle_zone_new (name, nullptr);
        g_autoptr (WattleDayTypes) types = wattle_day_types_new ();
        g_autoptr (WattleTimetable) table = wattle_timetable_new (zone, types);
        WattleSeason *season = wattle_season_new_yearly ("All", 1, 1);

        ASSERT_NE (zone, nullptr) << name;
        wattle_season_add_day_type (season, "workday");
        for (int minute = 0; minute < 1440; minute += 10)
            wattle_season_add_switch (season, minute, minute / 10 % 7 < 3 ? 0 : minute / 10 % 3);
        wattle_timetable_add_season (table, season);

        gint64 end = wattle_zone_begin (zone, wattle_date_new (2013, 1, 1), 0);
        gint64 time = wattle_zone_begin (zone, wattle_date_new (2010, 1, 1), 0) + 61;
        while (time < end) {
            WattleSlot slot;

            wattle_timetable_get (table, time, &slot);
            int tariff = slot.tariff;
            while (slot.tariff == tariff)
                wattle_timetable_get (table, slot.end, &slot);
            ASSERT_EQ (wattle_timetable_find_other (table, time, tariff, G_MAXINT64), slot.start)
                << name << " " << time;
            ASSERT_EQ (wattle_timetable_find_other (table, time, tariff, slot.start), G_MAXINT64);
            ASSERT_EQ (wattle_timetable_find_other (table, time, slot.tariff, slot.end), time);
            time = MAX (slot.start, time + 4217);
        }
    }
}
