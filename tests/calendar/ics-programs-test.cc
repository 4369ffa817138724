// SPDX-License-Identifier: LGPL-2.1-or-later
// Calendars as the programs of others write them. The structure is that of known exports, folded
// and with properties that say nothing here; what stands in them is made up.
#include "calendars.h"

#include <gtest/gtest.h>

using namespace wattle_test;

namespace
{

// With the line ends of calendars.
std::string
to_lines (const std::string &text)
{
    std::string lines;

    for (char letter : text)
        lines += letter == '\n' ? std::string ("\r\n") : std::string (1, letter);
    return lines;
}

const char *const GOOGLE = R"(BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Prazniki
X-WR-TIMEZONE:Europe/Ljubljana
X-WR-CALDESC:
BEGIN:VTIMEZONE
TZID:Europe/Ljubljana
X-LIC-LOCATION:Europe/Ljubljana
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260627
DTEND;VALUE=DATE:20260629
RRULE:FREQ=YEARLY
DTSTAMP:20260105T101112Z
UID:1a2b3c4d@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=some
 body@example.org;X-NUM-GUESTS=0:mailto:somebody@example.org
CLASS:PUBLIC
CREATED:20250105T101112Z
DESCRIPTION:
LAST-MODIFIED:20250105T101112Z
LOCATION:
SEQUENCE:0
STATUS:CONFIRMED
SUMMARY:Dan na vasi
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:This is an event reminder
TRIGGER:-P0DT0H30M0S
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260303
DTEND;VALUE=DATE:20260304
DTSTAMP:20260105T101112Z
UID:5e6f7a8b@google.com
CREATED:19000101T120000Z
DESCRIPTION:
LOCATION:
SUMMARY:
END:VEVENT
END:VCALENDAR
)";

const char *const OUTLOOK = R"(BEGIN:VCALENDAR
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
VERSION:2.0
METHOD:PUBLISH
X-CALSTART:20260101T000000Z
X-WR-RELCALID:{0000002E-1234-5678-9ABC-DEF012345678}
BEGIN:VTIMEZONE
TZID:Central Europe Standard Time
BEGIN:STANDARD
DTSTART:16011028T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
CATEGORIES:Holiday
CLASS:PUBLIC
DESCRIPTION:\n
DTEND;TZID="Central Europe Standard Time":20260502T000000
DTSTAMP:20260105T101112Z
DTSTART;TZID="Central Europe Standard Time":20260501T000000
LOCATION:
PRIORITY:5
RRULE:FREQ=YEARLY;COUNT=3;BYMONTHDAY=1;BYMONTH=5
SEQUENCE:0
SUMMARY;LANGUAGE=en-us:Works outing
TRANSP:TRANSPARENT
UID:040000008200E00074C5B7101A82E008
X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//E
	N"><HTML><BODY>\n</BODY></HTML>
X-MICROSOFT-CDO-BUSYSTATUS:FREE
X-MICROSOFT-CDO-ALLDAYEVENT:TRUE
X-MICROSOFT-DISALLOW-COUNTER:
X-MS-OLK-FORCEINSPECTOROPEN:FALSE
BEGIN:VALARM
TRIGGER:-PT1080M
ACTION:DISPLAY
DESCRIPTION:
END:VALARM
END:VEVENT
END:VCALENDAR
)";

const char *const APPLE = R"(BEGIN:VCALENDAR
CALSCALE:GREGORIAN
PRODID:-//Apple Inc.//macOS 14.5//EN
VERSION:2.0
X-APPLE-CALENDAR-COLOR:#1BADF8
X-WR-CALNAME:Дім
BEGIN:VEVENT
CREATED:20260105T101112Z
DTEND;VALUE=DATE:20260825
DTSTAMP:20260105T101112Z
DTSTART;VALUE=DATE:20260824
EXDATE;VALUE=DATE:20270824
LAST-MODIFIED:20260105T101112Z
RRULE:FREQ=YEARLY;UNTIL=20280824
SEQUENCE:1
SUMMARY:День села
TRANSP:TRANSPARENT
UID:0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0
URL;VALUE=URI:
X-APPLE-CREATOR-IDENTITY:com.apple.calendar
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-MAPKIT-HANDLE=CAES;X-APPLE-
 RADIUS=70;X-TITLE="Street 1, \nTown":geo:50.1,30.2
X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
BEGIN:VALARM
ACTION:NONE
TRIGGER;VALUE=DATE-TIME:19760401T005545Z
X-APPLE-DEFAULT-ALARM:TRUE
END:VALARM
END:VEVENT
END:VCALENDAR
)";

const char *const NEXTCLOUD = R"(BEGIN:VCALENDAR
VERSION:2.0
CALSCALE:GREGORIAN
PRODID:-//SabreDAV//SabreDAV//EN
X-WR-CALNAME:Family
REFRESH-INTERVAL;VALUE=DURATION:PT4H
X-PUBLISHED-TTL:PT4H
BEGIN:VTODO
UID:todo-1
SUMMARY:Something to do
DUE:
DTSTART:20260105T090000Z
RRULE:FREQ=DAILY
END:VTODO
BEGIN:VEVENT
CREATED:20260105T101112Z
DTSTAMP:20260105T101112Z
UID:9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d
DTSTART;VALUE=DATE:20260612
DURATION:P1D
STATUS:CONFIRMED
SUMMARY:Dorffest
CATEGORIES:
COLOR:
GEO:
X-NC-GROUP-ID:
END:VEVENT
END:VCALENDAR
)";

const char *const HOLIDAY_SITE = R"(
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Holidays of the world//EN
METHOD:PUBLISH
X-WR-CALNAME:Nowhere Holidays
BEGIN:VEVENT
CLASS:PUBLIC
UID:2026-02-09NA001@example.org
CREATED:20260105T101112Z
DESCRIPTION: Nowhere's day of the sea\n\nInformation provided by exampl
 e.org
URL:https://example.org/nowhere
DTSTART;VALUE=DATE:20260209
DTEND;VALUE=DATE:20260210
DTSTAMP:20080101T000000Z
LOCATION:Nowhere
PRIORITY:5
LAST-MODIFIED:20260105T101112Z
SEQUENCE:1
SUMMARY;LANGUAGE=en-us:Sea Day
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-IMPORTANCE:1
END:VEVENT
END:VCALENDAR
)";

} // namespace

TEST (IcsPrograms, CalendarsOfKnownProgramsAreRead)
{
    EXPECT_EQ (read (to_lines (GOOGLE)), "{name:Dannavasi,annual:06-27,first_year:2026,days:2},"
                                         "{name:Holiday,date:2026-03-03}");
    EXPECT_EQ (read (to_lines (OUTLOOK)),
               "{name:Worksouting,annual:05-01,first_year:2026,last_year:2028}");
    EXPECT_EQ (read (to_lines (APPLE)),
               "{name:Деньсела,annual:08-24,first_year:2026,last_year:2026},"
               "{name:Деньсела,annual:08-24,first_year:2028,last_year:2028}");
    EXPECT_EQ (read (to_lines (NEXTCLOUD)), "{name:Dorffest,date:2026-06-12}");
    EXPECT_EQ (read (to_lines (HOLIDAY_SITE)), "{name:SeaDay,date:2026-02-09}");
}

// RFC 5545 allows empty texts; others are wrong, but say nothing about the day.
TEST (IcsPrograms, PropertiesThatSayNothingHereDoNotMatter)
{
    const char *const lines[] = {
        "LOCATION:",
        "DESCRIPTION:",
        "URL:",
        "COMMENT:",
        "CATEGORIES:",
        "ATTENDEE:",
        "CLASS:",
        "GEO:",
        "X-FOO:",
        "X-FOO;X-BAR:",
        "SUMMARY:",
        "SUMMARY;LANGUAGE=en:",
        "STATUS:",
        "UID:",
        "DTSTAMP:",
        "DTSqAMP:20260105",
        "GEO:here",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:?",
        "ATTENDEE;=x:y",
        "item1.X-ABLABEL:x",
        "DTSTAMP:soon",
        "TRIGGER:?",
        "ORGANIZER;CN=\"Some body:mailto:x@example.org",
        "X-LIC-ERROR:No value for RRULE property.",
        "DESCRIPTION:not folded\r\nas it should be, at 10",
        "REQUEST-STATUS:",
        "BEGIN:VALARM\r\nTRIGGER:\r\nRRULE:\r\nno line\r\nEND:VALARM",
    };

    for (const char *line : lines) {
        EXPECT_EQ (read_event (std::string (line) + "\r\nDTSTART;VALUE=DATE:20260105\r\n"),
                   "{name:Fair,date:2026-01-05}")
            << line;
        EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260105\r\n" + std::string (line) + "\r\n"),
                   "{name:Fair,date:2026-01-05}")
            << line;
    }
}

TEST (IcsPrograms, APropertyThatIsNeededIsNamedWhenItIsNotUnderstood)
{
    const struct {
        const char *lines;
        const char *name;
    } rows[] = {
        { "DTSTART:", "DTSTART" },
        { "DTSTART;VALUE=DATE:soon", "DTSTART" },
        { "DTSTART;VALUE=DATE", "DTSTART" },
        { "DTSTART;TZID=\"Europe:20260105", "DTSTART" },
        { "DTSTART;VALUE=DATE:20260105\r\nDTEND:", "DTEND" },
        { "DTSTART;VALUE=DATE:20260105\r\nDTEND;VALUE=DATE:soon", "DTEND" },
        { "DTSTART;VALUE=DATE:20260105\r\nDURATION:P5X", "DURATION" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:", "RRULE" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE", "RRULE" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=OFTEN", "RRULE" },
        { "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;\r\nBYMONTH=2", "RRULE" },
        { "DTSTART;VALUE=DATE:20260105\r\nEXDATE:", "EXDATE" },
        { "DTSTART;VALUE=DATE:20260105\r\nEXDATE;VALUE=DATE:20260105,soon", "EXDATE" },
        { "DTSTART;VALUE=DATE:20260105\r\nRDATE:soon", "RDATE" },
        { "DTSTART;VALUE=DATE:20260105\r\nEXRULE:often", "EXRULE" },
        { "DTSTART;VALUE=DATE:20260105\r\nRECURRENCE-ID:soon", "RECURRENCE-ID" },
        { "DTSTART;VALUE=DATE:20260105\r\nDTEND;=x;VALUE=DATE:20260106", "DTEND" },
        { "DTSTART;VALUE=DATE:20260105\r\nSUMMARY;LANGUAGE=\"en:x", "SUMMARY" },
        { "DTSTART;VALUE=DATE:20260105\r\nSTATUS", "STATUS" },
        { "SUMMARY:x\r\ny\r\nDTSTART;VALUE=DATE:20260105", "SUMMARY" },
    };

    for (const auto &row : rows) {
        std::string said =
            read (calendar (event (std::string ("LOCATION:\r\n") + row.lines + "\r\n") +
                            event ("DTSTART;VALUE=DATE:20260101\r\n")));

        EXPECT_EQ (said.find ("VEVENT 1 (“"), 0u) << said;
        EXPECT_TRUE (
            has (said, std::string ("”): ") + row.name + ": has a line that is not understood"))
            << row.lines << said;
    }
}

TEST (IcsPrograms, BlankLinesAndMarksBeforeACalendarAreNothing)
{
    std::string mark = "\xEF\xBB\xBF";
    std::string text = calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n"));

    for (const std::string &before :
         { std::string ("\r\n"), std::string ("\n\n\n"), std::string (" \t\r\n\r\n "), mark,
           mark + "\r\n", "\r\n" + mark }) {
        g_autoptr (GBytes) bytes = to_bytes (before + text);

        EXPECT_TRUE (wattle_ics_is_calendar (bytes)) << before.size ();
        EXPECT_EQ (read (before + text), "{name:x,date:2026-01-01}") << before.size ();
    }
    for (const char *other : { "", "\n", "{}", "\n{}", "BEGIN:VCARD\r\nEND:VCARD\r\n" }) {
        g_autoptr (GBytes) bytes = to_bytes (other);

        EXPECT_FALSE (wattle_ics_is_calendar (bytes)) << other;
    }
}

// A stream of RFC 5545, as of files that were put behind each other.
TEST (IcsPrograms, CalendarsBehindEachOtherAreAllRead)
{
    std::string first = calendar (event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n"));
    std::string second = calendar (event ("SUMMARY:y\r\nDTSTART;VALUE=DATE:20260102\r\n"));
    std::string wrong = calendar (event ("SUMMARY:z\r\nDTSTART;VALUE=DATE:18000102\r\n"));
    std::string both = "{name:x,date:2026-01-01},{name:y,date:2026-01-02}";

    EXPECT_EQ (read (first + second), both);
    EXPECT_EQ (read (first + "\r\n\xEF\xBB\xBF" + second), both);
    EXPECT_EQ (read (calendar ("") + second), "{name:y,date:2026-01-02}");
    EXPECT_TRUE (has (read (first + wrong), "VEVENT 2 (“z”): DTSTART: must be a day of"));
    for (const std::string &rest :
         { std::string ("BEGIN:VCALENDAR\r\n"), second.substr (0, second.size () - 17),
           std::string ("END:VCALENDAR\r\n"), event (""),
           std::string ("BEGIN:VCARD\r\nFN:x\r\nEND:VCARD\r\n") })
        EXPECT_TRUE (has (read (first + rest), "is no calendar")) << rest;
}

TEST (IcsPrograms, ComponentsThatAreNotEndedAreNoCalendar)
{
    std::string start = "SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n";

    EXPECT_TRUE (has (read (calendar (event (start + "BEGIN:VALARM\r\n"))), "is no calendar"));
    EXPECT_TRUE (has (read (calendar ("BEGIN:VEVENT\r\n" + start)), "is no calendar"));
    EXPECT_TRUE (has (read (calendar (event (start) + "END:VEVENT\r\n")), "is no calendar"));
}

// Nothing is lost without a word.
TEST (IcsPrograms, ARuleWithoutADayIsRefused)
{
    std::string other = event ("SUMMARY:x\r\nDTSTART;VALUE=DATE:20260101\r\n");

    EXPECT_EQ (read (calendar (other + event ("SUMMARY:y\r\nDTSTART;VALUE=DATE:20260105\r\n"
                                              "RRULE:FREQ=YEARLY;UNTIL=20251231\r\n"))),
               "VEVENT 2 (“y”): RRULE: UNTIL: “20251231” is before the first day, which is "
               "2026-01-05");
    EXPECT_EQ (read (calendar (other + event ("SUMMARY:y\r\nDTSTART;VALUE=DATE:20260105\r\n"
                                              "RRULE:FREQ=WEEKLY;UNTIL=20260104\r\n"))),
               "VEVENT 2 (“y”): RRULE: UNTIL: “20260104” is before the first day, which is "
               "2026-01-05");
    EXPECT_EQ (
        read (calendar (other +
                        event ("SUMMARY:y\r\nDTSTART;VALUE=DATE:20260601\r\n"
                               "RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;UNTIL=20261231\r\n"))),
        "VEVENT 2 (“y”): RRULE: “FREQ=YEARLY;UNTIL=20261231;BYMONTHDAY=1;BYMONTH=1” gives no day "
        "from DTSTART on");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;UNTIL=20260105\r\n"),
               "{name:Fair,annual:01-05,first_year:2026,last_year:2026}");
}

TEST (IcsPrograms, WhatIsLeftOutOfARuleIsNeverForgotten)
{
    std::string yearly = "DTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY\r\n";

    EXPECT_EQ (read_event (yearly + "EXRULE:FREQ=YEARLY;INTERVAL=2\r\n"),
               "VEVENT 1 (“Fair”): EXRULE: cannot be taken over; use EXDATE instead");
    EXPECT_TRUE (
        has (read (calendar (event (yearly) + event ("RECURRENCE-ID;VALUE=DATE:20270105\r\n"
                                                     "STATUS:CANCELLED\r\n"
                                                     "DTSTART;VALUE=DATE:20270105\r\n"))),
             "VEVENT 2 (“Holiday”): RECURRENCE-ID: one day of a rule that is moved"));
}

TEST (IcsPrograms, WhatMayBeThereOnceIsThereOnce)
{
    std::string start = "DTSTART;VALUE=DATE:20260105\r\n";

    EXPECT_EQ (read_event (start + start), "VEVENT 1 (“Fair”): DTSTART: there may be one only");
    EXPECT_EQ (read_event (start + "RRULE:FREQ=YEARLY\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"),
               "VEVENT 1 (“Fair”): RRULE: there may be one only");
}

TEST (IcsPrograms, ACalendarWithoutDaysSaysWhy)
{
    EXPECT_EQ (read (calendar ("")), "the calendar has no events");
    EXPECT_EQ (read (calendar ("BEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\n")),
               "the calendar has no events");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260105\r\nSTATUS:CANCELLED\r\n"),
               "the calendar has no days: its events are cancelled, or all their days are left "
               "out");
    EXPECT_EQ (read_event ("DTSTART;VALUE=DATE:20260105\r\nEXDATE;VALUE=DATE:20260105\r\n"),
               "the calendar has no days: its events are cancelled, or all their days are left "
               "out");
}
