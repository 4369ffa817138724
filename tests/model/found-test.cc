// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-found.h"

#include <gtest/gtest.h>

#include <string>

namespace
{

class Found : public testing::Test
{
  protected:
    ~Found () override
    {
        g_object_unref (found);
    }

    std::string
    make_id (const char *driver)
    {
        g_autofree char *id = wattle_found_make_id (found, driver);

        return id != nullptr ? id : "(none)";
    }

    WattleFound *found = wattle_found_new ();
};

TEST_F (Found, TellsNothingAtFirst)
{
    g_auto (GStrv) options = wattle_found_list_options (found);

    EXPECT_EQ (wattle_found_get_model (found), nullptr);
    EXPECT_EQ (wattle_found_get_serial (found), nullptr);
    EXPECT_EQ (wattle_found_get_name (found), nullptr);
    EXPECT_EQ (wattle_found_get_id (found), nullptr);
    EXPECT_EQ (wattle_found_get_link (found, WATTLE_LINK_NONE), nullptr);
    EXPECT_EQ (wattle_found_get_link (found, WATTLE_LINK_HTTP), nullptr);
    EXPECT_EQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), nullptr);
    EXPECT_EQ (options[0], nullptr);
    EXPECT_EQ (make_id ("meter"), "(none)");
}

TEST_F (Found, KeepsWhatWasSetLast)
{
    for (const char *text : { "first", "last" }) {
        wattle_found_set_model (found, text);
        wattle_found_set_serial (found, text);
        wattle_found_set_name (found, text);
        wattle_found_set_link (found, WATTLE_LINK_HTTP, text);
        wattle_found_set_option (found, "Unit", text);
    }

    EXPECT_STREQ (wattle_found_get_model (found), "last");
    EXPECT_STREQ (wattle_found_get_serial (found), "last");
    EXPECT_STREQ (wattle_found_get_name (found), "last");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_HTTP), "last");
    EXPECT_STREQ (wattle_found_get_option (found, "Unit"), "last");
    EXPECT_EQ (wattle_found_get_option (found, "unit"), nullptr);
}

TEST_F (Found, EmptyTextsAreNoneButAnEmptyLinkIsTheHostsBroker)
{
    wattle_found_set_serial (found, "1");
    wattle_found_set_serial (found, "");
    wattle_found_set_name (found, nullptr);
    wattle_found_set_link (found, WATTLE_LINK_MQTT, "");

    EXPECT_EQ (wattle_found_get_serial (found), nullptr);
    EXPECT_EQ (wattle_found_get_name (found), nullptr);
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_MQTT), "");
}

TEST_F (Found, TextsAreOneLineWhateverTheDeviceSends)
{
    wattle_found_set_serial (found, " IS000966  ");
    wattle_found_set_name (found, "Energy\ngateway\xc3");
    EXPECT_STREQ (wattle_found_get_serial (found), "IS000966");
    EXPECT_STREQ (wattle_found_get_name (found), "Energy gateway\ufffd");
    wattle_found_set_name (found, "\n \n");
    EXPECT_EQ (wattle_found_get_name (found), nullptr);
}

TEST_F (Found, ListsItsOptionsInOrder)
{
    for (const char *key : { "User", "Address", "Model" })
        wattle_found_set_option (found, key, "x");
    g_auto (GStrv) options = wattle_found_list_options (found);
    g_autofree char *joined = g_strjoinv (" ", options);

    EXPECT_STREQ (joined, "Address Model User");
}

TEST_F (Found, TheIdIsDriverAndSerialNumber)
{
    wattle_found_set_serial (found, "IS000966");
    EXPECT_EQ (make_id ("iskra-sg"), "iskra_sg_is000966");
    wattle_found_set_serial (found, "00:1B-fé");
    EXPECT_EQ (make_id ("meter"), "meter_00_1b_fe");
}

TEST_F (Found, TheDriversOwnIdCountsIfItIsOne)
{
    wattle_found_set_serial (found, "IS000966");
    wattle_found_set_id (found, "cellar");
    EXPECT_EQ (make_id ("iskra-sg"), "cellar");
    for (const char *bad : { "Cellar", "bridge", "a b", "1st" }) {
        wattle_found_set_id (found, bad);
        EXPECT_EQ (make_id ("iskra-sg"), "(none)") << bad;
    }
}

TEST_F (Found, NoIdComesOfASerialNumberWithoutLettersOrOfOneThatIsTooLong)
{
    for (const std::string &serial :
         { std::string ("--"), std::string ("\xff"), std::string (56, '7') }) {
        wattle_found_set_serial (found, serial.c_str ());
        EXPECT_EQ (make_id ("iskra-sg"), "(none)") << serial;
    }
    wattle_found_set_serial (found, std::string (54, '7').c_str ());
    EXPECT_EQ (make_id ("iskra-sg"), "iskra_sg_" + std::string (54, '7'));
}

} // namespace
