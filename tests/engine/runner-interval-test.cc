// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/runner-house.h"

using namespace wattle_test;

namespace
{

using RunnerInterval = RunnerHouse;

TEST_F (RunnerInterval, OfNothingPollsAgainAtOnce)
{
    renew (0);
    start ();
    for (int i = 0; i < 5; i++) {
        ASSERT_EQ (in_flight (), 1u);
        answer ();
    }
    answer (WATTLE_OUTCOME_EMPTY);
    EXPECT_EQ (in_flight (), 0u) << "a failure is not repeated at once";
    advance (1);
    EXPECT_EQ (in_flight (), 1u);
}

TEST_F (RunnerInterval, OfNothingLooksRarelyWhileNothingIsDue)
{
    int looks = 0;

    renew (0);
    script ().ask = [&] (WattleDevice *device, guint step) -> WattleRequest * {
        looks += step == 0;
        return wattle_source_due (WATTLE_SOURCE (device), "all", 1000) ? get (1) : nullptr;
    };
    start ();
    answer ();
    looks = 0;
    advance (0.95);
    EXPECT_LE (looks, 10);
    advance (0.15);
    EXPECT_EQ (in_flight (), 1u);
}

} // namespace
