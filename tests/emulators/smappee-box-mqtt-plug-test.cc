// SPDX-License-Identifier: LGPL-2.1-or-later
// Plugs of an emulated Smappee, its Switch, and who is there.
#include "smappee-box-broker.h"

using namespace wattle_test;

using SmappeeBoxPlugs = SmappeeBoxBroker;

TEST_F (SmappeeBoxPlugs, ObeysEachFormOfACommand)
{
    const std::pair<std::string, const char *> commands[] = {
        { R"({"value":"ON"})", "ON" },
        { example ("plug_setstate_full.json"), "OFF" },
        { example ("plug_setstate_quirk.txt"), "ON" },
        { example ("plug_setstate_short.json"), "OFF" },
    };

    for (const auto &[command, state] : commands) {
        int before = count ("plug/1/state");

        probe->publish (at ("plug/1/setstate"), command);
        ASSERT_TRUE (spin ([&] { return count ("plug/1/state") > before; })) << command;
        EXPECT_STREQ (wattle_json_peek_string (last ("plug/1/state"), "value"), state);
        EXPECT_STREQ (smappee_box_get_plug (box, 1), state);
    }
    EXPECT_EQ (number (last ("plug/1/state"), "since"), now_ms ());
}

TEST_F (SmappeeBoxPlugs, WhatIsNoCommandChangesNothing)
{
    for (const char *text : { "", "ON", "{}", "[]", R"({"value":"TOGGLE"})", R"({"value":1})" })
        probe->publish (at ("plug/1/setstate"), text);
    probe->publish (at ("plug/3/setstate"), R"({"value":"ON"})");
    probe->publish (at ("plug/x/setstate"), R"({"value":"ON"})");
    probe->publish (at ("plug/1/setstate"), std::string (2000, ' ') + R"({"value":"ON"})");
    probe->publish ("servicelocation/other/plug/1/setstate", R"({"value":"ON"})");
    probe->publish (at ("plug/2/setstate"), R"({"value":"OFF"})");
    EXPECT_TRUE (spin ([&] { return count ("plug/2/state") == 2; }));
    EXPECT_EQ (count ("plug/1/state"), 1);
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "OFF");
}

TEST_F (SmappeeBoxPlugs, TheCarChargesWhileItsPlugIsOn)
{
    happen (R"({"fault":"map-add"})");
    gint64 index = number (measurement ("Car"), "publishIndex");
    gint64 grid = number (live (1), "power");

    EXPECT_EQ (number (live (index), "power"), 0);
    probe->publish (at ("plug/1/setstate"), R"({"value":"ON"})");
    EXPECT_TRUE (spin ([&] { return count ("plug/1/state") == 2; }));
    pass (1);
    EXPECT_EQ (number (live (index), "power"), 1500);
    EXPECT_NEAR ((double)(number (live (1), "power") - grid), 1500, 10);
}

TEST_F (SmappeeBoxPlugs, AButtonIsToldInTheWayOfThePlug)
{
    happen (R"({"fault":"press","node":2,"value":false})");
    EXPECT_STREQ (wattle_json_peek_string (last ("plug/2/state"), "value"), "OFF");

    happen (R"({"fault":"press","node":1,"value":true})");
    EXPECT_EQ (shape (text ("")), shape (example ("comfortplug_root_1283.json")));
    JsonObject *content = wattle_json_peek_object (last (""), "content");
    EXPECT_STREQ (wattle_json_peek_string (content, "action"), "ON");
    EXPECT_EQ (number (content, "controllableNodeId"), 1);
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "ON");
    EXPECT_EQ (count ("plug/1/state"), 1);
    happen (R"({"fault":"press","node":1,"value":false,"doubled":true})");
    EXPECT_STREQ (
        wattle_json_peek_string (wattle_json_peek_object (last (""), "content"), "action"),
        "OFF_OFF");
}

TEST_F (SmappeeBoxPlugs, PresenceAndConnectionsAreToldWhenTheyChange)
{
    happen (R"({"fault":"presence","value":true})");
    EXPECT_EQ (text ("presence"), "{\"value\":true}");
    EXPECT_TRUE (smappee_box_get_presence (box));
    happen (R"({"fault":"connection","node":2,"value":"DISCONNECTED"})");
    EXPECT_STREQ (wattle_json_peek_string (last ("plug/2/connectionState"), "value"),
                  "DISCONNECTED");
    EXPECT_NE (try_fault (R"({"fault":"connection","node":2,"value":"LOST"})"), "");
    EXPECT_NE (try_fault (R"({"fault":"connection","node":3,"value":"CONNECTED"})"), "");
    EXPECT_NE (try_fault (R"({"fault":"presence"})"), "");
}
