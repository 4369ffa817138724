// SPDX-License-Identifier: LGPL-2.1-or-later
// Tariff plans of a running house: what they tell, and when.
#include "engine/wattle-tariffs.h"

#include "base/wattle-json.h"
#include "support/tariff-house.h"

using namespace wattle_test;

namespace
{

class Tariffs : public TariffHouse
{
};

} // namespace

TEST_F (Tariffs, TellWhatIsTrueNow)
{
    put ({});
    start ();
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (show ("price"), "0.1076"); // 0.08 with 22 % and 0.01
    EXPECT_EQ (show ("next_change"), "2026-11-26T06:00:00+01:00");
    EXPECT_EQ (show ("season"), "Workdays");
    EXPECT_EQ (show ("day_type"), "workday");
    EXPECT_EQ (show ("holiday"), "");
    EXPECT_EQ (wattle_entity_get_quality (entity ("holiday")), WATTLE_QUALITY_GOOD);
    EXPECT_STREQ (wattle_entity_get_unit (entity ("price")), "EUR/kWh");
    EXPECT_STREQ (wattle_entity_get_spec (entity ("tariff"))->options, "low|high");
    EXPECT_STREQ (wattle_runner_get_name (wattle_manager_find (manager, "tariff_home")), "At home");
    EXPECT_EQ (complaints (), "");
}

TEST_F (Tariffs, ChangeAtTheVeryBoundaryAndOnce)
{
    put ({});
    start ();
    advance (90 * 60 - 1);
    batches.clear ();
    EXPECT_EQ (show ("tariff"), "low");
    advance (1);
    EXPECT_EQ (show ("tariff"), "high");
    EXPECT_EQ (show ("price"), "0.254");
    EXPECT_EQ (show ("next_change"), "2026-11-26T22:00:00+01:00");
    EXPECT_EQ (wattle_entity_get_time (entity ("tariff")), moment (2026, 11, 26, 6));
    EXPECT_EQ (batches.size (), 1u);
    advance (16 * 3600 - 1);
    EXPECT_EQ (batches.size (), 1u);
}

TEST_F (Tariffs, TellOfHolidaysAndOfTheClockChange)
{
    set_time (moment (2026, 12, 31, 23, 59));
    put ({});
    start ();
    EXPECT_EQ (show ("next_change"), "2027-01-04T06:00:00+01:00");
    advance (60);
    EXPECT_EQ (show ("holiday"), "New Year");
    EXPECT_EQ (show ("day_type"), "holiday");
    EXPECT_EQ (show ("season"), "Free");

    set_time (moment (2026, 3, 28, 12)); // a Saturday before the clocks go forward
    EXPECT_EQ (show ("holiday"), "");
    EXPECT_EQ (show ("next_change"), "2026-03-30T06:00:00+02:00");
}

TEST_F (Tariffs, FollowAClockThatIsSet)
{
    put ({});
    start ();
    set_time (moment (2026, 11, 26, 6));
    EXPECT_EQ (show ("tariff"), "high");
    set_time (moment (2026, 11, 26, 5, 59));
    EXPECT_EQ (show ("tariff"), "low");
    advance (60);
    EXPECT_EQ (show ("tariff"), "high");

    batches.clear ();
    set_time (moment (2026, 11, 26, 12));
    EXPECT_EQ (batches.size (), 0u) << "nothing else is true";
    advance (10 * 3600);
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (batches.size (), 1u);
}

TEST_F (Tariffs, TellNoPriceThatIsNotKnown)
{
    TariffDocument document;

    document.low.clear ();
    put (document);
    start ();
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (show ("price"), "(none)");
    EXPECT_EQ (wattle_entity_get_quality (entity ("price")), WATTLE_QUALITY_MISSING);
    EXPECT_NE (more ("price").find (R"(,"low",null])"), std::string::npos);
}

// The calendar counts without a version.
TEST_F (Tariffs, TellTheDayAndTheBeginBeforeTheyBegin)
{
    set_time (moment (2025, 1, 2, 12));
    put ({});
    start ();
    EXPECT_EQ (show ("tariff"), "(none)");
    EXPECT_EQ (show ("price"), "(none)");
    EXPECT_EQ (show ("season"), "(none)");
    EXPECT_EQ (show ("day_type"), "holiday");
    EXPECT_EQ (show ("holiday"), "New Year");
    EXPECT_EQ (show ("next_change"), "2026-01-01T00:00:00+01:00");
    EXPECT_NE (more ("price").find (R"("curve":[["2025-01-02T00:00:00+01:00",null,null]])"),
               std::string::npos)
        << more ("price");
    batches.clear ();
    advance (12 * 3600);
    EXPECT_EQ (show ("day_type"), "workday");
    EXPECT_EQ (show ("holiday"), "");
    EXPECT_EQ (batches.size (), 1u);

    set_time (moment (2025, 12, 31, 12));
    EXPECT_EQ (wattle_tariff_run_get_until (wattle_tariffs_get (tariffs, 0)), moment (2026, 1, 1));
    advance (12 * 3600);
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (show ("holiday"), "New Year");
}

TEST_F (Tariffs, TellNoChangeThatDoesNotCome)
{
    TariffDocument document;
    std::string text = document.text ();
    size_t at = text.find ("\"high\"}, {\"at\"");

    ASSERT_NE (at, std::string::npos);
    text.replace (at, 6, "\"low\"");
    put ("home", text);
    start ();
    EXPECT_EQ (show ("tariff"), "low");
    EXPECT_EQ (show ("next_change"), "(none)");
}

TEST_F (Tariffs, ShowTwoDaysAhead)
{
    put ({});
    start ();
    EXPECT_EQ (more ("tariff"), R"("name":"Low","names":{"low":"Low","high":"High"})");
    std::string curve = more ("price").substr (more ("price").find ("\"curve\""));
    // Friday night is one with the morning after, and the end is two days behind the next boundary.
    EXPECT_EQ (curve, R"("curve":[["2026-11-26T00:00:00+01:00","low",0.1076],)"
                      R"(["2026-11-26T06:00:00+01:00","high",0.254],)"
                      R"(["2026-11-26T22:00:00+01:00","low",0.1076],)"
                      R"(["2026-11-27T06:00:00+01:00","high",0.254],)"
                      R"(["2026-11-27T22:00:00+01:00","low",0.1076]],)"
                      R"("curve_until":"2026-11-29T00:00:00+01:00")");
    EXPECT_NE (more ("price").find (R"({"component":"energy","name":"Energy","net":0.08,)"
                                    R"("gross":0.0976})"),
               std::string::npos)
        << more ("price");
}

namespace
{

// Changes each quarter of an hour, in names as long as may be.
std::string
quarters (const char *vat)
{
    const std::string one = "a_tariff_with_a_very_long_name_1",
                      two = "a_tariff_with_a_very_long_name_2";
    std::string schedule;

    for (int i = 0; i < 96; i++) {
        g_autofree char *at = g_strdup_printf ("%02d:%02d", i / 4, i % 4 * 15);

        schedule += std::string (i > 0 ? "," : "") + R"({"at": ")" + at + R"(", "tariff": ")" +
                    (i % 2 > 0 ? one : two) + "\"}";
    }
    return R"({"format": 1, "id": "home", "name": "Quarters", "currency": "EUR",
        "zone": "Europe/Ljubljana", "tariffs": [{"id": ")" +
           one + R"(", "name": "One"}, {"id": ")" + two + R"(", "name": "Two"}],
        "versions": [{"from": "2026-01-01", "components": [{"id": "energy", "name": "Energy",
            "main": true, "vat": ")" +
           vat + R"(", "prices": {")" + one + R"(": "0.123456789", ")" + two +
           R"(": "-0.987654321"}, "seasons": [{"name": "All", "start": "01-01",
            "day_types": ["workday", "weekend", "holiday"], "schedule": [)" +
           schedule + "]}]}]}]}";
}

} // namespace

// Home Assistant keeps no more than 16 KiB, with what it adds itself.
TEST_F (Tariffs, ThatChangeEachQuarterOfAnHourAreShownTwoDaysAhead)
{
    put ("home", quarters ("0"));
    start ();
    EXPECT_EQ (complaints (), "");
    EXPECT_NE (more ("price").find (R"("curve_until":"2026-11-28T04:45:00+01:00")"),
               std::string::npos)
        << more ("price");
    EXPECT_LT (more ("price").size (), 16384u - 512u);
}

TEST_F (Tariffs, TellWhereWhatTheyShowHasToEnd)
{
    put ("home", quarters ("21.9999"));
    start ();
    std::string text = "{" + more ("price") + "}";
    g_autoptr (JsonObject) price = wattle_json_parse_object (text.c_str (), -1, nullptr);
    ASSERT_NE (price, nullptr) << text;
    JsonArray *curve = json_object_get_array_member (price, "curve");
    guint n = json_array_get_length (curve);

    EXPECT_LT (text.size (), 16384u - 512u);
    ASSERT_GT (n, 170u);
    ASSERT_LT (n, 193u);
    g_autoptr (GDateTime) until = g_date_time_new_from_iso8601 (
        json_object_get_string_member (price, "curve_until"), nullptr);
    g_autoptr (GDateTime) last = g_date_time_new_from_iso8601 (
        json_array_get_string_element (json_array_get_array_element (curve, n - 1), 0), nullptr);
    EXPECT_EQ (g_date_time_difference (until, last), 15 * G_TIME_SPAN_MINUTE);
}

TEST_F (Tariffs, TakeTheZoneOfTheHouseWhereTheyNameNone)
{
    TariffDocument document;

    document.zone.clear ();
    put (document);
    start ();
    EXPECT_EQ (show ("next_change"), "2026-11-26T06:00:00+01:00");
    dir.write ("config/wattle.conf", "[Host]\nZone=Europe/Kyiv\n");
    wattle_admin_reload (admin);
    EXPECT_EQ (show ("next_change"), "2026-11-26T06:00:00+02:00");
    EXPECT_EQ (complaints (), "");
}

// Only a start has nothing better than the computer's.
TEST_F (Tariffs, KeepTheZoneOfTheHouseWhenItIsMisspelt)
{
    TariffDocument document;

    document.zone.clear ();
    dir.write ("config/wattle.conf", "[Host]\nZone=Europe/Kyiv\n");
    put (document);
    start ();
    for (const char *text :
         { "[Host]\nZone=Europe/Kyyiv\n", "[Host]\nZone=Kyiv\n", "[Host\nZone" }) {
        dir.write ("config/wattle.conf", text);
        wattle_admin_reload (admin);
        EXPECT_NE (complaints ().find ("wattle.conf"), std::string::npos) << complaints ();
        EXPECT_STREQ (wattle_tariffs_get_zone (tariffs), "Europe/Kyiv");
        EXPECT_EQ (show ("next_change"), "2026-11-26T06:00:00+02:00");
    }
    dir.write ("config/wattle.conf", "[Host]\nZone=Europe/Lisbon\n");
    wattle_admin_reload (admin);
    EXPECT_EQ (complaints (), "");
    EXPECT_EQ (show ("next_change"), "2026-11-26T06:00:00+00:00");
}

TEST_F (Tariffs, NeedAZoneThatThereIs)
{
    dir.write ("config/wattle.conf", "[Host]\nZone=Europe/Nowhere\n");
    put ({});
    start ();
    EXPECT_NE (complaints ().find ("must be a time zone that this computer knows"),
               std::string::npos)
        << complaints ();
    EXPECT_EQ (show ("tariff"), "low");
}

// A change of the tariff may lie behind many others, and is found again once it has passed.
TEST_F (Tariffs, KnowTheNextChangeOverTheDaysBetween)
{
    set_time (moment (2026, 11, 27, 21, 59)); // a Friday
    put ({});
    start ();
    EXPECT_EQ (show ("next_change"), "2026-11-27T22:00:00+01:00");
    advance (60);
    for (int day = 0; day < 3; day++) {
        EXPECT_EQ (show ("next_change"), "2026-11-30T06:00:00+01:00") << day;
        if (day < 2)
            advance (24 * 3600);
    }
    advance (8 * 3600); // to 06:00 of the Monday
    EXPECT_EQ (show ("next_change"), "2026-11-30T22:00:00+01:00");
    set_time (moment (2026, 11, 27, 12));
    EXPECT_EQ (show ("next_change"), "2026-11-27T22:00:00+01:00");
}

// What only another component knows is never the tariff.
TEST_F (Tariffs, CanBeThoseOfTheMainComponentInAnyVersion)
{
    put ("home", R"({"format": 1, "id": "home", "name": "N", "currency": "EUR",
        "zone": "Europe/Ljubljana", "tariffs": [{"id": "block", "name": "B"},
            {"id": "old", "name": "O"}, {"id": "new", "name": "W"}, {"id": "unused", "name": "U"}],
        "versions": [{"from": "2026-01-01", "components": [
            {"id": "energy", "name": "E", "main": true, "prices": {"old": "0.1"}, "seasons": [
                {"name": "S", "start": "01-01", "day_types": ["workday", "weekend", "holiday"],
                 "schedule": [{"at": "00:00", "tariff": "old"}]}]},
            {"id": "grid", "name": "G", "prices": {"block": "0.1"}, "seasons": [
                {"name": "S", "start": "01-01", "day_types": ["workday", "weekend", "holiday"],
                 "schedule": [{"at": "00:00", "tariff": "block"}]}]}]},
          {"from": "2027-01-01", "components": [
            {"id": "energy", "name": "E", "main": true, "prices": {"new": "0.1"}, "seasons": [
                {"name": "S", "start": "01-01", "day_types": ["workday", "weekend", "holiday"],
                 "schedule": [{"at": "00:00", "tariff": "new"}]}]}]}]})");
    start ();
    EXPECT_EQ (complaints (), "");
    EXPECT_STREQ (wattle_entity_get_spec (entity ("tariff"))->options, "old|new");
    EXPECT_EQ (more ("tariff"), R"("name":"O","names":{"old":"O","new":"W"})");
    EXPECT_EQ (show ("next_change"), "2027-01-01T00:00:00+01:00");
}
