// SPDX-License-Identifier: LGPL-2.1-or-later
#include "box.h"

using namespace smart_ems_test;

namespace
{

class SmartEmsSearch : public testing::Test
{
  protected:
    SmartEmsSearch ()
    {
        driver = WATTLE_DRIVER (g_object_new (SMART_EMS_TYPE_DRIVER, nullptr));
    }

    ~SmartEmsSearch () override
    {
        g_object_unref (driver);
        g_clear_object (&found);
    }

    // "found", "other", or what is wrong.
    std::string
    match (const std::string &text, const char *address = "192.168.0.100")
    {
        g_autoptr (GBytes) bytes = g_bytes_new (text.data (), text.size ());
        g_autoptr (WattleFrame) frame = wattle_frame_new_datagram (address, bytes, 1);
        g_autoptr (GError) error = nullptr;

        g_clear_object (&found);
        found = wattle_found_new ();
        if (wattle_driver_match (driver, frame, found, &error))
            return "found";
        return error != nullptr ? error->message : "other";
    }

    WattleDriver *driver;
    WattleFound *found = nullptr;
};

} // namespace

TEST_F (SmartEmsSearch, SendsOneDatagramAndNoOther)
{
    g_autoptr (WattleCatalog) catalog = wattle_catalog_new ();

    wattle_driver_describe (driver, catalog);
    ASSERT_EQ (wattle_catalog_get_n_udp_searches (catalog), 1u);
    const WattleUdpQuestion *question = wattle_catalog_get_udp_search (catalog, 0);
    std::string text ((const char *)g_bytes_get_data (question->data, nullptr),
                      g_bytes_get_size (question->data));

    EXPECT_EQ (question->port, 30403);
    EXPECT_EQ (question->local_port, 30403);
    EXPECT_EQ (text, load ("discovery-request.txt"));
}

TEST_F (SmartEmsSearch, UnderstandsTheAnswerOfABox)
{
    EXPECT_EQ (match (load ("discovery-response.txt")), "found");
    EXPECT_STREQ (wattle_found_get_model (found), "box");
    EXPECT_STREQ (wattle_found_get_serial (found), "0004a3123456");
    EXPECT_STREQ (wattle_found_get_name (found), "SMART EMS");
    EXPECT_STREQ (wattle_found_get_link (found, WATTLE_LINK_HTTP), "http://192.168.0.100");
    EXPECT_EQ (match ("\nAC-67-B2-12-34-56\n1.20\n4.0"), "found");
    EXPECT_STREQ (wattle_found_get_name (found), "LK4");
}

TEST_F (SmartEmsSearch, PassesOverOtherBoardsAndItsOwnQuestion)
{
    std::string answer = load ("discovery-response.txt");

    EXPECT_EQ (match (load ("discovery-request.txt")), "other");
    EXPECT_EQ (match ("LK 2.5\r\n00-04-A3-12-34-56\r\n3.37a\r\n"), "other");
    EXPECT_EQ (match ("LK3\r\n00-04-A3-12-34-56\r\n1.18\r\n3.0\r\n"), "other");
    EXPECT_EQ (match (replaced (answer, "1.57", "1.57ps")), "other");
    EXPECT_EQ (match (replaced (answer, "1.57", "1.57dcdc")), "other");
    EXPECT_EQ (match ("LK\r\nAC-67-B2-12-34-56\r\n1.20mini\r\n4.0\r\n"), "other");
    EXPECT_EQ (match (""), "other");
    EXPECT_EQ (match (std::string (600, '\n')), "other");
}

TEST_F (SmartEmsSearch, SaysWhatItDoesNotUnderstand)
{
    EXPECT_EQ (match (replaced (load ("discovery-response.txt"), "00-04-A3-12-34-56", "nobody")),
               "what the board at 192.168.0.100 says in its second line is no MAC address");
    EXPECT_NE (match ("EMS\n00-00-00-00-00-00\n1.57\n3.8\n").find ("no MAC"), std::string::npos);
    EXPECT_NE (match ("EMS\n00--04-A3-12-34-56\n1.57\n3.8\n").find ("no MAC"), std::string::npos);
}
