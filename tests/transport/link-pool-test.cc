// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "support/http-server.h"
#include "support/spin.h"
#include "transport/wattle-link-pool.h"
#include "transport/wattle-modbus-link.h"
#include "transport/wattle-modbus-serial-link.h"

#include <gtest/gtest.h>

namespace
{

using wattle_test::RawServer;
using wattle_test::spin;

class LinkPool : public testing::Test
{
  protected:
    ~LinkPool () override
    {
        g_clear_error (&error);
        g_clear_object (&pool);
        wattle_test::settle ();
        g_object_unref (clock);
    }

    WattleLink *
    get (WattleLinkKind kind, const std::string &uri)
    {
        g_clear_error (&error);
        return wattle_link_pool_get (pool, kind, uri.c_str (), &error);
    }

    WattleMqttClient *
    make_broker (guint16 port)
    {
        WattleMqttSettings settings = {};

        settings.host = "127.0.0.1";
        settings.port = port;
        settings.client_id = "wattle-test";
        return wattle_mqtt_client_new (&settings, clock);
    }

    WattleClock *clock = wattle_clock_new_manual (0);
    WattleLinkPool *pool = wattle_link_pool_new (clock);
    GError *error = nullptr;
};

TEST_F (LinkPool, SharesTheLinkOfOneEndpointHoweverItIsWritten)
{
    g_autoptr (WattleLink) one = get (WATTLE_LINK_HTTP, "http://SG.local:80/");
    g_autoptr (WattleLink) other = get (WATTLE_LINK_HTTP, "http://sg.local");
    g_autoptr (WattleLink) third = get (WATTLE_LINK_HTTP, "http://sg.local:81");

    EXPECT_EQ (one, other);
    EXPECT_NE (one, third);
    EXPECT_STREQ (wattle_link_get_uri (one), "http://sg.local");
    EXPECT_EQ (wattle_link_get_kind (one), WATTLE_LINK_HTTP);
    EXPECT_EQ (wattle_link_pool_get_n_links (pool), 2u);
}

TEST_F (LinkPool, MakesALinkOfItsOwnForEachCertificateThatIsAccepted)
{
    std::string one_print = "sha256:" + std::string (64, 'A');
    std::string other_print = "sha256:" + std::string (64, 'B');
    g_autoptr (WattleLink) any = get (WATTLE_LINK_HTTP, "https://sg.local");
    g_autoptr (WattleLink) one = get (WATTLE_LINK_HTTP, "https://sg.local#" + one_print);
    g_autoptr (WattleLink) same = get (WATTLE_LINK_HTTP, "https://SG.local:443/#" + one_print);
    g_autoptr (WattleLink) other = get (WATTLE_LINK_HTTP, "https://sg.local#" + other_print);

    EXPECT_EQ (one, same);
    EXPECT_NE (one, any);
    EXPECT_NE (one, other);
    EXPECT_STREQ (wattle_link_get_uri (one), "https://sg.local");
    EXPECT_EQ (wattle_link_pool_get_n_links (pool), 3u);
}

TEST_F (LinkPool, LetsALinkGoWithItsLastUser)
{
    WattleLink *one = get (WATTLE_LINK_HTTP, "http://sg.local");
    WattleLink *other = get (WATTLE_LINK_HTTP, "http://sg.local");

    g_object_unref (one);
    EXPECT_EQ (wattle_link_pool_get_n_links (pool), 1u);
    g_object_unref (other);
    EXPECT_EQ (wattle_link_pool_get_n_links (pool), 0u);
}

TEST_F (LinkPool, MayGoBeforeItsLinks)
{
    g_autoptr (WattleLink) link = get (WATTLE_LINK_HTTP, "http://sg.local");

    g_clear_object (&pool);
    EXPECT_STREQ (wattle_link_get_uri (link), "http://sg.local");
}

TEST_F (LinkPool, RefusesABadAddressAndKeepsNothing)
{
    EXPECT_EQ (get (WATTLE_LINK_HTTP, "sg.local"), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    EXPECT_EQ (get (WATTLE_LINK_HTTP, "https://sg.local#sha256:AB"), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    EXPECT_EQ (get (WATTLE_LINK_MQTT, "http://sg.local"), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_CONFIG));
    EXPECT_EQ (get (WATTLE_LINK_NONE, ""), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    EXPECT_EQ (wattle_link_pool_get_n_links (pool), 0u);
}

TEST_F (LinkPool, MakesALinkOfItsOwnForASerialPort)
{
    g_autoptr (WattleLink) serial = get (WATTLE_LINK_MODBUS, "modbus+rtu:///dev/ttyUSB0");
    g_autoptr (WattleLink) same =
        get (WATTLE_LINK_MODBUS, "modbus+rtu:///dev/ttyUSB0?stop=1&baud=9600");
    g_autoptr (WattleLink) tcp = get (WATTLE_LINK_MODBUS, "modbus+tcp://192.168.1.9");
    g_autoptr (WattleLink) over_tcp = get (WATTLE_LINK_MODBUS, "modbus+rtu-over-tcp://gw:4001");

    EXPECT_TRUE (WATTLE_IS_MODBUS_SERIAL_LINK (serial));
    EXPECT_EQ (serial, same);
    EXPECT_TRUE (WATTLE_IS_MODBUS_LINK (tcp));
    EXPECT_TRUE (WATTLE_IS_MODBUS_LINK (over_tcp));
}

TEST_F (LinkPool, TakesAnEmptyMqttAddressAsTheHostsBroker)
{
    EXPECT_EQ (get (WATTLE_LINK_MQTT, ""), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND));

    g_autoptr (WattleMqttClient) broker = make_broker (1884);
    wattle_link_pool_set_broker (pool, broker);
    g_autoptr (WattleLink) one = get (WATTLE_LINK_MQTT, "");
    g_autoptr (WattleLink) other = get (WATTLE_LINK_MQTT, "mqtt://127.0.0.1:1884");

    EXPECT_EQ (one, other);
    EXPECT_STREQ (wattle_link_get_uri (one), "mqtt://127.0.0.1:1884");
}

TEST_F (LinkPool, GivesNewLinksTheNewBroker)
{
    g_autoptr (WattleMqttClient) first = make_broker (1884);
    g_autoptr (WattleMqttClient) second = make_broker (1885);

    wattle_link_pool_set_broker (pool, first);
    g_autoptr (WattleLink) one = get (WATTLE_LINK_MQTT, "");
    wattle_link_pool_set_broker (pool, second);
    g_autoptr (WattleLink) other = get (WATTLE_LINK_MQTT, "");

    EXPECT_STREQ (wattle_link_get_uri (one), "mqtt://127.0.0.1:1884");
    EXPECT_STREQ (wattle_link_get_uri (other), "mqtt://127.0.0.1:1885");
}

TEST_F (LinkPool, ConnectsToAnotherBrokerAndLeavesItWithTheLink)
{
    const std::string accepted ("\x20\x02\x00\x00", 4); // CONNACK of MQTT 3.1.1
    RawServer server ({ accepted + RawServer::AGAIN + RawServer::HANG });
    WattleLink *link =
        get (WATTLE_LINK_MQTT, "mqtt://127.0.0.1:" + std::to_string (server.port ()));

    ASSERT_NE (link, nullptr);
    EXPECT_TRUE (spin ([&] {
        wattle_clock_advance (clock, 0);
        return wattle_link_get_state (link) == WATTLE_LINK_UP;
    }));
    EXPECT_EQ (server.requests (), 1u);
    EXPECT_EQ (server.connections (), 1u);

    // What comes now is DISCONNECT.
    g_object_unref (link);
    EXPECT_EQ (wattle_link_pool_get_n_links (pool), 0u);
    EXPECT_TRUE (spin ([&] { return server.requests () == 2; }));
}

} // namespace
