// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-stop.h"

#include <gtest/gtest.h>

#include "support/spin.h"

namespace
{

class Stop : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        clock_ = wattle_clock_new_manual (0);
        owner_ = G_OBJECT (g_object_new (G_TYPE_OBJECT, nullptr));
        g_object_set_data (owner_, "late", &late_);
        wattle_stop_init (&stop_, owner_, clock_);
    }

    void
    TearDown () override
    {
        wattle_stop_clear (&stop_);
        g_clear_object (&owner_);
        g_object_unref (clock_);
    }

    static void
    on_late (gpointer owner)
    {
        ++*static_cast<int *> (g_object_get_data (G_OBJECT (owner), "late"));
    }

    static void
    on_done (gpointer user_data)
    {
        ++static_cast<Stop *> (user_data)->done_;
    }

    WattleClock *clock_;
    GObject *owner_;
    WattleStop stop_ = {};
    int late_ = 0;
    int done_ = 0;
};

TEST_F (Stop, IsToldOnceAndFromTheMainLoop)
{
    wattle_stop_begin (&stop_, on_done, this);
    wattle_stop_finish (&stop_);
    EXPECT_EQ (done_, 0);
    EXPECT_TRUE (stop_.under_way);

    EXPECT_TRUE (wattle_test::spin ([this] { return done_ > 0; }));
    EXPECT_FALSE (stop_.under_way);
    EXPECT_FALSE (g_main_context_iteration (nullptr, FALSE));
    EXPECT_EQ (done_, 1);
}

TEST_F (Stop, IsLateAfterItsLimitAlone)
{
    wattle_stop_begin (&stop_, on_done, this);
    wattle_stop_limit (&stop_, 2 * G_USEC_PER_SEC, on_late);
    wattle_clock_advance (clock_, 2 * G_USEC_PER_SEC - 1);
    EXPECT_EQ (late_, 0);
    wattle_clock_advance (clock_, 1);
    EXPECT_EQ (late_, 1);
    EXPECT_TRUE (stop_.under_way);
}

TEST_F (Stop, IsNotLateOnceItIsFinished)
{
    wattle_stop_begin (&stop_, nullptr, nullptr);
    wattle_stop_limit (&stop_, 2 * G_USEC_PER_SEC, on_late);
    wattle_stop_finish (&stop_);
    wattle_clock_advance (clock_, 3 * G_USEC_PER_SEC);
    EXPECT_TRUE (wattle_test::spin ([this] { return !stop_.under_way; }));
    EXPECT_EQ (late_, 0);
}

TEST_F (Stop, KeepsItsOwnerUntilItIsTold)
{
    gpointer weak = owner_;

    g_object_add_weak_pointer (owner_, &weak);
    wattle_stop_begin (&stop_, on_done, this);
    wattle_stop_finish (&stop_);
    g_clear_object (&owner_);
    EXPECT_NE (weak, nullptr);

    EXPECT_TRUE (wattle_test::spin ([this] { return done_ > 0; }));
    EXPECT_EQ (weak, nullptr);
}

} // namespace
