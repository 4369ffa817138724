// SPDX-License-Identifier: LGPL-2.1-or-later
// Every command on a running house: a real host with a real broker, and an emulated gateway.
#include <unistd.h>

#include "cli/program.h"
#include "support/spin.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

class CliHouse : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        environment = make_environment (bus);
        house.environment = environment;
        house.start_emulator ({ "--udp-port", "0" });
        house.add_simulated ();
        house.configure ("wattle.conf", "[Plugins]\nDisabled=wattle_example\n");
        house.start_host ();
        environment["WATTLE_PLUGIN_DIR"] = WATTLE_PLUGINS;
        environment["WATTLED"] = WATTLED;
    }

    void
    TearDown () override
    {
        if (house.host != nullptr) {
            EXPECT_TRUE (house.host->running ()) << house.host->err ();
        }
    }

    Outcome
    run (const std::vector<std::string> &arguments, const std::string &input = "")
    {
        return run_wattle (environment, arguments, input);
    }

    // What it prints as JSON; it has to succeed.
    std::string
    json (std::vector<std::string> arguments, const std::string &input = "")
    {
        arguments.push_back ("--json");
        Outcome outcome = run (arguments, input);

        EXPECT_EQ (outcome.status, 0) << arguments[0] << ": " << outcome.err;
        return outcome.out;
    }

    // What the host has written of a device.
    std::string
    settings (const std::string &id)
    {
        g_autofree char *text = nullptr;
        std::string path = house.dir.file ("state/config/devices/" + id + ".conf");

        g_file_get_contents (path.c_str (), &text, nullptr, nullptr);
        return text != nullptr ? text : "(none)";
    }

    std::string
    uri () const
    {
        return "http://127.0.0.1:" + std::to_string (house.gateway_port);
    }

    void
    add_gateway ()
    {
        Outcome outcome = run ({ "devices", "add", "iskra-sg", "--http", uri (), "--id", "sg" });

        ASSERT_EQ (outcome.status, 0) << outcome.err;
        ASSERT_TRUE (spin (
            [this] { return state_of ("sg") == "online" && state_of (HEAT_METER) == "online"; }));
    }

    // Not by the program, which would take long to ask again and again.
    std::string
    state_of (const std::string &id)
    {
        return client.device_property (id, "State");
    }

    PrivateBus bus;
    BusClient client{ bus };
    House house;
    Process::Environment environment;
};

const char *const READING = "value,unit,quality,time";

TEST_F (CliHouse, StatusSaysHowItIs)
{
    Outcome outcome = run ({ "status" });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "running")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "1 (1 online)")) << outcome.out;

    std::string status = json ({ "status" });
    EXPECT_EQ (members (status), "version,api_version,state,broker,devices,problems");
    EXPECT_EQ (members (status, "broker"),
               "uri,embedded,connected,listen,user,error,instance,discovery_prefix,bridge_mode");
    EXPECT_EQ (members (status, "devices"),
               "online,degraded,starting,offline,gone,disabled,broken");
    EXPECT_EQ (at (status, "devices.online"), "1");
    EXPECT_EQ (at (status, "broker.connected"), "true");
    EXPECT_EQ (at (status, "problems"), "[]");
}

TEST_F (CliHouse, StatusIsAProblemIfThereIsOne)
{
    house.configure ("devices.d/bad.conf", "[Device]\nDriver=toaster\n");
    ASSERT_EQ (run ({ "reload" }).status, 0);

    Outcome outcome = run ({ "status" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.out, "1 problem:")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "“toaster” is not known")) << outcome.out;

    Outcome check = run ({ "config", "check", "--json" });
    EXPECT_EQ (check.status, 1);
    EXPECT_EQ (members (check.out, "0"), "subject,topic,since,message");
    EXPECT_EQ (at (check.out, "0.subject"), "bad");
    EXPECT_TRUE (has (at (check.out, "0.since"), "T")) << check.out;
    EXPECT_EQ (run ({ "doctor" }).status, 1);
    EXPECT_TRUE (has (run ({ "devices", "list" }).out, "broken"));
}

TEST_F (CliHouse, DevicesAreListedBehindTheirGateway)
{
    add_gateway ();

    std::string list = json ({ "devices", "list" });
    EXPECT_EQ (count (list), 6); // two switches and two meters between them
    EXPECT_EQ (members (list, "0"), "id,name,driver,state,parent,outputs");
    EXPECT_EQ (at (list, "0"), "{\"id\":\"sg\",\"name\":\"Energy gateway\",\"driver\":\"iskra-sg\","
                               "\"state\":\"online\",\"parent\":null,\"outputs\":[]}");
    EXPECT_EQ (at (list, "2.id"), GRID_METER);
    EXPECT_EQ (at (list, "2.parent"), "sg");
    EXPECT_EQ (at (list, "5.id"), SIMULATED);
    EXPECT_TRUE (has (run ({ "devices", "list" }).out, std::string ("\n  ") + GRID_METER));
}

TEST_F (CliHouse, ADeviceIsShownWithItsReadings)
{
    std::string show = json ({ "devices", "show", SIMULATED });

    EXPECT_EQ (members (show),
               "id,name,driver,model,serial,state,parent,http_certificate,clock,entities");
    EXPECT_EQ (at (show, "driver"), "example");
    EXPECT_EQ (at (show, "model"), "meter");
    EXPECT_EQ (at (show, "serial"), "null");
    EXPECT_EQ (members (show, "entities.voltage_l1"), READING);
    EXPECT_EQ (at (show, "entities.voltage_l1.value"), "230");
    EXPECT_EQ (at (show, "entities.voltage_l1.unit"), "V");
    EXPECT_EQ (at (show, "entities.voltage_l1.quality"), "good");
    EXPECT_TRUE (g_regex_match_simple ("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$",
                                       at (show, "entities.voltage_l1.time").c_str (),
                                       G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT));

    Outcome outcome = run ({ "devices", "show", SIMULATED });
    EXPECT_TRUE (has (outcome.out, "Voltage L1")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "230.0  V")) << outcome.out;
}

TEST_F (CliHouse, GetPrintsOneReadingOrAll)
{
    EXPECT_EQ (run ({ "get", SIMULATED, "frequency" }).out, "50.000 Hz\n");
    EXPECT_EQ (members (json ({ "get", SIMULATED, "frequency" })), READING);
    EXPECT_EQ (members (json ({ "get", SIMULATED }), "frequency"), READING);
    EXPECT_TRUE (has (run ({ "get", SIMULATED }).out, "frequency"));

    Outcome outcome = run ({ "get", SIMULATED, "frequncy" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "Did you mean “frequency”?")) << outcome.err;
}

TEST_F (CliHouse, AnUnknownDeviceIsNamedWithThoseThereAre)
{
    const std::vector<std::vector<std::string>> commands = {
        { "devices", "show", "sin" },
        { "get", "sin" },
        { "devices", "set", "sin" },
        { "devices", "remove", "sin" },
        { "devices", "enable", "sin" },
        { "devices", "disable", "sin" },
        { "devices", "replace", "sin" },
        { "devices", "identify", "sin" },
        { "watch", "sin" },
        { "record", "sin" },
    };

    for (const auto &command : commands) {
        Outcome outcome = run (command);

        EXPECT_EQ (outcome.status, 2) << command[0];
        EXPECT_EQ (outcome.out, "");
        EXPECT_TRUE (has (outcome.err, "there is no device “sin”; there are: sim. Did you mean "
                                       "“sim”?"))
            << outcome.err;
    }
    EXPECT_EQ (run ({ "get", "../x" }).status, 2);
}

TEST_F (CliHouse, ADeviceIsProbedThenAddedAndRunsAtOnce)
{
    std::string added = json ({ "devices", "add", "iskra-sg", "--http", uri (), "--name", "Klet" });

    EXPECT_EQ (members (added), "id,devices,http,http_certificate");
    EXPECT_EQ (at (added, "http"), uri ());
    EXPECT_EQ (at (added, "id"), "iskra_sg_is004217");
    EXPECT_EQ (count (added, "devices"), 5);
    EXPECT_EQ (members (added, "devices.1"),
               "id,parent,name,state,maker,model,serial,version,readings");
    EXPECT_EQ (members (added, "devices.1.readings.0"), "key,name,value,unit,quality");
    ASSERT_TRUE (spin ([this] { return state_of ("iskra_sg_is004217") == "online"; }));
    EXPECT_EQ (at (json ({ "devices", "show", "iskra_sg_is004217" }), "name"), "Klet");

    // In Home Assistant's topics within one poll.
    EXPECT_TRUE (spin ([this] { return house.describe ("iskra_sg_is004217") != nullptr; }));
}

TEST_F (CliHouse, AddingShowsWhatIsReadAndTakesAnId)
{
    Outcome outcome = run ({ "devices", "add", "iskra-sg", "--http", uri (), "--id", "sg" });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "IS004217")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "active_power")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "Added sg.\n")) << outcome.out;
}

TEST_F (CliHouse, WhatCannotBeReadIsNotAdded)
{
    Outcome outcome =
        run ({ "devices", "add", "iskra-sg", "--http", "http://127.0.0.1:1", "--id", "sg" });

    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "it was not added, as it could not be read")) << outcome.err;
    EXPECT_EQ (count (json ({ "devices", "list" })), 1);
    EXPECT_EQ (
        at (json ({ "devices", "add", "iskra-sg", "--http", "http://127.0.0.1:1", "--id", "sg",
                    "--no-probe" })),
        "{\"id\":\"sg\",\"devices\":[],\"http\":\"http://127.0.0.1:1\",\"http_certificate\":null}");
}

TEST_F (CliHouse, WhatIsWrongInAddIsNamedWithWhatIsAllowed)
{
    const struct {
        std::vector<std::string> words;
        const char *sentence;
    } rows[] = {
        { { "iskra-gs" }, "there is no driver “iskra-gs”; there are: example, iskra-sg" },
        { { "iskra-sg", "--model", "gate" }, "iskra-sg has no model “gate”; there are: gateway" },
        { { "iskra-sg", "--http", "http://x", "Usr=a" },
          "iskra-sg has no option “Usr”; there are: User, Password, RootTopic, SubTopic, "
          "PubTopic, PushInterval, RestControl, Unit. Did you mean “User”?" },
        { { "iskra-sg" }, "[Link] Http" },
        { { "iskra-sg", "--http", "ftp://x" }, "http://HOST" },
        { { "example", "Power=lots" }, "[Options] Power: must be a number from 0 to 100000" },
        { { "example", "--id", "Not An Id" }, "lower-case" },
        { { "example", "Power" }, "settings are written as KEY=VALUE" },
    };

    for (const auto &row : rows) {
        std::vector<std::string> words = { "devices", "add" };

        words.insert (words.end (), row.words.begin (), row.words.end ());
        Outcome outcome = run (words);
        EXPECT_EQ (outcome.status, 2) << outcome.err;
        EXPECT_TRUE (has (outcome.err, row.sentence)) << outcome.err;
    }
    EXPECT_EQ (count (json ({ "devices", "list" })), 1);
}

TEST_F (CliHouse, AProbeChangesNothing)
{
    std::string probed = json ({ "devices", "probe", "iskra-sg", "--http", uri () });

    EXPECT_EQ (at (probed, "id"), "iskra_sg_is004217");
    EXPECT_EQ (count (probed, "devices"), 5);
    EXPECT_EQ (count (json ({ "devices", "list" })), 1);
    EXPECT_TRUE (has (run ({ "devices", "probe", SIMULATED }).out, "voltage_l1")); // as configured
    EXPECT_EQ (run ({ "devices", "probe", SIMULATED, "Power=1" }).status, 2);
    EXPECT_EQ (run ({ "devices", "probe", "iskra-sg", "--http", "http://127.0.0.1:1" }).status, 1);
}

TEST_F (CliHouse, ADeviceIsChangedAndRemoved)
{
    add_gateway ();
    EXPECT_EQ (json ({ "devices", "set", "sg", "--name", "Cellar", "--interval", "20s",
                       "--max-power", "20000", "User=a" }),
               "{\"id\":\"sg\"}\n");
    std::string text = run ({ "devices", "show", "sg" }).out;
    EXPECT_TRUE (has (text, "Cellar") && has (text, "every 20 s") && has (text, "User")) << text;
    EXPECT_TRUE (has (settings ("sg"), "MaxPower=20000\n")) << settings ("sg");

    EXPECT_EQ (run ({ "devices", "set", "sg", "--unset", "name", "--unset", "User", "--unset",
                      "interval", "--unset", "max-power" })
                   .status,
               0);
    EXPECT_FALSE (has (settings ("sg"), "MaxPower")) << settings ("sg");
    text = run ({ "devices", "show", "sg" }).out;
    EXPECT_TRUE (has (text, "Energy gateway") && has (text, "every 30 s")) << text;
    EXPECT_FALSE (has (text, "User")) << text;

    EXPECT_EQ (run ({ "devices", "set", "sg" }).status, 2);
    EXPECT_EQ (run ({ "devices", "set", "sg", "--unset", "Colour" }).status, 2);
    EXPECT_EQ (run ({ "devices", "set", "sg", "--interval", "1s" }).status, 2);
    EXPECT_EQ (run ({ "devices", "set", GRID_METER, "--name", "x" }).status, 2);

    EXPECT_EQ (json ({ "devices", "disable", "sg" }), "{\"id\":\"sg\"}\n");
    EXPECT_EQ (state_of ("sg"), "disabled");
    EXPECT_EQ (run ({ "config", "check" }).status, 0);
    EXPECT_EQ (run ({ "devices", "enable", "sg" }).out, "The device sg is enabled.\n");
    EXPECT_EQ (run ({ "devices", "remove", GRID_METER }).status, 2);
    EXPECT_EQ (json ({ "devices", "remove", "sg" }), "{\"id\":\"sg\"}\n");
    EXPECT_EQ (count (json ({ "devices", "list" })), 1);
}

TEST_F (CliHouse, AFileOfTheAdministratorIsLeftAlone)
{
    Outcome outcome = run ({ "devices", "set", SIMULATED, "Power=100" });

    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "sim.conf belongs to the administrator")) << outcome.err;
}

TEST_F (CliHouse, ASecretIsAskedForAndKeptApart)
{
    const char *const ID = "iskra_sg_is004217";

    house.fault ("{\"fault\":\"password\",\"user\":\"admin\",\"password\":\"geheim\"}");
    Outcome outcome =
        run ({ "devices", "add", "iskra-sg", "--http", uri (), "User=admin", "Password=ask" },
             "geheim\nnot read\n");

    ASSERT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_FALSE (has (outcome.out + outcome.err, "geheim"));
    ASSERT_TRUE (spin ([&] { return state_of (ID) == "online"; }));
    std::string text = run ({ "devices", "show", ID }).out;
    EXPECT_TRUE (has (text, "secret:password_")) << text;
    EXPECT_FALSE (has (text, "geheim"));

    // A wrong one that is only tried does not take its place.
    EXPECT_EQ (
        run ({ "devices", "probe", "iskra-sg", "--http", uri (), "User=admin", "Password=ask" },
             "wrong\n")
            .status,
        1);
    EXPECT_EQ (run ({ "devices", "probe", ID }).status, 0);
    EXPECT_EQ (run ({ "devices", "set", ID, "Password=ask" }, "").status, 2); // nothing came
}

TEST_F (CliHouse, SecretsComeFromStandardInputOnly)
{
    EXPECT_EQ (json ({ "secret", "set", "club" }, "hush"), "{\"name\":\"club\"}\n");
    EXPECT_EQ (run ({ "secret", "set", "club", "hush" }).status, 2);
    EXPECT_EQ (run ({ "secret", "set", "Not A Name" }, "hush").status, 2);
    EXPECT_EQ (run ({ "secret", "set", "club" }, "").status, 2);
    EXPECT_EQ (run ({ "secret", "set", "club" }, std::string (5000, 'x')).status, 2);
}

TEST_F (CliHouse, DevicesShowThemselves)
{
    add_gateway ();
    EXPECT_EQ (json ({ "devices", "identify", "sg" }), "{\"id\":\"sg\"}\n");

    Outcome outcome = run ({ "devices", "identify", SIMULATED });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "sim knows no action “identify”; there are: reset_energy"))
        << outcome.err;
}

TEST_F (CliHouse, AReplacedDeviceGoesOn)
{
    add_gateway ();
    EXPECT_EQ (json ({ "devices", "replace", "sg", "--http", uri () + "/" }), "{\"id\":\"sg\"}\n");
    EXPECT_EQ (run ({ "devices", "replace", "sg" }).status, 2);
    EXPECT_EQ (run ({ "devices", "replace", "sg", "--by", "x" }).status, 2);
    EXPECT_EQ (run ({ "devices", "replace", GRID_METER }).status, 2);

    ASSERT_TRUE (spin ([this] { return state_of (HEAT_METER) == "online"; }));
    Outcome outcome = run ({ "devices", "replace", GRID_METER, "--by", "iskra_sg_w4183370" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "Did you mean “iskra_sg_w4183307”?")) << outcome.err;
    EXPECT_EQ (run ({ "devices", "replace", GRID_METER, "--by", HEAT_METER }).status, 0);
}

TEST_F (CliHouse, PluginsAreListedAndSwitched)
{
    std::string list = json ({ "plugins", "list" });

    EXPECT_EQ (members (list, "0"), "module,name,description,version,kind,path,state,error");
    EXPECT_EQ (at (list, "0.module"), "example");
    EXPECT_EQ (at (list, "0.state"), "loaded");
    EXPECT_EQ (json ({ "plugins", "disable", "example" }), "{\"module\":\"example\"}\n");
    EXPECT_EQ (state_of (SIMULATED), "broken");
    EXPECT_EQ (run ({ "plugins", "enable", "example" }).out, "The plugin example is enabled.\n");
    EXPECT_TRUE (has (run ({ "plugins", "list" }).out, "Iskra Smart Gateway"));

    Outcome outcome = run ({ "plugins", "enable", "exmaple" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "Did you mean “example”?")) << outcome.err;
}

TEST_F (CliHouse, TheBrokerIsShownTriedAndChosen)
{
    Outcome outcome = run ({ "mqtt", "show" });
    EXPECT_TRUE (has (outcome.out, "Only programs on this computer can reach it.")) << outcome.out;
    EXPECT_FALSE (has (outcome.out, house.password));

    std::string shown = json ({ "mqtt", "show" });
    EXPECT_EQ (members (shown), "uri,embedded,connected,listen,user,error,instance,"
                                "discovery_prefix,bridge_mode,accounts");
    EXPECT_EQ (at (shown, "accounts.0"), "{\"account\":\"homeassistant\",\"user\":null,\"host\":"
                                         "null,\"port\":null,\"password\":null}");
    shown = json ({ "mqtt", "show", "--passwords" });
    EXPECT_EQ (at (shown, "accounts.0.password"), house.password);
    EXPECT_EQ (at (shown, "accounts.0.port"), std::to_string (house.broker_port));

    EXPECT_EQ (at (json ({ "mqtt", "test" }), "connected"), "true");
    std::string address = "Broker=mqtt://127.0.0.1:" + std::to_string (house.broker_port);
    EXPECT_EQ (
        run ({ "mqtt", "test", address, "User=" + house.user, "Password=ask" }, house.password)
            .status,
        0);
    outcome = run ({ "mqtt", "test", "Broker=mqtt://127.0.0.1:1", "--json" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_EQ (members (outcome.out), "connected,milliseconds,error");
    EXPECT_EQ (at (outcome.out, "connected"), "false");

    outcome = run ({ "mqtt", "set", "Brokr=x" });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "Did you mean “Broker”?")) << outcome.err;
    EXPECT_EQ (run ({ "mqtt", "set" }).status, 2);
    EXPECT_EQ (json ({ "mqtt", "set", "DiscoveryPrefix=ha" }), "{\"done\":\"set\"}\n");
    EXPECT_EQ (at (json ({ "mqtt", "show" }), "discovery_prefix"), "ha");
    EXPECT_EQ (run ({ "mqtt", "set", "--unset", "DiscoveryPrefix" }).status, 0);
    EXPECT_EQ (at (json ({ "mqtt", "show" }), "discovery_prefix"), "homeassistant");
}

TEST_F (CliHouse, ADeviceWithTopicsHasAnAccount)
{
    ASSERT_EQ (json ({ "devices", "add", "example", "--id", "boiler", "--no-probe" }),
               "{\"id\":\"boiler\",\"devices\":[],\"http\":null,\"http_certificate\":null}\n");
    Outcome outcome =
        run ({ "devices", "set", "boiler", "--mqtt", "", "--mqtt-topics", "boiler/#" });
    if (outcome.status == 0)
        EXPECT_EQ (at (json ({ "mqtt", "show" }), "accounts.1.account"), "boiler");
    else
        EXPECT_EQ (outcome.status, 2) << outcome.err; // this driver takes no link
}

TEST_F (CliHouse, TheLedgerIsListed)
{
    EXPECT_EQ (json ({ "ledger", "list" }), "[]\n");
    EXPECT_EQ (run ({ "ledger", "list" }).out, "No total was ever corrected.\n");
    EXPECT_EQ (run ({ "ledger", "undo", "7" }).status, 2);
    EXPECT_EQ (run ({ "ledger", "undo", "x" }).status, 2);
    EXPECT_EQ (run ({ "ledger", "list", "--limit", "0" }).status, 2);
}

TEST_F (CliHouse, TheConfigurationIsFine)
{
    EXPECT_EQ (run ({ "config", "check" }).out, "The configuration is fine.\n");
    EXPECT_EQ (json ({ "config", "check" }), "[]\n");
    EXPECT_EQ (json ({ "reload" }), "{\"done\":\"reload\"}\n");
}

TEST_F (CliHouse, TheDoctorLooks)
{
    Outcome outcome = run ({ "doctor", "--json" });

    EXPECT_EQ (outcome.status, 0) << outcome.out;
    EXPECT_EQ (members (outcome.out, "0"), "check,verdict,message");
    EXPECT_EQ (at (outcome.out, "0"),
               "{\"check\":\"problems\",\"verdict\":\"ok\",\"message\":\"there is no problem\"}");
    EXPECT_TRUE (has (run ({ "doctor" }).out, "there is no problem"));
}

TEST_F (CliHouse, TheLogIsShown)
{
    Outcome outcome = run ({ "log", "--lines", "1000" });
    EXPECT_TRUE (has (outcome.out, "message sim: online")) << outcome.out;
    EXPECT_EQ (run ({ "log", "--level", "warning" }).out, "");

    std::string line = json ({ "log", "--lines", "1" });
    EXPECT_EQ (members (line), "time,level,domain,message");
    EXPECT_EQ (run ({ "log", "--lines", "1001" }).status, 2);
    EXPECT_EQ (run ({ "log", "--level", "loud" }).status, 2);
    EXPECT_EQ (run ({ "log", "--set-level", "loud" }).status, 2);
    EXPECT_EQ (json ({ "log", "--set-level", "info" }), "{\"level\":\"info\"}\n");
}

TEST_F (CliHouse, AScanFindsTheGateway)
{
    std::string target = "127.0.0.1:" + std::to_string (house.search_port);
    std::string found = json ({ "devices", "scan", target, "--seconds", "1" });

    ASSERT_EQ (count (found), 1) << found;
    EXPECT_EQ (at (found, "0.id"), "iskra_sg_is004217");
    EXPECT_EQ (at (found, "0.known"), "null");
    Outcome outcome = run ({ "devices", "scan", "--driver", "iskra-gs", target });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "Did you mean “iskra-sg”?")) << outcome.err;
}

TEST_F (CliHouse, EveryChangeIsARevisionToGoBackTo)
{
    ASSERT_EQ (json ({ "devices", "add", "example", "--id", "meter", "--no-probe" }),
               "{\"id\":\"meter\",\"devices\":[],\"http\":null,\"http_certificate\":null}\n");
    std::string first = at (json ({ "config", "history", "--limit", "1" }), "0.id");
    ASSERT_EQ (run ({ "devices", "set", "meter", "--name", "Cellar" }).status, 0);

    std::string history = json ({ "config", "history" });
    EXPECT_EQ (members (history, "0"), "id,time,author,files,summary");
    EXPECT_EQ (at (history, "0.author"), std::to_string (getuid ()));
    EXPECT_TRUE (has (run ({ "config", "diff" }).out, "+Name=Cellar\n"));
    EXPECT_TRUE (has (run ({ "config", "diff", first }).out, "+Name=Cellar\n"));
    EXPECT_FALSE (has (run ({ "config", "diff", "--of", first }).out, "Cellar"));

    EXPECT_EQ (json ({ "config", "restore", first }), "{\"revision\":\"" + first + "\"}\n");
    EXPECT_NE (at (json ({ "devices", "show", "meter" }), "name"), "Cellar");
    EXPECT_EQ (run ({ "config", "restore", "4711" }).status, 2);
}

TEST_F (CliHouse, ABackupIsRestored)
{
    TempDir dir;
    std::string file = dir.file ("house.tar.gz");

    ASSERT_EQ (run ({ "devices", "add", "example", "--id", "meter", "--no-probe" }).status, 0);
    ASSERT_EQ (run ({ "config", "backup", file }).status, 0);
    ASSERT_EQ (run ({ "devices", "remove", "meter" }).status, 0);
    std::string checked = json ({ "config", "restore", file, "--dry-run" });
    EXPECT_TRUE (has (at (checked, "restored"), "config/devices/meter.conf")) << checked;
    EXPECT_EQ (run ({ "devices", "show", "meter" }).status, 2);
    EXPECT_EQ (run ({ "config", "restore", file }).status, 0);
    EXPECT_EQ (run ({ "devices", "show", "meter" }).status, 0);
    EXPECT_NE (run ({ "config", "restore", dir.write ("other", "no archive") }).status, 0);
}

TEST_F (CliHouse, HomeAssistantIsToldNothingNewOfARunningHouse)
{
    ASSERT_TRUE (spin ([this] { return house.describe (SIMULATED) != nullptr; }));
    std::string diff = json ({ "ha", "diff" });

    EXPECT_EQ (members (diff, "0"), "topic,device,change,entities");
    EXPECT_EQ (at (diff, "0.device"), "null"); // the host
    EXPECT_EQ (at (diff, "1.device"), SIMULATED);
    EXPECT_TRUE (spin ([this] { return !has (json ({ "ha", "diff" }), "\"appear\""); }));
    EXPECT_EQ (json ({ "ha", "prune", "--dry-run" }), "{\"dry_run\":true,\"topics\":[]}\n");
}

TEST_F (CliHouse, ADeviceIsRecordedAndPlayed)
{
    TempDir dir;
    std::string recorded =
        json ({ "record", SIMULATED, "--seconds", "2", dir.file ("new/folder") });

    EXPECT_EQ (members (recorded), "recording,expected");
    EXPECT_EQ (at (recorded, "recording"), dir.file ("new/folder/sim.jsonl"));

    Outcome played = run ({ "replay", at (recorded, "recording") });
    g_autofree char *expected = nullptr;
    EXPECT_EQ (played.status, 0) << played.err;
    ASSERT_TRUE (
        g_file_get_contents (at (recorded, "expected").c_str (), &expected, nullptr, nullptr));
    EXPECT_EQ (played.out, expected);
    EXPECT_EQ (played.err, "");

    std::string readings = json ({ "replay", at (recorded, "recording") });
    EXPECT_EQ (at (readings, "0.entities.voltage_l1"),
               "{\"value\":\"230.0\",\"quality\":\"good\"}");
    EXPECT_EQ (run ({ "replay", "/nonexistent" }).status, 2);
    EXPECT_EQ (run ({ "record", SIMULATED, "--seconds", "0" }).status, 2);
}

TEST_F (CliHouse, WatchPrintsLinesAsTheyCome)
{
    Outcome outcome = run ({ "watch", SIMULATED, "--seconds", "2" });

    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, " sim voltage_l1 230.0 V\n")) << outcome.out;
    EXPECT_FALSE (has (outcome.out, "\033"));

    std::string lines = json ({ "watch", "--seconds", "2" });
    std::string first = lines.substr (0, lines.find ('\n'));
    EXPECT_EQ (members (first), "device,key,value,unit,quality,time");
    EXPECT_EQ (at (first, "device"), SIMULATED);
}

TEST_F (CliHouse, WatchGoesOnWhenTheHostComesAgain)
{
    Process watch ({ WATTLE, "watch", SIMULATED, "--json" }, environment);

    ASSERT_TRUE (spin ([&] { return has (watch.out (), "voltage_l1"); })) << watch.err ();
    house.host.reset ();
    ASSERT_TRUE (spin ([&] { return watch.has_said ("the host has ended; waiting for it"); }));
    house.start_host ();
    ASSERT_TRUE (spin ([&] { return watch.has_said ("the host is there again"); }));
    size_t before = watch.out ().size ();
    EXPECT_TRUE (spin ([&] { return watch.out ().size () > before + 2000; })) << watch.err ();
    watch.send (SIGINT);
    EXPECT_EQ (watch.wait (), 0);
}

TEST_F (CliHouse, FollowingTheLogEndsWithTheHost)
{
    Process log ({ WATTLE, "log", "--follow", "--lines", "1000" }, environment);

    ASSERT_TRUE (spin ([&] { return has (log.out (), "sim: online"); })) << log.err ();
    ASSERT_EQ (run ({ "plugins", "disable", "example" }).status, 0);
    ASSERT_TRUE (spin ([&] { return has (log.out (), "is switched off"); })) << log.out ();

    Process other ({ WATTLE, "log", "--follow" }, environment);
    ASSERT_TRUE (spin ([&] { return has (other.out (), "sim: online"); }));
    other.send (SIGINT);
    EXPECT_EQ (other.wait (), 0);
    house.host.reset ();
    EXPECT_EQ (log.wait (), 3);
}

TEST_F (CliHouse, CtrlCCancelsAJob)
{
    TempDir dir;
    Process record ({ WATTLE, "record", SIMULATED, "--seconds", "3000", dir.path () }, environment);

    auto has_job = [this] {
        return client.property ("/org/wattle/Wattle1/Jobs/1", "Job", "State") != "";
    };
    ASSERT_TRUE (spin (has_job));
    ASSERT_TRUE (spin ([&] { return has (name_of (record.pid ()), "wattle"); }));
    // Between the call and its answer there is nothing to cancel yet; it is sent until it is heard.
    ASSERT_TRUE (spin ([&] {
        record.send (SIGINT);
        return !record.running ();
    }));
    int status = record.wait ();
    EXPECT_TRUE (status == 1 || status == -SIGINT) << status;
    if (status == 1) {
        EXPECT_EQ (record.err (), "wattle: cancelled\n");
    }
    EXPECT_FALSE (g_file_test (dir.file ("sim.jsonl").c_str (), G_FILE_TEST_EXISTS));
}

} // namespace
