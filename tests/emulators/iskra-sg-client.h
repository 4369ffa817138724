// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated gateway on a free port with a real HTTP client beside it.
#pragma once

#include "iskra-sg.h"
#include "support/spin.h"

#include <gtest/gtest.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include <string>
#include <vector>

struct Answer {
    bool arrived = false; // status and whole body
    guint status = 0;
    std::string type, body, error;
};

class IskraSgClient : public testing::Test
{
  protected:
    static constexpr gint64 NOON =
        G_GINT64_CONSTANT (1780315200) * G_TIME_SPAN_SECOND; // 2026-06-01 12:00 UTC

    void
    SetUp () override
    {
        g_autoptr (GError) error = nullptr;

        clock = wattle_clock_new_manual (NOON);
        gateway = iskra_sg_new (clock);
        ASSERT_TRUE (iskra_sg_start (gateway, "127.0.0.1", 0, &error)) << error->message;
        session = soup_session_new ();
    }

    void
    TearDown () override
    {
        soup_session_abort (session);
        g_clear_object (&session);
        g_clear_object (&gateway);
        wattle_test::settle ();
        g_clear_object (&clock);
    }

    // Sends, and runs until there is an answer or an error.
    Answer
    request (const char *method,
             const std::string &path,
             const std::string &body = "",
             const std::string &cookie = "")
    {
        Call call;

        begin (call, method, path, body, cookie);
        wattle_test::spin ([&] { return call.done; });
        return call.answer;
    }

    Answer
    get (const std::string &path)
    {
        return request ("GET", path);
    }

    JsonObject *
    get_json (const std::string &path)
    {
        Answer answer = get (path);

        EXPECT_EQ (answer.status, 200u) << answer.error;
        EXPECT_EQ (answer.type, "application/json");
        return parse (answer.body);
    }

    JsonObject *
    parse (const std::string &text)
    {
        g_autoptr (GError) error = nullptr;

        parser_ = json_parser_new ();
        documents_.emplace_back (parser_);
        EXPECT_TRUE (
            json_parser_load_from_data (parser_, text.data (), (gssize)text.size (), &error))
            << text;
        return json_node_get_object (json_parser_get_root (parser_));
    }

    Answer
    fault (const std::string &json)
    {
        return request ("POST", "/emulator/fault", json);
    }

    struct Call {
        Answer answer;
        bool done = false;
        SoupMessage *message = nullptr;
        GCancellable *cancellable = nullptr;

        ~Call ()
        {
            g_clear_object (&message);
            g_clear_object (&cancellable);
        }
    };

    void
    begin (Call &call,
           const char *method,
           const std::string &path,
           const std::string &body = "",
           const std::string &cookie = "")
    {
        std::string uri = iskra_sg_get_uri (gateway) + path;

        call.message = soup_message_new (method, uri.c_str ());
        call.cancellable = g_cancellable_new ();
        soup_message_add_flags (call.message, SOUP_MESSAGE_NO_REDIRECT);
        if (!cookie.empty ())
            soup_message_headers_replace (soup_message_get_request_headers (call.message), "Cookie",
                                          cookie.c_str ());
        if (!body.empty ()) {
            g_autoptr (GBytes) bytes = g_bytes_new (body.data (), body.size ());
            soup_message_set_request_body_from_bytes (call.message, "application/json", bytes);
        }
        soup_session_send_and_read_async (session, call.message, G_PRIORITY_DEFAULT,
                                          call.cancellable, on_answer, &call);
    }

    WattleClock *clock = nullptr;
    IskraSg *gateway = nullptr;
    SoupSession *session = nullptr;

  private:
    static void
    on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        Call *call = static_cast<Call *> (user_data);
        g_autoptr (GError) error = nullptr;
        g_autoptr (GBytes) bytes =
            soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
        const char *type = soup_message_headers_get_content_type (
            soup_message_get_response_headers (call->message), nullptr);

        call->done = true;
        call->answer.status = soup_message_get_status (call->message);
        call->answer.type = type != nullptr ? type : "";
        if (bytes == nullptr) {
            call->answer.error = error->message;
            return;
        }
        call->answer.arrived = true;
        call->answer.body.assign ((const char *)g_bytes_get_data (bytes, nullptr),
                                  g_bytes_get_size (bytes));
    }

    struct Document {
        explicit Document (JsonParser *parser) : parser (parser)
        {
        }
        Document (Document &&other) : parser (other.parser)
        {
            other.parser = nullptr;
        }
        ~Document ()
        {
            g_clear_object (&parser);
        }
        JsonParser *parser;
    };

    JsonParser *parser_ = nullptr;
    std::vector<Document> documents_;
};
