// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-clock.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/spin.h"

namespace
{

struct Note {
    std::vector<int> *order;
    int number;
};

void
write_down (gpointer user_data)
{
    auto *note = static_cast<Note *> (user_data);

    note->order->push_back (note->number);
}

} // namespace

TEST (Clock, StandsStillUntilMoved)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (1000);

    EXPECT_EQ (wattle_clock_get_wall (clock), 1000);
    wattle_clock_advance (clock, 500);
    EXPECT_EQ (wattle_clock_get_wall (clock), 1500);
    EXPECT_EQ (wattle_clock_get_monotonic (clock), 500);
}

TEST (Clock, FiresInOrderOfTimeThenOfSetting)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    std::vector<int> order;
    Note notes[] = { { &order, 0 }, { &order, 1 }, { &order, 2 }, { &order, 3 } };

    wattle_clock_call_after (clock, 30, write_down, &notes[3]);
    wattle_clock_call_after (clock, 10, write_down, &notes[0]);
    wattle_clock_call_after (clock, 20, write_down, &notes[1]);
    wattle_clock_call_after (clock, 20, write_down, &notes[2]);
    wattle_clock_advance (clock, 9);
    EXPECT_TRUE (order.empty ());
    wattle_clock_advance (clock, 21);
    EXPECT_EQ (order, (std::vector<int>{ 0, 1, 2, 3 }));
}

TEST (Clock, ATimerSeesItsOwnTime)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    struct Seen {
        WattleClock *clock;
        gint64 time;
    } seen = { clock, -1 };

    wattle_clock_call_after (
        clock, 40,
        [] (gpointer data) {
            auto *s = static_cast<Seen *> (data);
            s->time = wattle_clock_get_monotonic (s->clock);
        },
        &seen);
    wattle_clock_advance (clock, 1000);
    EXPECT_EQ (seen.time, 40);
}

TEST (Clock, ATimerSetOnTheWayFiresOnTheWay)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    struct Chain {
        WattleClock *clock;
        int count;
        static void
        step (gpointer data)
        {
            auto *chain = static_cast<Chain *> (data);
            chain->count++;
            wattle_clock_call_after (chain->clock, 10, step, chain);
        }
    } chain = { clock, 0 };

    wattle_clock_call_after (clock, 10, Chain::step, &chain);
    wattle_clock_advance (clock, 100);
    EXPECT_EQ (chain.count, 10);
}

TEST (Clock, ACancelledTimerDoesNotFire)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    std::vector<int> order;
    Note note = { &order, 1 };
    guint id = wattle_clock_call_after (clock, 10, write_down, &note);

    wattle_clock_clear (clock, &id);
    EXPECT_EQ (id, 0u);
    wattle_clock_advance (clock, 100);
    EXPECT_TRUE (order.empty ());
}

TEST (Clock, SettingTheWallTimeMovesNoTimer)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    std::vector<int> order;
    Note note = { &order, 1 };

    wattle_clock_call_after (clock, 10, write_down, &note);
    wattle_clock_set_wall (clock, 5000000);
    EXPECT_EQ (wattle_clock_get_wall (clock), 5000000);
    wattle_clock_advance (clock, 9);
    EXPECT_TRUE (order.empty ());
    wattle_clock_advance (clock, 1);
    EXPECT_EQ (order.size (), 1u);
}

TEST (Clock, ARunningClockFiresFromTheMainLoop)
{
    g_autoptr (WattleClock) clock = wattle_clock_new (1);
    std::vector<int> order;
    Note notes[] = { { &order, 1 }, { &order, 2 } };
    gint64 begun = g_get_monotonic_time ();

    wattle_clock_call_after (clock, 20000, write_down, &notes[1]);
    wattle_clock_call_after (clock, 10000, write_down, &notes[0]);
    ASSERT_TRUE (wattle_test::spin ([&] { return order.size () == 2; }));
    EXPECT_EQ (order, (std::vector<int>{ 1, 2 }));
    EXPECT_GE (g_get_monotonic_time () - begun, 20000);
}

TEST (Clock, AFastClockPassesAnHourInAMoment)
{
    g_autoptr (WattleClock) clock = wattle_clock_new (100000);
    std::vector<int> order;
    Note note = { &order, 1 };
    gint64 begun = wattle_clock_get_wall (clock);

    wattle_clock_call_after (clock, G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC, write_down, &note);
    ASSERT_TRUE (wattle_test::spin ([&] { return !order.empty (); }));
    EXPECT_GE (wattle_clock_get_wall (clock) - begun, G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
}

TEST (Clock, TellsThatTheWallTimeWasSet)
{
    g_autoptr (WattleClock) clock = wattle_clock_new_manual (0);
    int told = 0;

    g_signal_connect_swapped (clock, "wall-set", G_CALLBACK (+[] (int *count) { ++*count; }),
                              &told);
    wattle_clock_advance (clock, 1000);
    EXPECT_EQ (told, 0);
    wattle_clock_set_wall (clock, 5);
    EXPECT_EQ (told, 1);
    EXPECT_EQ (wattle_clock_get_wall (clock), 5);
}

// Only who may set the time of the computer could see the other half of this.
TEST (Clock, IsNotWokenWhileNobodySetsTheTime)
{
    g_autoptr (WattleClock) clock = wattle_clock_new (1);
    std::vector<int> order;
    Note note = { &order, 1 };
    int told = 0;

    g_signal_connect_swapped (clock, "wall-set", G_CALLBACK (+[] (int *count) { ++*count; }),
                              &told);
    wattle_clock_call_after (clock, 20000, write_down, &note);
    ASSERT_TRUE (wattle_test::spin ([&] { return !order.empty (); }));
    EXPECT_EQ (told, 0);
}
