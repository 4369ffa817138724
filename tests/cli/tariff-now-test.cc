// SPDX-License-Identifier: LGPL-2.1-or-later
// `wattle tariff now`: what is true at many moments, asked by programs.
#include "cli/program.h"
#include "cli/questions.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

const std::string EXAMPLE = WATTLE_DATA "/tariffs/iskra-sg-manual.json";
const std::string OTHER = WATTLE_DATA "/tariffs/ua-two-zones.json";

class CliTariffNow : public testing::Test
{
  protected:
    CliTariffNow ()
    {
        environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
    }

    Outcome
    now (std::vector<std::string> arguments, const std::string &input = "")
    {
        arguments.insert (arguments.begin (), { "tariff", "now" });
        return run_wattle (environment, arguments, input);
    }

    static std::vector<std::string>
    lines (const std::string &text)
    {
        g_auto (GStrv) parts = g_strsplit (text.c_str (), "\n", -1);
        std::vector<std::string> all (parts, parts + g_strv_length (parts));

        if (!all.empty () && all.back ().empty ())
            all.pop_back ();
        return all;
    }

    PrivateBus bus;
    Process::Environment environment = make_environment (bus);
};

} // namespace

TEST_F (CliTariffNow, AnswersOneLineOfJsonForEachTime)
{
    Outcome outcome =
        now ({ EXAMPLE, "--at", "2026-04-07T06:00:00+02:00", "--at", "-", "2026-01-01" },
             "2026-03-29T02:30\n2026-12-31T22:59:59Z\n");
    std::vector<std::string> all = lines (outcome.out);

    ASSERT_EQ (all.size (), 4u) << outcome.out << outcome.err;
    EXPECT_EQ (all[0], "{\"at\":\"2026-04-07T06:00:00+02:00\",\"plan\":\"iskra_sg_manual\","
                       "\"tariff\":\"high\",\"price\":0.23,\"season\":\"Workdays\","
                       "\"day_type\":\"workday\",\"holiday\":null,"
                       "\"next_change\":\"2026-04-07T22:00:00+02:00\"}");
    EXPECT_EQ (at (all[1], "at"), "2026-03-29T03:00:00+02:00");
    EXPECT_EQ (at (all[2], "at"), "2026-12-31T23:59:59+01:00");
    EXPECT_EQ (at (all[2], "next_change"), "2027-01-04T06:00:00+01:00");
    EXPECT_EQ (at (all[3], "holiday"), "New Year");
    EXPECT_EQ (at (all[3], "tariff"), "low");
}

TEST_F (CliTariffNow, AnswersTheSameWithAndWithoutJson)
{
    for (const char *time : { "--at=2026-04-07T06:00", "2026-04-07", "@1764115200" })
        EXPECT_EQ (now ({ EXAMPLE, time }).out, now ({ EXAMPLE, time, "--json" }).out) << time;
    EXPECT_EQ (now ({ EXAMPLE, "-" }, "2026-04-07\n").out,
               now ({ EXAMPLE, "-", "--json" }, "2026-04-07\n").out);
    EXPECT_EQ (members (now ({ EXAMPLE, "--json" }).out),
               "at,plan,tariff,price,season,day_type,holiday,next_change");
}

TEST_F (CliTariffNow, IsATableForPeople)
{
    EXPECT_EQ (now ({ EXAMPLE }).out.find ("Plan             Tariff "), 0u);
    EXPECT_EQ (now ({ EXAMPLE, "2026-04-06T07:00", "2026-11-26T12:00", "--table" }).out,
               "Time                  Plan             Tariff         Price  Day      Next tariff\n"
               "Mon 2026-04-06 07:00  iskra_sg_manual  Low     0.16 EUR/kWh  Easter   "
               "High from Tue 06:00\n"
               "Thu 2026-11-26 12:00  iskra_sg_manual  High    0.23 EUR/kWh  workday  "
               "Low from 22:00\n");

    Outcome outcome = now ({ EXAMPLE, "2026-04-06", "--table", "--json" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "only one of --table and --json")) << outcome.err;
    outcome = now ({ EXAMPLE, "-", "--table" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "--table is for times that are named")) << outcome.err;
    EXPECT_EQ (outcome.out, "");
}

TEST_F (CliTariffNow, AnswersForAllPlansATimeAfterTheOther)
{
    std::vector<std::string> all =
        lines (now ({ EXAMPLE, OTHER, "2026-06-01T12:00", "--at", "2026-06-01T10:00Z" }).out);

    ASSERT_EQ (all.size (), 4u);
    EXPECT_EQ (at (all[0], "at"), "2026-06-01T12:00:00+02:00");
    EXPECT_EQ (at (all[1], "at"), "2026-06-01T13:00:00+03:00");
    EXPECT_EQ (at (all[2], "at"), "2026-06-01T12:00:00+02:00");
    EXPECT_EQ (at (all[3], "at"), "2026-06-01T12:00:00+03:00") << "as clocks there show it";
    EXPECT_EQ (at (all[3], "plan"), "ua_two_zones");
}

TEST_F (CliTariffNow, AnswersALineBeforeTheNextOneIsWritten)
{
    Questions questions (environment, { "tariff", "now", EXAMPLE, "--at", "-" });

    for (const char *time : { "2026-04-07T06:00", "2026-04-07T05:59", "@1764115200" })
        EXPECT_EQ (questions.ask (time), now ({ EXAMPLE, time }).out);
    EXPECT_EQ (questions.ask (" 2026-04-07T06:00\r"), now ({ EXAMPLE, "2026-04-07T06:00" }).out);
    EXPECT_EQ (questions.end (), 0);
}

TEST_F (CliTariffNow, EndsWithTheFirstLineThatIsNoTime)
{
    const std::string first = now ({ EXAMPLE, "2026-03-29T02:30" }).out;
    const struct {
        std::string line, why;
    } rows[] = {
        { "tomorrow", "“tomorrow” is no time; it is written as in 2026-06-01T18:00:00+02:00" },
        { "2101-06-01", "“2101-06-01” is not within the years 1970 to 2100" },
        { std::string (201, '1'), "is longer than the 200 bytes that are allowed" },
        { "\xff\x1b[31m", "is no time" },
    };

    for (const auto &row : rows) {
        Outcome outcome =
            now ({ EXAMPLE, "--at", "-" }, "2026-03-29T02:30\n" + row.line + "\n2026-01-01\n");

        EXPECT_EQ (outcome.status, 2) << row.line;
        EXPECT_EQ (outcome.out, first) << "what follows is not answered";
        EXPECT_EQ (outcome.err.find ("wattle: standard input, line 2: "), 0u) << outcome.err;
        EXPECT_TRUE (has (outcome.err, row.why)) << outcome.err;
        EXPECT_FALSE (has (outcome.err, "\x1b"));
    }
}

// Pipes end with one easily, and begin with one.
TEST_F (CliTariffNow, PassesOverEmptyLines)
{
    Outcome outcome = now ({ EXAMPLE, "-" }, "\n2026-03-29T02:30\n \t\r\n\n2026-01-01\n\n");

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_EQ (outcome.out, now ({ EXAMPLE, "2026-03-29T02:30", "2026-01-01" }).out);
    outcome = now ({ EXAMPLE, "-" }, "\n\ntomorrow\n");
    EXPECT_EQ (outcome.err.find ("wattle: standard input, line 3: "), 0u) << outcome.err;
}

TEST_F (CliTariffNow, NamesTheZonesOfATableIfThereAreSeveral)
{
    Outcome outcome = now ({ EXAMPLE, OTHER, "2026-06-01T12:00", "--table" });

    EXPECT_TRUE (has (outcome.out, "  Zone\n")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "  Europe/Ljubljana\n")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "  Europe/Kyiv\n")) << outcome.out;
    EXPECT_FALSE (has (now ({ EXAMPLE, EXAMPLE, "--table", "2026-06-01" }).out, "Zone"));
}

TEST_F (CliTariffNow, RefusesAByteThatIsNoText)
{
    Questions questions (environment, { "tariff", "now", EXAMPLE, "-" });

    questions.write (std::string ("2026-01-01\0", 11) + "\n");
    EXPECT_EQ (questions.end (), 2);
}

TEST_F (CliTariffNow, AnswersNothingWhereATimeThatIsNamedIsNone)
{
    Outcome outcome = now ({ EXAMPLE, "2026-03-29", "--at", "tomorrow" });

    EXPECT_EQ (outcome.status, 2);
    EXPECT_EQ (outcome.out, "");
    EXPECT_TRUE (has (outcome.err, "wattle: “tomorrow” is no time")) << outcome.err;
    outcome = now ({ EXAMPLE, "2026-02-31" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "“2026-02-31” is no time")) << outcome.err;
    EXPECT_EQ (now ({ EXAMPLE, "--at", "-", "-" }).status, 2) << "twice";
}

TEST_F (CliTariffNow, AnswersNothingToNothing)
{
    Outcome outcome = now ({ EXAMPLE, "--at", "-" });

    EXPECT_EQ (outcome.status, 0);
    EXPECT_EQ (outcome.out, "");
    outcome = now ({ EXAMPLE, "--at", "-" }, "2026-01-01");
    EXPECT_EQ (outcome.out, now ({ EXAMPLE, "2026-01-01" }).out) << "without an end of the line";
}

// Tariffs of the manual's figures: every hour of three years, in one go.
TEST_F (CliTariffNow, AnswerForEveryHourOfThreeYears)
{
    std::string times;
    gint64 begin = 1704063600, end = 1798758000; // 2024 to 2026 in Ljubljana
    guint n = 0, high = 0, expected = 0;
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Ljubljana");

    for (gint64 time = begin; time < end; time += 3600) {
        g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time);
        g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
        g_autofree char *text = g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ\n");
        g_autofree char *day = g_date_time_format (local, "%m-%d");
        g_autofree char *date = g_date_time_format (local, "%F");
        bool holiday = false;

        for (const char *free :
             { "2024-03-31", "2024-04-01", "2025-04-20", "2025-04-21", "2026-04-05", "2026-04-06" })
            holiday |= g_str_equal (date, free);
        holiday |= g_str_equal (day, "01-01") || g_str_equal (day, "01-02");
        expected += !holiday && g_date_time_get_day_of_week (local) < 6 &&
                    g_date_time_get_hour (local) >= 6 && g_date_time_get_hour (local) < 22;
        times += text;
    }
    std::string out = now ({ EXAMPLE, "--at", "-" }, times).out;
    g_auto (GStrv) lines = g_strsplit (out.c_str (), "\n", -1);
    for (; lines[n] != nullptr && *lines[n] != '\0'; n++)
        high += has (lines[n], "\"tariff\":\"high\",\"price\":0.23,");
    EXPECT_EQ (n, (end - begin) / 3600);
    EXPECT_EQ (high, expected);
}
