// SPDX-License-Identifier: LGPL-2.1-or-later
// Which board answers, and that it is the one that answered before.
#include "../smart-ems-board.h"

#include "../smart-ems-version.h"
#include "../smart-ems-xml.h"
#include "box.h"

using namespace smart_ems_test;

namespace
{

class SmartEmsBoardTest : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        ASSERT_TRUE (box.configure ());
    }

    // A first question that is answered like this.
    std::string
    meet (const std::string &text, guint status)
    {
        box.begin (0);
        EXPECT_EQ (box.ask (), "/st2.xml");
        return box.answer (text, status) ? box.ask () : box.message ();
    }

    std::string all = load ("lk35-all-1.57.json");
    std::string settings = load (LK4_SETTINGS);
    std::string status = load ("lk4-status.json");
    Box box;
};

std::string
board_of (const char *hardware, const char *firmware)
{
    SmartEmsGeneration generation;
    const char *name = nullptr;

    return smart_ems_version_find_board (hardware, firmware, &generation, &name) ? name : "";
}

std::string
parse_xml (const std::string &text, const char *element)
{
    g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
    g_autoptr (GError) error = nullptr;
    g_autoptr (GHashTable) texts = smart_ems_xml_parse (bytes, &error);

    EXPECT_EQ (texts == nullptr, error != nullptr);
    if (texts == nullptr)
        return error->message;
    const char *found = (const char *)g_hash_table_lookup (texts, element);
    return found != nullptr ? found : "none";
}

} // namespace

TEST_F (SmartEmsBoardTest, IsFoundOutByAsking)
{
    EXPECT_EQ (meet ("", 404), STAT);
    EXPECT_EQ (meet ("", 500), SETTINGS);
    EXPECT_EQ (meet ("<response><ver>3.37</ver><hw>2.5</hw></response>", 200),
               "an LK 2.x answers: that is no SMART EMS");
    EXPECT_EQ (meet ("<html>Hello</html>", 200),
               "what answers is no board of tinycontrol, so no SMART EMS");
    EXPECT_EQ (meet ("", 401), "credentials are missing or wrong (status 401)");
    EXPECT_EQ (meet ("", 503), "status 503");
}

TEST_F (SmartEmsBoardTest, ARedirectNamesWhatIsToBeConfigured)
{
    const char *wanted = "the box answers over HTTPS only (it points to https://box/): its address "
                         "has to begin with https://";

    box.ask ();
    EXPECT_FALSE (box.fail (WATTLE_OUTCOME_REDIRECTED, "https://box/"));
    EXPECT_EQ (box.message (), wanted);
    EXPECT_EQ (box.ask (), "");

    EXPECT_FALSE (box.fail (WATTLE_OUTCOME_REDIRECTED, "http://elsewhere/"));
    EXPECT_EQ (box.message (), "redirected, not followed: http://elsewhere/");
    EXPECT_FALSE (box.fail (WATTLE_OUTCOME_REDIRECTED));

    ASSERT_TRUE (box.meet_lk35 (all));
    box.begin (5);
    box.ask ();
    EXPECT_FALSE (box.fail (WATTLE_OUTCOME_REDIRECTED, "https://box/"));
    EXPECT_EQ (box.message (), wanted);
}

TEST_F (SmartEmsBoardTest, ABoardOfAnotherKindIsRefused)
{
    EXPECT_EQ (meet ("", 404), STAT);
    EXPECT_FALSE (box.answer ("<response><hw>3.0</hw><sw>1.18</sw></response>"));
    EXPECT_EQ (box.message (),
               "a board with hardware 3.0 and firmware 1.18 is no SMART EMS that is "
               "known: those have an LK 3.5, an LK 3.9 or an LK4");
    EXPECT_EQ (meet ("", 404), STAT);
    EXPECT_FALSE (box.answer ("<response><hw>3.8</hw></response>"));
    EXPECT_EQ (meet ("", 500), SETTINGS);
    EXPECT_FALSE (box.answer ("{}"));
    EXPECT_TRUE (g_error_matches (box.error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    EXPECT_EQ (meet ("", 500), SETTINGS);
    EXPECT_FALSE (box.answer ("", 403)); // the role is not that of an admin
    EXPECT_TRUE (g_error_matches (box.error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
}

TEST_F (SmartEmsBoardTest, IsAskedAgainEachHour)
{
    ASSERT_TRUE (box.meet_lk35 (all));
    box.begin (3590);
    EXPECT_EQ (box.ask (), ALL);
    box.begin (3600);
    EXPECT_EQ (box.ask (), "/st2.xml");
}

TEST_F (SmartEmsBoardTest, IsAskedAgainAfterAnAnswerOfNoBoardThatIsKnown)
{
    Box lk4;

    ASSERT_TRUE (box.meet_lk35 (all));
    box.begin (5);
    EXPECT_EQ (box.ask (), ALL);
    EXPECT_FALSE (box.answer (replaced (all, "\"hw\": \"3.8\"", "\"hw\": \"3.0\"")));
    box.begin (10);
    EXPECT_EQ (box.ask (), "/st2.xml");

    ASSERT_TRUE (lk4.configure ());
    ASSERT_TRUE (lk4.meet_lk4 (settings, status));
    lk4.begin (5);
    EXPECT_EQ (lk4.ask (), SETTINGS);
    EXPECT_FALSE (lk4.answer ("{}"));
    lk4.begin (10);
    EXPECT_EQ (lk4.ask (), "/st2.xml");
}

TEST_F (SmartEmsBoardTest, AnotherGenerationAtTheAddressIsNamedAndNothingOfItIsShown)
{
    ASSERT_TRUE (box.meet_lk35 (all));
    box.begin (5);
    EXPECT_EQ (box.ask (), ALL);
    EXPECT_FALSE (box.answer ("", 500));
    EXPECT_FALSE (box.meet_lk4 (settings, status));
    EXPECT_EQ (
        box.message (),
        "an LK4 with MAC ac67b2123456 and firmware 1.20 answers at the address of the LK 3.5 "
        "with MAC 0004a3123456; if it has taken its place, use “wattle devices replace ems "
        "--http ADDRESS”");
    EXPECT_EQ (box.ask (), "");
    EXPECT_EQ (box.number ("voltage_supply"), 12.12);
    EXPECT_EQ (box.name ("output_0"), "Output P0");
    EXPECT_STREQ (wattle_device_get_serial (box.device), "0004a3123456");
    EXPECT_STREQ (wattle_device_get_model (box.device), "SMART EMS (LK 3.5)");
}

TEST_F (SmartEmsBoardTest, AnotherBoardOfTheSameGenerationIsNamedToo)
{
    Box lk4;
    std::string other = replaced (all, "00:04:A3:12:34:56", "00:04:A3:99:99:99");

    ASSERT_TRUE (box.meet_lk35 (all));
    box.begin (5);
    EXPECT_EQ (box.ask (), ALL);
    EXPECT_FALSE (box.answer (replaced (other, "\"vin\": 1212", "\"vin\": 1300")));
    EXPECT_NE (box.message ().find ("an LK 3.5 with MAC 0004a3999999"), std::string::npos);
    EXPECT_EQ (box.number ("voltage_supply"), 12.12);
    EXPECT_TRUE (box.meet_lk35 (all)) << "it is back";

    ASSERT_TRUE (lk4.configure ());
    ASSERT_TRUE (lk4.meet_lk4 (settings, status));
    lk4.begin (5);
    EXPECT_EQ (lk4.ask (), SETTINGS);
    EXPECT_FALSE (lk4.answer (replaced (settings, "AC:67:B2:12:34:56", "AC:67:B2:00:00:01")));
    EXPECT_EQ (lk4.ask (), "");
}

TEST_F (SmartEmsBoardTest, IsRememberedByTheNextRun)
{
    Box next;
    Box replaced_one;

    ASSERT_TRUE (box.meet_lk35 (all));
    next.remember (box);
    ASSERT_TRUE (next.configure ());
    EXPECT_FALSE (next.meet_lk4 (settings, status));
    EXPECT_EQ (next.find ("output_0"), nullptr);
    EXPECT_TRUE (next.meet_lk35 (all));

    // After it was replaced nothing is remembered.
    ASSERT_TRUE (replaced_one.configure ());
    EXPECT_TRUE (replaced_one.meet_lk4 (settings, status));
}

TEST_F (SmartEmsBoardTest, NewFirmwareIsNoOtherBoard)
{
    ASSERT_TRUE (box.meet_lk35 (replaced (all, "1.57", "1.55")));
    box.begin (5);
    EXPECT_EQ (box.ask (), ALL);
    EXPECT_TRUE (box.answer (all));
    EXPECT_STREQ (wattle_device_get_version (box.device), "1.57");
}

TEST_F (SmartEmsBoardTest, AnAnswerWithoutIdentityIsOfTheSameBoard)
{
    std::string text = replaced (all, "\"ip4\": \"00:04:A3:12:34:56\",", "");

    ASSERT_TRUE (box.meet_lk35 (replaced (text, "\"hw\": \"3.8\",", "")));
    EXPECT_EQ (wattle_device_get_serial (box.device), nullptr);
    ASSERT_TRUE (box.meet_lk35 (all, 3600));
    box.begin (3605);
    box.ask ();
    EXPECT_STREQ (wattle_device_get_serial (box.device), "0004a3123456");
    ASSERT_TRUE (box.meet_lk35 (text, 7300)) << "found out anew";
    EXPECT_STREQ (wattle_device_get_serial (box.device), "0004a3123456");
    box.begin (7305);
    box.ask ();
    ASSERT_TRUE (box.answer (replaced (text, "\"sw\": \"1.57\",", "")));
    EXPECT_STREQ (wattle_device_get_serial (box.device), "0004a3123456");
}

TEST (SmartEmsVersion, TellsBoards)
{
    EXPECT_EQ (board_of ("3.5", "1.36"), "LK 3.5");
    EXPECT_EQ (board_of ("3.8", "1.49d"), "LK 3.5");
    EXPECT_EQ (board_of ("3.9", "1.57"), "LK 3.9");
    EXPECT_EQ (board_of ("4.0", "1.20"), "LK4");
    EXPECT_EQ (board_of ("3.0", "1.18"), "");
    EXPECT_EQ (board_of ("3.7", "1.57ps"), "");
    EXPECT_EQ (board_of ("4.0", "1.20mini"), "");
    EXPECT_EQ (board_of ("", ""), "");
}

TEST (SmartEmsVersion, ComparesAsTexts)
{
    EXPECT_TRUE (smart_ems_version_is_at_least ("1.50", "1.50"));
    EXPECT_TRUE (smart_ems_version_is_at_least ("1.49d", "1.49"));
    EXPECT_FALSE (smart_ems_version_is_at_least ("1.49d", "1.50"));
    EXPECT_FALSE (smart_ems_version_is_at_least ("1.36", "1.49"));
}

TEST (SmartEmsXml, IsReadWithinBounds)
{
    std::string deep = "<a><b><c><d><e>1</e></d></c></b></a>";

    EXPECT_EQ (parse_xml (load ("lk35-stat.xml"), "hw"), "3.8");
    EXPECT_EQ (parse_xml ("<r><hw> 3.8\n</hw></r>", "hw"), "3.8");
    EXPECT_EQ (parse_xml ("<r><hw></hw></r>", "hw"), "none");
    EXPECT_EQ (parse_xml ("<r><hw>" + std::string (100, '3') + "</hw></r>", "hw"), "none");
    EXPECT_EQ (parse_xml ("", "hw"), "what came is no XML: it is empty");
    EXPECT_EQ (parse_xml ("<r><hw>3.8</hw>", "hw").rfind ("what came is no XML: ", 0), 0u);
    EXPECT_NE (parse_xml (deep, "e").find ("nested deeper than 4"), std::string::npos);
    EXPECT_NE (parse_xml (std::string (20000, ' '), "e").find ("longer than 16384 bytes"),
               std::string::npos);
    EXPECT_NE (parse_xml ("<!DOCTYPE r [<!ENTITY a \"b\">]><r>&a;</r>", "r"), "b");
}
