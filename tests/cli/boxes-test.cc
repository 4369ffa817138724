// SPDX-License-Identifier: LGPL-2.1-or-later
// A SMART EMS from the command line to Home Assistant, and another board in its place.
#include "cli/program.h"
#include "smart-ems.h"
#include "support/spin.h"
#include "support/tls-under-sanitizer.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

const char ID[] = "smart_ems_0004a3123456";
const int PATIENCE = 60000;

class CliBoxes : public testing::Test
{
  protected:
    CliBoxes () : environment (make_environment (bus))
    {
        environment["WATTLED"] = WATTLED;
        EXPECT_TRUE (smart_ems_start (box, "127.0.0.1", 0, nullptr));
        house.environment = environment;
        house.environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
        house.start_host ();
    }

    ~CliBoxes () override
    {
        g_object_unref (box);
        g_object_unref (clock);
    }

    Outcome
    run (const std::vector<std::string> &arguments)
    {
        return run_wattle (environment, arguments);
    }

    void
    add ()
    {
        Outcome outcome = run ({ "devices", "add", "smart-ems", "--http", smart_ems_get_uri (box),
                                 "M1=active_power W" });

        ASSERT_EQ (outcome.status, 0) << outcome.out << outcome.err;
        ASSERT_TRUE (spin ([&] { return house.available (ID); }, PATIENCE));
    }

    // What Home Assistant shows of its heater.
    std::string
    heater ()
    {
        Json state = house.state (ID);

        return state != nullptr
                   ? json_object_get_string_member_with_default (state.get (), "output_1", "")
                   : "";
    }

    PrivateBus bus;
    House house;
    Process::Environment environment;
    WattleClock *clock = wattle_clock_new (1);
    SmartEms *box = smart_ems_new (clock, SMART_EMS_LK35);
};

TEST_F (CliBoxes, AHeaterFollowsTheCommandLineAndHomeAssistant)
{
    add ();

    Outcome outcome = run ({ "set", ID, "output_1", "on" });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (smart_ems_get_output (box, 1));
    EXPECT_TRUE (spin ([&] { return heater () == "ON"; }, PATIENCE));

    house.probe->publish (std::string ("wattle/") + ID + "/output_1/set", "OFF");
    EXPECT_TRUE (spin ([&] { return !smart_ems_get_output (box, 1); }, PATIENCE));
    EXPECT_TRUE (spin ([&] { return heater () == "OFF"; }, PATIENCE));
    EXPECT_EQ (smart_ems_get_offences (box), 0u) << smart_ems_get_last_offence (box);
}

TEST_F (CliBoxes, AnotherBoardAtTheAddressIsNamedAndNotTakenForTheOldOne)
{
    add ();
    smart_ems_set_generation (box, SMART_EMS_LK4, "00:04:A3:65:43:21");

    EXPECT_TRUE (spin ([&] { return !house.available (ID); }, PATIENCE));
    Outcome outcome = run ({ "devices", "show", ID });
    EXPECT_TRUE (has (outcome.out, "LK4")) << outcome.out << outcome.err;
    EXPECT_TRUE (has (outcome.out, "00:04:a3:65:43:21") || has (outcome.out, "0004a3654321"))
        << outcome.out;
    Outcome why = run ({ "why", ID }); // of the device, which has several outputs
    EXPECT_EQ (why.status, 0) << why.err;
    EXPECT_TRUE (has (why.out, "LK4")) << why.out;
    EXPECT_TRUE (has (run ({ "why", ID, "output_1" }).out, "LK4"));
    EXPECT_EQ (at (run ({ "why", ID, "--json" }).out, "state"), "offline");
    EXPECT_EQ (run ({ "set", ID, "output_1", "on" }).status, 1);
    EXPECT_EQ (smart_ems_get_commands (box), 0u);
}

} // namespace
