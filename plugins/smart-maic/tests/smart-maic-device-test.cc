// SPDX-License-Identifier: LGPL-2.1-or-later
// Entities, and what messages make of them.
#include "support.h"
#include "support/log-capture.h"

using namespace smart_maic_test;
using wattle_test::LogCapture;

static const char *const JSON = "1728104417/JSON";

TEST (SmartMaicDevice, AssumedPowerIsWhatIsTakenLessWhatIsGivenBack)
{
    Unit unit ("d103", MQTT);

    ASSERT_TRUE (unit.push (JSON, load ("mqtt/JSON_d103_extended.json"))) << unit.why ();
    EXPECT_EQ (unit.number ("voltage_l1"), 231.42);
    EXPECT_EQ (unit.number ("current_l3"), 6.401);
    EXPECT_EQ (unit.number ("active_power_l1"), 941.6);
    EXPECT_EQ (unit.number ("active_power_l3"), -1470.5);
    EXPECT_NEAR (unit.number ("active_power"), 941.6 + 203.1 - 1470.5, 1e-9);
    EXPECT_EQ (unit.number ("active_power_import_l3"), 0);
    EXPECT_EQ (unit.number ("active_power_export_l3"), 1470.5);
    EXPECT_EQ (unit.number ("active_power_export"), 1470.5);
    EXPECT_NEAR (unit.number ("current"), 4.318 + 1.062 + 6.401, 1e-9);
    EXPECT_EQ (unit.number ("energy_import_l1"), 1284417.3);
    EXPECT_NEAR (unit.number ("energy_import"), 2461424.2, 1e-6);
    EXPECT_NEAR (unit.number ("energy_export"), 943853.7, 1e-6);
    EXPECT_NEAR (unit.number ("meter_reading_import"), 2461424.2, 1e-6);
    EXPECT_NEAR (unit.number ("meter_reading_export"), 943853.7, 1e-6);
    EXPECT_EQ (unit.number ("power_factor_l2"), 0.83);
    EXPECT_EQ (unit.number ("temperature"), 31.4);
    EXPECT_EQ (unit.shown ("output_1"), "off");
    EXPECT_FALSE (unit.has ("frequency"));
    EXPECT_FALSE (unit.has ("voltage"));
    EXPECT_FALSE (unit.has ("power_factor"));
}

TEST (SmartMaicDevice, StandardVersionHasNothingOfWhatIsGivenBack)
{
    Unit unit ("d103", MQTT);

    unit.push (JSON, load ("mqtt/JSON_d103_standard.json"));
    EXPECT_EQ (unit.number ("active_power_l3"), 1470.5);
    EXPECT_NEAR (unit.number ("active_power"), 2615.2, 1e-9);
    for (const char *key : { "energy_export", "energy_export_l1", "active_power_export",
                             "active_power_import_l1", "meter_reading_export" })
        EXPECT_FALSE (unit.has (key)) << key;
    EXPECT_EQ (unit.shown ("output_1"), "on");
}

TEST (SmartMaicDevice, OnlyPhaseOfAD101IsTheWholeDevice)
{
    Unit unit ("d101", MQTT, {}, "1710203318");

    unit.push ("1710203318/JSON", load ("mqtt/JSON_d101_extended.json"));
    EXPECT_EQ (unit.number ("voltage_l1"), 228.16);
    EXPECT_EQ (unit.number ("current_l1"), 2.704);
    EXPECT_EQ (unit.number ("active_power"), -598.2);
    EXPECT_EQ (unit.number ("energy_import"), 3310422.7);
    EXPECT_EQ (unit.number ("energy_export"), 41020.5);
    EXPECT_EQ (unit.number ("power_factor"), 0.97);
    EXPECT_FALSE (unit.has ("active_power_l1"));
    EXPECT_FALSE (unit.has ("current"));
}

TEST (SmartMaicDevice, FlagsTellWhatIsForWhom)
{
    Unit unit ("d103", MQTT);
    auto flags = [&] (const char *key) {
        return (guint)wattle_entity_get_flags (wattle_device_find_entity (unit.device, key));
    };

    unit.push (JSON, load ("mqtt/JSON_d103_extended.json"));
    EXPECT_EQ (flags ("energy_import_l2"), (guint)WATTLE_ENTITY_ADJUSTABLE);
    EXPECT_EQ (flags ("energy_export_l2"), (guint)WATTLE_ENTITY_ADJUSTABLE);
    EXPECT_EQ (flags ("energy_import"), 0u);
    EXPECT_EQ (flags ("active_power_import_l1"),
               (guint)(WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED));
    EXPECT_EQ (flags ("meter_reading_export"),
               (guint)(WATTLE_ENTITY_DIAGNOSTIC | WATTLE_ENTITY_DISABLED));
    EXPECT_EQ (
        wattle_entity_get_counter (wattle_device_find_entity (unit.device, "meter_reading_export")),
        WATTLE_COUNTER_READING);
    EXPECT_EQ (flags ("output_1"), (guint)WATTLE_ENTITY_OUTPUT);
    EXPECT_EQ (flags ("temperature"), (guint)WATTLE_ENTITY_DIAGNOSTIC);
}

TEST (SmartMaicDevice, AssumedScalarsTellTheSameInEveryForm)
{
    for (const char *file : { "mqtt/topics_d103_slash_prefix.json", "mqtt/topics_d103_dot.json",
                              "mqtt/topics_d103_slash_noprefix.json" }) {
        Unit unit ("d103", MQTT, { { "Prefix", "smart-maic/" } });

        unit.push_all (file);
        EXPECT_NEAR (unit.number ("active_power"), -325.8, 1e-9) << file;
        EXPECT_NEAR (unit.number ("energy_import"), 2461424.2, 1e-6) << file;
        EXPECT_EQ (unit.number ("energy_import_l1"), 1284417.3) << file;
        EXPECT_EQ (unit.number ("temperature"), 31.4) << file;
    }
}

TEST (SmartMaicDevice, SumOfScalarsComesWithTheLastSummandOnly)
{
    Unit unit ("d103", MQTT);

    for (const char *key : { "V1", "W1", "W2" })
        unit.push (std::string ("1728104417/") + key, "100");
    EXPECT_FALSE (unit.has ("active_power"));
    unit.push ("1728104417/W3", "100");
    EXPECT_EQ (unit.number ("active_power"), 300);

    unit.at (5);
    unit.push ("1728104417/W1", "200");
    unit.push ("1728104417/W2", "200");
    EXPECT_EQ (unit.number ("active_power"), 300) << "old and new are not added";
    unit.push ("1728104417/W3", "200");
    EXPECT_EQ (unit.number ("active_power"), 600);

    unit.at (10);
    unit.push ("1728104417/W1", "300");
    unit.push ("1728104417/W2", "300");
    unit.at (200);
    unit.push ("1728104417/W3", "300");
    EXPECT_EQ (unit.number ("active_power"), 600) << "a summand is too old";
}

TEST (SmartMaicDevice, SignedPowerOfScalarsWaitsForBothDirections)
{
    Unit unit ("d103", MQTT);

    unit.push ("1728104417/W1", "0");
    unit.push ("1728104417/rW1", "500");
    EXPECT_EQ (unit.number ("active_power_l1"), -500);
    unit.at (5);
    unit.push ("1728104417/W1", "700");
    EXPECT_EQ (unit.number ("active_power_l1"), -500);
    unit.push ("1728104417/rW1", "0");
    EXPECT_EQ (unit.number ("active_power_l1"), 700);
}

TEST (SmartMaicDevice, JsonGoesBeforeScalarsForTheKeysItHas)
{
    Unit unit ("d103", MQTT);

    unit.push (JSON, "{\"V1\":230,\"A1\":1}");
    unit.push ("1728104417/V1", "999");
    unit.push ("1728104417/PF1", "0.5");
    EXPECT_EQ (unit.number ("voltage_l1"), 230);
    EXPECT_EQ (unit.number ("power_factor_l1"), 0.5);

    unit.at (100);
    unit.push ("1728104417/V1", "240");
    EXPECT_EQ (unit.number ("voltage_l1"), 240) << "the JSON has become old";
}

TEST (SmartMaicDevice, MissingSummandMakesNoSmallerSum)
{
    Unit unit ("d103", MQTT);

    unit.push (JSON, load ("mqtt/JSON_d103_standard.json"));
    unit.at (5);
    unit.push (JSON, replaced (load ("mqtt/JSON_d103_standard.json"), "\"Wh2\":774120.8,", ""));
    EXPECT_NEAR (unit.number ("energy_import"), 2461424.2, 1e-6);
    unit.at (10);
    unit.push (JSON, replaced (load ("mqtt/JSON_d103_standard.json"), "774120.8", "null"));
    EXPECT_EQ (unit.shown ("energy_import_l2"), "–");
    EXPECT_EQ (unit.shown ("energy_import"), "–");
}

TEST (SmartMaicDevice, KnowsItsEntitiesAgainAfterARestart)
{
    Unit first ("d103", MQTT);
    Unit second ("d103", MQTT);

    first.push (JSON, load ("mqtt/JSON_d103_extended.json"));
    wattle_source_restore_state (
        second.source, "keys", wattle_source_get_state (first.source, "keys"), (WattleStateFlags)0);
    second.make_ready ();
    EXPECT_EQ (wattle_device_get_n_entities (second.device),
               wattle_device_get_n_entities (first.device));
    EXPECT_EQ (second.shown ("active_power"), "–");
    second.push ("1728104417/V1", "230");
    EXPECT_EQ (second.changes, 0);
}

TEST (SmartMaicDevice, InvertExchangesImportAndExportOfAnInput)
{
    Unit unit ("d103", MQTT, { { "Invert3", "true" } });

    unit.push (JSON, load ("mqtt/JSON_d103_extended.json"));
    EXPECT_EQ (unit.number ("active_power_l3"), 1470.5);
    EXPECT_EQ (unit.number ("active_power_import_l3"), 1470.5);
    EXPECT_EQ (unit.number ("energy_import_l3"), 911530.9);
    EXPECT_EQ (unit.number ("energy_export_l3"), 402886.1);
    EXPECT_NEAR (unit.number ("active_power"), 941.6 + 203.1 + 1470.5, 1e-9);
    EXPECT_NEAR (unit.number ("energy_import"), 1284417.3 + 774120.8 + 911530.9, 1e-6);

    Unit standard ("d101", MQTT, { { "Invert", "true" } }, "1710203318");
    standard.push ("1710203318/JSON", load ("mqtt/JSON_d101.json"));
    EXPECT_EQ (standard.number ("active_power"), -598.2);
    EXPECT_EQ (standard.number ("energy_export"), 3310422.7);
    EXPECT_FALSE (standard.has ("energy_import"));
}

TEST (SmartMaicDevice, LinesOfOnePhaseAreCalledSo)
{
    Unit unit ("d103", MQTT, { { "Lines", "true" } });
    auto name = [&] (const char *key) -> std::string {
        return wattle_entity_get_name (wattle_device_find_entity (unit.device, key));
    };

    unit.push (JSON, load ("mqtt/JSON_d103_extended.json"));
    EXPECT_EQ (name ("voltage_l2"), "Voltage, line 2");
    EXPECT_EQ (name ("energy_import_l2"), "Energy import, line 2");
    EXPECT_EQ (name ("active_power_export_l2"), "Active power export, line 2");
    EXPECT_EQ (name ("active_power"), "Active power");
    EXPECT_NEAR (unit.number ("active_power"), -325.8, 1e-9);
}

TEST (SmartMaicDevice, DegreesFahrenheitBecomeCelsius)
{
    Unit unit ("d103", MQTT, { { "TemperatureUnit", "F" } });

    unit.push ("1728104417/Temp", "212");
    EXPECT_NEAR (unit.number ("temperature"), 100, 1e-9);
}

TEST (SmartMaicDevice, AssumedPulsesBecomeWhatAChannelCounts)
{
    Unit unit ("d105", MQTT,
               { { "Channel1Unit", "m3" },
                 { "Channel1PulsesPerUnit", "100" },
                 { "Channel1Offset", "12.5" },
                 { "Channel2Unit", "kWh" },
                 { "Channel2PulsesPerUnit", "1000" },
                 { "Point2", "humidity" } },
               "1750900126");

    unit.push ("1750900126/JSON", load ("mqtt/JSON_d105.json"));
    EXPECT_EQ (unit.number ("period_pulses_1"), 3);
    EXPECT_EQ (unit.number ("pulses_1"), 184220);
    EXPECT_NEAR (unit.number ("volume_1"), 1842.2 + 12.5, 1e-9);
    EXPECT_NEAR (unit.number ("meter_reading_1"), 1854.7, 1e-9);
    EXPECT_NEAR (unit.number ("energy_2"), 90417, 1e-6);
    EXPECT_EQ (unit.number ("temperature_1"), 21.6);
    EXPECT_EQ (unit.number ("humidity_2"), 48.3);
    EXPECT_EQ (unit.number ("voltage_input"), 0.56);
    EXPECT_EQ (unit.number ("temperature"), 30.2);
    EXPECT_EQ (
        wattle_entity_get_counter (wattle_device_find_entity (unit.device, "period_pulses_1")),
        WATTLE_COUNTER_PERIODIC);

    Unit litres ("d105", MQTT, { { "Channel1Unit", "l" } }, "1750900126");
    litres.push_all ("mqtt/topics_d105_slash_noprefix.json");
    EXPECT_NEAR (litres.number ("volume_1"), 184.22, 1e-9);
    EXPECT_FALSE (litres.has ("volume_2"));
}

TEST (SmartMaicDevice, WhatTheBrokerKeptCountsForNothing)
{
    Unit unit ("d103", MQTT);

    EXPECT_FALSE (unit.push (JSON, load ("mqtt/JSON_d103_extended.json"), true));
    EXPECT_FALSE (unit.has ("output_1"));
    EXPECT_TRUE (unit.push (JSON, load ("mqtt/JSON_d103_extended.json")));
}

TEST (SmartMaicDevice, TakesNothingThatIsNotOfTheDevice)
{
    Unit unit ("d103", MQTT, { { "Prefix", "smart-maic/" } });

    for (const char *topic :
         { "1728104552/JSON", "other/1728104417/JSON", "1728104417/SETOUT", "1728104417/foo",
           "smart-maic/17281044170/V1", "smart-maic/x1728104417/V1" })
        EXPECT_FALSE (unit.push (topic, "1")) << topic;
    for (const char *text : { "", "[1]", "17", "{\"V1\":230", "<html>" })
        EXPECT_FALSE (unit.push (JSON, text)) << text;
    EXPECT_FALSE (unit.push ("smart-maic/1728104417/JSON", "{\"unknown\":1}"));
    EXPECT_EQ (wattle_device_get_n_entities (unit.device), 0u);
    EXPECT_TRUE (unit.push ("1728104417.V1", "230.5"));
    EXPECT_EQ (unit.number ("voltage_l1"), 230.5);
}

TEST (SmartMaicDevice, AssumedOtherSeparatorsAreNotHeard)
{
    Unit unit ("d103", MQTT);

    for (const char *topic : { "1728104417-V1", "1728104417:V1", "1728104417_V1", "1728104417V1" })
        EXPECT_FALSE (unit.push (topic, "230")) << topic;
    EXPECT_FALSE (unit.has ("voltage_l1"));
}

TEST (SmartMaicDevice, JsonThatSaysNothingIsNoSignOfLifeAndToldOnce)
{
    LogCapture log;
    Unit unit ("d103", MQTT);
    auto told = [&] {
        int count = 0;

        for (const std::string &line : log.take ())
            count += line.find ("no key that is known") != std::string::npos;
        return count;
    };

    unit.begin (0);
    EXPECT_EQ (unit.ask (), "");
    for (const char *text : { "[1]", "{}", "{\"foo\":1}", "17" })
        EXPECT_FALSE (unit.push (JSON, text)) << text;
    EXPECT_EQ (told (), 1);
    unit.begin (91);
    EXPECT_EQ (unit.ask (), "silent");
    EXPECT_TRUE (unit.push (JSON, "{\"V1\":230}"));
    EXPECT_FALSE (unit.push (JSON, "{}"));
    EXPECT_EQ (told (), 1) << "it begins again";
}

TEST (SmartMaicDevice, ExpiryIsNotShorterThanWhatItIsFor)
{
    EXPECT_EQ (Unit ("d103", MQTT, { { "Expiry", "5" } }).configure (), "");
    EXPECT_EQ (Unit ("d103", MQTT, { { "Expiry", "59" }, { "PushInterval", "60" } }).configure (),
               "Expiry: must not be less than PushInterval, which is 60 s");
    EXPECT_EQ (Unit ("d103", HTTP, { { "Expiry", "60" } }).configure (), "");
    EXPECT_NE (Unit ("d103", HTTP, { { "Expiry", "59" } }).configure ().find ("at least 60"),
               std::string::npos);
}

TEST (SmartMaicDevice, AssumedValuesAreStaleAtTheExpiry)
{
    auto cadence = [] (guint links, const Options &more) {
        Unit unit ("d103", links, more);

        EXPECT_TRUE (unit.push (JSON, "{\"V1\":230}"));
        return wattle_entity_get_spec (wattle_device_find_entity (unit.device, "voltage_l1"))
            ->cadence;
    };

    EXPECT_EQ (cadence (MQTT, {}), 90u);
    EXPECT_EQ (cadence (MQTT, { { "PushInterval", "60" } }), 180u);
    EXPECT_EQ (cadence (MQTT, { { "Expiry", "20" } }), 20u);
}

TEST (SmartMaicDevice, MessagesAloneTellWhetherItIsThere)
{
    Unit unit ("d103", MQTT);

    unit.begin (0);
    EXPECT_EQ (unit.ask (), "") << "it is waited for the first message";
    unit.begin (91);
    EXPECT_EQ (unit.ask (), "silent");
    EXPECT_FALSE (unit.answer ());
    EXPECT_TRUE (g_error_matches (unit.error, WATTLE_ERROR, WATTLE_ERROR_TIMEOUT));
    EXPECT_NE (unit.why ().find ("for 90 s"), std::string::npos) << unit.why ();

    unit.at (95);
    unit.push (JSON, load ("mqtt/JSON_d103_extended.json"));
    unit.begin (96);
    EXPECT_EQ (unit.ask (), "alive");
    EXPECT_TRUE (unit.answer ());
    EXPECT_EQ (unit.ask (), "");
    unit.begin (186);
    EXPECT_EQ (unit.ask (), "silent");
}
