// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-day-types.h"

#include <gtest/gtest.h>
#include <string>

static WattleDate
date (int year, int month, int day)
{
    return wattle_date_new (year, month, day);
}

static WattleDateRule
annual (int month, int day, int days = 1)
{
    WattleDateRule rule = {};

    rule.kind = WATTLE_DATE_RULE_ANNUAL;
    rule.month = month;
    rule.day = day;
    rule.days = days;
    return rule;
}

static WattleDateRule
once (WattleDate day, int days = 1)
{
    WattleDateRule rule = {};

    rule.kind = WATTLE_DATE_RULE_ONCE;
    rule.date = day;
    rule.days = days;
    return rule;
}

static WattleDateRule
easter (int offset, WattleDateRuleKind kind = WATTLE_DATE_RULE_EASTER)
{
    WattleDateRule rule = {};

    rule.kind = kind;
    rule.offset = offset;
    rule.days = 1;
    return rule;
}

class DayTypes : public testing::Test
{
  protected:
    ~DayTypes () override
    {
        wattle_day_types_free (types);
    }

    void
    add (const char *name, WattleDateRule rule, bool observed = false)
    {
        wattle_day_types_add_holiday (types, name, nullptr, &rule, observed);
    }

    std::string
    type (int year, int month, int day)
    {
        return wattle_day_types_get (types, date (year, month, day));
    }

    std::string
    holiday (int year, int month, int day)
    {
        const char *name = wattle_day_types_get_holiday (types, date (year, month, day));

        return name != nullptr ? name : "";
    }

    WattleDayTypes *types = wattle_day_types_new ();
};

TEST_F (DayTypes, AWeekHasFiveWorkdays)
{
    for (int day = 23; day <= 27; day++)
        EXPECT_EQ (type (2026, 11, day), "workday") << day;
    EXPECT_EQ (type (2026, 11, 28), "weekend");
    EXPECT_EQ (type (2026, 11, 29), "weekend");
}

TEST_F (DayTypes, AnotherWeekendCanBeSet)
{
    wattle_day_types_set_weekend (types, 1u << 5 | 1u << 6); // Friday and Saturday

    EXPECT_EQ (type (2026, 11, 27), "weekend");
    EXPECT_EQ (type (2026, 11, 29), "workday");
}

TEST_F (DayTypes, AHolidayWinsOverAWeekend)
{
    add ("New Year", annual (1, 1, 2));

    EXPECT_EQ (type (2026, 1, 1), "holiday");
    EXPECT_EQ (holiday (2026, 1, 2), "New Year");
    EXPECT_EQ (holiday (2026, 1, 3), "");
    EXPECT_EQ (type (2028, 1, 1), "holiday"); // a Saturday
}

TEST_F (DayTypes, TheLastDaysOfADecemberGoOnInJanuary)
{
    add ("Turn of the year", annual (12, 30, 5));

    EXPECT_EQ (type (2026, 12, 29), "workday");
    EXPECT_EQ (type (2026, 12, 30), "holiday");
    EXPECT_EQ (type (2027, 1, 1), "holiday");
    EXPECT_EQ (holiday (2027, 1, 4), "");
    EXPECT_EQ (holiday (2027, 1, 3), "Turn of the year");
}

TEST_F (DayTypes, TheHolidayThatWasAddedFirstCountsThoughAnotherBeganAYearBefore)
{
    WattleDateRule shut_down = annual (12, 27, 10);

    add ("New Year", annual (1, 1));
    add ("A day of January", annual (1, 30));
    wattle_day_types_add_holiday (types, "Shut-down", "shut", &shut_down, FALSE);
    add ("Long after Easter", easter (300)); // that of 2026 was on 5 April
    EXPECT_EQ (holiday (2026, 12, 31), "Shut-down");
    EXPECT_EQ (holiday (2027, 1, 1), "New Year");
    EXPECT_EQ (type (2027, 1, 1), "holiday");
    EXPECT_EQ (holiday (2027, 1, 2), "Shut-down");
    EXPECT_EQ (type (2027, 1, 5), "shut");
    EXPECT_EQ (holiday (2027, 1, 6), "");
    EXPECT_EQ (holiday (2027, 1, 30), "A day of January");
    EXPECT_EQ (holiday (2028, 1, 22), "Long after Easter");
}

TEST_F (DayTypes, ALeapDayIsInLeapYearsOnly)
{
    add ("Leap day", annual (2, 29));

    EXPECT_EQ (holiday (2028, 2, 29), "Leap day");
    EXPECT_EQ (holiday (2027, 2, 28), "");
    EXPECT_EQ (holiday (2027, 3, 1), "");
}

TEST_F (DayTypes, CountsFromEitherEaster)
{
    add ("Easter Monday", easter (1));
    add ("Orthodox Easter Monday", easter (1, WATTLE_DATE_RULE_ORTHODOX_EASTER));
    add ("Good Friday", easter (-2));

    EXPECT_EQ (holiday (2026, 4, 6), "Easter Monday");
    EXPECT_EQ (holiday (2026, 4, 13), "Orthodox Easter Monday");
    EXPECT_EQ (holiday (2026, 4, 3), "Good Friday");
    EXPECT_EQ (holiday (2025, 4, 21), "Easter Monday"); // both: who came first
}

TEST_F (DayTypes, FindsWeekdaysOfMonths)
{
    WattleDateRule last = {};
    last.kind = WATTLE_DATE_RULE_WEEKDAY;
    last.month = 5;
    last.weekday = 1;
    last.n = -1;
    WattleDateRule from = {};
    from.kind = WATTLE_DATE_RULE_WEEKDAY_FROM;
    from.month = 11;
    from.day = 16;
    from.weekday = 3;

    add ("Last Monday of May", last);
    add ("Repentance Day", from);

    EXPECT_EQ (holiday (2026, 5, 25), "Last Monday of May");
    EXPECT_EQ (holiday (2026, 11, 18), "Repentance Day");
    EXPECT_EQ (holiday (2022, 11, 16), "Repentance Day");
    EXPECT_EQ (holiday (2027, 11, 17), "Repentance Day");
}

TEST_F (DayTypes, AHolidayHasAFirstAndALastYear)
{
    WattleDateRule rule = annual (1, 2);

    rule.first_year = 2017;
    rule.last_year = 2025;
    add ("Second of January", rule);

    EXPECT_EQ (holiday (2016, 1, 2), "");
    EXPECT_EQ (holiday (2017, 1, 2), "Second of January");
    EXPECT_EQ (holiday (2025, 1, 2), "Second of January");
    EXPECT_EQ (holiday (2026, 1, 2), "");
}

TEST_F (DayTypes, AnObservedHolidayIsMadeUpForAfterTheWeekend)
{
    add ("Founding day", annual (8, 1), true);

    EXPECT_EQ (type (2026, 8, 1), "holiday"); // a Saturday
    EXPECT_EQ (holiday (2026, 8, 3), "Founding day");
    EXPECT_EQ (type (2026, 8, 2), "weekend");
    EXPECT_EQ (holiday (2025, 8, 4), ""); // it was a Friday
}

TEST_F (DayTypes, TwoObservedHolidaysAreMadeUpForByTwoDays)
{
    // 2021: a Saturday and a Sunday.
    add ("Second day", annual (12, 26), true);
    add ("First day", annual (12, 25), true);

    EXPECT_EQ (holiday (2021, 12, 27), "First day");
    EXPECT_EQ (holiday (2021, 12, 28), "Second day");
    EXPECT_EQ (holiday (2021, 12, 29), "");
}

TEST_F (DayTypes, TwoObservedHolidaysOnOneDayAreMadeUpForByOne)
{
    // 1 May 2016 was a Sunday and the Easter of the orthodox churches.
    WattleDateRule labour_day = annual (5, 1), easter_day = easter (0);

    easter_day.kind = WATTLE_DATE_RULE_ORTHODOX_EASTER;
    add ("Labour Day", labour_day, true);
    add ("Easter", easter_day, true);

    EXPECT_EQ (holiday (2016, 5, 1), "Labour Day");
    EXPECT_EQ (holiday (2016, 5, 2), "Labour Day");
    EXPECT_EQ (holiday (2016, 5, 3), "");
}

TEST_F (DayTypes, ADayThatMakesUpIsNotOnAnotherHolidayNorInAYearTooEarly)
{
    add ("Year's end", annual (12, 31), true);
    add ("New Year", annual (1, 1, 2));

    // 2022-12-31 was a Saturday, 1 January a Sunday, 2 January a holiday.
    EXPECT_EQ (holiday (2023, 1, 2), "New Year");
    EXPECT_EQ (holiday (2023, 1, 3), "Year's end");
}

TEST_F (DayTypes, OfALongHolidayOnlyTheFirstDayIsMadeUpFor)
{
    add ("Two days", annual (8, 1, 2), true);

    EXPECT_EQ (holiday (2026, 8, 1), "Two days");
    EXPECT_EQ (holiday (2026, 8, 2), "Two days");
    EXPECT_EQ (holiday (2026, 8, 3), "Two days");
    EXPECT_EQ (holiday (2026, 8, 4), "");
    EXPECT_EQ (holiday (2027, 8, 2), "Two days"); // it begins on a Sunday
    EXPECT_EQ (holiday (2027, 8, 3), "Two days");
    EXPECT_EQ (holiday (2027, 8, 4), "");
}

TEST_F (DayTypes, OwnTypesWinInTheirOrder)
{
    WattleDateRule saturday = once (date (2026, 8, 1));
    WattleDateRule shut = once (date (2026, 7, 30), 20);

    add ("Holiday", annual (8, 3));
    wattle_day_types_add_type (types, "workday", &saturday);
    wattle_day_types_add_type (types, "shut", &shut);

    EXPECT_EQ (type (2026, 8, 1), "workday");
    EXPECT_EQ (type (2026, 8, 2), "shut");
    EXPECT_EQ (type (2026, 8, 3), "shut");
    EXPECT_EQ (holiday (2026, 8, 3), "Holiday");
    EXPECT_EQ (type (2026, 8, 18), "shut");
    EXPECT_EQ (type (2026, 8, 19), "workday");
}

TEST_F (DayTypes, AHolidayMayHaveATypeOfItsOwn)
{
    WattleDateRule rule = annual (12, 24);

    wattle_day_types_add_holiday (types, "Christmas Eve", "half-day", &rule, FALSE);

    EXPECT_EQ (type (2026, 12, 24), "half-day");
}

// Rules that begin in another year, overlap each other and last over the end of a year.
TEST_F (DayTypes, OwnTypesAreThoseOfTheFirstRuleThatHasTheDate)
{
    WattleDateRule weekday = {};
    weekday.kind = WATTLE_DATE_RULE_WEEKDAY_FROM;
    weekday.month = 12;
    weekday.day = 28;
    weekday.weekday = 4;
    weekday.days = 31;
    const std::pair<const char *, WattleDateRule> rules[] = {
        { "a", annual (12, 20, 31) },
        { "b", once (date (2023, 6, 1), 366) },
        { "c", easter (-120) },
        { "d", weekday },
        { "e", annual (2, 29, 2) },
        { "f", easter (180, WATTLE_DATE_RULE_ORTHODOX_EASTER) },
        { "g", once (date (2025, 12, 31)) },
        { "h", annual (5, 1, 31) },
    };

    for (const auto &[type, rule] : rules)
        wattle_day_types_add_type (types, type, &rule);
    for (WattleDate day = date (2020, 1, 1); day < date (2032, 1, 1); day++) {
        std::string expected = wattle_day_types_is_weekend (types, day) ? "weekend" : "workday";

        for (const auto &[type, rule] : rules)
            if (wattle_date_rule_covers (&rule, day)) {
                expected = type;
                break;
            }
        ASSERT_EQ (wattle_day_types_get (types, day), expected) << day;
    }
}

TEST_F (DayTypes, ChangeWithWhatIsAdded)
{
    WattleDateRule rule = annual (5, 4);

    EXPECT_STREQ (wattle_day_types_get (types, date (2026, 5, 4)), "workday");
    wattle_day_types_set_weekend (types, 1u << 1);
    EXPECT_STREQ (wattle_day_types_get (types, date (2026, 5, 4)), "weekend");
    add ("Star Day", rule);
    EXPECT_STREQ (wattle_day_types_get (types, date (2026, 5, 4)), "holiday");
    wattle_day_types_add_type (types, "shut", &rule);
    EXPECT_STREQ (wattle_day_types_get (types, date (2026, 5, 4)), "shut");
}
