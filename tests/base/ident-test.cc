// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-ident.h"

#include <gtest/gtest.h>

#include <string>

TEST (Ident, AcceptsLowerCaseDigitsAndUnderscores)
{
    EXPECT_TRUE (wattle_ident_is_valid ("a"));
    EXPECT_TRUE (wattle_ident_is_valid ("voltage_l1"));
    EXPECT_TRUE (wattle_ident_is_valid (std::string (32, 'x').c_str ()));
}

TEST (Ident, RefusesWhatWouldNeedEscapingSomewhere)
{
    for (const char *text : { "", "1a", "_a", "A", "a-b", "a b", "a/b", "a+", "a#", "ä", "a." })
        EXPECT_FALSE (wattle_ident_is_valid (text)) << text;
    EXPECT_FALSE (wattle_ident_is_valid (nullptr));
}

TEST (Ident, HasALongestLength)
{
    EXPECT_FALSE (wattle_ident_is_valid (std::string (33, 'x').c_str ()));
    EXPECT_TRUE (wattle_ident_is_valid_device (std::string (63, 'x').c_str ()));
    EXPECT_FALSE (wattle_ident_is_valid_device (std::string (64, 'x').c_str ()));
}

static std::string
slug (const char *text)
{
    g_autofree char *ident = wattle_ident_from_text (text);

    return ident;
}

TEST (Ident, IsMadeOfFreeText)
{
    EXPECT_EQ (slug ("IS000966"), "is000966");
    EXPECT_EQ (slug ("  Heat pump (cellar) "), "heat_pump_cellar");
    EXPECT_EQ (slug ("Grelnik čista š"), "grelnik_cista_s");
    EXPECT_EQ (slug ("--"), "");
    EXPECT_EQ (slug ("\xff\xfe"), slug ("\xff\xfe")) << "bytes that are no text do no harm";
    EXPECT_LE (slug (std::string (500, 'a').c_str ()).size (), 63u);
}
