// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/runner-house.h"

using namespace wattle_test;

namespace
{

class RunnerState : public RunnerHouse
{
  protected:
    // The seconds at which something is asked within @span; each time it fails.
    std::vector<double>
    failed_probes (double span, WattleOutcome outcome = WATTLE_OUTCOME_EMPTY)
    {
        std::vector<double> times;

        for (double now = 0.5; now <= span; now += 0.5) {
            advance (0.5);
            if (in_flight () == 0)
                continue;
            times.push_back (now);
            answer_all (outcome);
        }
        return times;
    }

    void
    go_offline ()
    {
        start ();
        answer_all (WATTLE_OUTCOME_EMPTY);
        failed_probes (2);
        ASSERT_EQ (state (), "offline");
        log.take ();
    }
};

using Times = std::vector<double>;

TEST_F (RunnerState, StartsUntilTheFirstAnswer)
{
    start ();
    EXPECT_EQ (state (), "starting");
    EXPECT_FALSE (wattle_runner_is_available (runner));
    answer ();
    EXPECT_EQ (state (), "online");
    EXPECT_TRUE (wattle_runner_is_available (runner));
    EXPECT_EQ (log.take (), (Strings{ "meter: online" }));
}

TEST_F (RunnerState, SaysEachChangeOnce)
{
    renew (600000, 2);
    start ();
    answer_all ();
    wattle_runner_poll (runner);
    advance (0);
    answer ();
    answer (WATTLE_OUTCOME_EMPTY);
    EXPECT_EQ (log.take ().size (), 2u);
    EXPECT_EQ (state (), "degraded");
    EXPECT_EQ (error ().rfind ("GET /2: ", 0), 0u) << error ();

    for (int i = 0; i < 5; i++) {
        wattle_runner_poll_all (runner);
        advance (0);
        answer ();
        answer (WATTLE_OUTCOME_EMPTY);
    }
    EXPECT_EQ (log.take (), (Strings{})) << "part of it answers: degraded, never offline";
}

// /1 is due every 60 s and good; /2 is due every 300 s, was good once and fails ever after.
TEST_F (RunnerState, StaysDegradedWhileOnlyOnePollGroupFails)
{
    renew (10000);
    script ().ask = [] (WattleDevice *device, guint) -> WattleRequest * {
        WattleSource *source = WATTLE_SOURCE (device);

        if (wattle_source_due (source, "status", 60000))
            return get (1);
        return wattle_source_due (source, "devices", 300000) ? get (2) : nullptr;
    };
    start ();
    answer_all ();
    log.take ();

    for (double now = 0; now < 1200; now += 0.25) {
        if (now == (int)now) // as often as the grid asks the fastest of devices
            wattle_runner_poll (runner);
        advance (0.25);
        while (in_flight () != 0)
            answer (in_flight () == 2 ? WATTLE_OUTCOME_INVALID : WATTLE_OUTCOME_ANSWERED);
    }
    EXPECT_EQ (state (), "degraded");
    EXPECT_EQ (log.take ().size (), 1u) << "it does not flap";

    failed_probes (10);
    EXPECT_EQ (state (), "offline") << "once nothing answers";
}

TEST_F (RunnerState, GoesOfflineAfterThreeCyclesAndComesBack)
{
    start ();
    answer ();
    wattle_runner_poll (runner);
    advance (0);
    answer (WATTLE_OUTCOME_EMPTY);
    EXPECT_EQ (state (), "degraded");
    EXPECT_EQ (failed_probes (2), (Times{ 1, 2 })) << "asked again soon, not at the next tick";
    EXPECT_EQ (state (), "offline");
    EXPECT_EQ (log.take ().size (), 3u);

    advance (1);
    answer ();
    EXPECT_EQ (state (), "online");
    EXPECT_EQ (log.take (), (Strings{ "meter: online" }));
}

TEST_F (RunnerState, ProbesASuspendedDeviceMoreAndMoreRarely)
{
    go_offline ();
    EXPECT_EQ (failed_probes (210), (Times{ 1, 3, 8, 23, 83, 143, 203 }));
    EXPECT_EQ (log.take (), (Strings{})) << "one line for all that";
}

TEST_F (RunnerState, LeavesASuspendedDeviceOutOfTheGrid)
{
    go_offline ();
    wattle_runner_poll (runner);
    advance (0);
    EXPECT_EQ (in_flight (), 0u);
}

TEST_F (RunnerState, AsksASuspendedDeviceAtOnceWhenToldTo)
{
    go_offline ();
    wattle_runner_poll_all (runner);
    advance (0);
    answer ();
    EXPECT_EQ (state (), "online");
    EXPECT_EQ (failed_probes (300), (Times{})) << "and forgets the probe that was planned";
}

TEST_F (RunnerState, AsksWithWrongCredentialsOncePerMinute)
{
    script ().decode_frame = [] (WattleDevice *, WattleFrame *, GError **error) {
        return fail (error, WATTLE_ERROR_AUTH);
    };
    start ();
    answer_all ();
    EXPECT_EQ (state (), "offline");
    EXPECT_EQ (failed_probes (125, WATTLE_OUTCOME_ANSWERED), (Times{ 60, 120 }));

    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_DOWN, "cable");
    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_UP, nullptr);
    advance (0);
    EXPECT_EQ (in_flight (), 0u) << "also when the link comes back";
}

TEST_F (RunnerState, FollowsItsLinkDownAndIsAskedWhenItIsUp)
{
    start ();
    answer ();
    log.take ();
    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_DOWN, "no route");
    EXPECT_EQ (state (), "offline");
    EXPECT_EQ (error (), "http://fake: no route");

    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_UP, nullptr);
    advance (0);
    EXPECT_EQ (state (), "offline") << "it has not answered yet";
    ASSERT_EQ (in_flight (), 1u);
    answer ();
    EXPECT_EQ (state (), "online");
    EXPECT_EQ (log.take (), (Strings{ "meter: offline: http://fake: no route", "meter: online" }));
}

TEST_F (RunnerState, LinksThatTellTheSameStandInForEachOther)
{
    FakeLink *mqtt = make_link (WATTLE_LINK_MQTT);

    wattle_source_share_links (WATTLE_SOURCE (wattle_runner_get_device (runner)));
    wattle_runner_set_link (runner, WATTLE_LINK_MQTT, WATTLE_LINK (mqtt));
    start ();
    answer ();
    wattle_link_set_state (WATTLE_LINK (mqtt), WATTLE_LINK_DOWN, "no broker");
    EXPECT_EQ (state (), "online");
    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_DOWN, "no route");
    EXPECT_EQ (state (), "offline");
    EXPECT_EQ (error (), "http://fake: no route");
    wattle_runner_set_link (runner, WATTLE_LINK_MQTT, nullptr);
    g_object_unref (mqtt);
}

TEST_F (RunnerState, RepeatsWhatHasToBePutRightWithItsLink)
{
    start ();
    answer ();
    log.take ();
    wattle_link_set_fault (WATTLE_LINK (link), wattle_message_new ("%s is locked", "/dev/ttyS0"));
    EXPECT_EQ (error (), "/dev/ttyS0 is locked");
    wattle_link_set_fault (WATTLE_LINK (link), wattle_message_new ("%s is missing", "/dev/ttyS0"));
    EXPECT_EQ (error (), "/dev/ttyS0 is missing") << "the reason changes while it is down";
    EXPECT_STREQ (wattle_message_get_template (wattle_runner_get_error_message (runner)),
                  "%s is missing");
    EXPECT_EQ (log.take (), (Strings{ "meter: offline: /dev/ttyS0 is locked" }));
}

TEST_F (RunnerState, TakesEverySourceOfALinkDown)
{
    g_autoptr (WattleDevice) device = make_device ();
    g_autoptr (WattleRunner) other =
        wattle_runner_new ("other", device, options, runner, clock, 1000);

    wattle_runner_set_link (other, WATTLE_LINK_HTTP, WATTLE_LINK (link));
    start ();
    answer ();
    wattle_runner_start (other);
    EXPECT_TRUE (wattle_runner_is_available (other));
    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_DOWN, "no route");
    EXPECT_FALSE (wattle_runner_is_available (other));
    EXPECT_FALSE (wattle_runner_is_available (runner));
    wattle_link_set_state (WATTLE_LINK (link), WATTLE_LINK_UP, nullptr);
    EXPECT_TRUE (wattle_runner_is_available (other)) << "it answers at once";
    wattle_runner_stop (other);
}

TEST_F (RunnerState, WaitsForAnAnswerAfterItWasGone)
{
    start ();
    answer ();
    wattle_runner_set_gone (runner, TRUE);
    EXPECT_EQ (state (), "gone");
    wattle_runner_poll_all (runner);
    advance (100);
    EXPECT_EQ (in_flight (), 0u);

    wattle_runner_set_gone (runner, FALSE);
    advance (0);
    EXPECT_FALSE (wattle_runner_is_available (runner));
    answer ();
    EXPECT_EQ (state (), "online");
}

TEST_F (RunnerState, DropsTheAnswerInFlightWhenRestarted)
{
    int answers = 0;

    script ().decode = [&] (WattleDevice *) { return ++answers > 0; };
    start ();
    wattle_runner_restart (runner);
    EXPECT_EQ (aborted, (std::vector<guint>{ 1 }));
    started.clear ();
    advance (0);
    EXPECT_EQ (in_flight (), 1u) << "asked anew";
    answer ();
    EXPECT_EQ (answers, 1);
}

TEST_F (RunnerState, AsksNothingWhileItsGatewayDoesNotDetectIt)
{
    go_offline ();
    wattle_runner_set_lost (runner, TRUE);
    EXPECT_EQ (error (), "its gateway does not detect it");
    EXPECT_EQ (failed_probes (200), (Times{}));
    wattle_runner_set_lost (runner, FALSE);
    advance (0);
    answer ();
    EXPECT_EQ (state (), "online");
}

TEST_F (RunnerState, LeavesNoTimerWhenAChangeOfStateStopsIt)
{
    g_signal_connect (runner, "state-changed", G_CALLBACK (wattle_runner_stop), nullptr);
    renew (0);
    g_signal_connect (runner, "state-changed", G_CALLBACK (wattle_runner_stop), nullptr);
    start ();
    answer ();
    g_clear_object (&runner);
    advance (100);
    EXPECT_EQ (in_flight (), 0u);
}

} // namespace
