// SPDX-License-Identifier: LGPL-2.1-or-later
// Layers, claims and their ends, and what becomes of a command.
#include "support/gate-house.h"

using namespace wattle_test;

namespace
{

using Orders = std::vector<std::string>;

class Gate : public GateHouse
{
  protected:
    WattleGateOutput *relay = add ("meter/output_1");
};

TEST_F (Gate, LeavesAnOutputAloneThatNobodyWants)
{
    EXPECT_EQ (decide (), Orders{});
    read (relay, true);
    wattle_gate_release (gate, relay, WATTLE_GATE_MANUAL, "device");
    EXPECT_EQ (decide (), Orders{});
}

TEST_F (Gate, LetsTheHigherLayerWin)
{
    claim (relay, WATTLE_GATE_DEFAULT, false);
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
    override_with (relay, false);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
    claim (relay, WATTLE_GATE_PERMANENT, true);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
    claim (relay, WATTLE_GATE_SAFETY, false, "guard");
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
    EXPECT_EQ (held_by (relay), "guard");
}

TEST_F (Gate, WeighsAutomationsByPriorityThenByTheirPlace)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "strong", 2, 0);
    claim (relay, WATTLE_GATE_AUTOMATION, false, "late", 1, 9);
    EXPECT_EQ (held_by (relay), "strong");
    claim (relay, WATTLE_GATE_AUTOMATION, false, "later", 2, 3);
    EXPECT_EQ (held_by (relay), "later");
}

TEST_F (Gate, LetsThePersonWinWhoCameLast)
{
    override_with (relay, true, "hass");
    override_with (relay, false, "user 1000");
    EXPECT_EQ (held_by (relay), "user 1000");
    override_with (relay, true, "hass");
    EXPECT_EQ (held_by (relay), "hass");
}

TEST_F (Gate, NamesTheStrongestOfTheLosersFirst)
{
    claim (relay, WATTLE_GATE_DEFAULT, false, "default");
    claim (relay, WATTLE_GATE_AUTOMATION, true, "weak", 1);
    override_with (relay, true, "hass");
    claim (relay, WATTLE_GATE_AUTOMATION, true, "strong", 2);
    override_with (relay, true, "user 1000");
    g_autoptr (GArray) losers = wattle_gate_claims_list_losers (relay->claims);
    std::vector<std::string> authors;

    for (guint i = 0; i < losers->len; i++)
        authors.push_back (g_array_index (losers, WattleGateLoser, i).claim->author);
    EXPECT_EQ (authors, (std::vector<std::string>{ "hass", "strong", "weak", "default" }));
}

TEST_F (Gate, SaysWhyClaimsLost)
{
    claim (relay, WATTLE_GATE_DEFAULT, false, "default");
    claim (relay, WATTLE_GATE_AUTOMATION, true, "weak", 1);
    claim (relay, WATTLE_GATE_AUTOMATION, true, "early", 2, 0);
    claim (relay, WATTLE_GATE_AUTOMATION, true, "winner", 2, 1);
    g_autoptr (GArray) losers = wattle_gate_claims_list_losers (relay->claims);
    std::map<std::string, std::string> why;

    for (guint i = 0; i < losers->len; i++) {
        WattleGateLoser *loser = &g_array_index (losers, WattleGateLoser, i);
        why[loser->claim->author] = wattle_gate_loss_get_name (loser->loss);
    }
    EXPECT_EQ (why, (std::map<std::string, std::string>{
                        { "default", "layer" }, { "weak", "priority" }, { "early", "order" } }));
}

TEST_F (Gate, WeighsAllClaimsOfAnEvaluationBeforeItSwitchesOnce)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "a");
    wattle_gate_release (gate, relay, WATTLE_GATE_AUTOMATION, "a");
    claim (relay, WATTLE_GATE_AUTOMATION, false, "b");
    EXPECT_EQ (decide (), Orders{});
}

TEST_F (Gate, EndsAnOverrideAfterTwoHours)
{
    claim (relay, WATTLE_GATE_AUTOMATION, false, "automation:boiler");
    override_with (relay, true);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
    EXPECT_EQ (wattle_gate_get_due (gate, now), now + 7200 * SECOND);
    pass (7199);
    EXPECT_EQ (obey (), Orders{});
    pass (1);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
}

TEST_F (Gate, EndsAnOverrideWhenTheAutomationWantsSomethingElse)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "automation:boiler");
    obey ();
    override_with (relay, false);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
    claim (relay, WATTLE_GATE_AUTOMATION, false, "automation:boiler");
    decide ();
    EXPECT_EQ (held_by (relay), "automation:boiler");
}

TEST_F (Gate, KeepsAnOverrideThatEndsAtATimeOnly)
{
    WattleGateClaim *made = claim (relay, WATTLE_GATE_MANUAL, true, "hass");

    made->until = now + 60 * SECOND;
    claim (relay, WATTLE_GATE_AUTOMATION, false);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
    pass (60);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
}

TEST_F (Gate, RemembersAnOverrideBelowAPermanentClaim)
{
    claim (relay, WATTLE_GATE_PERMANENT, false, "automation:guard");
    override_with (relay, true);
    EXPECT_EQ (obey (), Orders{});
    wattle_gate_release (gate, relay, WATTLE_GATE_PERMANENT, "automation:guard");
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
}

TEST_F (Gate, TakesAChangeAtTheDeviceForAnOverride)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "automation:boiler");
    obey ();
    pass (5);
    read (relay, false);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (held_by (relay), "device");
    pass (7200);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
}

TEST_F (Gate, UndoesAChangeAtTheDeviceForAContinuousClaim)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true)->continuous = TRUE;
    obey ();
    pass (5);
    read (relay, false);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
}

TEST_F (Gate, TakesNoChangeForOneMadeAtTheDeviceThatCameWhileItWasAway)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "automation:boiler");
    obey ();
    wattle_gate_take_reading (gate, relay, nullptr, now);
    pass (5);
    read (relay, false);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
    EXPECT_EQ (held_by (relay), "automation:boiler");
}

TEST_F (Gate, IsConfirmedByWhatTheDeviceSaysOnly)
{
    override_with (relay, true);
    decide ();
    EXPECT_EQ (relay->command, WATTLE_GATE_UNDER_WAY);
    wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
    EXPECT_EQ (relay->command, WATTLE_GATE_AWAITED);
    EXPECT_FALSE (wattle_gate_output_is_settled (relay));
    read (relay, true);
    EXPECT_EQ (relay->command, WATTLE_GATE_CONFIRMED);
    decide ();
    EXPECT_TRUE (wattle_gate_output_is_settled (relay));
}

TEST_F (Gate, TriesTwiceAgainThenIsContradicted)
{
    override_with (relay, true);
    for (int i = 0; i < 3; i++) {
        EXPECT_EQ (decide (), Orders{ "meter/output_1 on" }) << i;
        wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
        pass (4);
        read (relay, false);
        EXPECT_EQ (decide (), Orders{}) << i;
        pass (1);
    }
    EXPECT_EQ (decide (), Orders{});
    EXPECT_EQ (relay->command, WATTLE_GATE_CONTRADICTED);
    EXPECT_FALSE (wattle_gate_value_is_on (relay->actual)) << "the true state stays";
    pass (3600);
    EXPECT_EQ (decide (), Orders{});
    override_with (relay, true);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" }) << "whoever asks again gets another try";
}

TEST_F (Gate, IsNotContradictedAnyMoreOnceTheRelayObeys)
{
    override_with (relay, true);
    for (int i = 0; i < 4; i++) {
        decide ();
        wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
        pass (5);
    }
    ASSERT_EQ (relay->command, WATTLE_GATE_CONTRADICTED);
    read (relay, true);
    EXPECT_EQ (relay->command, WATTLE_GATE_CONFIRMED);
    EXPECT_EQ (held_by (relay), "hass") << "not a change made at the device";
}

TEST_F (Gate, TriesNoMoreWhatTheDeviceRefuses)
{
    override_with (relay, true);
    decide ();
    wattle_gate_take_result (gate, relay, WATTLE_GATE_REFUSED, now);
    EXPECT_EQ (relay->command, WATTLE_GATE_CONTRADICTED);
    EXPECT_EQ (decide (), Orders{});
}

TEST_F (Gate, DropsWhatAPersonWantedFromADeviceThatIsAway)
{
    gint64 start = now;
    int sent = 0;

    override_with (relay, true);
    while (relay->command != WATTLE_GATE_DROPPED && sent < 100) {
        if (!decide ().empty ()) {
            sent++;
            wattle_gate_take_result (gate, relay, WATTLE_GATE_NOT_SENT, now);
        }
        if (relay->command != WATTLE_GATE_DROPPED)
            now = wattle_gate_get_due (gate, now);
    }
    EXPECT_EQ (now - start, 10 * SECOND);
    EXPECT_EQ (held_by (relay), "") << "a relay must not move minutes later";
    pass (100);
    EXPECT_EQ (decide (), Orders{});
}

TEST_F (Gate, LetsAWishStandThatWasMetWhenTheDeviceGoesAway)
{
    claim (relay, WATTLE_GATE_DEFAULT, false);
    override_with (relay, true);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
    EXPECT_EQ (decide (), Orders{});
    wattle_gate_take_reading (gate, relay, nullptr, now);
    wattle_gate_output_set_available (relay, FALSE);
    for (int i = 0; i < 60; i++) {
        pass (1);
        EXPECT_EQ (decide (), Orders{}) << "nobody has asked for anything";
    }
    EXPECT_EQ (held_by (relay), "hass");
    EXPECT_EQ (waits (relay), "away");
    wattle_gate_output_set_available (relay, TRUE);
    EXPECT_EQ (decide (), Orders{}) << "the device says first what it is";
    read (relay, false); // as it comes up
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" });
}

TEST_F (Gate, ForgetsAWishThatWasNeverMetWithItsCommand)
{
    wattle_gate_output_set_available (relay, FALSE);
    override_with (relay, true);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
    for (int i = 0; i < 12; i++) {
        wattle_gate_take_result (gate, relay, WATTLE_GATE_NOT_SENT, now);
        pass (1);
        decide ();
    }
    EXPECT_EQ (relay->command, WATTLE_GATE_DROPPED);
    EXPECT_EQ (held_by (relay), "");
    pass (60);
    decide ();
    EXPECT_EQ (relay->command, WATTLE_GATE_IDLE) << "nobody asks about it any more";
}

// The first attempt may have switched it, though nobody heard of it.
TEST_F (Gate, NeverSaysOfACommandThatMayHaveArrivedThatItWasDropped)
{
    override_with (relay, true);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
    pass (9);
    wattle_gate_take_result (gate, relay, WATTLE_GATE_FAILED, now);
    for (int i = 0; i < 30 && relay->command != WATTLE_GATE_CONTRADICTED; i++) {
        pass (2);
        decide ();
        wattle_gate_take_result (gate, relay, WATTLE_GATE_NOT_SENT, now);
        EXPECT_NE (relay->command, WATTLE_GATE_DROPPED);
    }
    EXPECT_EQ (relay->command, WATTLE_GATE_CONTRADICTED);
    EXPECT_EQ (relay->tries, 3u);
    read (relay, true);
    EXPECT_EQ (relay->command, WATTLE_GATE_CONFIRMED);
}

TEST_F (Gate, TakesADroppedCommandForDoneWhenTheDeviceSaysSo)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
    pass (11);
    wattle_gate_take_result (gate, relay, WATTLE_GATE_NOT_SENT, now);
    EXPECT_EQ (relay->command, WATTLE_GATE_DROPPED);
    read (relay, true);
    EXPECT_EQ (relay->command, WATTLE_GATE_CONFIRMED);
    EXPECT_EQ (held_by (relay), "somebody") << "and nobody stood at the device";
}

TEST_F (Gate, TriesAnewForAnAutomationAMinuteAfterACommandWasDropped)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    decide ();
    pass (11);
    wattle_gate_take_result (gate, relay, WATTLE_GATE_NOT_SENT, now);
    pass (59);
    EXPECT_EQ (decide (), Orders{});
    pass (1);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
}

TEST_F (Gate, TriesAnewForAContinuousClaimAMinuteAfterTheRelayDidNotObey)
{
    auto disobey = [this] {
        for (int i = 0; i < 30 && relay->command != WATTLE_GATE_CONTRADICTED; i++) {
            decide ();
            wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
            pass (5);
        }
    };

    claim (relay, WATTLE_GATE_AUTOMATION, true)->continuous = TRUE;
    disobey ();
    pass (60);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
    wattle_gate_release (gate, relay, WATTLE_GATE_AUTOMATION, "somebody");
    wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
    pass (10);
    decide ();
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    disobey ();
    pass (600);
    EXPECT_EQ (decide (), Orders{}) << "one that is not continuous has been said";
}

TEST_F (Gate, TriesAnewWhatWasContradictedWhenTheDeviceIsBack)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    for (int i = 0; i < 30 && relay->command != WATTLE_GATE_CONTRADICTED; i++) {
        decide ();
        wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
        pass (5);
    }
    ASSERT_EQ (relay->command, WATTLE_GATE_CONTRADICTED);
    wattle_gate_output_set_available (relay, FALSE);
    EXPECT_EQ (decide (), Orders{});
    wattle_gate_output_set_available (relay, TRUE);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
}

TEST_F (Gate, LetsAutomationsWaitForADeviceThatIsAway)
{
    wattle_gate_output_set_available (relay, FALSE);
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    EXPECT_EQ (decide (), Orders{});
    EXPECT_EQ (waits (relay), "away");
    wattle_gate_output_set_available (relay, TRUE);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
}

TEST_F (Gate, HoldsAutomationsUntilTheirInputsAreFresh)
{
    WattleGateOutput *held = add ("meter/output_2", {}, false);
    WattleGateOutput *fresh = add ("meter/output_3", {}, false);

    claim (held, WATTLE_GATE_AUTOMATION, true);
    claim (fresh, WATTLE_GATE_AUTOMATION, true);
    wattle_gate_set_fresh (gate, fresh);
    EXPECT_EQ (obey (), Orders{ "meter/output_3 on" });
    EXPECT_EQ (waits (held), "start-up");
    EXPECT_EQ (waits_for (held), 60);
    pass (60);
    EXPECT_EQ (obey (), Orders{ "meter/output_2 on" });
}

TEST_F (Gate, LetsPeopleThroughWhileItStarts)
{
    WattleGateOutput *held = add ("meter/output_2", {}, false);

    override_with (held, true);
    EXPECT_EQ (obey (), Orders{ "meter/output_2 on" });
}

TEST_F (Gate, CountsStartsAndTheTimeOn)
{
    for (int i = 0; i < 3; i++) {
        override_with (relay, true);
        obey ();
        pass (10);
        override_with (relay, false);
        obey ();
        pass (5);
    }
    EXPECT_EQ (relay->past.starts, 3u);
    EXPECT_EQ (wattle_gate_past_get_on_span (&relay->past, now), 30 * SECOND);
    EXPECT_EQ (relay->past.last_switch, now - 5 * SECOND);
}

TEST_F (Gate, DoesNotSendTwiceWhatIsUnderWay)
{
    override_with (relay, true);
    EXPECT_EQ (decide ().size (), 1u);
    pass (30);
    EXPECT_EQ (decide ().size (), 0u);
    override_with (relay, false);
    EXPECT_EQ (decide ().size (), 0u) << "the next after the one in flight";
    wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
    read (relay, true);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 off" });
}

TEST_F (Gate, TakesNumbersForTheSameThatDifferByLessThanAStep)
{
    WattleGateProtection none = {};
    WattleGateOutput *limit = wattle_gate_add (gate, "car/limit", &none, 0.5, nullptr, now);
    g_autoptr (GVariant) near = g_variant_ref_sink (g_variant_new_double (15.6));

    wattle_gate_output_set_available (limit, TRUE);
    wattle_gate_claim (
        gate, limit,
        wattle_gate_claim_new (WATTLE_GATE_MANUAL, "hass", g_variant_new_double (16), now));
    EXPECT_EQ (decide ().size (), 1u);
    wattle_gate_take_result (gate, limit, WATTLE_GATE_DONE, now);
    wattle_gate_take_reading (gate, limit, near, now);
    EXPECT_EQ (limit->command, WATTLE_GATE_CONFIRMED);
}

TEST_F (Gate, RefusesMoreClaimsThanItCanWeigh)
{
    for (int i = 0; i < WATTLE_GATE_CLAIMS_MAX; i++)
        ASSERT_NE (claim (relay, WATTLE_GATE_MANUAL, true, std::to_string (i).c_str ()), nullptr);
    EXPECT_EQ (claim (relay, WATTLE_GATE_MANUAL, true, "one more"), nullptr);
}

} // namespace
