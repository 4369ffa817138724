// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-modbus-link.h"

#include <gtest/gtest.h>

#include "support/frames.h"
#include "support/modbus-peer.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

using Bytes = ModbusPeer::Bytes;

class ModbusLink : public testing::Test
{
  protected:
    ~ModbusLink () override
    {
        g_clear_object (&link);
        settle ();
        for (WattleFrame *frame : frames)
            g_object_unref (frame);
        g_object_unref (clock);
    }

    void
    open (const char *scheme = "modbus+tcp")
    {
        std::string uri = std::string (scheme) + "://127.0.0.1:" + std::to_string (peer.port ());

        link = wattle_modbus_link_new (wattle_modbus_endpoint_new (uri.c_str (), nullptr), clock);
    }

    static void
    on_frame (WattleFrame *frame, gpointer user_data)
    {
        static_cast<ModbusLink *> (user_data)->frames.push_back (
            WATTLE_FRAME (g_object_ref (frame)));
    }

    // Takes the request.
    guint
    send (WattleRequest *request)
    {
        g_autoptr (WattleRequest) owned = request;

        return wattle_link_send (WATTLE_LINK (link), owned, WATTLE_LINK_PRIORITY_READ, nullptr,
                                 on_frame, this);
    }

    guint
    ask (guint8 unit = 1, guint16 count = 1)
    {
        return send (wattle_request_new_registers (7, unit, 3, 100, count));
    }

    bool
    wait (const std::function<bool ()> &predicate)
    {
        return spin ([&] {
            wattle_clock_advance (clock, 0);
            return predicate ();
        });
    }

    // Until one more frame is there; it.
    WattleFrame *
    hear ()
    {
        size_t before = heard++;

        EXPECT_TRUE (wait ([&] { return frames.size () > before; }));
        return frames.size () > before ? frames[before] : nullptr;
    }

    guint64
    n_foreign ()
    {
        return wattle_link_get_counters (WATTLE_LINK (link))->foreign;
    }

    bool
    hears_request (size_t count)
    {
        return wait ([&] { return peer.requests.size () >= count; });
    }

    void
    advance (double seconds)
    {
        wattle_clock_advance (clock, (gint64)(seconds * G_USEC_PER_SEC));
    }

    // The answer to a read of holding registers: each is the unit and a number that counts.
    Bytes
    reply (const Bytes &request)
    {
        guint count = request.size () >= 12 ? request[11] : 0;
        Bytes bytes = { request[0], request[1], 0,
                        0,          0,          (guint8)(3 + count * 2),
                        request[6], request[7], (guint8)(count * 2) };

        for (guint i = 0; i < count; i++) {
            bytes.push_back (request[6]);
            bytes.push_back (++counter);
        }
        return bytes;
    }

    // The answer of a unit on a serial line that holds one register.
    static Bytes
    serial_reply (guint8 unit, guint8 value)
    {
        Bytes bytes = { unit, 3, 2, unit, value };
        guint16 crc = wattle_modbus_crc (bytes.data (), bytes.size ());

        bytes.push_back ((guint8)crc);
        bytes.push_back ((guint8)(crc >> 8));
        return bytes;
    }

    // Sees that nothing happens by itself.
    void
    idle ()
    {
        for (int i = 0; i < 20; i++)
            g_main_context_iteration (nullptr, FALSE);
    }

    ModbusPeer peer{ [this] (const Bytes &request) { return answer (request); } };
    ModbusPeer::Answer answer = [this] (const Bytes &request) { return reply (request); };
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleModbusLink *link = nullptr;
    std::vector<WattleFrame *> frames;
    size_t heard = 0;
    guint8 counter = 0;
};

} // namespace

TEST_F (ModbusLink, ReadsRegisters)
{
    open ();
    ask (9, 2);
    WattleFrame *frame = hear ();

    ASSERT_EQ (outcome (frame), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (wattle_frame_get_tag (frame), 7u);
    EXPECT_EQ (wattle_frame_get_status (frame), 0u);
    EXPECT_EQ (data (frame), (Bytes{ 9, 1, 9, 2 }));
    EXPECT_EQ (peer.requests[0], (Bytes{ 0, 1, 0, 0, 0, 6, 9, 3, 0, 100, 0, 2 }));
    EXPECT_EQ (wattle_link_get_state (WATTLE_LINK (link)), WATTLE_LINK_UP);
}

TEST_F (ModbusLink, AsksOneAfterTheOtherOverOneConnection)
{
    open ();
    for (guint8 unit = 1; unit <= 20; unit++)
        ask (unit);
    for (guint8 unit = 1; unit <= 20; unit++)
        EXPECT_EQ (data (hear ()), (Bytes{ unit, unit }));
    EXPECT_EQ (peer.connections, 1);
}

TEST_F (ModbusLink, LetsAsManyQuestionsWaitAsABusHasUnits)
{
    open ();
    for (guint unit = 0; unit < WATTLE_LINK_BUS_QUEUE_MAX + 1; unit++)
        ask ((guint8)unit);
    WattleFrame *refused = hear ();
    EXPECT_EQ (outcome (refused), WATTLE_OUTCOME_BUSY);
    EXPECT_EQ (detail (refused), "256 requests wait for this endpoint already");
    for (guint unit = 0; unit < WATTLE_LINK_BUS_QUEUE_MAX; unit++)
        EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED) << unit;
}

TEST_F (ModbusLink, WritesRegisters)
{
    const guint16 values[] = { 0x0102, 0x0304 };

    answer = [] (const Bytes &request) {
        Bytes bytes (request.begin (), request.begin () + 12);
        bytes[5] = 6;
        return bytes;
    };
    open ();
    send (wattle_request_new_write (7, 1, 16, 5, values, 2));
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (peer.requests[0], (Bytes{ 0, 1, 0, 0, 0, 11, 1, 16, 0, 5, 0, 2, 4, 1, 2, 3, 4 }));
}

TEST_F (ModbusLink, TakesAnExceptionForAnAnswer)
{
    answer = [] (const Bytes &request) {
        return Bytes{ request[0], request[1], 0, 0, 0, 3, 1, 0x83, 2 };
    };
    open ();
    ask ();
    WattleFrame *frame = hear ();

    ASSERT_EQ (outcome (frame), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (wattle_frame_get_status (frame), 2u);
    g_autoptr (GError) error = nullptr;
    EXPECT_FALSE (wattle_frame_check (frame, &error));
    EXPECT_STREQ (error->message, "Modbus exception 2: illegal data address");
    ask ();
    hear ();
    EXPECT_EQ (peer.connections, 1) << "the connection is as good as before";
}

TEST_F (ModbusLink, PassesOverWhatAnswersAnotherQuestion)
{
    answer = [this] (const Bytes &request) {
        Bytes late = reply (request), foreign = reply (request), right = reply (request);

        late[1]--;
        foreign[6] = 99;
        late.insert (late.end (), foreign.begin (), foreign.end ());
        late.insert (late.end (), right.begin (), right.end ());
        return late;
    };
    open ();
    ask ();
    EXPECT_EQ (data (hear ()), (Bytes{ 1, 3 }));
    EXPECT_EQ (n_foreign (), 2u);
}

TEST_F (ModbusLink, LeavesAPeerAloneThatSendsNothingButForeignFrames)
{
    answer = [this] (const Bytes &request) {
        Bytes flood;

        for (int i = 0; i < 300; i++) {
            Bytes foreign = reply (request);

            foreign[6] = 99;
            flood.insert (flood.end (), foreign.begin (), foreign.end ());
        }
        return flood;
    };
    open ();
    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (detail (frames[0]), "it sends what nobody has asked for");
    EXPECT_EQ (n_foreign (), 257u);

    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_UNREACHABLE) << "for a while";
    EXPECT_EQ (peer.connections, 1);
}

TEST_F (ModbusLink, TakesAnAnswerInPieces)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    ask ();
    ASSERT_TRUE (hears_request (1));
    for (guint8 byte : reply (peer.requests[0])) {
        EXPECT_TRUE (frames.empty ());
        peer.write ({ byte });
        for (int i = 0; i < 3; i++)
            g_main_context_iteration (nullptr, FALSE);
    }
    EXPECT_EQ (data (hear ()), (Bytes{ 1, 1 }));
}

TEST_F (ModbusLink, NeverGivesALateAnswerToTheNextQuestion)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    ask (1);
    ASSERT_TRUE (hears_request (1));
    advance (1.5);
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_TIMEOUT);
    EXPECT_EQ (detail (frame), "no answer within 1 s");

    ask (1);
    ASSERT_TRUE (hears_request (2));
    peer.write (reply (peer.requests[0])); // late
    peer.write (reply (peer.requests[1]));
    EXPECT_EQ (data (hear ()), (Bytes{ 1, 2 }));
    EXPECT_EQ (peer.connections, 1) << "one that is silent once is not gone";
}

// Its first piece comes before the next question, its second one after it.
TEST_F (ModbusLink, PassesOverALateAnswerInPieces)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    ask (1);
    ASSERT_TRUE (hears_request (1));
    advance (1.5);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);

    Bytes late = reply (peer.requests[0]);
    peer.write (Bytes (late.begin (), late.begin () + 5));
    idle ();
    ask (1);
    ASSERT_TRUE (hears_request (2));
    peer.write (Bytes (late.begin () + 5, late.end ()));
    peer.write (reply (peer.requests[1]));
    EXPECT_EQ (data (hear ()), (Bytes{ 1, 2 }));
    EXPECT_EQ (n_foreign (), 1u);
    EXPECT_EQ (peer.connections, 1);
}

TEST_F (ModbusLink, HangsUpOnWhatNobodyHasAskedForAndCannotBeUnderstood)
{
    open ();
    ask ();
    hear ();
    peer.write ({ 'H', 'T', 'T', 'P', '/', '1', '.', '1' });
    idle ();
    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (peer.connections, 2);
    EXPECT_EQ (n_foreign (), 1u);
}

TEST_F (ModbusLink, GivesUpAConnectionThatStaysSilent)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    for (size_t i = 1; i <= 4; i++) {
        ask ();
        ASSERT_TRUE (hears_request (i));
        advance (1.5);
        EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);
    }
    EXPECT_EQ (peer.connections, 2);
}

TEST_F (ModbusLink, HangsUpOnTheFirstSilenceWhereTheQuestionSaysSo)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    send (wattle_request_with_flags (wattle_request_new_registers (7, 1, 3, 100, 1),
                                     WATTLE_REQUEST_HANG_UP));
    ASSERT_TRUE (hears_request (1));
    advance (1.5);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);

    answer = [this] (const Bytes &request) { return reply (request); };
    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (peer.connections, 2);
}

TEST_F (ModbusLink, EndsAConnectionThatItDoesNotUnderstand)
{
    answer = [] (const Bytes &) { return Bytes{ 'H', 'T', 'T', 'P', '/', '1', '.', '1' }; };
    open ();
    ask ();
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (detail (frame), "the protocol is not Modbus");
    answer = [this] (const Bytes &request) { return reply (request); };
    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (peer.connections, 2);
}

TEST_F (ModbusLink, AsksAgainWhenAnIdleConnectionHadEnded)
{
    open ();
    ask ();
    hear ();
    peer.close ();
    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (peer.connections, 2);
}

TEST_F (ModbusLink, SaysWhenTheConnectionEndsInsteadOfAnAnswer)
{
    answer = [this] (const Bytes &) {
        peer.close ();
        return Bytes{};
    };
    open ();
    ask ();
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_EMPTY);
    EXPECT_EQ (detail (frame), "") << "what happened says it all";
    EXPECT_EQ (peer.requests.size (), 1u);
}

TEST_F (ModbusLink, WaitsLongerAndLongerForWhoIsNotThere)
{
    open ();
    peer.stop ();
    ask ();
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_UNREACHABLE);
    EXPECT_NE (detail (frame).find ("refused"), std::string::npos) << detail (frame);

    // Nobody is bothered before it is time.
    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_UNREACHABLE);
    ask ();
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_UNREACHABLE);
    EXPECT_EQ (wattle_link_get_state (WATTLE_LINK (link)), WATTLE_LINK_DOWN);
}

TEST_F (ModbusLink, SpeaksAsOnASerialLine)
{
    answer = [] (const Bytes &request) {
        Bytes bytes = { request[0], request[1], 2, 0x12, 0x34 };
        guint16 crc = wattle_modbus_crc (bytes.data (), bytes.size ());

        bytes.push_back ((guint8)crc);
        bytes.push_back ((guint8)(crc >> 8));
        return bytes;
    };
    open ("modbus+rtu-over-tcp");
    ask (5);
    EXPECT_EQ (data (hear ()), (Bytes{ 0x12, 0x34 }));
    EXPECT_EQ (peer.requests[0].size (), 8u);

    answer = [] (const Bytes &) { return Bytes{}; };
    ask (5);
    ASSERT_TRUE (hears_request (2));
    advance (1.5);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);
    ask (6);
    ASSERT_TRUE (hears_request (3));
    EXPECT_EQ (peer.connections, 2) << "nothing tells which question a late answer belongs to";
}

TEST_F (ModbusLink, KeepsSilenceBeforeTheNextQuestionOfASerialLine)
{
    answer = [] (const Bytes &request) {
        Bytes bytes = { request[0], request[1], 2, 0, 1 };
        guint16 crc = wattle_modbus_crc (bytes.data (), bytes.size ());

        bytes.push_back ((guint8)crc);
        bytes.push_back ((guint8)(crc >> 8));
        return bytes;
    };
    open ("modbus+rtu-over-tcp");
    ask ();
    hear ();
    send (wattle_request_with_gap (wattle_request_new_registers (7, 1, 3, 0, 1), 60));
    advance (0.059);
    for (int i = 0; i < 20; i++)
        g_main_context_iteration (nullptr, FALSE);
    EXPECT_EQ (peer.requests.size (), 1u);
    advance (0.001);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
}

TEST_F (ModbusLink, GivesMoreSilenceToAUnitOfASerialLineWhoseAnswersAreDamaged)
{
    bool damage = true;
    answer = [&] (const Bytes &request) {
        Bytes bytes = { request[0], request[1], 2, 0, 1 };
        guint16 crc = wattle_modbus_crc (bytes.data (), bytes.size ());

        bytes.push_back ((guint8)crc);
        bytes.push_back ((guint8)((crc >> 8) ^ (damage ? 1 : 0)));
        return bytes;
    };
    open ("modbus+rtu-over-tcp");
    for (int i = 0; i < 8; i++) {
        ask (1);
        EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_INVALID);
        advance (1);
    }
    damage = false;
    ask (2);
    hear ();
    ask (1);
    advance (0.049);
    for (int i = 0; i < 20; i++)
        g_main_context_iteration (nullptr, FALSE);
    EXPECT_EQ (peer.requests.size (), 9u);
    advance (0.001);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
}

TEST_F (ModbusLink, ForgetsWhatWasCancelled)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    guint id = ask (1);
    ASSERT_TRUE (hears_request (1));
    wattle_link_cancel (WATTLE_LINK (link), id);
    ask (2);
    ASSERT_TRUE (hears_request (2));
    peer.write (reply (peer.requests[0]));
    peer.write (reply (peer.requests[1]));
    EXPECT_EQ (data (hear ()), (Bytes{ 2, 2 }));
    EXPECT_EQ (frames.size (), 1u);
}

TEST_F (ModbusLink, HoldsNothingAgainstAnEndpointWhoseConnectionWasCancelled)
{
    open ();
    guint id = ask ();
    wattle_clock_advance (clock, 0); // it connects
    wattle_link_cancel (WATTLE_LINK (link), id);
    ask ();
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_ANSWERED) << detail (frame);
}

// Its time is over before the main loop has had a chance to see that it stands.
TEST_F (ModbusLink, WaitsBeforeItConnectsAgainWhenThatTookTooLong)
{
    open ();
    send (wattle_request_with_timeout (wattle_request_new_registers (7, 1, 3, 100, 1), 1000));
    wattle_clock_advance (clock, 0);
    advance (6);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);
    ask ();
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_UNREACHABLE);
    EXPECT_EQ (detail (frame), "no connection within 5 s");
}

TEST_F (ModbusLink, HangsUpOnACancelledQuestionThatSaysSo)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    guint id = send (wattle_request_with_flags (wattle_request_new_registers (7, 1, 3, 100, 1),
                                                WATTLE_REQUEST_HANG_UP));
    ASSERT_TRUE (hears_request (1));
    wattle_link_cancel (WATTLE_LINK (link), id);
    ask ();
    ASSERT_TRUE (hears_request (2));
    EXPECT_EQ (peer.connections, 2);
}

TEST_F (ModbusLink, RefusesWhatCannotBeAsked)
{
    open ();
    send (wattle_request_new_registers (7, 1, 3, 0, 126));
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (peer.connections, 0);
}

TEST_F (ModbusLink, MayBeDroppedAtAnyTime)
{
    open ();
    ask ();
    g_clear_object (&link); // before it was sent
    settle ();
    open ();
    ask ();
    wattle_clock_advance (clock, 0);
    g_clear_object (&link); // while it connects
    settle ();
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    ask ();
    ASSERT_TRUE (hears_request (1));
    g_clear_object (&link); // while it waits
    settle ();
    EXPECT_TRUE (frames.empty ());
}

// One answer that is late costs nobody else theirs.
TEST_F (ModbusLink, PassesOverALateAnswerOfAnotherUnitOfASerialLine)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ("modbus+rtu-over-tcp");
    ask (1);
    ASSERT_TRUE (hears_request (1));
    advance (1.5);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);

    ask (2);
    ASSERT_TRUE (hears_request (2));
    peer.write (serial_reply (1, 1)); // late
    peer.write (serial_reply (2, 2));
    EXPECT_EQ (data (hear ()), (Bytes{ 2, 2 }));
    EXPECT_EQ (n_foreign (), 1u);

    for (guint8 unit = 3; unit <= 9; unit++) {
        ask (unit);
        ASSERT_TRUE (hears_request (unit));
        peer.write (serial_reply (unit, unit));
        EXPECT_EQ (data (hear ()), (Bytes{ unit, unit }));
    }
    EXPECT_EQ (peer.connections, 2) << "one for the silence, and none for the late answer";
}

// What only hands bytes on gives a late answer to whoever is connected when it comes.
TEST_F (ModbusLink, AsksAUnitOfASerialLineAgainOnlyWhenItsLateAnswerHasCome)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ("modbus+rtu-over-tcp");
    ask (5);
    ASSERT_TRUE (hears_request (1));
    advance (1.5);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);

    send (wattle_request_new_registers (8, 5, 3, 200, 1));
    ASSERT_TRUE (wait ([this] { return peer.connections == 2; }));
    idle ();
    EXPECT_EQ (peer.requests.size (), 1u);
    Bytes late = serial_reply (5, 1);
    peer.write (Bytes (late.begin (), late.begin () + 4));
    idle ();
    EXPECT_EQ (peer.requests.size (), 1u);
    peer.write (Bytes (late.begin () + 4, late.end ()));
    ASSERT_TRUE (hears_request (2)) << "at once";
    peer.write (serial_reply (5, 2));
    EXPECT_EQ (data (hear ()), (Bytes{ 5, 2 }));
    EXPECT_EQ (n_foreign (), 1u);
}

TEST_F (ModbusLink, WaitsForALateAnswerOfASerialLineNoLongerThanASecond)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ("modbus+rtu-over-tcp");
    send (wattle_request_with_timeout (wattle_request_new_registers (7, 5, 3, 100, 1), 3000));
    ASSERT_TRUE (hears_request (1));
    advance (3);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_TIMEOUT);

    answer = [] (const Bytes &request) { return serial_reply (request[0], 9); };
    ask (6);
    EXPECT_EQ (data (hear ()), (Bytes{ 6, 9 })) << "others are asked meanwhile";
    ask (5);
    wattle_clock_advance (clock, 0);
    advance (0.999);
    idle ();
    EXPECT_EQ (peer.requests.size (), 2u);
    advance (0.001);
    EXPECT_EQ (data (hear ()), (Bytes{ 5, 9 }));
}

TEST_F (ModbusLink, WaitsForTheLateAnswerToACancelledQuestionOfASerialLine)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ("modbus+rtu-over-tcp");
    guint id = ask (5);
    ASSERT_TRUE (hears_request (1));
    wattle_link_cancel (WATTLE_LINK (link), id);
    send (wattle_request_new_registers (8, 5, 3, 200, 1));
    ASSERT_TRUE (wait ([this] { return peer.connections == 2; }));
    idle ();
    EXPECT_EQ (peer.requests.size (), 1u);
    peer.write (serial_reply (5, 1));
    ASSERT_TRUE (hears_request (2));
    peer.write (serial_reply (5, 2));
    EXPECT_EQ (data (hear ()), (Bytes{ 5, 2 }));
}

// It lies in the socket, and the main loop has not looked there yet.
TEST_F (ModbusLink, BelievesNothingThatCameBeforeTheQuestionOfASerialLine)
{
    answer = [] (const Bytes &request) { return serial_reply (request[0], 1); };
    open ("modbus+rtu-over-tcp");
    ask (5);
    hear ();
    send (wattle_request_new_registers (8, 5, 3, 200, 1));
    peer.write (serial_reply (5, 66));
    answer = [] (const Bytes &request) { return serial_reply (request[0], 2); };
    wattle_clock_advance (clock, 0); // sends it
    EXPECT_EQ (data (hear ()), (Bytes{ 5, 2 }));
    EXPECT_EQ (n_foreign (), 1u);
}

TEST_F (ModbusLink, AsksAgainWhenAnIdleConnectionToASerialLineHadEnded)
{
    answer = [] (const Bytes &request) { return serial_reply (request[0], 1); };
    open ("modbus+rtu-over-tcp");
    ask (5);
    hear ();
    ask (5);
    peer.close ();
    wattle_clock_advance (clock, 0); // finds out when it is about to send
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (peer.connections, 2);
    EXPECT_EQ (peer.requests.size (), 2u);
}

TEST_F (ModbusLink, GivesUpASerialLineThatIsNeverSilent)
{
    answer = [] (const Bytes &request) { return serial_reply (request[0], 1); };
    open ("modbus+rtu-over-tcp");
    ask (5);
    hear ();
    ask (5);
    peer.write (Bytes (8192, 0x55));
    wattle_clock_advance (clock, 0);
    WattleFrame *frame = hear ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (detail (frame), "the line is never silent");
    ask (5);
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
}

// It came in time, and the main loop was busy.
TEST_F (ModbusLink, TakesAnAnswerThatIsThereWhenItsTimeIsOver)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    ask ();
    ASSERT_TRUE (hears_request (1));
    Bytes foreign = reply (peer.requests[0]);
    foreign[1]--;
    peer.write (foreign);
    peer.write (reply (peer.requests[0]));
    advance (1.5);
    ASSERT_EQ (frames.size (), 1u);
    EXPECT_EQ (data (hear ()), (Bytes{ 1, 2 }));
    EXPECT_EQ (n_foreign (), 1u);
}

TEST_F (ModbusLink, AsksAgainWhenTheConnectionIsFoundEndedWhenTheTimeIsOver)
{
    open ();
    ask ();
    hear ();
    answer = [] (const Bytes &) { return Bytes{}; };
    ask ();
    ASSERT_TRUE (hears_request (2));
    peer.close ();
    answer = [this] (const Bytes &request) { return reply (request); };
    advance (1.5);
    EXPECT_TRUE (frames.size () == 1) << "nothing is said about it yet";
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (peer.connections, 2);
}
