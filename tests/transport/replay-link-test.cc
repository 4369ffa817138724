// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/wattle-replay-link.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#define START 1780000000000000

class ReplayLink : public testing::Test
{
  protected:
    ~ReplayLink () override
    {
        g_clear_object (&link_);
        wattle_recording_free (recording_);
        g_object_unref (clock_);
    }

    void
    add (gint64 ms, const char *request, WattleFrame *frame)
    {
        g_ptr_array_add (recording_->exchanges,
                         wattle_exchange_new (ms * 1000, "meter", request, frame));
        g_object_unref (frame);
    }

    void
    add_answer (gint64 ms, const char *request, guint status)
    {
        add (ms, request, wattle_frame_new_answer (0, status, "text/plain", nullptr, 0));
    }

    void
    add_push (gint64 ms, const char *topic)
    {
        add (ms, nullptr, wattle_frame_new_push (topic, nullptr, FALSE, 0));
    }

    void
    begin (WattleLinkKind kind)
    {
        link_ = wattle_replay_link_new (recording_, kind, clock_);
    }

    static void
    on_reply (WattleFrame *frame, gpointer user_data)
    {
        auto *self = static_cast<ReplayLink *> (user_data);
        const char *more = wattle_frame_get_topic (frame) != nullptr
                               ? wattle_frame_get_topic (frame)
                               : wattle_frame_get_detail (frame);

        self->seen_.push_back (std::to_string (wattle_frame_get_status (frame)) +
                               (more != nullptr ? std::string (" ") + more : ""));
        self->time_ = wattle_frame_get_time (frame);
        self->tag_ = wattle_frame_get_tag (frame);
    }

    void
    ask (const char *path)
    {
        g_autoptr (WattleRequest) request = wattle_request_new_http (7, "GET", path);

        wattle_link_send (WATTLE_LINK (link_), request, WATTLE_LINK_PRIORITY_READ, nullptr,
                          on_reply, this);
        wattle_clock_advance (clock_, 0);
    }

    WattleClock *clock_ = wattle_clock_new_manual (START);
    WattleRecording *recording_ = wattle_recording_new ("p", "m", "meter", "1", START);
    WattleReplayLink *link_ = nullptr;
    std::vector<std::string> seen_;
    gint64 time_ = 0;
    guint tag_ = 0;
};

using Seen = std::vector<std::string>;

TEST_F (ReplayLink, AnswersByTheTextOfTheRequestInOrderAndTheLastForEver)
{
    add_answer (0, "GET /a", 200);
    add_answer (0, "GET /b", 404);
    add_answer (0, "GET /a", 500);
    begin (WATTLE_LINK_HTTP);

    ask ("/b");
    ask ("/a");
    EXPECT_EQ (wattle_replay_link_get_n_left (link_), 1u);
    ask ("/a");
    ask ("/a");
    EXPECT_EQ (seen_, (Seen{ "404", "200", "500", "500" }));
    EXPECT_EQ (wattle_replay_link_get_n_left (link_), 0u);
    EXPECT_EQ (tag_, 7u);
}

TEST_F (ReplayLink, SaysThatARequestIsNotInTheRecording)
{
    begin (WATTLE_LINK_HTTP);

    ask ("/a");
    EXPECT_EQ (seen_, Seen{ "0 not in the recording" });
}

TEST_F (ReplayLink, AnswersAtTheRecordedTime)
{
    add_answer (1500, "GET /a", 200);
    begin (WATTLE_LINK_HTTP);

    ask ("/a");
    wattle_clock_advance (clock_, 1499999);
    EXPECT_EQ (seen_, Seen{});
    wattle_clock_advance (clock_, 1);
    EXPECT_EQ (seen_, Seen{ "200" });
    EXPECT_EQ (time_, START + 1500000);
}

TEST_F (ReplayLink, AnswersAtOnceWhatIsAskedTooEarlyForItsDeadline)
{
    add_answer (60000, "GET /a", 200);
    begin (WATTLE_LINK_HTTP);

    ask ("/a");
    EXPECT_EQ (seen_, Seen{ "200" });
}

TEST_F (ReplayLink, FailsAsRecorded)
{
    add (0, "GET /a", wattle_frame_new_failure (0, WATTLE_OUTCOME_EMPTY, "nothing", 0));
    begin (WATTLE_LINK_HTTP);

    ask ("/a");
    EXPECT_EQ (seen_, Seen{ "0 nothing" });
}

TEST_F (ReplayLink, PushesToThoseWhoListenOnce)
{
    add_push (10, "meter/1/power");
    add_push (20, "other");
    begin (WATTLE_LINK_MQTT);
    wattle_link_listen (WATTLE_LINK (link_), "meter/+/power", on_reply, this);
    wattle_link_listen (WATTLE_LINK (link_), "meter/#", on_reply, this);

    EXPECT_EQ (wattle_replay_link_get_n_left (link_), 2u);
    EXPECT_TRUE (wattle_replay_link_push_next (link_));
    EXPECT_TRUE (wattle_replay_link_push_next (link_));
    EXPECT_FALSE (wattle_replay_link_push_next (link_));
    EXPECT_EQ (seen_, Seen{ "0 meter/1/power" });
    EXPECT_EQ (wattle_link_get_state (WATTLE_LINK (link_)), WATTLE_LINK_UP);
}

TEST_F (ReplayLink, PushesNothingToThoseWhoListenNoMore)
{
    add_push (10, "a");
    begin (WATTLE_LINK_MQTT);
    wattle_link_listen (WATTLE_LINK (link_), "a", on_reply, this);
    wattle_link_unlisten (WATTLE_LINK (link_), this);

    EXPECT_TRUE (wattle_replay_link_push_next (link_));
    EXPECT_EQ (seen_, Seen{});
}

TEST_F (ReplayLink, EndsWithQuestionsUnderWay)
{
    add_answer (1500, "GET /a", 200);
    begin (WATTLE_LINK_HTTP);

    ask ("/a");
    g_clear_object (&link_);
    wattle_clock_advance (clock_, 60 * G_USEC_PER_SEC);
    EXPECT_EQ (seen_, Seen{});
}
