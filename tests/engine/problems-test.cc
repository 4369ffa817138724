// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-problems.h"

#include <gtest/gtest.h>

#include "support/log-capture.h"

using namespace wattle_test;

namespace
{

class Problems : public testing::Test
{
  protected:
    Problems ()
    {
        g_signal_connect_swapped (problems, "changed", G_CALLBACK (+[] (int *n) { ++*n; }),
                                  &changes);
    }

    ~Problems () override
    {
        g_object_unref (problems);
        g_object_unref (clock);
    }

    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (1000);
    WattleProblems *problems = wattle_problems_new (clock);
    int changes = 0;
};

TEST_F (Problems, AreSaidOnce)
{
    for (int i = 0; i < 3; i++)
        wattle_problems_set (problems, "meter", "link", "port %d", 7);
    EXPECT_EQ (log.take (), (std::vector<std::string>{ "meter: port 7" }));
    EXPECT_EQ (wattle_problems_get_count (problems), 1u);
    EXPECT_EQ (changes, 1);
}

TEST_F (Problems, AreSaidAgainWhenTheyChangeButKeepTheirTime)
{
    wattle_problems_set (problems, "meter", "link", "one");
    wattle_clock_advance (clock, 500);
    wattle_problems_set (problems, "meter", "link", "two");
    EXPECT_EQ (log.take ().size (), 2u);
    ASSERT_EQ (wattle_problems_get_count (problems), 1u);
    EXPECT_STREQ (wattle_problems_get (problems, 0)->message, "two");
    EXPECT_EQ (wattle_problems_get (problems, 0)->since, 1000);
}

TEST_F (Problems, AreNotedSilently)
{
    wattle_problems_note (problems, "meter", "state", "offline");
    EXPECT_TRUE (log.take ().empty ());
    EXPECT_EQ (wattle_problems_get_count (problems), 1u);
    EXPECT_EQ (changes, 1);
}

TEST_F (Problems, GoOneByOneOrWithTheirSubject)
{
    wattle_problems_set (problems, "a", "x", "1");
    wattle_problems_set (problems, "a", "y", "2");
    wattle_problems_set (problems, "a", "z", "3");
    wattle_problems_set (problems, "b", "x", "4");
    changes = 0;
    wattle_problems_clear (problems, "a", "y");
    wattle_problems_clear (problems, "a", "y");
    EXPECT_EQ (changes, 1);
    wattle_problems_clear_subject (problems, "a");
    wattle_problems_clear_subject (problems, "a");
    EXPECT_EQ (changes, 2);
    ASSERT_EQ (wattle_problems_get_count (problems), 1u);
    EXPECT_STREQ (wattle_problems_get (problems, 0)->subject, "b");
}

TEST_F (Problems, StandInTheirOrder)
{
    wattle_problems_set (problems, "b", "x", "1");
    wattle_problems_set (problems, "a", "x", "2");
    wattle_problems_set (problems, "b", "x", "3");
    EXPECT_STREQ (wattle_problems_get (problems, 0)->subject, "b");
    EXPECT_STREQ (wattle_problems_get (problems, 1)->subject, "a");
}

} // namespace
