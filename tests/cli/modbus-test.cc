// SPDX-License-Identifier: LGPL-2.1-or-later
// Meters on a bus from the command line: searched by a real host, and read raw without any.
#include "cli/program.h"
#include "modbus-bus.h"
#include "support/definitions.h"
#include "support/spin.h"
#include "system/house.h"

using namespace wattle_test;

namespace
{

class CliModbus : public testing::Test
{
  protected:
    CliModbus () : environment (make_environment (bus))
    {
        environment["WATTLED"] = WATTLED;
        EXPECT_TRUE (modbus_bus_listen (meters, "127.0.0.1", 0, FALSE, nullptr));
        modbus_bus_set_time (meters, 1000);
        uri = "modbus+tcp://127.0.0.1:" + std::to_string (modbus_bus_get_port (meters));
    }

    ~CliModbus () override
    {
        g_object_unref (meters);
    }

    void
    put (guint8 unit, const std::string &model)
    {
        ASSERT_TRUE (modbus_bus_add_unit (meters, unit, definition_path (model).c_str (), nullptr));
    }

    Outcome
    run (const std::vector<std::string> &arguments)
    {
        return run_wattle (environment, arguments);
    }

    Outcome
    raw (std::vector<std::string> more)
    {
        std::vector<std::string> words = { "devices", "probe", "--raw", uri };

        words.insert (words.end (), more.begin (), more.end ());
        return run (words);
    }

    std::string
    line (const std::string &text, size_t index)
    {
        g_auto (GStrv) lines = g_strsplit (text.c_str (), "\n", -1);

        return index < g_strv_length (lines) ? lines[index] : "(none)";
    }

    PrivateBus bus;
    House house;
    Process::Environment environment;
    std::string uri;
    ModbusBus *meters = modbus_bus_new ();
};

TEST_F (CliModbus, RawShowsRegistersAndMarksWhatIsLikely)
{
    put (3, "eastron-sdm630-v2");
    Outcome outcome = raw ({ "--unit", "3", "--count", "8" });

    ASSERT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_EQ (outcome.err, "");
    EXPECT_EQ (line (outcome.out, 0).rfind ("Address  Hex   uint16   int16 ", 0), 0u)
        << outcome.out;
    for (const char *order : { "ABCD", "CDAB", "BADC", "DCBA" })
        EXPECT_TRUE (has (line (outcome.out, 0), order)) << outcome.out;
    g_autofree char *volts =
        g_strdup_printf ("%.7g*", (float)modbus_bus_get_value (meters, 3, 4, 0));
    EXPECT_TRUE (has (line (outcome.out, 1), "      0  43")) << outcome.out;
    EXPECT_TRUE (has (line (outcome.out, 1), std::string (" ") + volts + " ")) << outcome.out;
    EXPECT_TRUE (has (line (outcome.out, 2), " uint32 ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, "\nLikely order of bytes: ABCD 100.0 %, ")) << outcome.out;
    EXPECT_FALSE (has (outcome.out, "\033")) << "colour without a terminal";
}

TEST_F (CliModbus, RawColumnsAreAligned)
{
    put (3, "eastron-sdm630-v2");
    std::string text = raw ({ "--unit", "3", "--count", "20" }).out;
    std::string head = line (text, 0);
    size_t end = head.find ("ABCD") + 4;

    for (size_t i = 1; !line (text, i).empty (); i++) {
        std::string row = line (text, i);

        ASSERT_GT (row.size (), end) << row;
        EXPECT_TRUE (row[end - 1] == '*' || row[end] == ' ') << row;
        EXPECT_EQ (row[end + 1], ' ') << row;
    }
}

TEST_F (CliModbus, RawSpeaksJson)
{
    put (3, "eastron-sdm630-v2");
    std::string text =
        raw ({ "--unit=3", "--address", "0x34", "--count", "2", "--function", "4", "--json" }).out;

    EXPECT_EQ (members (text), "unit,function,address,count,orders,registers");
    EXPECT_EQ (at (text, "address"), "52");
    EXPECT_EQ (count (text, "orders"), 4);
    EXPECT_EQ (members (text, "orders.0"), "order,share");
    EXPECT_EQ (count (text, "registers"), 2);
    EXPECT_EQ (members (text, "registers.0"), "address,hex,uint16,int16,begins,readings");
    EXPECT_EQ (at (text, "registers.0.begins"), "float32");
    EXPECT_EQ (at (text, "registers.1.begins"), "null");
    EXPECT_EQ (count (text, "registers.0.readings"), 12);
    EXPECT_EQ (members (text, "registers.0.readings.0"), "type,order,value");
    EXPECT_EQ (at (text, "registers.0.readings.0.type"), "float32");
    EXPECT_EQ (at (text, "registers.0.readings.0.order"), "ABCD");
    EXPECT_NEAR (std::stod (at (text, "registers.0.readings.0.value")),
                 modbus_bus_get_value (meters, 3, 4, 52), 1e-3);
    EXPECT_EQ (count (text, "registers.1.readings"), 0);
}

TEST_F (CliModbus, RawSaysWhatWentWrong)
{
    put (3, "eastron-sdm630-v2");
    modbus_bus_set_strict (meters, TRUE);
    Outcome outcome = raw ({ "--unit", "3", "--function", "3" });

    EXPECT_EQ (outcome.status, 1);
    EXPECT_EQ (outcome.out, "");
    EXPECT_TRUE (has (outcome.err, uri + ", unit 3: Modbus exception 2")) << outcome.err;

    outcome = raw ({ "--unit", "9" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "unit 9: no answer within")) << outcome.err;

    uri = "modbus+udp://h";
    outcome = raw ({});
    EXPECT_EQ (outcome.status, 2);
    EXPECT_TRUE (has (outcome.err, "allowed is modbus+tcp://HOST")) << outcome.err;
}

TEST_F (CliModbus, RawRefusesWhatItDoesNotUnderstand)
{
    const struct {
        std::vector<std::string> words;
        const char *sentence;
    } rows[] = {
        { { "--unit", "256" }, "--unit takes a whole number from 0 to 255" },
        { { "--function", "2" }, "--function takes a whole number from 3 to 4" },
        { { "--count", "126" }, "--count takes a whole number from 1 to 125" },
        { { "--count", "0" }, "--count takes a whole number from 1 to 125" },
        { { "--address", "65536" }, "--address takes a whole number from 0 to 65535" },
        { { "--address", "0x10000" }, "--address takes a whole number from 0 to 65535 or 0x0" },
        { { "--address", "0x" }, "--address takes a whole number from 0 to 65535 or 0x0" },
        { { "--address", "65530" }, "there are no registers behind address 65535" },
        { { "iskra-sg" }, "“iskra-sg” is too much: only options may stand here" },
    };

    for (const auto &row : rows) {
        Outcome outcome = raw (row.words);

        EXPECT_EQ (outcome.status, 2) << row.sentence;
        EXPECT_EQ (outcome.out, "");
        EXPECT_TRUE (has (outcome.err, row.sentence)) << outcome.err;
    }
    EXPECT_EQ (modbus_bus_get_n_requests (meters), 0u);
    EXPECT_EQ (run ({ "devices", "probe" }).status, 2);
}

TEST_F (CliModbus, ScanFindsMetersAndTheirCommandAddsThem)
{
    put (2, "eastron-sdm72d-m-v2");
    house.environment = environment;
    house.environment["WATTLE_DATA_DIR"] = WATTLE_DATA;
    house.start_host ();

    Outcome outcome =
        run ({ "devices", "scan", "modbus:" + uri, "--units", "1-2", "--timeout", "1500" });
    std::string command =
        "wattle devices add modbus-meter --model eastron-sdm72d-m-v2 --modbus " + uri + " Unit=2\n";
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    EXPECT_TRUE (has (outcome.out, "Eastron SDM72D-M V2, unit 2  1002 ")) << outcome.out;
    EXPECT_TRUE (has (outcome.out, command)) << outcome.out;

    outcome = run ({ "devices", "add", "modbus-meter", "--model", "eastron-sdm72d-m-v2", "--modbus",
                     uri, "Unit=2", "--id", "cellar" });
    EXPECT_EQ (outcome.status, 0) << outcome.err;
    outcome = run ({ "devices", "scan", uri, "--units", "2", "--json", "--timeout", "1500" });
    EXPECT_EQ (at (outcome.out, "0.known"), "cellar") << outcome.out << outcome.err;

    outcome = run ({ "devices", "scan", uri, "--units", "1-300" });
    EXPECT_EQ (outcome.status, 1);
    EXPECT_TRUE (has (outcome.err, "the units “1-300” are not understood")) << outcome.err;
}

} // namespace
