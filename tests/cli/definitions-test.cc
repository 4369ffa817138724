// SPDX-License-Identifier: LGPL-2.1-or-later
// Definitions of meters: two real hosts, a meter on an emulated bus, and the commands.
#include <unistd.h>

#include <fstream>

#include "cli/program.h"
#include "modbus-bus.h"
#include "support/spin.h"
#include "support/text.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

// A house on a bus of its own, and a person there.
class Place
{
  public:
    Place ()
    {
        environment = make_environment (bus);
        environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
        house.environment = environment;
    }

    void
    start ()
    {
        house.start_host ();
    }

    Outcome
    run (const std::vector<std::string> &arguments)
    {
        return run_wattle (environment, arguments);
    }

    // Of "devices definition …", as JSON; it has to succeed.
    std::string
    json (std::vector<std::string> arguments)
    {
        arguments.insert (arguments.begin (), { "devices", "definition" });
        arguments.push_back ("--json");
        Outcome outcome = run (arguments);

        EXPECT_EQ (outcome.status, 0) << outcome.err;
        return outcome.out;
    }

    // One line of the list.
    std::string
    find (const std::string &id)
    {
        std::string list = json ({ "list" });

        for (int i = 0; i < count (list); i++)
            if (at (list, std::to_string (i) + ".id") == id)
                return at (list, std::to_string (i));
        return "";
    }

    PrivateBus bus;
    BusClient client{ bus };
    House house;
    Process::Environment environment;
};

class CliDefinitions : public testing::Test
{
  protected:
    // A custom module as a person begins it, in a file.
    std::string
    make_module ()
    {
        Outcome outcome = here.run ({ "devices", "definition", "new", "Boiler room" });

        EXPECT_EQ (outcome.status, 0) << outcome.err;
        return dir.write ("boiler-room.json", outcome.out);
    }

    TempDir dir;
    Place here;
};

TEST_F (CliDefinitions, ACustomModuleIsReadOnceItIsImported)
{
    g_autoptr (ModbusBus) bus = modbus_bus_new ();
    g_autoptr (GError) error = nullptr;
    std::string file = make_module ();

    ASSERT_TRUE (modbus_bus_add_unit (bus, 7, file.c_str (), &error)) << error->message;
    modbus_bus_set_time (bus, 1000);
    ASSERT_TRUE (modbus_bus_listen (bus, "127.0.0.1", 0, FALSE, nullptr));
    here.house.configure ("devices.d/boiler.conf",
                          "[Device]\nDriver=modbus-meter\nModel=boiler-room\nInterval=500ms\n"
                          "[Link]\nModbus=modbus+tcp://127.0.0.1:" +
                              std::to_string (modbus_bus_get_port (bus)) + "\n[Options]\nUnit=7\n");
    here.start ();
    EXPECT_EQ (here.run ({ "status" }).status, 1) << "its model is not known yet";

    EXPECT_EQ (here.json ({ "import", file }), "{\"id\":\"boiler-room\"}\n");
    EXPECT_TRUE (spin ([&] { return here.client.device_property ("boiler", "State") == "online"; }))
        << here.house.host->err ();
    Outcome power = here.run ({ "get", "boiler", "active_power", "--json" });
    EXPECT_NEAR (g_ascii_strtod (at (power.out, "value").c_str (), nullptr),
                 modbus_bus_get_value (bus, 7, 4, 52), 0.01)
        << power.out << power.err;
    EXPECT_EQ (here.run ({ "status" }).status, 0);
    EXPECT_EQ (at (here.find ("boiler-room"), "devices"), "[\"boiler\"]");
    EXPECT_TRUE (has (here.run ({ "devices", "definition", "list" }).out,
                      "boiler-room                 custom        Boiler room"));

    Outcome removed = here.run ({ "devices", "definition", "remove", "boiler-room" });
    EXPECT_EQ (removed.status, 1);
    EXPECT_EQ (removed.err, "wattle: the definition “boiler-room” is used by boiler\n");
}

TEST_F (CliDefinitions, GoFromHouseToHouseByteByByte)
{
    std::string file = make_module ();
    std::string odd = peek_file (file) + "\r\n\t \n";
    Place there;

    here.start ();
    there.start ();
    dir.write ("boiler-room.json", odd);
    ASSERT_EQ (here.run ({ "devices", "definition", "import", file }).status, 0);
    std::string copy = dir.file ("copy.json");
    EXPECT_EQ (here.json ({ "export", "boiler-room", copy }), "{\"file\":\"" + copy + "\"}\n");
    EXPECT_EQ (peek_file (copy), odd);

    ASSERT_EQ (there.run ({ "devices", "definition", "import", copy }).status, 0);
    EXPECT_EQ (there.run ({ "devices", "definition", "export", "boiler-room" }).out, odd);
    EXPECT_EQ (there.find ("boiler-room"), here.find ("boiler-room"));
    EXPECT_EQ (peek_file (there.house.dir.file ("state/config/meters/boiler-room.json")), odd);
}

TEST_F (CliDefinitions, ThatCameWithTheHostAreListedAndExported)
{
    here.start ();
    std::string list = here.json ({ "list" });
    EXPECT_GE (count (list), 9);
    EXPECT_EQ (members (list, "0"), "id,manufacturer,model,source,own,replaces,devices");
    EXPECT_EQ (at (list, "0.own"), "false");
    for (int i = 0; i < count (list); i++) {
        std::string id = at (list, std::to_string (i) + ".id");

        EXPECT_EQ (here.run ({ "devices", "definition", "export", id }).out,
                   peek_file (std::string (WATTLE_DATA "/meters/") + id + ".json"));
    }
    EXPECT_EQ (here.run ({ "devices", "definition", "export", "none" }).status, 2);
}

TEST_F (CliDefinitions, AreReplacedOnPurposeOnly)
{
    std::string text = peek_file (WATTLE_DATA "/meters/eastron-sdm120.json");
    std::string file = dir.write ("mine.json", text + " ");

    here.start ();
    Outcome outcome = here.run ({ "devices", "definition", "import", file });
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "“eastron-sdm120” is built in")) << outcome.err;
    EXPECT_EQ (at (here.find ("eastron-sdm120"), "own"), "false");

    EXPECT_EQ (here.json ({ "import", file, "--replace" }), "{\"id\":\"eastron-sdm120\"}\n");
    EXPECT_EQ (at (here.find ("eastron-sdm120"), "own"), "true");
    EXPECT_EQ (at (here.find ("eastron-sdm120"), "replaces"), "true");

    // Undone as every change of the configuration.
    EXPECT_TRUE (has (here.run ({ "config", "history" }).out, "meters/eastron-sdm120.json"));
    EXPECT_EQ (here.json ({ "remove", "eastron-sdm120" }), "{\"id\":\"eastron-sdm120\"}\n");
    EXPECT_EQ (at (here.find ("eastron-sdm120"), "own"), "false");
    EXPECT_EQ (here.run ({ "devices", "definition", "export", "eastron-sdm120" }).out, text);
    EXPECT_EQ (here.run ({ "devices", "definition", "remove", "eastron-sdm120" }).status, 2);
}

TEST_F (CliDefinitions, AreInABackup)
{
    std::string file = make_module ();
    std::string archive = dir.file ("house.tar.gz");
    Place there;

    here.start ();
    there.start ();
    ASSERT_EQ (here.run ({ "devices", "definition", "import", file }).status, 0);
    ASSERT_EQ (here.run ({ "config", "backup", archive }).status, 0);
    Outcome outcome = there.run ({ "config", "restore", archive });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "config/meters/boiler-room.json")) << outcome.out;
    EXPECT_EQ (there.run ({ "devices", "definition", "export", "boiler-room" }).out,
               peek_file (file));
}

TEST_F (CliDefinitions, ThatAreWrongAreRefusedWithFileAndPlace)
{
    std::string text = peek_file (make_module ());
    std::string wrong = text;
    wrong.replace (wrong.find ("float32"), 7, "float31");
    std::string file = dir.write ("wrong.json", wrong);
    std::string good = dir.file ("boiler-room.json");
    std::string sentence = "points[0]: type: “float31” is unknown; allowed are uint16";

    // No host runs.
    Outcome checked = here.run ({ "devices", "definition", "check", good, file });
    EXPECT_EQ (checked.status, 1);
    EXPECT_TRUE (has (checked.out, good + ": the definition “boiler-room” is fine.\n"))
        << checked.out;
    EXPECT_TRUE (has (checked.out, file + ": " + sentence)) << checked.out;
    checked = here.run ({ "devices", "definition", "check", file, good, "/none", "--json" });
    EXPECT_EQ (checked.status, 1);
    EXPECT_EQ (members (checked.out, "0"), "file,id,error");
    EXPECT_EQ (at (checked.out, "0.file"), file);
    EXPECT_EQ (at (checked.out, "0.id"), "null");
    EXPECT_TRUE (has (at (checked.out, "0.error"), sentence)) << checked.out;
    EXPECT_EQ (at (checked.out, "1.id"), "boiler-room");
    EXPECT_EQ (at (checked.out, "1.error"), "null");
    EXPECT_TRUE (has (at (checked.out, "2.error"), "cannot be read: ")) << checked.out;
    EXPECT_EQ (here.run ({ "devices", "definition", "check" }).status, 2);
    EXPECT_EQ (here.run ({ "devices", "definition", "list" }).status, 3);

    here.start ();
    Outcome imported = here.run ({ "devices", "definition", "import", file });
    EXPECT_EQ (imported.status, 1);
    EXPECT_TRUE (has (imported.err, "wattle: " + file + ": " + sentence)) << imported.err;
    EXPECT_FALSE (
        g_file_test (here.house.dir.file ("state/config/meters").c_str (), G_FILE_TEST_EXISTS));

    // The host does not rely on the program.
    EXPECT_EQ (here.client.manager ("ImportDefinition", "(b'{\"format\": 2}', @a{sv} {})"),
               nullptr);
    EXPECT_EQ (here.client.error_name, "Config");
    EXPECT_TRUE (here.house.host->running ());
}

TEST_F (CliDefinitions, ThatArePutThereByHandAndWrongAreAProblem)
{
    std::string text = peek_file (make_module ());
    std::string file = here.house.dir.file ("state/config/meters/boiler-room.json");

    here.start ();
    text.replace (text.find ("float32"), 7, "float31");
    here.house.keep ("config/meters/boiler-room.json", text);
    ASSERT_EQ (here.run ({ "reload" }).status, 0);
    for (const std::vector<std::string> &command :
         std::vector<std::vector<std::string>>{ { "status" }, { "config", "check" } }) {
        Outcome outcome = here.run (command);

        EXPECT_EQ (outcome.status, 1) << command[0];
        EXPECT_TRUE (has (outcome.out, file + ": points[0]: type: “float31”")) << outcome.out;
    }

    EXPECT_EQ (
        here.run ({ "devices", "definition", "import", dir.file ("boiler-room.json") }).status, 2)
        << "it is not replaced silently";
    EXPECT_EQ (
        here.run ({ "devices", "definition", "import", dir.file ("boiler-room.json"), "--replace" })
            .status,
        0);
    EXPECT_EQ (here.run ({ "status" }).status, 0);
}

TEST_F (CliDefinitions, AFileThatIsThereIsLeftAlone)
{
    std::string file = dir.write ("there.json", "mine");

    here.start ();
    EXPECT_EQ (here.run ({ "devices", "definition", "export", "eastron-sdm120", file }).status, 2);
    EXPECT_EQ (peek_file (file), "mine");
    EXPECT_EQ (
        here.run ({ "devices", "definition", "export", "eastron-sdm120", file, "--force" }).status,
        0);
    EXPECT_EQ (peek_file (file), peek_file (WATTLE_DATA "/meters/eastron-sdm120.json"));
}

TEST_F (CliDefinitions, WhatABeginnerIsGivenIsFineWhateverItIsCalled)
{
    const struct {
        const char *name;
        const char *id;
        const char *model; // one line
    } rows[] = {
        { "Boiler room", "boiler-room", "Boiler room" },
        { "č\"\\\n", "meter", "č\"\\" },
        { "--Pump 2--", "pump-2", "--Pump 2--" },
        { "SDM 630 / V2", "sdm-630-v2", "SDM 630 / V2" },
        { " ", "meter", "meter" },
    };

    for (const auto &row : rows) {
        Outcome outcome = here.run ({ "devices", "definition", "new", "--", row.name });
        std::string file = dir.write ("new.json", outcome.out);
        Outcome checked = here.run ({ "devices", "definition", "check", file, "--json" });

        EXPECT_EQ (outcome.status, 0) << row.name;
        EXPECT_EQ (at (checked.out, "0.id"), row.id) << checked.out;
        EXPECT_EQ (at (outcome.out, "model"), row.model);
    }
}

} // namespace
