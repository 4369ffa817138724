// SPDX-License-Identifier: LGPL-2.1-or-later
// Gateway, meters and switches as the host drives them by Modbus, answered from tests/data/modbus.
#include <map>

#include "image.h"
#include "../iskra-sg-slot.h"
#include "part.h"

using namespace iskra_sg_test;

namespace
{

const guint BY_MODBUS = 1u << WATTLE_LINK_MODBUS;
const char *const GRID = "0@33/I0026113/1.32/IE38MD";
const char *const OFFICE = "5@5/W1120459/1.07/WM1-6";
const char *const BOILER = "3@31/BI010254/1.04/BI432";
const char *const STORAGE = "0@34///IR Bicom";

class IskraSgByModbus : public testing::Test
{
  protected:
    IskraSgByModbus ()
    {
        for (guint unit : { 5, 31, 33, 34, 35, 36 })
            units.emplace (unit, Unit (unit));
        units.at (34).holding[401] = 1;
    }

    // Answers what was asked last. Units that are not there are silent.
    bool
    answer (Part &part)
    {
        auto found = units.find (part.unit);

        if (found == units.end ())
            return part.fail (WATTLE_OUTCOME_TIMEOUT);
        return part.answer (found->second.read (part.read), 0, nullptr);
    }

    // Asks and answers until the cycle ends; returns how many questions there were.
    guint
    run (Part &part)
    {
        guint n = 0;

        while (n < 200 && part.ask_whole () != "") {
            n++;
            EXPECT_TRUE (answer (part)) << part.error->message;
        }
        EXPECT_LT (n, 200u);
        return n;
    }

    std::map<guint, Unit> units;
};

std::string
complaint (const Part &part)
{
    return part.error != nullptr ? part.error->message : "";
}

} // namespace

TEST_F (IskraSgByModbus, AGatewayListsWhoAnswersInItsSlots)
{
    Part gateway ("gateway", nullptr, {}, BY_MODBUS);

    run (gateway);
    EXPECT_EQ (gateway.children (), "+iskra_sg_i0026113@0@33/I0026113/1.32/IE38MD "
                                    "+iskra_sg_is004217_ir_bicom@0@34///IR Bicom "
                                    "+iskra_sg_w4183307@1@35/W4183307/1.15/WM3M4C "
                                    "+iskra_sg_mc031877@2@36/MC031877/2.11/MC774 "
                                    "+iskra_sg_bi010254@3@31/BI010254/1.04/BI432 "
                                    "+iskra_sg_w1120459@5@5/W1120459/1.07/WM1-6 .");
    EXPECT_EQ (gateway.shown ("temperature_input"), "21.4");
    EXPECT_EQ (gateway.shown ("mac_address"), "a8:03:2a:5d:10:7c");
    EXPECT_EQ (gateway.shown ("ip_address"), "192.168.20.41");
    EXPECT_EQ (gateway.shown ("connection_mode"), "Ethernet");
    EXPECT_EQ (gateway.shown ("hardware_version"), "D");
    EXPECT_EQ (gateway.shown ("software_version"), "2.09");
    EXPECT_EQ (gateway.shown ("error_details"), "none");
    EXPECT_STREQ (wattle_device_get_serial (gateway.device), "IS004217");
    EXPECT_STREQ (wattle_device_get_label (gateway.device), "Energy gateway");
}

TEST_F (IskraSgByModbus, AGatewayIsAskedForItsSlotsEachFiveMinutes)
{
    Part gateway ("gateway", nullptr, {}, BY_MODBUS);

    run (gateway);
    gateway.begin (30);
    EXPECT_EQ (gateway.ask_whole (), "");
    gateway.begin (60);
    EXPECT_EQ (run (gateway), 6u);
    gateway.begin (300);
    EXPECT_GT (run (gateway), 20u);
}

// Passwords are among the registers too.
TEST_F (IskraSgByModbus, AGatewayIsAskedForNothingButWhatIsKnown)
{
    Part gateway ("gateway", nullptr, {}, BY_MODBUS);

    while (gateway.ask_whole () != "") {
        guint first = gateway.read.address;
        guint end = first + gateway.read.count;
        bool texts = first >= 101 && end <= 141;
        bool infrared = first >= 401 && end <= 404;
        bool slot = first >= 1001 && first < 1161 && first % 10 == 1 && end == first + 2;

        EXPECT_TRUE (gateway.read.function == ISKRA_SG_INPUT || texts || infrared || slot)
            << first << " to " << end;
        EXPECT_TRUE (answer (gateway));
    }
}

TEST_F (IskraSgByModbus, ASilentPartIsLostAndTheOthersAreThere)
{
    Part gateway ("gateway", nullptr, {}, BY_MODBUS);

    run (gateway);
    gateway.children ();
    units.erase (33);
    gateway.begin (300);
    run (gateway);
    std::string children = gateway.children ();
    EXPECT_NE (children.find ("-iskra_sg_i0026113 "), std::string::npos) << children;
    EXPECT_NE (children.find ("+iskra_sg_w4183307@"), std::string::npos) << children;
}

TEST_F (IskraSgByModbus, AListThatWasCutShortIsAskedForAgainAndTakesNobodyAway)
{
    Part gateway ("gateway", nullptr, {}, BY_MODBUS);

    while (gateway.ask_whole () != "" && gateway.unit == 34)
        answer (gateway);
    EXPECT_FALSE (gateway.fail (WATTLE_OUTCOME_EMPTY));
    EXPECT_EQ (gateway.ask_whole (), "");
    EXPECT_EQ (gateway.children (), "");
    gateway.begin (10);
    EXPECT_GT (run (gateway), 20u);
    EXPECT_NE (gateway.children (), "");
}

TEST_F (IskraSgByModbus, AnAddressThatMeansAnotherPartIsNotAsked)
{
    Part gateway ("gateway", nullptr, {}, BY_MODBUS);
    Unit &registers = units.at (34);

    registers.holding[1002] = 33;  // the left IR meter's
    registers.holding[1012] = 34;  // the gateway's own
    registers.holding[1022] = 0;   // of everybody
    registers.holding[1042] = 300; // of nobody
    registers.holding[401] = 2;
    run (gateway);
    EXPECT_EQ (gateway.children (), "+iskra_sg_i0026113@0@33/I0026113/1.32/IE38MD .");
}

TEST_F (IskraSgByModbus, WhoIsNoGatewayIsRefusedAtOnce)
{
    Part gateway ("gateway", nullptr, { { "Unit", "33" } }, BY_MODBUS);

    gateway.ask_whole ();
    EXPECT_FALSE (answer (gateway));
    EXPECT_EQ (complaint (gateway), "status of the gateway: model “IE38MD” is not a Smart Gateway "
                                    "(SG-E1, SG-W1, SG-W1A)");
    EXPECT_EQ (gateway.ask_whole (), "");
}

TEST_F (IskraSgByModbus, AMeterIsAskedWhoItIsAndThenWhatItMeasures)
{
    Part meter ("meter", GRID);

    EXPECT_GT (run (meter), 8u);
    EXPECT_EQ (meter.shown ("voltage_l1"), "231.4");
    EXPECT_EQ (meter.shown ("energy_import"), "18734212");
    EXPECT_EQ (meter.shown ("energy_this_month_b1"), "41200");
    EXPECT_EQ (meter.shown ("quarter_power_import"), "1929.5");

    meter.begin (30);
    EXPECT_EQ (meter.ask_whole (), "MODBUS 33 4 1 13");
    answer (meter);
    EXPECT_LT (run (meter), 5u); // no counters
    meter.begin (60);
    EXPECT_GT (run (meter), 8u);
}

TEST_F (IskraSgByModbus, AMeterThatRefusesLongQuestionsIsAskedShortOnes)
{
    Part meter ("meter", OFFICE);

    while (meter.ask_whole () != "") {
        EXPECT_LE (meter.read.count, 20u) << meter.read.address;
        EXPECT_TRUE (answer (meter));
    }
    EXPECT_EQ (meter.shown ("active_power_l1"), "402.7");
    EXPECT_EQ (meter.shown ("energy_import"), "843210");
}

TEST_F (IskraSgByModbus, AnotherMeterUnderTheAddressIsNotRead)
{
    Part meter ("meter", "0@35/I0026113/1.32/IE38MD");

    meter.ask_whole ();
    EXPECT_FALSE (answer (meter));
    EXPECT_EQ (complaint (meter),
               "Modbus unit 35: meter W4183307 answers in the slot of meter I0026113");
    EXPECT_EQ (meter.ask_whole (), "");
    EXPECT_EQ (meter.shown ("voltage_l1"), "no entity");
}

TEST_F (IskraSgByModbus, AMeterWithoutTimeBlocksMayRefuseTheirNumber)
{
    Part meter ("meter", GRID);

    meter.ask_whole ();
    answer (meter);
    EXPECT_EQ (meter.ask_whole (), "MODBUS 33 4 6761 1");
    EXPECT_TRUE (meter.answer ("", 2, nullptr));
    run (meter);
    EXPECT_EQ (meter.shown ("active_block"), "no entity");
    EXPECT_EQ (meter.shown ("quarter_rest"), "no entity");
    EXPECT_EQ (meter.shown ("energy_import"), "18734212");
}

TEST_F (IskraSgByModbus, MeasurementsThatFailLeaveTheCountersAndAreNoNumbers)
{
    Part meter ("meter", GRID);

    meter.ask_whole ();
    answer (meter);
    meter.ask_whole ();
    answer (meter);
    meter.ask_whole ();
    EXPECT_FALSE (meter.answer ("", 4, nullptr));
    EXPECT_NE (complaint (meter).find ("Modbus unit 33: measurements: Modbus exception 4"),
               std::string::npos);
    run (meter);
    EXPECT_EQ (meter.shown ("voltage_l1"), "no entity");
    EXPECT_EQ (meter.shown ("energy_import"), "18734212");
}

TEST_F (IskraSgByModbus, CountersThatFailedAreAskedForInTheNextCycle)
{
    Part meter ("meter", OFFICE);

    while (meter.ask_whole () != "" && meter.read.address < 421) // not the first of them
        answer (meter);
    EXPECT_FALSE (meter.fail (WATTLE_OUTCOME_TIMEOUT));
    EXPECT_EQ (complaint (meter), "Modbus unit 5: energy counters: nothing answers within 3 s");
    meter.begin (30);
    run (meter);
    EXPECT_EQ (meter.shown ("energy_import"), "843210");
}

TEST_F (IskraSgByModbus, AShortAnswerIsRefused)
{
    Part meter ("meter", GRID);

    meter.ask_whole ();
    EXPECT_FALSE (meter.answer ("IE38MD", 0, nullptr));
    EXPECT_EQ (complaint (meter), "Modbus unit 33: identity: 6 bytes were answered instead of 26");
    EXPECT_FALSE (meter.answer ("", 0, nullptr));
}

TEST_F (IskraSgByModbus, AnInstrumentWithANetworkPortTellsWhoItIs)
{
    Part meter ("instrument", nullptr, {}, BY_MODBUS);

    run (meter);
    EXPECT_STREQ (wattle_device_get_model (meter.device), "IE38MD");
    EXPECT_STREQ (wattle_device_get_serial (meter.device), "I0026113");
    EXPECT_STREQ (wattle_device_get_version (meter.device), "1.32");
    EXPECT_EQ (meter.shown ("voltage_l1"), "231.4");
}

TEST_F (IskraSgByModbus, SwitchesAreReadFromTheirOwnRegister)
{
    Part boiler ("bicom", BOILER);
    Part storage ("bicom", STORAGE);

    EXPECT_EQ (boiler.ask_whole (), "MODBUS 31 4 101 1");
    EXPECT_TRUE (boiler.answer (std::string ("\x7f\x01", 2), 0, nullptr));
    EXPECT_EQ (boiler.shown ("output_1"), "on");
    EXPECT_EQ (boiler.ask_whole (), "");

    EXPECT_EQ (storage.ask_whole (), "MODBUS 34 4 112 1");
    EXPECT_TRUE (storage.answer (std::string ("\0\0", 2), 0, nullptr));
    EXPECT_EQ (storage.shown ("output_1"), "off");
    storage.begin (30);
    storage.ask_whole ();
    EXPECT_FALSE (storage.answer ("\xff\xff", 0, nullptr));
    EXPECT_EQ (complaint (storage), "state of the switch: the switch does not answer its gateway");
    EXPECT_FALSE (storage.answer (std::string ("\0\x02", 2), 0, nullptr));
}

TEST_F (IskraSgByModbus, ASwitchOnRs485IsToldAndReadBack)
{
    Part boiler ("bicom", BOILER);
    g_autoptr (WattleCommand) off = wattle_command_new_boolean ("output_1", FALSE);

    EXPECT_EQ (boiler.tell (off, 0), "MODBUS 31 6 141 1 0");
    EXPECT_TRUE (boiler.answer ("", 0, nullptr));
    EXPECT_EQ (boiler.tell (off, 1), "MODBUS 31 4 101 1");
    EXPECT_GE (boiler.delay, 300u);
    EXPECT_TRUE (boiler.answer (std::string ("\0\1", 2), 0, nullptr));
    EXPECT_EQ (boiler.tell (off, 2), "MODBUS 31 4 101 1");
    EXPECT_TRUE (boiler.answer (std::string ("\0\0", 2), 0, nullptr));
    EXPECT_EQ (boiler.tell (off, 3), "");
    EXPECT_EQ (complaint (boiler), "");
}

TEST_F (IskraSgByModbus, SilenceToACommandIsDecidedByReadingBack)
{
    Part boiler ("bicom", BOILER);
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);

    EXPECT_EQ (boiler.tell (on, 0), "MODBUS 31 6 141 1 1");
    EXPECT_TRUE (boiler.fail (WATTLE_OUTCOME_TIMEOUT));
    EXPECT_EQ (boiler.tell (on, 1), "MODBUS 31 4 101 1");
    EXPECT_FALSE (boiler.fail (WATTLE_OUTCOME_TIMEOUT));

    EXPECT_EQ (boiler.tell (on, 0), "MODBUS 31 6 141 1 1");
    EXPECT_FALSE (boiler.fail (WATTLE_OUTCOME_UNREACHABLE));
    EXPECT_EQ (boiler.tell (on, 0), "MODBUS 31 6 141 1 1");
    EXPECT_FALSE (boiler.answer ("", 4, nullptr));
}

TEST_F (IskraSgByModbus, TheSwitchOnTheRightIrPortMovesOnlyInItsMode)
{
    Part storage ("bicom", STORAGE);
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);

    EXPECT_EQ (storage.tell (on, 0), "MODBUS 34 3 401 1");
    EXPECT_FALSE (storage.answer (std::string ("\0\2", 2), 0, nullptr));
    EXPECT_NE (complaint (storage).find ("its mode is 2, not 1"), std::string::npos);

    EXPECT_EQ (storage.tell (on, 0), "MODBUS 34 3 401 1");
    EXPECT_TRUE (storage.answer (std::string ("\0\1", 2), 0, nullptr));
    EXPECT_EQ (storage.tell (on, 1), "MODBUS 34 6 15 1 1");
    EXPECT_TRUE (storage.answer ("", 0, nullptr));
    EXPECT_EQ (storage.tell (on, 2), "MODBUS 34 4 112 1");
    EXPECT_TRUE (storage.answer (std::string ("\0\1", 2), 0, nullptr));
    EXPECT_EQ (storage.tell (on, 3), "");
    EXPECT_EQ (complaint (storage), "");
}

TEST_F (IskraSgByModbus, AddressesAreASlotAndAUnit)
{
    IskraSgAddress address = {};

    for (const char *bad : { "", "@33", "3@", "3@0", "3@248", "3@x", "99@1", "3@1@2" }) {
        g_autoptr (GError) error = nullptr;

        EXPECT_FALSE (iskra_sg_slot_read_address (bad, &address, &error)) << bad;
        EXPECT_NE (error, nullptr) << bad;
    }
    EXPECT_TRUE (iskra_sg_slot_read_address ("3@31", &address, nullptr));
    EXPECT_EQ (address.index, 3u);
    EXPECT_EQ (address.unit, 31u);
    EXPECT_TRUE (iskra_sg_slot_read_address ("3", &address, nullptr));
    EXPECT_EQ (address.unit, 0u);
}
