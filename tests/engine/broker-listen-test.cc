// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-embedded-broker.h"

#include <gtest/gtest.h>

#include "support/mqtt-broker.h"
#include "support/spin.h"

using namespace wattle_test;

namespace
{

class BrokerListen : public testing::Test
{
  protected:
    ~BrokerListen () override
    {
        g_clear_object (&broker_);
        g_object_unref (clock_);
    }

    void
    make (const char *listen)
    {
        broker_ = wattle_embedded_broker_new (dir_.path ().c_str (), listen, clock_);
    }

    TempDir dir_;
    WattleClock *clock_ = wattle_clock_new (1);
    WattleEmbeddedBroker *broker_ = nullptr;
};

TEST_F (BrokerListen, RefusesAnAddressOfAnotherHost)
{
    for (const char *address : { "192.0.2.1", "2001:db8::1" }) {
        g_autoptr (GError) error = nullptr;
        std::string text = std::string ("wattle.conf: [EmbeddedBroker] Listen: “") + address +
                           "” is no address of this host";

        make (address);
        EXPECT_FALSE (wattle_embedded_broker_start (broker_, &error));
        EXPECT_NE (strstr (error->message, text.c_str ()), nullptr) << error->message;
        g_clear_object (&broker_);
    }
}

TEST_F (BrokerListen, WaitsForTheConfiguredPort)
{
    guint16 port = find_free_port ();
    g_autoptr (GSocketListener) other = g_socket_listener_new ();
    g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
    bool done = false;

    ASSERT_TRUE (g_socket_listener_add_address (other, address, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP, nullptr, nullptr, nullptr));
    make ("loopback");
    wattle_embedded_broker_set_port (broker_, port);
    ASSERT_TRUE (wattle_embedded_broker_start (broker_, nullptr));
    EXPECT_FALSE (wattle_embedded_broker_is_ready (broker_));
    std::string detail = wattle_embedded_broker_get_detail (broker_);
    EXPECT_NE (detail.find ("Port=" + std::to_string (port)), std::string::npos) << detail;

    g_socket_listener_close (other);
    EXPECT_TRUE (spin ([this] { return wattle_embedded_broker_is_ready (broker_); }));
    EXPECT_EQ (wattle_embedded_broker_get_port (broker_), port);
    EXPECT_EQ (wattle_embedded_broker_get_detail (broker_), nullptr);
    wattle_embedded_broker_stop (
        broker_, [] (gpointer data) { *(bool *)data = true; }, &done);
    EXPECT_TRUE (spin ([&] { return done; }));
}

} // namespace
