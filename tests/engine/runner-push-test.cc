// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/runner-house.h"

using namespace wattle_test;

namespace
{

using RunnerPush = RunnerHouse;

TEST_F (RunnerPush, IsDecodedAtOnceAndMakesABatchOfItsOwn)
{
    FakeLink *mqtt = make_link (WATTLE_LINK_MQTT);
    g_autoptr (GBytes) bytes = g_bytes_new_static ("1", 1);
    g_autoptr (WattleFrame) push = wattle_frame_new_push ("a/b", bytes, FALSE, 7);
    bool fine = true;

    renew (1000, 0, TEST_TYPE_LISTENER);
    wattle_runner_set_link (runner, WATTLE_LINK_HTTP, nullptr);
    wattle_runner_set_link (runner, WATTLE_LINK_MQTT, WATTLE_LINK (mqtt));
    wattle_source_listen (WATTLE_SOURCE (wattle_runner_get_device (runner)), "a/#");
    script ().decode = [&] (WattleDevice *device) {
        wattle_device_report (device, "active_power", 5);
        return fine;
    };
    start ();
    ASSERT_NE (mqtt->listener, nullptr);
    advance (10);
    EXPECT_EQ (state (), "starting");

    mqtt->listener (push, mqtt->listener_data);
    EXPECT_EQ (state (), "online");
    EXPECT_EQ (batches, (std::vector<Strings>{ { "active_power" } }));
    fine = false;
    mqtt->listener (push, mqtt->listener_data);
    EXPECT_EQ (batches.size (), 1u) << "what does not decode is no batch";
    EXPECT_EQ (state (), "online");

    wattle_runner_stop (runner);
    EXPECT_EQ (mqtt->listener, nullptr);
    g_clear_object (&runner);
    g_object_unref (mqtt);
}

TEST_F (RunnerPush, DeviceThatWasGivenUpIsAskedAtOnceWhenItIsHeardOf)
{
    FakeLink *mqtt = make_link (WATTLE_LINK_MQTT);
    g_autoptr (GBytes) bytes = g_bytes_new_static ("1", 1);
    g_autoptr (WattleFrame) push = wattle_frame_new_push ("a/b", bytes, FALSE, 7);

    wattle_runner_set_link (runner, WATTLE_LINK_MQTT, WATTLE_LINK (mqtt));
    wattle_source_listen (WATTLE_SOURCE (wattle_runner_get_device (runner)), "a/#");
    start ();
    ASSERT_NE (mqtt->listener, nullptr);
    for (int i = 0; i < 6; i++) {
        answer (WATTLE_OUTCOME_EMPTY);
        for (int s = 0; s < 5 && i < 5 && in_flight () == 0; s++)
            advance (1);
    }
    EXPECT_EQ (state (), "offline");
    ASSERT_EQ (in_flight (), 0u) << "the next try is some time away";
    mqtt->listener (push, mqtt->listener_data);
    advance (0);
    ASSERT_EQ (in_flight (), 1u);
    answer (WATTLE_OUTCOME_EMPTY);
    mqtt->listener (push, mqtt->listener_data);
    advance (0);
    EXPECT_EQ (in_flight (), 0u) << "once is enough";

    advance (61);
    answer ();
    EXPECT_EQ (state (), "online");
    for (int i = 0; i < 6; i++) {
        for (int s = 0; s < 20 && in_flight () == 0; s++) {
            advance (1);
            wattle_runner_poll (runner);
        }
        answer (WATTLE_OUTCOME_EMPTY);
    }
    ASSERT_EQ (state (), "offline");
    ASSERT_EQ (in_flight (), 0u);
    mqtt->listener (push, mqtt->listener_data);
    advance (0);
    ASSERT_EQ (in_flight (), 1u) << "it was there in between";
    answer ();
    EXPECT_EQ (state (), "online");

    wattle_runner_stop (runner);
    g_clear_object (&runner);
    g_object_unref (mqtt);
}

} // namespace
