// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-kept-counter.h"

#include <cmath>
#include <gtest/gtest.h>

namespace
{

const double MINUTE_AT_ONE_KILOWATT = 1000.0 / 60; // Wh

class KeptCounter : public testing::Test
{
  protected:
    KeptCounter ()
    {
        counter->counter.max_rate = WATTLE_KEPT_COUNTER_NO_LIMIT;
    }

    ~KeptCounter () override
    {
        g_free (counter);
        g_object_unref (clock);
    }

    double
    take (double raw)
    {
        return wattle_kept_counter_take (counter, raw, wattle_clock_get_monotonic (clock)).value;
    }

    void
    plan (gboolean exact = FALSE)
    {
        wattle_kept_counter_plan_ceiling (counter, exact, wattle_clock_get_monotonic (clock));
    }

    WattleClock *clock = wattle_clock_new_manual (G_GINT64_CONSTANT (1769860800000000));
    WattleKeptCounter *counter = wattle_kept_counter_new (1);
};

TEST_F (KeptCounter, AllowsNothingBeforeTheDiskKnowsIt)
{
    take (5000);
    EXPECT_FALSE (counter->kept);
    EXPECT_EQ (counter->counter.ceiling, -INFINITY);
    EXPECT_TRUE (wattle_kept_counter_needs_ceiling (counter, FALSE));
    // Nothing was planned, so a write that is done says nothing about it.
    EXPECT_FALSE (wattle_kept_counter_raise_ceiling (counter));
    EXPECT_EQ (counter->counter.ceiling, -INFINITY);
}

TEST_F (KeptCounter, SaysOnceThatItsTotalsMayBePublished)
{
    take (5000);
    plan ();
    EXPECT_TRUE (wattle_kept_counter_raise_ceiling (counter));
    EXPECT_TRUE (counter->kept);
    EXPECT_EQ (counter->counter.ceiling, std::ceil (5000 + MINUTE_AT_ONE_KILOWATT));
    plan ();
    EXPECT_FALSE (wattle_kept_counter_raise_ceiling (counter));
}

TEST_F (KeptCounter, WantsAHigherCeilingInTimeAndNotTwice)
{
    take (5000);
    plan ();
    wattle_kept_counter_raise_ceiling (counter);
    EXPECT_FALSE (wattle_kept_counter_needs_ceiling (counter, FALSE));

    wattle_clock_advance (clock, 60 * G_USEC_PER_SEC);
    take (5010);
    EXPECT_TRUE (wattle_kept_counter_needs_ceiling (counter, FALSE));
    plan ();
    EXPECT_TRUE (wattle_kept_counter_needs_ceiling (counter, FALSE));
    EXPECT_FALSE (wattle_kept_counter_needs_ceiling (counter, TRUE));
}

TEST_F (KeptCounter, GoesNoFurtherThanItHasGoneAtACleanStop)
{
    take (5000);
    plan ();
    wattle_kept_counter_raise_ceiling (counter);
    wattle_clock_advance (clock, 60 * G_USEC_PER_SEC);
    EXPECT_EQ (take (5010), 5010);
    plan (TRUE);
    EXPECT_EQ (counter->next_ceiling, 5010);
}

TEST_F (KeptCounter, ComesBackFromItsLine)
{
    double numbers[WATTLE_COUNTER_LINE_NUMBERS];
    g_autofree char *line = nullptr;
    g_autofree WattleKeptCounter *kept = nullptr;
    g_autofree WattleKeptCounter *foreign = nullptr;

    take (5000);
    wattle_kept_counter_write (counter, 5017, clock, numbers);
    line = wattle_counter_line_format (numbers);

    kept = wattle_kept_counter_read (line, TRUE, clock);
    ASSERT_NE (kept, nullptr);
    EXPECT_TRUE (kept->kept);
    EXPECT_EQ (kept->counter.raw, 5000);
    EXPECT_EQ (kept->counter.ceiling, 5017);

    foreign = wattle_kept_counter_read (line, FALSE, clock);
    ASSERT_NE (foreign, nullptr);
    EXPECT_FALSE (foreign->kept);
    EXPECT_EQ (foreign->counter.published, 5017);
    EXPECT_EQ (foreign->counter.ceiling, -INFINITY);

    EXPECT_EQ (wattle_kept_counter_read ("nonsense", TRUE, clock), nullptr);
}

} // namespace
