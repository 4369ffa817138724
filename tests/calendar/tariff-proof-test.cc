// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calendar/wattle-tariff-proof.h"

#include <gtest/gtest.h>
#include <string>

#include "calendar/system-time.h"
#include "calendar/zone-names.h"

using namespace wattle_test;

static const char PLAN[] = R"({
    "format": 1, "id": "test", "name": "A plan", "currency": "EUR",
    "tariffs": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C"}],
    "calendar": {"holidays": [{"name": "New Year", "annual": "01-01", "observed": true}]},
    "versions": [{"from": "1960-01-01", "components": [
        {"id": "energy", "name": "Energy", "main": true, "prices": {"a": "1", "b": "2"}, "seasons": [
            {"name": "Workdays", "start": "01-01", "day_types": ["workday"], "schedule": [
                {"at": "00:00", "tariff": "a"}, {"at": "01:30", "tariff": "b"}, {"at": "02:30", "tariff": "a"},
                {"at": "23:30", "tariff": "b"}]},
            {"name": "Free", "start": "01-01", "day_types": ["weekend", "holiday"],
             "schedule": [{"at": "00:00", "tariff": "a"}, {"at": "02:15", "tariff": "c"}]}]},
        {"id": "network", "name": "Network", "prices": {"a": "1", "c": "2"}, "seasons": [
            {"name": "Winter", "start": "11-01", "day_types": ["workday", "weekend", "holiday"],
             "schedule": [{"at": "00:00", "tariff": "a"}, {"at": "03:00", "tariff": "c"}]},
            {"name": "Summer", "start": "03-29", "day_types": ["workday", "weekend", "holiday"],
             "schedule": [{"at": "00:00", "tariff": "c"}]}]}
    ]}]
})";

class TariffProof : public testing::TestWithParam<const char *>
{
};

TEST_P (TariffProof, EachInstantHasOneTariff)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (WattleTariffPlan) plan = wattle_tariff_plan_parse_in_zone (
        PLAN, -1, GetParam (), WATTLE_DATE_NONE, nullptr, nullptr, &error);
    WattleTariffProof proof;

    ASSERT_NE (plan, nullptr) << error->message;
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    gint64 from = wattle_zone_begin (zone, wattle_date_new (1970, 1, 1), 0);
    gint64 to = wattle_zone_begin (zone, wattle_date_new (2101, 1, 1), 0);

    ASSERT_TRUE (wattle_tariff_proof_walk (plan, from, to, &proof, &error)) << error->message;
    EXPECT_LE (proof.days, DAYS_1970_TO_2100);
    EXPECT_GE (proof.days, DAYS_1970_TO_2100 - 1); // where the date line was moved
    EXPECT_GT (proof.spans, proof.days * 2);
    EXPECT_GT (proof.unpriced, 0u); // tariff c has no price

    guint64 changes = 0;
    for (gint64 time = wattle_zone_get_transition (zone, from); time < to;
         time = wattle_zone_get_transition (zone, time))
        changes++;
    EXPECT_EQ (proof.transitions, changes);
}

INSTANTIATE_TEST_SUITE_P (World, TariffProof, testing::ValuesIn (zone_names), name_of_zone);

TEST (TariffProofFailure, NamesTheFirstInstantWithoutATariff)
{
    g_autoptr (GError) error = nullptr;
    std::string text = PLAN;

    text.replace (text.find ("1960-01-01"), 10, "2026-11-26");
    g_autoptr (WattleTariffPlan) plan = wattle_tariff_plan_parse_in_zone (
        text.c_str (), -1, "Europe/Ljubljana", WATTLE_DATE_NONE, nullptr, nullptr, nullptr);
    WattleTariffProof proof;

    ASSERT_NE (plan, nullptr);
    gint64 from =
        wattle_zone_begin (wattle_tariff_plan_get_zone (plan), wattle_date_new (2026, 11, 26), 0);
    EXPECT_TRUE (wattle_tariff_proof_walk (plan, from, from + 10 * DAY, &proof, nullptr));
    EXPECT_FALSE (wattle_tariff_proof_walk (plan, from - DAY, from, &proof, &error));
    EXPECT_NE (std::string (error->message).find ("there is no tariff"), std::string::npos);
}

TEST (TariffProofFailure, NamesTheFirstDayThatNoSeasonIsFor)
{
    g_autoptr (GError) error = nullptr;
    std::string text = PLAN;
    const std::string both = R"(["weekend", "holiday"])";

    text.replace (text.find (both), both.size (), R"(["holiday"])");
    g_autoptr (WattleTariffPlan) plan = wattle_tariff_plan_parse_in_zone (
        text.c_str (), -1, "Europe/Ljubljana", WATTLE_DATE_NONE, nullptr, nullptr, nullptr);
    WattleTariffProof proof;

    ASSERT_NE (plan, nullptr);
    gint64 friday =
        wattle_zone_begin (wattle_tariff_plan_get_zone (plan), wattle_date_new (2026, 11, 27), 0);
    EXPECT_TRUE (wattle_tariff_proof_walk (plan, friday, friday + DAY, &proof, nullptr));
    EXPECT_EQ (proof.days, 1u);
    EXPECT_FALSE (wattle_tariff_proof_walk (plan, friday, friday + 2 * DAY, &proof, &error));
    EXPECT_EQ (std::string (error->message).find ("2026-11-28 in Europe/Ljubljana, at 00:00"), 0u)
        << error->message;
}

TEST (TariffProofLonger, APlanIsTakenAsIfItHadBegunEarlier)
{
    std::string text = PLAN;

    text.replace (text.find ("1960-01-01"), 10, "2026-11-26");
    g_autoptr (WattleTariffPlan) plan =
        wattle_tariff_plan_parse_in_zone (text.c_str (), -1, "Europe/Ljubljana",
                                          wattle_date_new (1970, 1, 1), nullptr, nullptr, nullptr);
    g_autoptr (WattleTariffPlan) later =
        wattle_tariff_plan_parse_in_zone (text.c_str (), -1, "Europe/Ljubljana",
                                          wattle_date_new (2030, 1, 1), nullptr, nullptr, nullptr);
    WattleTariffProof proof;

    ASSERT_NE (plan, nullptr);
    ASSERT_NE (later, nullptr);
    gint64 begin =
        wattle_zone_begin (wattle_tariff_plan_get_zone (plan), wattle_date_new (1970, 1, 1), 0);
    EXPECT_TRUE (wattle_tariff_proof_walk (plan, begin, begin + 400 * DAY, &proof, nullptr));
    EXPECT_EQ (wattle_tariff_plan_get_n_items (plan, begin - 1), 0u);
    EXPECT_GT (wattle_tariff_plan_get_n_items (later, 1795647600), 0u) << "2026-11-26 stays";
}
