// SPDX-License-Identifier: LGPL-2.1-or-later
// Switches and plugs by MQTT.
#include "support.h"

using namespace smappee_test;

namespace
{

class SmappeePlugs : public testing::Test
{
  protected:
    SmappeePlugs ()
    {
        EXPECT_TRUE (
            genius.tell ("homeControlConfig", load ("local-mqtt/homeControlConfig.json"), true));
    }

    ~SmappeePlugs () override
    {
        g_object_unref (on);
        g_object_unref (off);
    }

    // Lets the turns of a command pass until it ends; what it ended with.
    std::string
    run_on (WattleCommand *order, const std::function<void (guint)> &at_turn = {})
    {
        guint step = 1;

        for (std::string asked = genius.command (order, step); asked == "local";
             asked = genius.command (order, ++step)) {
            EXPECT_TRUE (genius.answer ("", 0));
            turns = step;
            if (at_turn)
                at_turn (step);
        }
        return genius.message ();
    }

    Genius genius;
    WattleCommand *on = wattle_command_new_boolean ("output_2", TRUE);
    WattleCommand *off = wattle_command_new_boolean ("output_1", FALSE);
    guint turns = 0;
};

TEST_F (SmappeePlugs, AreOutputsWithTheirNames)
{
    EXPECT_EQ (genius.name ("output_1"), "Lamp corner");
    EXPECT_EQ (genius.name ("output_2"), "Boiler");
    EXPECT_TRUE (wattle_entity_get_flags (genius.find ("output_2")) & WATTLE_ENTITY_OUTPUT);
    EXPECT_EQ (genius.shown ("output_1"), "–") << "nothing was told yet";
}

TEST_F (SmappeePlugs, TellTheirState)
{
    EXPECT_TRUE (genius.tell ("plug/1/state", load ("local-mqtt/plug_state.json"), true));
    EXPECT_EQ (genius.shown ("output_1"), "on");
    EXPECT_EQ (genius.shown ("output_2"), "–");
    EXPECT_TRUE (genius.tell ("plug/1/state", "{\"value\":\"OFF\",\"since\":\"1\",\"nodeId\":1}"));
    EXPECT_EQ (genius.shown ("output_1"), "off");
    EXPECT_TRUE (genius.tell ("plug/1/state", "{'value': 'ON', 'since': '1767262209000'}"));
    EXPECT_EQ (genius.shown ("output_1"), "on");
    for (const char *text : { "{\"value\":true}", "{\"value\":\"MAYBE\"}", "{}", "'", "{'value" })
        EXPECT_FALSE (genius.tell ("plug/1/state", text)) << text;
    EXPECT_EQ (genius.shown ("output_1"), "on");
}

TEST_F (SmappeePlugs, CommandsOfOthersAreNoStates)
{
    for (const char *file :
         { "local-mqtt/plug_setstate_full.json", "local-mqtt/plug_setstate_short.json",
           "local-mqtt/plug_setstate_quirk.txt" })
        EXPECT_TRUE (genius.tell ("plug/1/setstate", load (file))) << file;
    EXPECT_EQ (genius.shown ("output_1"), "–");
}

TEST_F (SmappeePlugs, ASwitchThatIsNotReachedHasNoState)
{
    EXPECT_TRUE (genius.tell ("plug/2/state", "{\"value\":\"ON\"}"));
    EXPECT_TRUE (
        genius.tell ("plug/2/connectionState", load ("local-mqtt/plug_connectionState.json")));
    EXPECT_EQ (genius.shown ("output_2"), "on");
    EXPECT_EQ (genius.shown ("output_2_connected"), "on");
    for (const char *state : { "UNREACHABLE", "DISCONNECTED", "something new" }) {
        EXPECT_TRUE (
            genius.tell ("plug/2/connectionState", "{\"value\":\"" + std::string (state) + "\"}"));
        EXPECT_EQ (genius.shown ("output_2"), "–") << state;
        EXPECT_EQ (genius.shown ("output_2_connected"), "off") << state;
    }
    EXPECT_TRUE (genius.tell ("plug/2/connectionState", "{\"value\":\"connected\"}"));
    EXPECT_EQ (genius.shown ("output_2"), "on");
}

TEST_F (SmappeePlugs, AComfortPlugIsThereAlthoughItIsNeverReached)
{
    EXPECT_TRUE (genius.tell ("plug/1/state", "{\"value\":\"ON\"}"));
    EXPECT_TRUE (genius.tell ("plug/1/connectionState", "{\"value\":\"UNREACHABLE\"}"));
    EXPECT_EQ (genius.shown ("output_1"), "on");
    EXPECT_EQ (genius.find ("output_1_connected"), nullptr);
}

TEST_F (SmappeePlugs, AssumedTheServiceLocationTellsOfComfortPlugs)
{
    EXPECT_TRUE (genius.tell ("", load ("local-mqtt/comfortplug_root_1283.json")));
    EXPECT_EQ (genius.shown ("output_1"), "on");
    EXPECT_TRUE (genius.tell (
        "", replaced (load ("local-mqtt/comfortplug_root_1283.json"), "\"ON\"", "\"OFF_OFF\"")));
    EXPECT_EQ (genius.shown ("output_1"), "off");
    EXPECT_TRUE (genius.tell ("", "{\"messageType\":7}"));
    EXPECT_FALSE (genius.tell ("", "{\"messageType\":1283,\"content\":{}}"));
    EXPECT_FALSE (genius.tell ("", "{\"messageType\":1283,\"content\":{\"controllableNodeId\":1,"
                                   "\"action\":\"TWICE\"}}"));
}

TEST_F (SmappeePlugs, OthersInTheListOfSwitchesAreNone)
{
    Genius other;

    ASSERT_TRUE (other.tell ("homeControlConfig",
                             "{\"switchActuators\":[{\"nodeId\":3,\"serialNumber\":\"5800000101\"},"
                             "{\"nodeId\":4},{\"nodeId\":5,\"serialNumber\":\"4006000001\"}],"
                             "\"smartplugActuators\":[{\"nodeId\":5,\"name\":\"twice\"}]}"));
    EXPECT_EQ (other.find ("output_3"), nullptr);
    EXPECT_EQ (other.find ("output_4"), nullptr);
    EXPECT_EQ (other.name ("output_5"), "Plug 5");
    EXPECT_FALSE (
        other.tell ("homeControlConfig", "{\"smartplugActuators\":[{\"nodeId\":\"1\"}]}"));
}

TEST_F (SmappeePlugs, ASwitchIsToldAndTheGatewayConfirms)
{
    g_autoptr (JsonObject) sent = nullptr;
    std::string request = genius.command (on, 0);
    std::string topic = "servicelocation/{state:service_location}/plug/2/setstate ";

    ASSERT_EQ (request.rfind (topic, 0), 0u) << request;
    sent = parse (request.substr (topic.size ()));
    EXPECT_STREQ (json_object_get_string_member (sent, "value"), "ON");
    EXPECT_EQ (json_object_get_int_member (sent, "nodeId"), 2);
    EXPECT_EQ (json_object_get_int_member (sent, "since"), START / 1000);
    ASSERT_TRUE (genius.answer ("", 0));
    EXPECT_EQ (run_on (on,
                       [this] (guint step) {
                           if (step == 3)
                               genius.tell ("plug/2/state", "{\"value\":\"ON\"}");
                       }),
               "");
    EXPECT_EQ (turns, 3u);
    EXPECT_EQ (genius.shown ("output_2"), "on");
}

TEST_F (SmappeePlugs, AStateFromBeforeTheCommandConfirmsNothing)
{
    ASSERT_TRUE (genius.tell ("plug/2/state", "{\"value\":\"ON\"}"));
    genius.command (on, 0);
    ASSERT_TRUE (genius.answer ("", 0));
    EXPECT_EQ (genius.command (on, 1), "local");
}

TEST_F (SmappeePlugs, ASwitchThatDoesNotObeyShowsItsTrueState)
{
    ASSERT_TRUE (genius.tell ("plug/2/state", "{\"value\":\"OFF\"}"));
    genius.command (on, 0);
    ASSERT_TRUE (genius.answer ("", 0));
    EXPECT_EQ (run_on (on), "the switch was told to be on, and the gateway says that it is off");
    EXPECT_EQ (genius.shown ("output_2"), "off");
    EXPECT_EQ (turns, 20u);
}

TEST_F (SmappeePlugs, AssumedAComfortPlugObeys)
{
    ASSERT_TRUE (genius.tell ("plug/1/state", "{\"value\":\"ON\"}"));
    genius.command (off, 0);
    ASSERT_TRUE (genius.answer ("", 0));
    EXPECT_EQ (run_on (off), "");
    EXPECT_EQ (genius.shown ("output_1"), "off");
}

TEST_F (SmappeePlugs, AnAnswerOfAComfortPlugIsTakenAtOnce)
{
    genius.command (off, 0);
    ASSERT_TRUE (genius.answer ("", 0));
    ASSERT_TRUE (genius.tell ("plug/1/state", "{\"value\":\"OFF\"}"));
    EXPECT_EQ (genius.command (off, 1), "");
    EXPECT_EQ (genius.message (), "");
}

TEST_F (SmappeePlugs, RefusesOutputsThatAreNotThere)
{
    g_autoptr (WattleCommand) third = wattle_command_new_boolean ("output_3", TRUE);
    g_autoptr (WattleCommand) action = wattle_command_new_action ("output_1");

    for (WattleCommand *order : { third, action }) {
        EXPECT_EQ (genius.command (order, 0), "");
        EXPECT_TRUE (g_error_matches (genius.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    }
}

TEST_F (SmappeePlugs, ComeAndGoWithTheList)
{
    ASSERT_TRUE (genius.tell ("plug/1/state", "{\"value\":\"ON\"}"));
    ASSERT_TRUE (genius.tell ("homeControlConfig",
                              "{\"smartplugActuators\":[{\"nodeId\":1,\"name\":\"Lamp\"}]}"));
    genius.wait (11);
    ASSERT_TRUE (genius.tell ("realtime", genius.realtime (0)));
    EXPECT_EQ (genius.find ("output_2"), nullptr);
    EXPECT_EQ (genius.name ("output_1"), "Lamp");
    EXPECT_EQ (genius.shown ("output_1"), "on") << "what was told before";
}

} // namespace
