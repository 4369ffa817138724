// SPDX-License-Identifier: LGPL-2.1-or-later
// Switches through the whole host: what the relay of an emulated gateway does, and what people see.
#include <csignal>

#include "bus-house.h"

using namespace wattle_test;

namespace
{

const char *const STORAGE = "sg_ir_bicom";      // off at first
const char *const BOILER = "iskra_sg_bi010254"; // on at first
const std::string REST = "[Options]\nRestControl=true\n";

class Outputs : public BusHouse
{
  protected:
    // Commands over HTTP.
    void
    begin ()
    {
        house.start_emulator ();
        house.add_gateway (REST);
        go ();
    }

    void
    go ()
    {
        start ();
        ASSERT_TRUE (becomes (STORAGE, "online")) << house.host->err ();
        ASSERT_TRUE (becomes (BOILER, "online")) << house.host->err ();
    }

    Variant
    control (const std::string &id, const std::string &method, const std::string &parameters)
    {
        return client.call ("/org/wattle/Wattle1/Devices/" + id, "Control", method, parameters);
    }

    // What is wrong, or nothing.
    std::string
    set (const std::string &id, const std::string &value, const std::string &options = "@a{sv} {}")
    {
        Variant reply = control (id, "Set", "('output_1', <" + value + ">, " + options + ")");

        return reply != nullptr ? "" : client.error_name + ": " + client.error_text;
    }

    std::string
    why (const std::string &id, const char *member)
    {
        Variant reply = control (id, "Why", "('output_1',)");
        g_autoptr (GVariant) reason =
            reply != nullptr ? g_variant_get_child_value (reply.get (), 0) : nullptr;
        g_autoptr (GVariant) value =
            reason != nullptr ? g_variant_lookup_value (reason, member, nullptr) : nullptr;
        g_autofree char *text = value != nullptr ? g_variant_print (value, FALSE) : nullptr;

        return text != nullptr ? text : "(none)";
    }

    // What the emulated relay really is.
    bool
    relay (const char *name)
    {
        Json state = house.get ("/emulator/state");

        return json_object_get_int_member (state.get (), name) != 0;
    }

    std::string
    shown (const std::string &id, const char *member = "output_1")
    {
        Json state = house.state (id);

        return state != nullptr && json_object_has_member (state.get (), member)
                   ? json_object_get_string_member_with_default (state.get (), member, "null")
                   : "(nothing)";
    }

    bool
    shows (const std::string &id, const std::string &value)
    {
        return spin ([&] { return shown (id) == value; });
    }

    bool
    has_problem (const std::string &text)
    {
        return client.property ("/org/wattle/Wattle1", "Manager", "Problems").find (text) !=
               std::string::npos;
    }
};

TEST_F (Outputs, MoveTheRelayAndAreConfirmedInTheState)
{
    begin ();
    ASSERT_TRUE (shows (STORAGE, "OFF"));
    EXPECT_EQ (set (STORAGE, "true"), "");
    EXPECT_TRUE (relay ("storage"));
    EXPECT_TRUE (shows (STORAGE, "ON"));
    EXPECT_EQ (shown (STORAGE, "output_1_held_by").rfind ("user ", 0), 0u);
    EXPECT_EQ (why (STORAGE, "command"), "'confirmed'");

    EXPECT_EQ (set (BOILER, "'toggle'"), "");
    EXPECT_FALSE (relay ("boiler"));
    EXPECT_TRUE (shows (BOILER, "OFF"));
    EXPECT_NE (control (BOILER, "Release", "('output_1',)"), nullptr);
    EXPECT_TRUE (spin ([&] { return shown (BOILER, "output_1_held_by") == "nobody"; }));
}

TEST_F (Outputs, AreSwitchedByHomeAssistant)
{
    begin ();
    house.probe->publish (std::string ("wattle/") + STORAGE + "/output_1/set", "ON");
    EXPECT_TRUE (shows (STORAGE, "ON"));
    EXPECT_TRUE (relay ("storage"));
    EXPECT_EQ (shown (STORAGE, "output_1_held_by"), "hass");
    EXPECT_NE (shown (STORAGE, "output_1_override_until").find ('T'), std::string::npos);
    EXPECT_EQ (why (STORAGE, "held-by"), "'hass'");
    house.probe->publish (std::string ("wattle/") + STORAGE + "/output_1_release/set", "PRESS");
    EXPECT_TRUE (spin ([&] { return shown (STORAGE, "output_1_held_by") == "nobody"; }));
}

TEST_F (Outputs, AreSwitchedByTheMessagesOfTheGateway)
{
    MqttBroker broker;
    std::string uri = "127.0.0.1:" + std::to_string (broker.port ());

    house.start_emulator ({ "--mqtt", uri });
    house.add_gateway ("Mqtt=mqtt://" + uri + "\n[Options]\nRootTopic=IS004217\n");
    ASSERT_TRUE (spin ([&] {
        Json state = house.get ("/emulator/state");
        return json_object_get_int_member (state.get (), "mqtt") != 0;
    }));
    go ();
    EXPECT_EQ (set (STORAGE, "true"), "");
    EXPECT_TRUE (relay ("storage"));
    EXPECT_TRUE (shows (STORAGE, "ON"));
    EXPECT_EQ (set (BOILER, "false"), "");
    EXPECT_FALSE (relay ("boiler"));
}

TEST_F (Outputs, ThatDoNotObeyAreTriedTwiceMoreThenAProblem)
{
    begin ();
    house.fault (R"({"fault":"bicom-stuck","slot":3})");
    EXPECT_EQ (set (BOILER, "false")
                   .rfind ("Failed: " + std::string (BOILER) + "/output_1 does not obey", 0),
               0u)
        << client.error_text;
    EXPECT_EQ (why (BOILER, "tries"), "3");
    EXPECT_TRUE (has_problem ("does not obey; it was to be off"));
    EXPECT_TRUE (relay ("boiler"));
    EXPECT_TRUE (shows (BOILER, "ON")) << "the true state";
    // It is there for who connects later too.
    house.look ();
    EXPECT_TRUE (shows (BOILER, "ON"));
}

TEST_F (Outputs, DropWhatIsSentWhileTheGatewayIsAway)
{
    begin ();
    house.emulator.reset ();
    EXPECT_EQ (set (STORAGE, "true").rfind ("Unreachable: ", 0), 0u) << client.error_text;
    EXPECT_TRUE (has_problem ("output_1: the command on was dropped"));
    EXPECT_EQ (why (STORAGE, "held-by"), "''");
    EXPECT_EQ (why (STORAGE, "command"), "'dropped'");
    house.start_emulator ();
    ASSERT_TRUE (
        spin ([&] { return client.device_property (GATEWAY, "State") == "online"; }, 90000))
        << house.host->err ();
    ASSERT_TRUE (
        spin ([&] { return client.device_property (STORAGE, "State") == "online"; }, 90000));
    EXPECT_NE (client.device (STORAGE, "Refresh"), nullptr);
    EXPECT_TRUE (shows (STORAGE, "OFF"));
    EXPECT_FALSE (has_problem ("dropped")) << "nothing is wrong any more";
    EXPECT_FALSE (relay ("storage")) << "a relay must not move minutes later";
}

TEST_F (Outputs, AreWantedOverARestartOfTheHost)
{
    begin ();
    EXPECT_EQ (set (STORAGE, "true", "{'until': <'released'>}"), "");
    EXPECT_EQ (set (BOILER, "false"), "");
    house.host->send (SIGKILL);
    house.host->wait ();
    go ();
    EXPECT_EQ (why (STORAGE, "held-by").rfind ("'user ", 0), 0u);
    EXPECT_EQ (why (BOILER, "held-by").rfind ("'user ", 0), 0u);
    EXPECT_NE (why (STORAGE, "starts"), "uint64 0");
    EXPECT_TRUE (relay ("storage"));
    EXPECT_FALSE (relay ("boiler"));
}

TEST_F (Outputs, HaveAnInterfaceOnTheBusWhereThereAreAny)
{
    begin ();
    EXPECT_EQ (control (GRID_METER, "Why", "('output_1',)"), nullptr);
    EXPECT_EQ (client.error_name, "UnknownMethod");
    EXPECT_EQ (control (STORAGE, "Why", "('output_2',)"), nullptr);
    EXPECT_EQ (client.error_name, "NotFound");
    EXPECT_EQ (set (STORAGE, "'maybe'"), "Config: output_1: must be on, off or toggle");
    EXPECT_EQ (set (STORAGE, "true", "{'for': <0>}"),
               "Config: for: must be a number of seconds, from 1 to 31622400 (366 days)");
    EXPECT_EQ (set (STORAGE, "[(1, 2)]"), "Config: output_1: must be on, off or toggle");
    EXPECT_FALSE (relay ("storage"));
}

} // namespace
