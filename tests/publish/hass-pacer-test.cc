// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/wattle-hass-pacer.h"

#include <gtest/gtest.h>

#include <vector>

namespace
{

class HassPacer : public testing::Test
{
  protected:
    ~HassPacer () override
    {
        wattle_hass_pacer_free (pacer);
        g_object_unref (clock);
    }

    static gboolean
    send (gboolean due, gpointer user_data)
    {
        auto self = static_cast<HassPacer *> (user_data);

        if (!self->ready || (!due && !self->moved))
            return FALSE;
        self->sent.push_back (wattle_clock_get_monotonic (self->clock) / 1000);
        return TRUE;
    }

    void
    advance (int milliseconds)
    {
        wattle_clock_advance (clock, milliseconds * G_TIME_SPAN_MILLISECOND);
    }

    using Times = std::vector<gint64>;

    WattleClock *clock = wattle_clock_new_manual (0);
    WattleHassPacer *pacer =
        wattle_hass_pacer_new (clock, G_USEC_PER_SEC, 60 * G_USEC_PER_SEC, send, this);
    bool ready = true;
    bool moved = true;
    Times sent;
};

} // namespace

TEST_F (HassPacer, SendsTheFirstAtOnceAndHoldsTheNextBack)
{
    advance (50);
    wattle_hass_pacer_ask (pacer);
    advance (200);
    wattle_hass_pacer_ask (pacer);
    advance (200);
    wattle_hass_pacer_ask (pacer);
    EXPECT_EQ (sent, Times ({ 50 }));
    advance (10000);
    EXPECT_EQ (sent, Times ({ 50, 1050 }));
}

TEST_F (HassPacer, DropsAHeldMessageThatIsNoLongerWorthSending)
{
    wattle_hass_pacer_ask (pacer);
    advance (200);
    wattle_hass_pacer_ask (pacer);
    moved = false;
    advance (10000);
    EXPECT_EQ (sent, Times ({ 0 }));
}

TEST_F (HassPacer, RepeatsAfterTheLongestIntervalSinceTheLast)
{
    wattle_hass_pacer_ask (pacer);
    advance (40000);
    wattle_hass_pacer_ask (pacer);
    moved = false;
    advance (59999);
    EXPECT_EQ (sent, Times ({ 0, 40000 }));
    advance (1);
    EXPECT_EQ (sent, Times ({ 0, 40000, 100000 }));
    advance (60000);
    EXPECT_EQ (sent, Times ({ 0, 40000, 100000, 160000 }));
}

TEST_F (HassPacer, RepeatsAgainAfterATimeInWhichNothingCouldBeSent)
{
    wattle_hass_pacer_ask (pacer);
    ready = false;
    advance (130000);
    ready = true;
    EXPECT_EQ (sent, Times ({ 0 }));
    advance (60000);
    EXPECT_EQ (sent.size (), 2u);
}

TEST_F (HassPacer, ForcesEvenWithinTheShortestInterval)
{
    moved = false;
    wattle_hass_pacer_force (pacer);
    advance (10);
    wattle_hass_pacer_force (pacer);
    wattle_hass_pacer_force_after (pacer, 300 * G_TIME_SPAN_MILLISECOND);
    wattle_hass_pacer_force_after (pacer, 500 * G_TIME_SPAN_MILLISECOND);
    advance (1000);
    EXPECT_EQ (sent, Times ({ 0, 10, 310 }));
}
