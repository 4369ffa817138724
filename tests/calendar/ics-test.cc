// SPDX-License-Identifier: LGPL-2.1-or-later
// Calendars of other programs. All data is made up, in the form of RFC 5545.
#include "calendars.h"

#include <gtest/gtest.h>

#include "base/wattle-error.h"
#include "base/wattle-message.h"
#include "support/text.h"

using namespace wattle_test;

static const std::string EXAMPLE = WATTLE_SOURCES "/data/tariffs/iskra-sg-manual.json";

TEST (Ics, OneDayIsADate)
{
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260619\r\n"), "{name:Fair,date:2026-06-19}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260619\r\nDTEND;VALUE=DATE:20260620\r\n"),
               "{name:Fair,date:2026-06-19}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20261228\r\nDTEND;VALUE=DATE:20270104\r\n"),
               "{name:Fair,date:2026-12-28,days:7}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260619\r\nDURATION:P2D\r\n"),
               "{name:Fair,date:2026-06-19,days:2}");
    EXPECT_EQ (read_event ("DTSTART:20260619T000000\r\nDTEND:20260621T000000\r\n"),
               "{name:Fair,date:2026-06-19,days:2}");
}

TEST (Ics, EachYearIsARule)
{
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\n"),
               "{name:Fair,annual:05-01,first_year:2020}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200501\r\nDTEND;VALUE=DATE:20200503\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;INTERVAL=1\r\n"),
               "{name:Fair,annual:05-01,first_year:2020,days:2}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20201126\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\n"),
               "{name:Fair,weekday:thursday,month:11,nth:4,first_year:2020}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200525\r\n"
                           "RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5\r\n"),
               "{name:Fair,weekday:monday,month:5,nth:-1,first_year:2020}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200229\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"),
               "{name:Fair,annual:02-29,first_year:2020,last_year:2028}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200501\r\n"
                           "RRULE:FREQ=YEARLY;UNTIL=20240430\r\n"),
               "{name:Fair,annual:05-01,first_year:2020,last_year:2023}");
}

// As some programs write what others write as 4TH.
TEST (Ics, APlaceAmongWeekdaysIsTheNumberOfOne)
{
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20201126\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TH;BYSETPOS=4\r\n"),
               "{name:Fair,weekday:thursday,month:11,nth:4,first_year:2020}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200525\r\n"
                           "RRULE:FREQ=YEARLY;BYDAY=MO;BYMONTH=5;BYSETPOS=-1\r\n"),
               "{name:Fair,weekday:monday,month:5,nth:-1,first_year:2020}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200504\r\n"
                           "RRULE:FREQ=YEARLY;BYDAY=MO,TU;BYMONTH=5;BYSETPOS=1;COUNT=2\r\n"),
               "{name:Fair,date:2020-05-04},{name:Fair,date:2021-05-03}");
}

TEST (Ics, NothingIsBeforeTheEventsOwnDay)
{
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260601\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1\r\n"),
               "{name:Fair,annual:01-01,first_year:2027}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260601\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;COUNT=2\r\n"),
               "{name:Fair,annual:01-01,first_year:2027,last_year:2028}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260601\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO\r\n"),
               "{name:Fair,weekday:monday,month:5,nth:-1,first_year:2027}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260601\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1\r\n"),
               "{name:Fair,annual:12-01,first_year:2026}");
}

// Clocks of whatever zone: the date that stands there is the day.
TEST (Ics, MidnightOfAZoneIsADay)
{
    std::string zone = "BEGIN:VTIMEZONE\r\nTZID:Europe/Ljubljana\r\nBEGIN:STANDARD\r\n"
                       "DTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
                       "END:STANDARD\r\nEND:VTIMEZONE\r\n";
    std::string lines = "SUMMARY:Fair\r\nDTSTART;TZID=Europe/Ljubljana:20260501T000000\r\n"
                        "DTEND;TZID=Europe/Ljubljana:20260503T000000\r\n"
                        "RRULE:FREQ=YEARLY;UNTIL=20300501\r\n"
                        "EXDATE;TZID=Europe/Ljubljana:20270501T000000,20280501T000000\r\n";

    EXPECT_EQ (read (calendar (zone + event (lines))),
               "{name:Fair,annual:05-01,first_year:2026,last_year:2026,days:2},"
               "{name:Fair,annual:05-01,first_year:2029,last_year:2030,days:2}");
}

TEST (Ics, DatesThatAreLeftOutAreLeftOut)
{
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\n"
                           "EXDATE;VALUE=DATE:20230501\r\nEXDATE;VALUE=DATE:20240501\r\n"),
               "{name:Fair,annual:05-01,first_year:2020,last_year:2022},"
               "{name:Fair,annual:05-01,first_year:2025}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\n"
                           "EXDATE;VALUE=DATE:20200501\r\n"),
               "{name:Fair,annual:05-01,first_year:2021}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n"
                           "EXDATE;VALUE=DATE:20260112\r\n"),
               "{name:Fair,date:2026-01-05},{name:Fair,date:2026-01-19}");
}

TEST (Ics, WhatEndsBecomesDates)
{
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260130\r\n"
                           "RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260401\r\n"),
               "{name:Fair,date:2026-01-30},{name:Fair,date:2026-02-27},"
               "{name:Fair,date:2026-03-27}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20240101\r\n"
                           "RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=2\r\n"),
               "{name:Fair,date:2024-01-01},{name:Fair,date:2026-01-01}");
}

TEST (Ics, WhatAPlanCannotHaveIsRefusedWithItsEvent)
{
    const struct {
        const char *lines;
        const char *why;
    } rows[] = {
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n",
          "VEVENT 2 (“Fair”): RRULE: “FREQ=WEEKLY;BYDAY=MO” has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;INTERVAL=2\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYWEEKNO=20\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=1,2\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTHDAY=5\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=MO,TU;BYSETPOS=1\r\n",
          "RRULE: “FREQ=YEARLY;BYDAY=MO,TU;BYMONTH=11;BYSETPOS=1” has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1MO;BYSETPOS=1\r\n",
          "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=1;BYSETPOS=1\r\n",
          "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=13\r\n",
          "RRULE: BYMONTH: there is no month “13”; they are 1 to 12" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=13;COUNT=3\r\n",
          "RRULE: BYMONTH: there is no month “13”" },
        { "DTSTART;VALUE=DATE:20260330\r\nRRULE:FREQ=YEARLY;BYMONTH=2\r\n",
          "RRULE: month 2 never has a day 30" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31\r\n",
          "RRULE: month 4 never has a day 31" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=0\r\n",
          "RRULE: has a line that is not understood" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;UNTIL=20270431\r\n",
          "RRULE: UNTIL: “20270431” is no day" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;UNTIL=20280104T230000Z\r\n",
          "RRULE: UNTIL: “20280104T230000Z” is a time of UTC" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY\r\nEXDATE:20270104T230000Z\r\n",
          "EXDATE: must be days" },
        { "DTSTART:20260104T000000Z\r\n", "and not of UTC" },
        { "DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20260104\r\n",
          "DTEND: must be the day after the last one" },
        { "DTSTART;VALUE=DATE:20260105\r\nDTEND:20260106T120000\r\n",
          "DTEND: must be the day after the last one" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY;COUNT=1000\r\n",
          "RRULE: it comes more than 200 times, and a plan may have no more days" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=SECONDLY;COUNT=3\r\n", "RRULE: " },
        { "DTSTART:20260105T090000Z\r\n", "DTSTART: is a time; only whole days" },
        { "SUMMARY:x\r\n", "DTSTART: is missing" },
        { "DTSTART;VALUE=DATE:20260231\r\n", "" },
        { "DTSTART;VALUE=DATE:18990101\r\n", "DTSTART: must be a day of the years" },
        { "DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20290105\r\n", "DTEND: it lasts" },
        { "DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:20260305\r\nRRULE:FREQ=YEARLY\r\n",
          "DTEND: it lasts 59 days; at most 31" },
        { "DTSTART;VALUE=DATE:20260105\r\nRDATE;VALUE=DATE:20260106\r\n", "RDATE: " },
        { "DTSTART;VALUE=DATE:20260105\r\nRECURRENCE-ID;VALUE=DATE:20260106\r\n",
          "RECURRENCE-ID: " },
    };

    for (const auto &row : rows) {
        std::string text = calendar (event ("SUMMARY:New\r\nDTSTART;VALUE=DATE:20260101\r\n") +
                                     event (std::string ("SUMMARY:Fair\r\n") + row.lines));
        std::string said = read (text);

        EXPECT_EQ (said.find ("VEVENT 2 (“"), 0u) << row.lines << said;
        EXPECT_TRUE (has (said, row.why)) << said;
    }
}

TEST (Ics, WhatIsNoCalendarIsRefused)
{
    EXPECT_TRUE (has (read (""), "is no calendar"));
    EXPECT_TRUE (has (read ("{}"), "is no calendar"));
    EXPECT_TRUE (has (read ("BEGIN:VEVENT\r\nEND:VEVENT\r\n"), "is no calendar"));
    EXPECT_TRUE (has (read (calendar ("")), "has no events"));
    std::string whole = calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n"));
    EXPECT_TRUE (has (read (whole.substr (0, whole.size () - 20)), "is no calendar"))
        << "its end is missing";
    EXPECT_TRUE (has (read (whole + std::string (1, '\0') + whole), "is no text in UTF-8"));
    EXPECT_TRUE (has (read (calendar (event ("SUMMARY:Stra\xdf\x65\r\n"
                                             "DTSTART;VALUE=DATE:20260101\r\n"))),
                      "is no text in UTF-8"));
    std::string many;
    for (int i = 0; i < 2001; i++)
        many += event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n");
    EXPECT_TRUE (has (read (calendar (many)), "has more than 2000 events"));
    EXPECT_TRUE (has (read (whole + std::string (WATTLE_ICS_MAX_SIZE, '\n')),
                      "has more than 1048576 bytes"));
}

// The sentence can be looked up in a catalogue; where it is, stays as it is.
TEST (Ics, RefusalsCanBeTranslated)
{
    std::string text = calendar (event ("SUMMARY:New\\nYear\r\nDTSTART;VALUE=DATE:20260105\r\n"
                                        "RRULE:FREQ=YEARLY;BYMONTH=13\r\n"));
    g_autoptr (GBytes) bytes = to_bytes (text);
    g_autoptr (GError) error = nullptr;

    ASSERT_EQ (wattle_ics_read (bytes, &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    g_autoptr (WattleMessage) message = wattle_message_new_from_error (error);
    EXPECT_STREQ (wattle_message_get_prefix (message), "VEVENT 1 (“New Year”): RRULE: BYMONTH: ");
    EXPECT_STREQ (wattle_message_get_template (message),
                  "there is no month “%s”; they are 1 to 12");
    EXPECT_STREQ (wattle_message_get_arguments (message)[0], "13");
}

// A document that a person is at work on.
TEST (Ics, WhatIsNoPlanIsRefusedWithItsPlace)
{
    const struct {
        const char *document;
        const char *why;
    } rows[] = {
        { "[]", "is no object" },
        { R"({"calendar": []})", "calendar.holidays: is no list" },
        { R"({"calendar": {"holidays": {}}})", "calendar.holidays: is no list" },
        { "{", "cut off at byte 1" },
    };
    g_autoptr (GBytes) text =
        to_bytes (calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n")));
    g_autoptr (GPtrArray) days = wattle_ics_read (text, nullptr);

    ASSERT_NE (days, nullptr);
    for (const auto &row : rows) {
        g_autoptr (GBytes) document = to_bytes (row.document);
        g_autoptr (GError) error = nullptr;
        guint added = 9;

        EXPECT_EQ (wattle_ics_merge (document, nullptr, days, nullptr, &added, &error), nullptr);
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
        EXPECT_TRUE (has (error->message, row.why)) << error->message;
        EXPECT_EQ (added, 0u);
    }
}

TEST (Ics, NamesAreTakenAsTheyAreMeant)
{
    EXPECT_EQ (read (calendar (event ("SUMMARY:A\\, b\\; c\r\nDTSTART;VALUE=DATE:20260101\r\n"))),
               "{name:A,b;c,date:2026-01-01}");
    EXPECT_EQ (read (calendar (event ("SUMMARY:Long\r\n er\r\nDTSTART;VALUE=DATE:20260101\r\n"))),
               "{name:Longer,date:2026-01-01}");
    EXPECT_EQ (read (calendar (event ("SUMMARY:Dru\xc5\r\n \xbeina\\nin \\\\ čas\r\n"
                                      "DTSTART;VALUE=DATE:20260101\r\n"))),
               "{name:Družinain\\\\čas,date:2026-01-01}")
        << "folded within a letter, with a line break and a backslash";
    EXPECT_EQ (read ("\xEF\xBB\xBF"
                     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n"
                     "DTSTART;VALUE=DATE:20260101\nEND:VEVENT\nEND:VCALENDAR\n"),
               "{name:x,date:2026-01-01}")
        << "lines without a carriage return, after a mark";
    EXPECT_EQ (read (calendar (event ("DTSTART;VALUE=DATE:20260101\r\n"))),
               "{name:Holiday,date:2026-01-01}");
    EXPECT_EQ (read (calendar (event ("SUMMARY:x\r\nSTATUS:CANCELLED\r\n"
                                      "DTSTART;VALUE=DATE:20260101\r\n") +
                               event ("SUMMARY:y\r\nDTSTART;VALUE=DATE:20260102\r\n"))),
               "{name:y,date:2026-01-02}");
}

TEST (Ics, DaysCanBeOfATypeOfThePlan)
{
    EXPECT_EQ (read (calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n")), "shut"),
               "{name:x,day_type:shut,date:2026-01-01}");
}

// What is exported and imported again gives every day the same holiday.
TEST (Ics, HolidaysOfAPlanComeBackAsTheyWere)
{
    std::string example = read_file (EXAMPLE);
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleTariffPlan) plan =
        wattle_tariff_plan_parse (example.c_str (), -1, "UTC", nullptr, nullptr, &error);
    ASSERT_NE (plan, nullptr) << error->message;
    g_autoptr (GBytes) text = wattle_ics_write (plan, 2024, 2026, 1767222000);
    std::string written ((const char *)g_bytes_get_data (text, nullptr), g_bytes_get_size (text));
    EXPECT_TRUE (has (written, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")) << written;
    EXPECT_TRUE (has (written, "DTSTAMP:20251231T230000Z\r\n")) << written;
    EXPECT_TRUE (has (written, "DTSTART;VALUE=DATE:20240331\r\nDTEND;VALUE=DATE:20240402\r\n"
                               "SUMMARY:Easter\r\n"))
        << written;
    EXPECT_TRUE (wattle_ics_is_calendar (text));

    g_autoptr (GPtrArray) days = wattle_ics_read (text, &error);
    ASSERT_NE (days, nullptr) << error->message;
    size_t begin = example.find ("\"calendar\""), end = example.find ("\"versions\"");
    g_autoptr (GBytes) bare = to_bytes (example.substr (0, begin) + example.substr (end));
    guint added;
    g_autoptr (GBytes) merged = wattle_ics_merge (bare, nullptr, days, nullptr, &added, &error);
    EXPECT_EQ (added, 6u);
    g_autoptr (GBytes) again = wattle_ics_merge (merged, nullptr, days, nullptr, &added, &error);
    EXPECT_EQ (added, 0u);
    EXPECT_TRUE (g_bytes_equal (merged, again));

    g_autoptr (WattleTariffPlan) other = wattle_tariff_plan_parse (
        (const char *)g_bytes_get_data (merged, nullptr), (gssize)g_bytes_get_size (merged), "UTC",
        nullptr, nullptr, &error);
    ASSERT_NE (other, nullptr) << error->message;
    for (WattleDate date = wattle_date_new (2024, 1, 1); date < wattle_date_new (2027, 1, 1);
         date++)
        EXPECT_STREQ (wattle_day_types_get_holiday (wattle_tariff_plan_get_day_types (plan), date),
                      wattle_day_types_get_holiday (wattle_tariff_plan_get_day_types (other), date))
            << date;
}

// Types of a person's own

namespace
{

const char *const SHUT_DOWN = R"({
  "format": 1, "id": "p", "name": "P", "currency": "EUR", "zone": "UTC",
  "tariffs": [{"id": "t", "name": "T"}],
  "calendar": {
    "holidays": [{"name": "New Year", "annual": "01-01"},
                 {"name": "Fair, “big”; ours", "date": "2026-06-19", "day_type": "shut"}],
    "day_types": [
      {"id": "workday", "days": [{"date": "2026-12-19"}]},
      {"id": "shut", "days": [{"annual": "08-01", "days": 14}, {"date": "2026-01-01"}]}
    ]
  },
  "versions": [{"from": "1970-01-01", "components": [{
    "id": "c", "name": "C", "main": true, "prices": {"t": "1"},
    "seasons": [{"name": "S", "start": "01-01",
                 "day_types": ["workday", "weekend", "holiday", "shut"],
                 "schedule": [{"at": "00:00", "tariff": "t"}]}]}]}]
})";

WattleTariffPlan *
parse (const std::string &text)
{
    g_autoptr (GError) error = nullptr;
    WattleTariffPlan *plan = wattle_tariff_plan_parse (text.data (), (gssize)text.size (), "UTC",
                                                       nullptr, nullptr, &error);

    EXPECT_NE (plan, nullptr) << error->message;
    return plan;
}

std::string
to_text (GBytes *bytes)
{
    return bytes != nullptr ? std::string ((const char *)g_bytes_get_data (bytes, nullptr),
                                           g_bytes_get_size (bytes))
                            : "(none)";
}

std::string
write (const std::string &document)
{
    g_autoptr (WattleTariffPlan) plan = parse (document);
    g_autoptr (GBytes) text = wattle_ics_write (plan, 2026, 2026, 1767222000);

    return to_text (text);
}

// The document with the days of a calendar, or what is said instead.
std::string
merge (const std::string &document, const std::string &text, guint *added)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleTariffPlan) plan = parse (document);
    g_autoptr (GBytes) calendar = to_bytes (text), before = to_bytes (document);
    g_autoptr (GPtrArray) days = wattle_ics_read (calendar, &error);

    if (days == nullptr)
        return error->message;
    g_autoptr (GBytes) merged = wattle_ics_merge (before, plan, days, nullptr, added, &error);
    return merged != nullptr ? to_text (merged) : error->message;
}

} // namespace

TEST (Ics, DaysOfOwnTypesAreEventsWithTheirCategory)
{
    std::string written = write (SHUT_DOWN);

    EXPECT_TRUE (has (written, "DTSTART;VALUE=DATE:20260801\r\nDTEND;VALUE=DATE:20260815\r\n"
                               "SUMMARY:shut\r\nCATEGORIES:shut\r\n"))
        << written;
    EXPECT_TRUE (has (written, "DTSTART;VALUE=DATE:20261219\r\nDTEND;VALUE=DATE:20261220\r\n"
                               "SUMMARY:workday\r\nCATEGORIES:workday\r\n"))
        << written;
    EXPECT_TRUE (has (written, "SUMMARY:New Year\r\nCATEGORIES:holiday\r\nCATEGORIES:shut\r\n"))
        << written;
    EXPECT_TRUE (has (written, "SUMMARY:Fair\\, “big”\\; ours\r\n")) << written;
}

// Into a plan with the types, but without their days and without holidays.
TEST (Ics, DaysOfOwnTypesComeBackAsTheyWere)
{
    std::string bare = replaced (SHUT_DOWN, R"({"name": "New Year", "annual": "01-01"},)", "");
    bare = replaced (
        bare, R"({"name": "Fair, “big”; ours", "date": "2026-06-19", "day_type": "shut"})", "");
    bare = replaced (bare, R"({"id": "workday", "days": [{"date": "2026-12-19"}]},)", "");
    bare = replaced (bare, R"({"annual": "08-01", "days": 14}, {"date": "2026-01-01"})",
                     R"({"date": "1999-01-01"})");
    guint added = 0;
    std::string merged = merge (bare, write (SHUT_DOWN), &added);
    g_autoptr (WattleTariffPlan) before = parse (SHUT_DOWN), after = parse (merged);

    EXPECT_EQ (added, 4u) << merged;
    ASSERT_NE (after, nullptr);
    for (WattleDate date = wattle_date_new (2026, 1, 1); date < wattle_date_new (2027, 1, 1);
         date++) {
        WattleDayTypes *old = wattle_tariff_plan_get_day_types (before);
        WattleDayTypes *now = wattle_tariff_plan_get_day_types (after);

        EXPECT_STREQ (wattle_day_types_get (old, date), wattle_day_types_get (now, date)) << date;
        EXPECT_STREQ (wattle_day_types_get_holiday (old, date),
                      wattle_day_types_get_holiday (now, date))
            << date;
    }
    EXPECT_EQ (merge (merged, write (SHUT_DOWN), &added), merged);
    EXPECT_EQ (added, 0u);
}

TEST (Ics, CategoriesOfOthersCountWhereThePlanHasThem)
{
    std::string lines = "SUMMARY:x\r\nDTSTART;VALUE=DATE:20260303\r\n";
    guint added = 0;
    std::string merged =
        merge (SHUT_DOWN, calendar (event (lines + "CATEGORIES:Work,shut\r\n")), &added);
    g_autoptr (WattleTariffPlan) plan = parse (merged);
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);
    WattleDate date = wattle_date_new (2026, 3, 3);

    EXPECT_STREQ (wattle_day_types_get (types, date), "shut");
    EXPECT_EQ (wattle_day_types_get_holiday (types, date), nullptr);

    merged = merge (SHUT_DOWN, calendar (event (lines + "CATEGORIES:Ferien\r\n")), &added);
    g_autoptr (WattleTariffPlan) other = parse (merged);
    EXPECT_STREQ (wattle_day_types_get_holiday (wattle_tariff_plan_get_day_types (other), date),
                  "x");

    // One category with a comma in it is no list.
    merged = merge (SHUT_DOWN, calendar (event (lines + "CATEGORIES:a\\,shut\r\n")), &added);
    g_autoptr (WattleTariffPlan) whole = parse (merged);
    EXPECT_STREQ (wattle_day_types_get (wattle_tariff_plan_get_day_types (whole), date), "holiday");

    // What this program wrote means something.
    std::string bare = replaced (SHUT_DOWN, R"("shut", "days")", R"("idle", "days")");
    bare = replaced (bare, R"("day_type": "shut")", R"("day_type": "idle")");
    bare = replaced (bare, R"("holiday", "shut"])", R"("holiday", "idle"])");
    EXPECT_TRUE (has (merge (bare, write (SHUT_DOWN), &added),
                      "is a day of the type “shut”, which the plan does not have"));
}

TEST (Ics, WhatThePlanHasAlreadyIsNotAddedAgain)
{
    guint added = 9;

    EXPECT_EQ (merge (SHUT_DOWN, write (SHUT_DOWN), &added), SHUT_DOWN) << "to the last byte";
    EXPECT_EQ (added, 0u);
    // Under another name, as a rule, and in part.
    EXPECT_EQ (merge (SHUT_DOWN,
                      calendar (event ("SUMMARY:Novo leto\r\nDTSTART;VALUE=DATE:20200101\r\n"
                                       "RRULE:FREQ=YEARLY\r\n")),
                      &added),
               SHUT_DOWN);
    merge (SHUT_DOWN,
           calendar (event ("SUMMARY:Novo leto\r\nDTSTART;VALUE=DATE:20200101\r\n"
                            "DTEND;VALUE=DATE:20200103\r\nRRULE:FREQ=YEARLY\r\n")),
           &added);
    EXPECT_EQ (added, 1u);
}

// A holiday that is there would come first, but types of day come before holidays.
TEST (Ics, ADayThatIsAHolidayAlreadyBecomesOfTheTypeThatIsAskedFor)
{
    std::string text = calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20270101\r\n"));
    g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
    g_autoptr (GBytes) before = g_bytes_new_static (SHUT_DOWN, strlen (SHUT_DOWN));
    g_autoptr (GPtrArray) days = wattle_ics_read (bytes, nullptr);
    g_autoptr (WattleTariffPlan) plan = parse (SHUT_DOWN);
    WattleDate date = wattle_date_new (2027, 1, 1);
    guint added = 0;
    ASSERT_NE (days, nullptr);
    ASSERT_STREQ (wattle_day_types_get (wattle_tariff_plan_get_day_types (plan), date), "holiday");

    g_autoptr (GBytes) merged = wattle_ics_merge (before, plan, days, "shut", &added, nullptr);
    EXPECT_EQ (added, 1u);
    g_autoptr (WattleTariffPlan) after = parse (to_text (merged));
    EXPECT_STREQ (wattle_day_types_get (wattle_tariff_plan_get_day_types (after), date), "shut");
}

// A person's own line breaks and blanks stay.
TEST (Ics, TheDocumentStaysAsItIsWritten)
{
    std::string fair = calendar (event ("SUMMARY:A \"fair\"\r\nDTSTART;VALUE=DATE:20260303\r\n"));
    std::string shut = calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260303\r\n"
                                        "CATEGORIES:shut\r\n"));
    std::string added = R"({"name":"A \"fair\"","date":"2026-03-03"})";
    std::string fair_end = R"("day_type": "shut"})", shut_end = R"({"date": "2026-01-01"})";
    std::string versions = "  \"versions\"";
    guint n = 0;

    EXPECT_EQ (merge (SHUT_DOWN, fair, &n),
               replaced (SHUT_DOWN, fair_end, fair_end + ",\n      " + added));
    EXPECT_EQ (merge (SHUT_DOWN, shut, &n),
               replaced (SHUT_DOWN, shut_end,
                         shut_end + ",\n        " + R"({"name":"x","date":"2026-03-03"})"));

    // What nothing is added to is not made.
    std::string lone = SHUT_DOWN;
    size_t from = lone.find ("    \"holidays\""), to = lone.find ("    \"day_types\"");
    ASSERT_LT (from, to);
    lone.erase (from, to - from);
    EXPECT_EQ (merge (lone, shut, &n),
               replaced (lone, shut_end,
                         shut_end + ",\n        " + R"({"name":"x","date":"2026-03-03"})"));

    // What is missing is made.
    std::string text = SHUT_DOWN, bare = text;
    size_t begin = bare.find ("  \"calendar\""), end = bare.find (versions);
    bare.erase (begin, end - begin);
    bare = replaced (bare, R"(, "shut"],)", "],");
    EXPECT_EQ (merge (bare, fair, &n), bare.substr (0, bare.size () - 2) +
                                           ",\n  \"calendar\": {\n    \"holidays\": [\n      " +
                                           added + "\n    ]\n  }\n}");
    // All on one line, and members whose names are escaped.
    std::string flat;
    for (char letter : bare)
        if (letter != '\n')
            flat += letter;
    flat = replaced (flat, "\"versions\"", "\"calendar\": {\"holidays\": [ ]}, \"versions\"");
    EXPECT_EQ (merge (flat, fair, &n), replaced (flat, "[ ]", "[\n  " + added + "\n]"));
    std::string escaped = replaced (flat, "\"calendar\"", "\"c\\u0061lendar\"");
    g_autoptr (WattleTariffPlan) plan = parse (merge (escaped, fair, &n));
    EXPECT_STREQ (wattle_day_types_get_holiday (wattle_tariff_plan_get_day_types (plan),
                                                wattle_date_new (2026, 3, 3)),
                  "A \"fair\"");
}

TEST (Ics, MoreThanAPlanMayHaveIsRefused)
{
    std::string daily = "SUMMARY:x\r\nDTSTART;VALUE=DATE:20260302\r\nRRULE:FREQ=DAILY;COUNT=";
    guint added = 0;

    std::string merged = merge (SHUT_DOWN, calendar (event (daily + "198\r\n")), &added);
    EXPECT_EQ (added, 197u) << "one of them is a holiday";
    g_autoptr (WattleTariffPlan) plan = parse (merged);
    EXPECT_EQ (
        merge (SHUT_DOWN, calendar (event (daily + "200\r\n")), &added),
        "calendar.holidays: there would be more than 200 entries, as many as a plan may have");
    EXPECT_EQ (
        merge (SHUT_DOWN,
               calendar (event (daily + "199\r\nCATEGORIES:shut\r\n") +
                         event ("SUMMARY:y\r\nDTSTART;VALUE=DATE:20270302\r\n"
                                "RRULE:FREQ=DAILY;COUNT=30\r\n"
                                "CATEGORIES:shut\r\n")),
               &added),
        "calendar.day_types[1].days: there would be more than 200 entries, as many as a plan "
        "may have");
}
