// SPDX-License-Identifier: LGPL-2.1-or-later
// The picture of a year of a tariff plan.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/wattle-cli-plan-picture.h"
#include "cli/wattle-cli-text.h"
#include "support/plan.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

std::string
read_example (const std::string &name = "iskra-sg-manual")
{
    return read_file (WATTLE_SOURCES "/data/tariffs/" + name + ".json");
}

// The example with versions that begin on these days, each a little dearer.
std::string
with_versions (const std::vector<std::string> &days)
{
    std::string text = read_example ();
    size_t begin = text.rfind ('{', text.find ("\"from\": \"1970-01-01\""));
    std::string version = text.substr (begin, text.rfind ('}', text.rfind (']')) + 1 - begin);
    std::string all;
    int cents = 30;

    for (const std::string &day : days)
        all +=
            (all.empty () ? "" : ",") + replaced (replaced (version, "1970-01-01", day), "\"0.23\"",
                                                  "\"0." + std::to_string (cents++) + "\"");
    return text.replace (begin, version.size (), all);
}

// Holidays of countries are not read here.
std::string
without_packs (std::string text)
{
    size_t begin = text.find ("\"packs\": [");

    if (begin != std::string::npos)
        text.erase (begin, text.find (']', begin) + 1 - begin);
    return text;
}

std::string
draw (const std::string &text, int number, guint width = 80)
{
    g_autoptr (WattleTariffPlan) plan = parse_plan (text);
    g_autoptr (WattleCliPlanYear) year = wattle_cli_plan_year_new (plan, number);
    g_autofree char *drawn = wattle_cli_plan_picture_draw (year, WATTLE_CLI_HEAT_NONE, width);

    return drawn;
}

guint
widest_line (const std::string &text)
{
    g_auto (GStrv) lines = g_strsplit (text.c_str (), "\n", -1);
    guint width = 0;

    for (guint i = 0; lines[i] != nullptr; i++)
        width = std::max (width, wattle_cli_text_get_width (lines[i]));
    return width;
}

} // namespace

TEST (CliPlanPicture, CanHaveADayThatNeverWas)
{
    g_autoptr (WattleTariffPlan) plan = parse_plan (read_example (), "Pacific/Apia");
    g_autoptr (WattleCliPlanYear) year = wattle_cli_plan_year_new (plan, 2011);
    g_autofree char *text = wattle_cli_plan_picture_draw (year, WATTLE_CLI_HEAT_NONE, 80);

    EXPECT_TRUE (has (text, "30 Dec (0 h)")) << text;
}

TEST (CliPlanPicture, TellsAllByLetters)
{
    g_autoptr (WattleTariffPlan) plan = parse_plan (read_example ());
    g_autoptr (WattleCliPlanYear) year = wattle_cli_plan_year_new (plan, 2026);
    g_autofree char *text = wattle_cli_plan_picture_draw (year, WATTLE_CLI_HEAT_NONE, 80);

    EXPECT_TRUE (has (text, "Low and high tariff · 2026 · Europe/Ljubljana\n"));
    EXPECT_TRUE (has (text, "\nJan  a#a*b b c c c c c b b "));
    EXPECT_TRUE (has (text, "b b~c c \n")) << "clocks are moved on the 29th of March";
    EXPECT_TRUE (has (text, "Workdays · workday · 258 days\n"
                            "     LLLLLLLLLLLLHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHLLLL\n"
                            "     00:00 L  06:00 H  22:00 L\n"))
        << text;
    EXPECT_TRUE (has (text, " L  Low                          0.16 EUR/kWh\n")) << text;
    EXPECT_TRUE (has (text, "1–2 Jan New Year · 5–6 Apr Easter\n"));
    EXPECT_TRUE (has (text, "29 Mar (23 h) · 25 Oct (25 h)\n"));
    EXPECT_TRUE (has (text, "# Several of these on one day\n  1 Jan\n")) << text;
    EXPECT_FALSE (has (text, "Versions")) << "it has begun long ago";
    EXPECT_FALSE (has (text, "\033"));
}

TEST (CliPlanPicture, IsTheSameWithColours)
{
    g_autoptr (WattleTariffPlan) plan = parse_plan (read_example ());
    g_autoptr (WattleCliPlanYear) year = wattle_cli_plan_year_new (plan, 2024);
    g_autofree char *plain = wattle_cli_plan_picture_draw (year, WATTLE_CLI_HEAT_NONE, 80);

    for (WattleCliHeat heat : { WATTLE_CLI_HEAT_8, WATTLE_CLI_HEAT_256 }) {
        g_autofree char *drawn = wattle_cli_plan_picture_draw (year, heat, 80);
        g_autoptr (GRegex) codes =
            g_regex_new ("\033\\[[0-9;]*m", (GRegexCompileFlags)0, (GRegexMatchFlags)0, nullptr);
        g_autofree char *bare =
            g_regex_replace_literal (codes, drawn, -1, 0, "", (GRegexMatchFlags)0, nullptr);

        EXPECT_STREQ (bare, plain);
        EXPECT_STRNE (drawn, plain);
    }
}

// Of many switches none is left out, and no name is too long.
TEST (CliPlanPicture, BreaksTheTimesOfABusyDay)
{
    std::string schedule = R"({"at": "00:00", "tariff": "low"})";
    for (int i = 1; i < 20; i++)
        schedule += (i < 10 ? R"(, {"at": "0)" : R"(, {"at": ")") + std::to_string (i) +
                    R"(:15", "tariff": ")" + (i % 2 == 1 ? "high" : "low") + R"("})";
    std::string text = replaced (read_example (), R"({"at": "00:00", "tariff": "low"})", schedule);
    text = replaced (text, R"(                {"at": "06:00", "tariff": "high"},
                {"at": "22:00", "tariff": "low"}
)",
                     "");
    text.replace (text.find (schedule) + schedule.size (), 1, "");
    text = replaced (text, "\"name\": \"High\"",
                     "\"name\": \"High tariff, of all hours that are dear\"");
    g_autoptr (WattleTariffPlan) plan = parse_plan (text);
    g_autoptr (WattleCliPlanYear) year = wattle_cli_plan_year_new (plan, 2026);
    g_autofree char *drawn = wattle_cli_plan_picture_draw (year, WATTLE_CLI_HEAT_NONE, 80);
    g_auto (GStrv) lines = g_strsplit (drawn, "\n", -1);

    EXPECT_TRUE (has (drawn, "     00:00 L  01:15 H  02:15 L  03:15 H  04:15 L  05:15 H  06:15 L  "
                             "07:15 H\n     08:15 L  "))
        << drawn;
    EXPECT_TRUE (has (drawn, "  19:15 H\n")) << drawn;
    EXPECT_TRUE (has (drawn, " H  High tariff, of all hours t… 0.23 EUR/kWh\n")) << drawn;
    for (guint i = 0; lines[i] != nullptr; i++)
        EXPECT_LE (wattle_cli_text_get_width (lines[i]), 80u) << lines[i];
}

// What differs in its prices only is drawn once, and said with its days and prices.
TEST (CliPlanPicture, TellsWhenEachPriceCounts)
{
    std::string text = draw (with_versions ({ "2020-01-01", "2026-07-01" }), 2026);

    EXPECT_TRUE (has (text, "\n     Workdays · workday · 258 days\n"
                            "     LLLLLLLLLLLLHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHHLLLL\n"
                            "     00:00 L  06:00 H  22:00 L\n"
                            "  c  5 Jan – 30 Jun · 126 days   L 0.16  H 0.3\n"
                            "  d  1 Jul – 31 Dec · 132 days   L 0.16  H 0.31\n"))
        << text;
    EXPECT_TRUE (has (text, "\n  b  Free days · weekend · 103 days\n")) << text;
    EXPECT_TRUE (has (text, "\nJul  d+d d b b d ")) << text;
    EXPECT_TRUE (has (text, "\n+ Versions of the plan begin\n  1 Jul\n")) << text;
}

// Those of the same tariffs at the same times may still have prices that change at other times.
TEST (CliPlanPicture, TellsDaysApartWhosePricesChangeAtOtherTimes)
{
    std::string levy = R"(, {"id": "levy", "name": "Levy", "seasons": [
        {"name": "A", "start": "01-01", "day_types": ["workday", "weekend", "holiday"],
         "schedule": [{"at": "00:00", "tariff": "low"}, {"at": "12:00", "tariff": "high"}]},
        {"name": "B", "start": "07-01", "day_types": ["workday", "weekend", "holiday"],
         "schedule": [{"at": "00:00", "tariff": "low"}, {"at": "15:00", "tariff": "high"}]}],
        "prices": {"low": "0.01", "high": "0.02"}})";
    std::string example = read_example ();
    size_t end = example.rfind ('}', example.rfind (']', example.rfind (']') - 1));
    std::string text = draw (example.insert (end + 1, levy), 2026);

    EXPECT_TRUE (has (text, "  c  5 Jan – 30 Jun · 126 days   L 0.17–0.18  H 0.24–0.25\n\n"
                            "     Workdays · workday · 132 days\n"))
        << text;
}

TEST (CliPlanPicture, StaysReadableWithAVersionForEachMonth)
{
    std::vector<std::string> days;
    for (int month = 1; month <= 12; month++)
        days.push_back ((month < 10 ? "2026-0" : "2026-") + std::to_string (month) + "-01");
    std::string text = draw (with_versions (days), 2026);

    EXPECT_LT (std::count (text.begin (), text.end (), '\n'), 65) << text;
    EXPECT_TRUE (has (text, "  n  1–31 Dec · 23 days          L 0.16  H 0.41\n")) << text;
    EXPECT_TRUE (has (text, "  1 Jan (the plan begins) · 1 Feb · ")) << text;
    EXPECT_FALSE (has (text, "?")) << text;
}

// There are not so many letters: the days themselves are said.
TEST (CliPlanPicture, TellsTheDaysOfKindsWithoutALetter)
{
    std::vector<std::string> days;
    for (int i = 0; i < 80; i++) {
        g_autofree char *day = wattle_date_format (wattle_date_new (2026, 5, 1) + i);
        days.push_back (day);
    }
    std::string text = draw (with_versions (days), 2026);

    EXPECT_TRUE (has (text, "  Z  ")) << text;
    EXPECT_TRUE (has (text, "\n  ?  8 Jul  L 0.16  H 0.98\n")) << text;
    EXPECT_TRUE (has (text, "\n  ?  20–24 Jul  27–31 Jul  3–7 Aug  10–14 Aug  ")) << text;
    for (guint width : { 53, 80, 120 })
        EXPECT_LE (widest_line (draw (with_versions (days), 2026, width)), width);
}

// Nothing begins before the plan does.
TEST (CliPlanPicture, MarksWhereThePlanBegins)
{
    std::string late = replaced (read_example (), "1970-01-01", "2026-03-10");
    std::string text = draw (late, 2026);

    EXPECT_TRUE (has (text, "\n+ Versions of the plan begin\n  10 Mar (the plan begins)\n"));
    EXPECT_FALSE (has (text, "Seasons begin")) << text;
    EXPECT_TRUE (has (text, "\nJan  a*a*b b ")) << text;
    EXPECT_TRUE (has (text, "\nMar  b c c c c c b b c d+d d d e e ")) << text;
    EXPECT_FALSE (has (text, "The plan begins on"));

    EXPECT_TRUE (has (draw (late, 2025), " · 2025 · Europe/Ljubljana\n"
                                         "The plan begins on 2026-03-10.\n\n"));
    EXPECT_TRUE (
        has (draw (late, 2027), "\n> Seasons begin\n  1 Jan Free days · 1 Jan Workdays\n"));
}

// A season that the version before had is in force with the new one, and does not begin again.
TEST (CliPlanPicture, MarksTheSeasonsOfTheVersionThatCounts)
{
    std::string example = with_versions ({ "2020-01-01", "2026-07-01" });
    size_t second = example.find ("2026-07-01");
    std::string moved = example.substr (0, second);

    for (std::string rest = example.substr (second); !rest.empty ();) {
        size_t at = rest.find ("\"start\": \"01-01\"");
        moved += rest.substr (0, at) + (at != std::string::npos ? "\"start\": \"02-01\"" : "");
        rest = at != std::string::npos ? rest.substr (at + 16) : "";
    }
    std::string text = draw (moved, 2026);

    EXPECT_TRUE (has (text, "\n> Seasons begin\n  1 Jan Free days · 1 Jan Workdays\n")) << text;
    EXPECT_TRUE (
        has (draw (moved, 2027), "\n> Seasons begin\n  1 Feb Workdays · 1 Feb Free days\n"));
}

TEST (CliPlanPicture, FitsIntoTheTerminal)
{
    for (const char *name : { "iskra-sg-manual", "pl-g13", "si-five-blocks", "ua-three-zones" })
        for (guint width = 53; width <= 100; width++)
            EXPECT_LE (widest_line (draw (without_packs (read_example (name)), 2024, width)), width)
                << name;
}

// Where a month does not fit into a line.
TEST (CliPlanPicture, HasMonthsInTwoHalvesWhereItIsNarrow)
{
    std::string wide = draw (read_example (), 2026, 67), narrow = draw (read_example (), 2026, 66);

    EXPECT_TRUE (
        has (wide, "\n     1       5         10        15        20        25        30\n"));
    EXPECT_TRUE (has (narrow, "\n     1       5         10        15\nJan  a#a*b b "));
    EXPECT_TRUE (has (narrow, "\n     17    20        25        30\nJan  b b c c c c c b b "))
        << narrow;
    EXPECT_TRUE (has (narrow, "\nFeb  c c c c b b c c c c c b \n")) << narrow;
    EXPECT_EQ (draw (read_example (), 2026, 53), draw (read_example (), 2026, 20));
}

// A tariff that has a price for a part of the year only.
TEST (CliPlanPicture, TellsAPriceThatIsKnownSometimes)
{
    std::string text = with_versions ({ "2026-01-01", "2026-07-01" });
    std::string part = draw (replaced (text, "\"low\": \"0.16\", ", ""), 2026);
    std::string never = draw (
        replaced (replaced (text, "\"low\": \"0.16\", ", ""), "\"low\": \"0.16\", ", ""), 2026);

    for (std::string *picture : { &part, &never })
        *picture = picture->substr (picture->find ("Tariffs, with all taxes"));
    EXPECT_NE (part.find ("0.16 EUR/kWh"), std::string::npos) << part;
    EXPECT_EQ (part.find ("not known"), std::string::npos) << part;
    EXPECT_EQ (never.find ("0.16"), std::string::npos) << never;
    EXPECT_NE (never.find ("not known"), std::string::npos) << never;
}
