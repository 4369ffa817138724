// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/serial-link.h"

using namespace wattle_test;

namespace
{

class ModbusSerialLink : public SerialBusTest
{
  protected:
    std::vector<guint8>
    units_asked () const
    {
        std::vector<guint8> units;

        for (const Bytes &request : peer.requests)
            units.push_back (request[0]);
        return units;
    }

    bool
    hears_request (size_t count)
    {
        return wait ([&] { return peer.requests.size () >= count; });
    }
};

} // namespace

TEST_F (ModbusSerialLink, ReadsRegisters)
{
    open ();
    WattleFrame *frame = ask (9, 2);

    ASSERT_EQ (outcome (frame), WATTLE_OUTCOME_ANSWERED) << detail (frame);
    EXPECT_EQ (wattle_frame_get_tag (frame), 7u);
    EXPECT_EQ (wattle_frame_get_status (frame), 0u);
    EXPECT_EQ (data (frame), (Bytes{ 9, 1, 9, 2 }));
    EXPECT_EQ (peer.requests[0], with_checksum ({ 9, 3, 0, 100, 0, 2 }));
    EXPECT_EQ (wattle_link_get_state (link), WATTLE_LINK_UP);
    EXPECT_EQ (n_foreign (), 0u);
}

TEST_F (ModbusSerialLink, TakesAnExceptionForAnAnswer)
{
    for (guint8 code : { 2, 11, 0x20 }) {
        answer = [code] (const Bytes &) { return with_checksum ({ 1, 0x83, code }); };
        if (link == nullptr)
            open ();
        WattleFrame *frame = ask ();
        ASSERT_EQ (outcome (frame), WATTLE_OUTCOME_ANSWERED) << detail (frame);
        EXPECT_EQ (wattle_frame_get_status (frame), code);
    }
}

TEST_F (ModbusSerialLink, AsksOneAfterTheOther)
{
    open ();
    for (guint8 unit = 1; unit <= 20; unit++)
        send (question (unit));
    for (guint8 unit = 1; unit <= 20; unit++)
        EXPECT_EQ (data (hear ()), (Bytes{ unit, unit }));
    EXPECT_EQ (wattle_modbus_serial_worker_get_n_threads (), 1u);
}

TEST_F (ModbusSerialLink, LetsAsManyQuestionsWaitAsALineHasUnits)
{
    open ();
    for (guint8 unit = 1; unit <= 247; unit++)
        send (question (unit));
    for (guint8 unit = 1; unit <= 247; unit++)
        ASSERT_EQ (data (hear ()), (Bytes{ unit, unit }));
}

TEST_F (ModbusSerialLink, SendsACommandBeforeTheReadsThatWait)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    send (question (1));
    ASSERT_TRUE (hears_request (1));
    send (question (2));
    send (question (3));
    send (question (4), WATTLE_LINK_PRIORITY_COMMAND);
    answer = [this] (const Bytes &request) { return reply (request); };
    peer.write (reply (peer.requests[0]));
    for (int i = 0; i < 4; i++)
        EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (units_asked (), (std::vector<guint8>{ 1, 4, 2, 3 }));
}

TEST_F (ModbusSerialLink, KeepsTheSilenceThatAUnitNeeds)
{
    std::vector<gint64> times;

    answer = [&] (const Bytes &request) {
        times.push_back (g_get_monotonic_time ());
        return reply (request);
    };
    open ();
    ask ();
    send (wattle_request_with_gap (question (), 80));
    EXPECT_EQ (outcome (hear ()), WATTLE_OUTCOME_ANSWERED);
    ASSERT_EQ (times.size (), 2u);
    EXPECT_GE (times[1] - times[0], 80000);
}

TEST_F (ModbusSerialLink, RefusesWhatCannotBeAsked)
{
    open ();
    send (wattle_request_new_registers (7, 1, 3, 0, 126));
    EXPECT_EQ (detail (hear ()), "there is no such Modbus request");
    for (guint8 unit : { 0, 248, 255 }) {
        WattleFrame *frame = ask (unit);
        EXPECT_EQ (outcome (frame), WATTLE_OUTCOME_INVALID);
        EXPECT_EQ (detail (frame), "units on a serial line are 1 to 247");
    }
    EXPECT_TRUE (peer.requests.empty ());
}

TEST_F (ModbusSerialLink, TellsNobodyWhatCameOfACancelledQuestion)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    guint id = send (question ());
    ASSERT_TRUE (hears_request (1));
    wattle_link_cancel (link, id);
    peer.write (reply (peer.requests[0]));
    answer = [this] (const Bytes &request) { return reply (request); };
    EXPECT_EQ (data (ask (2)), (Bytes{ 2, 2 }));
    EXPECT_EQ (frames.size (), 1u);
}

TEST_F (ModbusSerialLink, NeverSendsWhatWasCancelledBefore)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    guint first = send (question ());
    ASSERT_TRUE (hears_request (1));
    wattle_link_cancel (link, first);
    guint second = send (question (2)); // given to the thread, which is still busy
    wattle_clock_advance (clock, 0);
    wattle_link_cancel (link, second);
    peer.write (reply (peer.requests[0]));
    answer = [this] (const Bytes &request) { return reply (request); };
    ask (3);
    EXPECT_EQ (units_asked (), (std::vector<guint8>{ 1, 3 }));
}

TEST_F (ModbusSerialLink, EndsItsThreadWithTheLink)
{
    open ();
    EXPECT_EQ (wattle_modbus_serial_worker_get_n_threads (), 1u);
    g_clear_object (&link);
    EXPECT_TRUE (ends_thread ());
}

TEST_F (ModbusSerialLink, DoesNotWaitForAnAnswerWhenItGoes)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    send (question ());
    ASSERT_TRUE (hears_request (1));
    gint64 before = g_get_monotonic_time ();
    g_clear_object (&link);
    EXPECT_LT (g_get_monotonic_time () - before, 10 * G_USEC_PER_SEC);
    peer.write (reply (peer.requests[0]));
    EXPECT_TRUE (ends_thread ());
    EXPECT_TRUE (frames.empty ());
}

// A port is never open twice, also not for the moment in which one link takes the place of another.
TEST_F (ModbusSerialLink, GoesOnWithTheThreadOfALinkThatWasThereBefore)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    send (question ());
    ASSERT_TRUE (hears_request (1));
    g_clear_object (&link);
    answer = [this] (const Bytes &request) { return reply (request); };
    open ();
    peer.write (reply (peer.requests[0]));
    EXPECT_EQ (data (ask (2)), (Bytes{ 2, 2 }));
    g_clear_object (&link);
    open ();
    g_clear_object (&link);
    open ();
    EXPECT_EQ (data (ask (3)), (Bytes{ 3, 3 }));
    EXPECT_EQ (wattle_modbus_serial_worker_get_n_threads (), 1u);
}

// It stands behind the end of the thread, and nobody is left for whom another one would begin.
TEST_F (ModbusSerialLink, FreesWhatItsThreadNeverCameTo)
{
    answer = [] (const Bytes &) { return Bytes{}; };
    open ();
    send (question ());
    ASSERT_TRUE (hears_request (1));
    g_clear_object (&link);
    open ();
    WattleRequest *request = question (2);
    g_object_add_weak_pointer (G_OBJECT (request), (gpointer *)&request);
    send (request);
    wattle_clock_advance (clock, 0); // given to the thread, which is still busy
    g_clear_object (&link);
    peer.write (reply (peer.requests[0]));
    EXPECT_TRUE (ends_thread ());
    EXPECT_EQ (request, nullptr);
    EXPECT_EQ (peer.requests.size (), 1u);
}

TEST_F (ModbusSerialLink, SharesOnePortAmongLinksOfDifferentSpeed)
{
    open ("?baud=9600");
    g_autoptr (WattleLink) slow = g_object_ref (link);
    g_autoptr (WattleLink) fast = make_link (peer.path (), "?baud=38400&parity=even");

    for (int i = 0; i < 3; i++) {
        g_set_object (&link, fast);
        EXPECT_EQ (outcome (ask (1)), WATTLE_OUTCOME_ANSWERED);
        EXPECT_EQ (peer.baud (), 38400u);
        g_set_object (&link, slow);
        EXPECT_EQ (outcome (ask (2)), WATTLE_OUTCOME_ANSWERED);
        EXPECT_EQ (peer.baud (), 9600u);
    }
    EXPECT_EQ (wattle_modbus_serial_worker_get_n_threads (), 1u);
}
