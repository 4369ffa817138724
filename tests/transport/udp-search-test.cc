// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "support/spin.h"
#include "support/udp-peer.h"
#include "transport/wattle-udp-search.h"

#include <memory>

using namespace wattle_test;

namespace
{

const std::string QUESTION ("\0\0\0\x1a", 4);

struct Answer {
    std::string address;
    std::string data;
};

// A search and what comes of it.
struct Search {
    Search ()
    {
        question = { 33333, 0, g_bytes_new (QUESTION.data (), QUESTION.size ()) };
    }

    ~Search ()
    {
        g_bytes_unref (question.data);
        g_clear_error (&error);
        g_object_unref (cancellable);
    }

    Search (const Search &) = delete;
    Search &operator= (const Search &) = delete;

    void
    begin (WattleClock *clock, std::vector<const char *> targets)
    {
        targets.push_back (nullptr);
        wattle_udp_search_async (&question, targets.data (), 1000, clock, cancellable, on_answer,
                                 this, on_done, this);
    }

    static void
    on_answer (WattleFrame *frame, gpointer data)
    {
        Search *self = (Search *)data;
        gsize length;
        const char *bytes =
            (const char *)g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

        EXPECT_FALSE (self->done);
        self->answers.push_back ({ wattle_frame_get_address (frame), std::string (bytes, length) });
        if (self->cancel_after == self->answers.size ())
            g_cancellable_cancel (self->cancellable);
    }

    static void
    on_done (GObject *, GAsyncResult *result, gpointer data)
    {
        Search *self = (Search *)data;

        self->done = true;
        self->fine = wattle_udp_search_finish (result, &self->error);
    }

    WattleUdpQuestion question;
    GCancellable *cancellable = g_cancellable_new ();
    std::vector<Answer> answers;
    size_t cancel_after = 0;
    bool done = false;
    bool fine = false;
    GError *error = nullptr;
};

class UdpSearch : public testing::Test
{
  protected:
    ~UdpSearch () override
    {
        settle ();
        g_object_unref (clock);
    }

    // A search at @peers that they have heard.
    void
    begin (const std::vector<UdpPeer *> &peers)
    {
        std::vector<const char *> targets;

        for (UdpPeer *peer : peers)
            targets.push_back (peer->target ());
        search.begin (clock, targets);
        for (UdpPeer *peer : peers)
            ASSERT_TRUE (spin ([&] { return !peer->heard ().empty (); })) << peer->target ();
    }

    bool
    answered (size_t count)
    {
        return spin ([&] { return search.answers.size () >= count; });
    }

    void
    end ()
    {
        wattle_clock_advance (clock, G_USEC_PER_SEC);
        ASSERT_TRUE (spin ([&] { return search.done; }));
        EXPECT_TRUE (search.fine) << search.error->message;
    }

    void
    expect_cancelled ()
    {
        ASSERT_TRUE (spin ([&] { return search.done; }));
        EXPECT_FALSE (search.fine);
        EXPECT_TRUE (g_error_matches (search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
    }

    WattleClock *clock = wattle_clock_new_manual (7);
    Search search;
};

TEST_F (UdpSearch, SendsExactlyTheQuestionOnceToEachTarget)
{
    UdpPeer one, other ("127.0.0.2");

    begin ({ &one, &other, &one });
    one.answer ("yes");
    EXPECT_TRUE (answered (1));
    end ();
    EXPECT_EQ (one.heard (), std::vector<std::string>{ QUESTION });
    EXPECT_EQ (other.heard (), std::vector<std::string>{ QUESTION });
}

TEST_F (UdpSearch, UsesThePortOfTheQuestionWhereTheTargetNamesNone)
{
    UdpPeer peer ("127.0.0.3");

    search.question.port = peer.port ();
    search.begin (clock, { "127.0.0.3" });
    EXPECT_TRUE (spin ([&] { return peer.heard ().size () == 1; }));
    end ();
}

TEST_F (UdpSearch, HandsOnAnswersWithTheirSender)
{
    UdpPeer one, other ("127.0.0.2"), third ("127.0.0.3");

    begin ({ &one, &other });
    one.answer (std::string ("a\0b", 3));
    ASSERT_TRUE (answered (1));
    other.answer ("c");
    ASSERT_TRUE (answered (2));
    third.answer_as (one, "nobody asked me");
    ASSERT_TRUE (answered (3));
    end ();

    EXPECT_EQ (search.answers[0].address, "127.0.0.1");
    EXPECT_EQ (search.answers[0].data, std::string ("a\0b", 3));
    EXPECT_EQ (search.answers[1].address, "127.0.0.2");
    EXPECT_EQ (search.answers[2].address, "127.0.0.3");
}

TEST_F (UdpSearch, HearsNothingAfterItsTime)
{
    UdpPeer peer;

    begin ({ &peer });
    wattle_clock_advance (clock, G_USEC_PER_SEC - 1);
    settle ();
    EXPECT_FALSE (search.done);
    wattle_clock_advance (clock, 1);
    peer.answer ("late");
    ASSERT_TRUE (spin ([&] { return search.done; }));
    EXPECT_TRUE (search.answers.empty ());
}

TEST_F (UdpSearch, DropsWhatIsEmptyOrTooLong)
{
    UdpPeer peer;
    std::string longest (WATTLE_UDP_SEARCH_ANSWER_MAX, 'x');

    begin ({ &peer });
    peer.answer ("");
    peer.answer (longest + "x");
    peer.answer (std::string (60000, 'x'));
    peer.answer (longest);
    ASSERT_TRUE (answered (1));
    end ();
    ASSERT_EQ (search.answers.size (), 1u);
    EXPECT_EQ (search.answers[0].data, longest);
}

TEST_F (UdpSearch, DoesNotTakeTheQuestionForAnAnswer)
{
    UdpPeer peer;

    begin ({ &peer });
    peer.answer (QUESTION);
    peer.answer (QUESTION + "!");
    ASSERT_TRUE (answered (1));
    EXPECT_EQ (search.answers[0].data, QUESTION + "!");
    end ();
}

TEST_F (UdpSearch, WhoFloodsDoesNotHideTheOthers)
{
    UdpPeer loud, quiet ("127.0.0.2");

    begin ({ &loud, &quiet });
    for (int i = 0; i < 100; i++)
        loud.answer ("me");
    quiet.answer ("here");
    ASSERT_TRUE (answered (WATTLE_UDP_SEARCH_SENDER_MAX + 1));
    end ();
    EXPECT_EQ (search.answers.size (), WATTLE_UDP_SEARCH_SENDER_MAX + 1u);
    EXPECT_EQ (search.answers.back ().data, "here");
}

TEST_F (UdpSearch, EndsWithTheLastAnswerItTakes)
{
    UdpPeer asked;

    begin ({ &asked });
    for (int i = 0; i <= WATTLE_UDP_SEARCH_ANSWERS_MAX / WATTLE_UDP_SEARCH_SENDER_MAX; i++) {
        UdpPeer peer (("127.0.1." + std::to_string (i + 1)).c_str ());

        for (int j = 0; j < WATTLE_UDP_SEARCH_SENDER_MAX; j++)
            peer.answer_as (asked, "x");
        settle ();
    }
    ASSERT_TRUE (spin ([&] { return search.done; }));
    EXPECT_TRUE (search.fine);
    EXPECT_EQ (search.answers.size (), (size_t)WATTLE_UDP_SEARCH_ANSWERS_MAX);
}

TEST_F (UdpSearch, EndsUnderAFloodOfWhateverSort)
{
    UdpPeer peer;
    std::string rubbish (WATTLE_UDP_SEARCH_ANSWER_MAX + 1, 'x');

    begin ({ &peer });
    EXPECT_TRUE (spin ([&] {
        peer.answer (rubbish);
        return search.done;
    }));
    EXPECT_TRUE (search.fine);
    EXPECT_TRUE (search.answers.empty ());
}

TEST_F (UdpSearch, CancelEndsItAtOnce)
{
    UdpPeer peer;

    begin ({ &peer });
    g_cancellable_cancel (search.cancellable);
    peer.answer ("too late");
    expect_cancelled ();
    EXPECT_TRUE (search.answers.empty ());
}

TEST_F (UdpSearch, MayBeCancelledByWhoHears)
{
    UdpPeer peer;

    begin ({ &peer });
    search.cancel_after = 1;
    for (int i = 0; i < 3; i++)
        peer.answer ("x");
    expect_cancelled ();
    EXPECT_EQ (search.answers.size (), 1u);
}

TEST_F (UdpSearch, SendsNothingWhenCancelledBefore)
{
    UdpPeer peer;

    g_cancellable_cancel (search.cancellable);
    search.begin (clock, { peer.target () });
    expect_cancelled ();
    EXPECT_TRUE (peer.heard ().empty ());
}

TEST_F (UdpSearch, SharesAFixedPortWithOthersWhoDo)
{
    auto any = std::make_unique<UdpPeer> ();
    guint16 port = any->port ();
    UdpPeer peer;
    Search other;

    any.reset ();
    search.question.local_port = other.question.local_port = port;
    other.begin (clock, { peer.target () });
    begin ({ &peer });
    ASSERT_TRUE (spin ([&] { return peer.heard ().size () == 2; }));
    UdpPeer stranger;
    stranger.send (port, "to the fixed port");
    ASSERT_TRUE (spin ([&] { return search.answers.size () + other.answers.size () == 1; }));
    end ();
    ASSERT_TRUE (spin ([&] { return other.done; }));
    EXPECT_TRUE (other.fine);
}

TEST_F (UdpSearch, SaysWhyItCannotListen)
{
    UdpPeer owner;

    search.question.local_port = owner.port ();
    search.begin (clock, { "127.0.0.1" });
    ASSERT_TRUE (spin ([&] { return search.done; }));
    ASSERT_TRUE (g_error_matches (search.error, WATTLE_ERROR, WATTLE_ERROR_UNREACHABLE));
    EXPECT_NE (strstr (search.error->message, "cannot search by UDP"), nullptr);
}

TEST_F (UdpSearch, RefusesATargetItDoesNotUnderstand)
{
    search.begin (clock, { "gateway.local" });
    ASSERT_TRUE (spin ([&] { return search.done; }));
    EXPECT_FALSE (search.fine);
    EXPECT_TRUE (g_error_matches (search.error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
}

} // namespace
