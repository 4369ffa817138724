// SPDX-License-Identifier: LGPL-2.1-or-later
#include "iskra-sg-client.h"
#include "support/udp-peer.h"

using wattle_test::UdpPeer;

namespace
{

const std::string QUESTION ("\0\0\0\x1a", 4);

class IskraSgUdp : public IskraSgClient
{
  protected:
    void
    SetUp () override
    {
        g_autoptr (GError) error = nullptr;

        IskraSgClient::SetUp ();
        ASSERT_TRUE (iskra_sg_start_udp (gateway, 0, &error)) << error->message;
    }

    void
    ask (const std::string &question)
    {
        peer.send ((guint16)iskra_sg_get_udp_port (gateway), question);
    }

    // The answer to one search.
    std::string
    search ()
    {
        size_t before = peer.heard ().size ();

        ask (QUESTION);
        EXPECT_TRUE (wattle_test::spin ([&] { return peer.heard ().size () > before; }));
        return peer.heard ().back ();
    }

    gint64
    get_setting (const char *name)
    {
        return json_object_get_int_member (
            json_object_get_object_member (get_json ("/api/settings"), "settings"), name);
    }

    UdpPeer peer;
};

TEST_F (IskraSgUdp, AnswersInTheDocumentedForm)
{
    std::string reply = search ();

    ASSERT_EQ (reply.size (), 204u);
    EXPECT_EQ (reply.substr (0, 8), std::string ("\0\0\0\x1b\x7f\0\0\x01", 8));
    EXPECT_EQ (reply.substr (8, 12), std::string (12, '\0')) << "a Wi-Fi network";
    EXPECT_EQ (reply.substr (20, 6), "\xa8\x03\x2a\x5d\x10\x7c");
    EXPECT_EQ (reply.substr (26, 2), "\x11\x27");
    EXPECT_EQ (reply.substr (28, 15), "SG-E1          ");
    EXPECT_EQ (reply.substr (43, 8), "IS004217");
    EXPECT_EQ (reply.substr (51, 4), std::string ("\0\xd1\0D", 4));
    EXPECT_EQ (reply.substr (55, 40), "Energy gateway" + std::string (26, '\0'));
    EXPECT_EQ (reply.substr (95, 41), "Main board" + std::string (31, '\0'));
    EXPECT_EQ (reply.substr (136, 3), std::string ("\x22\0\xd1", 3));
    EXPECT_EQ (reply.substr (139), std::string (65, '\0'));
}

TEST_F (IskraSgUdp, AnswersNothingButTheQuestion)
{
    for (const std::string &data :
         { std::string ("\0\0\0\x1c", 4), std::string ("\0\0\0\x1d", 4), std::string ("\0\0\0", 3),
           QUESTION + '\0', std::string ("\1\0\0\x1a", 4), std::string (1000, '\x1a'),
           std::string () })
        ask (data);
    search ();
    EXPECT_EQ (peer.heard ().size (), 1u);
    EXPECT_EQ (json_object_get_string_member (
                   json_object_get_object_member (get_json ("/api"), "device"), "uptime"),
               std::string ("0d 00:00:00"));
}

TEST_F (IskraSgUdp, NamesTheSerialNumberWithItsOffset)
{
    iskra_sg_set_serial_offset (gateway, 12);
    EXPECT_EQ (search ().substr (43, 8), "IS004229");
}

TEST_F (IskraSgUdp, CutsTextsWhereverTheyAreTooLong)
{
    std::string text = std::string (39, 'x') + "é";

    EXPECT_EQ (
        request ("POST", "/api/settings", R"({"settings":{"description":")" + text + R"("}})")
            .status,
        200u);
    EXPECT_EQ (search ().substr (55, 41), text.substr (0, 40) + "M");
}

TEST_F (IskraSgUdp, IsSilentWhileTheGatewayRestarts)
{
    guint port = iskra_sg_get_udp_port (gateway);

    EXPECT_EQ (get_setting ("udp_enabled"), 1);
    iskra_sg_restart (gateway, 2 * G_TIME_SPAN_SECOND);
    ask (QUESTION);
    wattle_clock_advance (clock, 2 * G_TIME_SPAN_SECOND);
    search ();
    EXPECT_EQ (peer.heard ().size (), 1u);
    EXPECT_EQ (iskra_sg_get_udp_port (gateway), port);
}

TEST_F (IskraSgClient, DoesNotAnswerSearchesUnlessTold)
{
    EXPECT_EQ (iskra_sg_get_udp_port (gateway), 0u);
    EXPECT_EQ (
        json_object_get_int_member (
            json_object_get_object_member (get_json ("/api/settings"), "settings"), "udp_enabled"),
        0);
}

} // namespace
