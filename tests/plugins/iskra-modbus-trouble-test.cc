// SPDX-License-Identifier: LGPL-2.1-or-later
// By Modbus a relay moves and tells what it is; who is silent or another takes nobody along.
#include "plugins/iskra-modbus-house.h"

using namespace wattle_test;

namespace
{

using IskraModbusTrouble = IskraModbusHouse;

} // namespace

TEST_F (IskraModbusTrouble, SwitchesAndReadsBack)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    ASSERT_TRUE (wait_for (STORAGE, "online")) << error (STORAGE);
    EXPECT_EQ (shown (BOILER), "on");
    EXPECT_EQ (shown (STORAGE), "off");

    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_FALSE (relay (3));
    EXPECT_EQ (shown (BOILER), "off");
    EXPECT_EQ (tell (STORAGE, true).error, "");
    EXPECT_TRUE (relay (0));
    EXPECT_EQ (shown (STORAGE), "on");
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 0u);
}

TEST_F (IskraModbusTrouble, ASwitchThatDoesNotObeyShowsItsTrueState)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    iskra_sg_stick_bicom (gateway, 3);
    EXPECT_EQ (tell (BOILER, false).error, "the switch was told to be off, and is on");
    EXPECT_TRUE (relay (3));
    EXPECT_EQ (shown (BOILER), "on");

    iskra_sg_mend_bicoms (gateway);
    iskra_sg_delay_bicom (gateway, 3, 600);
    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_EQ (shown (BOILER), "off");
}

TEST_F (IskraModbusTrouble, DoesNotSwitchWhatTheGatewayDoesNotControl)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (STORAGE, "online")) << error (STORAGE);
    iskra_sg_set_right_ir (gateway, FALSE);
    EXPECT_NE (tell (STORAGE, true).error.find ("its mode is 0, not 1"), std::string::npos);
    EXPECT_FALSE (relay (0));
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 0u);
}

TEST_F (IskraModbusTrouble, ASilentMeterTakesNobodyAlong)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    guint before = iskra_sg_get_modbus_connections (gateway);

    iskra_sg_unplug (gateway, 1);
    wattle_runner_poll (wattle_manager_find (manager, PUMP));
    ASSERT_TRUE (spin ([&] { return state (PUMP) != "online"; }, 60000));
    EXPECT_LIKE (error (PUMP), "*Modbus unit 35: identity: nothing answers within 3 s");

    // The connection was dropped; the next question goes over a new one, and is answered.
    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_GT (iskra_sg_get_modbus_connections (gateway), before);
    EXPECT_EQ (state ("sg"), "online") << error ("sg");
    EXPECT_EQ (state (GRID), "online") << error (GRID);

    iskra_sg_plug (gateway, 1);
    wattle_runner_poll_all (wattle_manager_find (manager, PUMP));
    EXPECT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
}

TEST_F (IskraModbusTrouble, WhoDoesNotAnswerAtTheStartIsNotListed)
{
    iskra_sg_unplug (gateway, 0);
    add_by_modbus ();
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    EXPECT_EQ (state ("sg"), "online") << error ("sg");
    EXPECT_EQ (state (GRID), "none");

    iskra_sg_plug (gateway, 0);
    wattle_runner_poll_all (wattle_manager_find (manager, "sg"));
    EXPECT_TRUE (wait_for (GRID, "online")) << error (GRID);
}

TEST_F (IskraModbusTrouble, AMeterInThePlaceOfAnotherIsNotBelieved)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    double power = value (PUMP, "active_power");

    // Another meter of the same kind, under the same address.
    iskra_sg_set_serial_offset (gateway, 1);
    wattle_runner_poll (wattle_manager_find (manager, PUMP));
    ASSERT_TRUE (spin ([&] { return error (PUMP) != ""; }));
    EXPECT_LIKE (error (PUMP), "*meter W4183308 answers in the slot of meter W4183307");
    EXPECT_EQ (value (PUMP, "active_power"), power);
}

TEST_F (IskraModbusTrouble, GoesOnWhenTheGatewayClosedTheConnection)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);

    // Every connection ends, and nobody else notices.
    guint port = iskra_sg_get_modbus_port (gateway);
    guint before = iskra_sg_get_modbus_questions (gateway);
    ASSERT_TRUE (iskra_sg_start_modbus (gateway, port, nullptr));
    wattle_runner_poll_all (wattle_manager_find (manager, BOILER));
    ASSERT_TRUE (spin ([&] { return iskra_sg_get_modbus_questions (gateway) > before; }));
    settle ();
    EXPECT_EQ (state (BOILER), "online") << error (BOILER);
}
