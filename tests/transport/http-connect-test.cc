// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/http-client.h"
#include "support/http-server.h"

#include <gtest/gtest.h>

namespace
{

using wattle_test::HttpClient;
using wattle_test::HttpServer;
using wattle_test::RawServer;

const char *const OK =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

TEST (HttpConnect, IsDownAfterThreeRefusedConnectsAndUpAgainWhenTheServerIsBack)
{
    auto server = std::make_unique<RawServer> (std::vector<std::string>{ OK });
    guint16 port = server->port ();
    HttpClient client (server->uri ());

    server.reset ();
    for (int i = 0; i < 3; i++) {
        EXPECT_NE (client.state (), WATTLE_LINK_DOWN);
        client.get ("/");
        EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_UNREACHABLE);
        EXPECT_NE (client.detail ().find ("refused"), std::string::npos) << client.detail ();
    }
    EXPECT_EQ (client.state (), WATTLE_LINK_DOWN);

    server = std::make_unique<RawServer> (std::vector<std::string>{ OK }, port);
    client.get ("/");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (client.state (), WATTLE_LINK_UP);
}

TEST (HttpConnect, AsksAgainWhenTheServerJustClosedAConnectionItKept)
{
    // One answer per connection, then the next request finds it closed.
    RawServer server ({ std::string (OK) + RawServer::AGAIN, OK });
    HttpClient client (server.uri ());

    client.get ("/1");
    client.get ("/2");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (server.connections (), 2u);
    EXPECT_EQ (server.requests (), 3u);
}

TEST (HttpConnect, SendsWhatMustNotBeSentTwiceOverAConnectionOfItsOwn)
{
    RawServer server ({ std::string (OK) + RawServer::AGAIN, OK });
    HttpClient client (server.uri ());
    g_autoptr (WattleRequest) request = wattle_request_new_http (1, "POST", "/set");

    client.get ("/1");
    client.send (request);
    ASSERT_TRUE (client.wait ());

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (server.connections (), 2u);
    EXPECT_EQ (server.requests (), 2u);
}

TEST (HttpConnect, GivesUpAConnectThatNobodyAnswers)
{
    // A listener whose backlog is full drops further connects, as a host that is off does.
    g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
    g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
    g_autoptr (GSocket) listener =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, nullptr);
    g_socket_bind (listener, any, FALSE, nullptr);
    g_socket_set_listen_backlog (listener, 0);
    ASSERT_TRUE (g_socket_listen (listener, nullptr));
    g_autoptr (GSocketAddress) bound = g_socket_get_local_address (listener, nullptr);
    g_autoptr (GSocket) filler =
        g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, nullptr);
    ASSERT_TRUE (g_socket_connect (filler, bound, nullptr, nullptr));
    HttpClient client ("http://127.0.0.1:" + std::to_string (g_inet_socket_address_get_port (
                                                 G_INET_SOCKET_ADDRESS (bound))));

    client.send ("/");
    client.turn ();
    wattle_test::settle ();
    wattle_clock_advance (client.clock (), 5 * G_USEC_PER_SEC);

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_UNREACHABLE);
    EXPECT_EQ (client.detail (), "no connection within 5 s");
}

} // namespace
