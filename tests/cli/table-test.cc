// SPDX-License-Identifier: LGPL-2.1-or-later
#include "cli/wattle-cli-table.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

std::string
print (WattleCliTable *table, gboolean colour = FALSE)
{
    g_autofree char *text = wattle_cli_table_to_text (table, colour);

    return text;
}

TEST (CliTable, AlignsColumns)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, "Name");
    wattle_cli_table_add_number_column (table, "Value");
    wattle_cli_table_add_column (table, "");
    for (const char *cell : { "電力", "7", "W", "Števec na vrtu", "1234.5", "", "x", "-3", "kWh" })
        wattle_cli_table_add (table, cell);

    EXPECT_EQ (wattle_cli_table_get_n_rows (table), 3u);
    EXPECT_EQ (print (table), "Name             Value\n"
                              "電力                 7  W\n"
                              "Števec na vrtu  1234.5\n"
                              "x                   -3  kWh\n");
}

TEST (CliTable, HasNoHeadIfNoColumnIsNamed)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add (table, "host");
    wattle_cli_table_add (table, "running");
    EXPECT_EQ (print (table), "host  running\n");
}

TEST (CliTable, CleansItsCells)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, "");
    wattle_cli_table_add (table, "a\033[31mb\nc");
    wattle_cli_table_add (table, nullptr);
    EXPECT_EQ (print (table), "a\uFFFD[31mb c\n\n");
}

TEST (CliTable, ColoursOnlyWhereItIsWanted)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, "State");
    wattle_cli_table_add_column (table, "Id");
    wattle_cli_table_add_styled (table, WATTLE_CLI_STYLE_BAD, "off");
    wattle_cli_table_add (table, "a");
    EXPECT_EQ (print (table), "State  Id\noff    a\n");
    EXPECT_EQ (print (table, TRUE),
               "\033[1mState\033[0m  \033[1mId\033[0m\n\033[31moff\033[0m    a\n");
}

} // namespace
