// SPDX-License-Identifier: LGPL-2.1-or-later
#include "cli/wattle-cli-text.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

std::string
take (char *text)
{
    std::string copy = text;

    g_free (text);
    return copy;
}

std::string
clean (const char *text)
{
    return take (wattle_cli_text_clean (text));
}

std::string
cut (const char *text, guint width)
{
    return take (wattle_cli_text_cut (text, width));
}

TEST (CliText, LeavesNothingThatATerminalWouldObey)
{
    EXPECT_EQ (clean ("a\033[2Jb\ac"), "a\uFFFD[2Jb\uFFFDc");
    EXPECT_EQ (clean ("one\ntwo\tthree\r"), "one two three ");
    EXPECT_EQ (clean ("x\u202Ey\u009Bz"), "x\uFFFDy\uFFFDz");
    EXPECT_EQ (clean ("števec 電力 – °C"), "števec 電力 – °C");
}

TEST (CliText, TakesTextThatIsNoUtf8)
{
    EXPECT_EQ (clean ("a\xff\xfe"
                      "b"),
               "a\uFFFD\uFFFD"
               "b");
}

TEST (CliText, KnowsHowManyColumnsACharacterTakes)
{
    EXPECT_EQ (wattle_cli_text_get_width ("meter"), 5u);
    EXPECT_EQ (wattle_cli_text_get_width ("števec"), 6u);
    EXPECT_EQ (wattle_cli_text_get_width ("電力"), 4u);
    EXPECT_EQ (wattle_cli_text_get_width ("e\u0301"), 1u);
    EXPECT_EQ (wattle_cli_text_get_width (""), 0u);
}

TEST (CliText, CutsToColumns)
{
    EXPECT_EQ (cut ("meter", 5), "meter");
    EXPECT_EQ (cut ("meters", 5), "mete…");
    EXPECT_EQ (cut ("電力計", 5), "電力…");
    EXPECT_EQ (cut ("電力計", 4), "電…"); // half of a character is none
    EXPECT_EQ (cut ("meter", 1), "…");
    EXPECT_EQ (cut ("meter", 0), "");
}

TEST (CliText, FillsUpOnEitherSide)
{
    g_autoptr (GString) line = g_string_new (nullptr);

    wattle_cli_text_append (line, "電力", 6, FALSE);
    g_string_append_c (line, '|');
    wattle_cli_text_append (line, "7 °C", 6, TRUE);
    g_string_append_c (line, '|');
    wattle_cli_text_append (line, "longer", 3, TRUE);
    EXPECT_STREQ (line->str, "電力  |  7 °C|longer");
}

} // namespace
