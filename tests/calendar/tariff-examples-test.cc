// SPDX-License-Identifier: LGPL-2.1-or-later
// The plans of data/tariffs with the holidays of data/holidays.
#include "calendar/wattle-tariff-proof.h"

#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

#include "calendar/packs.h"
#include "calendar/system-time.h"
#include "calendar/zone-names.h"

using namespace wattle_test;

namespace
{

std::string
folder (const char *name)
{
    return std::string (g_getenv ("WATTLE_DATA_DIR")) + "/" + name;
}

std::vector<std::string>
list_plans ()
{
    g_autoptr (GDir) dir = g_dir_open (folder ("tariffs").c_str (), 0, nullptr);
    std::set<std::string> names;

    while (const char *name = g_dir_read_name (dir))
        if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, ".schema.json"))
            names.insert (std::string (name, strlen (name) - strlen (".json")));
    return { names.begin (), names.end () };
}

// Plans and packs live as long as all of the tests.
WattleTariffPlan *
load (const std::string &name, const char *zone = nullptr, WattleDate since = WATTLE_DATE_NONE)
{
    static TestPacks *packs = test_packs_new (folder ("holidays").c_str ());
    std::string path = folder ("tariffs") + "/" + name + ".json";
    g_autofree char *text = nullptr;
    g_autoptr (GError) error = nullptr;
    WattleTariffPlan *plan = nullptr;

    if (g_file_get_contents (path.c_str (), &text, nullptr, &error))
        plan = zone != nullptr ? wattle_tariff_plan_parse_in_zone (text, -1, zone, since,
                                                                   test_packs_find, packs, &error)
                               : wattle_tariff_plan_parse (text, -1, "Europe/Ljubljana",
                                                           test_packs_find, packs, &error);
    EXPECT_NE (plan, nullptr) << name << ": " << (error != nullptr ? error->message : "");
    return plan;
}

// Such as `high 0.23`.
std::string
describe (WattleTariffPlan *plan, gint64 time)
{
    WattlePricing pricing;

    wattle_tariff_plan_get (plan, time, &pricing);
    const char *tariff = wattle_tariff_plan_get_tariff (plan, pricing.main.tariff, nullptr);
    g_autofree char *price = wattle_money_format (pricing.price, 0);

    return std::string (tariff != nullptr ? tariff : "none") + " " +
           (pricing.known ? price : "unknown");
}

} // namespace

TEST (TariffExamples, AreThereAndNamedAsTheirFiles)
{
    std::vector<std::string> names = list_plans ();

    EXPECT_GE (names.size (), 10u);
    for (const std::string &name : names) {
        g_autoptr (WattleTariffPlan) plan = load (name);
        g_autofree char *id = g_strdelimit (g_strdup (name.c_str ()), "-", '_');

        ASSERT_NE (plan, nullptr);
        EXPECT_EQ (std::string (wattle_tariff_plan_get_id (plan)), id);
        EXPECT_NE (wattle_tariff_plan_get_source (plan), nullptr) << name;
        EXPECT_EQ (wattle_tariff_plan_is_feed_in (plan), g_str_has_prefix (id, "feed_in")) << name;
    }
}

class TariffExamplesEverywhere : public testing::TestWithParam<const char *>
{
};

// Where a plan begins later, as if its first version had been in force before.
TEST_P (TariffExamplesEverywhere, EachInstantFrom1970To2100HasOneTariffAndAPrice)
{
    WattleDate first = wattle_date_new (1970, 1, 1);

    for (const std::string &name : list_plans ()) {
        g_autoptr (GError) error = nullptr;
        g_autoptr (WattleTariffPlan) plan = load (name, GetParam (), first);
        WattleTariffProof proof;

        ASSERT_NE (plan, nullptr);
        WattleZone *zone = wattle_tariff_plan_get_zone (plan);
        gint64 from = wattle_zone_begin (zone, first, 0);
        gint64 to = wattle_zone_begin (zone, wattle_date_new (2101, 1, 1), 0);

        EXPECT_TRUE (wattle_tariff_proof_walk (plan, from, to, &proof, &error))
            << name << ": " << error->message;
        EXPECT_LE (proof.days, DAYS_1970_TO_2100) << name;
        EXPECT_GE (proof.days, DAYS_1970_TO_2100 - 1) << name; // where the date line was moved
        EXPECT_EQ (proof.unpriced, 0u) << name;
    }
}

INSTANTIATE_TEST_SUITE_P (World,
                          TariffExamplesEverywhere,
                          testing::ValuesIn (zone_names),
                          name_of_zone);

// What the manual's figures say, on the days of Easter, by the clock of the C library.
class TariffExampleOfTheGateway : public SystemTime
{
  protected:
    static bool
    is_free (const struct tm &tm)
    {
        static const std::set<std::string> holidays = {
            "2024-03-31", "2024-04-01", "2025-04-20", "2025-04-21", "2026-04-05", "2026-04-06",
        };
        char date[11];

        strftime (date, sizeof date, "%Y-%m-%d", &tm);
        return tm.tm_wday == 0 || tm.tm_wday == 6 || (tm.tm_mon == 0 && tm.tm_mday <= 2) ||
               holidays.count (date) > 0;
    }
};

TEST_P (TariffExampleOfTheGateway, GivesTheRightTariffInEachQuarterOfAnHourOf2024To2026)
{
    g_autoptr (WattleTariffPlan) plan = load ("iskra-sg-manual");
    int checked = 0, high = 0;

    ASSERT_NE (plan, nullptr);
    ASSERT_STREQ (wattle_zone_get_name (wattle_tariff_plan_get_zone (plan)), GetParam ());
    for (time_t time = 1704063600; time < 1798758000; time += 900) {
        struct tm tm;

        localtime_r (&time, &tm);
        bool expected = !is_free (tm) && tm.tm_hour >= 6 && tm.tm_hour < 22;
        ASSERT_EQ (describe (plan, time), expected ? "high 0.23" : "low 0.16") << asctime (&tm);
        checked++;
        high += expected ? 1 : 0;
    }
    EXPECT_EQ (checked, (366 + 365 + 365) * 96);
    // Of the 784 days from Monday to Friday, 6 are the 1st or 2nd of January, and 3 Easter Monday.
    EXPECT_EQ (high, (784 - 6 - 3) * 16 * 4);
}

INSTANTIATE_TEST_SUITE_P (Slovenia,
                          TariffExampleOfTheGateway,
                          testing::Values ("Europe/Ljubljana"),
                          name_of_zone);

// The example of the README, with what is said below it.
TEST (TariffExamples, TheOneOfTheReadmeGivesWhatIsSaidThere)
{
    TestPacks *packs = test_packs_new (folder ("holidays").c_str ());
    std::string path = folder ("tariffs") + "/README.md";
    g_autofree char *text = nullptr;
    g_autoptr (GError) error = nullptr;

    ASSERT_TRUE (g_file_get_contents (path.c_str (), &text, nullptr, nullptr));
    std::string readme = text;
    size_t begin = readme.find ("```json") + strlen ("```json");
    std::string example = readme.substr (begin, readme.find ("```", begin) - begin);
    g_autoptr (WattleTariffPlan) plan =
        wattle_tariff_plan_parse (example.c_str (), -1, "UTC", test_packs_find, packs, &error);
    test_packs_free (packs);
    ASSERT_NE (plan, nullptr) << error->message;

    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    auto at = [&] (int month, int day, int hour) {
        return describe (plan,
                         wattle_zone_begin (zone, wattle_date_new (2026, month, day), hour * 60));
    };
    EXPECT_EQ (at (1, 5, 7), "high 0.1478762");
    EXPECT_EQ (at (8, 6, 12), "low 0.1020408");
    EXPECT_EQ (at (12, 19, 7), "high 0.1478762"); // a Saturday that is worked on
    EXPECT_EQ (at (6, 12, 12), "low 0.1020408");  // the second Friday of June
}

struct Moment {
    const char *plan;
    int year, month, day, hour;
    const char *expected;
};

// Worked out by hand from the documents.
static const Moment moments[] = {
    // Workdays, holidays and a Sunday of both seasons.
    { "si-five-blocks", 2026, 1, 5, 8, "block_1 0.172386" },
    { "si-five-blocks", 2026, 1, 5, 15, "block_2 0.170312" },
    { "si-five-blocks", 2026, 1, 2, 8, "block_2 0.133712" },
    { "si-five-blocks", 2026, 2, 28, 23, "block_4 0.133346" },
    { "si-five-blocks", 2026, 3, 1, 8, "block_3 0.133468" },
    { "si-five-blocks", 2026, 3, 1, 0, "block_5 0.133224" },
    { "si-five-blocks", 2026, 10, 30, 7, "block_2 0.170312" },
    { "si-five-blocks", 2026, 11, 2, 23, "block_3 0.133468" },
    { "si-five-blocks", 2024, 9, 30, 23, "none unknown" },
    { "be-day-night", 2026, 7, 20, 21, "day 0.265318" },
    { "be-day-night", 2026, 7, 20, 22, "night 0.236698" },
    { "be-day-night", 2026, 7, 21, 12, "night 0.236698" },
    { "pl-g11", 2026, 7, 1, 3, "all_day 1.0086" },
    { "pl-g12", 2026, 7, 4, 14, "night 0.61377" },
    { "pl-g12", 2026, 7, 4, 15, "day 1.20417" },
    { "pl-g12w", 2026, 7, 4, 15, "off_peak 0.63591" },
    { "pl-g12w", 2026, 7, 3, 15, "peak 1.28043" },
    { "pl-g12w", 2025, 12, 24, 15, "off_peak 0.63591" },
    { "pl-g12w", 2026, 6, 4, 15, "off_peak 0.63591" }, // Corpus Christi
    { "pl-g13", 2026, 9, 30, 20, "evening_peak 1.36653" },
    { "pl-g13", 2026, 10, 1, 17, "evening_peak 1.36653" },
    { "pl-g13", 2026, 10, 1, 21, "rest 0.56949" },
    { "pl-g13", 2026, 11, 11, 8, "rest 0.56949" },
    { "ua-two-zones", 2024, 5, 31, 22, "day 2.64" },
    { "ua-two-zones", 2024, 6, 1, 0, "night 2.16" },
    { "ua-two-zones", 2026, 1, 1, 7, "day 4.32" },
    { "ua-three-zones", 2026, 1, 1, 8, "peak 6.48" },
    { "ua-three-zones", 2026, 1, 1, 19, "half_peak 4.32" },
    { "ua-three-zones", 2026, 1, 1, 23, "night 1.728" },
    { "feed-in-day-parts", 2026, 6, 1, 12, "noon 0.008" },
    { "feed-in-day-parts", 2026, 6, 1, 16, "evening 0.094" },
    { "feed-in-day-parts", 2026, 6, 6, 16, "noon 0.008" },
    { "feed-in-day-parts", 2026, 1, 1, 9, "night 0.061" },
};

TEST (TariffExamples, HaveTheTariffsAndPricesThatTheyAreMeantToHave)
{
    std::set<std::string> seen = { "iskra-sg-manual" };

    for (const Moment &moment : moments) {
        g_autoptr (WattleTariffPlan) plan = load (moment.plan);

        ASSERT_NE (plan, nullptr);
        gint64 time = wattle_zone_begin (wattle_tariff_plan_get_zone (plan),
                                         wattle_date_new (moment.year, moment.month, moment.day),
                                         moment.hour * 60);
        EXPECT_EQ (describe (plan, time), moment.expected)
            << moment.plan << " " << moment.year << "-" << moment.month << "-" << moment.day << " "
            << moment.hour;
        seen.insert (moment.plan);
    }
    for (const std::string &name : list_plans ())
        EXPECT_EQ (seen.count (name), 1u) << name;
}
