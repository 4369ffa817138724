// SPDX-License-Identifier: LGPL-2.1-or-later
#include "base/wattle-error.h"
#include "model/wattle-frame-private.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

static WattleFrame *
answer (guint status, const std::string &body)
{
    g_autoptr (GBytes) bytes = g_bytes_new (body.data (), body.size ());

    return wattle_frame_new_answer (5, status, "application/json", bytes, 1000);
}

static void
expect_check (WattleFrame *frame, int code, const char *word)
{
    g_autoptr (GError) error = nullptr;

    EXPECT_FALSE (wattle_frame_check (frame, &error));
    ASSERT_NE (error, nullptr) << word;
    EXPECT_EQ (error->domain, WATTLE_ERROR);
    EXPECT_EQ (error->code, code) << error->message;
    EXPECT_NE (strstr (error->message, word), nullptr) << error->message;
}

TEST (Frame, AnswerKeepsWhatCame)
{
    g_autoptr (WattleFrame) frame = answer (200, "{}");

    EXPECT_EQ (wattle_frame_get_outcome (frame), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (wattle_frame_get_tag (frame), 5u);
    EXPECT_EQ (wattle_frame_get_status (frame), 200u);
    EXPECT_STREQ (wattle_frame_get_content_type (frame), "application/json");
    EXPECT_EQ (wattle_frame_get_time (frame), 1000);
    EXPECT_EQ (wattle_frame_get_topic (frame), nullptr);
    EXPECT_EQ (g_bytes_get_size (wattle_frame_get_bytes (frame)), 2u);
}

TEST (Frame, PushKeepsTopicAndWhetherItWasRetained)
{
    g_autoptr (GBytes) bytes = g_bytes_new_static ("on", 2);
    g_autoptr (WattleFrame) frame = wattle_frame_new_push ("a/b", bytes, TRUE, 7);
    g_autofree char *text = wattle_frame_get_text (frame, nullptr);

    EXPECT_EQ (wattle_frame_get_outcome (frame), WATTLE_OUTCOME_PUSHED);
    EXPECT_EQ (wattle_frame_get_tag (frame), 0u);
    EXPECT_STREQ (wattle_frame_get_topic (frame), "a/b");
    EXPECT_TRUE (wattle_frame_get_retained (frame));
    EXPECT_STREQ (text, "on");
}

TEST (Frame, ServiceKeepsWhatWasAnnounced)
{
    g_autoptr (GBytes) txt = g_bytes_new_static ("\3a=1", 4);
    g_autoptr (WattleMdnsService) service =
        wattle_mdns_service_new ("_ssh._tcp", "Meter 5", "meter-5.local", "192.0.2.7", 22, txt);
    g_autoptr (WattleFrame) frame = wattle_frame_new_service (service, 7);
    g_autoptr (WattleFrame) other = answer (200, "{}");

    EXPECT_EQ (wattle_frame_get_outcome (frame), WATTLE_OUTCOME_ANSWERED);
    EXPECT_EQ (wattle_frame_get_service (frame), service);
    EXPECT_STREQ (wattle_frame_get_address (frame), "192.0.2.7");
    EXPECT_TRUE (g_bytes_equal (wattle_frame_get_bytes (frame), txt));
    EXPECT_EQ (wattle_frame_get_topic (frame), nullptr);
    EXPECT_EQ (wattle_frame_get_time (frame), 7);
    EXPECT_TRUE (wattle_frame_check (frame, nullptr));
    EXPECT_EQ (wattle_frame_get_service (other), nullptr);
}

TEST (Frame, DatagramKeepsWhoSentIt)
{
    g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\xff", 2);
    g_autoptr (WattleFrame) frame = wattle_frame_new_datagram ("192.0.2.7", bytes, 7);
    g_autoptr (WattleFrame) other = answer (200, "{}");

    EXPECT_EQ (wattle_frame_get_outcome (frame), WATTLE_OUTCOME_ANSWERED);
    EXPECT_STREQ (wattle_frame_get_address (frame), "192.0.2.7");
    EXPECT_EQ (wattle_frame_get_tag (frame), 0u);
    EXPECT_EQ (wattle_frame_get_time (frame), 7);
    EXPECT_TRUE (g_bytes_equal (wattle_frame_get_bytes (frame), bytes));
    EXPECT_TRUE (wattle_frame_check (frame, nullptr));
    EXPECT_EQ (wattle_frame_get_address (other), nullptr);
}

TEST (Frame, SuccessIs2xxOrNoStatus)
{
    for (guint status : { 0u, 200u, 204u, 299u }) {
        g_autoptr (WattleFrame) frame = answer (status, "{}");
        g_autoptr (GError) error = nullptr;

        EXPECT_TRUE (wattle_frame_check (frame, &error)) << status;
        EXPECT_EQ (error, nullptr);
    }
}

TEST (Frame, OtherStatusesAreErrorsThatSayWhatCanBeDone)
{
    const struct {
        guint status;
        int code;
        const char *word;
    } cases[] = {
        { 401, WATTLE_ERROR_AUTH, "credentials" },
        { 403, WATTLE_ERROR_AUTH, "403" },
        { 404, WATTLE_ERROR_NOT_SUPPORTED, "not supported" },
        { 199, WATTLE_ERROR_PROTOCOL, "199" },
        { 302, WATTLE_ERROR_PROTOCOL, "302" },
        { 500, WATTLE_ERROR_PROTOCOL, "500" },
    };

    for (const auto &item : cases) {
        g_autoptr (WattleFrame) frame = answer (item.status, "{}");

        expect_check (frame, item.code, item.word);
    }
}

TEST (Frame, EveryFailureHasACodeAndWords)
{
    const struct {
        WattleOutcome outcome;
        int code;
        const char *word;
    } cases[] = {
        { WATTLE_OUTCOME_EMPTY, WATTLE_ERROR_PROTOCOL, "without an answer" },
        { WATTLE_OUTCOME_TIMEOUT, WATTLE_ERROR_TIMEOUT, "in time" },
        { WATTLE_OUTCOME_UNREACHABLE, WATTLE_ERROR_UNREACHABLE, "no connection" },
        { WATTLE_OUTCOME_TLS, WATTLE_ERROR_AUTH, "certificate" },
        { WATTLE_OUTCOME_REDIRECTED, WATTLE_ERROR_PROTOCOL, "redirected" },
        { WATTLE_OUTCOME_TOO_LARGE, WATTLE_ERROR_PROTOCOL, "too long" },
        { WATTLE_OUTCOME_INVALID, WATTLE_ERROR_PROTOCOL, "not understood" },
        { WATTLE_OUTCOME_BUSY, WATTLE_ERROR_BUSY, "waiting" },
        { WATTLE_OUTCOME_DROPPED, WATTLE_ERROR_UNREACHABLE, "not sent" },
    };

    for (const auto &item : cases) {
        g_autoptr (WattleFrame) plain = wattle_frame_new_failure (2, item.outcome, nullptr, 9);
        g_autoptr (WattleFrame) frame = wattle_frame_new_failure (2, item.outcome, "more", 9);

        EXPECT_EQ (wattle_frame_get_tag (frame), 2u);
        EXPECT_EQ (wattle_frame_get_time (frame), 9);
        EXPECT_STREQ (wattle_frame_get_detail (frame), "more");
        EXPECT_EQ (g_bytes_get_size (wattle_frame_get_bytes (frame)), 0u);
        expect_check (plain, item.code, item.word);
        // How long it was waited for is a sentence of its own.
        expect_check (frame, item.code, item.outcome == WATTLE_OUTCOME_TIMEOUT ? "more" : ": more");
    }
}

TEST (Frame, ASentenceOfItsOwnIsTheErrorAndStaysASentence)
{
    g_autoptr (WattleFrame) frame = wattle_frame_new_explained_failure (
        2, WATTLE_OUTCOME_TLS, "detail", wattle_message_new ("%s is another one", "x"), 9);
    g_autoptr (WattleFrame) plain = wattle_frame_new_failure (2, WATTLE_OUTCOME_TLS, "detail", 9);
    g_autoptr (GError) error = nullptr;

    EXPECT_STREQ (wattle_frame_get_detail (frame), "detail");
    ASSERT_FALSE (wattle_frame_check (frame, &error));
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    EXPECT_STREQ (error->message, "x is another one");
    g_autoptr (WattleMessage) sentence = wattle_message_new_from_error (error);
    EXPECT_STREQ (wattle_message_get_template (sentence), "%s is another one");
    ASSERT_NE (wattle_frame_get_sentence (frame), nullptr);
    EXPECT_EQ (wattle_frame_get_sentence (plain), nullptr);
    EXPECT_FALSE (wattle_frame_check (frame, nullptr));
}

TEST (Frame, JsonIsTheRootObject)
{
    g_autoptr (WattleFrame) frame = answer (200, "{\"a\":1}");
    g_autoptr (GError) error = nullptr;
    g_autoptr (JsonObject) root = wattle_frame_get_json (frame, &error);

    ASSERT_NE (root, nullptr) << error->message;
    EXPECT_EQ (json_object_get_int_member (root, "a"), 1);
}

TEST (Frame, WhatIsNoJsonObjectIsAProtocolError)
{
    const std::vector<std::string> bodies = {
        "", "[1]", "{\"a\":", "<html></html>", "{}x", "\xff", std::string ("{}\0", 3)
    };

    for (const std::string &body : bodies) {
        g_autoptr (WattleFrame) frame = answer (200, body);
        g_autoptr (GError) error = nullptr;
        g_autoptr (JsonObject) root = wattle_frame_get_json (frame, &error);

        EXPECT_EQ (root, nullptr) << body;
        ASSERT_NE (error, nullptr) << body;
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL))
            << error->message;
    }
}

TEST (Frame, AnErrorPageIsNotParsed)
{
    g_autoptr (WattleFrame) frame = answer (403, "{\"a\":1}");
    g_autoptr (GError) error = nullptr;

    EXPECT_EQ (wattle_frame_get_json (frame, &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
    g_clear_error (&error);
    EXPECT_EQ (wattle_frame_get_text (frame, &error), nullptr);
    EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_AUTH));
}

TEST (Frame, TextMustBeUtf8WithoutNul)
{
    g_autoptr (WattleFrame) empty = wattle_frame_new_answer (1, 200, nullptr, nullptr, 0);
    g_autofree char *nothing = wattle_frame_get_text (empty, nullptr);

    EXPECT_STREQ (nothing, "");
    for (const std::string &body : { std::string ("\xc3\x28"), std::string ("a\0b", 3) }) {
        g_autoptr (WattleFrame) frame = answer (200, body);
        g_autoptr (GError) error = nullptr;

        EXPECT_EQ (wattle_frame_get_text (frame, &error), nullptr);
        EXPECT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    }
}
