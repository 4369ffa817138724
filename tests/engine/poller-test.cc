// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-poller.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "engine/wattle-poll-grid.h"
#include "support/fake-link.h"
#include "support/log-capture.h"
#include "support/test-device.h"

using namespace wattle_test;

namespace
{

class Poller : public testing::Test
{
  protected:
    Poller ()
    {
        link->started = &started;
        link->aborted = &aborted;
        wattle_link_init_base (WATTLE_LINK (link), "http://fake", WATTLE_LINK_HTTP, clock, 100);
    }

    ~Poller () override
    {
        for (auto &[name, runner] : runners) {
            wattle_poller_remove (poller, runner);
            g_object_unref (runner);
        }
        g_object_unref (poller);
        g_object_unref (link);
        g_object_unref (clock);
    }

    WattleRunner *
    add (const std::string &name, guint interval_ms)
    {
        g_autoptr (WattleDevice) device = make_device ();
        g_autoptr (WattleOptions) options = wattle_options_new ();
        WattleRunner *runner =
            wattle_runner_new (name.c_str (), device, options, nullptr, clock, interval_ms);

        script_of (device).decode = [this, name] (WattleDevice *) {
            polls[name]++;
            return true;
        };
        runners[name] = runner;
        wattle_poller_add (poller, runner);
        return runner;
    }

    // One that asks over a link, whose answers the test gives.
    void
    add_asking (const std::string &name, guint interval_ms)
    {
        g_autoptr (WattleDevice) device = make_device ();
        g_autoptr (WattleOptions) options = wattle_options_new ();
        WattleRunner *runner =
            wattle_runner_new (name.c_str (), device, options, nullptr, clock, interval_ms);

        script_of (device).ask = [] (WattleDevice *, guint step) {
            return step == 0 ? wattle_request_new_http (1, "GET", "/") : nullptr;
        };
        script_of (device).decode = [this, name] (WattleDevice *) {
            polls[name]++;
            return true;
        };
        wattle_runner_set_link (runner, WATTLE_LINK_HTTP, WATTLE_LINK (link));
        runners[name] = runner;
        wattle_poller_add (poller, runner);
    }

    std::vector<WattleLinkCall *> &
    asked ()
    {
        return *link->started;
    }

    void
    answer_one ()
    {
        WattleLinkCall *call = asked ().front ();

        asked ().erase (asked ().begin ());
        fake_answer (link, call, WATTLE_OUTCOME_ANSWERED);
        advance (0);
    }

    void
    answer_all ()
    {
        while (!asked ().empty ())
            answer_one ();
    }

    void
    advance (int milliseconds)
    {
        wattle_clock_advance (clock, milliseconds * G_TIME_SPAN_MILLISECOND);
    }

    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattlePoller *poller = wattle_poller_new (clock);
    std::map<std::string, WattleRunner *> runners;
    std::map<std::string, int> polls;
    FakeLink *link = FAKE_LINK (g_object_new (FAKE_TYPE_LINK, nullptr));
    std::vector<WattleLinkCall *> started;
    std::vector<guint> aborted;
};

TEST_F (Poller, PollsFirstAtOnceThenByInterval)
{
    add ("fast", 1000);
    add ("slow", 5000);
    EXPECT_EQ (polls["fast"], 1);
    EXPECT_EQ (polls["slow"], 1);
    advance (20000);
    EXPECT_EQ (polls["fast"], 21);
    EXPECT_EQ (polls["slow"], 5);
}

TEST_F (Poller, SpreadsManyOverTheInterval)
{
    for (int i = 0; i < WATTLE_POLL_GRID_GROUP * 2; i++)
        add ("m" + std::to_string (i), 1000);
    polls.clear ();
    advance (1000);
    EXPECT_EQ (polls.size (), (gsize)WATTLE_POLL_GRID_GROUP);
    advance (500);
    EXPECT_EQ (polls.size (), (gsize)WATTLE_POLL_GRID_GROUP * 2);
}

TEST_F (Poller, StopsWhatIsRemoved)
{
    add ("gone", 1000);
    add ("stays", 1000);
    wattle_poller_remove (poller, runners["gone"]);
    advance (5000);
    EXPECT_EQ (polls["gone"], 1);
    EXPECT_EQ (polls["stays"], 6);
}

TEST_F (Poller, LetsAPollRemoveAnother)
{
    add ("a", 1000);
    add ("b", 1000);
    script_of (wattle_runner_get_device (runners["a"])).decode = [this] (WattleDevice *) {
        wattle_poller_remove (poller, runners["b"]);
        return true;
    };
    advance (3000);
    EXPECT_EQ (polls["b"], 1);
}

TEST_F (Poller, LetsTheFirstPollRemoveItself)
{
    g_autoptr (WattleDevice) device = make_device ();
    g_autoptr (WattleOptions) options = wattle_options_new ();
    WattleRunner *runner = wattle_runner_new ("x", device, options, nullptr, clock, 1000);

    script_of (device).decode = [&] (WattleDevice *) {
        wattle_poller_remove (poller, runner);
        return true;
    };
    wattle_poller_add (poller, runner);
    g_object_unref (runner);
    advance (5000);
}

TEST_F (Poller, AsksAFewOfManyAtATime)
{
    for (int i = 0; i < 10; i++)
        add_asking ("m" + std::to_string (i), 1000);
    advance (0);
    EXPECT_EQ (asked ().size (), 10u) << "the first poll is at once";
    answer_all ();

    advance (1000);
    EXPECT_EQ (asked ().size (), 3u);
    answer_one ();
    EXPECT_EQ (asked ().size (), 3u) << "who has answered makes room";
    advance (2);
    EXPECT_EQ (asked ().size (), 6u) << "who does not answer is not waited for";
    answer_all ();
    for (auto &[name, count] : polls)
        EXPECT_EQ (count, 2) << name;
}

TEST_F (Poller, AsksAllThatAreLeftWhenOthersAreDue)
{
    for (int i = 0; i < WATTLE_POLL_GRID_GROUP * 2; i++)
        add_asking ("m" + std::to_string (i), 2);
    advance (0);
    answer_all ();
    ASSERT_EQ (polls.size (), WATTLE_POLL_GRID_GROUP * 2u);

    advance (2);
    EXPECT_EQ (asked ().size (), 3u);
    advance (1);
    EXPECT_EQ (asked ().size (), WATTLE_POLL_GRID_GROUP + 0u) << "and no more before they answer";
    advance (2);
    EXPECT_GE (asked ().size (), WATTLE_POLL_GRID_GROUP + 3u);
}

TEST_F (Poller, TakesARunnerBack)
{
    WattleRunner *runner = add ("m", 1000);

    wattle_poller_remove (poller, runner);
    advance (5000);
    wattle_poller_add (poller, runner);
    EXPECT_EQ (polls["m"], 2);
    advance (1000);
    EXPECT_EQ (polls["m"], 3);
}

} // namespace
