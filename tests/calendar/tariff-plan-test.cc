// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-tariff-plan.h"

#include <gtest/gtest.h>
#include <string>

#include "base/wattle-error.h"
#include "support/text.h"

using namespace wattle_test;

namespace
{

const std::string SEASONS = R"([
    {"name": "Winter", "start": "11-01", "day_types": ["workday"],
     "schedule": [{"at": "00:00", "tariff": "low"}, {"at": "06:00", "tariff": "high"}]},
    {"name": "Summer", "start": "03-01", "day_types": ["workday"],
     "schedule": [{"at": "00:00", "tariff": "low"}]},
    {"name": "Free", "start": "01-01", "day_types": ["weekend", "holiday", "bridge"],
     "schedule": [{"at": "00:00", "tariff": "low"}]}
])";

const std::string PLAN = R"({
    "format": 1, "id": "test", "name": "A plan", "currency": "EUR", "zone": "Europe/Ljubljana",
    "tariffs": [{"id": "low", "name": "Low"}, {"id": "high", "name": "High"}],
    "calendar": {
        "holidays": [{"name": "New Year", "annual": "01-01"}],
        "day_types": [{"id": "bridge", "days": [{"date": "2026-01-02"}]}]
    },
    "versions": [
        {"from": "2025-01-01", "components": [
            {"id": "energy", "name": "Energy", "main": true, "vat": "22", "prices": {"low": "0.08", "high": "0.11"},
             "seasons": )" +
                         SEASONS + R"(},
            {"id": "levy", "name": "Levy", "price": "0.01"}
        ], "fees": [{"id": "meter", "name": "Meter", "per_month": "3.20", "vat": "22"}]},
        {"from": "2026-03-01", "components": [
            {"id": "energy", "name": "Energy", "main": true, "prices": {"low": "0.09"}, "seasons": )" +
                         SEASONS + R"(}
        ]}
    ]
})";

WattleTariffPlan *
parse (const std::string &text, GError **error = nullptr)
{
    return wattle_tariff_plan_parse (text.c_str (), -1, "UTC", nullptr, nullptr, error);
}

std::string
complaint (const std::string &text)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleTariffPlan) plan = parse (text, &error);

    if (plan != nullptr && wattle_tariff_plan_cover_check (plan, &error))
        return "none";
    EXPECT_NE (error, nullptr) << text;
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG) ||
                 g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    return error->message;
}

class TariffPlan : public testing::Test
{
  protected:
    ~TariffPlan () override
    {
        wattle_tariff_plan_unref (plan);
    }

    gint64
    time (int year, int month, int day, int hour = 0)
    {
        return wattle_zone_begin (wattle_tariff_plan_get_zone (plan),
                                  wattle_date_new (year, month, day), hour * 60);
    }

    // Such as `high 0.1442`.
    std::string
    at (int year, int month, int day, int hour = 0)
    {
        WattlePricing pricing;

        wattle_tariff_plan_get (plan, time (year, month, day, hour), &pricing);
        const char *tariff = wattle_tariff_plan_get_tariff (plan, pricing.main.tariff, nullptr);
        g_autofree char *price = wattle_money_format (pricing.price, 0);

        return std::string (tariff != nullptr ? tariff : "none") + " " +
               (pricing.known ? price : "unknown");
    }

    WattleTariffPlan *plan = parse (PLAN);
};

} // namespace

TEST_F (TariffPlan, TellsWhatItIs)
{
    const char *name;

    EXPECT_STREQ (wattle_tariff_plan_get_id (plan), "test");
    EXPECT_STREQ (wattle_tariff_plan_get_name (plan), "A plan");
    EXPECT_STREQ (wattle_tariff_plan_get_currency (plan), "EUR");
    EXPECT_FALSE (wattle_tariff_plan_is_feed_in (plan));
    EXPECT_EQ (wattle_tariff_plan_get_n_tariffs (plan), 2u);
    EXPECT_STREQ (wattle_tariff_plan_get_tariff (plan, 1, &name), "high");
    EXPECT_STREQ (name, "High");
    EXPECT_EQ (wattle_tariff_plan_get_text (plan), PLAN);
}

TEST_F (TariffPlan, SumsItsComponentsWithTheirTaxes)
{
    EXPECT_EQ (at (2026, 1, 5, 7), "high 0.1442"); // 0.11 + 22 %, and 0.01
    EXPECT_EQ (at (2026, 1, 5, 5), "low 0.1076");
}

TEST_F (TariffPlan, ItemisesAPrice)
{
    WattlePriceItem item;
    gint64 now = time (2026, 1, 5, 7);

    ASSERT_EQ (wattle_tariff_plan_get_n_items (plan, now), 2u);
    wattle_tariff_plan_get_item (plan, now, 0, &item);
    EXPECT_STREQ (item.id, "energy");
    EXPECT_TRUE (item.main);
    EXPECT_EQ (item.tariff, 1);
    wattle_tariff_plan_get_item (plan, now, 1, &item);
    EXPECT_STREQ (item.name, "Levy");
    EXPECT_FALSE (item.main);
    EXPECT_EQ (item.tariff, WATTLE_NO_TARIFF);
    EXPECT_EQ (item.net, item.gross);
}

TEST_F (TariffPlan, TellsTheFixedFeesOfEachVersion)
{
    WattleFixedFee fee;

    ASSERT_EQ (wattle_tariff_plan_get_n_fees (plan, time (2025, 1, 1)), 1u);
    EXPECT_EQ (wattle_tariff_plan_get_n_fees (plan, time (2025, 1, 1) - 1), 0u) << "no version yet";
    EXPECT_EQ (wattle_tariff_plan_get_n_fees (plan, time (2026, 3, 1) - 1), 1u);
    EXPECT_EQ (wattle_tariff_plan_get_n_fees (plan, time (2026, 3, 1)), 0u);

    wattle_tariff_plan_get_fee (plan, time (2026, 2, 28), 0, &fee);
    g_autofree char *net = wattle_money_format (fee.net, 0);
    g_autofree char *gross = wattle_money_format (fee.gross, 0);
    EXPECT_STREQ (fee.id, "meter");
    EXPECT_STREQ (fee.name, "Meter");
    EXPECT_EQ (fee.vat, 220000);
    EXPECT_STREQ (net, "3.2");
    EXPECT_STREQ (gross, "3.904");
}

TEST_F (TariffPlan, KeepsFeesInTheirOrderAndThoseThatArePaidBack)
{
    g_autoptr (WattleTariffPlan) two =
        parse (replaced (PLAN, R"("fees": [)",
                         R"("fees": [{"id": "bonus", "name": "Bonus", "per_month": "-0.5"}, )"));
    WattleFixedFee fee;

    ASSERT_EQ (wattle_tariff_plan_get_n_fees (two, time (2025, 6, 1)), 2u);
    wattle_tariff_plan_get_fee (two, time (2025, 6, 1), 0, &fee);
    g_autofree char *gross = wattle_money_format (fee.gross, 0);
    EXPECT_STREQ (fee.id, "bonus");
    EXPECT_EQ (fee.vat, 0);
    EXPECT_STREQ (gross, "-0.5");
    wattle_tariff_plan_get_fee (two, time (2025, 6, 1), 1, &fee);
    EXPECT_STREQ (fee.id, "meter");
}

TEST_F (TariffPlan, EachVersionCountsFromItsMidnight)
{
    EXPECT_EQ (at (2024, 12, 31, 23), "none unknown");
    EXPECT_EQ (at (2025, 1, 1), "low 0.1076");
    EXPECT_EQ (at (2026, 2, 28, 23), "low 0.1076");
    EXPECT_EQ (at (2026, 3, 1), "low 0.09");
    EXPECT_EQ (wattle_tariff_plan_get_n_items (plan, time (2024, 12, 31)), 0u);
}

TEST_F (TariffPlan, APriceThatIsNotGivenIsUnknownAndNotNothing)
{
    EXPECT_EQ (at (2026, 11, 2, 7), "high unknown");
    EXPECT_EQ (at (2026, 11, 2, 5), "low 0.09");
}

TEST_F (TariffPlan, NothingChangesWithinASpan)
{
    WattlePricing pricing;

    wattle_tariff_plan_get (plan, time (2026, 1, 5, 7), &pricing);
    EXPECT_EQ (pricing.start, time (2026, 1, 5, 6));
    EXPECT_EQ (pricing.end, time (2026, 1, 6));
    EXPECT_STREQ (wattle_season_get_name (pricing.main.season), "Winter");
    wattle_tariff_plan_get (plan, time (2024, 6, 1), &pricing);
    EXPECT_EQ (pricing.end, time (2025, 1, 1));
}

TEST_F (TariffPlan, KnowsAPersonsOwnDays)
{
    EXPECT_STREQ (wattle_day_types_get (wattle_tariff_plan_get_day_types (plan),
                                        wattle_date_new (2026, 1, 2)),
                  "bridge");
    EXPECT_EQ (at (2026, 1, 2, 7), "low 0.1076");
}

TEST_F (TariffPlan, FindsTheNextChangeOfTheTariff)
{
    EXPECT_EQ (wattle_tariff_plan_find_change (plan, time (2025, 12, 31, 7), 400),
               time (2026, 1, 1));
    EXPECT_EQ (wattle_tariff_plan_find_change (plan, time (2026, 1, 1), 400), time (2026, 1, 5, 6));
    EXPECT_EQ (wattle_tariff_plan_find_change (plan, time (2024, 12, 31), 400), time (2025, 1, 1));
    // All summer.
    EXPECT_EQ (wattle_tariff_plan_find_change (plan, time (2026, 3, 2), 100), G_MAXINT64);
}

TEST_F (TariffPlan, WithoutAZoneItIsTheHostsOwn)
{
    g_autoptr (WattleTariffPlan) other =
        parse (replaced (PLAN, R"("zone": "Europe/Ljubljana",)", ""));

    ASSERT_NE (other, nullptr);
    EXPECT_STREQ (wattle_zone_get_name (wattle_tariff_plan_get_zone (other)), "UTC");
}

struct Mistake {
    const char *name;
    const char *old;
    const char *now;
    const char *complaint;
};

class TariffPlanMistake : public testing::TestWithParam<Mistake>
{
};

TEST_P (TariffPlanMistake, IsNamedWithItsPlace)
{
    const Mistake &mistake = GetParam ();
    std::string message = complaint (replaced (PLAN, mistake.old, mistake.now));

    EXPECT_EQ (message.find (mistake.complaint), 0u) << message;
}

static const Mistake mistakes[] = {
    { "NoMidnight", R"({"at": "00:00", "tariff": "low"}, )", "",
      "versions[0].components[0].seasons[0].schedule[0].at: “06:00” is out of order" },
    { "TwoStarts", R"("start": "03-01")", R"("start": "11-01")",
      "versions[0].components[0].seasons[1].start: “Winter” and “Summer” begin on the same day" },
    { "UncoveredType", R"(, "holiday", "bridge"])", R"(, "bridge"])",
      "versions[0].components[0].seasons: none is for days of the type holiday from 2025-01-01" },
    { "CoveredTooLate", R"("start": "01-01", "day_types": ["weekend")",
      R"("start": "2025-06-01", "day_types": ["weekend")",
      "versions[0].components[0].seasons: none is for days of the type weekend from 2025-01-01" },
    { "UnknownTariff", R"({"at": "06:00", "tariff": "high"})", R"({"at": "06:00", "tariff": "hi"})",
      "versions[0].components[0].seasons[0].schedule[1].tariff: “hi” is unknown" },
    { "NoDecimal", R"("high": "0.11")", R"("high": "0,11")",
      "versions[0].components[0].prices.high: “0,11” is no price" },
    { "PriceAsNumber", R"("high": "0.11")", R"("high": 0.11)",
      "versions[0].components[0].prices.high: must be a text, in quotes, such as \"0.11\"" },
    { "PriceAsNumberThatIsNoPrice", R"("high": "0.11")", R"("high": 0.00000000001)",
      "versions[0].components[0].prices.high: must be a text, in quotes, such as \"0.23\"" },
    { "VatAsNumber", R"("vat": "22")", R"("vat": 9.5)",
      "versions[0].components[0].vat: must be a text, in quotes, such as \"9.5\"" },
    { "PriceOfNoTariff", R"("high": "0.11")", R"("hi": "0.11")",
      "versions[0].components[0].prices: “hi” is no tariff" },
    { "NoSuchDay", R"("annual": "01-01")", R"("annual": "02-31")",
      "calendar.holidays[0].annual: “02-31” is no day of a year" },
    { "NoSuchDate", R"("date": "2026-01-02")", R"("date": "2026-02-31")",
      "calendar.day_types[0].days[0].date: “2026-02-31” is no date" },
    { "UnknownZone", "Europe/Ljubljana", "Europe/Laibach", "zone: there is no time zone" },
    { "UnknownType", R"("day_types": ["workday"])", R"("day_types": ["weekday"])",
      "versions[0].components[0].seasons[0].day_types: “weekday” is unknown" },
    { "TwoTariffs", R"({"id": "high", "name": "High"})", R"({"id": "low", "name": "High"})",
      "tariffs[1].id: there are two tariffs “low”" },
    { "NoMain", R"("main": true, "vat": "22")", R"("vat": "22")",
      "versions[0].components: 0 have “main”: true" },
    { "NoTax", R"("vat": "22")", R"("vat": "22 %")", "versions[0].components[0].vat: “22 %”" },
    { "VersionsOutOfOrder", R"("from": "2026-03-01")", R"("from": "2025-01-01")",
      "versions[1].from: “2025-01-01” must be later" },
    { "WrongCurrency", R"("currency": "EUR")", R"("currency": "€")", "currency: “€” is none" },
    { "TwoKindsOfDay", R"("annual": "01-01")", R"("annual": "01-01", "easter": 1)",
      "calendar.holidays[0]: which days it is on" },
    { "MisspeltMember", R"("name": "New Year")", R"("nmae": "New Year")",
      "calendar.holidays[0]: “nmae” is unknown" },
    { "MisspeltMemberOfADayType", R"("days": [{"date")", R"("days": [{"dat")",
      "calendar.day_types[0].days[0]: “dat” is unknown" },
    { "NoDayOfADayType", R"({"date": "2026-01-02"})", R"({"name": "Bridge"})",
      "calendar.day_types[0].days[0]: which days it is on" },
    { "MemberTwice", R"("price": "0.01")", R"("price": "0.01", "price": "0.02")",
      "versions[0].components[1]: “price” is there twice" },
    { "PriceTwice", R"("high": "0.11")", R"("high": "0.11", "low": "0.12")",
      "versions[0].components[0].prices: “low” is there twice" },
    { "VersionsTwice", R"("versions": [)", R"("versions": [], "versions": [)",
      "“versions” is there twice" },
    { "UnknownCountry", R"("holidays": [{)", R"("packs": [{"country": "XX"}], "holidays": [{)",
      "calendar.packs[0].country: there are no holidays of “XX” here" },
    { "TwoComponents", R"({"id": "levy")", R"({"id": "energy")",
      "versions[0].components[1].id: there are two components “energy”" },
    { "TwoFees", R"("fees": [)", R"("fees": [{"id": "meter", "name": "M", "per_month": "1"}, )",
      "versions[0].fees[1].id: there are two fees “meter”" },
    { "PriceBesideSeasons", R"("main": true, "vat": "22")", R"("main": true, "price": "1")",
      "versions[0].components[0].price: a component has either a price" },
    { "PricesWithoutSeasons", R"("price": "0.01")", R"("price": "0.01", "prices": {})",
      "versions[0].components[1].prices: a component has either a price" },
    { "DateOnAYearlyStart", R"("start": "03-01")", R"("start": "2026-11-01")",
      "versions[0].components[0].seasons[1].start: “Winter” and “Summer” begin on the same day" },
    { "NthOfAYear", R"("annual": "01-01")", R"("annual": "01-01", "nth": 1)",
      "calendar.holidays[0].nth: goes with weekday only" },
    { "NthFromADay", R"("annual": "01-01")", R"("weekday": "monday", "from": "05-01", "nth": 1)",
      "calendar.holidays[0].nth: goes with weekday only" },
    { "FromWithoutWeekday", R"("annual": "01-01")", R"("easter": 1, "from": "05-01")",
      "calendar.holidays[0].from: goes with weekday only" },
    { "YearsTheWrongWay", R"("annual": "01-01")",
      R"("annual": "01-01", "first_year": 2020, "last_year": 2019)",
      "calendar.holidays[0].last_year: must not be before first_year" },
    { "YearsOfADate", R"("annual": "01-01")", R"("date": "2026-01-01", "last_year": 2027)",
      "calendar.holidays[0].last_year: goes not with date" },
    { "NulInAName", R"("name": "New Year")", R"("name": "New\u0000Year")",
      "calendar.holidays[0].name: must be one line of printable text, of 1 to 500 bytes" },
    { "LinesInAName", R"("name": "Levy")", R"("name": "Levy\n[Host]")",
      "versions[0].components[1].name: must be one line of printable text" },
    { "CommandOfATerminalInAName", R"("name": "Low")", R"("name": "\u001b[2J")",
      "tariffs[0].name: must be one line of printable text" },
    { "NulInAPrice", R"("price": "0.01")", R"("price": "0.01\u00005")",
      "versions[0].components[1].price: “0.01" },
    { "EndlessHoliday", R"("annual": "01-01")", R"("annual": "01-01", "days": 32)",
      "calendar.holidays[0]: “days” is not between 1 and 31" },
};

INSTANTIATE_TEST_SUITE_P (Each,
                          TariffPlanMistake,
                          testing::ValuesIn (mistakes),
                          [] (const auto &info) { return info.param.name; });

TEST_F (TariffPlan, HasNeitherTariffNorPriceOnDaysThatNoSeasonIsFor)
{
    g_autoptr (WattleTariffPlan) plan =
        parse (replaced (PLAN, R"(["weekend", "holiday", "bridge"])", R"(["holiday", "bridge"])"));
    ASSERT_NE (plan, nullptr);
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    gint64 saturday = wattle_zone_begin (zone, wattle_date_new (2025, 11, 8), 0);
    gint64 monday = wattle_zone_begin (zone, wattle_date_new (2025, 11, 10), 0);
    WattlePricing pricing;

    wattle_tariff_plan_get (plan, saturday + 12 * 3600, &pricing);
    EXPECT_EQ (pricing.main.tariff, WATTLE_NO_TARIFF);
    EXPECT_EQ (pricing.main.season, nullptr);
    EXPECT_STREQ (pricing.main.day_type, "weekend");
    EXPECT_FALSE (pricing.known);
    EXPECT_EQ (pricing.price, 0);
    EXPECT_EQ (pricing.start, saturday);
    EXPECT_EQ (pricing.end, saturday + 24 * 3600);
    EXPECT_EQ (wattle_tariff_plan_find_change (plan, saturday, 400), monday);

    wattle_tariff_plan_get (plan, saturday - 1, &pricing);
    EXPECT_TRUE (pricing.known);
    EXPECT_EQ (wattle_tariff_plan_find_change (plan, saturday - 1, 400), saturday);
}

TEST (TariffPlanPacks, ComeBeforeOwnHolidaysThatBeganAYearBefore)
{
    g_autoptr (WattleHolidayPack) pack = wattle_holiday_pack_parse (
        R"({"format": 1, "country": "XX", "name": "Nowhere", "source": "made up", "verified": true,
            "holidays": [{"id": "new_year", "name": "New Year", "annual": "01-01"}]})",
        -1, nullptr);
    auto find = [] (const char *, gpointer pack) {
        return static_cast<WattleHolidayPack *> (pack);
    };
    std::string text = replaced (PLAN, R"("holidays": [{"name": "New Year", "annual": "01-01"}])",
                                 R"("packs": [{"country": "XX"}], "holidays": [
                                {"name": "Shut-down", "annual": "12-27", "days": 10,
                                 "day_type": "bridge"}])");
    g_autoptr (WattleTariffPlan) plan =
        wattle_tariff_plan_parse (text.c_str (), -1, "UTC", find, pack, nullptr);
    ASSERT_NE (plan, nullptr);
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);

    EXPECT_STREQ (wattle_day_types_get_holiday (types, wattle_date_new (2026, 12, 31)),
                  "Shut-down");
    EXPECT_STREQ (wattle_day_types_get_holiday (types, wattle_date_new (2027, 1, 1)), "New Year");
    EXPECT_STREQ (wattle_day_types_get (types, wattle_date_new (2027, 1, 1)), "holiday");
    EXPECT_STREQ (wattle_day_types_get (types, wattle_date_new (2027, 1, 4)), "bridge");
}

TEST (TariffPlanPacks, AreRefusedWithThePlaceOfTheHolidayThatIsUnknown)
{
    g_autoptr (WattleHolidayPack) pack = wattle_holiday_pack_parse (
        R"({"format": 1, "country": "XX", "name": "Nowhere", "source": "made up", "verified": true,
            "holidays": [{"id": "tea_day", "name": "Tea Day", "annual": "09-01"}]})",
        -1, nullptr);
    WattlePackFunc find = [] (const char *, gpointer found) {
        return static_cast<WattleHolidayPack *> (found);
    };
    const struct {
        const char *members;
        const char *complaint;
    } mistakes[] = {
        { R"("except": ["tea_day", "tee_day"])",
          "calendar.packs[1].except[1]: XX knows no holiday “tee_day”; there are tea_day" },
        { R"("only": ["tee_day"])",
          "calendar.packs[1].only[0]: XX knows no holiday “tee_day”; there are tea_day" },
        { R"("region": "N")", "calendar.packs[1].region: XX knows no “N”; there are none" },
        { R"("exept": [])", "calendar.packs[1]: “exept” is unknown; allowed are country, region, "
                            "except, only" },
    };

    for (const auto &mistake : mistakes) {
        std::string packs = R"("packs": [{"country": "XX"}, {"country": "XX", )" +
                            std::string (mistake.members) + "}], \"holidays\"";
        std::string text = replaced (PLAN, "\"holidays\"", packs);
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (wattle_tariff_plan_parse (text.c_str (), -1, "UTC", find, pack, &error),
                   nullptr);
        ASSERT_NE (error, nullptr);
        EXPECT_STREQ (error->message, mistake.complaint);
    }
}

TEST_F (TariffPlan, RefusesTextThatIsNoObject)
{
    for (const char *text : { "", "[]", "{", "null", "{}" })
        EXPECT_NE (complaint (text), "none");
}

TEST_F (TariffPlan, RefusesMoreThanItCanHold)
{
    std::string tariffs;

    for (int i = 0; i < 65; i++)
        tariffs += (i > 0 ? ", " : "") + std::string (R"({"id": "t)") + std::to_string (i) +
                   R"(", "name": "T"})";
    EXPECT_EQ (
        complaint (replaced (
            PLAN, R"({"id": "low", "name": "Low"}, {"id": "high", "name": "High"})", tariffs)),
        "tariffs: there are 65; allowed are 1 to 64");
}
