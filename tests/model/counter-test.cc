// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-counter.h"

#include <gtest/gtest.h>

#include <cmath>

namespace
{

// A counter read every ten seconds, in an installation of at most 100 kW.
class Counter : public testing::Test
{
  protected:
    Counter ()
    {
        wattle_counter_init (&counter, 100000, 1);
    }

    WattleCounterStep
    take (double raw, int seconds = 10, bool replaced = false)
    {
        now += seconds * G_USEC_PER_SEC;
        last = wattle_counter_take (&counter, raw, now, replaced);
        return last;
    }

    WattleCounter counter;
    WattleCounterStep last;
    gint64 now = 1000 * G_USEC_PER_SEC;
};

} // namespace

TEST_F (Counter, PassesWhatIsPossible)
{
    EXPECT_EQ (take (5000).value, 5000);
    EXPECT_EQ (take (5010).value, 5010);
    EXPECT_EQ (take (5010).value, 5010);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
    EXPECT_EQ (take (5010 + 333).quality, WATTLE_QUALITY_GOOD)
        << "100 kW for ten seconds, and 20 %";
}

TEST_F (Counter, HoldsARiseThatNoInstallationGives)
{
    take (4990);
    take (5000);
    EXPECT_EQ (take (9000).value, 5000);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD);
    EXPECT_EQ (take (5010).value, 5010);
    EXPECT_EQ (last.event, WATTLE_COUNTER_GLITCHED);
    EXPECT_EQ (counter.glitches, 1u);
    EXPECT_EQ (counter.offset, 0);
}

TEST_F (Counter, TakesTheFirstStepForOneOfASlowDevice)
{
    take (5000);
    EXPECT_EQ (take (9000).value, 9000) << "it may have stood at 5000 for a quarter of an hour";
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
}

TEST_F (Counter, CountsTheTimeSinceTheValueMoved)
{
    take (5000);
    for (int i = 0; i < 60; i++)
        take (5000);
    EXPECT_EQ (take (25000).value, 25000) << "a device that refreshes every ten minutes";
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
}

TEST_F (Counter, IgnoresAFallWithinTheResolution)
{
    wattle_counter_init (&counter, 100000, 10);
    take (5000);
    EXPECT_EQ (take (4995).value, 5000);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
    EXPECT_EQ (take (5003).value, 5003);
}

TEST_F (Counter, LearnsTheResolution)
{
    wattle_counter_init (&counter, 100000, 0);
    EXPECT_EQ (counter.resolution, WATTLE_COUNTER_COARSE);
    take (5000);
    take (5100);
    EXPECT_EQ (counter.resolution, 100);
    take (5102);
    EXPECT_EQ (counter.resolution, 2);
}

TEST_F (Counter, GoesOnAfterAReset)
{
    take (5000);
    EXPECT_EQ (take (3).value, 5000);
    EXPECT_EQ (take (6).value, 5000);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD);
    EXPECT_EQ (take (9).value, 5009);
    EXPECT_EQ (last.event, WATTLE_COUNTER_RESET);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
    EXPECT_EQ (take (12).value, 5012);
}

TEST_F (Counter, WaitsTenSecondsHoweverOftenItIsRead)
{
    take (5000);
    for (int i = 1; i <= 10; i++) {
        take (i, 1);
        EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD) << i;
    }
    take (11, 1);
    EXPECT_EQ (last.event, WATTLE_COUNTER_RESET);
}

TEST_F (Counter, DoubtsAZeroThatStays)
{
    take (5000);
    for (int i = 0; i < 100; i++)
        EXPECT_EQ (take (0).value, 5000);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_SUSPECT);
    EXPECT_EQ (take (5020).value, 5020);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
    EXPECT_EQ (counter.offset, 0) << "away for a while leaves no trace";
}

TEST_F (Counter, RollsOverItsLastDigit)
{
    take (999990);
    take (2);
    take (5);
    EXPECT_EQ (take (8).value, 1000008);
    EXPECT_EQ (last.event, WATTLE_COUNTER_ROLLED);
}

TEST_F (Counter, RollsOverItsLastBit)
{
    take (4294967290.0);
    take (4);
    take (5);
    EXPECT_EQ (take (6).value, 4294967302.0);
    EXPECT_EQ (last.event, WATTLE_COUNTER_ROLLED);
}

TEST_F (Counter, GoesOnWhenSetByHand)
{
    take (500000);
    take (123000);
    take (123010);
    EXPECT_EQ (take (123020).value, 500020);
    EXPECT_EQ (last.event, WATTLE_COUNTER_SET);
    take (900000);
    take (900005);
    EXPECT_EQ (take (900010).value, 500030) << "upwards too";
}

TEST_F (Counter, GoesOnAtOnceWithAnotherDevice)
{
    take (5000);
    EXPECT_EQ (take (70000, 10, true).value, 5000);
    EXPECT_EQ (last.event, WATTLE_COUNTER_REPLACED);
    EXPECT_EQ (take (70010).value, 5010);
}

TEST_F (Counter, FindsBackToItsOldLine)
{
    take (50000);
    take (7);
    take (8);
    take (9);
    ASSERT_EQ (last.event, WATTLE_COUNTER_RESET);
    take (50030);
    take (50040);
    EXPECT_EQ (take (50050).value, 50050);
    EXPECT_EQ (last.event, WATTLE_COUNTER_RETURNED);
    EXPECT_EQ (counter.offset, 0);
}

TEST_F (Counter, BelievesNoMixOfWrongValues)
{
    take (500000);
    for (double raw : { 0.0, 90000.0, 3.0, 70000.0, 1.0, 80000.0 }) {
        EXPECT_EQ (take (raw).value, 500000);
        EXPECT_EQ (last.event, WATTLE_COUNTER_WENT_ON);
    }
    EXPECT_EQ (take (500010).value, 500010);
}

TEST_F (Counter, PublishesNothingAboveItsCeiling)
{
    take (5000);
    counter.ceiling = 5015;
    EXPECT_EQ (take (5010).value, 5010);
    EXPECT_EQ (take (5020).value, 5010) << "nothing in between is made up either";
    EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD);
    counter.ceiling = INFINITY;
    EXPECT_EQ (take (5020).value, 5020);
}

TEST_F (Counter, AfterACrashWaitsUntilTheRawValueHasCaughtUp)
{
    counter.known = TRUE;
    counter.raw = 5000;
    counter.published = 5040;
    counter.moved = now;
    counter.seen = now;
    EXPECT_EQ (take (5020).value, 5040);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD);
    EXPECT_EQ (take (5050).value, 5050);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
}

TEST_F (Counter, SaysThatATotalIsAheadHoweverCoarseItsStepsAre)
{
    wattle_counter_init (&counter, 100000, 1000);
    counter.known = TRUE;
    counter.raw = 5000;
    counter.published = 5017;
    counter.moved = now;
    counter.seen = now;
    EXPECT_EQ (take (5000).value, 5017);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD);
    EXPECT_EQ (take (6000).value, 6000);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
}
