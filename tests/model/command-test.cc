// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-command.h"

#include <gtest/gtest.h>

TEST (Command, ActionIsNotAboutAnOutput)
{
    g_autoptr (WattleCommand) command = wattle_command_new_action ("identify");

    EXPECT_TRUE (wattle_command_is_action (command));
    EXPECT_STREQ (wattle_command_get_name (command), "identify");
    EXPECT_EQ (wattle_command_get_text (command), nullptr);
}

TEST (Command, CarriesTheValueOfItsKind)
{
    g_autoptr (WattleCommand) on = wattle_command_new_boolean ("output_1", TRUE);
    g_autoptr (WattleCommand) off = wattle_command_new_boolean ("output_1", FALSE);
    g_autoptr (WattleCommand) level = wattle_command_new_number ("level", -2.5);
    g_autoptr (WattleCommand) mode = wattle_command_new_text ("mode", "eco");

    EXPECT_FALSE (wattle_command_is_action (on));
    EXPECT_STREQ (wattle_command_get_name (on), "output_1");
    EXPECT_TRUE (wattle_command_get_boolean (on));
    EXPECT_FALSE (wattle_command_get_boolean (off));
    EXPECT_DOUBLE_EQ (wattle_command_get_number (level), -2.5);
    EXPECT_STREQ (wattle_command_get_text (mode), "eco");
    EXPECT_STREQ (wattle_command_get_name (mode), "mode");
}
