// SPDX-License-Identifier: LGPL-2.1-or-later
// The desk without a broker behind it.
#include "publish/wattle-bridge-desk.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/wattle-error.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

class BridgeDesk : public testing::Test
{
  protected:
    BridgeDesk ()
    {
        WattleMqttSettings settings = { "127.0.0.1", 1, "desk" };

        port.instance = (char *)"wattle";
        port.mode = WATTLE_BRIDGE_WRITE;
        port.clock = wattle_clock_new_manual (0);
        port.client = wattle_mqtt_client_new (&settings, port.clock);
        port.open = TRUE;
        desk = wattle_bridge_desk_new (&port, serve, this);
    }

    ~BridgeDesk () override
    {
        drop ();
        for (WattleBridgeCall *call : calls)
            wattle_bridge_call_return (call, nullptr);
        g_object_unref (port.client);
        g_object_unref (port.clock);
    }

    void
    drop ()
    {
        g_clear_pointer (&desk, wattle_bridge_desk_free);
    }

    void
    take (const char *name, const std::string &payload = "{}")
    {
        g_autoptr (GBytes) bytes = g_bytes_new (payload.data (), payload.size ());

        wattle_bridge_desk_take (desk, name, bytes, FALSE);
    }

    static void
    serve (WattleBridgeCall *call, gpointer user_data)
    {
        ((BridgeDesk *)user_data)->calls.push_back (call);
    }

    WattleBridgePort port = {};
    WattleBridgeDesk *desk;
    std::vector<WattleBridgeCall *> calls;
};

} // namespace

TEST_F (BridgeDesk, HandsOutOneInEachRound)
{
    for (int i = 0; i < 3; i++)
        take ("devices");
    EXPECT_EQ (calls.size (), 0u);
    for (size_t i = 1; i <= 3; i++) {
        g_main_context_iteration (nullptr, FALSE);
        EXPECT_EQ (calls.size (), i);
    }
    settle ();
    EXPECT_EQ (calls.size (), 3u);
}

TEST_F (BridgeDesk, TakesNoMoreThanSixteen)
{
    for (int i = 0; i < 20; i++)
        take ("devices");
    settle ();
    EXPECT_EQ (calls.size (), (size_t)WATTLE_BRIDGE_DESK_MAX);
    wattle_bridge_call_return (calls.back (), nullptr);
    calls.pop_back ();
    take ("devices");
    take ("devices");
    settle ();
    EXPECT_EQ (calls.size (), (size_t)WATTLE_BRIDGE_DESK_MAX);
}

TEST_F (BridgeDesk, HandsOutNothingBeforeItKnowsThatItIsNotRetained)
{
    take ("device/remove", R"({"id":"meter"})");
    take ("log_level", R"({"level":"debug"})");
    take ("log_level");
    settle ();
    ASSERT_EQ (calls.size (), 1u);
    EXPECT_EQ (wattle_bridge_call_get_request (calls[0])->verb, WATTLE_BRIDGE_LOG_LEVEL);
    EXPECT_FALSE (wattle_bridge_request_writes (wattle_bridge_call_get_request (calls[0])));
    wattle_clock_advance (port.clock, 11 * G_USEC_PER_SEC);
    settle ();
    EXPECT_EQ (calls.size (), 1u) << "it never will";
}

TEST_F (BridgeDesk, GoesWhileSomethingWaits)
{
    g_autoptr (GError) error = wattle_error_new (WATTLE_ERROR_FAILED, "too late");

    take ("devices");
    settle ();
    take ("devices");
    take ("device/remove", R"({"id":"meter"})");
    drop ();
    settle ();
    ASSERT_EQ (calls.size (), 1u);
    wattle_bridge_call_fail (calls[0], error); // nobody hears of it
    calls.clear ();
}
