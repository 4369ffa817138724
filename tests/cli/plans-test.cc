// SPDX-License-Identifier: LGPL-2.1-or-later
// Times, years and differences of tariff plans, as the command line shows them.
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "cli/wattle-cli-instant.h"
#include "cli/wattle-cli-plan-change.h"
#include "cli/wattle-cli-plan-diff-text.h"
#include "cli/wattle-cli-plan-letters.h"
#include "cli/wattle-cli-plan-preview.h"
#include "cli/wattle-cli-plan-year.h"
#include "support/huge-plan.h"
#include "support/plan.h"
#include "support/text.h"

using namespace wattle_test;

static const std::string EXAMPLE = WATTLE_SOURCES "/data/tariffs/iskra-sg-manual.json";

namespace
{

// As it is told again, or what is said instead.
std::string
tell (const char *text, const char *name = "Europe/Ljubljana")
{
    g_autoptr (WattleZone) zone = wattle_zone_new (name, nullptr);
    g_autoptr (GError) error = nullptr;
    gint64 time;

    if (!wattle_cli_instant_parse (text, zone, &time, &error))
        return error->message;
    g_autofree char *told = wattle_cli_instant_format (time, zone);
    return told;
}

} // namespace

TEST (CliInstant, IsReadInTheZoneOrWithItsOwnOffset)
{
    EXPECT_EQ (tell ("2026-06-01T18:00:00Z"), "2026-06-01T20:00:00+02:00");
    EXPECT_EQ (tell ("2026-06-01t18:00z"), "2026-06-01T20:00:00+02:00");
    EXPECT_EQ (tell ("2026-06-01T18:00:00.25-05:00"), "2026-06-02T01:00:00+02:00");
    EXPECT_EQ (tell ("2026-06-01T18:00:00,999999999+0530"), "2026-06-01T14:30:00+02:00");
    EXPECT_EQ (tell ("2026-06-01 18:00+01"), "2026-06-01T19:00:00+02:00");
    EXPECT_EQ (tell ("2026-06-01T18:00-0030"), "2026-06-01T20:30:00+02:00");
    EXPECT_EQ (tell ("2026-06-01 18:00"), "2026-06-01T18:00:00+02:00");
    EXPECT_EQ (tell ("2026-12-01T18:00:05"), "2026-12-01T18:00:05+01:00");
    EXPECT_EQ (tell ("2026-12-01"), "2026-12-01T00:00:00+01:00");
    EXPECT_EQ (tell ("2026-06-01T12:00", "America/St_Johns"), "2026-06-01T12:00:00-02:30");
}

TEST (CliInstant, IsReadInSecondsSince1970)
{
    EXPECT_EQ (tell ("@1764115200"), "2025-11-26T01:00:00+01:00");
    EXPECT_EQ (tell ("@1764115200.75"), "2025-11-26T01:00:00+01:00");
    EXPECT_EQ (tell ("1764115200"), "2025-11-26T01:00:00+01:00");
    EXPECT_EQ (tell ("100000000"), "1973-03-03T10:46:40+01:00");
    EXPECT_EQ (tell ("@5"), "1970-01-01T01:00:05+01:00");
    EXPECT_EQ (tell ("@-3600"), "1970-01-01T00:00:00+01:00");
    for (const char *text : { "@", "@x", "@1-", "@ 5", "@-1.5", "@1.", "20260601", "+1764115200",
                              "1764115200.", "1764115200Z", "@1764115200000000000" })
        EXPECT_TRUE (has (tell (text), "is no time; ")) << text;
}

TEST (CliInstant, OfAnHourLeftOutIsItsEndAndOfOneRepeatedTheFirst)
{
    EXPECT_EQ (tell ("2026-03-29T02:30"), "2026-03-29T03:00:00+02:00");
    EXPECT_EQ (tell ("2026-03-29T02:30:59"), "2026-03-29T03:00:00+02:00");
    EXPECT_EQ (tell ("2026-10-25T02:30:07"), "2026-10-25T02:30:07+02:00");
    EXPECT_EQ (tell ("2026-10-25T02:30:00+01:00"), "2026-10-25T02:30:00+01:00");
    EXPECT_EQ (tell ("2011-12-30T12:00", "Pacific/Apia"), "2011-12-31T00:00:00+14:00");
}

TEST (CliInstant, OfAnotherFormIsRefusedWithWhatIsAllowed)
{
    for (const char *text :
         { "", "now", "2026", "2026-02-31", "2026-06-01T24:00", "2026-06-01T18:60",
           "2026-06-01T18:00:60", "2026-06-01T18:00+25:00", "2026-06-01T18:00+01:60",
           "2026-06-01T18:00 ", " 2026-06-01", "2026-06-01T18", "2026-06-01Z", "2026-06-01T18:00+1",
           "2026-06-01T18:00+01:0", "２０２６-06-01", "2026-06-01T18:00:00Z\n", "\xff\xfe" }) {
        EXPECT_TRUE (has (tell (text), "is no time; it is written as in "
                                       "2026-06-01T18:00:00+02:00, 2026-06-01T16:00Z, "))
            << text;
    }
}

// What is told for a moment of these years is understood again.
TEST (CliInstant, IsOfTheYears1970To2100ThereOrInUtc)
{
    EXPECT_EQ (tell ("1970-01-01", "Pacific/Kiritimati"), "1970-01-01T00:00:00-10:40");
    EXPECT_EQ (tell ("@0", "Pacific/Kiritimati"), "1969-12-31T13:20:00-10:40");
    EXPECT_EQ (tell ("1969-12-31T13:20:00-10:40", "Pacific/Kiritimati"),
               "1969-12-31T13:20:00-10:40");
    EXPECT_EQ (tell ("2100-12-31T23:59:59", "Pacific/Apia"), "2100-12-31T23:59:59+13:00");
    EXPECT_EQ (tell ("2100-12-31T23:59:59Z", "Pacific/Apia"), "2101-01-01T12:59:59+13:00");
    EXPECT_EQ (tell ("2101-01-01T12:59:59+13:00", "Pacific/Apia"), "2101-01-01T12:59:59+13:00");
    EXPECT_EQ (tell ("2100-12-31T23:59:59", "America/St_Johns"), "2100-12-31T23:59:59-03:30");
    EXPECT_EQ (tell ("2101-01-01T03:29:59Z", "America/St_Johns"), "2100-12-31T23:59:59-03:30");
    EXPECT_EQ (tell ("1970-01-01T00:00", "Africa/Monrovia"), "1970-01-01T00:00:00-00:44:30");
    EXPECT_EQ (tell ("1970-01-01T00:00:00-00:44:30", "Africa/Monrovia"),
               "1970-01-01T00:00:00-00:44:30");

    for (const char *text :
         { "1969-12-31", "2101-01-01", "0000-01-01", "9999-12-31T00:00Z", "2101-01-01T00:00:00Z",
           "1969-12-31T22:59:59Z", "@4133980800", "4133980800", "@-3601", "@999999999999999999" })
        EXPECT_EQ (tell (text),
                   "“" + std::string (text) + "” is not within the years 1970 to 2100");
}

TEST (CliInstant, ThatFollowsIsToldAsShortAsIsClear)
{
    g_autoptr (WattleZone) zone = wattle_zone_new ("Europe/Ljubljana", nullptr);
    gint64 now = 1795647600 + 13 * 3600; // Thursday, 2026-11-26 13:00
    auto next = [&] (gint64 hours) {
        g_autofree char *text = wattle_cli_instant_describe_next (now + hours * 3600, now, zone);
        return std::string (text);
    };

    EXPECT_EQ (next (1), "14:00");
    EXPECT_EQ (next (10), "23:00");
    EXPECT_EQ (next (11), "Fri 00:00");
    EXPECT_EQ (next (6 * 24 + 10), "Wed 23:00");
    EXPECT_EQ (next (6 * 24 + 11), "Thu 2026-12-03 00:00");
    EXPECT_EQ (next (-24), "Wed 2026-11-25 13:00");
}

TEST (CliPlanChange, IsTheSameWhateverWasAskedBefore)
{
    g_autoptr (WattleTariffPlan) plan = parse_plan (read_file (EXAMPLE));
    WattleCliPlanChange change = { plan, 0, 0, FALSE };
    gint64 start = 1767222000; // 2026 begins

    for (gint64 step = 0; step < 4000; step++) {
        // Mostly forward, now and then back.
        gint64 time = start + (step % 7 == 3 ? step / 2 : step) * 5431;

        EXPECT_EQ (wattle_cli_plan_change_find (&change, time),
                   wattle_tariff_plan_find_change (plan, time, 400))
            << time;
    }
}

TEST (CliPlanChange, OfAPlanWithOneTariffIsNever)
{
    std::string text = read_file (EXAMPLE);
    for (int i = 0; i < 1; i++)
        text = replaced (text, "\"tariff\": \"high\"", "\"tariff\": \"low\"");
    g_autoptr (WattleTariffPlan) plan = parse_plan (text);
    WattleCliPlanChange change = { plan, 0, 0, FALSE };

    for (gint64 time = 1767222000; time < 1767222000 + 3000 * 3600; time += 3600)
        ASSERT_EQ (wattle_cli_plan_change_find (&change, time), G_MAXINT64);
}

// It may lie behind the years that can be asked for.
TEST (CliPlanChange, IsFoundBehindTheLastYear)
{
    std::string text = replaced (read_file (EXAMPLE), "\"06:00\", \"tariff\": \"high\"",
                                 "\"06:00\", \"tariff\": \"low\"");
    text = replaced (text, "\"name\": \"Workdays\",",
                     "\"name\": \"Once\", \"start\": \"2101-06-01\", \"day_types\": [\"workday\"], "
                     "\"schedule\": [{\"at\": \"00:00\", \"tariff\": \"high\"}]}, "
                     "{\"name\": \"Workdays\",");
    g_autoptr (WattleTariffPlan) plan = parse_plan (text, "Australia/Sydney");
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    WattleCliPlanChange change = { plan, 0, 0, FALSE };
    gint64 last = wattle_zone_begin (zone, wattle_date_new (2100, 12, 31), 1439);
    g_autofree char *found =
        wattle_cli_instant_format (wattle_cli_plan_change_find (&change, last), zone);

    EXPECT_STREQ (found, "2101-06-01T00:00:00+10:00") << "clocks are moved in April";
}

TEST (CliPlanYear, HasEachKindOfDayOnce)
{
    g_autoptr (WattleTariffPlan) plan = parse_plan (read_file (EXAMPLE));
    g_autoptr (WattleCliPlanYear) year = wattle_cli_plan_year_new (plan, 2026);
    guint days = 0;

    ASSERT_EQ (year->kinds->len, 3u); // holiday, weekend, workday; not one for each odd day
    for (guint i = 0; i < 3; i++)
        days += static_cast<WattleCliPlanKind *> (g_ptr_array_index (year->kinds, i))->n_days;
    EXPECT_EQ (days, 365u);
    EXPECT_EQ (year->days->len, 365u);

    auto *first = &g_array_index (year->days, WattleCliPlanDay, 0);
    EXPECT_STREQ (first->holiday, "New Year");
    auto *moved = &g_array_index (year->days, WattleCliPlanDay, 31 + 28 + 28);
    EXPECT_TRUE (moved->odd);
    auto *workday = static_cast<WattleCliPlanKind *> (g_ptr_array_index (year->kinds, 2));
    EXPECT_STREQ (workday->day_type, "workday");
    ASSERT_EQ (workday->spans->len, 3u);
    EXPECT_EQ (wattle_cli_plan_kind_get (workday, 359)->tariff, 0);
    EXPECT_EQ (wattle_cli_plan_kind_get (workday, 360)->tariff, 1);
    EXPECT_EQ (wattle_cli_plan_kind_get (workday, 1439)->tariff, 0);
}

// By the clocks of the system's C library: workdays from 6 to 22 are high, but for New Year.
TEST (CliPlanYear, HasNoWrongHourWhereTheYearsEnd)
{
    for (const char *name : { "Pacific/Apia", "Pacific/Kiritimati", "America/St_Johns",
                              "Europe/Ljubljana", "Australia/Sydney" }) {
        g_autoptr (WattleTariffPlan) plan = parse_plan (read_file (EXAMPLE), name);

        setenv ("TZ", name, TRUE);
        tzset ();
        for (int number : { 1970, 2100 }) {
            g_autoptr (WattleCliPlanYear) year = wattle_cli_plan_year_new (plan, number);
            struct tm begin = {}, end = {};

            begin.tm_year = number - 1900;
            end.tm_year = number - 1900 + 1;
            begin.tm_mday = end.tm_mday = 1;
            begin.tm_isdst = end.tm_isdst = -1;
            for (time_t time = mktime (&begin), last = mktime (&end); time < last; time += 600) {
                struct tm now;
                WattlePricing pricing;

                localtime_r (&time, &now);
                bool high = now.tm_wday > 0 && now.tm_wday < 6 && now.tm_yday > 1 &&
                            now.tm_hour >= 6 && now.tm_hour < 22;
                auto *day = &g_array_index (year->days, WattleCliPlanDay, now.tm_yday);
                auto *kind =
                    static_cast<WattleCliPlanKind *> (g_ptr_array_index (year->kinds, day->kind));

                wattle_tariff_plan_get (plan, time, &pricing);
                ASSERT_EQ (pricing.main.tariff, high ? 1 : 0) << name << " " << time;
                ASSERT_EQ (wattle_cli_plan_kind_get (kind, now.tm_hour * 60 + now.tm_min)->tariff,
                           high ? 1 : 0)
                    << name << " " << time;
            }
        }
    }
    unsetenv ("TZ");
    tzset ();
}

TEST (CliPlanPicture, HasALetterForEachTariff)
{
    std::string text = replaced (read_file (EXAMPLE), "{\"id\": \"low\", \"name\": \"Low\"}",
                                 "{\"id\": \"low\", \"name\": \"Low\"}, "
                                 "{\"id\": \"b1\", \"name\": \"Block 1\"}, "
                                 "{\"id\": \"b2\", \"name\": \"Block 2\"}, "
                                 "{\"id\": \"b3\", \"name\": \"Block\"}, "
                                 "{\"id\": \"b4\", \"name\": \"Lo\"}, "
                                 "{\"id\": \"b5\", \"name\": \"ž\"}");
    g_autoptr (WattleTariffPlan) plan = parse_plan (text);
    char letters[WATTLE_TARIFF_PLAN_MAX_TARIFFS] = {};

    wattle_cli_plan_letters_choose (plan, letters);
    EXPECT_STREQ (letters, "L12BO3H");
}

TEST (CliPlanDiff, TellsTheHoursThatDiffer)
{
    g_autoptr (WattleTariffPlan) before = parse_plan (read_file (EXAMPLE));
    g_autoptr (WattleTariffPlan) after =
        parse_plan (replaced (read_file (EXAMPLE), "06:00", "07:30"));
    gint64 from = 1767222000; // Thursday, New Year
    gint64 to = from + 7 * 86400;
    g_autoptr (WattleCliPlanDiff) none = wattle_cli_plan_diff_new (before, before, from, to);
    g_autoptr (WattleCliPlanDiff) diff = wattle_cli_plan_diff_new (before, after, from, to);
    g_autofree char *text = wattle_cli_plan_diff_text_describe (diff, FALSE);

    EXPECT_TRUE (wattle_cli_plan_diff_is_empty (none));
    EXPECT_FALSE (diff->cut);
    ASSERT_EQ (diff->hours->len, 3u); // Monday to Wednesday
    auto *first = &g_array_index (diff->hours, WattleCliPlanDifference, 0);
    EXPECT_EQ (first->end - first->start, 5400);
    EXPECT_STREQ (first->before.tariff, "high");
    EXPECT_STREQ (first->after.tariff, "low");
    EXPECT_TRUE (has (text, "4.5  High 0.23  Low 0.16  Mon 2026-01-05 06:00  "
                            "Wed 2026-01-07 06:00"))
        << text;
    EXPECT_TRUE (has (text, "4.5 of 168 hours differ")) << text;
}

// A price in another currency is another price, whatever its digits.
TEST (CliPlanDiff, TellsCurrencyAndDirection)
{
    g_autoptr (WattleTariffPlan) before = parse_plan (read_file (EXAMPLE));
    g_autoptr (WattleTariffPlan) after =
        parse_plan (replaced (read_file (EXAMPLE), "\"currency\": \"EUR\"",
                              "\"currency\": \"PLN\", \"direction\": \"feed-in\""));
    gint64 from = 1767222000;
    g_autoptr (WattleCliPlanDiff) diff =
        wattle_cli_plan_diff_new (before, after, from, from + 7 * 86400);
    g_autofree char *text = wattle_cli_plan_diff_text_describe (diff, FALSE);
    g_autofree char *terms = wattle_cli_plan_diff_text_describe_terms (before, after);
    g_autofree char *same = wattle_cli_plan_diff_text_describe_terms (before, before);

    EXPECT_TRUE (has (text, "Low 0.16 EUR   Low 0.16 PLN")) << text;
    EXPECT_TRUE (has (text, "168 of 168 hours differ")) << text;
    EXPECT_STREQ (terms, "Prices are in EUR before and in PLN after.\n"
                         "Direction: import before, feed-in after.\n");
    EXPECT_STREQ (same, "");
}

// Of three versions the second one has other fees: one dearer, one new, one gone.
TEST (CliPlanDiff, TellsFixedFeesAndSinceWhen)
{
    auto with_fees = [] (const std::string &now, const std::string &later) {
        std::string text = read_file (EXAMPLE);
        size_t begin = text.rfind ('{', text.find ("\"from\": \"1970-01-01\""));
        size_t end = text.rfind ('}', text.rfind (']')) + 1;
        std::string version = text.substr (begin, end - begin);
        std::string first =
            replaced (version, "\"components\"", "\"fees\": " + now + ", \"components\"");
        std::string second = replaced (replaced (first, now, later), "1970-01-01", "2026-03-01");

        return text.replace (begin, end - begin, first + ", " + second);
    };
    auto fee = [] (const std::string &id, const std::string &price) {
        return "{\"id\": \"" + id + "\", \"name\": \"Fee " + id + "\", \"per_month\": \"" + price +
               "\", \"vat\": \"22\"}";
    };
    std::string usual = "[" + fee ("a", "1.99") + ", " + fee ("b", "3") + "]";
    g_autoptr (WattleTariffPlan) before = parse_plan (with_fees (usual, usual));
    g_autoptr (WattleTariffPlan) after =
        parse_plan (with_fees (usual, "[" + fee ("a", "99") + ", " + fee ("c", "0") + "]"));
    gint64 from = 1767222000; // 2026-01-01
    g_autoptr (WattleCliPlanDiff) early =
        wattle_cli_plan_diff_new (before, after, from, from + 31 * 86400);
    g_autoptr (WattleCliPlanDiff) diff =
        wattle_cli_plan_diff_new (before, after, from, from + 365 * 86400);
    g_autofree char *text = wattle_cli_plan_diff_text_describe (diff, FALSE);

    EXPECT_TRUE (wattle_cli_plan_diff_is_empty (early));
    EXPECT_FALSE (wattle_cli_plan_diff_is_empty (diff));
    EXPECT_EQ (diff->hours->len, 0u);
    EXPECT_TRUE (has (text, "there is no difference in tariffs and prices.\n"
                            "Fixed fee “Fee a” from Sun 2026-03-01 00:00 on: "
                            "2.4278 EUR/month before, 120.78 EUR/month after.\n"
                            "Fixed fee “Fee b” from Sun 2026-03-01 00:00 on: "
                            "3.66 EUR/month before, none after.\n"
                            "Fixed fee “Fee c” from Sun 2026-03-01 00:00 on: "
                            "none before, 0.00 EUR/month after.\n"))
        << text;
}

// What cannot be compared in a reasonable time is not said to be the same.
TEST (CliPlanDiff, SaysWhereItWasCut)
{
    wattle_test::HugePlan huge;
    g_autoptr (WattleTariffPlan) plan = parse_plan (huge.text ());
    g_autoptr (WattleCliPlanDiff) diff =
        wattle_cli_plan_diff_new (plan, plan, 1767222000, 1767222000 + 3650 * (gint64)86400);
    g_autofree char *text = wattle_cli_plan_diff_text_describe (diff, FALSE);

    EXPECT_TRUE (diff->cut);
    EXPECT_LT (diff->to, 1767222000 + 3650 * (gint64)86400);
    EXPECT_TRUE (has (text, "That was not all: these plans change so often that they were compared "
                            "up to "))
        << text;
}

// What a change would do, from 2026-11-26 on

namespace
{

// "FROM TO HOURS" of each window, in days.
std::string
preview (const std::string &before_text, const std::string &after_text)
{
    g_autoptr (WattleTariffPlan) before = parse_plan (before_text), after = parse_plan (after_text);
    WattleZone *zone = wattle_tariff_plan_get_zone (after);
    g_autoptr (GPtrArray) windows = wattle_cli_plan_preview_compare (before, after, 1795671000);
    std::string all;

    for (guint i = 0; i < windows->len; i++) {
        auto *window = static_cast<WattleCliPlanDiff *> (g_ptr_array_index (windows, i));
        g_autofree char *from = wattle_date_format (wattle_zone_read (zone, window->from).date);
        g_autofree char *to = wattle_date_format (wattle_zone_read (zone, window->to).date);
        gint64 seconds = 0;

        for (guint j = 0; j < window->hours->len; j++) {
            auto *one = &g_array_index (window->hours, WattleCliPlanDifference, j);
            seconds += one->end - one->start;
        }
        all += std::string (from) + " " + to + " " + std::to_string (seconds / 3600) + "\n";
    }
    return all;
}

// The example with further versions that begin on these days, each a little dearer.
std::string
with_versions (const std::vector<const char *> &days)
{
    std::string text = read_file (EXAMPLE);
    size_t begin = text.find ("\"from\": \"1970-01-01\"");
    begin = text.rfind ('{', begin);
    size_t end = text.rfind (']');
    std::string version = text.substr (begin, text.rfind ('}', end) + 1 - begin);
    std::string all = version;
    int cents = 30;

    for (const char *day : days)
        all += "," + replaced (replaced (version, "1970-01-01", day), "\"0.23\"",
                               "\"0." + std::to_string (cents++) + "\"");
    return text.replace (begin, version.size (), all);
}

} // namespace

TEST (CliPlanPreview, IsOfTheYearToCome)
{
    std::string text = read_file (EXAMPLE);

    EXPECT_EQ (preview (text, replaced (text, "\"0.23\"", "\"0.25\"")),
               "2026-11-26 2027-11-26 4160\n"); // 261 workdays, one of them New Year
    EXPECT_EQ (preview (text, replaced (text, "\"06:00\"", "\"06:30\"")),
               "2026-11-26 2027-11-26 130\n");
}

TEST (CliPlanPreview, ReachesPastTheBeginOfEachVersion)
{
    std::string text = read_file (EXAMPLE);

    EXPECT_EQ (preview (text, with_versions ({ "2028-01-15" })), "2026-11-26 2029-01-14 4128\n");
    EXPECT_EQ (preview (with_versions ({ "2028-01-15" }), text), "2026-11-26 2029-01-14 4128\n");
    EXPECT_EQ (preview (text, with_versions ({ "2040-01-01" })),
               "2026-11-26 2027-11-26 0\n2040-01-01 2040-12-31 4144\n");
    // A price of the last year only.
    std::string many = with_versions ({ "2027-01-01", "2028-01-01", "2035-01-01" });
    EXPECT_EQ (preview (many, replaced (many, "\"0.32\"", "\"0.33\"")),
               "2026-11-26 2028-12-31 0\n2035-01-01 2036-01-01 4144\n");
    // What is past counts no more here.
    EXPECT_EQ (preview (with_versions ({ "2020-01-01" }), with_versions ({ "2019-01-01" })),
               "2026-11-26 2101-01-01 0\n");
}

TEST (CliPlanPreview, IsOfAFewWindowsAtMost)
{
    std::vector<const char *> days = { "2030-01-01", "2035-01-01", "2040-01-01", "2045-01-01",
                                       "2050-01-01", "2055-01-01", "2060-01-01", "2065-01-01" };
    std::string all = preview (read_file (EXAMPLE), with_versions (days));

    EXPECT_EQ (std::count (all.begin (), all.end (), '\n'), 6) << all;
    EXPECT_TRUE (has (all, "2050-01-01 2066-01-01 ")) << all;
}

TEST (CliPlanPreview, FindsAHolidayThatIsFarAway)
{
    std::string text = read_file (EXAMPLE);
    std::string later = replaced (text, "\"holidays\": [",
                                  "\"holidays\": [{\"name\": \"Fair\", \"date\": \"2044-06-17\"},");

    EXPECT_EQ (preview (text, later), "2044-06-17 2045-06-17 16\n");
    EXPECT_EQ (preview (text, replaced (text, "\"Low\"", "\"Cheap\"")),
               "2026-11-26 2101-01-01 0\n");
}

// Nothing else changes, so the windows stay those of the versions.
TEST (CliPlanPreview, FindsAFeeOfALaterVersion)
{
    std::string text = with_versions ({ "2030-01-01" });
    size_t later = text.find ("2030-01-01");
    std::string fees = text;

    fees.insert (fees.find ("\"components\"", later),
                 "\"fees\": [{\"id\": \"a\", \"name\": \"A\", \"per_month\": \"1\"}], ");
    EXPECT_EQ (preview (text, fees), "2026-11-26 2027-11-26 0\n2030-01-01 2031-01-01 0\n");
}

// The largest plans change several times a minute; all of it would take minutes.
TEST (CliPlanPreview, IsCutWhereItWouldTakeTooLong)
{
    wattle_test::HugePlan plan;
    std::string all = preview (plan.text (), replaced (plan.text (), "Huge", "Enormous"));

    EXPECT_EQ (all.find ("2026-11-26 2027-0"), 0u) << all;
    EXPECT_EQ (all.substr (all.size () - 3), " 0\n") << all;
}
