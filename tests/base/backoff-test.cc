// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-backoff.h"

#include <gtest/gtest.h>

TEST (Backoff, DoublesUpToTheMaximum)
{
    WattleBackoff backoff;

    wattle_backoff_init (&backoff, 1000, 60000);
    for (guint expected : { 1000u, 2000u, 4000u, 8000u, 16000u, 32000u, 60000u, 60000u })
        EXPECT_EQ (wattle_backoff_next (&backoff, 1.0), expected);
}

TEST (Backoff, StaysBetweenHalfAndWhole)
{
    WattleBackoff backoff;

    wattle_backoff_init (&backoff, 1000, 60000);
    EXPECT_EQ (wattle_backoff_next (&backoff, 0.0), 500u);
    EXPECT_EQ (wattle_backoff_next (&backoff, 0.5), 1500u);
    EXPECT_EQ (wattle_backoff_next (&backoff, 7.0), 4000u);
    EXPECT_EQ (wattle_backoff_next (&backoff, -1.0), 4000u);
}

TEST (Backoff, NeverExceedsTheMaximumAndNeverWraps)
{
    WattleBackoff backoff;

    wattle_backoff_init (&backoff, 1, G_MAXUINT);
    for (int i = 0; i < 100; i++)
        EXPECT_GE (wattle_backoff_next (&backoff, 1.0), 1u);
    EXPECT_EQ (wattle_backoff_next (&backoff, 1.0), G_MAXUINT);
}

TEST (Backoff, StartsAgainAfterReset)
{
    WattleBackoff backoff;

    wattle_backoff_init (&backoff, 500, 60000);
    for (int i = 0; i < 5; i++)
        wattle_backoff_next (&backoff, 1.0);
    wattle_backoff_reset (&backoff);
    EXPECT_EQ (wattle_backoff_next (&backoff, 1.0), 500u);
}
