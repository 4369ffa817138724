// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/fake-link.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace
{

class Link : public testing::Test
{
  protected:
    Link ()
    {
        link = FAKE_LINK (g_object_new (FAKE_TYPE_LINK, nullptr));
        link->started = &started;
        link->aborted = &aborted;
        wattle_link_init_base (WATTLE_LINK (link), "fake:", WATTLE_LINK_HTTP, clock, 1);
        g_signal_connect (link, "state-changed", G_CALLBACK (on_state_changed), this);
    }

    ~Link () override
    {
        g_clear_object (&link);
        wattle_clock_advance (clock, 60 * G_USEC_PER_SEC);
        g_object_unref (clock);
    }

    guint
    send (guint tag, WattleLinkPriority priority = WATTLE_LINK_PRIORITY_READ, guint timeout_ms = 0)
    {
        WattleRequest *request = wattle_request_new_http (tag, "GET", "/");
        if (timeout_ms > 0)
            request = wattle_request_with_timeout (request, timeout_ms);
        guint id =
            wattle_link_send (WATTLE_LINK (link), request, priority, nullptr, on_reply, this);

        g_object_unref (request);
        return id;
    }

    void
    turn (gint64 span = 0)
    {
        wattle_clock_advance (clock, span);
    }

    // Ends the transfer that is under way and lets the next begin.
    void
    answer (WattleOutcome outcome = WATTLE_OUTCOME_ANSWERED)
    {
        fake_answer (link, started.back (), outcome);
        turn ();
    }

    static void
    on_reply (WattleFrame *frame, gpointer user_data)
    {
        Link *self = (Link *)user_data;

        self->replies.push_back (std::to_string (wattle_frame_get_tag (frame)) + ":" +
                                 std::to_string (wattle_frame_get_outcome (frame)));
        if (self->drop_link_in_reply)
            g_clear_object (&self->link);
    }

    static void
    on_state_changed (WattleLink *link, Link *self)
    {
        self->state_changes++;
        wattle_link_cancel (link, self->cancel_on_change);
    }

    static std::string
    reply (guint tag, WattleOutcome outcome)
    {
        return std::to_string (tag) + ":" + std::to_string (outcome);
    }

    WattleClock *clock = wattle_clock_new_manual (0);
    FakeLink *link;
    std::vector<WattleLinkCall *> started;
    std::vector<guint> aborted;
    std::vector<std::string> replies;
    int state_changes = 0;
    guint cancel_on_change = 0;
    bool drop_link_in_reply = false;
};

TEST_F (Link, SendsOneAtATimeReadsInOrderAndCommandsFirst)
{
    send (1);
    send (2);
    send (3, WATTLE_LINK_PRIORITY_COMMAND);
    turn ();
    send (4, WATTLE_LINK_PRIORITY_COMMAND);
    for (size_t i = 1; i <= 4; i++) {
        ASSERT_EQ (started.size (), i);
        answer ();
    }

    EXPECT_EQ (replies, (std::vector<std::string>{ "3:0", "4:0", "1:0", "2:0" }));
}

TEST_F (Link, NeverRepliesFromWithinSend)
{
    link->at_once = TRUE;
    send (1);
    EXPECT_TRUE (replies.empty ());
    turn ();
    EXPECT_EQ (replies, std::vector<std::string>{ "1:0" });
}

TEST_F (Link, RefusesMoreThanTheQueueHolds)
{
    for (guint i = 0; i < WATTLE_LINK_QUEUE_MAX + 1; i++)
        send (i);
    turn ();

    EXPECT_EQ (replies, std::vector<std::string>{ reply (64, WATTLE_OUTCOME_BUSY) });
    EXPECT_EQ (started.size (), 1u);
}

TEST_F (Link, DropsACommandThatWaitedTooLong)
{
    send (1, WATTLE_LINK_PRIORITY_READ, 30000);
    turn ();
    send (2, WATTLE_LINK_PRIORITY_COMMAND);
    send (3);
    turn (10 * G_USEC_PER_SEC - 1);
    EXPECT_TRUE (replies.empty ());
    turn (1);
    EXPECT_EQ (replies, std::vector<std::string>{ reply (2, WATTLE_OUTCOME_DROPPED) });

    answer ();
    answer ();
    EXPECT_EQ (replies.back (), "3:0");
}

TEST_F (Link, AbortsATransferAtItsDeadlineCountedFromItsStart)
{
    send (1);
    send (2, WATTLE_LINK_PRIORITY_READ, 500);
    turn ();
    turn (10 * G_USEC_PER_SEC - 1);
    EXPECT_TRUE (replies.empty ());
    turn (1);
    EXPECT_EQ (replies, std::vector<std::string>{ reply (1, WATTLE_OUTCOME_TIMEOUT) });
    EXPECT_EQ (aborted, std::vector<guint>{ 1 });
    turn (499999);
    EXPECT_EQ (replies.size (), 1u);
    turn (1);
    EXPECT_EQ (replies.back (), reply (2, WATTLE_OUTCOME_TIMEOUT));
}

TEST_F (Link, CancelledCallsReplyToNobody)
{
    guint under_way = send (1);
    guint queued = send (2);
    guint command = send (3, WATTLE_LINK_PRIORITY_COMMAND);

    wattle_link_cancel (WATTLE_LINK (link), command);
    turn ();
    wattle_link_cancel (WATTLE_LINK (link), queued);
    wattle_link_cancel (WATTLE_LINK (link), under_way);
    wattle_link_cancel (WATTLE_LINK (link), under_way);
    send (4);
    turn (9 * G_USEC_PER_SEC);

    EXPECT_EQ (aborted, std::vector<guint>{ 1 });
    ASSERT_EQ (started.size (), 2u);
    answer ();
    EXPECT_EQ (replies, std::vector<std::string>{ "4:0" });
}

TEST_F (Link, CancelsARefusalThatIsStillToBeTold)
{
    guint id = 0;

    for (guint i = 0; i < WATTLE_LINK_QUEUE_MAX + 1; i++)
        id = send (i);
    wattle_link_cancel (WATTLE_LINK (link), id);
    turn ();

    EXPECT_TRUE (replies.empty ());
}

TEST_F (Link, GoesWithRequestsUnderWayAndTellsNobody)
{
    send (1);
    turn ();
    send (2);
    send (3, WATTLE_LINK_PRIORITY_COMMAND);
    g_clear_object (&link);
    turn (60 * G_USEC_PER_SEC);

    EXPECT_TRUE (replies.empty ());
    EXPECT_EQ (aborted, std::vector<guint>{ 1 });
}

TEST_F (Link, MayGoInAReply)
{
    drop_link_in_reply = true;
    send (1);
    send (2);
    turn ();
    answer ();

    EXPECT_EQ (replies, std::vector<std::string>{ "1:0" });
    EXPECT_EQ (link, nullptr);
}

TEST_F (Link, IsDownAfterThreeFailedConnectsInARowAndUpWithAnyAnswer)
{
    const WattleOutcome outcomes[] = {
        WATTLE_OUTCOME_UNREACHABLE, WATTLE_OUTCOME_TLS,         WATTLE_OUTCOME_EMPTY,
        WATTLE_OUTCOME_UNREACHABLE, WATTLE_OUTCOME_UNREACHABLE, WATTLE_OUTCOME_TIMEOUT,
        WATTLE_OUTCOME_TLS,         WATTLE_OUTCOME_TIMEOUT,     WATTLE_OUTCOME_ANSWERED,
    };
    const WattleLinkState states[] = {
        WATTLE_LINK_IDLE, WATTLE_LINK_IDLE, WATTLE_LINK_UP,   WATTLE_LINK_UP, WATTLE_LINK_UP,
        WATTLE_LINK_UP,   WATTLE_LINK_DOWN, WATTLE_LINK_DOWN, WATTLE_LINK_UP,
    };

    for (size_t i = 0; i < G_N_ELEMENTS (outcomes); i++) {
        send (1);
        turn ();
        answer (outcomes[i]);
        EXPECT_EQ (wattle_link_get_state (WATTLE_LINK (link)), states[i]) << i;
        EXPECT_STREQ (wattle_link_get_detail (WATTLE_LINK (link)),
                      states[i] == WATTLE_LINK_DOWN ? "as told" : nullptr);
    }
    EXPECT_EQ (state_changes, 3);
}

TEST_F (Link, IsDownWithAFaultUntilItIsUp)
{
    wattle_link_set_fault (WATTLE_LINK (link), wattle_message_new ("%s is missing", "the port"));
    EXPECT_EQ (wattle_link_get_state (WATTLE_LINK (link)), WATTLE_LINK_DOWN);
    EXPECT_STREQ (wattle_link_get_detail (WATTLE_LINK (link)), "the port is missing");
    EXPECT_EQ (state_changes, 1);

    wattle_link_set_fault (WATTLE_LINK (link), wattle_message_new ("%s is missing", "the port"));
    EXPECT_EQ (state_changes, 1) << "nothing is new";
    wattle_link_set_fault (WATTLE_LINK (link), wattle_message_new ("%s is locked", "the port"));
    EXPECT_EQ (state_changes, 2) << "it is down for another reason";
    EXPECT_STREQ (wattle_message_get_template (wattle_link_get_fault (WATTLE_LINK (link))),
                  "%s is locked");

    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_UP, nullptr);
    EXPECT_EQ (wattle_link_get_fault (WATTLE_LINK (link)), nullptr);
    EXPECT_EQ (state_changes, 3);
}

TEST_F (Link, CountsWhatWasNoAnswer)
{
    wattle_link_note_foreign (WATTLE_LINK (link), 2);
    wattle_link_note_foreign (WATTLE_LINK (link), 1);
    EXPECT_EQ (wattle_link_get_counters (WATTLE_LINK (link))->foreign, 3u);
}

TEST_F (Link, AHandlerOfTheStateMayCancelTheCallThatChangedIt)
{
    cancel_on_change = send (1);
    turn ();
    answer ();

    EXPECT_TRUE (replies.empty ());
    EXPECT_TRUE (aborted.empty ());
    EXPECT_EQ (state_changes, 1);
}

} // namespace
