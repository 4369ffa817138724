// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-line.h"

#include <gtest/gtest.h>

#include <string>

static std::string
line (const std::string &text, guint max = 10)
{
    g_autofree char *made = wattle_line_from_text (text.c_str (), max);

    return made;
}

TEST (Line, KeepsWhatIsOneAlready)
{
    EXPECT_EQ (line ("meter"), "meter");
    EXPECT_EQ (line ("Zähler 1"), "Zähler 1");
    EXPECT_EQ (line (""), "");
    EXPECT_EQ (wattle_line_from_text (nullptr, 10), nullptr);
}

TEST (Line, HasBlanksForWhatControls)
{
    EXPECT_EQ (line ("a\r\nb\tc\x7f"
                     "d"),
               "a  b c d");
    EXPECT_EQ (line (" \n meter \x1b"), "meter");
    EXPECT_EQ (line ("\n\n"), "");
}

TEST (Line, HasBlanksForWhatControlsBeyondAscii)
{
    EXPECT_EQ (line ("a\u009b31m\u0085b"), "a 31m b");
    EXPECT_EQ (line ("a\u2028b\u2029c"), "a b c") << "line and paragraph";
    EXPECT_EQ (line ("a\u202eb\u200fc\ufeffd"), "a b c d") << "direction";
    EXPECT_EQ (line ("日本 😀\u00a0š"), "日本 😀\u00a0š") << "and nothing for the rest";
}

TEST (Line, OfAPartKeepsBlanksAtItsEnds)
{
    g_autofree char *part = wattle_line_from_part (" a:\n", 10);

    EXPECT_STREQ (part, " a: ");
    EXPECT_EQ (wattle_line_from_part (nullptr, 10), nullptr);
}

TEST (Line, IsValidWhateverComes)
{
    EXPECT_EQ (line ("a\xff"
                     "b"),
               "a\ufffdb");
    EXPECT_EQ (line ("\xc3"), "\ufffd");
    EXPECT_EQ (line ("\xf0\x9f\x94"), "\ufffd\ufffd\ufffd");
}

TEST (Line, IsPlainWhenShortAndWithoutControls)
{
    EXPECT_TRUE (wattle_line_is_plain ("", 4));
    EXPECT_TRUE (wattle_line_is_plain ("a b~", 4));
    EXPECT_FALSE (wattle_line_is_plain ("a b~c", 4));
    EXPECT_FALSE (wattle_line_is_plain ("a\nb", 4));
    EXPECT_FALSE (wattle_line_is_plain ("a\x7f", 4));
    EXPECT_TRUE (wattle_line_is_plain ("š", 2)) << "two bytes";
    EXPECT_FALSE (wattle_line_is_plain ("š", 1));
}

TEST (Line, CanBeShownWithoutWhatATerminalObeys)
{
    EXPECT_TRUE (wattle_line_can_be_shown (""));
    EXPECT_TRUE (wattle_line_can_be_shown ("Dvotarifni števec – “VT” 22 €"));
    for (const char *text :
         { "a\nb", "a\tb", "\x1b[2J", "a\x7f", "a\u0085", "a\u2028b", "a\u202eb", "a\xff" })
        EXPECT_FALSE (wattle_line_can_be_shown (text)) << text;
}

TEST (Line, EndsAfterSoManyCharacters)
{
    EXPECT_EQ (line (std::string (1000, 'x'), 3), "xxx");
    EXPECT_EQ (line ("äöüß", 3), "äöü");
    EXPECT_EQ (line ("ab cd", 3), "ab");
    EXPECT_TRUE (g_utf8_validate (line (std::string (50, '\xe2'), 5).c_str (), -1, nullptr));
}
