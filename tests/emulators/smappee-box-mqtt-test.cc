// SPDX-License-Identifier: LGPL-2.1-or-later
// The topics of an emulated Smappee at a real broker.
#include "smappee-box-broker.h"

#include <cmath>

using namespace wattle_test;

using SmappeeBoxMqtt = SmappeeBoxBroker;

namespace
{

constexpr const char *uuid = "7d0c4e19-5a3b-4f62-9c81-005010004217";

} // namespace

// What is kept

TEST_F (SmappeeBoxMqtt, TellsWhoItIs)
{
    JsonObject *config = last ("config");

    EXPECT_EQ (shape (text ("config")), shape (example ("config.json")));
    EXPECT_STREQ (wattle_json_peek_string (config, "serialNumber"), "5010004217");
    EXPECT_STREQ (wattle_json_peek_string (config, "serviceLocationUuid"), uuid);
    EXPECT_STREQ (wattle_json_peek_string (config, "firmwareVersion"), "V4.7.1");
    EXPECT_EQ (number (config, "aggregationPeriodSeconds"), 300);
}

TEST_F (SmappeeBoxMqtt, WhatItIsIsThereForWhoComesLater)
{
    const std::set<std::string> kept = { "config",
                                         "channelConfigV2",
                                         "sensorConfig",
                                         "homeControlConfig",
                                         "presence",
                                         "plug/1/state",
                                         "plug/2/state",
                                         "plug/1/connectionState",
                                         "plug/2/connectionState" };
    MqttProbe later (broker.port (), "#");

    EXPECT_TRUE (spin ([&] { return later.count (at ("plug/2/connectionState")) == 1; }));
    std::set<std::string> topics;
    for (const MqttMessage &message : later.messages ()) {
        EXPECT_TRUE (message.retained) << message.topic;
        topics.insert (message.topic.substr (at ("").size () + 1));
    }
    EXPECT_EQ (topics, kept);
}

TEST_F (SmappeeBoxMqtt, TheMapIsThatOfAGenius)
{
    EXPECT_EQ (shape (text ("channelConfigV2")), shape (example ("channelConfigV2.json")));
    EXPECT_EQ (count ("channelConfig"), 0);

    JsonObject *specification =
        wattle_json_peek_object (last ("channelConfigV2"), "dataProcessingSpecification");
    JsonArray *measurements = list (specification, "measurements");
    guint length = json_array_get_length (measurements);

    EXPECT_STREQ (wattle_json_peek_string (specification, "phaseType"), "THREE_STAR");
    EXPECT_EQ (json_array_get_length (list (specification, "dataSources")), 12u);
    ASSERT_EQ (length, 13u);
    JsonObject *location = element (measurements, 12);
    EXPECT_STREQ (wattle_json_peek_string (location, "type"), "SERVICE_LOCATION");
    EXPECT_EQ (number (location, "publishIndex"), -1);
    EXPECT_FALSE (json_object_has_member (location, "name"));
    JsonObject *last_load = element (measurements, 11);
    EXPECT_STREQ (wattle_json_peek_string (last_load, "name"), "Kitchen");
    EXPECT_STREQ (wattle_json_peek_string (last_load, "formula"), "$5500042103/3$");
    EXPECT_STREQ (wattle_json_peek_string (last_load, "connectionType"), "SUBMETER");
    EXPECT_STREQ (wattle_json_peek_string (measurement ("Solar"), "flow"), "PRODUCTION");
    EXPECT_STREQ (wattle_json_peek_string (measurement ("Solar"), "connectionType"), "GRID");
}

TEST_F (SmappeeBoxMqtt, SensorsPlugsAndPresenceLookLikeTheExamples)
{
    EXPECT_EQ (shape (text ("sensorConfig")), shape (example ("sensorConfig.json")));
    EXPECT_EQ (shape (text ("homeControlConfig")), shape (example ("homeControlConfig.json")));
    EXPECT_EQ (shape (text ("presence")), shape (example ("presence.json")));
    EXPECT_EQ (shape (text ("plug/2/state")), shape (example ("plug_state.json")));
    EXPECT_EQ (shape (text ("plug/2/connectionState")),
               shape (example ("plug_connectionState.json")));
    EXPECT_STREQ (wattle_json_peek_string (last ("plug/1/connectionState"), "value"),
                  "UNREACHABLE");
    EXPECT_STREQ (wattle_json_peek_string (last ("plug/2/connectionState"), "value"), "CONNECTED");
}

TEST_F (SmappeeBoxMqtt, FirmwareMayWrapNameAndListOtherwise)
{
    SmappeeBoxSettings settings = {};

    settings.wrapped = TRUE;
    settings.names = SMAPPEE_BOX_NEW;
    settings.maps = SMAPPEE_BOX_BOTH;
    settings.firmware = "V5.0.0";
    begin (settings);
    JsonObject *inner = wattle_json_peek_object (last ("config"), "config");
    ASSERT_NE (inner, nullptr);
    EXPECT_STREQ (wattle_json_peek_string (inner, "firmwareVersion"), "V5.0.0");
    EXPECT_EQ (json_array_get_length (list (last ("channelConfig"), "inputChannels")), 12u);
    EXPECT_EQ (count ("channelConfigV2"), 2);
    pass (300);
    EXPECT_EQ (count ("aggregated"), 0);
    EXPECT_EQ (count ("aggregated5min"), 1);
}

// Each second

TEST_F (SmappeeBoxMqtt, EachSecondHasEveryChannelOfTheMap)
{
    std::set<gint64> seen;

    pass (1);
    EXPECT_EQ (shape (text ("realtime")), shape (example ("realtime_exporting.json")));
    EXPECT_FALSE (probe->last (at ("realtime"))->retained);
    EXPECT_EQ (number (last ("realtime"), "utcTimeStamp"), now_ms () / 1000 * 1000);
    JsonArray *channels = list (last ("realtime"), "channelPowers");
    for (guint i = 0; i < json_array_get_length (channels); i++)
        seen.insert (number (element (channels, i), "publishIndex"));
    EXPECT_EQ (seen.size (), 12u);
    EXPECT_EQ (*seen.begin (), 0);
    EXPECT_EQ (*seen.rbegin (), 11);
    gint64 first = number (element (channels, 0), "publishIndex");
    pass (1);
    EXPECT_NE (number (element (list (last ("realtime"), "channelPowers"), 0), "publishIndex"),
               first);
}

TEST_F (SmappeeBoxMqtt, TotalsFollowTheRulesOfAGenius)
{
    gint64 power = 0, imported = 0, exported = 0;

    JsonObject *second = last ("realtime");
    JsonArray *channels = list (second, "channelPowers");
    for (guint i = 0; i < json_array_get_length (channels); i++) {
        JsonObject *each = element (channels, i);

        power += number (each, "publishIndex") < 6 ? number (each, "power") : 0;
        imported += number (each, "importEnergy");
        exported += number (each, "exportEnergy");
        EXPECT_EQ (number (each, "importEnergy") % 3600, 0);
        EXPECT_GE (number (each, "current"), 0);
        EXPECT_GE (number (each, "apparentPower"), std::abs (number (each, "power")));
        if (number (each, "apparentPower") > 200) {
            EXPECT_NEAR (
                number (each, "cosPhi"),
                100.0 * (double)number (each, "power") / (double)number (each, "apparentPower"), 2);
        }
    }
    EXPECT_EQ (number (second, "totalPower"), power);
    EXPECT_EQ (number (second, "totalImportEnergy"), imported);
    EXPECT_EQ (number (second, "totalExportEnergy"), exported);
    EXPECT_NEAR ((double)number (second, "measuredFrequency"), 50e6, 5e4);
    EXPECT_NEAR (power,
                 smappee_box_get_power (box, SMAPPEE_BOX_ROLE_GRID) +
                     smappee_box_get_power (box, SMAPPEE_BOX_ROLE_SOLAR),
                 6);
}

TEST_F (SmappeeBoxMqtt, AtNoonTheHouseExports)
{
    EXPECT_LT (number (live (2), "power"), -500);
    EXPECT_LT (number (live (2), "cosPhi"), -50);
    EXPECT_GT (number (live (3), "power"), 1000);
    gint64 imported = number (live (2), "importEnergy");
    gint64 exported = number (live (2), "exportEnergy");
    gint64 produced = number (live (3), "importEnergy");

    pass (60);
    EXPECT_EQ (number (live (2), "importEnergy"), imported);
    EXPECT_GT (number (live (2), "exportEnergy"), exported);
    EXPECT_NEAR ((double)(number (live (3), "importEnergy") - produced),
                 60.0 * (double)number (live (3), "power"), 7200);
}

TEST_F (SmappeeBoxMqtt, InDeltaTheThirdVoltageIsZero)
{
    begin (of (SMAPPEE_BOX_GENIUS, SMAPPEE_BOX_TOPOLOGY_DELTA));
    JsonObject *specification =
        wattle_json_peek_object (last ("channelConfigV2"), "dataProcessingSpecification");
    JsonArray *voltages = list (last ("realtime"), "voltages");

    EXPECT_EQ (shape (text ("realtime")), shape (example ("realtime_delta.json")));
    EXPECT_EQ (shape (text ("channelConfigV2")), shape (example ("channelConfigV2_delta.json")));
    EXPECT_STREQ (wattle_json_peek_string (specification, "phaseType"), "THREE_DELTA");
    ASSERT_EQ (json_array_get_length (voltages), 3u);
    EXPECT_NEAR (number (element (voltages, 1), "voltage"), 230, 10);
    EXPECT_EQ (number (element (voltages, 2), "voltage"), 0);
    EXPECT_NE (number (live (0), "power"), number (live (1), "power"));
}

TEST_F (SmappeeBoxMqtt, OnePhaseAndTwoHaveTheirVoltages)
{
    begin (of (SMAPPEE_BOX_GENIUS, SMAPPEE_BOX_TOPOLOGY_ONE));
    EXPECT_EQ (json_array_get_length (list (last ("realtime"), "voltages")), 1u);
    happen (R"({"fault":"absent-phases"})");
    JsonArray *voltages = list (last ("realtime"), "voltages");
    ASSERT_EQ (json_array_get_length (voltages), 3u);
    EXPECT_EQ (number (element (voltages, 1), "voltage"), 0);

    begin (of (SMAPPEE_BOX_GENIUS, SMAPPEE_BOX_TOPOLOGY_TWO));
    voltages = list (last ("realtime"), "voltages");
    ASSERT_EQ (json_array_get_length (voltages), 2u);
    EXPECT_NEAR (number (element (voltages, 1), "voltage"), 120, 6);
}

// A Plus

TEST_F (SmappeeBoxMqtt, APlusHasNineInputsAndAnOlderMap)
{
    begin (of (SMAPPEE_BOX_PLUS));
    EXPECT_EQ (count ("channelConfigV2"), 0);
    EXPECT_EQ (shape (text ("channelConfig")), shape (example ("plus_channelConfig.json")));
    EXPECT_EQ (shape (text ("realtime")), shape (example ("plus_realtime.json")));
    EXPECT_EQ (json_array_get_length (list (last ("channelConfig"), "inputChannels")), 9u);
    EXPECT_EQ (number (last ("realtime"), "totalPower"), number (live (0, "ctInput"), "power") +
                                                             number (live (1, "ctInput"), "power") +
                                                             number (live (2, "ctInput"), "power"));
}

TEST_F (SmappeeBoxMqtt, APlusMayWrapItsConfigToo)
{
    SmappeeBoxSettings settings = of (SMAPPEE_BOX_PLUS);

    settings.wrapped = TRUE;
    begin (settings);
    EXPECT_EQ (shape (text ("config")), shape (example ("config_nested_variant.json")));
}

TEST_F (SmappeeBoxMqtt, APlusCountsSinceItWasStarted)
{
    begin (of (SMAPPEE_BOX_PRO));
    EXPECT_EQ (number (live (3, "ctInput"), "importEnergy"), 0);
    pass (60);
    EXPECT_GT (number (live (3, "ctInput"), "importEnergy"), 0);
    fault (R"({"fault":"restart","ms":1000})");
    EXPECT_FALSE (smappee_box_get_mqtt_ready (box));
    wattle_clock_advance (clock, 1000 * G_TIME_SPAN_MILLISECOND);
    EXPECT_TRUE (wait_ready ());
    pass (1);
    EXPECT_LT (number (live (3, "ctInput"), "importEnergy"), 8000);
}

// The broker

TEST_F (SmappeeBoxMqtt, ComesBackWithTheBrokerAndTellsEverythingAgain)
{
    broker.stop ();
    ASSERT_TRUE (wait_ready (false));
    broker.start ();
    ASSERT_TRUE (wait_ready ());
    MqttProbe later (broker.port (), at ("config"));
    EXPECT_TRUE (spin ([&] { return later.count (at ("config")) == 1; }));
}

TEST (SmappeeBoxBrokers, NeedAnAddressAndMayAskForAName)
{
    MqttBroker broker ("genius", "secret");
    WattleClock *clock = wattle_clock_new_manual (G_TIME_SPAN_DAY);
    const SmappeeBoxSettings settings = {};
    SmappeeBox *box = smappee_box_new (clock, &settings, nullptr);
    const SmappeeBoxMqttSettings named = { "broker.example", 1883, nullptr, nullptr };
    const SmappeeBoxMqttSettings right = { "127.0.0.1", broker.port (), "genius", "secret" };

    EXPECT_FALSE (smappee_box_start_mqtt (box, &named, nullptr));
    EXPECT_TRUE (smappee_box_start_mqtt (box, &right, nullptr));
    EXPECT_TRUE (spin ([&] { return smappee_box_get_mqtt_ready (box) != FALSE; }));
    g_object_unref (box);
    g_object_unref (clock);
}
