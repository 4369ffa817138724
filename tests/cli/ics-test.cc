// SPDX-License-Identifier: LGPL-2.1-or-later
// Calendars of other programs. All data is made up, in the form of RFC 5545.
#include "cli/wattle-cli-ics.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

std::string
event (const std::string &lines)
{
    return "BEGIN:VEVENT\r\nUID:1@test\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

std::string
calendar (const std::string &events)
{
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n" + events +
           "END:VCALENDAR\r\n";
}

GBytes *
to_bytes (const std::string &text)
{
    return g_bytes_new (text.data (), text.size ());
}

std::string
read_example ()
{
    g_autofree char *text = nullptr;

    EXPECT_TRUE (g_file_get_contents (WATTLE_SOURCES "/data/tariffs/iskra-sg-manual.json", &text,
                                      nullptr, nullptr));
    return text;
}

// What a document without holidays of its own would get, or what is said instead.
std::string
read (const std::string &text, const char *day_type = nullptr)
{
    g_autoptr (GBytes) bytes = to_bytes (text);
    g_autoptr (GError) error = nullptr;
    g_autoptr (GPtrArray) days = wattle_cli_ics_read (bytes, &error);

    if (days == nullptr)
        return error->message;
    g_autoptr (GBytes) empty = to_bytes ("{}");
    guint added;
    g_autoptr (GBytes) merged = wattle_cli_ics_merge (empty, days, day_type, &added, &error);
    std::string json ((const char *)g_bytes_get_data (merged, nullptr), g_bytes_get_size (merged));
    std::string flat;

    for (char letter : json)
        if (letter != ' ' && letter != '\n' && letter != '"')
            flat += letter;
    size_t begin = flat.find ('['), end = flat.rfind (']');
    return flat.substr (begin + 1, end - begin - 1);
}

std::string
read_event (const std::string &lines)
{
    return read (calendar (event ("SUMMARY:Fair\r\n" + lines)));
}

bool
has (const std::string &text, const std::string &words)
{
    return text.find (words) != std::string::npos;
}

} // namespace

TEST (CliIcs, OneDayIsADate)
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

TEST (CliIcs, EachYearIsARule)
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

TEST (CliIcs, DatesThatAreLeftOutAreLeftOut)
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

TEST (CliIcs, WhatEndsBecomesDates)
{
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260130\r\n"
                           "RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260401\r\n"),
               "{name:Fair,date:2026-01-30},{name:Fair,date:2026-02-27},"
               "{name:Fair,date:2026-03-27}");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20240101\r\n"
                           "RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=2\r\n"),
               "{name:Fair,date:2024-01-01},{name:Fair,date:2026-01-01}");
}

TEST (CliIcs, WhatAPlanCannotHaveIsRefusedWithItsEvent)
{
    const struct {
        const char *lines;
        const char *why;
    } rows[] = {
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n",
          "event 2 (“Fair”): RRULE: “FREQ=WEEKLY;BYDAY=MO” has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;INTERVAL=2\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYWEEKNO=20\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYMONTH=1,2\r\n", "has no end" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=DAILY;COUNT=1000\r\n",
          "RRULE: it comes more than 400 times" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=SECONDLY;COUNT=3\r\n", "RRULE: " },
        { "DTSTART:20260105T090000Z\r\n", "DTSTART: is a time; only whole days" },
        { "SUMMARY:x\r\n", "DTSTART: must be a day of the years" },
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

        EXPECT_EQ (said.find ("event 2 (“"), 0u) << row.lines << said;
        EXPECT_TRUE (has (said, row.why)) << said;
    }
}

TEST (CliIcs, WhatIsNoCalendarIsRefused)
{
    EXPECT_TRUE (has (read (""), "is no calendar"));
    EXPECT_TRUE (has (read ("{}"), "is no calendar"));
    EXPECT_TRUE (has (read ("BEGIN:VEVENT\r\nEND:VEVENT\r\n"), "is no calendar"));
    EXPECT_TRUE (has (read (calendar ("")), "has no events"));
}

TEST (CliIcs, NamesAreTakenAsTheyAreMeant)
{
    EXPECT_EQ (read (calendar (event ("SUMMARY:A\\, b\\; c\r\nDTSTART;VALUE=DATE:20260101\r\n"))),
               "{name:A,b;c,date:2026-01-01}");
    EXPECT_EQ (read (calendar (event ("SUMMARY:Long\r\n er\r\nDTSTART;VALUE=DATE:20260101\r\n"))),
               "{name:Longer,date:2026-01-01}");
    EXPECT_EQ (read (calendar (event ("DTSTART;VALUE=DATE:20260101\r\n"))),
               "{name:Holiday,date:2026-01-01}");
    EXPECT_EQ (read (calendar (event ("SUMMARY:x\r\nSTATUS:CANCELLED\r\n"
                                      "DTSTART;VALUE=DATE:20260101\r\n") +
                               event ("SUMMARY:y\r\nDTSTART;VALUE=DATE:20260102\r\n"))),
               "{name:y,date:2026-01-02}");
}

TEST (CliIcs, DaysCanBeOfATypeOfThePlan)
{
    EXPECT_EQ (read (calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n")), "shut"),
               "{name:x,day_type:shut,date:2026-01-01}");
}

// What is exported and imported again gives every day the same holiday.
TEST (CliIcs, HolidaysOfAPlanComeBackAsTheyWere)
{
    std::string example = read_example ();
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleTariffPlan) plan =
        wattle_tariff_plan_parse (example.c_str (), -1, "UTC", nullptr, nullptr, &error);
    ASSERT_NE (plan, nullptr) << error->message;
    g_autoptr (GBytes) text = wattle_cli_ics_write (plan, 2024, 2026, 1767222000);
    std::string written ((const char *)g_bytes_get_data (text, nullptr), g_bytes_get_size (text));
    EXPECT_TRUE (has (written, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")) << written;
    EXPECT_TRUE (has (written, "DTSTAMP:20251231T230000Z\r\n")) << written;
    EXPECT_TRUE (has (written, "DTSTART;VALUE=DATE:20240331\r\nDTEND;VALUE=DATE:20240402\r\n"
                               "SUMMARY:Easter\r\n"))
        << written;
    EXPECT_TRUE (wattle_cli_ics_is_calendar (text));

    g_autoptr (GPtrArray) days = wattle_cli_ics_read (text, &error);
    ASSERT_NE (days, nullptr) << error->message;
    size_t begin = example.find ("\"calendar\""), end = example.find ("\"versions\"");
    g_autoptr (GBytes) bare = to_bytes (example.substr (0, begin) + example.substr (end));
    guint added;
    g_autoptr (GBytes) merged = wattle_cli_ics_merge (bare, days, nullptr, &added, &error);
    EXPECT_EQ (added, 6u);
    g_autoptr (GBytes) again = wattle_cli_ics_merge (merged, days, nullptr, &added, &error);
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
