// SPDX-License-Identifier: LGPL-2.1-or-later
// A monitor at somebody else's broker, from a host that knows nothing of it to a contact that is
// switched: found by the command line, added by the command that it prints.
#include "cli/program.h"
#include "smart-maic.h"
#include "support/spin.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

const char ID[] = "smart_maic_1728104417";

class CliMonitors : public testing::Test
{
  protected:
    CliMonitors () : environment (make_environment (bus))
    {
        const SmartMaicMqttSettings settings = { .host = "127.0.0.1",
                                                 .port = broker.port (),
                                                 .user = nullptr,
                                                 .password = nullptr,
                                                 .prefix = "smart-maic/",
                                                 .separator = '/',
                                                 .interval = 1 };

        environment["WATTLED"] = WATTLED;
        EXPECT_TRUE (smart_maic_start_mqtt (monitor, &settings, nullptr));
        house.environment = environment;
        house.environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
        house.start_host ();
    }

    ~CliMonitors () override
    {
        g_object_unref (monitor);
        g_object_unref (clock);
    }

    Outcome
    run (const std::vector<std::string> &arguments)
    {
        return run_wattle (environment, arguments);
    }

    std::string
    broker_uri ()
    {
        return "mqtt://127.0.0.1:" + std::to_string (broker.port ());
    }

    // The words behind “wattle” of the command in the line of a table.
    std::vector<std::string>
    command_in (const std::string &text)
    {
        size_t start = text.find ("wattle devices add");
        g_auto (GStrv) words = nullptr;
        std::vector<std::string> found;

        if (start == std::string::npos)
            return {};
        start += strlen ("wattle ");
        EXPECT_TRUE (
            g_shell_parse_argv (text.substr (start, text.find ('\n', start) - start).c_str (),
                                nullptr, &words, nullptr));
        for (guint i = 0; words != nullptr && words[i] != nullptr; i++)
            found.push_back (words[i]);
        return found;
    }

    void
    scan_and_add ()
    {
        Outcome outcome = run ({ "devices", "scan", "--mqtt", broker_uri () });
        std::vector<std::string> command = command_in (outcome.out);

        ASSERT_EQ (outcome.status, 0) << outcome.err;
        ASSERT_FALSE (command.empty ()) << outcome.out;
        outcome = run (command);
        ASSERT_EQ (outcome.status, 0) << outcome.out << outcome.err;
    }

    // Whether Home Assistant has a switch for it.
    bool
    knows_contact ()
    {
        Json description = house.describe (ID);

        return description != nullptr &&
               json_object_has_member (
                   json_object_get_object_member (description.get (), "components"), "output_1");
    }

    PrivateBus bus;
    House house;
    Process::Environment environment;
    MqttBroker broker;
    WattleClock *clock = wattle_clock_new (1);
    SmartMaic *monitor = smart_maic_new (clock);
};

TEST_F (CliMonitors, WhatAScanPrintsPublishesTheDevice)
{
    scan_and_add ();

    EXPECT_TRUE (spin ([&] { return house.state (ID) != nullptr; }, 60000));
    Json description = house.describe (ID);
    ASSERT_NE (description, nullptr);
    EXPECT_TRUE (spin ([&] { return house.available (ID); }, 60000));

    Outcome again = run ({ "devices", "scan", "--json" }); // its broker is one of the house now
    EXPECT_EQ (at (again.out, "0.known"), ID) << again.out << again.err;
    EXPECT_EQ (at (again.out, "0.model"), "d103");
    EXPECT_EQ (at (again.out, "0.links.mqtt"), broker_uri ());
}

TEST_F (CliMonitors, ItsContactIsSwitchedFromTheCommandLineAndFromHomeAssistant)
{
    scan_and_add ();
    ASSERT_TRUE (spin ([&] { return knows_contact (); }, 60000));

    Outcome outcome = run ({ "set", ID, "output_1", "on" });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (smart_maic_get_out (monitor));

    house.probe->publish (std::string ("wattle/") + ID + "/output_1/set", "OFF");
    EXPECT_TRUE (spin ([&] { return !smart_maic_get_out (monitor); }, 60000));
    EXPECT_TRUE (spin (
        [&] {
            Json state = house.state (ID);
            const char *text =
                state != nullptr
                    ? json_object_get_string_member_with_default (state.get (), "output_1", "")
                    : "";

            return g_str_equal (text, "OFF");
        },
        60000));
    MqttProbe kept (broker.port (), "#");
    EXPECT_TRUE (spin ([&] { return kept.has ("smart-maic/1728104417/SETOUT", "0"); }));
}

} // namespace
