// SPDX-License-Identifier: LGPL-2.1-or-later
// Which host is asked, and what happens where there is none, or where it is not allowed.
#include "cli/fake-host.h"
#include "cli/program.h"
#include "support/fake-polkit.h"
#include "support/spin.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

TEST (CliBus, WithoutAHostItSaysHowToStartOne)
{
    PrivateBus bus;
    Process::Environment environment = make_environment (bus);

    for (const char *option : { "", "--session", "--system" }) {
        std::vector<std::string> words = { "devices", "list" };
        if (*option != '\0')
            words.push_back (option);
        Outcome outcome = run_wattle (environment, words);

        EXPECT_EQ (outcome.status, 3) << option;
        EXPECT_EQ (outcome.out, "");
        EXPECT_TRUE (has (outcome.err, *option == '\0' || option[3] == 'e' ? "wattled --session"
                                                                           : "systemctl start"))
            << outcome.err;
    }
    EXPECT_EQ (run_wattle (environment, { "list" }).status, 2); // what is wrong anyway, first
}

TEST (CliBus, WithoutAnyBusTheSame)
{
    Outcome outcome = run_wattle ({ { "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent" },
                                    { "DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent" } },
                                  { "status" });

    EXPECT_EQ (outcome.status, 3);
    EXPECT_TRUE (has (outcome.err, "Start it")) << outcome.err;
}

TEST (CliBus, TheSessionBusComesFirst)
{
    PrivateBus session, system;
    Process::Environment environment = make_environment (session);
    environment["DBUS_SYSTEM_BUS_ADDRESS"] = system.address ();
    FakeHost there (system);
    there.set ("problems", "[{'subject': <'system'>}]");

    EXPECT_TRUE (has (run_wattle (environment, { "status" }).out, "system"));
    EXPECT_EQ (run_wattle (environment, { "status", "--session" }).status, 3);

    FakeHost here (session);
    here.set ("problems", "[{'subject': <'session'>}]");
    EXPECT_TRUE (has (run_wattle (environment, { "status" }).out, "session"));
    EXPECT_TRUE (has (run_wattle (environment, { "status", "--system" }).out, "system"));
    EXPECT_EQ (run_wattle (environment, { "status", "--system", "--session" }).status, 2);
}

TEST (CliBus, CommandsThatNeedNoHostNeedNoBus)
{
    Process::Environment environment = { { "DBUS_SESSION_BUS_ADDRESS", "" } };

    EXPECT_EQ (run_wattle (environment, { "--version" }).status, 0);
    EXPECT_TRUE (has (run_wattle (environment, { "--help" }).out, "Commands:"));
    EXPECT_TRUE (has (run_wattle (environment, { "help", "get" }).out, "Usage: wattle get"));
    EXPECT_TRUE (has (run_wattle (environment, { "devices", "--help" }).out, "devices scan"));
    EXPECT_TRUE (has (run_wattle (environment, { "devices", "add", "-h" }).out, "--no-probe"));
    EXPECT_EQ (run_wattle (environment, { "devces", "--help" }).status, 2);
    EXPECT_TRUE (has (run_wattle (environment, { "--list-commands" }).out, "mqtt show\t"));

    Outcome outcome = run_wattle (environment, {});
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "Usage: wattle")) << outcome.err;
}

// A host of the computer, not of a person, so that polkit is asked.
TEST (CliBus, WhatPolkitRefusesIsRefusedAndNamed)
{
    PrivateBus bus;
    FakePolkit polkit (bus); // permits nothing
    House house;
    Process::Environment environment = { { "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent" },
                                         { "DBUS_SYSTEM_BUS_ADDRESS", bus.address () },
                                         { "XDG_RUNTIME_DIR", "/nonexistent" } };
    Process host (
        { WATTLED, "--config", house.dir.file ("config"), "--state", house.dir.file ("state") },
        environment);
    ASSERT_TRUE (spin ([&] { return bus.has_name ("org.wattle.Wattle1"); })) << host.err ();

    const struct {
        std::vector<std::string> words;
        const char *action;
    } rows[] = {
        { { "reload" }, "org.wattle.wattle1.configure" },
        { { "secret", "set", "club" }, "org.wattle.wattle1.secrets" },
        { { "mqtt", "set", "DiscoveryPrefix=ha" }, "org.wattle.wattle1.configure" },
        { { "log", "--set-level", "info" }, "org.wattle.wattle1.configure" },
    };
    for (const auto &row : rows) {
        Outcome outcome = run_wattle (environment, row.words, "hush");

        EXPECT_EQ (outcome.status, 4) << row.words[0] << outcome.err;
        EXPECT_TRUE (has (outcome.err, row.action)) << outcome.err;
        EXPECT_TRUE (has (outcome.err, "group wattle")) << outcome.err;
        EXPECT_EQ (polkit.asked.back (), row.action);
        EXPECT_TRUE (polkit.interactive) << "the person was not to be asked";
    }
    EXPECT_EQ (run_wattle (environment, { "devices", "list" }).status, 0); // looking needs no leave
    EXPECT_EQ (run_wattle (environment, { "log" }).status, 0);
}

} // namespace
