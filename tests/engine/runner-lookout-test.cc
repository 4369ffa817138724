// SPDX-License-Identifier: LGPL-2.1-or-later
// A device that listens says itself whether what should come does come.
#include "support/runner-house.h"

using namespace wattle_test;

namespace
{

class RunnerLookout : public RunnerHouse
{
  protected:
    RunnerLookout ()
    {
        mqtt = make_link (WATTLE_LINK_MQTT);
        renew (1000, 0, TEST_TYPE_WATCHER);
        wattle_runner_set_link (runner, WATTLE_LINK_HTTP, nullptr);
        wattle_runner_set_link (runner, WATTLE_LINK_MQTT, WATTLE_LINK (mqtt));
        wattle_source_listen (WATTLE_SOURCE (wattle_runner_get_device (runner)), "a/#");
        script ().decode = [] (WattleDevice *device) {
            wattle_device_report (device, "active_power", 5);
            return true;
        };
        script ().check = [this] (GError **error) {
            asked++;
            if (lacks == 0)
                return fine;
            return wattle_test::fail (error, (WattleError)lacks);
        };
    }

    ~RunnerLookout () override
    {
        g_clear_object (&runner);
        g_object_unref (mqtt);
    }

    void
    connect (WattleLinkState link_state = WATTLE_LINK_UP)
    {
        wattle_link_set_state (WATTLE_LINK (mqtt), link_state, "gone");
    }

    void
    push ()
    {
        g_autoptr (GBytes) bytes = g_bytes_new_static ("1", 1);
        g_autoptr (WattleFrame) frame = wattle_frame_new_push ("a/b", bytes, FALSE, 7);

        mqtt->listener (frame, mqtt->listener_data);
    }

    // As the poller does each second.
    void
    sweep ()
    {
        wattle_runner_expire (runner);
    }

    FakeLink *mqtt;
    bool fine = false;
    int lacks = 0; // the code of the error
    int asked = 0;
};

TEST_F (RunnerLookout, IsNotAskedBeforeTheBrokerIsConnected)
{
    start ();
    sweep ();
    EXPECT_EQ (asked, 0);
    connect ();
    sweep ();
    EXPECT_EQ (asked, 1);
    EXPECT_EQ (state (), "starting");
}

TEST_F (RunnerLookout, AMessageIsNoSignOfLifeUntilTheDeviceSaysSo)
{
    start ();
    connect ();
    push ();
    EXPECT_EQ (state (), "starting");
    EXPECT_EQ (batches.size (), 1u);
    fine = true;
    push ();
    EXPECT_EQ (state (), "online");
    EXPECT_EQ (error (), "");
}

TEST_F (RunnerLookout, SilenceIsOfflineAndSaysWhy)
{
    start ();
    connect ();
    fine = true;
    push ();
    lacks = WATTLE_ERROR_TIMEOUT;
    sweep ();
    EXPECT_EQ (state (), "offline");
    EXPECT_EQ (error (), "the test says no");
    lacks = 0;
    push ();
    EXPECT_EQ (state (), "online");
    EXPECT_EQ (error (), "");
}

TEST_F (RunnerLookout, WhatElseIsMissingIsDegraded)
{
    start ();
    connect ();
    lacks = WATTLE_ERROR_PROTOCOL;
    sweep ();
    EXPECT_EQ (state (), "degraded");
    EXPECT_EQ (error (), "the test says no");
    lacks = 0;
    fine = true;
    sweep ();
    EXPECT_EQ (state (), "online");
}

TEST_F (RunnerLookout, AConnectionThatIsBackDoesNotMakeItAvailable)
{
    start ();
    connect ();
    fine = true;
    push ();
    connect (WATTLE_LINK_DOWN);
    EXPECT_EQ (state (), "offline");
    fine = false;
    connect ();
    sweep ();
    EXPECT_EQ (state (), "offline");
    fine = true;
    push ();
    EXPECT_EQ (state (), "online");
}

TEST_F (RunnerLookout, WithoutTheQuestionAMessageIsEnough)
{
    FakeLink *other = make_link (WATTLE_LINK_MQTT);

    renew (1000, 0, TEST_TYPE_LISTENER);
    wattle_runner_set_link (runner, WATTLE_LINK_HTTP, nullptr);
    wattle_runner_set_link (runner, WATTLE_LINK_MQTT, WATTLE_LINK (other));
    wattle_source_listen (WATTLE_SOURCE (wattle_runner_get_device (runner)), "a/#");
    start ();
    sweep ();
    EXPECT_EQ (state (), "starting");
    g_clear_object (&runner);
    g_object_unref (other);
}

} // namespace
