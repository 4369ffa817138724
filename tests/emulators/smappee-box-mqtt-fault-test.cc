// SPDX-License-Identifier: LGPL-2.1-or-later
// What an emulated Smappee does wrong at a broker, and what changes while it runs.
#include "http-fetch.h"
#include "smappee-box-broker.h"
#include "smappee-box-control.h"

#include <algorithm>

using namespace wattle_test;

using SmappeeBoxFault = SmappeeBoxBroker;

namespace
{

constexpr const char *foreign = "servicelocation/e5c1f0b2-8f27-4d19-a6b4-005010009999/";

} // namespace

// The map

TEST_F (SmappeeBoxFault, WithoutAMapTheBrokerHasNone)
{
    fault (R"({"fault":"no-map"})");
    EXPECT_TRUE (spin ([&] { return probe->has (at ("channelConfigV2"), ""); }));
    EXPECT_TRUE (is_forgotten ("channelConfigV2"));
    pass (5);
    EXPECT_EQ (count ("channelConfigV2"), 3); // the map, nothing, and the mark of who asked
    EXPECT_EQ (json_array_get_length (list (last ("realtime"), "channelPowers")), 12u);
    happen (R"({"fault":"clear"})");
    EXPECT_EQ (shape (text ("channelConfigV2")), shape (example ("channelConfigV2.json")));
}

TEST_F (SmappeeBoxFault, AMapThatChangesIsToldAtOnceAndSecondsFollow)
{
    happen (R"({"fault":"map-add","name":"Car"})");
    gint64 added = number (measurement ("Car"), "publishIndex");
    EXPECT_EQ (added, 12);
    EXPECT_NE (live (added), nullptr);

    happen (R"({"fault":"map-rename","name":"Office","to":"Bureau d'étude"})");
    EXPECT_EQ (measurement ("Office"), nullptr);
    EXPECT_EQ (number (measurement ("Bureau d'étude"), "publishIndex"), 10);

    happen (R"({"fault":"map-move","name":"Kitchen"})");
    EXPECT_EQ (number (measurement ("Kitchen"), "publishIndex"), 13);
    EXPECT_STREQ (wattle_json_peek_string (measurement ("Kitchen"), "formula"), "$5500042104/1$");
    EXPECT_EQ (live (11), nullptr);
    EXPECT_EQ (number (live (13), "importEnergy"), 0);

    happen (R"({"fault":"map-remove","name":"Car"})");
    EXPECT_EQ (measurement ("Car"), nullptr);
    EXPECT_EQ (live (added), nullptr);
    EXPECT_EQ (count ("channelConfigV2"), 5);
}

TEST_F (SmappeeBoxFault, TwoLoadsMayHaveOneName)
{
    happen (R"({"fault":"duplicate-names"})");
    EXPECT_EQ (measurement ("Kitchen"), nullptr);
    EXPECT_EQ (number (measurement ("Office"), "publishIndex"), 10);
    EXPECT_NE (live (11), nullptr);
}

TEST_F (SmappeeBoxFault, ALoadMayLackItsIndexItsNameOrItsValues)
{
    happen (R"({"fault":"no-index","name":"Boiler"})");
    EXPECT_FALSE (json_object_has_member (measurement ("Boiler"), "publishIndex"));
    EXPECT_TRUE (json_object_has_member (measurement ("Office"), "publishIndex"));
    happen (R"({"fault":"negative-index","name":"Office"})");
    EXPECT_EQ (number (measurement ("Office"), "publishIndex"), -1);
    EXPECT_FALSE (json_object_has_member (measurement ("Boiler"), "publishIndex"));
    happen (R"({"fault":"nameless"})");
    EXPECT_EQ (measurement ("Kitchen"), nullptr);
    happen (R"({"fault":"no-channel","name":"Heat pump"})");
    EXPECT_EQ (live (6), nullptr);
    EXPECT_EQ (live (8), nullptr);
    EXPECT_NE (live (9), nullptr);
    happen (R"({"fault":"extra-channel"})");
    EXPECT_NE (live (99), nullptr);
    happen (R"({"fault":"clear"})");
    EXPECT_NE (live (6), nullptr);
    EXPECT_EQ (live (99), nullptr);
    EXPECT_EQ (shape (text ("channelConfigV2")), shape (example ("channelConfigV2.json")));
}

TEST_F (SmappeeBoxFault, APlusMayLackThemToo)
{
    begin (of (SMAPPEE_BOX_PLUS));
    auto input = [&] (guint i) {
        return element (list (last ("channelConfig"), "inputChannels"), i);
    };

    happen (R"({"fault":"no-index","name":"Boiler"})");
    EXPECT_FALSE (json_object_has_member (input (6), "ctInput"));
    happen (R"({"fault":"nameless","name":"Office"})");
    EXPECT_FALSE (json_object_has_member (input (7), "name"));
    happen (R"({"fault":"negative-index","name":"Solar"})");
    EXPECT_EQ (number (input (3), "ctInput"), -1);
    EXPECT_STREQ (wattle_json_peek_string (input (8), "inputChannelType"), "UNUSED");
    happen (R"({"fault":"map-add"})");
    EXPECT_STREQ (wattle_json_peek_string (input (8), "name"), "Car");
    EXPECT_NE (live (8, "ctInput"), nullptr);
}

// Messages

TEST_F (SmappeeBoxFault, AFrozenFeedGoesOnButItsTimeStandsStill)
{
    happen (R"({"fault":"frozen"})");
    std::string frozen = text ("realtime");
    int before = count ("realtime");

    pass (400);
    EXPECT_EQ (count ("realtime"), before + 400);
    EXPECT_EQ (text ("realtime"), frozen);
    EXPECT_EQ (count ("aggregated"), 0);
    happen (R"({"fault":"clear"})");
    EXPECT_EQ (number (last ("realtime"), "utcTimeStamp"), now_ms () / 1000 * 1000);
    EXPECT_EQ (count ("aggregated"), 1);
}

TEST_F (SmappeeBoxFault, SilenceIsSilence)
{
    int before = (int)probe->messages ().size ();

    fault (R"({"fault":"silence"})");
    fault (R"({"fault":"presence","value":true})");
    wattle_clock_advance (clock, 400 * G_TIME_SPAN_SECOND);
    probe->publish ("mark", "mark");
    EXPECT_TRUE (spin ([&] { return probe->has ("mark", "mark"); }));
    EXPECT_EQ ((int)probe->messages ().size (), before + 1);
    fault (R"({"fault":"clear"})");
    EXPECT_TRUE (spin ([&] { return probe->has (at ("presence"), "{\"value\":true}"); }));
    pass (1);
    EXPECT_EQ (count ("aggregated"), 1); // what came together meanwhile is not lost
}

TEST_F (SmappeeBoxFault, ConfigCanBecomeWrappedAndComeLast)
{
    happen (R"({"fault":"wrapped"})");
    EXPECT_EQ (shape (text ("config")).find ("{config:{"), 0u);
    int begin = (int)probe->messages ().size ();
    happen (R"({"fault":"reversed-order"})");
    std::vector<std::string> order;
    for (size_t i = (size_t)begin; i < probe->messages ().size (); i++)
        order.push_back (probe->messages ()[i].topic);
    auto position = [&] (const char *topic) {
        return std::find (order.begin (), order.end (), at (topic)) - order.begin ();
    };
    EXPECT_LT (position ("presence"), position ("channelConfigV2"));
    EXPECT_LT (position ("channelConfigV2"), position ("config"));
    EXPECT_LT (position ("config"), (gssize)order.size ());
}

TEST_F (SmappeeBoxFault, SpoilsMessagesOfATopic)
{
    fault (R"({"fault":"quotes","topic":"realtime","answers":2})");
    pass (2);
    EXPECT_EQ (text ("realtime").find ("{'totalPower':"), 0u);
    EXPECT_EQ (text ("realtime").find ('"'), std::string::npos);
    pass (1);
    EXPECT_EQ (shape (text ("realtime")), shape (example ("realtime_exporting.json")));
    fault (R"({"fault":"half","topic":"realtime","answers":1})");
    pass (1);
    EXPECT_NE (shape (text ("realtime")).find ("no JSON"), std::string::npos);
    fault (R"({"fault":"list","topic":"realtime","answers":1})");
    pass (1);
    EXPECT_EQ (text ("realtime").find ("[{"), 0u);
    fault (R"({"fault":"empty-text","topic":"realtime","answers":1})");
    pass (1);
    EXPECT_EQ (text ("realtime"), "");
    fault (R"({"fault":"nested","topic":"realtime"})");
    pass (2);
    EXPECT_NE (text ("realtime").find (std::string (1000, '[')), std::string::npos);
    happen (R"({"fault":"clear"})");
    EXPECT_EQ (shape (text ("realtime")), shape (example ("realtime_exporting.json")));
    EXPECT_NE (try_fault (R"({"fault":"quotes"})"), "");
}

TEST_F (SmappeeBoxFault, TellsWhatNobodyUnderstands)
{
    int begin = (int)probe->messages ().size ();

    happen (R"({"fault":"unknown-topics"})");
    pass (20);
    std::set<std::string> unknown;
    for (size_t i = (size_t)begin; i < probe->messages ().size (); i++)
        unknown.insert (probe->messages ()[i].topic);
    EXPECT_EQ (unknown.size (), 14u);
    EXPECT_EQ (unknown.count (at ("outputmodule/1/state")), 1u);
}

TEST_F (SmappeeBoxFault, AnotherHouseIsAtTheBroker)
{
    auto theirs = [&] (const char *topic) { return probe->last (std::string (foreign) + topic); };

    happen (R"({"fault":"foreign"})");
    pass (1);
    ASSERT_NE (theirs ("realtime"), nullptr);
    EXPECT_EQ (shape (theirs ("config")->payload), shape (example ("config.json")));
    EXPECT_STREQ (wattle_json_peek_string (parse (theirs ("config")->payload), "serialNumber"),
                  "5010009999");
    EXPECT_NE (theirs ("config")->payload.find ("e5c1f0b2"), std::string::npos);
    EXPECT_EQ (theirs ("config")->payload.find (smappee_box_get_uuid (box)), std::string::npos);
    EXPECT_EQ (shape (theirs ("channelConfigV2")->payload),
               shape (example ("channelConfigV2.json")));
    // Theirs of the same second comes after that of the box.
    EXPECT_TRUE (spin ([&] { return theirs ("realtime")->payload == text ("realtime"); }));
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "OFF");
    happen (R"({"fault":"clear"})");
    EXPECT_EQ (theirs ("config")->payload, "");
}

TEST_F (SmappeeBoxFault, IntervalsComeAgainLateAndInReverse)
{
    EXPECT_NE (try_fault (R"({"fault":"interval-again"})"), "");
    pass (600);
    auto ends = [&] {
        std::vector<gint64> found;
        JsonArray *intervals = list (last ("aggregatedGW"), "gwIntervalDatas");
        for (guint i = 0; i < json_array_get_length (intervals); i++)
            found.push_back (number (element (intervals, i), "utcEndtime"));
        return found;
    };
    gint64 second = now_ms () / 300000 * 300000;
    std::string told = text ("aggregatedGW");

    EXPECT_EQ (ends (), (std::vector<gint64>{ second }));
    happen (R"({"fault":"interval-again"})");
    EXPECT_EQ (text ("aggregatedGW"), told);
    EXPECT_EQ (count ("aggregatedGW"), 3);
    EXPECT_EQ (count ("aggregatedSwitch"), 3);
    happen (R"({"fault":"interval-late"})");
    EXPECT_EQ (ends (), (std::vector<gint64>{ second - 300000 }));
    fault (R"({"fault":"old-intervals"})");
    pass (300);
    EXPECT_EQ (ends (), (std::vector<gint64>{ second + 300000, second, second - 300000 }));
    EXPECT_EQ (json_array_get_length (list (last ("aggregated"), "intervalDatas")), 3u);
}

TEST_F (SmappeeBoxFault, SomebodyElseSwitchesInThePythonWay)
{
    fault (R"({"fault":"foreign-command","node":1,"value":true})");
    EXPECT_TRUE (spin ([&] { return count ("plug/1/state") == 2; }));
    EXPECT_EQ (text ("plug/1/setstate").find ("{'value': 'ON', 'since': '"), 0u);
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "ON");
    fault (R"({"fault":"plugs-stuck"})");
    fault (R"({"fault":"foreign-command","node":1,"value":false})");
    EXPECT_TRUE (spin ([&] { return count ("plug/1/setstate") == 2; }));
    pass (2);
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "ON");
    EXPECT_EQ (count ("plug/1/state"), 2);
}

TEST_F (SmappeeBoxFault, ARestartIsAPauseAfterWhichAllIsToldAgain)
{
    gint64 before = number (live (0), "importEnergy");
    int n_seconds = count ("realtime");

    fault (R"({"fault":"restart","ms":3000})");
    EXPECT_FALSE (smappee_box_get_mqtt_ready (box));
    wattle_clock_advance (clock, 3000 * G_TIME_SPAN_MILLISECOND);
    EXPECT_TRUE (wait_ready ());
    EXPECT_EQ (count ("realtime"), n_seconds);
    pass (1);
    EXPECT_EQ (count ("config"), 2);
    EXPECT_EQ (count ("plug/2/connectionState"), 2);
    EXPECT_GE (number (live (0), "importEnergy"), before);
}

// The port beside it

TEST_F (SmappeeBoxFault, ThereIsAPortForFaultsAndTheState)
{
    g_autoptr (EmulatorControl) control = smappee_box_control_new (box, "127.0.0.1", 0, nullptr);
    ASSERT_NE (control, nullptr);
    std::string uri = "http://127.0.0.1:" + std::to_string (emulator_control_get_port (control));

    EXPECT_EQ (request ("POST", uri + "/emulator/fault", R"({"fault":"map-add"})").status, 200u);
    EXPECT_EQ (request ("POST", uri + "/emulator/fault", R"({"fault":"x"})").status, 400u);
    JsonObject *state = parse (fetch (uri + "/emulator/state"));
    EXPECT_STREQ (wattle_json_peek_string (state, "serial"), "5010004217");
    EXPECT_STREQ (wattle_json_peek_string (state, "uuid"), smappee_box_get_uuid (box));
    EXPECT_EQ (number (state, "time"), now_ms ());
    EXPECT_EQ (number (state, "realtimes"), 1);
    JsonArray *channels = list (state, "channels");
    ASSERT_EQ (json_array_get_length (channels), 13u);
    EXPECT_STREQ (wattle_json_peek_string (element (channels, 12), "name"), "Car");
    EXPECT_STREQ (wattle_json_peek_string (element (channels, 0), "role"), "grid");
    EXPECT_STREQ (wattle_json_peek_string (wattle_json_peek_object (state, "plugs"), "2"), "ON");
}
