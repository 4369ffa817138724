// SPDX-License-Identifier: LGPL-2.1-or-later
// The emulated gateway's Modbus server, asked with bytes written by hand.
#include "iskra-sg.h"
#include "support/spin.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace wattle_test;

namespace
{

using Bytes = std::vector<guint8>;

// 2026-06-01 12:00 UTC
const gint64 NOON = G_GINT64_CONSTANT (1780315200) * G_TIME_SPAN_SECOND;

class IskraSgModbus : public testing::Test
{
  protected:
    IskraSgModbus ()
    {
        gateway = iskra_sg_new (clock);
        EXPECT_TRUE (iskra_sg_start (gateway, "127.0.0.1", 0, nullptr));
        EXPECT_TRUE (iskra_sg_start_modbus (gateway, 0, nullptr));
        connect ();
    }

    ~IskraSgModbus () override
    {
        g_clear_object (&socket);
        g_clear_object (&gateway);
        settle ();
        g_object_unref (clock);
    }

    void
    connect ()
    {
        g_autoptr (GSocketAddress) address =
            g_inet_socket_address_new_from_string ("127.0.0.1", iskra_sg_get_modbus_port (gateway));

        g_clear_object (&socket);
        socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                               nullptr);
        ASSERT_TRUE (g_socket_connect (socket, address, nullptr, nullptr));
        g_socket_set_blocking (socket, FALSE);
    }

    void
    send (const Bytes &bytes)
    {
        ASSERT_EQ (
            g_socket_send (socket, (const char *)bytes.data (), bytes.size (), nullptr, nullptr),
            (gssize)bytes.size ());
    }

    // What has come, if anything; closed: the peer ended the connection.
    Bytes
    receive ()
    {
        Bytes bytes (512);
        gssize length =
            g_socket_receive (socket, (char *)bytes.data (), bytes.size (), nullptr, nullptr);

        closed |= length == 0;
        bytes.resize (length > 0 ? (size_t)length : 0);
        return bytes;
    }

    Bytes
    hear ()
    {
        Bytes bytes;

        spin ([&] { return !(bytes = receive ()).empty () || closed; });
        return bytes;
    }

    static Bytes
    frame (guint8 unit, guint8 function, const std::vector<guint> &words, guint16 transaction = 7)
    {
        Bytes bytes = {
            (guint8)(transaction >> 8), (guint8)transaction, 0, 0, 0, 0, unit, function
        };

        for (guint word : words) {
            bytes.push_back ((guint8)(word >> 8));
            bytes.push_back ((guint8)word);
        }
        bytes[5] = (guint8)(bytes.size () - 6);
        return bytes;
    }

    Bytes
    ask (guint8 unit, guint8 function, const std::vector<guint> &words)
    {
        send (frame (unit, function, words));
        return hear ();
    }

    // Registers that are read.
    std::vector<guint>
    read (guint8 unit, guint8 function, guint address, guint count)
    {
        Bytes bytes = ask (unit, function, { address, count });
        std::vector<guint> words;

        EXPECT_EQ (bytes.size (), 9 + 2 * count) << "unit " << (int)unit << " at " << address;
        for (size_t i = 9; i + 1 < bytes.size (); i += 2)
            words.push_back ((guint)bytes[i] << 8 | bytes[i + 1]);
        words.resize (count);
        return words;
    }

    static std::string
    text (const std::vector<guint> &words)
    {
        std::string text;

        for (guint word : words) {
            text += (char)(word >> 8);
            text += (char)word;
        }
        return text;
    }

    // Nothing comes for a question whose answer would be there before that to the next one.
    void
    expect_silence (const Bytes &question)
    {
        guint seen = iskra_sg_get_modbus_questions (gateway);

        send (question);
        spin ([&] { return iskra_sg_get_modbus_questions (gateway) > seen; });
        settle ();
        EXPECT_TRUE (receive ().empty ());
        EXPECT_FALSE (closed);
    }

    bool
    boiler ()
    {
        return iskra_sg_house_get_relays (iskra_sg_get_house (gateway))->boiler;
    }

    bool
    storage ()
    {
        return iskra_sg_house_get_relays (iskra_sg_get_house (gateway))->storage;
    }

    WattleClock *clock = wattle_clock_new_manual (NOON);
    IskraSg *gateway;
    GSocket *socket = nullptr;
    bool closed = false;
};

} // namespace

TEST_F (IskraSgModbus, TellsWhoItIsAndEchoesTheTransaction)
{
    Bytes bytes = ask (34, 4, { 1, 13 });

    ASSERT_EQ (bytes.size (), 35u);
    EXPECT_EQ (Bytes (bytes.begin (), bytes.begin () + 9), (Bytes{ 0, 7, 0, 0, 0, 29, 34, 4, 26 }));
    EXPECT_EQ (std::string (bytes.begin () + 9, bytes.end () - 2), "SG-E1           IS004217");
    EXPECT_EQ (bytes[34], 209);
    EXPECT_EQ (text (read (34, 3, 101, 20)), "Energy gateway                          ");
}

TEST_F (IskraSgModbus, ListsItsSlots)
{
    EXPECT_EQ (read (34, 3, 401, 3), (std::vector<guint>{ 1, 1, 33 }));
    EXPECT_EQ (read (34, 3, 1001, 2), (std::vector<guint>{ 2, 35 }));
    EXPECT_EQ (read (34, 3, 1011, 2), (std::vector<guint>{ 0, 2 }));
    EXPECT_EQ (read (34, 3, 1021, 2), (std::vector<guint>{ 3, 31 }));
}

TEST_F (IskraSgModbus, WhatIsNotMappedReadsAsZero)
{
    EXPECT_EQ (read (34, 4, 40000, 3), (std::vector<guint>{ 0, 0, 0 }));
    EXPECT_EQ (read (33, 4, 65535, 1), (std::vector<guint>{ 0 }));
}

TEST_F (IskraSgModbus, AnswersForItsMeters)
{
    EXPECT_EQ (text (read (33, 4, 1, 12)), "IE38MD          I0026113");
    EXPECT_EQ (text (read (35, 4, 1, 12)), "WM3M4C          W4183307");
    EXPECT_EQ (text (read (31, 4, 1, 12)), "BI432           BI010254");

    // 230 V in hundredths, and the frequency in thousandths.
    std::vector<guint> words = read (33, 4, 105, 4);
    EXPECT_EQ (words[0], 0xfd00u);
    EXPECT_NEAR (words[1], 50000, 200);
    EXPECT_EQ (words[2], 0xfe00u);
    EXPECT_NEAR (words[3], 23000, 500);
}

TEST_F (IskraSgModbus, SaysNothingForWhoIsNotThere)
{
    expect_silence (frame (99, 4, { 1, 13 }));
    expect_silence (frame (99, 6, { 141, 1 }));
    ASSERT_TRUE (iskra_sg_unplug (gateway, 0));
    expect_silence (frame (33, 4, { 1, 13 }));
    EXPECT_EQ (read (34, 4, 0, 1), (std::vector<guint>{ 5 }));
}

TEST_F (IskraSgModbus, TakesOneFrameAtATime)
{
    Bytes two = frame (34, 4, { 0, 1 });
    Bytes second = frame (34, 4, { 1, 1 });

    two.insert (two.end (), second.begin (), second.end ());
    send (two);
    send (Bytes{ 1, 2, 3 });
    settle ();
    EXPECT_TRUE (receive ().empty ());
    EXPECT_EQ (iskra_sg_get_modbus_questions (gateway), 0u);
    EXPECT_EQ (read (34, 4, 0, 1), (std::vector<guint>{ 5 }));
}

TEST_F (IskraSgModbus, RefusesWhatItDoesNotKnow)
{
    EXPECT_EQ (ask (34, 1, { 0, 1 }), (Bytes{ 0, 7, 0, 0, 0, 3, 34, 0x81, 1 }));
    EXPECT_EQ (ask (34, 4, { 1, 122 }), (Bytes{ 0, 7, 0, 0, 0, 3, 34, 0x84, 3 }));
    EXPECT_EQ (ask (34, 4, { 1, 0 }), (Bytes{ 0, 7, 0, 0, 0, 3, 34, 0x84, 3 }));
    EXPECT_EQ (ask (34, 4, { 65535, 2 }), (Bytes{ 0, 7, 0, 0, 0, 3, 34, 0x84, 2 }));
    EXPECT_EQ (read (34, 4, 1, 121).size (), 121u);

    ASSERT_TRUE (iskra_sg_add_meter (gateway, 5, ISKRA_SG_METER_WM1_6));
    EXPECT_EQ (ask (5, 4, { 1, 21 }), (Bytes{ 0, 7, 0, 0, 0, 3, 5, 0x84, 3 }));
    EXPECT_EQ (read (5, 4, 1, 20).size (), 20u);
}

TEST_F (IskraSgModbus, MovesItsRelays)
{
    EXPECT_TRUE (boiler ());
    EXPECT_EQ (ask (31, 6, { 141, 0 }), frame (31, 6, { 141, 0 }));
    EXPECT_FALSE (boiler ());
    EXPECT_EQ (read (31, 4, 101, 1), (std::vector<guint>{ 0 }));

    EXPECT_EQ (read (34, 4, 112, 1), (std::vector<guint>{ 0 }));
    EXPECT_EQ (ask (34, 6, { 15, 1 }), frame (34, 6, { 15, 1 }));
    EXPECT_TRUE (storage ());
    EXPECT_EQ (read (34, 4, 112, 1), (std::vector<guint>{ 1 }));
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 0u);
}

TEST_F (IskraSgModbus, RefusesAndCountsOtherWrites)
{
    EXPECT_EQ (ask (34, 6, { 12, 9 }), (Bytes{ 0, 7, 0, 0, 0, 3, 34, 0x86, 2 }));
    EXPECT_EQ (ask (33, 6, { 141, 1 }), (Bytes{ 0, 7, 0, 0, 0, 3, 33, 0x86, 2 }));
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 2u);
    iskra_sg_set_right_ir (gateway, FALSE);
    EXPECT_EQ (ask (34, 6, { 15, 1 }), (Bytes{ 0, 7, 0, 0, 0, 3, 34, 0x86, 4 }));
    EXPECT_FALSE (storage ());
}

TEST_F (IskraSgModbus, ClosesAConnectionThatIsIdle)
{
    read (34, 4, 0, 1);
    wattle_clock_advance (clock, 19 * G_TIME_SPAN_SECOND);
    read (34, 4, 0, 1);
    wattle_clock_advance (clock, 19 * G_TIME_SPAN_SECOND);
    EXPECT_TRUE (receive ().empty ());
    EXPECT_FALSE (closed);
    wattle_clock_advance (clock, 2 * G_TIME_SPAN_SECOND);
    EXPECT_TRUE (spin ([&] { return receive ().empty () && closed; }));
}

TEST_F (IskraSgModbus, IsThereAgainAfterARestart)
{
    guint port = iskra_sg_get_modbus_port (gateway);

    EXPECT_EQ (ask (34, 6, { 12, 3 }), frame (34, 6, { 12, 3 }));
    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, 0);
        return receive ().empty () && closed;
    }));
    wattle_clock_advance (clock, 3 * G_TIME_SPAN_SECOND);
    EXPECT_EQ (iskra_sg_get_modbus_port (gateway), port);
    connect ();
    closed = false;
    EXPECT_EQ (read (34, 4, 115, 2), (std::vector<guint>{ 0, 1 })); // up for a second
}
