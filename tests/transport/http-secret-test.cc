// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/http-client.h"
#include "support/http-server.h"

#include <gtest/gtest.h>

#include <cstring>

namespace
{

using wattle_test::HttpClient;
using wattle_test::HttpServer;

char *
fill_in (const char *kind, const char *argument, gpointer)
{
    if (std::strcmp (kind, "option") == 0 && std::strcmp (argument, "User") == 0)
        return g_strdup ("admin");
    if (std::strcmp (argument, "Bad") == 0)
        return g_strdup ("hush\r\nEvil: 1");
    return std::strcmp (argument, "Unset") == 0 ? nullptr : g_strdup ("hush hush");
}

std::string logged;

GLogWriterOutput
write_log (GLogLevelFlags, const GLogField *fields, gsize n, gpointer)
{
    for (gsize i = 0; i < n; i++)
        if (fields[i].length < 0)
            logged += std::string (fields[i].key) + "=" + (const char *)fields[i].value + "\n";
    return G_LOG_WRITER_HANDLED;
}

// Collects everything that this program and its libraries log.
class HttpSecret : public testing::Test
{
  protected:
    static void
    SetUpTestSuite ()
    {
        g_log_set_debug_enabled (TRUE);
        g_log_set_writer_func (write_log, nullptr, nullptr); // possible once in a process
    }

    void
    SetUp () override
    {
        logged.clear ();
    }

    void
    TearDown () override
    {
        EXPECT_FALSE (shows_a_secret (logged)) << logged;
    }

    static bool
    shows_a_secret (const std::string &text)
    {
        for (const char *form : { "hush", "YWRtaW46aHVzaCBodXNo" })
            if (text.find (form) != std::string::npos)
                return true;
        return false;
    }
};

struct Seen {
    std::string cookie, agent, content_type, body;
};

TEST_F (HttpSecret, IsSentButNeverShown)
{
    Seen seen;
    HttpServer server ([&] (SoupServerMessage *message, const std::string &) {
        SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
        SoupMessageBody *body = soup_server_message_get_request_body (message);

        seen.cookie = soup_message_headers_get_one (headers, "Cookie");
        seen.agent = soup_message_headers_get_one (headers, "User-Agent");
        seen.content_type = soup_message_headers_get_one (headers, "Content-Type");
        seen.body = std::string (body->data, body->length);
        HttpServer::respond (message, 403, "text/plain", "no");
    });
    HttpClient client (server.uri ());
    g_autoptr (WattleRequest) request =
        wattle_request_new_http (1, "POST", "/set?pin={option:Pin}");

    wattle_request_with_header (request, "Cookie", "Authorization=Basic {basic:User:Password}");
    wattle_request_with_body (request, "application/json", "{\"t\":\"{state:token}\"}");
    client.placeholder = fill_in;
    client.send (request);
    ASSERT_TRUE (client.wait ());

    EXPECT_EQ (server.paths (), std::vector<std::string>{ "/set?pin=hush%20hush" });
    EXPECT_EQ (seen.cookie, "Authorization=Basic YWRtaW46aHVzaCBodXNo");
    EXPECT_EQ (seen.content_type, "application/json");
    EXPECT_EQ (seen.body, "{\"t\":\"hush hush\"}");
    EXPECT_EQ (seen.agent.find ("Wattle/"), 0u);

    g_autofree char *text = wattle_request_to_string (request);
    EXPECT_FALSE (shows_a_secret (text)) << text;
    EXPECT_FALSE (logged.empty ()); // GIO tells about the connection at least
    EXPECT_FALSE (shows_a_secret (client.detail ()));
}

TEST_F (HttpSecret, IsNotShownWhenTheHostIsGone)
{
    auto server = std::make_unique<HttpServer> ([] (SoupServerMessage *, const std::string &) {});
    HttpClient client (server->uri ());

    server.reset ();
    client.placeholder = fill_in;
    for (int i = 0; i < 3; i++) {
        client.get ("/set?pin={option:Pin}");
        EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_UNREACHABLE);
        EXPECT_FALSE (shows_a_secret (client.detail ())) << client.detail ();
    }
    EXPECT_FALSE (shows_a_secret (wattle_link_get_detail (client.link ())));
}

TEST_F (HttpSecret, ThatIsMissingOrUnfitKeepsTheRequestAtHome)
{
    HttpServer server ([] (SoupServerMessage *message, const std::string &) {
        HttpServer::respond (message, 200, "text/plain", "");
    });
    HttpClient client (server.uri ());
    g_autoptr (WattleRequest) request = wattle_request_new_http (1, "GET", "/");

    client.placeholder = fill_in;
    client.get ("/{option:Unset}");
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_DROPPED);
    EXPECT_EQ (client.detail (), "filling in {option:Unset}: the option “Unset” has no value");

    wattle_request_with_header (request, "X-Pin", "{option:Bad}");
    client.send (request);
    ASSERT_TRUE (client.wait ());
    EXPECT_EQ (client.outcome (), WATTLE_OUTCOME_DROPPED);
    EXPECT_FALSE (shows_a_secret (client.detail ())) << client.detail ();
    EXPECT_TRUE (server.paths ().empty ());
    EXPECT_EQ (client.state (), WATTLE_LINK_IDLE);
}

} // namespace
