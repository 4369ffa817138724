// SPDX-License-Identifier: LGPL-2.1-or-later
// Tariff plans of a running house: what they tell, and when.
#include "engine/wattle-tariffs.h"

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
    EXPECT_EQ (show ("holiday"), "(none)");
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
    EXPECT_EQ (show ("holiday"), "(none)");
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
    EXPECT_NE (more ("price").find (R"("tariff":"low","price":null)"), std::string::npos);

    set_time (moment (2025, 12, 31, 12)); // no version counts yet
    EXPECT_EQ (show ("tariff"), "(none)");
    EXPECT_EQ (show ("season"), "(none)");
    EXPECT_EQ (show ("next_change"), "2026-01-01T00:00:00+01:00");
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
    std::string first = R"("curve":[{"start":"2026-11-26T00:00:00+01:00",)"
                        R"("end":"2026-11-26T06:00:00+01:00","tariff":"low","price":0.1076})";
    EXPECT_EQ (curve.substr (0, first.size ()), first);
    // Friday night is one with the morning after, and the end is two days behind the next boundary.
    EXPECT_NE (curve.find (R"({"start":"2026-11-27T22:00:00+01:00","end":"2026-11-29T00:00:00)"),
               std::string::npos)
        << curve;
    EXPECT_NE (more ("price").find (R"({"component":"energy","name":"Energy","net":0.08,)"
                                    R"("gross":0.0976})"),
               std::string::npos)
        << more ("price");
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
