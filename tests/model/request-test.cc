// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/wattle-request.h"

#include <gtest/gtest.h>

#include <string>

static std::string
text_of (WattleRequest *request)
{
    g_autofree char *text = wattle_request_to_string (request);

    return text;
}

TEST (Request, HttpCarriesWhatItWasMadeOf)
{
    g_autoptr (WattleRequest) request = wattle_request_new_http (7, "GET", "/api/devices?x=1");

    EXPECT_EQ (wattle_request_get_kind (request), WATTLE_LINK_HTTP);
    EXPECT_EQ (wattle_request_get_tag (request), 7u);
    EXPECT_STREQ (wattle_request_get_method (request), "GET");
    EXPECT_STREQ (wattle_request_get_path (request), "/api/devices?x=1");
    EXPECT_EQ (wattle_request_get_body (request), nullptr);
    EXPECT_EQ (wattle_request_get_content_type (request), nullptr);
    EXPECT_EQ (wattle_request_get_n_headers (request), 0u);
    EXPECT_EQ (wattle_request_get_flags (request), 0);
    EXPECT_EQ (wattle_request_get_delay (request), 0u);
    EXPECT_EQ (wattle_request_get_timeout (request), 0u);
    EXPECT_EQ (text_of (request), "GET /api/devices?x=1");
}

TEST (Request, PublishCarriesWhatItWasMadeOf)
{
    g_autoptr (WattleRequest) request = wattle_request_new_publish (3, "a/b", "on", TRUE);
    g_autoptr (WattleRequest) passing = wattle_request_new_publish (3, "a/b", "on", FALSE);

    EXPECT_EQ (wattle_request_get_kind (request), WATTLE_LINK_MQTT);
    EXPECT_EQ (wattle_request_get_tag (request), 3u);
    EXPECT_STREQ (wattle_request_get_path (request), "a/b");
    EXPECT_STREQ (wattle_request_get_body (request), "on");
    EXPECT_TRUE (wattle_request_get_retain (request));
    EXPECT_FALSE (wattle_request_get_retain (passing));
    EXPECT_EQ (text_of (request), "PUBLISH RETAIN a/b on");
    EXPECT_EQ (text_of (passing), "PUBLISH a/b on");
}

TEST (Request, LocalGoesToNoLink)
{
    g_autoptr (WattleRequest) request = wattle_request_new_local (9);

    EXPECT_EQ (wattle_request_get_kind (request), WATTLE_LINK_NONE);
    EXPECT_EQ (wattle_request_get_tag (request), 9u);
    EXPECT_EQ (text_of (request), "LOCAL 9");
}

TEST (Request, RefinementsReturnTheSameRequest)
{
    g_autoptr (WattleRequest) request = wattle_request_new_http (1, "POST", "/login");
    const char *value = nullptr;

    EXPECT_EQ (wattle_request_with_flags (request, WATTLE_REQUEST_OPTIONAL), request);
    EXPECT_EQ (wattle_request_with_delay (request, 250), request);
    EXPECT_EQ (wattle_request_with_timeout (request, 1500), request);
    EXPECT_EQ (wattle_request_with_header (request, "Cookie", "a={option:Pin}"), request);
    EXPECT_EQ (wattle_request_with_header (request, "Accept", "text/plain"), request);
    EXPECT_EQ (wattle_request_with_body (request, "text/plain", "first"), request);
    EXPECT_EQ (wattle_request_with_body (request, "application/json", "{\"x\":1}"), request);

    EXPECT_EQ (wattle_request_get_flags (request), WATTLE_REQUEST_OPTIONAL);
    EXPECT_EQ (wattle_request_get_delay (request), 250u);
    EXPECT_EQ (wattle_request_get_timeout (request), 1500u);
    ASSERT_EQ (wattle_request_get_n_headers (request), 2u);
    EXPECT_STREQ (wattle_request_get_header (request, 0, &value), "Cookie");
    EXPECT_STREQ (value, "a={option:Pin}");
    EXPECT_STREQ (wattle_request_get_header (request, 1, &value), "Accept");
    EXPECT_STREQ (value, "text/plain");
    EXPECT_STREQ (wattle_request_get_content_type (request), "application/json");
    EXPECT_STREQ (wattle_request_get_body (request), "{\"x\":1}");
}

// The canonical text is the key of recordings: how it is sent is no part of the question.
TEST (Request, TextNamesTheQuestionOnly)
{
    g_autoptr (WattleRequest) request = wattle_request_new_http (1, "POST", "/a?pin={option:Pin}");

    wattle_request_with_header (request, "Cookie", "{basic:User:Password}");
    wattle_request_with_body (request, "text/plain", "x={state:token}");
    wattle_request_with_delay (request, 5);
    wattle_request_with_timeout (request, 5);
    EXPECT_EQ (text_of (request), "POST /a?pin={option:Pin} x={state:token}");
}

TEST (Request, IsDescribedAsPeopleSayIt)
{
    const guint16 words[] = { 1, 2 };
    g_autoptr (WattleRequest) one = wattle_request_new_registers (1, 7, 3, 100, 1);
    g_autoptr (WattleRequest) more = wattle_request_new_registers (1, 7, 4, 100, 2);
    g_autoptr (WattleRequest) coil = wattle_request_new_registers (1, 7, 1, 5, 1);
    g_autoptr (WattleRequest) write = wattle_request_new_write (1, 7, 16, 100, words, 2);
    g_autoptr (WattleRequest) http = wattle_request_new_http (1, "GET", "/a");

    for (const auto &[request, wanted] : {
             std::pair{ one, "unit 7, holding register 100" },
             std::pair{ more, "unit 7, input register 100 to 101" },
             std::pair{ coil, "unit 7, coil 5" },
             std::pair{ write, "unit 7, write to register 100 to 101" },
             std::pair{ http, "GET /a" },
         }) {
        g_autofree char *text = wattle_request_describe (request);

        EXPECT_STREQ (text, wanted);
    }
}
