// SPDX-License-Identifier: LGPL-2.1-or-later
// set, release and why on a running house with a simulated device.
#include "cli/program.h"
#include "support/spin.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

class CliControl : public testing::Test
{
  protected:
    CliControl ()
    {
        environment = make_environment (bus);
        house.environment = environment;
    }

    // @protection: of its switch.
    void
    begin (const std::string &protection = "")
    {
        house.configure ("devices.d/sim.conf", "[Device]\nDriver=example\n" + protection);
        house.start_host ();
        ASSERT_TRUE (spin ([this] { return client.device_property ("sim", "State") == "online"; }))
            << house.host->err ();
    }

    Outcome
    run (const std::vector<std::string> &arguments)
    {
        return run_wattle (environment, arguments);
    }

    std::string
    json (std::vector<std::string> arguments)
    {
        arguments.push_back ("--json");
        Outcome outcome = run (arguments);

        EXPECT_EQ (outcome.status, 0) << arguments[0] << ": " << outcome.err;
        return outcome.out;
    }

    void
    expect_refusal (const std::vector<std::string> &arguments, int status, const char *words)
    {
        Outcome outcome = run (arguments);

        EXPECT_EQ (outcome.status, status) << arguments[1] << outcome.out;
        EXPECT_EQ (outcome.out, "");
        EXPECT_TRUE (has (outcome.err, words)) << outcome.err;
    }

    PrivateBus bus;
    BusClient client{ bus };
    House house;
    Process::Environment environment;
};

TEST_F (CliControl, SetsOutputsOfEveryKind)
{
    begin ();
    EXPECT_EQ (run ({ "set", "sim", "output_1", "on" }).out, "sim/output_1 is on.\n");
    EXPECT_EQ (run ({ "set", "sim/output_1", "toggle" }).out, "sim/output_1 is off.\n");
    EXPECT_EQ (run ({ "set", "sim", "target_temperature", "21.5", "--for", "1h30min" }).out,
               "sim/target_temperature is 21.5 °C.\n");
    EXPECT_EQ (run ({ "set", "sim", "mode", "away", "--until", "released" }).out,
               "sim/mode is away.\n");
    EXPECT_EQ (json ({ "set", "sim", "mode", "eco" }), "{\"output\":\"sim/mode\"}\n");
    EXPECT_TRUE (has (run ({ "get", "sim", "target_temperature" }).out, "21.5"));
}

TEST_F (CliControl, SaysWhyInWords)
{
    begin ();
    EXPECT_TRUE (has (run ({ "why", "sim", "output_1" }).out,
                      "Nobody wants anything of it: it stays as it is."));
    run ({ "set", "sim", "output_1", "on", "--until", "change" });
    Outcome outcome = run ({ "why", "sim/output_1" });

    EXPECT_EQ (outcome.out.rfind ("sim/output_1\n  It is on.\n  Held by ", 0), 0u) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "(by hand) since ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, ": on, until the automations want something else.\n"));
    EXPECT_TRUE (has (outcome.out, "The device confirmed the command on.\n")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "Times switched on: 1; ")) << outcome.out;
}

TEST_F (CliControl, SaysWhyForPrograms)
{
    begin ();
    run ({ "set", "sim", "target_temperature", "25", "--for", "2h" });
    std::string why = json ({ "why", "sim", "target_temperature" });

    EXPECT_EQ (members (why),
               "device,output,actual,known,available,wish,settled,command,commanded,tries,held_by,"
               "claim,lost,waits,waits_until,partner,pushed_by,starts,seconds_on,last_switch,"
               "state,error");
    EXPECT_EQ (at (why, "state"), "online");
    EXPECT_EQ (members (why, "claim"),
               "author,layer,value,priority,order,continuous,since,until,until_change");
    EXPECT_EQ (at (why, "actual"), "25");
    EXPECT_EQ (at (why, "command"), "confirmed");
    EXPECT_EQ (at (why, "claim.layer"), "manual");
    EXPECT_EQ (at (why, "held_by"), at (why, "claim.author"));
    EXPECT_EQ (at (why, "claim.until").size (), 24u);
    EXPECT_EQ (at (why, "waits"), "null");
    EXPECT_EQ (at (json ({ "why", "sim", "mode" }), "claim"), "null");
}

TEST_F (CliControl, ReleasesWhatPeopleWant)
{
    begin ("[Output output_1]\nDefault=off\n");
    EXPECT_EQ (run ({ "set", "sim", "output_1", "on" }).status, 0);
    EXPECT_TRUE (has (run ({ "why", "sim", "output_1" }).out,
                      "Lost: its setting Default (default) wants off, but its layer is weaker."));
    EXPECT_EQ (run ({ "release", "sim", "output_1" }).out,
               "Nobody holds sim/output_1 by hand any more.\n");
    EXPECT_EQ (at (json ({ "why", "sim", "output_1" }), "held_by"), "default");
}

TEST_F (CliControl, IsHeldBackByAProtection)
{
    begin ("[Output output_1]\nMinOn=10min\nProtectManual=true\n");
    // It may not be on for some time after the host has begun either, if it was on before.
    EXPECT_EQ (run ({ "set", "sim", "output_1", "on" }).status, 0);
    expect_refusal ({ "set", "sim", "output_1", "off" }, 4,
                    "sim/output_1 has to stay on for its minimum time; it is done then");
    Outcome outcome = run ({ "why", "sim", "output_1" });
    EXPECT_TRUE (has (outcome.out, "It is on, and is to be off.")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, ": it has to stay on for its minimum time.")) << outcome.out;
    std::string why = json ({ "why", "sim", "output_1" });
    EXPECT_EQ (at (why, "waits"), "min-on");
    EXPECT_EQ (at (why, "waits_until").size (), 24u);
}

TEST_F (CliControl, RefusesWhatThereIsNot)
{
    begin ();
    expect_refusal ({ "set", "sim", "output_2", "on" }, 2, "sim has no output “output_2”");
    expect_refusal ({ "set", "simm", "output_1", "on" }, 2, "there is no device “simm”");
    expect_refusal ({ "set", "sim", "on" }, 2, "sim has several outputs; there are: ");
    expect_refusal ({ "why", "sim", "active_power" }, 2, "sim has no output “active_power”");
    expect_refusal ({ "set", "sim", "output_1", "maybe" }, 2, "must be on, off or toggle");
    expect_refusal ({ "set", "sim", "target_temperature", "-5" }, 2, "a number from 5 to 30");
    expect_refusal ({ "set", "sim", "mode", "party" }, 2, "must be one of eco, comfort, away");
    expect_refusal ({ "set", "sim", "output_1", "on", "--for", "2" }, 2, "“2” is no span");
    expect_refusal ({ "set", "sim", "output_1", "on", "--until", "25:00" }, 2,
                    "“25:00” is no time to come");
    expect_refusal ({ "set", "sim", "output_1", "on", "--until", "released", "--for", "2h" }, 2,
                    "for: says something else");
    expect_refusal ({ "set", "sim" }, 2, "something is missing");
    EXPECT_EQ (at (json ({ "why", "sim", "output_1" }), "claim"), "null");
}

TEST_F (CliControl, HasADeviceCarryOutAnAction)
{
    begin ();
    EXPECT_EQ (run ({ "devices", "act", "sim", "reset_energy" }).out,
               "The device sim has done it.\n");
    EXPECT_EQ (json ({ "devices", "act", "sim", "reset_energy" }), "{\"id\":\"sim\"}\n");
    expect_refusal ({ "devices", "act", "sim", "reset_enrgy" }, 2, "reset_energy");
    expect_refusal ({ "devices", "act", "sim" }, 2, "something is missing");
}

TEST_F (CliControl, SetsTheCountersOfAMeter)
{
    begin ("[Options]\nSettable=true\n");
    EXPECT_EQ (run ({ "devices", "sync-meter", "sim", "1284.0", "774.5", "402.25" }).out,
               "The meter sim shows the reading now; its totals go on from before.\n");
    EXPECT_EQ (json ({ "devices", "sync-meter", "sim", "2461000", "--unit", "Wh" }),
               "{\"id\":\"sim\"}\n");
    std::string total = run ({ "get", "sim", "energy_import" }).out;
    EXPECT_LT (std::stod (total), 1000) << "the total went on from where it was: " << total;

    std::string lines = json ({ "ledger", "list", "--entity", "energy_import_l3" });
    EXPECT_EQ (at (lines, "0.kind"), "synchronised") << lines;
    EXPECT_EQ (at (lines, "0.who"), "user " + std::to_string (getuid ())) << lines;
    EXPECT_LT (std::stod (at (lines, "0.to")), -820000) << lines;
    EXPECT_TRUE (has (run ({ "ledger", "list" }).out, "synchronised"));
}

TEST_F (CliControl, RefusesReadingsThatAMeterCannotTake)
{
    begin ("[Options]\nSettable=true\nObeys=false\n");
    expect_refusal ({ "devices", "sync-meter", "sim", "12.3456" }, 2, "at most three decimals");
    expect_refusal ({ "devices", "sync-meter", "sim", "much" }, 2, "“much” is no reading");
    expect_refusal ({ "devices", "sync-meter", "sim", "1", "--unit", "MWh" }, 2, "kWh and Wh");
    expect_refusal ({ "devices", "sync-meter", "sim", "1", "2" }, 2, "counts three phases");
    expect_refusal ({ "devices", "sync-meter", "sim", "1", "2", "3", "4" }, 2, "one to three");
    expect_refusal ({ "devices", "sync-meter", "sim", "1", "--export" }, 2,
                    "no counter of exported energy");
    expect_refusal ({ "devices", "sync-meter", "nobody", "1" }, 2, "nobody");
    expect_refusal ({ "devices", "sync-meter", "sim", "2461" }, 1, "did not take the reading");
}

} // namespace
