// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/http-client.h"
#include "support/http-server.h"

#include <gtest/gtest.h>

namespace
{

using wattle_test::HttpClient;
using wattle_test::HttpServer;
using wattle_test::RawServer;
using wattle_test::settle;

const char *const OK =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

TEST (HttpLink, BringsStatusTypeAndBody)
{
    HttpServer server ([] (SoupServerMessage *message, const std::string &) {
        HttpServer::respond (message, 200, "application/json; charset=utf-8", "{\"a\":1}");
    });
    HttpClient client (server.uri ());

    client.get ("/api/data?x=1");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (client.status (), 200u);
    EXPECT_STREQ (wattle_frame_get_content_type (client.frame ()), "application/json");
    EXPECT_EQ (client.body (), "{\"a\":1}");
    EXPECT_EQ (server.paths (), std::vector<std::string>{ "/api/data?x=1" });
    EXPECT_EQ (client.state (), WATTLE_LINK_UP);
}

// A request in the very moment in which its connection has been idle for long enough has it to
// itself: libsoup's own timer would take it away.
TEST (HttpLink, ClosesAConnectionThatIsIdleAndNoOther)
{
    std::vector<guint> ports;
    HttpServer server ([&] (SoupServerMessage *message, const std::string &) {
        auto *address = G_INET_SOCKET_ADDRESS (soup_server_message_get_remote_address (message));

        ports.push_back (g_inet_socket_address_get_port (address));
        HttpServer::respond (message, 200, "text/plain", "");
    });
    HttpClient client (server.uri ());

    client.get ("/");
    wattle_clock_advance (client.clock (), 10 * G_USEC_PER_SEC - 1);
    client.get ("/");
    ASSERT_EQ (ports.size (), 2u);
    EXPECT_EQ (ports[1], ports[0]) << "the same connection";

    wattle_clock_advance (client.clock (), 10 * G_USEC_PER_SEC - 1);
    client.send ("/");
    wattle_clock_advance (client.clock (), 1);
    ASSERT_TRUE (client.wait ());
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);

    settle (); // the last request ends
    wattle_clock_advance (client.clock (), 10 * G_USEC_PER_SEC);
    client.get ("/");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
    ASSERT_EQ (ports.size (), 4u);
    EXPECT_NE (ports[3], ports[2]) << "another one";
}

TEST (HttpLink, KeepsTheBasePath)
{
    HttpServer server ([] (SoupServerMessage *message, const std::string &) {
        HttpServer::respond (message, 200, "text/plain", "");
    });
    HttpClient client (server.uri () + "/gw/");

    client.get ("/api");
    client.get ("api");

    EXPECT_EQ (server.paths (), (std::vector<std::string>{ "/gw/api", "/gw/api" }));
}

TEST (HttpLink, TakesAnErrorStatusAsAnAnswer)
{
    guint status = 0;
    HttpServer server ([&] (SoupServerMessage *message, const std::string &) {
        HttpServer::respond (message, status, "text/plain", "no");
    });
    HttpClient client (server.uri ());

    for (guint each : { 401u, 403u, 404u, 500u }) {
        status = each;
        client.get ("/");
        EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
        EXPECT_EQ (client.status (), each);
        EXPECT_EQ (client.body (), "no");
    }
    EXPECT_EQ (server.paths ().size (), 4u);
}

TEST (HttpLink, ReportsAConnectionClosedWithoutAnAnswerAsEmpty)
{
    RawServer server ({ "" });
    HttpClient client (server.uri ());

    client.get ("/");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_EMPTY);
    EXPECT_EQ (client.state (), WATTLE_LINK_UP);
}

TEST (HttpLink, RefusesAnAnswerThatEndsEarly)
{
    RawServer server ({ "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}" });
    HttpClient client (server.uri ());

    for (int i = 0; i < 2; i++) {
        client.get ("/");
        EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_INVALID) << i;
    }
}

TEST (HttpLink, RefusesWhatIsNotHttp)
{
    RawServer server ({ "SSH-2.0-OpenSSH_9.2\r\n\r\n" });
    HttpClient client (server.uri ());

    client.get ("/");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_INVALID);
}

TEST (HttpLink, RefusesAnAnswerOverTheCap)
{
    size_t size = WATTLE_HTTP_BODY_MAX;
    HttpServer server ([&] (SoupServerMessage *message, const std::string &) {
        HttpServer::respond (message, 200, "text/plain", std::string (size, 'x'));
    });
    HttpClient client (server.uri ());

    client.get ("/");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (client.body ().size (), size);

    size = 2 * 1024 * 1024;
    client.get ("/");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_TOO_LARGE);

    size = 2;
    client.get ("/");
    EXPECT_EQ (client.body (), "xx");
}

TEST (HttpLink, DoesNotFollowARedirect)
{
    HttpServer server ([] (SoupServerMessage *message, const std::string &) {
        soup_server_message_set_redirect (message, 302, "http://127.0.0.1:1/other?pin=hush");
    });
    HttpClient client (server.uri ());

    client.get ("/");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_REDIRECTED);
    EXPECT_EQ (client.detail (), "http://127.0.0.1:1/other");
    EXPECT_EQ (server.paths ().size (), 1u);
}

TEST (HttpLink, ShowsWhereARedirectPointsInOneShortLine)
{
    RawServer server ({ "HTTP/1.1 302 Found\r\nLocation: http://a/\x1b[31m" +
                        std::string (9000, 'b') + "\r\nContent-Length: 0\r\n\r\n" });
    HttpClient client (server.uri ());

    client.get ("/");

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_REDIRECTED);
    EXPECT_EQ (client.detail ().substr (0, 15), "http://a/ [31mb");
    EXPECT_LE (client.detail ().size (), 210u);
}

TEST (HttpLink, EndsAHangingRequestAtItsDeadlineAndGoesOn)
{
    RawServer server ({ RawServer::HANG, OK });
    HttpClient client (server.uri ());

    client.send ("/", 3000);
    ASSERT_TRUE (wattle_test::spin ([&] { return client.turn (), server.requests () == 1; }));
    wattle_clock_advance (client.clock (), 3 * G_USEC_PER_SEC);

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_TIMEOUT);
    EXPECT_EQ (client.detail (), "no complete answer within 3 s");
    client.get ("/");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_ANSWERED);
}

TEST (HttpLink, EndsAnAnswerThatStopsInTheMiddleAtItsDeadline)
{
    RawServer server ({ "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}" + RawServer::AGAIN });
    HttpClient client (server.uri ());

    client.send ("/", 3000);
    ASSERT_TRUE (wattle_test::spin ([&] { return client.turn (), server.requests () == 1; }));
    wattle_test::settle ();
    wattle_clock_advance (client.clock (), 3 * G_USEC_PER_SEC);

    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_TIMEOUT);
}

TEST (HttpLink, MayBeCancelledOrGoWhileARequestIsUnderWay)
{
    RawServer server ({ RawServer::HANG });
    HttpClient client (server.uri ());

    wattle_link_cancel (client.link (), client.send ("/"));
    guint id = client.send ("/");
    ASSERT_TRUE (wattle_test::spin ([&] { return client.turn (), server.requests () == 1; }));
    wattle_link_cancel (client.link (), id);
    client.send ("/");
    ASSERT_TRUE (wattle_test::spin ([&] { return client.turn (), server.requests () == 2; }));
    client.drop_link ();
    wattle_test::settle ();

    EXPECT_EQ (client.frame (), nullptr);
}

} // namespace
