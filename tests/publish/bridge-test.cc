// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/bridge-house.h"

using namespace wattle_test;

namespace
{

using Topics = std::set<std::string>;
using Texts = std::vector<std::string>;

const Topics all_topics = { "wattle/bridge/devices", "wattle/bridge/health", "wattle/bridge/info",
                            "wattle/bridge/sentinel", "wattle/bridge/state" };
const Topics no_topics = { "wattle/bridge/sentinel", "wattle/bridge/state" };

class Bridge : public BridgeHouse
{
  protected:
    Texts
    events ()
    {
        return listener->payloads (topic ("event"));
    }

    void
    expect_event (const std::string &text)
    {
        Texts all = events ();

        EXPECT_NE (std::find (all.begin (), all.end (), text), all.end ())
            << text << "\n"
            << testing::PrintToString (all);
    }
};

} // namespace

TEST_F (Bridge, KeepsWhatItSaysOfTheHost)
{
    write_device ("meter");
    folder.write ("config/wattle.conf", "[Mqtt]\nBroker=mqtts://elsewhere:1\nUser=me\n"
                                        "Password=secret:p\n[Publish club]\nBroker=mqtt://club\n");
    start (WATTLE_BRIDGE_READ);
    EXPECT_EQ (kept ("wattle/bridge"), all_topics);
    EXPECT_EQ (
        listener->last (topic ("info")),
        R"({"version":"0.1.0","api":3,"instance":"wattle","discovery_prefix":)"
        R"("homeassistant","mode":"read","log_level":"message","config":{"broker":)"
        R"("mqtt://127.0.0.1:)" +
            std::to_string (broker.port ()) +
            R"(","embedded_broker":false,"publish":["club"]},"plugins":[{"module":"test","name":"test","version":"",)"
            R"("state":"loaded"}]})");
}

TEST_F (Bridge, KeepsItsTopicsWhenTheDevicesAreOthers)
{
    write_device ("meter");
    make_house ();
    make_hass ();
    make_bridge (WATTLE_BRIDGE_READ);
    wattle_mqtt_client_start (client);
    settle_down ();
    wattle_admin_start (admin);
    listener->hear_all (client);
    EXPECT_EQ (kept ("wattle/bridge"), all_topics);
}

TEST_F (Bridge, KeepsTheListOfDevices)
{
    write_device ("meter");
    write_device ("spare", "Enabled=false\nName=Spare one\n");
    write_device ("broken", "Interval=never\n");
    start (WATTLE_BRIDGE_READ);

    g_autoptr (JsonNode) list =
        json_from_string (listener->last (topic ("devices")).c_str (), nullptr);
    expect_json (list, R"([
      {"id":"meter","name":"meter","driver":"test","model":"gateway","maker":"Acme",
       "product":"EM3","serial":"4711","state":"online","parent":"",
       "entities":[
        {"key":"active_power","name":"Active power","quantity":"active_power","unit":"W",
         "output":false},
        {"key":"energy_import","name":"Energy import","quantity":"energy","unit":"kWh",
         "output":false},
        {"key":"output_1","name":"Output","quantity":"output","unit":"","output":true}],
       "actions":["identify"]},
      {"id":"broken","name":"broken","driver":"","model":"","maker":"","product":"","serial":"",
       "state":"broken","parent":"","entities":[],"actions":[]},
      {"id":"spare","name":"Spare one","driver":"test","model":"gateway","maker":"","product":"",
       "serial":"","state":"disabled","parent":"","entities":[],"actions":[]}])");
}

TEST_F (Bridge, SaysEveryMinuteHowItIs)
{
    write_device ("meter");
    start (WATTLE_BRIDGE_READ);
    listener->forget ();
    advance (53999);
    EXPECT_EQ (listener->payloads (topic ("health")).size (), 0u);
    advance (1);
    ASSERT_EQ (listener->payloads (topic ("health")).size (), 1u);

    g_autoptr (JsonObject) health =
        wattle_json_parse_object (listener->last (topic ("health")).c_str (), -1, nullptr);
    JsonObject *process = json_object_get_object_member (health, "process");
    JsonObject *mqtt = json_object_get_object_member (health, "mqtt");
    EXPECT_EQ (json_object_get_int_member (process, "uptime_sec"), 60);
    EXPECT_GT (json_object_get_double_member (process, "memory_used_mb"), 1);
    EXPECT_GT (json_object_get_int_member (mqtt, "published"), 10);
    EXPECT_GT (json_object_get_int_member (mqtt, "received"), 0);
    EXPECT_EQ (json_object_get_int_member (health, "problems"), 0);
    expect_json (json_object_get_object_member (health, "devices"), R"({"online":1,"total":1})");
}

TEST_F (Bridge, SaysHowItIsWhenThatChanges)
{
    start (WATTLE_BRIDGE_READ);
    listener->forget ();
    wattle_problems_set (problems, "roof", "leak", "it drips");
    advance (1000);
    ASSERT_EQ (listener->payloads (topic ("health")).size (), 1u);
    EXPECT_NE (listener->last (topic ("health")).find (R"("problems":1)"), std::string::npos);
    wattle_problems_set (problems, "roof", "leak", "it rains in");
    advance (5000);
    EXPECT_EQ (listener->payloads (topic ("health")).size (), 1u) << "still one problem";
}

TEST_F (Bridge, TellsWhatHappensAtOnce)
{
    start (WATTLE_BRIDGE_READ);
    listener->forget ();
    write_device ("meter", "Name=Garage\n");
    wattle_admin_reload (admin);
    wattle_problems_set (problems, "roof", "leak", "it drips");
    wattle_problems_clear (problems, "roof", "leak");
    listener->hear_all (client);
    expect_event (R"({"type":"device_added","data":{"id":"meter","name":"Garage",)"
                  R"("state":"starting"}})");
    expect_event (R"({"type":"device_state","data":{"id":"meter","name":"Garage",)"
                  R"("state":"online"}})");
    expect_event (R"({"type":"configuration","data":{}})");
    expect_event (R"({"type":"problem","data":{"subject":"roof","topic":"leak",)"
                  R"("since":1700000006000000,"message":"it drips"}})");
    expect_event (R"({"type":"problem_solved","data":{"subject":"roof","topic":"leak",)"
                  R"("since":1700000006000000,"message":"it drips"}})");

    listener->forget ();
    g_unlink (folder.file ("config/devices.d/meter.conf").c_str ());
    wattle_admin_reload (admin);
    listener->hear_all (client);
    expect_event (R"({"type":"device_removed","data":{"id":"meter"}})");
}

TEST_F (Bridge, SaysOnlyWhatTheLevelOfTheLogLetsThrough)
{
    start (WATTLE_BRIDGE_READ);
    listener->forget ();
    for (const char *level : { "critical", "warning", "message", "info", "debug" })
        wattle_bridge_log (bridge, level, "a \"line\"");
    log_level = "debug";
    wattle_bridge_log (bridge, "debug", "more");
    listener->hear_all (client);
    EXPECT_EQ (listener->payloads (topic ("logging")),
               Texts ({ R"({"level":"critical","message":"a \"line\""})",
                        R"({"level":"warning","message":"a \"line\""})",
                        R"({"level":"message","message":"a \"line\""})",
                        R"({"level":"debug","message":"more"})" }));
}

TEST_F (Bridge, LeavesOutAFloodOfLines)
{
    start (WATTLE_BRIDGE_READ);
    listener->forget ();
    for (int i = 0; i < 1000; i++)
        wattle_bridge_log (bridge, "message", "again");
    listener->hear_all (client);
    EXPECT_EQ (listener->payloads (topic ("logging")).size (), 50u);
    advance (1000);
    EXPECT_EQ (listener->last (topic ("logging")),
               R"({"level":"message","message":"950 lines are left out here"})");
    wattle_bridge_log (bridge, "message", "after it");
    listener->hear_all (client);
    EXPECT_EQ (listener->payloads (topic ("logging")).size (), 52u);
}

TEST_F (Bridge, IsNotThereWhenItIsOff)
{
    write_device ("meter");
    start (WATTLE_BRIDGE_OFF);
    EXPECT_EQ (kept ("wattle/bridge"), no_topics);
    listener->probe.publish (topic ("request/devices"), "{}");
    listener->hear_all (client);
    listener->hear_all (client);
    EXPECT_EQ (listener->payloads (topic ("response/devices")).size (), 0u);
    EXPECT_EQ (events ().size (), 0u);
}

TEST_F (Bridge, TakesAwayWhatItSaidWhenItIsSwitchedOff)
{
    start (WATTLE_BRIDGE_READ);
    EXPECT_EQ (kept ("wattle/bridge"), all_topics);
    end ();
    start (WATTLE_BRIDGE_OFF);
    listener->hear_all (client);
    EXPECT_EQ (kept ("wattle/bridge"), no_topics);
    listener->hear_all (client);
    g_auto (GStrv) orphans = wattle_hass_list_orphans (hass);
    EXPECT_EQ (g_strv_length (orphans), 0u) << orphans[0];

    end ();
    start (WATTLE_BRIDGE_READ);
    EXPECT_EQ (kept ("wattle/bridge"), all_topics);
}

TEST_F (Bridge, TakesAwayWhatItSaidUnderAnotherName)
{
    start (WATTLE_BRIDGE_READ);
    end ();
    instance = "house";
    start (WATTLE_BRIDGE_READ);
    listener->hear_all (client);
    EXPECT_EQ (kept ("wattle/bridge"), Topics ({}));
    EXPECT_EQ (kept ("house/bridge").size (), 5u);
}

TEST_F (Bridge, KeepsItsTopicsUnderAnotherPrefix)
{
    start (WATTLE_BRIDGE_READ);
    end ();
    prefix = "ha";
    start (WATTLE_BRIDGE_READ);
    listener->hear_all (client);
    EXPECT_EQ (kept ("wattle/bridge"), all_topics);
    EXPECT_EQ (kept ("homeassistant"), Topics ({}));
}

TEST_F (Bridge, SaysAllAgainToABrokerThatForgot)
{
    start (WATTLE_BRIDGE_READ);
    for (const char *name : { "info", "devices", "health", "sentinel" })
        listener->probe.publish (topic (name), "", true);
    ASSERT_TRUE (spin ([&] { return listener->last (topic ("sentinel")) != ""; }));
    EXPECT_EQ (kept ("wattle/bridge"), no_topics);
    advance (2000);
    EXPECT_EQ (kept ("wattle/bridge"), all_topics);
}
