// SPDX-License-Identifier: LGPL-2.1-or-later
// The clock of a device beside that of the host, as doctor and show tell it: a real host, and an
// emulated gateway whose meters tell their time of day, an hour beyond UTC.
#include "cli/program.h"
#include "support/spin.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

class CliClock : public testing::Test
{
  protected:
    // @ahead: how its clock differs from one that is right here, in UTC
    void
    start (int ahead)
    {
        g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
        g_autoptr (GDateTime) there = g_date_time_add_seconds (now, ahead - 3600);
        g_autofree char *text = g_date_time_format (there, "%Y-%m-%dT%H:%M:%SZ");

        environment = make_environment (bus);
        environment["WATTLE_PLUGIN_DIR"] = WATTLE_PLUGINS;
        house.environment = environment;
        house.start_emulator ({ "--start-time", text, "--speed", "1" });
        house.add_gateway ();
        house.configure ("wattle.conf", "[Plugins]\nDisabled=wattle_example\n");
        house.start_host ();
        ASSERT_TRUE (spin ([&] {
            return client.device_property (GRID_METER, "State") == "online" &&
                   client.device_property (HEAT_METER, "State") == "online";
        }));
    }

    Outcome
    run (const std::vector<std::string> &arguments)
    {
        return run_wattle (environment, arguments);
    }

    // What doctor says of clocks: verdict and sentence.
    std::string
    diagnose ()
    {
        std::string findings = run ({ "doctor", "--json" }).out;
        std::string all;

        for (int i = 0; i < count (findings); i++) {
            std::string place = std::to_string (i);

            if (at (findings, place + ".check") == "device-clock")
                all += at (findings, place + ".verdict") + ": " +
                       at (findings, place + ".message") + "\n";
        }
        return all;
    }

    PrivateBus bus;
    BusClient client{ bus };
    House house;
    Process::Environment environment;
};

TEST_F (CliClock, ThatIsRightIsNoFinding)
{
    start (0);

    EXPECT_EQ (diagnose (), "ok: the clocks of the devices that tell their time are right\n");
    EXPECT_TRUE (has (run ({ "devices", "show", GRID_METER }).out, "like that of this computer"));
    std::string shown = run ({ "devices", "show", GRID_METER, "--json" }).out;
    EXPECT_EQ (members (shown, "clock"), "verdict,ahead");
    EXPECT_EQ (at (shown, "clock.verdict"), "right");
    EXPECT_LT (std::abs (std::stod (at (shown, "clock.ahead"))), 60) << shown;
    EXPECT_EQ (at (run ({ "devices", "show", GATEWAY, "--json" }).out, "clock"), "null")
        << "it tells none";
}

TEST_F (CliClock, ThatIsOffIsAProblemThatNamesDeviceAndDifference)
{
    start (1800);

    std::string found = diagnose ();
    EXPECT_TRUE (has (found, std::string ("problem: the clock of ") + GRID_METER + " is ahead"))
        << found;
    EXPECT_TRUE (has (found, "schedules and tariffs")) << found;
    EXPECT_EQ (run ({ "doctor" }).status, 1);
    EXPECT_TRUE (has (run ({ "devices", "show", GRID_METER }).out, "is ahead of that of this"));
    EXPECT_EQ (at (run ({ "devices", "show", GRID_METER, "--json" }).out, "clock.verdict"),
               "wrong");
}

TEST_F (CliClock, ThatIsHoursOffIsInAnotherZone)
{
    start (-2 * 3600);

    std::string found = diagnose ();
    EXPECT_TRUE (has (found, std::string ("note: the clock of ") + GRID_METER +
                                 " is set to another time zone, 2 h behind"))
        << found;
    EXPECT_EQ (at (run ({ "devices", "show", GRID_METER, "--json" }).out, "clock.verdict"), "zone");
}

} // namespace
