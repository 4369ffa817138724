// SPDX-License-Identifier: LGPL-2.1-or-later
// What comes each second, good and bad.
#include "support.h"

using namespace smappee_test;

namespace
{

const char *const REALTIME = "local-mqtt/realtime_exporting.json";

TEST (SmappeeRealtime, TheSumOfAllChannelsIsNoEnergyOfTheHouse)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    // The message says 64905476400 J for all channels, sub-meters among them.
    EXPECT_NEAR (genius.value ("energy_import"), 7975669, 0.5);
    for (guint i = 0; i < genius.n_entities (); i++) {
        WattleEntity *entity = wattle_device_get_entity (genius.device, i);

        EXPECT_NE (wattle_entity_get_number (entity), 64905476400.0 / 3600)
            << wattle_entity_get_key (entity);
    }
}

TEST (SmappeeRealtime, CountersLastAndLoadsHaveTheKeyOfTheirFirstChannel)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    for (const char *key :
         { "energy_import", "energy_export", "solar_energy", "ct_5500010002_0_energy_import",
           "ct_5500010002_3_energy_import", "ch_5500010002_1_energy_import" }) {
        WattleEntity *entity = genius.find (key);

        ASSERT_NE (entity, nullptr) << key;
        EXPECT_EQ (wattle_entity_get_counter (entity), WATTLE_COUNTER_LIFETIME) << key;
        EXPECT_EQ (wattle_entity_get_quantity (entity), WATTLE_QUANTITY_ENERGY) << key;
    }
    EXPECT_EQ (genius.name ("ct_5500010002_0_energy_import"), "Charger energy");
    EXPECT_EQ (genius.name ("ch_5500010002_1_active_power"), "Charger L2 (5500010002/1) power");
    EXPECT_EQ (genius.shown ("ct_5500010002_1_active_power"), "no entity");
}

TEST (SmappeeRealtime, ChannelsRepeatWhatGroupsTellAndAreOffUntilWanted)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    EXPECT_EQ (genius.shown ("ch_5500010001_0_active_power"), "-1180.0");
    EXPECT_EQ (genius.shown ("ch_5500010001_0_current"), "5.200");
    EXPECT_EQ (genius.shown ("ch_5500010001_0_apparent_power"), "1192.0");
    EXPECT_EQ (genius.shown ("ch_5500010001_0_power_factor"), "-0.980");
    EXPECT_TRUE (wattle_entity_get_flags (genius.find ("ch_5500010001_0_active_power")) &
                 WATTLE_ENTITY_DISABLED);
    EXPECT_FALSE (wattle_entity_get_flags (genius.find ("active_power")) & WATTLE_ENTITY_DISABLED);
}

TEST (SmappeeRealtime, AssumedAPowerFactorOfNearlyNothingIsMissing)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    EXPECT_EQ (genius.shown ("ch_5500010002_0_apparent_power"), "4.0");
    EXPECT_EQ (genius.shown ("ch_5500010002_0_power_factor"), "–");
}

TEST (SmappeeRealtime, PhasesThatAreNotThereAreMissing)
{
    Genius delta ({}, "local-mqtt/channelConfigV2_delta.json");

    ASSERT_TRUE (delta.tell ("realtime", load ("local-mqtt/realtime_delta.json")));
    EXPECT_EQ (delta.shown ("voltage_l2"), "231.0");
    EXPECT_EQ (delta.shown ("voltage_l3"), "–");
    EXPECT_EQ (delta.shown ("active_power_l3"), "no entity");
}

TEST (SmappeeRealtime, ASinglePhaseHasOneVoltage)
{
    Part one ("genius", { { "ServiceLocation", LOCATION.c_str () } });

    ASSERT_TRUE (
        one.tell ("channelConfigV2",
                  replaced (load ("local-mqtt/channelConfigV2_delta.json"), "THREE_DELTA", "ONE")));
    ASSERT_TRUE (one.tell ("realtime", load ("local-mqtt/realtime_delta.json")));
    EXPECT_EQ (one.shown ("voltage_l1"), "230.0");
    EXPECT_EQ (one.shown ("voltage_l2"), "no entity");
}

TEST (SmappeeRealtime, AssumedAnUnknownTopologyHasAsManyPhasesAsVoltages)
{
    Part part ("genius", { { "ServiceLocation", LOCATION.c_str () } });

    ASSERT_TRUE (part.tell ("channelConfigV2", replaced (load ("local-mqtt/channelConfigV2.json"),
                                                         "THREE_STAR", "FOUR_SQUARE")));
    ASSERT_TRUE (part.tell ("realtime", load (REALTIME)));
    EXPECT_EQ (part.shown ("voltage_l3"), "232.0");
}

TEST (SmappeeRealtime, TellsItsTimeSoThatAFrozenFeedIsSeen)
{
    Genius genius;
    gint64 since;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    for (int i = 0; i < 40; i++) {
        genius.wait (1);
        ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    }
    EXPECT_TRUE (
        wattle_device_stands_still (genius.device, genius.now, 10 * G_USEC_PER_SEC, &since));
    EXPECT_EQ (wattle_entity_get_quality (genius.find ("active_power")), WATTLE_QUALITY_STALE);

    genius.wait (1);
    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (1)));
    EXPECT_FALSE (
        wattle_device_stands_still (genius.device, genius.now, 10 * G_USEC_PER_SEC, &since));
    EXPECT_EQ (wattle_entity_get_quality (genius.find ("active_power")), WATTLE_QUALITY_GOOD);
}

TEST (SmappeeRealtime, PassesOverWhatWasOvertakenButFollowsAClockThatWasSet)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (5)));
    EXPECT_FALSE (genius.tell ("realtime", genius.realtime (4)));
    EXPECT_NE (genius.message ().find ("1000 ms older"), std::string::npos);
    EXPECT_TRUE (genius.tell ("realtime", genius.realtime (5))) << "repeated";
    EXPECT_TRUE (genius.tell ("realtime", genius.realtime (-3600)));
}

TEST (SmappeeRealtime, FewerReadingsAreTakenOverWhereThatIsWanted)
{
    Genius genius (Part::Options{ { "Every", "5" } });
    auto with_solar = [&] (int seconds) {
        return replaced (genius.realtime (seconds), "\"power\": 1890",
                         "\"power\": " + std::to_string (2000 + seconds));
    };

    for (int i = 0; i < 12; i++) {
        ASSERT_TRUE (genius.tell ("realtime", with_solar (i)));
        EXPECT_EQ (genius.shown ("solar_power"), std::to_string (2000 + i / 5 * 5) + ".0") << i;
        EXPECT_EQ (genius.check (), "fine");
        genius.wait (1);
    }
}

TEST (SmappeeRealtime, WhatABrokerKeptIsOfUnknownAge)
{
    Genius genius;

    EXPECT_TRUE (genius.tell ("realtime", load (REALTIME), true));
    EXPECT_EQ (genius.shown ("active_power"), "no entity");
}

// An index may be missing for a while when the map is changed.
TEST (SmappeeRealtime, AGroupIsNotAddedUpWithoutOneOfItsChannels)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    ASSERT_TRUE (genius.tell ("realtime",
                              replaced (replaced (genius.realtime (1), "\"publishIndex\": 1,", ""),
                                        "\"power\": -1180", "\"power\": -1000")));
    EXPECT_EQ (genius.shown ("active_power"), "-123.0") << "the last that was whole";
    EXPECT_EQ (genius.shown ("ch_5500010001_0_active_power"), "-1000.0");
    EXPECT_EQ (genius.shown ("solar_power"), "1890.0");
}

TEST (SmappeeRealtime, AnIndexThatMeansAnotherChannelByItsFormulaIsPassedOver)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    ASSERT_TRUE (genius.tell (
        "realtime", replaced (replaced (genius.realtime (1), "$5500010001/3$", "$5500010003/0$"),
                              "\"power\": 1890", "\"power\": 7")));
    EXPECT_EQ (genius.shown ("solar_power"), "1890.0");
}

TEST (SmappeeRealtime, EntriesOfNoChannelAreHarmless)
{
    Genius genius;

    EXPECT_TRUE (genius.tell (
        "realtime", "{\"totalPower\":5,\"channelPowers\":[{\"publishIndex\":-1,\"power\":3},"
                    "{\"power\":4},{\"publishIndex\":77,\"power\":4}],\"voltages\":[]}"));
    EXPECT_EQ (genius.shown ("total_power"), "5.0");
    EXPECT_EQ (genius.shown ("active_power"), "no entity");
}

TEST (SmappeeRealtime, RefusesWhatIsNotAsDocumented)
{
    Genius genius;
    const std::string good = genius.realtime (0);

    for (const auto &[from, to] : std::vector<std::pair<std::string, std::string>>{
             { "\"power\": -1180", "\"power\": \"-1180\"" },
             { "\"power\": -1180", "\"power\": 1e300" },
             { "\"importEnergy\": 11233980000", "\"importEnergy\": -3600" },
             { "\"current\": 52", "\"current\": -1" },
             { "\"publishIndex\": 0", "\"publishIndex\": \"0\"" },
             { "\"phaseId\": 2\n  }", "\"phaseId\": 3\n  }" },
             { "\"voltage\": 231", "\"voltage\": -231" },
             { "\"totalPower\": 1767", "\"totalPower\": true" },
             { "\"utcTimeStamp\": 1767262205000", "\"utcTimeStamp\": -1" },
             { "\"channelPowers\": [", "\"channelPowers\": [1," } }) {
        EXPECT_FALSE (genius.tell ("realtime", replaced (good, from, to))) << to;
        EXPECT_TRUE (g_error_matches (genius.error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL)) << to;
    }
    EXPECT_FALSE (genius.tell ("realtime", good.substr (0, 700)));
    EXPECT_FALSE (genius.tell ("realtime", "[]"));
    EXPECT_FALSE (genius.tell ("realtime", ""));
    EXPECT_EQ (genius.shown ("active_power"), "no entity");
    EXPECT_TRUE (genius.tell ("realtime", good));
}

TEST (SmappeeRealtime, SumsThatDoNotFitTheMapAreAProblemOnceTheyStay)
{
    Genius genius;
    auto with_total = [&] (int seconds, const char *total) {
        return replaced (genius.realtime (seconds), "\"totalPower\": 1767", total);
    };

    ASSERT_TRUE (genius.tell ("realtime", with_total (0, "\"totalPower\": 1775")));
    EXPECT_EQ (genius.shown ("sums_differ"), "off") << "1 W for each of 8 channels";
    for (int i = 1; i < 5; i++)
        ASSERT_TRUE (genius.tell ("realtime", with_total (i, "\"totalPower\": 1776")));
    EXPECT_EQ (genius.shown ("sums_differ"), "off");
    ASSERT_TRUE (genius.tell ("realtime", with_total (5, "\"totalPower\": 1776")));
    EXPECT_EQ (genius.shown ("sums_differ"), "on");
    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (6)));
    EXPECT_EQ (genius.shown ("sums_differ"), "off");
}

TEST (SmappeeRealtime, AssumedAPlusAddsUpConsumptionOnly)
{
    Part plus ("plus", { { "ServiceLocation", LOCATION.c_str () } });

    ASSERT_TRUE (plus.tell ("channelConfig", load ("local-mqtt/plus_channelConfig.json")));
    ASSERT_TRUE (plus.tell ("realtime", load ("local-mqtt/plus_realtime.json")));
    EXPECT_EQ (plus.shown ("sums_differ"), "no entity");
    EXPECT_EQ (plus.shown ("load_power"), "1547.0");
    EXPECT_EQ (plus.shown ("frequency"), "no entity");
    EXPECT_EQ (plus.shown ("ch_0_apparent_power"), "no entity");
    EXPECT_EQ (plus.shown ("ct_4_active_power"), "287.0");
}

TEST (SmappeeRealtime, AssumedEnergiesAreJoulesUnlessAnOptionSaysOtherwise)
{
    Genius joules;
    Genius hours (Part::Options{ { "EnergyUnit", "Wh" } });

    ASSERT_TRUE (joules.tell ("realtime", joules.realtime (0)));
    ASSERT_TRUE (hours.tell ("realtime", hours.realtime (0)));
    EXPECT_NEAR (joules.value ("solar_energy"), 5210300, 0.1);
    EXPECT_NEAR (hours.value ("solar_energy"), 18757080000, 0.1);
}

TEST (SmappeeRealtime, AChannelThatIsNotThereCannotBeTurnedRound)
{
    Genius genius (Part::Options{ { "Invert", "5500010002/3, 5500010009/0" } });

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    EXPECT_EQ (genius.check (), "Invert is “5500010002/3, 5500010009/0”, and names an input that "
                                "the channel map does not have; it lists inputs such as "
                                "5500010002/3");
    EXPECT_EQ (genius.shown ("solar_power"), "1890.0");
}

TEST (SmappeeRealtime, AChannelCanBeTurnedRound)
{
    Genius genius (Part::Options{ { "Invert", "5500010002/3, 5500010001/3" } });

    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    EXPECT_EQ (genius.shown ("solar_power"), "-1890.0");
    EXPECT_NEAR (genius.value ("solar_energy"), 3283200 / 3600.0, 1e-6);
    EXPECT_EQ (genius.shown ("ct_5500010002_3_active_power"), "-512.0");
    EXPECT_EQ (genius.shown ("ct_5500010002_0_active_power"), "0.0") << "not -0";
    EXPECT_EQ (genius.shown ("active_power"), "-123.0");
}

} // namespace
