// SPDX-License-Identifier: LGPL-2.1-or-later
// A timetable of every sort of rule, in many zones, against a slow implementation of its own that
// looks at the system's clock each minute.
#include <string>

#include <gtest/gtest.h>

#include "calendar/system-time.h"
#include "calendar/wattle-timetable.h"
#include "calendar/zone-names.h"

using namespace wattle_test;

namespace
{

// Summer 1 May, winter 1 October; on workdays four switches, two of them at odd minutes around the
// hours at which clocks are changed; on weekends two; on 1 January none.
struct Switching {
    int minute;
    int tariff;
};

const Switching summer[] = { { 0, 0 }, { 45, 1 }, { 150, 2 }, { 1410, 3 } };
const Switching winter[] = { { 0, 4 }, { 1, 5 }, { 120, 6 }, { 1439, 7 } };
const Switching weekend[] = { { 0, 8 }, { 90, 9 } };
const Switching holiday[] = { { 0, 10 } };

class TimetableWorld : public SystemTime
{
  protected:
    TimetableWorld ()
    {
        WattleDateRule new_year = {};

        new_year.kind = WATTLE_DATE_RULE_ANNUAL;
        new_year.month = new_year.day = new_year.days = 1;
        wattle_day_types_add_holiday (types, "New Year", nullptr, &new_year, FALSE);
        add ("summer", 5, "workday", summer);
        add ("winter", 10, "workday", winter);
        add ("weekends", 1, "weekend", weekend);
        add ("holidays", 1, "holiday", holiday);
    }

    ~TimetableWorld () override
    {
        wattle_timetable_free (table);
        wattle_day_types_free (types);
        wattle_zone_unref (zone);
    }

    template <size_t N>
    void
    add (const char *name, int month, const char *type, const Switching (&switches)[N])
    {
        WattleSeason *season = wattle_season_new_yearly (name, month, 1);

        wattle_season_add_day_type (season, type);
        for (const Switching &entry : switches)
            EXPECT_TRUE (wattle_season_add_switch (season, entry.minute, entry.tariff));
        wattle_timetable_add_season (table, season);
    }

    template <size_t N>
    static int
    pick (const Switching (&switches)[N], int minute)
    {
        int tariff = -1;

        for (const Switching &entry : switches)
            if (entry.minute <= minute)
                tariff = entry.tariff;
        return tariff;
    }

    // The slow way: from what clocks show.
    static int
    tariff_of (gint64 shown)
    {
        time_t seconds = shown;
        struct tm tm;
        int minute = (int)(shown % DAY / 60);

        gmtime_r (&seconds, &tm);
        if (tm.tm_mon == 0 && tm.tm_mday == 1)
            return pick (holiday, minute);
        if (tm.tm_wday == 0 || tm.tm_wday == 6)
            return pick (weekend, minute);
        return tm.tm_mon >= 4 && tm.tm_mon < 9 ? pick (summer, minute) : pick (winter, minute);
    }

    WattleZone *zone = wattle_zone_new (GetParam (), nullptr);
    WattleDayTypes *types = wattle_day_types_new ();
    WattleTimetable *table = wattle_timetable_new (zone, types);
};

} // namespace

TEST_P (TimetableWorld, AgreesOnEachMinuteAroundClockChanges)
{
    gint64 change = wattle_zone_get_transition (zone, 0);

    for (; change < END_OF_2100; change = wattle_zone_get_transition (zone, change)) {
        gint64 from = change - 36 * 3600;
        gint64 shown = local (from - 60); // the latest so far
        WattleSlot slot = {};

        for (gint64 time = from; time < change + 36 * 3600; time += 60) {
            shown = MAX (shown, local (time));
            if (time >= slot.end)
                wattle_timetable_get (table, time, &slot);
            ASSERT_EQ (slot.tariff, tariff_of (shown)) << time;
        }
    }
}

TEST_P (TimetableWorld, SlotsFillEachDayFrom1970To2100)
{
    gint64 time = wattle_zone_begin (zone, wattle_date_new (1970, 1, 2), 0);
    gint64 day_start = time, sum = 0;
    WattleSlot slot;

    wattle_timetable_get (table, time, &slot);
    WattleDate date = slot.date;

    while (time < END_OF_2100) {
        wattle_timetable_get (table, time, &slot);
        if (slot.date != date) {
            ASSERT_GT (slot.date, date);
            ASSERT_EQ (sum, wattle_zone_begin (zone, date + 1, 0) - day_start);
            date = slot.date;
            day_start = time;
            sum = 0;
        }
        ASSERT_EQ (slot.start, time); // no gap, no overlap
        ASSERT_GT (slot.end, time);
        ASSERT_NE (slot.tariff, WATTLE_NO_TARIFF);
        sum += slot.end - slot.start;
        time = slot.end;
    }
}

INSTANTIATE_TEST_SUITE_P (World, TimetableWorld, testing::ValuesIn (zone_names), name_of_zone);
