// SPDX-License-Identifier: LGPL-2.1-or-later
// A counter that somebody sets in its device.
#include "model/wattle-counter.h"

#include <gtest/gtest.h>

#include <cmath>

namespace
{

// A counter read every ten seconds, in an installation of at most 10 kW; it stands at 5010.
class CounterGoal : public testing::Test
{
  protected:
    CounterGoal ()
    {
        wattle_counter_init (&counter, 10000, 1);
        take (5000);
        take (5010);
    }

    WattleCounterStep
    take (double raw, int seconds = 10, bool replaced = false)
    {
        now += seconds * G_USEC_PER_SEC;
        last = wattle_counter_take (&counter, raw, now, replaced);
        EXPECT_GE (last.value, highest) << "it never falls";
        highest = last.value;
        return last;
    }

    void
    aim (double raw, bool waits = false)
    {
        wattle_counter_set_goal (&counter, raw, now, waits);
    }

    WattleCounter counter;
    WattleCounterStep last;
    double highest = -INFINITY;
    gint64 now = 1000 * G_USEC_PER_SEC;
};

TEST_F (CounterGoal, TheTotalGoesOnAtOnceWhenItIsSetLower)
{
    aim (100);
    EXPECT_EQ (take (5015).value, 5015) << "the command is not there yet";
    EXPECT_EQ (last.event, WATTLE_COUNTER_WENT_ON);
    EXPECT_EQ (take (107).value, 5022) << "7 Wh were counted since it was set";
    EXPECT_EQ (last.event, WATTLE_COUNTER_SYNCHRONISED);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
    EXPECT_EQ (last.offset_before, 0);
    EXPECT_EQ (counter.offset, 4915);
    EXPECT_EQ (take (110).value, 5025);
    EXPECT_EQ (last.event, WATTLE_COUNTER_WENT_ON);
}

TEST_F (CounterGoal, TheTotalGoesOnAtOnceWhenItIsSetHigher)
{
    aim (3310000);
    EXPECT_EQ (take (3310000).value, 5010);
    EXPECT_EQ (last.event, WATTLE_COUNTER_SYNCHRONISED);
    EXPECT_EQ (counter.offset, 5010 - 3310000);
    EXPECT_EQ (take (3310010).value, 5020);
}

TEST_F (CounterGoal, WhatADeviceRoundsAwayIsNoStep)
{
    wattle_counter_init (&counter, 10000, 10);
    highest = -INFINITY;
    take (5000);
    aim (1005);
    EXPECT_EQ (take (1000).value, 5000);
    EXPECT_EQ (last.event, WATTLE_COUNTER_SYNCHRONISED);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
    EXPECT_EQ (take (1010).value, 5010);
}

TEST_F (CounterGoal, ANearGoalIsNotTakenForTheLineBefore)
{
    wattle_counter_init (&counter, 10000, 0); // coarse until it has shown a step
    highest = -INFINITY;
    take (5000);
    aim (4500);
    EXPECT_EQ (take (5000).value, 5000);
    EXPECT_EQ (last.event, WATTLE_COUNTER_WENT_ON) << "500 Wh above the goal, but where it was";
    EXPECT_EQ (take (4501).value, 5001);
    EXPECT_EQ (last.event, WATTLE_COUNTER_SYNCHRONISED);
}

TEST_F (CounterGoal, ASettingThatChangesNothingIsSeenToo)
{
    aim (5010);
    EXPECT_EQ (take (5010).value, 5010);
    EXPECT_EQ (last.event, WATTLE_COUNTER_SYNCHRONISED);
    EXPECT_EQ (counter.offset, 0);
}

TEST_F (CounterGoal, WhatIsNeitherIsHeldAndNeverJudged)
{
    aim (100);
    for (int i = 0; i < 20; i++) {
        EXPECT_EQ (take (90000 + i).value, 5010);
        EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD);
        EXPECT_EQ (last.event, WATTLE_COUNTER_WENT_ON);
    }
    EXPECT_EQ (take (100).event, WATTLE_COUNTER_SYNCHRONISED);
    EXPECT_EQ (last.value, 5010);
}

TEST_F (CounterGoal, OneThatWaitsIsHeldWhateverComes)
{
    aim (100, true);
    EXPECT_EQ (take (5011).value, 5010);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_HELD);
    EXPECT_EQ (take (100).quality, WATTLE_QUALITY_HELD) << "a sum that fits by chance";
    wattle_counter_allow_goal (&counter);
    EXPECT_EQ (take (103).value, 5013);
    EXPECT_EQ (last.event, WATTLE_COUNTER_SYNCHRONISED);
}

TEST_F (CounterGoal, OnceForgottenEverythingIsAsBefore)
{
    aim (100);
    take (90000);
    wattle_counter_forget_goal (&counter);
    EXPECT_EQ (take (5020).value, 5020);
    EXPECT_EQ (last.quality, WATTLE_QUALITY_GOOD);
    EXPECT_EQ (last.event, WATTLE_COUNTER_WENT_ON);
    take (100);
    take (100);
    EXPECT_EQ (take (101).event, WATTLE_COUNTER_SET) << "the third, after 20 s";
    EXPECT_EQ (last.value, 5021);
}

TEST_F (CounterGoal, AnotherDeviceHasNoneOfIt)
{
    aim (100);
    EXPECT_EQ (take (100, 10, true).event, WATTLE_COUNTER_REPLACED);
    EXPECT_FALSE (counter.goal.stands);
}

TEST_F (CounterGoal, ASettingThatADeviceForgetsIsTakenBack)
{
    aim (100);
    take (100);
    take (5012);
    take (5013);
    EXPECT_EQ (take (5014).event, WATTLE_COUNTER_RETURNED);
    EXPECT_EQ (counter.offset, 0);
    EXPECT_EQ (last.value, 5014);
}

} // namespace
