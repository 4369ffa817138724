// SPDX-License-Identifier: LGPL-2.1-or-later
// What registers hold, and what becomes of it: values that a device lacks, registers that it
// refuses, ratios, models that move, and which of two maps it has.
#include "modbus-meter-house.h"
#include "register-bank.h"

using namespace wattle_test;

namespace
{

class ModbusMeterRegisters : public ModbusMeterHouse
{
  protected:
    ~ModbusMeterRegisters () override
    {
        g_clear_object (&manager);
        settle ();
    }

    // A meter that may have either of two maps; which one is not to be seen yet.
    void
    put_dtsu666 ()
    {
        hurry ("chint-dtsu666");
        hurry ("chint-dtsu666-2016");
        use_own ();
        bank.put (3, 6, { 1, 10 });
    }

    // A list of SunSpec models at 40000: the common one of this length, then the meter.
    void
    put_sunspec (guint common, guint model = 213)
    {
        bank.put (3, 40000, { 0x5375, 0x6e53, 1, (guint16)common });
        bank.put (3, 40004 + common, { (guint16)model, 124 });
        bank.put_float (3, 40004 + common + 28, 1234); // power
        bank.put_float (3, 40004 + common + 52, 0.5);  // power factor
        bank.put (3, 40004 + common + 2 + 124, { 0xffff, 0 });
    }

    RegisterBank bank;
};

const char *const FOUR = R"(
    {"key": "a", "quantity": "number", "function": 3, "address": 0, "type": "uint16"},
    {"key": "b", "quantity": "number", "function": 3, "address": 4, "type": "uint16"},
    {"key": "c", "quantity": "number", "function": 3, "address": 8, "type": "uint16"},
    {"key": "d", "quantity": "number", "function": 3, "address": 9, "type": "uint16", "group": 60})";

} // namespace

TEST_F (ModbusMeterRegisters, WhatADeviceLacksIsMissingAndTheOthersLive)
{
    define ("lacks", R"(
        {"quantity": "voltage", "function": 4, "address": 0, "type": "float32"},
        {"quantity": "current", "function": 4, "address": 2, "type": "float32",
         "not_available": "nan"},
        {"quantity": "active_power", "function": 4, "address": 4, "type": "int16",
         "not_available": "0x8000"},
        {"quantity": "frequency", "function": 4, "address": 5, "type": "uint16",
         "not_available": "0xFFFF", "scale": 0.01},
        {"quantity": "apparent_power", "function": 4, "address": 6, "type": "int16",
         "scale_register": 7},
        {"quantity": "power_factor", "function": 4, "address": 8, "type": "float32"})");
    use_own ();
    bank.put_float (4, 0, 230);
    bank.put_float (4, 2, NAN);
    bank.put (4, 4, { 0x8000, 0xffff, 100, 0x8000 });
    bank.put_float (4, 8, INFINITY);
    add ("lacks", bank.uri ());

    ASSERT_TRUE (shows ("voltage", 230));
    for (const char *key :
         { "current", "active_power", "frequency", "apparent_power", "power_factor" })
        EXPECT_TRUE (std::isnan (shown (key))) << key << " shows " << shown (key);
    EXPECT_EQ (state ("meter"), "online");

    bank.put_float (4, 2, 3.5);
    bank.put (4, 4, { 0x8001, 5000, 100, 0xffff });
    EXPECT_TRUE (shows ("current", 3.5));
    EXPECT_TRUE (shows ("active_power", -32767));
    EXPECT_TRUE (shows ("frequency", 50));
    EXPECT_TRUE (shows ("apparent_power", 10));
}

TEST_F (ModbusMeterRegisters, ARegisterThatIsRefusedIsMissingAndTheOthersLive)
{
    define ("four", FOUR);
    use_own ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    bank.refuse (3, 4);
    add ("four", bank.uri ());

    ASSERT_TRUE (shows ("a", 10));
    EXPECT_TRUE (shows ("c", 12));
    EXPECT_TRUE (shows ("d", 13));
    EXPECT_TRUE (lacks ("b"));
    EXPECT_EQ (state ("meter"), "online");
}

TEST_F (ModbusMeterRegisters, IsAskedSeldomForWhatItRefuses)
{
    define ("four", FOUR);
    use_own ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    bank.refuse (3, 4);
    add ("four", bank.uri ());
    ASSERT_TRUE (shows ("c", 12));
    ASSERT_TRUE (spin ([&] { return bank.asked_for ("3:0+1") >= 10; }));
    EXPECT_LE (bank.asked_for ("refused"), 5);
    EXPECT_EQ (state ("meter"), "online");
    EXPECT_TRUE (std::isnan (shown ("b")));
}

TEST_F (ModbusMeterRegisters, AMeterThatRefusesEverythingFromTheStartIsInTrouble)
{
    define ("four", FOUR);
    use_own ();
    bank.refuse (3, 0, 200);
    add ("four", bank.uri ());
    EXPECT_TRUE (complains ("MODBUS 1 3 *: Modbus exception 2: *")) << state ("meter");
    EXPECT_EQ (state ("meter"), "offline");

    bank.accept_all ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    ASSERT_TRUE (becomes ("online"));
    EXPECT_EQ (shown ("a"), 10);
}

TEST_F (ModbusMeterRegisters, AMeterThatBeginsToRefuseEverythingIsInTrouble)
{
    define ("four", FOUR);
    use_own ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    add ("four", bank.uri ());
    ASSERT_TRUE (shows ("c", 12));

    bank.refuse (3, 0, 200);
    ASSERT_TRUE (complains ("MODBUS 1 3 *: Modbus exception 2: *")) << state ("meter");
    EXPECT_TRUE (lacks ("a"));
    EXPECT_TRUE (lacks ("c"));
}

TEST_F (ModbusMeterRegisters, RemembersWhereRequestsHadToBeSplit)
{
    define ("four", FOUR);
    use_own ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    bank.refuse (3, 1, 3);
    bank.refuse (3, 5, 3);
    add ("four", bank.uri ());
    ASSERT_TRUE (shows ("a", 10));
    ASSERT_TRUE (shows ("b", 11));
    ASSERT_TRUE (shows ("c", 12));
    EXPECT_GT (bank.asked_for ("refused"), 0);

    restart ();
    bank.asked.clear ();
    add ("four", bank.uri ());
    ASSERT_TRUE (shows ("c", 12));
    ASSERT_TRUE (spin ([&] { return bank.asked_for ("3:8+1") >= 3; }));
    EXPECT_EQ (bank.asked_for ("refused"), 0);
}

TEST_F (ModbusMeterRegisters, DoesNotRememberSplitsOfAMeterThatRefusedEverythingForAWhile)
{
    define ("four", FOUR);
    use_own ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    bank.refuse (3, 0, 200);
    add ("four", bank.uri ());
    ASSERT_TRUE (spin ([&] { return bank.asked_for ("refused") >= 6; }));
    bank.accept_all ();
    ASSERT_TRUE (shows ("c", 12));
    EXPECT_TRUE (spin ([&] { return bank.asked_for ("3:0+9") >= 2; }));
    EXPECT_TRUE (shows ("a", 10));

    restart ();
    bank.asked.clear ();
    add ("four", bank.uri ());
    ASSERT_TRUE (shows ("c", 12));
    EXPECT_EQ (bank.asked[0], "3:0+9");
}

TEST_F (ModbusMeterRegisters, DoesNotRememberSplitsOfAnotherDefinition)
{
    define ("four", FOUR);
    define ("five", std::string (FOUR) + R"(,
        {"key": "e", "quantity": "number", "function": 3, "address": 2, "type": "uint16"})");
    use_own ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    bank.refuse (3, 1, 1);
    add ("four", bank.uri ());
    ASSERT_TRUE (shows ("c", 12));
    EXPECT_GT (bank.asked_for ("3:0+1"), 0);

    restart ();
    bank.asked.clear ();
    bank.accept_all ();
    add ("five", bank.uri ());
    ASSERT_TRUE (shows ("c", 12));
    EXPECT_EQ (bank.asked[0], "3:0+9");
}

TEST_F (ModbusMeterRegisters, ReadsSlowGroupsSeldom)
{
    define ("four", FOUR);
    use_own ();
    bank.put (3, 0, { 10, 0, 0, 0, 11, 0, 0, 0, 12, 13 });
    add ("four", bank.uri ());
    ASSERT_TRUE (shows ("d", 13));
    ASSERT_TRUE (spin ([&] { return bank.asked_for ("3:0+9") >= 5; }));

    EXPECT_EQ (bank.asked_for ("3:9+1"), 1);
    EXPECT_FALSE (std::isnan (shown ("d"))) << "it is as old as it may be";
}

TEST_F (ModbusMeterRegisters, ReadsCoilsAndInputs)
{
    define ("bits", R"(
        {"key": "door", "quantity": "state", "function": 2, "address": 3},
        {"key": "relay", "quantity": "output", "function": 1, "address": 12},
        {"key": "pump", "quantity": "state", "function": 3, "address": 1, "type": "uint16"})");
    use_own ();
    bank.put (2, 3, { 1 });
    bank.put (3, 1, { 1 });
    add ("bits", bank.uri ());
    ASSERT_TRUE (shows ("door", 1));
    ASSERT_TRUE (shows ("relay", 0));
    ASSERT_TRUE (shows ("pump", 1));

    bank.put (1, 12, { 1 });
    bank.put (3, 1, { 2 });
    EXPECT_TRUE (shows ("relay", 1));
    EXPECT_TRUE (lacks ("pump")) << "2 is neither on nor off";
}

TEST_F (ModbusMeterRegisters, SaysItsSerialNumber)
{
    hurry ("eastron-sdm630-v2");
    use_own ();
    bank.put (3, 0xfc00, { 0x0123, 0x4567 });
    add ("eastron-sdm630-v2", bank.uri ());
    WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, "meter"));

    ASSERT_TRUE (spin ([&] { return wattle_device_get_serial (device) != nullptr; }));
    EXPECT_STREQ (wattle_device_get_serial (device), "19088743");
}

TEST_F (ModbusMeterRegisters, NeedsNoSerialNumber)
{
    hurry ("eastron-sdm630-v2");
    use_own ();
    bank.refuse (3, 0xfc00, 2);
    bank.put_float (4, 0, 231);
    add ("eastron-sdm630-v2", bank.uri ());

    EXPECT_TRUE (shows ("voltage_l1", 231));
    EXPECT_EQ (error ("meter"), "");
    ASSERT_TRUE (spin ([&] { return bank.asked_for ("4:0+2") >= 5 || bank.asked.size () >= 30; }));
    EXPECT_EQ (bank.asked_for ("refused"), 1) << "it is looked for once a day";
}

// Ratios

TEST_F (ModbusMeterRegisters, RatiosAreReadFromTheMeter)
{
    hurry ("chint-dtsu666");
    use_own ();
    bank.put (3, 6, { 40, 15 }); // 40 to 1, and 1.5 to 1
    bank.put_float (3, 0x2012, 1000);
    bank.put_float (3, 0x101e, 7);
    add ("chint-dtsu666", bank.uri ());

    EXPECT_TRUE (shows ("active_power", 1000 * 0.1 * 40 * 1.5));
    EXPECT_TRUE (shows ("energy_import", 7 * 1000 * 40 * 1.5));
}

TEST_F (ModbusMeterRegisters, RatiosThatAPersonSetsGoBeforeThoseOfTheMeter)
{
    hurry ("chint-dtsu666");
    use_own ();
    bank.refuse (3, 6, 2);
    bank.put_float (3, 0x2012, 1000);
    bank.put_float (3, 0x101e, 7);
    add ("chint-dtsu666", bank.uri (), { { "CtRatio", "20" }, { "PtRatio", "1" } });

    EXPECT_TRUE (shows ("active_power", 1000 * 0.1 * 20));
    EXPECT_EQ (bank.asked_for ("3:6+1"), 0);
}

TEST_F (ModbusMeterRegisters, WhatDependsOnARatioThatIsNotKnownIsMissing)
{
    hurry ("chint-dtsu666");
    use_own ();
    bank.put (3, 6, { 0, 10 });
    bank.put_float (3, 0x2012, 1000);
    bank.put_float (3, 0x2044, 5000);
    bank.put_float (3, 0x101e, 7);
    add ("chint-dtsu666", bank.uri ());

    ASSERT_TRUE (shows ("frequency", 50));
    EXPECT_TRUE (std::isnan (shown ("active_power")));
    EXPECT_TRUE (complains ("*set CtRatio*"));

    bank.put (3, 6, { 1 });
    EXPECT_TRUE (shows ("active_power", 100));
}

// Which of two maps

TEST_F (ModbusMeterRegisters, IsTheMapWhoseRegisterIsNotRefused)
{
    put_dtsu666 ();
    bank.refuse (3, 0x1000, 0x1000);
    bank.put_float (3, 0x401e, 0);
    add ("chint-dtsu666", bank.uri ());
    ASSERT_TRUE (shows ("energy_import", 0));
    EXPECT_NE (entity ("reactive_energy_q1"), nullptr) << "this map only has it";

    // Known from now on.
    restart ();
    bank.asked.clear ();
    bank.put_float (3, 0x401e, 3);
    add ("chint-dtsu666", bank.uri ());
    ASSERT_TRUE (shows ("energy_import", 3000));
    EXPECT_EQ (bank.asked_for ("refused"), 0);
}

TEST_F (ModbusMeterRegisters, IsTheMapWhoseRegisterIsNotZero)
{
    put_dtsu666 ();
    bank.put_float (3, 0x401e, 12);
    add ("chint-dtsu666", bank.uri ());
    EXPECT_TRUE (shows ("energy_import", 12000));
}

TEST_F (ModbusMeterRegisters, ANewMeterIsOfTheMapThatWasChosenForIt)
{
    put_dtsu666 ();
    add ("chint-dtsu666", bank.uri ());
    ASSERT_TRUE (shows ("energy_import", 0));
    EXPECT_EQ (entity ("reactive_energy_q1"), nullptr);
}

TEST_F (ModbusMeterRegisters, AMeterThatWasReplacedByOneOfTheOtherMapIsFoundOut)
{
    put_dtsu666 ();
    bank.put_float (3, 0x101e, 9);
    add ("chint-dtsu666", bank.uri ());
    ASSERT_TRUE (shows ("energy_import", 9000));

    restart ();
    bank.refuse (3, 0x1000, 0x1000);
    bank.put_float (3, 0x401e, 12);
    add ("chint-dtsu666", bank.uri ());
    EXPECT_TRUE (spin ([&] { return entity ("reactive_energy_q1") != nullptr; }));
}

// SunSpec

TEST_F (ModbusMeterRegisters, FindsASunSpecModelWhereverItIsAndRemembersIt)
{
    hurry ("fronius-gen24-meter-float");
    use_own ();
    put_sunspec (66);
    add ("fronius-gen24-meter-float", bank.uri ());
    ASSERT_TRUE (shows ("active_power", 1234));
    EXPECT_TRUE (shows ("power_factor", 0.5));

    restart ();
    bank.asked.clear ();
    add ("fronius-gen24-meter-float", bank.uri ());
    ASSERT_TRUE (shows ("active_power", 1234));
    EXPECT_EQ (bank.asked_for ("3:40000+2"), 0);
    EXPECT_EQ (bank.asked_for ("3:40070+2"), 1);
}

TEST_F (ModbusMeterRegisters, SearchesASunSpecModelAnewThatHasMoved)
{
    hurry ("fronius-gen24-meter-float");
    use_own ();
    put_sunspec (65);
    add ("fronius-gen24-meter-float", bank.uri ());
    ASSERT_TRUE (shows ("active_power", 1234));

    bank.clear ();
    put_sunspec (80);
    bool wrong = false;
    EXPECT_TRUE (spin ([&] {
        double value = shown ("active_power");

        wrong |= !std::isnan (value) && value != 1234;
        return bank.asked_for ("3:40084+2") > 0 && value == 1234;
    }));
    EXPECT_FALSE (wrong) << "registers of another place were believed";
}

TEST_F (ModbusMeterRegisters, SaysThatThereIsNoSunSpecModelAndLooksAgain)
{
    hurry ("fronius-gen24-meter-float");
    use_own ();
    put_sunspec (65, 103);
    add ("fronius-gen24-meter-float", bank.uri ());
    EXPECT_TRUE (complains ("*the device has no SunSpec model 213 of a meter*"));

    put_sunspec (65);
    EXPECT_TRUE (shows ("active_power", 1234));
}

TEST_F (ModbusMeterRegisters, APowerFactorOfASunSpecModelInPercentIsMadeOne)
{
    hurry ("fronius-gen24-meter-float");
    use_own ();
    put_sunspec (65);
    bank.put_float (3, 40069 + 52, -93);
    add ("fronius-gen24-meter-float", bank.uri ());
    EXPECT_TRUE (shows ("power_factor", -0.93));
}
