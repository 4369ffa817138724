// SPDX-License-Identifier: LGPL-2.1-or-later
// What the gate remembers over a restart.
#include "support/gate-house.h"

using namespace wattle_test;

namespace
{

using Orders = std::vector<std::string>;

class GateFile : public GateHouse
{
  protected:
    void
    come_back (WattleGateProtection protection = {})
    {
        relay = wattle_gate_add (gate, "meter/output_1", &protection, 0, nullptr, now);
        wattle_gate_output_set_available (relay, TRUE);
        wattle_gate_set_fresh (gate, relay);
    }

    bool
    load (const std::string &text)
    {
        g_autoptr (GError) error = nullptr;
        bool loaded =
            wattle_gate_file_read (gate, text.data (), text.size (), now, wall, &skipped, &error);

        complaint = error != nullptr ? error->message : "";
        return loaded;
    }

    WattleGateOutput *relay = add ("meter/output_1");
    guint skipped = 0;
    std::string complaint;
};

TEST_F (GateFile, KeepsClaimsWithTheirEnds)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "automation:boiler", 3, 4)->continuous = TRUE;
    override_with (relay, false, "user 1000");
    pass (600);
    restart (600);
    come_back ();
    read (relay, true);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 off" });
    EXPECT_EQ (held_by (relay), "user 1000");
    WattleGateClaim *kept =
        wattle_gate_claims_find (relay->claims, WATTLE_GATE_AUTOMATION, "automation:boiler");
    EXPECT_EQ (kept->priority, 3);
    EXPECT_EQ (kept->order, 4);
    EXPECT_TRUE (kept->continuous);
    pass (5999);
    EXPECT_EQ (obey (), Orders{});
    pass (1);
    EXPECT_EQ (obey (), Orders{ "meter/output_1 on" }) << "time while the host is down counts";
}

TEST_F (GateFile, KeepsWhatAnOverrideWaitsFor)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "automation:boiler");
    override_with (relay, false);
    restart ();
    come_back ();
    decide ();
    EXPECT_EQ (held_by (relay), "hass");
    claim (relay, WATTLE_GATE_AUTOMATION, false, "automation:boiler");
    decide ();
    EXPECT_EQ (held_by (relay), "automation:boiler");
}

TEST_F (GateFile, KeepsTheOrderInWhichPeopleCame)
{
    override_with (relay, true, "b");
    override_with (relay, true, "a");
    restart ();
    come_back ();
    EXPECT_EQ (held_by (relay), "a");
    override_with (relay, true, "c");
    EXPECT_EQ (held_by (relay), "c");
}

TEST_F (GateFile, KeepsProtectionsAndStatistics)
{
    override_with (relay, true);
    obey ();
    pass (10);
    restart (20);
    come_back ({ .min_on = 60 * SECOND, .starts_per_hour = 1 });
    read (relay, true);
    wattle_gate_release (gate, relay, WATTLE_GATE_MANUAL, "hass");
    claim (relay, WATTLE_GATE_AUTOMATION, false);
    EXPECT_EQ (obey (), Orders{});
    EXPECT_EQ (waits_for (relay), 30);
    EXPECT_EQ (relay->past.starts, 1u);
    EXPECT_EQ (wattle_gate_past_get_on_span (&relay->past, now), 10 * SECOND);
    pass (30);
    obey ();
    claim (relay, WATTLE_GATE_AUTOMATION, true);
    obey ();
    EXPECT_EQ (waits (relay), "starts-per-hour");
}

TEST_F (GateFile, LastsNoLongerWhenTheClockHasLostItsTime)
{
    override_with (relay, true);
    pass (600);
    g_autofree char *text = wattle_gate_file_write (gate, now, wall);
    wattle_gate_free (gate);
    gate = wattle_gate_new ();
    wall = 0; // 1970
    ASSERT_TRUE (load (text));
    come_back ();
    EXPECT_EQ (wattle_gate_get_due (gate, now), now + 6600 * SECOND);
}

TEST_F (GateFile, KeepsADeviceThatIsNotThereYet)
{
    override_with (relay, true);
    restart ();
    EXPECT_EQ (decide (), Orders{}) << "nobody to command";
    restart ();
    come_back ();
    EXPECT_EQ (held_by (relay), "hass");
}

TEST_F (GateFile, SendsNothingBeforeTheDeviceHasAnswered)
{
    override_with (relay, true);
    obey ();
    decide ();
    restart ();
    come_back ();
    EXPECT_EQ (decide (), Orders{}) << "it was met: the device has to say that it is otherwise";
    EXPECT_EQ (waits (relay), "away");
    read (relay, true);
    EXPECT_EQ (decide (), Orders{});
    EXPECT_EQ (relay->past.starts, 1u);
}

TEST_F (GateFile, KeepsThatARelayDoesNotObey)
{
    claim (relay, WATTLE_GATE_AUTOMATION, true, "automation:boiler");
    for (int tries = 0; tries < WATTLE_GATE_TRIES; tries++) {
        ASSERT_EQ (decide ().size (), 1u) << tries;
        wattle_gate_take_result (gate, relay, WATTLE_GATE_DONE, now);
        pass (10);
    }
    EXPECT_EQ (decide (), Orders{});
    ASSERT_EQ (relay->command, WATTLE_GATE_CONTRADICTED);
    restart ();
    relay = wattle_gate_find (gate, "meter/output_1");
    ASSERT_EQ (relay->command, WATTLE_GATE_CONTRADICTED);
    EXPECT_EQ (relay->tries, (guint)WATTLE_GATE_TRIES);
    EXPECT_TRUE (wattle_gate_value_is_on (relay->commanded));
}

TEST_F (GateFile, WaitsForTheAnswerToACommandThatWasUnderWay)
{
    override_with (relay, true);
    ASSERT_EQ (decide (), Orders{ "meter/output_1 on" });
    restart ();
    come_back ();
    EXPECT_EQ (decide (), Orders{}) << "it may have arrived";
    EXPECT_EQ (relay->command, WATTLE_GATE_AWAITED);
    read (relay, true);
    EXPECT_EQ (decide (), Orders{});
    EXPECT_EQ (relay->command, WATTLE_GATE_CONFIRMED);
    EXPECT_EQ (relay->past.starts, 1u) << "one start, whoever saw it";
}

TEST_F (GateFile, CommandsAnewWhatTheDeviceSaysWasNotDone)
{
    override_with (relay, true);
    ASSERT_EQ (decide (), Orders{ "meter/output_1 on" });
    restart ();
    come_back ();
    read (relay, false);
    EXPECT_EQ (decide (), Orders{ "meter/output_1 on" });
}

TEST_F (GateFile, TakesNoCommandThatIsNotWhole)
{
    const std::string output = "[Gate]\nSaved=5\n[Output meter/output_1]\nCommand=awaited\n";

    for (const char *rest : { "CommandLayer=manual\nCommandFor=1\nTries=1\n",
                              "Commanded=on\nCommandLayer=king\nCommandFor=1\nTries=1\n",
                              "Commanded=on\nCommandLayer=manual\nTries=1\n",
                              "Commanded=on\nCommandLayer=manual\nCommandFor=1\nTries=many\n" }) {
        wattle_gate_free (gate);
        gate = wattle_gate_new ();
        ASSERT_TRUE (load (output + rest));
        EXPECT_EQ (wattle_gate_find (gate, "meter/output_1")->command, WATTLE_GATE_IDLE) << rest;
    }
}

TEST_F (GateFile, RefusesWhatIsNoSuchFile)
{
    EXPECT_FALSE (load ("nonsense"));
    EXPECT_FALSE (load ("[Gate]\nFormat=99\nSaved=1\n"));
    EXPECT_FALSE (load ("[Gate]\nFormat=1\n"));
    EXPECT_EQ (complaint, "[Gate] Saved: must be the time at which the file was written");
}

TEST_F (GateFile, LeavesOutWhatItDoesNotUnderstand)
{
    wattle_gate_free (gate);
    gate = wattle_gate_new ();
    ASSERT_TRUE (load ("[Gate]\nSaved=5\n[Output ../x]\n[Output meter/output_1]\nState=purple\n"
                       "LastOn=9999999999999999999\n[Claim 1 meter/output_1]\nAuthor=a\n"
                       "Layer=manual\nValue=on\n[Claim 2 meter/output_1]\nAuthor=b\nLayer=king\n"
                       "Value=on\n[Claim x meter/output_1]\n[Claim 3 other/output_1]\n"));
    EXPECT_EQ (skipped, 4u);
    relay = wattle_gate_find (gate, "meter/output_1");
    EXPECT_EQ (held_by (relay), "a");
    EXPECT_EQ (relay->past.last_on, WATTLE_GATE_NOT_YET);
}

} // namespace
