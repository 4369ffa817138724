// SPDX-License-Identifier: LGPL-2.1-or-later
// One test for each fault: what goes over the wire, byte by byte.
#include "modbus-client.h"

#include <json-glib/json-glib.h>

namespace
{

// Two registers of the active power of an SDM72D-M, which two units have.
const Bytes QUESTION = { 1, 4, 0, 52, 0, 2 };
const Bytes OTHER = { 2, 4, 0, 52, 0, 2 };

class ModbusFaultTest : public ModbusBusTest
{
  protected:
    void
    SetUp () override
    {
        ModbusBusTest::SetUp ();
        add ("eastron-sdm72d-m-v1", 1);
        add ("eastron-sdm72d-m-v1", 2);
        tcp = std::make_unique<RawClient> (listen (false));
        rtu = std::make_unique<RawClient> (listen (true));
        good_tcp = tcp->ask (tcp_frame (7, QUESTION), 13);
        good_rtu = rtu->ask (rtu_frame (QUESTION), 9);
        other_tcp = tcp->ask (tcp_frame (7, OTHER), 13);
    }

    void
    TearDown () override
    {
        tcp.reset ();
        rtu.reset ();
        ModbusBusTest::TearDown ();
    }

    // One answer of unit 1 goes wrong.
    void
    set (const ModbusFault &fault)
    {
        ModbusFault knob = fault;

        knob.unit = 1;
        knob.answers = 1;
        modbus_bus_add_fault (bus, &knob);
    }

    // The fault is over, and the connection as good as before.
    void
    expect_good ()
    {
        EXPECT_EQ (modbus_bus_get_n_faults (bus), 0u);
        EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 13), good_tcp);
        EXPECT_EQ (rtu->ask (rtu_frame (QUESTION), 9), good_rtu);
        EXPECT_TRUE (tcp->input.empty ());
        EXPECT_TRUE (rtu->input.empty ());
    }

    std::unique_ptr<RawClient> tcp, rtu;
    Bytes good_tcp, good_rtu, other_tcp;
};

} // namespace

TEST_F (ModbusFaultTest, AHealthyAnswerIsThatOfTheSpecification)
{
    Bytes body (good_rtu.begin (), good_rtu.end () - 2);

    EXPECT_EQ (Bytes (body.begin (), body.begin () + 3), (Bytes{ 1, 4, 4 }));
    EXPECT_EQ (good_rtu, rtu_frame (body));
    EXPECT_EQ (good_tcp, tcp_frame (7, body));
    EXPECT_NE (other_tcp, good_tcp);
    expect_good ();
}

// What comes next is the answer of the other unit, so there was none before it.
TEST_F (ModbusFaultTest, ASilentUnitSaysNothingAndTheOthersLive)
{
    modbus_bus_set_fault (bus, MODBUS_BUS_SILENT, 1, 0);
    tcp->send (tcp_frame (6, QUESTION));
    EXPECT_EQ (tcp->ask (tcp_frame (7, OTHER), 13), other_tcp);
    rtu->send (rtu_frame (QUESTION));
    EXPECT_EQ (rtu->ask (rtu_frame (OTHER), 9)[0], 2);
    modbus_bus_set_fault (bus, MODBUS_BUS_FINE, 0, 0);
    expect_good ();
}

TEST_F (ModbusFaultTest, ASlowAnswerComesThatMuchLater)
{
    gint64 start = g_get_monotonic_time ();

    set ({ .kind = MODBUS_BUS_SLOW, .ms = 150 });
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 13), good_tcp);
    EXPECT_GE (g_get_monotonic_time () - start, 150 * G_TIME_SPAN_MILLISECOND);
    expect_good ();
}

TEST_F (ModbusFaultTest, WhoGoesDoesNotMissASlowAnswer)
{
    set ({ .kind = MODBUS_BUS_SLOW, .ms = 1 });
    tcp->send (tcp_frame (7, QUESTION));
    ASSERT_TRUE (wattle_test::spin ([&] { return modbus_bus_get_n_faults (bus) == 0; }));
    tcp = std::make_unique<RawClient> (listen (false));
    expect_good ();
}

TEST_F (ModbusFaultTest, HolesAreRefusedWithExceptionTwo)
{
    const Bytes hole = { 1, 4, 0, 52, 0, 4 };

    EXPECT_EQ (tcp->ask (tcp_frame (7, hole), 17).size (), 17u);
    modbus_bus_set_fault (bus, MODBUS_BUS_HOLES, 1, 0);
    EXPECT_EQ (tcp->ask (tcp_frame (7, hole), 9), tcp_frame (7, { 1, 0x84, 2 }));
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 13), good_tcp);
    EXPECT_EQ (tcp->ask (tcp_frame (7, { 2, 4, 0, 52, 0, 4 }), 17)[7], 4);
}

TEST_F (ModbusFaultTest, AWrongTransactionIsThatOfAnotherQuestion)
{
    Bytes wrong = good_tcp;

    wrong[1] = 8;
    set ({ .kind = MODBUS_BUS_TRANSACTION });
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 13), wrong);
    expect_good ();
}

TEST_F (ModbusFaultTest, AWrongUnitAnswersForTheRightOne)
{
    Bytes body (good_rtu.begin (), good_rtu.end () - 2);

    body[0] = 2;
    set ({ .kind = MODBUS_BUS_UNIT });
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 13), tcp_frame (7, body));
    set ({ .kind = MODBUS_BUS_UNIT });
    EXPECT_EQ (rtu->ask (rtu_frame (QUESTION), 9), rtu_frame (body));
    expect_good ();
}

TEST_F (ModbusFaultTest, ATruncatedFrameStopsInTheMiddle)
{
    Bytes half (good_tcp.begin (), good_tcp.begin () + 6);
    Bytes both = half;

    set ({ .kind = MODBUS_BUS_TRUNCATED });
    tcp->send (tcp_frame (7, QUESTION));
    both.insert (both.end (), other_tcp.begin (), other_tcp.end ());
    EXPECT_EQ (tcp->ask (tcp_frame (7, OTHER), both.size ()), both);
    expect_good ();
}

TEST_F (ModbusFaultTest, AByteCountLies)
{
    Bytes body (good_rtu.begin (), good_rtu.end () - 2);

    body[2] = 6;
    set ({ .kind = MODBUS_BUS_COUNT });
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 13), tcp_frame (7, body));
    set ({ .kind = MODBUS_BUS_COUNT });
    EXPECT_EQ (rtu->ask (rtu_frame (QUESTION), 9), rtu_frame (body));
    expect_good ();
}

TEST_F (ModbusFaultTest, ALateAnswerComesBeforeTheNextOne)
{
    Bytes both = good_tcp;

    set ({ .kind = MODBUS_BUS_LATE });
    tcp->send (tcp_frame (7, QUESTION));
    both.insert (both.end (), other_tcp.begin (), other_tcp.end ());
    EXPECT_EQ (tcp->ask (tcp_frame (7, OTHER), 26), both);
    expect_good ();
}

TEST_F (ModbusFaultTest, AChecksumIsWrong)
{
    Bytes wrong = good_rtu;

    wrong.back () ^= 1;
    set ({ .kind = MODBUS_BUS_CRC });
    EXPECT_EQ (rtu->ask (rtu_frame (QUESTION), 9), wrong);
    expect_good ();
}

TEST_F (ModbusFaultTest, TheConnectionEndsAtAnyByte)
{
    guint16 port = listen (false);

    for (guint n = 1; n < good_tcp.size (); n++) {
        RawClient client (port);

        set ({ .kind = MODBUS_BUS_CLOSE, .bytes = n });
        client.send (tcp_frame (7, QUESTION));
        EXPECT_TRUE (client.is_closed ());
        EXPECT_EQ (client.input, Bytes (good_tcp.begin (), good_tcp.begin () + n));
    }
    expect_good ();
}

TEST_F (ModbusFaultTest, ABusyUnitSaysSo)
{
    set ({ .kind = MODBUS_BUS_BUSY });
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 9), tcp_frame (7, { 1, 0x84, 6 }));
    expect_good ();
}

TEST_F (ModbusFaultTest, FaultsTakeTheirTurnAndEndAfterTheirNumberOfAnswers)
{
    const ModbusFault busy = { .kind = MODBUS_BUS_BUSY, .answers = 2 };
    const ModbusFault silent = { .kind = MODBUS_BUS_SILENT, .unit = 2 };

    modbus_bus_add_fault (bus, &busy);
    modbus_bus_add_fault (bus, &silent);
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 9)[7], 0x84);
    EXPECT_EQ (tcp->ask (tcp_frame (7, OTHER), 9)[7], 0x84);
    tcp->send (tcp_frame (7, OTHER));
    EXPECT_EQ (tcp->ask (tcp_frame (7, QUESTION), 13), good_tcp);
    modbus_bus_clear_faults (bus);
    expect_good ();
}

TEST_F (ModbusFaultTest, ACutEndsEveryConnectionAndTheNextOneIsAnswered)
{
    guint16 port = listen (true);
    RawClient client (port);

    ASSERT_EQ (client.ask (rtu_frame (QUESTION), 9), good_rtu);
    modbus_bus_cut (bus);
    EXPECT_TRUE (client.is_closed ());
    EXPECT_TRUE (tcp->is_closed ());
    EXPECT_EQ (RawClient (port).ask (rtu_frame (QUESTION), 9), good_rtu);
}

TEST (ModbusFaultText, NamesWhatIsWrongWithIt)
{
    const std::vector<std::pair<const char *, const char *>> cases = {
        { "{}", "fault" },
        { "{\"fault\":\"fine\"}", "“fine”" },
        { "{\"fault\":\"slow\",\"ms\":-1}", "ms" },
        { "{\"fault\":\"slow\",\"ms\":3600001}", "ms" },
        { "{\"fault\":\"close\",\"bytes\":261}", "bytes" },
        { "{\"fault\":\"silent\",\"unit\":256}", "unit" },
        { "{\"fault\":\"silent\",\"answers\":\"all\"}", "answers" },
    };

    for (const auto &[text, word] : cases) {
        g_autoptr (JsonNode) node = json_from_string (text, nullptr);
        g_autoptr (GError) error = nullptr;
        ModbusFault fault = {};

        ASSERT_FALSE (modbus_fault_parse (json_node_get_object (node), &fault, &error)) << text;
        EXPECT_NE (strstr (error->message, word), nullptr) << error->message;
    }
}

TEST (ModbusFaultText, HasAllItsMembers)
{
    g_autoptr (JsonNode) node = json_from_string (
        "{\"fault\":\"close\",\"unit\":3,\"answers\":4,\"ms\":5,\"bytes\":6}", nullptr);
    ModbusFault fault = {};

    ASSERT_TRUE (modbus_fault_parse (json_node_get_object (node), &fault, nullptr));
    EXPECT_EQ (fault.kind, MODBUS_BUS_CLOSE);
    EXPECT_EQ (fault.unit, 3);
    EXPECT_EQ (fault.answers, 4u);
    EXPECT_EQ (fault.ms, 5u);
    EXPECT_EQ (fault.bytes, 6u);
}
