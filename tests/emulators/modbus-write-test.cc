// SPDX-License-Identifier: LGPL-2.1-or-later
// What a definition lets a client write, and nothing else.
#include "modbus-client.h"

namespace
{

class ModbusWriteTest : public ModbusBusTest
{
  protected:
    void
    SetUp () override
    {
        g_autoptr (GError) error = nullptr;
        std::string path = folder.write ("heater.json", R"({
            "format": 2, "id": "heater", "manufacturer": "Test", "model": "Heater",
            "source": "this test", "limits": {},
            "points": [
              {"key": "level", "quantity": "number", "function": 3, "address": 10, "type": "int16",
               "scale": 0.5, "access": "read-write", "range": [-10, 20]},
              {"key": "target", "quantity": "number", "function": 3, "address": 20,
               "type": "float32", "byte_order": "CDAB", "access": "read-write", "range": [0, 100]},
              {"key": "next", "quantity": "number", "function": 3, "address": 22,
               "type": "uint16", "access": "read-write", "range": [0, 9]},
              {"quantity": "voltage", "phase": "l1", "function": 3, "address": 30,
               "type": "uint16"},
              {"quantity": "switch", "function": 1, "address": 5, "access": "read-write"},
              {"quantity": "switch", "key": "second", "function": 1, "address": 6,
               "access": "read-write"},
              {"quantity": "switch", "key": "fixed", "function": 1, "address": 7},
              {"quantity": "switch", "key": "input", "function": 2, "address": 8}
            ]})");

        ModbusBusTest::SetUp ();
        ASSERT_TRUE (modbus_bus_add_unit (bus, 1, path.c_str (), &error)) << error->message;
        client = std::make_unique<RawClient> (listen (false));
    }

    void
    TearDown () override
    {
        client.reset ();
        ModbusBusTest::TearDown ();
    }

    // Without unit.
    void
    expect (Bytes question, Bytes answer)
    {
        question.insert (question.begin (), 1);
        answer.insert (answer.begin (), 1);
        EXPECT_EQ (client->ask (tcp_frame (9, question), answer.size () + 6),
                   tcp_frame (9, answer));
    }

    wattle_test::TempDir folder;
    std::unique_ptr<RawClient> client;
};

} // namespace

TEST_F (ModbusWriteTest, OneRegisterIsWrittenAndReadAgain)
{
    expect ({ 6, 0, 10, 0xff, 0xec }, { 6, 0, 10, 0xff, 0xec });
    expect ({ 3, 0, 10, 0, 1 }, { 3, 2, 0xff, 0xec });
    EXPECT_EQ (modbus_bus_get_value (bus, 1, 3, 10), -10);
}

TEST_F (ModbusWriteTest, SeveralValuesAreWrittenTogether)
{
    expect ({ 16, 0, 20, 0, 3, 6, 0, 0, 0x42, 0x48, 0, 7 }, { 16, 0, 20, 0, 3 });
    EXPECT_EQ (modbus_bus_get_value (bus, 1, 3, 20), 50);
    EXPECT_EQ (modbus_bus_get_value (bus, 1, 3, 22), 7);
}

TEST_F (ModbusWriteTest, WhatIsOutOfRangeIsRefusedAsAValueAndChangesNothing)
{
    expect ({ 6, 0, 10, 0, 41 }, { 0x86, 3 });
    expect ({ 6, 0, 10, 0xff, 0xeb }, { 0x86, 3 });
    expect ({ 6, 0, 22, 0, 10 }, { 0x86, 3 });
    expect ({ 16, 0, 20, 0, 2, 4, 0, 0, 0x7f, 0xc0 }, { 0x90, 3 }); // no number
    expect ({ 16, 0, 20, 0, 3, 6, 0, 0, 0x42, 0x48, 0, 10 }, { 0x90, 3 });
    expect ({ 3, 0, 20, 0, 3 }, { 3, 6, 0, 0, 0, 0, 0, 0 });
}

TEST_F (ModbusWriteTest, HalfOfAValueIsRefused)
{
    expect ({ 6, 0, 20, 0, 0 }, { 0x86, 3 });
    expect ({ 6, 0, 21, 0x42, 0x48 }, { 0x86, 3 });
    expect ({ 16, 0, 21, 0, 2, 4, 0x42, 0x48, 0, 7 }, { 0x90, 3 });
}

TEST_F (ModbusWriteTest, WhatMayNotBeWrittenIsNoAddress)
{
    expect ({ 6, 0, 30, 0, 230 }, { 0x86, 2 });
    expect ({ 6, 0, 11, 0, 0 }, { 0x86, 2 });
    expect ({ 16, 0, 22, 0, 2, 4, 0, 7, 0, 0 }, { 0x90, 2 });
    expect ({ 5, 0, 7, 0xff, 0 }, { 0x85, 2 });
    expect ({ 5, 0, 8, 0xff, 0 }, { 0x85, 2 });
    expect ({ 15, 0, 6, 0, 2, 1, 3 }, { 0x8f, 2 });
    EXPECT_NEAR (modbus_bus_get_value (bus, 1, 3, 30), 230, 6);
}

TEST_F (ModbusWriteTest, ACoilIsSwitched)
{
    expect ({ 1, 0, 5, 0, 3 }, { 1, 1, 0 });
    expect ({ 5, 0, 5, 0xff, 0 }, { 5, 0, 5, 0xff, 0 });
    expect ({ 1, 0, 5, 0, 3 }, { 1, 1, 1 });
    expect ({ 15, 0, 5, 0, 2, 1, 2 }, { 15, 0, 5, 0, 2 });
    expect ({ 1, 0, 5, 0, 3 }, { 1, 1, 2 });
    expect ({ 5, 0, 6, 0, 0 }, { 5, 0, 6, 0, 0 });
    expect ({ 1, 0, 5, 0, 3 }, { 1, 1, 0 });
    expect ({ 5, 0, 5, 0, 1 }, { 0x85, 3 });
}

TEST_F (ModbusWriteTest, ADiscreteInputIsRead)
{
    expect ({ 2, 0, 8, 0, 1 }, { 2, 1, 1 });
    expect ({ 2, 0, 7, 0, 3 }, { 2, 1, 2 });
    expect ({ 2, 0, 9, 0, 1 }, { 0x82, 2 });
}

TEST_F (ModbusWriteTest, LibmodbusWritesToo)
{
    with_libmodbus_tcp (listen (false), [&] (modbus_t *other) {
        guint16 word = 0;
        guint8 bit = 0;

        modbus_set_slave (other, 1);
        EXPECT_EQ (modbus_write_register (other, 10, 8), 1);
        EXPECT_EQ (modbus_read_registers (other, 10, 1, &word), 1);
        EXPECT_EQ (word, 8);
        EXPECT_EQ (modbus_write_bit (other, 5, TRUE), 1);
        EXPECT_EQ (modbus_read_bits (other, 5, 1, &bit), 1);
        EXPECT_EQ (bit, 1);
        EXPECT_EQ (modbus_write_register (other, 30, 8), -1);
        EXPECT_EQ (errno, EMBXILADD);
    });
}
