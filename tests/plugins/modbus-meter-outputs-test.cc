// SPDX-License-Identifier: LGPL-2.1-or-later
// What a definition lets be written: outputs, which are written, read back, and nothing else.
#include "engine/wattle-output-value.h"
#include "modbus-meter-house.h"
#include "register-bank.h"

using namespace wattle_test;

namespace
{

class ModbusMeterOutputs : public ModbusMeterHouse
{
  protected:
    ModbusMeterOutputs ()
    {
        define ("outputs", R"(
            {"key": "limit", "quantity": "active_power", "function": 3, "address": 10,
             "type": "uint16", "scale": 10, "access": "read-write", "range": [0, 5000]},
            {"key": "voltage_limit", "quantity": "voltage", "function": 3, "address": 12,
             "type": "float32", "byte_order": "CDAB", "access": "read-write",
             "range": [100, 260.5], "resolution": 0.5},
            {"key": "wide", "quantity": "number", "function": 3, "address": 14, "type": "int16",
             "access": "read-write", "range": [-5, 5], "write_function": 16},
            {"key": "relay", "quantity": "output", "function": 1, "address": 3,
             "access": "read-write"},
            {"key": "pump", "quantity": "output", "function": 3, "address": 16, "type": "uint16",
             "access": "read-write"},
            {"key": "serial", "quantity": "number", "function": 3, "address": 20,
             "type": "uint16"})");
        use_own ();
        bank.put_float (3, 12, 0);
        add ("outputs", bank.uri ());
        EXPECT_TRUE (becomes ("online"));
    }

    ~ModbusMeterOutputs () override
    {
        g_clear_object (&manager);
        settle ();
    }

    std::string
    check (const char *key, double value)
    {
        g_autoptr (GVariant) wanted = g_variant_ref_sink (g_variant_new_double (value));
        g_autoptr (GError) error = nullptr;
        g_autoptr (GVariant) taken =
            wattle_output_value_check (entity (key), wanted, nullptr, &error);

        return error != nullptr ? error->message : "";
    }

    RegisterBank bank;
};

} // namespace

TEST_F (ModbusMeterOutputs, NumbersAreWrittenInTheFormOfTheirRegistersAndReadBack)
{
    EXPECT_EQ (tell (wattle_command_new_number ("limit", 4200)), "");
    EXPECT_EQ (bank.orders.back (), "6:10=420");
    EXPECT_EQ (shown ("limit"), 4200);

    EXPECT_EQ (tell (wattle_command_new_number ("voltage_limit", 230.5)), "");
    EXPECT_EQ (bank.orders.back (), "16:12=32768,17254") << "0x43668000, the halves swapped";
    EXPECT_EQ (shown ("voltage_limit"), 230.5);

    EXPECT_EQ (tell (wattle_command_new_number ("wide", -3)), "");
    EXPECT_EQ (bank.orders.back (), "16:14=65533");
    EXPECT_EQ (shown ("wide"), -3);
}

TEST_F (ModbusMeterOutputs, SwitchesAreCoilsOrRegisters)
{
    EXPECT_EQ (tell (wattle_command_new_boolean ("relay", TRUE)), "");
    EXPECT_EQ (bank.orders.back (), "5:3=65280");
    EXPECT_EQ (shown ("relay"), 1);
    EXPECT_EQ (tell (wattle_command_new_boolean ("relay", FALSE)), "");
    EXPECT_EQ (bank.orders.back (), "5:3=0");
    EXPECT_EQ (shown ("relay"), 0);

    EXPECT_EQ (tell (wattle_command_new_boolean ("pump", TRUE)), "");
    EXPECT_EQ (bank.orders.back (), "6:16=1");
    EXPECT_EQ (shown ("pump"), 1);
}

TEST_F (ModbusMeterOutputs, WhatIsOutOfRangeIsRefusedBeforeAnythingIsSent)
{
    EXPECT_LIKE (tell (wattle_command_new_number ("limit", 5010)),
                 "limit: must be from 0 to 5000 W");
    EXPECT_LIKE (tell (wattle_command_new_number ("limit", -10)),
                 "limit: must be from 0 to 5000 W");
    EXPECT_LIKE (tell (wattle_command_new_number ("limit", NAN)),
                 "limit: must be from 0 to 5000 W");
    EXPECT_LIKE (tell (wattle_command_new_number ("voltage_limit", 99.5)),
                 "voltage_limit: must be from 100 to 260.5 V");
    EXPECT_TRUE (bank.orders.empty ());
}

TEST_F (ModbusMeterOutputs, WhoAsksForMoreIsToldTheRangeWithItsUnit)
{
    EXPECT_EQ (check ("limit", 4200), "");
    EXPECT_EQ (check ("limit", 5010), "limit: must be a number from 0 to 5000 W in steps of 10 W");
    EXPECT_EQ (check ("limit", 4205), "limit: must be a number from 0 to 5000 W in steps of 10 W");
    EXPECT_EQ (check ("wide", 9), "wide: must be a number from -5 to 5 in steps of 1");
}

TEST_F (ModbusMeterOutputs, NothingElseIsEverWritten)
{
    EXPECT_EQ (tell (wattle_command_new_number ("serial", 1)),
               "“serial” can only be read: its definition has no access read-write");
    EXPECT_EQ (tell (wattle_command_new_number ("other", 1)), "the meter has no output “other”");
    EXPECT_EQ (tell (wattle_command_new_action ("limit")), "the meter has no output “limit”");
    EXPECT_TRUE (bank.orders.empty ());
    EXPECT_FALSE (wattle_entity_get_flags (entity ("serial")) & WATTLE_ENTITY_OUTPUT);
    EXPECT_TRUE (wattle_entity_get_flags (entity ("limit")) & WATTLE_ENTITY_OUTPUT);
}

TEST_F (ModbusMeterOutputs, ADeviceThatDoesNotObeyIsFoundOut)
{
    bank.put (3, 10, { 100 });
    bank.obeys = false;
    EXPECT_EQ (tell (wattle_command_new_number ("limit", 2000)),
               "limit was set to 2000 W, and is 1000 W");
    EXPECT_EQ (shown ("limit"), 1000);
}

TEST_F (ModbusMeterOutputs, ARegisterThatIsRefusedIsToldWithItsException)
{
    bank.refuse (3, 10);
    EXPECT_NE (tell (wattle_command_new_number ("limit", 2000)), "");
    EXPECT_TRUE (bank.orders.empty ());
}

TEST_F (ModbusMeterOutputs, NothingIsWrittenWhereAnotherSunSpecModelStandsNow)
{
    RegisterBank other;

    define ("moving", R"(
        {"key": "limit", "quantity": "active_power", "function": 3, "address": 104,
         "type": "uint16", "access": "read-write", "range": [0, 5000]})",
            R"(, "sunspec": {"bases": [100], "models": [203], "model_address": 102})");
    use_own ();
    other.put (3, 100, { 0x5375, 0x6e53, 203, 10 });
    other.put (3, 114, { 0xffff, 0 });
    add ("moving", other.uri ());
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (tell (wattle_command_new_number ("limit", 42)), "");
    EXPECT_EQ (other.orders, (std::vector<std::string>{ "6:104=42" }));

    // Right behind the one answer of a cycle, so that nothing but the command finds it out.
    other.put (3, 104, { 77 });
    ASSERT_TRUE (shows ("limit", 77));
    other.put (3, 102, { 103 });
    EXPECT_LIKE (tell (wattle_command_new_number ("limit", 43)), "*SunSpec model*");
    EXPECT_EQ (other.orders.size (), 1u);
    g_clear_object (&manager);
    settle ();
}
