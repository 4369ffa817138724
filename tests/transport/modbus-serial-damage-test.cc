// SPDX-License-Identifier: LGPL-2.1-or-later
// What goes wrong on a serial line. None of it is taken for an answer.
#include "support/serial-link.h"

using namespace wattle_test;

namespace
{

class ModbusSerialDamage : public SerialBusTest
{
  protected:
    void
    answer_well ()
    {
        answer = [this] (const Bytes &request) { return reply (request); };
    }

    void
    expect_well (guint8 unit = 1)
    {
        answer_well ();
        guint8 next = (guint8)(counter + 1);
        EXPECT_EQ (data (ask (unit)), (Bytes{ unit, next }));
    }
};

} // namespace

TEST_F (ModbusSerialDamage, IsToldFromAnAnswerByTheChecksum)
{
    answer = [this] (const Bytes &request) {
        Bytes bytes = reply (request);
        bytes.back () ^= 1;
        return bytes;
    };
    open ();
    WattleFrame *frame = ask ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (detail (frame), "the checksum is wrong");
    EXPECT_EQ (wattle_link_get_state (link), WATTLE_LINK_UP);
    expect_well ();
}

TEST_F (ModbusSerialDamage, MayBeAnAnswerThatBreaksOff)
{
    answer = [this] (const Bytes &request) {
        Bytes bytes = reply (request);
        bytes.resize (4);
        return bytes;
    };
    open ();
    WattleFrame *frame = ask ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_TIMEOUT);
    EXPECT_EQ (detail (frame), "the answer broke off");
    expect_well (2);
}

// Every pause is short, but there are many.
TEST_F (ModbusSerialDamage, MayBeAnAnswerThatTrickles)
{
    struct {
        SerialPeer &peer;
        Bytes rest;
    } trickle = { peer, {} };

    answer = [&] (const Bytes &request) {
        trickle.rest = reply (request);
        return Bytes{};
    };
    open ();
    send (question ());
    guint timer = g_timeout_add (
        200,
        [] (gpointer user_data) -> gboolean {
            auto *self = static_cast<decltype (trickle) *> (user_data);

            if (!self->rest.empty ()) {
                self->peer.write ({ self->rest.front () });
                self->rest.erase (self->rest.begin ());
            }
            return G_SOURCE_CONTINUE;
        },
        &trickle);
    WattleFrame *frame = hear ();
    g_source_remove (timer);
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_TIMEOUT);
    EXPECT_EQ (detail (frame), "the answer broke off");
    expect_well (2);
}

TEST_F (ModbusSerialDamage, MayBeALengthThatCannotBe)
{
    answer = [] (const Bytes &) { return with_checksum ({ 1, 3, 255, 0, 1 }); };
    open ();
    WattleFrame *frame = ask ();
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (detail (frame), "the length cannot be");
    expect_well (2);
}

TEST_F (ModbusSerialDamage, MayBeSilence)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    WattleFrame *frame = ask (1, 1, 50);
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_TIMEOUT);
    EXPECT_EQ (detail (frame), "no answer within 0.05 s");
    EXPECT_EQ (wattle_link_get_state (link), WATTLE_LINK_UP) << "the port is there";
    EXPECT_EQ (n_foreign (), 0u);
    expect_well ();
}

TEST_F (ModbusSerialDamage, MayBeAnotherUnitThatAnswers)
{
    answer = [this] (const Bytes &request) {
        Bytes foreign = request;
        foreign[0] = 99;
        return join ({ reply (foreign), reply (request) });
    };
    open ();
    EXPECT_EQ (data (ask ()), (Bytes{ 1, 2 }));
    EXPECT_EQ (n_foreign (), 1u);

    answer = [this] (const Bytes &request) {
        Bytes foreign = request;
        foreign[0] = 99;
        return reply (foreign);
    };
    EXPECT_EQ (outcome (ask (1, 1, 4000)), WATTLE_OUTCOME_TIMEOUT);
    EXPECT_EQ (n_foreign (), 2u);
}

TEST_F (ModbusSerialDamage, MayBeTheAnswerToAnotherQuestion)
{
    answer = [this] (const Bytes &request) {
        Bytes input = request, longer = request;
        input[1] = 4;
        longer[5] = 2;
        return join (
            { reply (input), reply (longer), with_checksum ({ 1, 0x84, 2 }), reply (request) });
    };
    open ();
    EXPECT_EQ (data (ask ()), (Bytes{ 1, 4 }));
    EXPECT_EQ (n_foreign (), 3u);
}

TEST_F (ModbusSerialDamage, MayBeTheEchoOfAnotherWrite)
{
    const guint16 value = 7;

    answer = [] (const Bytes &request) {
        Bytes other (request.begin (), request.begin () + 6);
        other[5] = 8;
        return join ({ with_checksum (other), request });
    };
    open ();
    send (wattle_request_with_timeout (wattle_request_new_write (7, 1, 6, 100, &value, 1), 20000));
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (n_foreign (), 1u);
}

// It has come before the next question is sent.
TEST_F (ModbusSerialDamage, MayBeALateAnswer)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    EXPECT_EQ (outcome (ask (1, 1, 50)), WATTLE_OUTCOME_TIMEOUT);
    peer.write (reply (peer.requests[0]));
    expect_well ();
    EXPECT_EQ (n_foreign (), 1u);
}

// The unit is not asked again before it could have answered.
TEST_F (ModbusSerialDamage, MayBeAnAnswerThatIsWaitedForBeforeTheUnitIsAskedAgain)
{
    std::vector<gint64> times;

    open ();
    times.push_back (g_get_monotonic_time ());
    answer = [] (const Bytes &) { return Bytes{}; };
    EXPECT_EQ (outcome (ask (1, 1, 500)), WATTLE_OUTCOME_TIMEOUT);
    answer = [&] (const Bytes &request) {
        times.push_back (g_get_monotonic_time ());
        return reply (request);
    };
    EXPECT_EQ (data (ask ()), (Bytes{ 1, 1 }));
    ASSERT_EQ (times.size (), 2u);
    EXPECT_GE (times[1] - times[0], G_USEC_PER_SEC) << "its time, and as much again";
}

// A unit owes for a second at most. Where the machine stood still for that long the next question
// is out already, and it is tried again.
TEST_F (ModbusSerialDamage, MayBeAnAnswerThatIsLaterStill)
{
    size_t n_asked = 0;

    open ();
    for (int attempt = 0; attempt < 5; attempt++) {
        answer = [] (const Bytes &) { return Bytes{}; };
        n_asked = peer.requests.size () + 1;
        ASSERT_EQ (outcome (ask (1, 1, 1000)), WATTLE_OUTCOME_TIMEOUT);
        send (question ());
        wattle_clock_advance (clock, 0);
        settle ();
        if (peer.requests.size () == n_asked)
            break;
        peer.write (reply (peer.requests.back ()));
        hear ();
    }
    ASSERT_EQ (peer.requests.size (), n_asked) << "the machine stood still again and again";
    peer.write (reply (peer.requests.back ()));
    answer_well ();
    const guint8 next = (guint8)(counter + 1);
    EXPECT_EQ (data (hear ()), (Bytes{ 1, next }));
    EXPECT_EQ (n_foreign (), 1u);
    EXPECT_EQ (peer.requests.size (), n_asked + 1);
}

// Others are asked meanwhile.
TEST_F (ModbusSerialDamage, MayBeALateAnswerToAnotherUnitsQuestion)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    EXPECT_EQ (outcome (ask (1, 1, 50)), WATTLE_OUTCOME_TIMEOUT);
    answer = [this] (const Bytes &request) {
        return join ({ reply (peer.requests[0]), reply (request) });
    };
    EXPECT_EQ (data (ask (2)), (Bytes{ 2, 2 }));
    EXPECT_EQ (n_foreign (), 1u);
}

TEST_F (ModbusSerialDamage, MayBeNoiseBetweenTheFrames)
{
    open ();
    ask ();
    peer.write ({ 0xff, 0x00, 0x55 });
    expect_well ();
    EXPECT_EQ (n_foreign (), 1u);
}

TEST_F (ModbusSerialDamage, MayBeALineThatIsNeverSilent)
{
    open ();
    ask ();
    guint noise = g_timeout_add (
        5,
        [] (gpointer user_data) -> gboolean {
            static_cast<SerialPeer *> (user_data)->write ({ 0x55 });
            return G_SOURCE_CONTINUE;
        },
        &peer);
    send (wattle_request_with_gap (question (), 3000));
    WattleFrame *frame = hear ();
    g_source_remove (noise);
    EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_INVALID);
    EXPECT_EQ (detail (frame), "the line is never silent");
    EXPECT_EQ (peer.requests.size (), 1u);
    expect_well ();
}
