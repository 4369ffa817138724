// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/gate-house.h"

using namespace wattle_test;

namespace
{

using Orders = std::vector<std::string>;

class GateInterlock : public GateHouse
{
  protected:
    static WattleGateProtection
    grouped (gint64 min_on = 0)
    {
        return { .min_on = min_on, .interlock = (char *)"motor", .dead_time = 5 * SECOND };
    }

    WattleGateOutput *up = add ("blind/up", grouped ());
    WattleGateOutput *down = add ("blind/down", grouped ());
};

TEST_F (GateInterlock, LetsTheStrongerOfTwoNewClaimsWin)
{
    claim (up, WATTLE_GATE_AUTOMATION, true, "a", 1);
    claim (down, WATTLE_GATE_AUTOMATION, true, "b", 2);
    EXPECT_EQ (obey (), Orders{ "blind/down on" });
    EXPECT_EQ (waits (up), "interlock");
    EXPECT_STREQ (up->partner, "blind/down");
}

TEST_F (GateInterlock, KeepsTheDeadTimeForPeopleToo)
{
    override_with (up, true);
    obey ();
    override_with (up, false);
    override_with (down, true);
    EXPECT_EQ (obey (), Orders{ "blind/up off" });
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (waits (down), "dead-time");
    EXPECT_EQ (waits_for (down), 5);
    pass (5);
    EXPECT_EQ (obey (), Orders{ "blind/down on" });
}

TEST_F (GateInterlock, LetsNoEqualLayerPushTheRunningOneOff)
{
    claim (up, WATTLE_GATE_AUTOMATION, true, "a", 1);
    obey ();
    claim (down, WATTLE_GATE_AUTOMATION, true, "b", 9);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (waits (down), "interlock");
}

TEST_F (GateInterlock, LetsAHigherLayerPushTheRunningOneOff)
{
    claim (up, WATTLE_GATE_AUTOMATION, true, "a");
    obey ();
    override_with (down, true);
    EXPECT_EQ (obey (), Orders{ "blind/up off" });
    EXPECT_STREQ (up->pushed_by, "blind/down");
    EXPECT_EQ (obey (), Orders{});
    pass (5);
    EXPECT_EQ (obey (), Orders{ "blind/down on" });
    EXPECT_EQ (waits (up), "interlock");
}

TEST_F (GateInterlock, PushesNobodyOffBeforeItCouldGoOnItself)
{
    WattleGateOutput *slow =
        add ("blind/slow", { .min_off = 60 * SECOND, .interlock = (char *)"motor" });

    claim (up, WATTLE_GATE_DEFAULT, true, "default");
    obey ();
    claim (slow, WATTLE_GATE_AUTOMATION, true);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (waits (slow), "min-off");
    pass (60);
    EXPECT_EQ (obey (), Orders{ "blind/up off" });
}

TEST_F (GateInterlock, WaitsForTheLeastTimeOfTheOneItPushesOff)
{
    WattleGateOutput *pump = add ("blind/pump", grouped (60 * SECOND));

    claim (pump, WATTLE_GATE_DEFAULT, true, "default");
    obey ();
    claim (down, WATTLE_GATE_AUTOMATION, true);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (waits (pump), "min-on");
    EXPECT_EQ (waits (down), "interlock");
    pass (60);
    EXPECT_EQ (obey (), Orders{ "blind/pump off" });
}

TEST_F (GateInterlock, TakesWhatIsNotKnownForOn)
{
    WattleGateProtection rules = grouped ();

    wattle_gate_add (gate, "blind/dark", &rules, 0, nullptr, now);
    override_with (up, true);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_STREQ (up->partner, "blind/dark");
}

TEST_F (GateInterlock, StartsNobodyWhileOneThatIsAwayWasLastSeenOn)
{
    override_with (up, true);
    obey ();
    wattle_gate_remove (gate, "blind/up", FALSE, now);
    override_with (down, true);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (waits (down), "interlock");
    EXPECT_STREQ (down->partner, "blind/up");

    WattleGateProtection rules = grouped ();
    restart ();
    down = wattle_gate_add (gate, "blind/down", &rules, 0, nullptr, now);
    wattle_gate_output_set_available (down, TRUE);
    wattle_gate_set_fresh (gate, down);
    read (down, false);
    EXPECT_EQ (obey (), Orders{}) << "after a restart too";
    EXPECT_EQ (waits (down), "interlock");
    wattle_gate_remove (gate, "blind/up", TRUE, now);
    EXPECT_EQ (obey (), Orders{ "blind/down on" }) << "somebody has taken it out of the house";
}

TEST_F (GateInterlock, StartsNobodyWhileOneThatIsAwayMayHaveStarted)
{
    WattleGateProtection rules = grouped ();
    WattleGateOutput *dark = wattle_gate_add (gate, "blind/dark", &rules, 0, nullptr, now);

    wattle_gate_set_fresh (gate, dark);
    override_with (dark, true);
    EXPECT_EQ (decide (), Orders{ "blind/dark on" });
    wattle_gate_take_result (gate, dark, WATTLE_GATE_DONE, now);
    wattle_gate_remove (gate, "blind/dark", FALSE, now);
    override_with (down, true);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_STREQ (down->partner, "blind/dark");
}

TEST_F (GateInterlock, StillPushesOffWhileAnotherIsAway)
{
    WattleGateOutput *last = add ("blind/last", grouped ());

    wattle_gate_remove (gate, "blind/up", FALSE, now);
    claim (down, WATTLE_GATE_AUTOMATION, true, "a");
    obey ();
    override_with (last, true);
    EXPECT_EQ (obey (), Orders{ "blind/down off" });
    obey ();
    pass (5);
    EXPECT_EQ (obey (), Orders{ "blind/last on" });
}

TEST_F (GateInterlock, KeepsTheLongerOfTwoDeadTimes)
{
    WattleGateOutput *slow =
        add ("blind/slow", { .interlock = (char *)"motor", .dead_time = 20 * SECOND });

    for (WattleGateOutput *next : { slow, up }) {
        WattleGateOutput *other = next == slow ? up : slow;

        override_with (other, true);
        pass (20);
        ASSERT_EQ (obey ().size (), 1u);
        override_with (other, false);
        override_with (next, true);
        obey ();
        obey ();
        EXPECT_EQ (waits_for (next), 20) << next->name;
        override_with (next, false);
    }
}

TEST_F (GateInterlock, StartsNobodyWhileAnotherMayHaveStartedUnseen)
{
    override_with (up, true);
    decide ();
    claim (down, WATTLE_GATE_SAFETY, true);
    EXPECT_EQ (decide (), Orders{});
}

} // namespace
