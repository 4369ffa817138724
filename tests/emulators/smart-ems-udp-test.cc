// SPDX-License-Identifier: LGPL-2.1-or-later
// How the board is found.
#include "smart-ems-client.h"
#include "support/udp-peer.h"

using wattle_test::UdpPeer;

namespace
{

class SmartEmsUdp : public SmartEmsClient
{
  protected:
    void
    listen (guint reply_port = 0)
    {
        g_autoptr (GError) error = nullptr;

        ASSERT_TRUE (smart_ems_start_udp (ems, 0, reply_port, &error)) << error->message;
    }

    void
    send (const std::string &data)
    {
        peer.send ((guint16)smart_ems_get_udp_port (ems), data);
    }

    std::string
    search (UdpPeer &listener)
    {
        size_t before = listener.heard ().size ();

        send (example ("discovery-request.txt"));
        EXPECT_TRUE (wattle_test::spin ([&] { return listener.heard ().size () > before; }));
        return listener.heard ().empty () ? "" : listener.heard ().back ();
    }

    UdpPeer peer;
};

TEST_F (SmartEmsUdp, AnswersAsInTheExample)
{
    listen ();
    EXPECT_EQ (search (peer), example ("discovery-response.txt"));
}

TEST_F (SmartEmsUdp, AnswersToAFixedPortIfTold)
{
    UdpPeer fixed;

    listen (fixed.port ());
    EXPECT_EQ (search (fixed), example ("discovery-response.txt"));
    EXPECT_TRUE (peer.heard ().empty ());
}

TEST_F (SmartEmsUdp, SaysWhatItIsNow)
{
    listen ();
    smart_ems_set_generation (ems, SMART_EMS_LK4, nullptr);
    smart_ems_set_name (ems, "Cellar");
    EXPECT_EQ (search (peer), "Cellar\r\nAC-67-B2-12-34-56\r\n1.20\r\n4.0\r\n");
}

TEST_F (SmartEmsUdp, AnswersNothingButTheQuestion)
{
    listen ();
    for (const std::string &data :
         { example ("discovery-request.txt") + "\n", example ("discovery-request.txt") + "x",
           std::string ("Discovery: Who is out there"), std::string (), std::string (1400, 'D') })
        send (data);
    EXPECT_EQ (search (peer), example ("discovery-response.txt"));
    EXPECT_EQ (peer.heard ().size (), 1u);
    EXPECT_EQ (smart_ems_get_offences (ems), 0u);
}

TEST_F (SmartEmsUdp, TheBytesOfTheBootLoaderAreAnOffence)
{
    listen ();
    send ("\x12\xf4\x81");
    send ("\x12\xf4\x81 and more");
    EXPECT_TRUE (wattle_test::spin ([&] { return smart_ems_get_offences (ems) == 2; }));
    EXPECT_STREQ (smart_ems_get_last_offence (ems), "UDP 12 F4 81");
    EXPECT_EQ (search (peer), example ("discovery-response.txt")) << "it does nothing";
}

TEST_F (SmartEmsUdp, IsSilentWhileItIsAwayAndThenBackOnItsPort)
{
    listen ();
    guint port = smart_ems_get_udp_port (ems);

    smart_ems_restart (ems, G_TIME_SPAN_SECOND);
    send (example ("discovery-request.txt"));
    wattle_test::settle ();
    EXPECT_TRUE (peer.heard ().empty ());
    pass (1);
    EXPECT_EQ (smart_ems_get_udp_port (ems), port);
    EXPECT_EQ (search (peer), example ("discovery-response.txt"));
}

TEST_F (SmartEmsUdp, NamesAPortThatIsTaken)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (smart_ems_start_udp (ems, peer.port (), 0, &error));
    EXPECT_NE (strstr (error->message, std::to_string (peer.port ()).c_str ()), nullptr);
    EXPECT_EQ (smart_ems_get_udp_port (ems), 0u);
}

} // namespace
