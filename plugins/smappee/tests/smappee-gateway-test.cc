// SPDX-License-Identifier: LGPL-2.1-or-later
// Whose messages they are, in which order they come, and what is missing.
#include "../smappee-topic.h"
#include "support.h"

using namespace smappee_test;

namespace
{

const char *const CONFIG = "local-mqtt/config.json";
const char *const MAP = "local-mqtt/channelConfigV2.json";
const char *const REALTIME = "local-mqtt/realtime_exporting.json";

std::string
topic_of (const std::string &text)
{
    g_auto (SmappeeTopic) topic = {};

    if (!smappee_topic_read (text.c_str (), &topic))
        return "none";
    EXPECT_EQ (topic.location, LOCATION);
    return std::to_string (topic.kind) + (topic.node != 0 ? "/" + std::to_string (topic.node) : "");
}

TEST (SmappeeGateway, ReadsAllTopicsThatAreKnown)
{
    const std::string own = "servicelocation/" + LOCATION;
    const std::pair<const char *, SmappeeTopicKind> known[] = {
        { "/config", SMAPPEE_TOPIC_CONFIG },
        { "/channelConfig", SMAPPEE_TOPIC_CHANNELS },
        { "/channelConfigV2", SMAPPEE_TOPIC_CHANNELS },
        { "/sensorConfig", SMAPPEE_TOPIC_SENSORS },
        { "/homeControlConfig", SMAPPEE_TOPIC_CONTROL },
        { "/realtime", SMAPPEE_TOPIC_REALTIME },
        { "/aggregated", SMAPPEE_TOPIC_AGGREGATED },
        { "/aggregated5min", SMAPPEE_TOPIC_AGGREGATED },
        { "/aggregatedGW", SMAPPEE_TOPIC_GAS_WATER },
        { "/aggregatedSwitch", SMAPPEE_TOPIC_SWITCHES },
        { "/presence", SMAPPEE_TOPIC_PRESENCE },
        { "", SMAPPEE_TOPIC_ROOT },
    };

    for (const auto &[rest, kind] : known)
        EXPECT_EQ (topic_of (own + rest), std::to_string (kind)) << rest;
    EXPECT_EQ (topic_of (own + "/plug/2/state"), std::to_string (SMAPPEE_TOPIC_PLUG_STATE) + "/2");
    EXPECT_EQ (topic_of (own + "/plug/2/connectionState"),
               std::to_string (SMAPPEE_TOPIC_PLUG_CONNECTION) + "/2");
}

TEST (SmappeeGateway, PassesOverTopicsWhoseContentsAreNotKnown)
{
    Genius genius;

    for (const char *rest :
         { "etc/info", "networkstatistics", "scheduler", "devices", "action/setcurrent", "trigger",
           "trigger/appliance", "powerquality", "outputmodule/5800000101/state", "tracking",
           "homeassistant/heartbeat", "plug/1/setstate", "plug/x/state", "plug/10000/state",
           "plug/1", "plug/1/state/more", "realtime/more", "/" }) {
        EXPECT_TRUE (genius.tell (rest, "anything \xff")) << rest;
        EXPECT_EQ (genius.changes, 0) << rest;
    }
    EXPECT_TRUE (genius.push ("homeassistant/status", "online"));
    EXPECT_TRUE (genius.push ("servicelocation/70123/realtime", load (REALTIME)));
}

TEST (SmappeeGateway, ConfigTellsWhoItIs)
{
    Genius genius;

    EXPECT_STREQ (wattle_device_get_serial (genius.device), "5010009001");
    EXPECT_STREQ (wattle_device_get_model (genius.device), "Genius");
    EXPECT_STREQ (wattle_device_get_maker (genius.device), "Smappee");
    EXPECT_STREQ (wattle_device_get_label (genius.device), "Smappee Genius");
    EXPECT_STREQ (wattle_device_get_version (genius.device), "V4.7.1");
    EXPECT_EQ (genius.kept ("service_location"), LOCATION);
    EXPECT_EQ (genius.kept ("serial"), "5010009001");
}

TEST (SmappeeGateway, ConfigMayBeWrapped)
{
    Part part ("genius");

    ASSERT_TRUE (part.tell ("config", load ("local-mqtt/config_nested_variant.json")));
    EXPECT_STREQ (wattle_device_get_serial (part.device), "5010009001");
    for (const char *text : { "{\"config\":{}}", "{}", "{\"serialNumber\":5010009001}",
                              "{\"serialNumber\":\"501\"}", "{'serialNumber':'5010009001'}" })
        EXPECT_FALSE (part.tell ("config", text)) << text;
}

TEST (SmappeeGateway, MessagesMayComeInAnyOrder)
{
    const std::vector<std::pair<const char *, const char *>> messages = {
        { "config", CONFIG },
        { "channelConfigV2", MAP },
        { "sensorConfig", "local-mqtt/sensorConfig.json" },
        { "homeControlConfig", "local-mqtt/homeControlConfig.json" },
        { "plug/1/state", "local-mqtt/plug_state.json" },
    };

    for (size_t first = 0; first < messages.size (); first++) {
        Part part ("genius");

        for (size_t i = 0; i < messages.size (); i++) {
            const auto &[topic, file] = messages[(first + i) % messages.size ()];

            EXPECT_TRUE (part.tell (topic, load (file), true)) << topic;
        }
        ASSERT_TRUE (part.tell ("realtime", load (REALTIME)));
        EXPECT_EQ (part.shown ("solar_power"), "1890.0") << messages[first].first << " first";
        EXPECT_EQ (part.shown ("output_1"), "on") << messages[first].first << " first";
        EXPECT_NE (part.find ("sensor_3_volume_1"), nullptr) << messages[first].first << " first";
    }
}

TEST (SmappeeGateway, ForeignServiceLocationsAreIgnored)
{
    Genius genius;
    std::string other = replaced (load (CONFIG), "5010009001", "5010009002");

    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    EXPECT_TRUE (genius.push ("servicelocation/" + FOREIGN + "/config", other));
    EXPECT_TRUE (genius.push ("servicelocation/" + FOREIGN + "/channelConfigV2", "nonsense"));
    EXPECT_TRUE (genius.push ("servicelocation/" + FOREIGN + "/realtime",
                              replaced (genius.realtime (9), "\"power\": 1890", "\"power\": 1")));
    EXPECT_EQ (genius.shown ("solar_power"), "1890.0");
    EXPECT_STREQ (wattle_device_get_serial (genius.device), "5010009001");
    EXPECT_EQ (genius.kept ("service_location"), LOCATION);
}

TEST (SmappeeGateway, TheSerialNumberChoosesAmongManyOnABroker)
{
    Part part ("genius", { { "Serial", "5010009001" } });

    EXPECT_TRUE (part.push ("servicelocation/" + FOREIGN + "/config",
                            replaced (load (CONFIG), "5010009001", "5010009002")));
    EXPECT_EQ (part.kept ("service_location"), "");
    EXPECT_TRUE (part.tell ("config", load (CONFIG)));
    EXPECT_EQ (part.kept ("service_location"), LOCATION);
}

TEST (SmappeeGateway, AssumedTheFirstThatIsHeardIsTheOneWithoutAWordAboutIt)
{
    Part part ("genius");

    EXPECT_TRUE (part.tell ("config", load (CONFIG)));
    EXPECT_TRUE (part.push ("servicelocation/" + FOREIGN + "/config",
                            replaced (load (CONFIG), "5010009001", "5010009002")));
    EXPECT_EQ (part.kept ("service_location"), LOCATION);

    Part again ("genius", {}, { { "service_location", LOCATION.c_str () } });
    EXPECT_TRUE (again.push ("servicelocation/" + FOREIGN + "/config",
                             replaced (load (CONFIG), "5010009001", "5010009002")));
    EXPECT_EQ (again.kept ("service_location"), LOCATION) << "over a restart, too";
}

TEST (SmappeeGateway, WhatWasLearntIsForgottenForAnotherGateway)
{
    Part part ("genius", { { "Serial", "5010009002" } },
               { { "service_location", LOCATION.c_str () }, { "serial", "5010009001" } });
    Part fixed ("genius", { { "ServiceLocation", FOREIGN.c_str () } },
                { { "service_location", LOCATION.c_str () }, { "serial", "5010009001" } });
    Part same ("genius", {},
               { { "service_location", LOCATION.c_str () }, { "serial", "5010009001" } });

    EXPECT_TRUE (part.push ("servicelocation/" + FOREIGN + "/config",
                            replaced (load (CONFIG), "5010009001", "5010009002")));
    EXPECT_EQ (part.kept ("service_location"), FOREIGN);
    EXPECT_EQ (fixed.kept ("service_location"), FOREIGN);
    EXPECT_EQ (wattle_device_get_serial (fixed.device), nullptr);
    EXPECT_STREQ (wattle_device_get_serial (same.device), "5010009001");
}

// The broker still holds what was told before; the clock of the gateway says which is newer.
TEST (SmappeeGateway, FollowsAGatewayToAnotherServiceLocation)
{
    Genius genius;
    std::string older = replaced (load (CONFIG), "1767262200000", "1767262100000");
    std::string newer = replaced (load (CONFIG), "1767262200000", "1767262300000");

    EXPECT_TRUE (genius.push ("servicelocation/" + FOREIGN + "/config", older));
    EXPECT_EQ (genius.kept ("service_location"), LOCATION);
    EXPECT_TRUE (genius.push ("servicelocation/" + FOREIGN + "/config", newer));
    EXPECT_EQ (genius.kept ("service_location"), FOREIGN);
}

TEST (SmappeeGateway, ListensToItsOwnServiceLocationOnlyIfAnOptionNamesIt)
{
    Part all ("genius");
    Part own ("genius", { { "ServiceLocation", LOCATION.c_str () } });

    EXPECT_STREQ (wattle_source_get_filters (all.source)[0], "servicelocation/#");
    EXPECT_EQ (wattle_source_get_filters (own.source)[0], "servicelocation/" + LOCATION + "/#");
}

TEST (SmappeeGateway, PresenceIsTold)
{
    Genius genius;

    EXPECT_EQ (genius.shown ("presence"), "no entity");
    EXPECT_TRUE (genius.tell ("presence", load ("local-mqtt/presence.json")));
    EXPECT_EQ (genius.shown ("presence"), "off");
    EXPECT_TRUE (genius.tell ("presence", "{\"value\":true}"));
    EXPECT_EQ (genius.shown ("presence"), "on");
    EXPECT_FALSE (genius.tell ("presence", "{\"value\":\"true\"}"));
}

// What is missing

TEST (SmappeeGateway, SaysThatNothingComesAtAll)
{
    Part part ("genius");

    EXPECT_EQ (part.check (), "waiting");
    for (int i = 0; i < 30; i++) {
        part.wait (1);
        EXPECT_EQ (part.check (), "waiting") << i;
    }
    part.wait (1);
    EXPECT_EQ (part.check (),
               "connected, no message of a Smappee for 30 s: is MQTT enabled on the gateway's "
               "expert page, with the address of this broker?");
}

TEST (SmappeeGateway, SaysThatRealtimeIsMissing)
{
    Genius genius;

    EXPECT_EQ (genius.check (), "waiting") << "what the broker kept is no sign of life";
    for (int i = 0; i < 31; i++) {
        genius.wait (1);
        genius.check ();
    }
    EXPECT_EQ (genius.check (),
               "connected, no realtime for 30 s: is MQTT enabled on the gateway's expert page, and "
               "is the gateway running?");
    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    EXPECT_EQ (genius.check (), "fine");
    for (int i = 0; i < 30; i++) {
        genius.wait (1);
        EXPECT_EQ (genius.check (), "fine") << i;
    }
    genius.wait (1);
    EXPECT_NE (genius.check ().find ("no realtime"), std::string::npos);
}

TEST (SmappeeGateway, SaysThatTheChannelMapIsMissing)
{
    Part part ("genius", { { "Patience", "5" } });

    ASSERT_TRUE (part.tell ("config", load (CONFIG)));
    for (int i = 0; i < 5; i++) {
        ASSERT_TRUE (part.tell ("realtime", load (REALTIME)));
        EXPECT_EQ (part.check (), "waiting");
        part.wait (1);
    }
    part.wait (1);
    ASSERT_TRUE (part.tell ("realtime", load (REALTIME)));
    EXPECT_NE (part.check ().find ("no channelConfigV2 or channelConfig for 5 s"),
               std::string::npos);
    EXPECT_EQ (part.shown ("total_power"), "1767.0") << "what needs no map is told";
    ASSERT_TRUE (part.tell ("channelConfigV2", load (MAP)));
    EXPECT_EQ (part.check (), "fine");
}

TEST (SmappeeGateway, SaysThatOthersAreHeardOrThatNobodySaysWhose)
{
    Part unknown ("genius", { { "Patience", "5" } });
    Part other ("genius", { { "Patience", "5" }, { "Serial", "5010009009" } });

    for (Part *part : { &unknown, &other })
        part->check ();
    ASSERT_TRUE (unknown.tell ("realtime", load (REALTIME)));
    ASSERT_TRUE (other.tell ("config", load (CONFIG)));
    for (Part *part : { &unknown, &other }) {
        part->wait (6);
        part->check ();
    }
    EXPECT_NE (unknown.check ().find ("no config that says whose"), std::string::npos);
    EXPECT_NE (other.check ().find ("are ServiceLocation and Serial right?"), std::string::npos);
}

TEST (SmappeeGateway, WaitsAnewAfterABrokerThatWasAway)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    EXPECT_EQ (genius.check (), "fine");
    genius.wait (3600);
    EXPECT_EQ (genius.check (), "waiting");
    genius.wait (1);
    EXPECT_EQ (genius.check (), "waiting");
}

// Five minutes

TEST (SmappeeGateway, EachIntervalIsAddedOnceInWhateverOrder)
{
    Genius genius;
    std::string first = load ("local-mqtt/aggregatedGW.json");
    std::string older =
        replaced (first, "\"utcEndtime\": 1767262500000", "\"utcEndtime\": 1767262200000");
    std::string second =
        replaced (first, "\"utcEndtime\": 1767262500000", "\"utcEndtime\": 1767262800000");

    ASSERT_TRUE (genius.tell ("sensorConfig", load ("local-mqtt/sensorConfig.json")));
    for (const std::string *text : { &first, &first })
        ASSERT_TRUE (genius.tell ("aggregatedGW", *text));
    EXPECT_EQ (genius.shown ("sensor_3_volume_1"), "0.014");
    for (const std::string *text : { &second, &older, &older, &second, &first })
        ASSERT_TRUE (genius.tell ("aggregatedGW", *text));
    EXPECT_EQ (genius.shown ("sensor_3_volume_1"), "0.042");
    EXPECT_EQ (genius.kept ("sensor_3_volume_1"), "0.042");
}

TEST (SmappeeGateway, AnIntervalOlderThanAllThatAreRememberedAddsNothing)
{
    Genius genius;
    auto interval = [&] (int n) {
        return "{\"switchIntervalDatas\":[{\"sensorId\":5,\"activePower\":3600,\"utcEndtime\":" +
               std::to_string (n * 300000) + "}]}";
    };

    ASSERT_TRUE (genius.tell ("sensorConfig", load ("local-mqtt/sensorConfig.json")));
    for (int n = 10; n < 60; n++)
        ASSERT_TRUE (genius.tell ("aggregatedSwitch", interval (n)));
    EXPECT_EQ (genius.shown ("sensor_5_energy_import"), "50");
    for (int n : { 1, 10, 23, 59 })
        ASSERT_TRUE (genius.tell ("aggregatedSwitch", interval (n)));
    EXPECT_EQ (genius.shown ("sensor_5_energy_import"), "50");
}

TEST (SmappeeGateway, SeveralIntervalsAreAddedUpInTheOrderOfTime)
{
    Genius genius;

    ASSERT_TRUE (genius.tell ("sensorConfig", load ("local-mqtt/sensorConfig.json")));
    ASSERT_TRUE (genius.tell ("aggregatedSwitch",
                              "{\"switchIntervalDatas\":["
                              "{\"sensorId\":5,\"utcEndtime\":600000,\"activePower\":7200},"
                              "{\"sensorId\":5,\"utcEndtime\":300000,\"activePower\":3600},"
                              "{\"sensorId\":5,\"utcEndtime\":300000,\"activePower\":3600},"
                              "{\"sensorId\":9,\"utcEndtime\":300000,\"activePower\":3600}]}"));
    EXPECT_EQ (genius.shown ("sensor_5_energy_import"), "3");
}

TEST (SmappeeGateway, SumsGoOnAfterARestart)
{
    Part part ("genius", { { "ServiceLocation", LOCATION.c_str () } },
               { { "sensor_3_volume_1", "12.5" }, { "sensor_3_told", "1767262200000" } });

    ASSERT_TRUE (part.tell ("sensorConfig", load ("local-mqtt/sensorConfig.json")));
    EXPECT_EQ (part.shown ("sensor_3_volume_1"), "12.500");
    ASSERT_TRUE (part.tell ("aggregatedGW", load ("local-mqtt/aggregatedGW.json")));
    EXPECT_EQ (part.shown ("sensor_3_volume_1"), "12.514");
}

TEST (SmappeeGateway, AssumedOfSeveralMeansTheNewestCounts)
{
    Genius genius;
    auto means = [] (const char *end, int power) {
        return "{\"utcEndtime\":" + std::string (end) +
               ",\"alwaysOn\":" + std::to_string (power * 1000) + "}";
    };

    ASSERT_TRUE (genius.tell ("aggregated5min", "{\"intervalDatas\":[" + means ("600000", 20) +
                                                    "," + means ("300000", 10) + "]}"));
    EXPECT_EQ (genius.shown ("always_on_power"), "20.0");
    ASSERT_TRUE (genius.tell ("aggregated", "{\"intervalDatas\":[" + means ("300000", 10) + "]}"));
    EXPECT_EQ (genius.shown ("always_on_power"), "20.0");
    EXPECT_TRUE (genius.tell ("aggregated", "{\"intervalDatas\":[]}"));
    EXPECT_FALSE (genius.tell ("aggregated", "{\"intervalDatas\":[{\"utcEndtime\":\"1\"}]}"));
    EXPECT_FALSE (genius.tell ("aggregated", "{\"intervalDatas\":[{\"utcEndtime\":900000,"
                                             "\"averageRMSVoltages\":[1,2,3,4]}]}"));
    EXPECT_EQ (genius.shown ("ch_5500010001_0_average_power"), "no entity") << "unless wanted";
}

TEST (SmappeeGateway, AssumedMeansOfAGeniusAreKeyedByItsIndex)
{
    Genius genius (Part::Options{ { "Averages", "true" } });

    ASSERT_TRUE (genius.tell ("aggregated", replaced (load ("local-mqtt/aggregated.json"),
                                                      "\"ctInput\": 0", "\"publishIndex\": 0")));
    EXPECT_EQ (genius.shown ("ch_5500010001_0_average_power"), "-1180.4");
    EXPECT_EQ (genius.shown ("ch_5500010001_1_average_power"), "642.1");
}

TEST (SmappeeGateway, SensorsOfUnknownUnitsOrWithoutUseTellNoVolume)
{
    Genius genius;
    std::string text = load ("local-mqtt/sensorConfig.json");

    ASSERT_TRUE (genius.tell ("sensorConfig", load ("local-mqtt/sensorConfig_empty.json")));
    EXPECT_EQ (genius.find ("sensor_3_temperature"), nullptr);
    ASSERT_TRUE (genius.tell ("sensorConfig",
                              replaced (replaced (text, "\"uom\": \"m3\"", "\"uom\": \"barrel\""),
                                        "\"enabled\": true,\n     \"type\": \"gas\"",
                                        "\"enabled\": false,\n     \"type\": \"gas\"")));
    genius.wait (11);
    ASSERT_TRUE (genius.tell ("realtime", load (REALTIME)));
    EXPECT_NE (genius.find ("sensor_3_temperature"), nullptr);
    EXPECT_EQ (genius.find ("sensor_3_volume_1"), nullptr);
    EXPECT_EQ (genius.find ("sensor_3_volume_2"), nullptr);
    EXPECT_FALSE (genius.tell ("sensorConfig", "{\"gwSensors\":[{\"sensorId\":\"3\"}]}"));
    EXPECT_FALSE (genius.tell ("sensorConfig",
                               "{\"gwSensors\":[{\"sensorId\":4,\"gwSensorChannelsConfig\":[{},{},"
                               "{}]}]}"));
}

} // namespace
