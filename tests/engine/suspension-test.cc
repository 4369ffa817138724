// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-suspension.h"

#include <gtest/gtest.h>

TEST (Suspension, TriesAgainSoonBeforeItSuspends)
{
    WattleSuspension suspension = {};

    for (int i = 0; i < WATTLE_SUSPENSION_AFTER - 1; i++) {
        wattle_suspension_fail (&suspension, FALSE);
        EXPECT_FALSE (wattle_suspension_is_suspended (&suspension)) << i;
        EXPECT_EQ (wattle_suspension_get_delay (&suspension), 1000u) << i;
    }
    wattle_suspension_fail (&suspension, FALSE);
    EXPECT_TRUE (wattle_suspension_is_suspended (&suspension));
}

TEST (Suspension, ProbesMoreAndMoreRarely)
{
    WattleSuspension suspension = { WATTLE_SUSPENSION_AFTER - 1, FALSE };

    for (guint delay : { 1000u, 2000u, 5000u, 15000u, 60000u, 60000u, 60000u }) {
        wattle_suspension_fail (&suspension, FALSE);
        EXPECT_EQ (wattle_suspension_get_delay (&suspension), delay);
    }
}

TEST (Suspension, AsksOncePerMinuteWithWrongCredentials)
{
    WattleSuspension suspension = {};

    wattle_suspension_fail (&suspension, TRUE);
    EXPECT_TRUE (wattle_suspension_is_suspended (&suspension));
    EXPECT_EQ (wattle_suspension_get_delay (&suspension), 60000u);
}

TEST (Suspension, StaysSuspendedWhenWrongCredentialsAreFollowedByAnotherFailure)
{
    WattleSuspension suspension = {};

    wattle_suspension_fail (&suspension, TRUE);
    wattle_suspension_fail (&suspension, FALSE);
    EXPECT_TRUE (wattle_suspension_is_suspended (&suspension));
}

TEST (Suspension, ForgetsEverythingAfterASuccess)
{
    WattleSuspension suspension = { 20, TRUE };

    wattle_suspension_succeed (&suspension);
    EXPECT_FALSE (wattle_suspension_is_suspended (&suspension));
    wattle_suspension_fail (&suspension, FALSE);
    EXPECT_FALSE (wattle_suspension_is_suspended (&suspension));
}
