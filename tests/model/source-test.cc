// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "model/wattle-source-private.h"

#include <gtest/gtest.h>

#include <string>

#define TEST_TYPE_SOURCE (test_source_get_type ())
G_DECLARE_FINAL_TYPE (TestSource, test_source, TEST, SOURCE, WattleSource)

struct _TestSource {
    WattleSource parent_instance;
};

G_DEFINE_FINAL_TYPE (TestSource, test_source, WATTLE_TYPE_SOURCE)

static gboolean
refuse (WattleSource *, WattleOptions *, GError **)
{
    return FALSE; // and says nothing, against the contract
}

static WattleRequest *
next_request (WattleSource *self, guint step)
{
    if (wattle_source_due (self, "fast", 1000))
        return wattle_request_new_local (1);
    if (wattle_source_due (self, "slow", 60000))
        return wattle_request_new_local (2);
    if (step == 9) {
        wattle_source_go_on (self, "slow");
        return wattle_request_new_local (4);
    }
    return step < 5 ? wattle_request_new_local (3) : nullptr;
}

static void
test_source_class_init (TestSourceClass *klass)
{
    WATTLE_SOURCE_CLASS (klass)->configure = refuse;
    WATTLE_SOURCE_CLASS (klass)->next_request = next_request;
}

static void
test_source_init (TestSource *)
{
}

class Source : public testing::Test
{
  protected:
    ~Source () override
    {
        g_object_unref (source);
    }

    void
    begin (gint64 seconds, gint64 tolerance = 0)
    {
        wattle_source_set_now (source, seconds * G_USEC_PER_SEC, 5);
        wattle_source_begin_cycle (source, tolerance);
    }

    // Tag of what is asked next; the group is answered if it is said so.
    guint
    ask (bool answered = true, guint step = 0)
    {
        g_autoptr (WattleRequest) request = wattle_source_next_request (source, step);
        const char *group = wattle_source_get_asked_group (source);

        if (answered && group != nullptr)
            wattle_source_group_answered (source, group);
        return request != nullptr ? wattle_request_get_tag (request) : 0;
    }

    WattleSource *source = WATTLE_SOURCE (g_object_new (TEST_TYPE_SOURCE, nullptr));
};

TEST_F (Source, EachGroupIsAskedOnceInACycle)
{
    EXPECT_FALSE (wattle_source_is_any_group_known (source));
    begin (100);
    EXPECT_EQ (ask (), 1u);
    EXPECT_EQ (ask (), 2u);
    EXPECT_EQ (ask (), 3u);
    EXPECT_EQ (wattle_source_get_asked_group (source), nullptr);
    EXPECT_EQ (ask (true, 5), 0u);
    EXPECT_TRUE (wattle_source_is_any_group_known (source));
}

TEST_F (Source, AGroupIsDueAgainAfterItsTime)
{
    begin (100);
    ask ();
    ask ();
    begin (101);
    EXPECT_EQ (ask (), 1u);
    EXPECT_EQ (ask (), 3u); // the slow one is not due
    begin (160);
    EXPECT_EQ (ask (), 1u);
    EXPECT_EQ (ask (), 2u);
}

TEST_F (Source, AGroupMayTakeSeveralQuestions)
{
    begin (100);
    ask ();
    ask ();
    EXPECT_EQ (ask (true, 9), 4u);
    EXPECT_STREQ (wattle_source_get_asked_group (source), "slow");
    EXPECT_EQ (ask (true, 1), 3u);
    EXPECT_EQ (wattle_source_get_asked_group (source), nullptr);
}

TEST_F (Source, KnowsWhichLinksItsDeviceHas)
{
    EXPECT_FALSE (wattle_source_has_link (source, WATTLE_LINK_MODBUS));
    wattle_source_set_links (source, 1u << WATTLE_LINK_MODBUS);
    EXPECT_TRUE (wattle_source_has_link (source, WATTLE_LINK_MODBUS));
    EXPECT_FALSE (wattle_source_has_link (source, WATTLE_LINK_HTTP));
}

TEST_F (Source, AFailedGroupStaysDue)
{
    begin (100);
    ask ();
    EXPECT_EQ (ask (false), 2u);
    begin (101);
    ask ();
    EXPECT_EQ (ask (), 2u);
}

// A tick that comes a little early must not put a group off by a whole cycle.
TEST_F (Source, ATickWithinTheToleranceCounts)
{
    begin (100);
    ask ();
    ask ();
    begin (159, 500000);
    ask ();
    EXPECT_EQ (ask (), 3u);
    begin (159, 1000000);
    ask ();
    EXPECT_EQ (ask (), 2u);
}

TEST_F (Source, AllGroupsCanBeMadeDue)
{
    begin (100);
    ask ();
    ask ();
    wattle_source_make_all_due (source);
    begin (100);
    EXPECT_EQ (ask (), 1u);
    EXPECT_EQ (ask (), 2u);
}

TEST_F (Source, TimeStandsStillUntilTheHostMovesIt)
{
    wattle_source_set_now (source, 1, 1234567);
    EXPECT_EQ (wattle_source_get_now (source), 1234567);
}

TEST_F (Source, FailureWithoutAReasonIsTheFaultOfThePlugin)
{
    g_autoptr (WattleOptions) options = wattle_options_new ();
    g_autoptr (WattleFrame) frame = wattle_frame_new_answer (1, 200, nullptr, nullptr, 0);
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (wattle_source_configure (source, options, &error));
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PLUGIN));
    g_clear_error (&error);
    EXPECT_FALSE (wattle_source_decode (source, frame, &error)); // there is no decode at all
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PLUGIN));
}

TEST_F (Source, ListensToAtMost128Filters)
{
    EXPECT_EQ (wattle_source_get_filters (source)[0], nullptr);
    for (int i = 0; i < 140; i++)
        wattle_source_listen (source, ("a/" + std::to_string (i)).c_str ());

    const char *const *filters = wattle_source_get_filters (source);
    EXPECT_STREQ (filters[0], "a/0");
    EXPECT_STREQ (filters[127], "a/127");
    EXPECT_EQ (filters[128], nullptr);
}

TEST_F (Source, KeepsTextsAndTellsThatTheyChanged)
{
    WattleStateFlags flags;

    EXPECT_EQ (wattle_source_get_state (source, "token"), nullptr);
    EXPECT_FALSE (wattle_source_take_state_changed (source, &flags));
    EXPECT_TRUE (wattle_source_set_state (source, "token", "abc", WATTLE_STATE_SECRET));
    EXPECT_TRUE (wattle_source_set_state (source, "path", "/x", WATTLE_STATE_DURABLE));
    EXPECT_STREQ (wattle_source_get_state (source, "token"), "abc");

    EXPECT_TRUE (wattle_source_take_state_changed (source, &flags));
    EXPECT_EQ (flags, WATTLE_STATE_SECRET | WATTLE_STATE_DURABLE);
    EXPECT_FALSE (wattle_source_take_state_changed (source, &flags));
    EXPECT_EQ (flags, 0);
}

TEST_F (Source, WhatStaysOrIsRestoredIsNoChange)
{
    WattleStateFlags flags;

    wattle_source_restore_state (source, "path", "/x", WATTLE_STATE_DURABLE);
    EXPECT_STREQ (wattle_source_get_state (source, "path"), "/x");
    EXPECT_TRUE (wattle_source_set_state (source, "path", "/x", WATTLE_STATE_DURABLE));
    EXPECT_TRUE (wattle_source_set_state (source, "other", nullptr, (WattleStateFlags)0));
    EXPECT_FALSE (wattle_source_take_state_changed (source, &flags));

    EXPECT_TRUE (wattle_source_set_state (source, "path", nullptr, WATTLE_STATE_DURABLE));
    EXPECT_EQ (wattle_source_get_state (source, "path"), nullptr);
    EXPECT_TRUE (wattle_source_take_state_changed (source, &flags));
    EXPECT_EQ (g_hash_table_size (wattle_source_get_all_state (source)), 0u);
}

TEST_F (Source, AnotherTreatmentOfTheSameTextIsAChange)
{
    WattleStateFlags flags;

    wattle_source_restore_state (source, "token", "abc", (WattleStateFlags)0);
    EXPECT_TRUE (wattle_source_set_state (source, "token", "abc", WATTLE_STATE_SECRET));
    EXPECT_TRUE (wattle_source_take_state_changed (source, &flags));
    auto *state = static_cast<WattleSourceState *> (
        g_hash_table_lookup (wattle_source_get_all_state (source), "token"));
    EXPECT_EQ (state->flags, WATTLE_STATE_SECRET);
}

TEST_F (Source, RefusesStateBeyondItsLimits)
{
    std::string longest (4096, 'x');

    EXPECT_TRUE (wattle_source_set_state (source, "long", longest.c_str (), (WattleStateFlags)0));
    longest += 'x';
    EXPECT_FALSE (wattle_source_set_state (source, "long", longest.c_str (), (WattleStateFlags)0));
    EXPECT_EQ (strlen (wattle_source_get_state (source, "long")), 4096u);
    EXPECT_FALSE (wattle_source_set_state (source, "Not An Id", "x", (WattleStateFlags)0));

    for (int i = 1; i < 64; i++)
        EXPECT_TRUE (wattle_source_set_state (source, ("k" + std::to_string (i)).c_str (), "x",
                                              (WattleStateFlags)0));
    EXPECT_FALSE (wattle_source_set_state (source, "one_more", "x", (WattleStateFlags)0));
    EXPECT_TRUE (wattle_source_set_state (source, "k1", "y", (WattleStateFlags)0));
    EXPECT_TRUE (wattle_source_set_state (source, "k2", nullptr, (WattleStateFlags)0));
    EXPECT_TRUE (wattle_source_set_state (source, "one_more", "x", (WattleStateFlags)0));
}
