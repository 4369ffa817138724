// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/gate-house.h"

using namespace wattle_test;

namespace
{

using Orders = std::vector<std::string>;

class GateProtection : public GateHouse
{
  protected:
    WattleGateOutput *
    protect (WattleGateProtection protection)
    {
        return relay = add ("meter/output_1", protection);
    }

    // What the automation wants, and what came of it.
    size_t
    want (bool on)
    {
        claim (relay, WATTLE_GATE_AUTOMATION, on);
        return obey ().size ();
    }

    WattleGateOutput *relay = nullptr;
};

TEST_F (GateProtection, KeepsItOnForTheLeastTime)
{
    protect ({ .min_on = 60 * SECOND });
    want (true);
    pass (59);
    EXPECT_EQ (want (false), 0u);
    EXPECT_EQ (waits (relay), "min-on");
    EXPECT_EQ (waits_for (relay), 1);
    EXPECT_EQ (wattle_gate_get_due (gate, now), now + SECOND);
    pass (1);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
}

TEST_F (GateProtection, KeepsItOffForTheLeastTimeFromTheStartOfTheHostAtFirst)
{
    protect ({ .min_off = 60 * SECOND });
    pass (10);
    EXPECT_EQ (want (true), 0u);
    EXPECT_EQ (waits (relay), "min-off");
    EXPECT_EQ (waits_for (relay), 50);
    pass (50);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
}

TEST_F (GateProtection, LimitsTheStartsOfARollingHour)
{
    protect ({ .starts_per_hour = 2 });
    for (int i = 0; i < 2; i++) {
        EXPECT_EQ (want (true), 1u);
        pass (600);
        EXPECT_EQ (want (false), 1u);
        pass (600);
    }
    EXPECT_EQ (want (true), 0u);
    EXPECT_EQ (waits (relay), "starts-per-hour");
    EXPECT_EQ (waits_for (relay), 1200);
    pass (1200);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
}

TEST_F (GateProtection, LimitsTheStartsOfARollingDay)
{
    protect ({ .starts_per_day = 1 });
    EXPECT_EQ (want (true), 1u);
    pass (7200);
    want (false);
    EXPECT_EQ (want (true), 0u);
    EXPECT_EQ (waits (relay), "starts-per-day");
    EXPECT_EQ (waits_for (relay), 86400 - 7200);
}

TEST_F (GateProtection, WaitsAfterEachSwitching)
{
    protect ({ .delay = 10 * SECOND });
    EXPECT_EQ (want (true), 1u);
    pass (9);
    EXPECT_EQ (want (false), 0u);
    EXPECT_EQ (waits (relay), "delay");
    pass (1);
    EXPECT_EQ (obey ().size (), 1u);
}

// Somebody may have switched it on meanwhile.
TEST_F (GateProtection, CountsFromWhenItIsSeenIfItWasNotWatched)
{
    protect ({ .delay = 10 * SECOND });
    wattle_gate_take_reading (gate, relay, nullptr, now);
    override_with (relay, false);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 off" });
    pass (60);
    read (relay, false);
    wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
    wattle_gate_release (gate, relay, WATTLE_GATE_MANUAL, "hass");
    EXPECT_EQ (want (true), 0u);
    EXPECT_EQ (waits (relay), "delay");
    EXPECT_EQ (waits_for (relay), 10);
}

TEST_F (GateProtection, CountsFromWhenItIsSeenOffAfterAStartThatNobodySaw)
{
    protect ({ .min_off = 60 * SECOND });
    for (bool on : { true, false }) {
        pass (100);
        EXPECT_EQ (want (on), 1u);
    }
    pass (100);
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
    restart (30);
    protect ({ .min_off = 60 * SECOND }); // and the device says that it is off
    EXPECT_EQ (decide (), Orders{});
    EXPECT_EQ (waits (relay), "min-off");
    EXPECT_EQ (waits_for (relay), 60);
}

TEST_F (GateProtection, CountsAStartThatNobodySawAsOneOfNow)
{
    protect ({ .starts_per_hour = 1 });
    override_with (relay, true);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
    restart (1800);
    protect ({ .starts_per_hour = 1 }); // and the device says that it is off
    wattle_gate_release (gate, relay, WATTLE_GATE_MANUAL, "hass");
    EXPECT_EQ (want (true), 0u);
    EXPECT_EQ (waits (relay), "starts-per-hour");
    EXPECT_EQ (waits_for (relay), 3600) << "it may have been on a moment ago";
}

TEST_F (GateProtection, CountsFromWhenItIsSeenOnAfterAStartThatNobodySaw)
{
    protect ({ .min_on = 60 * SECOND });
    EXPECT_EQ (want (true), 1u);
    wattle_gate_take_reading (gate, relay, nullptr, now);
    pass (100);
    override_with (relay, true); // it may be off by now
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
    wattle_gate_take_result (gate, relay, WATTLE_GATE_REFUSED, now);
    wattle_gate_release (gate, relay, WATTLE_GATE_MANUAL, "hass");
    pass (100);
    read (relay, true);
    EXPECT_EQ (want (false), 0u);
    EXPECT_EQ (waits (relay), "min-on");
    EXPECT_EQ (waits_for (relay), 60);
}

TEST_F (GateProtection, LetsPeopleThroughAndRestartsItsClocks)
{
    protect ({ .min_on = 60 * SECOND });
    want (true);
    pass (10);
    override_with (relay, false);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
    override_with (relay, true);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
    pass (30);
    wattle_gate_release (gate, relay, WATTLE_GATE_MANUAL, "hass");
    EXPECT_EQ (want (false), 0u);
    EXPECT_EQ (waits_for (relay), 30);
}

TEST_F (GateProtection, BindsPeopleIfItIsToldSo)
{
    protect ({ .min_on = 60 * SECOND, .protect_manual = TRUE });
    override_with (relay, true);
    obey ();
    override_with (relay, false);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (waits (relay), "min-on");
}

TEST_F (GateProtection, NeverKeepsSafetyFromSwitchingOff)
{
    protect ({ .min_on = 60 * SECOND, .delay = 60 * SECOND, .protect_manual = TRUE });
    override_with (relay, true);
    obey ();
    claim (relay, WATTLE_GATE_SAFETY, false);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
}

TEST_F (GateProtection, CountsFromWhenTheChangeWasSeen)
{
    protect ({ .min_on = 60 * SECOND });
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    decide ();
    wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
    pass (4);
    read (relay, true);
    want (false);
    EXPECT_EQ (waits_for (relay), 60);
}

TEST_F (GateProtection, CountsACommandThatIsRetriedAsOneStart)
{
    protect ({ .starts_per_hour = 2 });
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    for (int i = 0; i < 2; i++) {
        ASSERT_EQ (decide ().size (), 1u);
        wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
        pass (5);
    }
    read (relay, true);
    EXPECT_EQ (relay->past.recent->len, 1u);
}

} // namespace
