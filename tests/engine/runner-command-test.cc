// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/runner-house.h"

using namespace wattle_test;

namespace
{

class RunnerCommand : public RunnerHouse
{
  protected:
    RunnerCommand ()
    {
        renew (600000, 2);
        act_with (11);
    }

    ~RunnerCommand () override
    {
        g_clear_object (&runner); // its last words come to the test
    }

    // The command asks /11, /12, … and is done.
    void
    act_with (guint tag, guint requests = 1)
    {
        script ().act = [tag, requests] (WattleCommand *, guint step, GError **) {
            return step < requests ? get (tag + step) : nullptr;
        };
    }

    void
    act (const char *name = "identify")
    {
        g_autoptr (WattleCommand) command = wattle_command_new_action (name);

        wattle_runner_act (runner, command, on_done, this);
        advance (0);
    }

    static void
    on_done (const GError *error, gpointer user_data)
    {
        RunnerCommand *self = static_cast<RunnerCommand *> (user_data);

        self->results.push_back (error != nullptr ? error->message : "done");
        if (self->after)
            self->after ();
    }

    static void
    drop (RunnerCommand *self)
    {
        wattle_runner_stop (self->runner);
        g_clear_object (&self->runner);
    }

    Strings results;
    std::function<void ()> after;
};

TEST_F (RunnerCommand, StartsAfterTheAnswerInFlightAndBeginsTheCycleAgain)
{
    act_with (11, 2);
    start ();
    act ();
    EXPECT_EQ (in_flight (), 1u) << "not before the answer";
    answer ();
    EXPECT_EQ (in_flight (), 11u);
    answer ();
    EXPECT_EQ (in_flight (), 12u);
    EXPECT_TRUE (results.empty ());
    answer ();
    EXPECT_EQ (results, (Strings{ "done" }));
    EXPECT_EQ (in_flight (), 1u) << "from step 0";
    answer ();
    answer ();
    EXPECT_EQ (in_flight (), 0u);
    EXPECT_EQ (state (), "online");
}

TEST_F (RunnerCommand, BeginsTheCycleAgainAfterAFailureToo)
{
    start ();
    act ();
    answer ();
    answer (WATTLE_OUTCOME_TIMEOUT);
    ASSERT_EQ (results.size (), 1u);
    EXPECT_NE (results[0], "done");
    EXPECT_EQ (in_flight (), 1u);
}

TEST_F (RunnerCommand, LosesNoProbeOfASuspendedDevice)
{
    start ();
    answer_all (WATTLE_OUTCOME_EMPTY);
    for (int i = 0; i < 2; i++) {
        advance (1);
        answer_all (WATTLE_OUTCOME_EMPTY);
    }
    EXPECT_EQ (state (), "offline");
    act ();
    ASSERT_EQ (in_flight (), 11u);
    advance (5); /* a probe comes due meanwhile */
    answer (WATTLE_OUTCOME_EMPTY);
    answer_all (WATTLE_OUTCOME_EMPTY);
    advance (3);
    EXPECT_EQ (in_flight (), 1u);
}

TEST_F (RunnerCommand, RunsOneAfterTheOther)
{
    start ();
    act ("first");
    act ("second");
    answer ();
    answer ();
    EXPECT_EQ (results.size (), 1u);
    EXPECT_EQ (in_flight (), 11u);
    answer ();
    EXPECT_EQ (results, (Strings{ "done", "done" }));
    EXPECT_EQ (script ().commands, (Strings{ "first", "first", "second", "second" }));
}

TEST_F (RunnerCommand, IsDroppedWhenOthersTakeTooLong)
{
    start ();
    answer_all ();
    for (const char *name : { "first", "second", "third" })
        act (name);
    for (int i = 0; i < 2; i++) {
        started.clear ();
        advance (10); /* no answer */
    }
    ASSERT_EQ (results.size (), 3u);
    EXPECT_EQ (results[2], "the command was dropped: others took more than 10 s");
    EXPECT_EQ (script ().commands, (Strings{ "first", "second" }));
}

TEST_F (RunnerCommand, IsRefusedWhenSixteenWait)
{
    start ();
    for (int i = 0; i < 16; i++)
        act ();
    EXPECT_TRUE (results.empty ());
    act ();
    ASSERT_EQ (results.size (), 1u);
    EXPECT_EQ (results[0], "meter has 16 commands waiting; try again later");
}

TEST_F (RunnerCommand, IsRefusedByADeviceThatIsNotThere)
{
    act ();
    wattle_runner_start (runner);
    wattle_runner_set_lost (runner, TRUE);
    act ();
    wattle_runner_set_gone (runner, TRUE);
    act ();
    EXPECT_EQ (results, Strings (3, "meter is not there"));
}

TEST_F (RunnerCommand, EndsWhenThePluginNeverDoes)
{
    script ().act = [] (WattleCommand *, guint, GError **) { return wattle_request_new_local (1); };
    start ();
    answer_all ();
    act ();
    EXPECT_EQ (results, (Strings{ "the command did not end after 256 requests" }));
}

TEST_F (RunnerCommand, SaysWhyThePluginRefusesIt)
{
    script ().act = [] (WattleCommand *, guint, GError **error) -> WattleRequest * {
        fail (error, WATTLE_ERROR_NOT_SUPPORTED);
        return nullptr;
    };
    start ();
    answer_all ();
    act ();
    EXPECT_EQ (results, (Strings{ "the test says no" }));
    EXPECT_EQ (in_flight (), 1u);
}

TEST_F (RunnerCommand, MayBeGivenFromTheEndOfAnother)
{
    start ();
    after = [this] {
        if (results.size () == 1)
            act ("again");
    };
    act ();
    answer ();
    answer (WATTLE_OUTCOME_TIMEOUT);
    ASSERT_EQ (started.size (), 1u) << "one request at a time";
    EXPECT_EQ (in_flight (), 11u);
    EXPECT_EQ (results.size (), 1u) << "not done before its answer";
    answer ();
    EXPECT_EQ (results.size (), 2u);
    EXPECT_EQ (results[1], "done");
}

TEST_F (RunnerCommand, WaitsForTheDelayOfARequest)
{
    script ().act = [] (WattleCommand *, guint step, GError **) -> WattleRequest * {
        return step == 0 ? wattle_request_with_delay (get (11), 500) : nullptr;
    };
    start ();
    answer_all ();
    act ();
    advance (0.4);
    EXPECT_EQ (in_flight (), 0u);
    wattle_runner_poll (runner);
    advance (0.05);
    EXPECT_EQ (in_flight (), 0u) << "nothing comes between";
    advance (0.1);
    EXPECT_EQ (in_flight (), 11u);
}

TEST_F (RunnerCommand, IsToldWhenTheDeviceStops)
{
    start ();
    act ();
    act ();
    wattle_runner_stop (runner);
    EXPECT_EQ (aborted, (std::vector<guint>{ 1 }));
    EXPECT_EQ (results, Strings (2, "the device was stopped before it was done"));
    started.clear ();
    advance (100);
    EXPECT_EQ (in_flight (), 0u);
}

TEST_F (RunnerCommand, StopsInTheMiddleOfADelay)
{
    script ().ask = [] (WattleDevice *, guint step) -> WattleRequest * {
        return step == 0 ? wattle_request_with_delay (get (1), 500) : nullptr;
    };
    start ();
    g_clear_object (&runner);
    advance (10);
    EXPECT_EQ (in_flight (), 0u);
}

TEST_F (RunnerCommand, SurvivesADecodeThatRemovesTheDevice)
{
    g_signal_connect_swapped (runner, "children-changed", G_CALLBACK (drop), this);
    script ().decode = [] (WattleDevice *device) {
        wattle_device_end_children (device);
        return true;
    };
    start ();
    answer ();
    EXPECT_EQ (runner, nullptr);
    EXPECT_EQ (in_flight (), 0u);
}

} // namespace
