// SPDX-License-Identifier: LGPL-2.1-or-later
// The program wattle-emulate modbus-meter, as a process.
#include "emulate-program.h"
#include "http-fetch.h"
#include "modbus-client.h"

#include <json-glib/json-glib.h>

#include <csignal>

namespace
{

struct Meters {
    explicit Meters (std::vector<std::string> arguments)
    {
        std::string ready = folder.file ("ready.json");
        std::vector<const char *> all = { "modbus-meter", "--ready-file", ready.c_str () };

        for (const std::string &argument : arguments)
            all.push_back (argument.c_str ());
        program = std::make_unique<Program> (all);
        parser = json_parser_new ();
        std::string text = await_ready (ready);
        EXPECT_TRUE (json_parser_load_from_data (parser, text.c_str (), -1, nullptr)) << text;
    }

    ~Meters ()
    {
        g_object_unref (parser);
    }

    JsonObject *
    ready ()
    {
        return json_node_get_object (json_parser_get_root (parser));
    }

    guint16
    port (const char *name)
    {
        return (guint16)json_object_get_int_member (ready (), name);
    }

    wattle_test::TempDir folder;
    std::unique_ptr<Program> program;
    JsonParser *parser;
};

const std::string SDM630 = definition ("eastron-sdm630-v2");
const std::string GEN24 = definition ("fronius-gen24-meter-int-sf");

} // namespace

TEST (ModbusMeterProgram, RefusesWrongArgumentsWithTwo)
{
    wattle_test::TempDir folder;
    std::string solar = folder.write (
        "solar.json",
        "{\"format\":2,\"kind\":\"http-json\",\"http\":{\"requests\":{\"a\":\"/b\"}}}");
    std::string file = folder.write ("file", "");
    const std::vector<std::pair<std::vector<std::string>, const char *>> cases = {
        { { "--tcp", "0" }, "--definition is missing" },
        { { "--definition", "/nowhere.json", "--tcp", "0" }, "/nowhere.json" },
        { { "--definition", file, "--tcp", "0" }, file.c_str () },
        { { "--definition", SDM630 }, "--tcp, --rtu-over-tcp or --pty" },
        { { "--definition", SDM630 + "@0", "--tcp", "0" }, "1 to 255" },
        { { "--definition", SDM630 + "@x", "--tcp", "0" }, "1 to 255" },
        { { "--definition", SDM630, "--definition", SDM630, "--tcp", "0" }, "number 1" },
        { { "--definition", SDM630, "--tcp", "65536" }, "--tcp" },
        { { "--definition", SDM630, "--rtu-over-tcp", "-2" }, "--rtu-over-tcp" },
        { { "--definition", SDM630, "--tcp", "0", "--control", "65536" }, "--control" },
        { { "--definition", SDM630, "--tcp", "0", "--http", "0" }, "--http" },
        { { "--definition", SDM630, "--tcp", "0", "--link", "x" }, "--pty" },
        { { "--definition", SDM630, "--pty", "--link", file }, file.c_str () },
        { { "--definition", SDM630, "--tcp", "0", "--fault", "{" }, "--fault" },
        { { "--definition", SDM630, "--tcp", "0", "--fault", "{\"fault\":\"x\"}" }, "“x”" },
        { { "--definition", SDM630, "--tcp", "0", "--address", "here" }, "here" },
        { { "--definition", SDM630, "--tcp", "0", "--speed", "0" }, "--speed" },
        { { "--definition", SDM630, "--tcp", "0", "--start-time", "noon" }, "--start-time" },
        { { "--definition", SDM630, "--tcp", "0", "stray" }, "options only" },
        { { "--definition", solar }, "--http" },
        { { "--definition", solar, "--tcp", "0", "--http", "0" }, "on a bus" },
        { { "--definition", solar, "--http", "0" }, "http.requests.a" },
    };

    for (const auto &[words, text] : cases) {
        std::vector<const char *> arguments = { "modbus-meter" };

        for (const std::string &word : words)
            arguments.push_back (word.c_str ());
        Program program (arguments);
        EXPECT_EQ (program.end (), 2) << text;
        EXPECT_NE (program.err.find (text), std::string::npos) << program.err;
        EXPECT_EQ (program.out, "");
    }
}

TEST (ModbusMeterProgram, SaysWhereItListensAndEndsWithZero)
{
    wattle_test::TempDir folder;
    std::string link = folder.file ("ttyUSB0");
    Meters meters ({ "--definition", SDM630 + "@7", "--definition", GEN24, "--tcp", "0",
                     "--rtu-over-tcp", "0", "--pty", "--link", link, "--control", "0" });

    EXPECT_STREQ (json_object_get_string_member (meters.ready (), "pty"),
                  std::filesystem::read_symlink (link).c_str ());
    EXPECT_NE (meters.port ("control"), 0);
    EXPECT_EQ (meters.program->end (SIGTERM), 0);
    EXPECT_EQ (
        meters.program->out,
        "modbus-meter listening on modbus+tcp://127.0.0.1:" + std::to_string (meters.port ("tcp")) +
            ", modbus+rtu-over-tcp://127.0.0.1:" + std::to_string (meters.port ("rtu_over_tcp")) +
            ", modbus+rtu://" + link + " (units 7, 200)\n");
    EXPECT_EQ (meters.program->err, "");
    EXPECT_FALSE (std::filesystem::is_symlink (link));
}

// One bus, however it is reached.
TEST (ModbusMeterProgram, IsReadByLibmodbusOnEachOfItsWays)
{
    Meters meters ({ "--definition", SDM630 + "@7", "--definition", GEN24, "--tcp", "0",
                     "--rtu-over-tcp", "0", "--pty", "--start-time", "2026-06-01T10:00:00Z" });
    const char *pty = json_object_get_string_member (meters.ready (), "pty");
    auto read = [] (modbus_t *client) {
        guint16 words[2] = {};
        float voltage;

        modbus_set_slave (client, 7);
        ASSERT_EQ (modbus_read_input_registers (client, 0, 2, words), 2);
        voltage = modbus_get_float_abcd (words);
        EXPECT_NEAR (voltage, 230, 8);
        modbus_set_slave (client, 200);
        EXPECT_EQ (modbus_read_registers (client, 40069, 1, words), 1);
        EXPECT_EQ (words[0], 203);
    };

    with_libmodbus_tcp (meters.port ("tcp"), read);
    with_libmodbus_rtu (pty, read);
    RawClient serial (meters.port ("rtu_over_tcp"));
    EXPECT_EQ (serial.ask (rtu_frame ({ 200, 3, 0x9c, 0x40, 0, 1 }), 7),
               rtu_frame ({ 200, 3, 2, 0x53, 0x75 }));
    EXPECT_EQ (meters.program->end (SIGINT), 0);
}

TEST (ModbusMeterProgram, BeginsWithTheFaultsItIsTold)
{
    Meters meters (
        { "--definition", SDM630, "--tcp", "0", "--fault", "{\"fault\":\"busy\",\"answers\":1}" });
    RawClient client (meters.port ("tcp"));

    EXPECT_EQ (client.ask (tcp_frame (1, { 1, 4, 0, 0, 0, 2 }), 9), tcp_frame (1, { 1, 0x84, 6 }));
    EXPECT_EQ (client.ask (tcp_frame (1, { 1, 4, 0, 0, 0, 2 }), 13)[7], 4);
}

TEST (ModbusMeterProgram, TakesFaultsByHttpAndTellsItsState)
{
    Meters meters ({ "--definition", SDM630, "--tcp", "0", "--control", "0", "--start-time",
                     "2026-06-01T10:00:00Z" });
    std::string uri = "http://127.0.0.1:" + std::to_string (meters.port ("control")) + "/emulator/";
    RawClient client (meters.port ("tcp"));

    EXPECT_EQ (post (uri + "fault", "{\"fault\":\"busy\"}"), "{\"status\":\"OK\"}");
    EXPECT_EQ (client.ask (tcp_frame (1, { 1, 4, 0, 0, 0, 2 }), 9)[7], 0x84);
    EXPECT_NE (post (uri + "fault", "{\"fault\":\"none\"}").find ("“none”"), std::string::npos);
    EXPECT_EQ (post (uri + "fault", "{\"fault\":\"clear\"}"), "{\"status\":\"OK\"}");
    EXPECT_EQ (client.ask (tcp_frame (1, { 1, 4, 0, 0, 0, 2 }), 13)[7], 4);
    std::string state = fetch (uri + "state");
    EXPECT_EQ (state.find ("{\"local_time\":\"01.06.2026 11:00:"), 0u) << state;
    EXPECT_NE (state.find ("\"units\":\"1\",\"requests\":2,\"faults\":0}"), std::string::npos)
        << state;
    EXPECT_EQ (post (uri + "fault", "{\"fault\":\"cut\"}"), "{\"status\":\"OK\"}");
    EXPECT_TRUE (client.is_closed ());
}
