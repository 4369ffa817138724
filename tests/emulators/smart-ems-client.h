// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated SMART EMS on a free port with a real HTTP client beside it.
#pragma once

#include "smart-ems.h"
#include "support/spin.h"

#include <gtest/gtest.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

struct Answer {
    bool done = false;
    bool arrived = false; // status and whole body
    guint status = 0;
    std::string type, body, location, challenge, error;
    std::string certificate; // that was shown
};

class SmartEmsClient : public testing::Test
{
  protected:
    static constexpr gint64 NOON = G_GINT64_CONSTANT (1780311600) * G_TIME_SPAN_SECOND;

    void
    SetUp () override
    {
        clock = wattle_clock_new_manual (NOON);
        session = soup_session_new ();
        make (SMART_EMS_LK35);
    }

    void
    TearDown () override
    {
        soup_session_abort (session);
        g_clear_object (&session);
        g_clear_object (&ems);
        wattle_test::settle ();
        g_clear_object (&clock);
    }

    // Another board; it listens at once unless it is to speak HTTPS.
    void
    make (SmartEmsGeneration generation, bool https = false)
    {
        g_autoptr (GError) error = nullptr;

        g_clear_object (&ems);
        ems = smart_ems_new (clock, generation);
        if (https) {
            ASSERT_TRUE (smart_ems_use_https (ems, 0, &error)) << error->message;
        }
        ASSERT_TRUE (smart_ems_start (ems, "127.0.0.1", 0, &error)) << error->message;
    }

    std::string
    plain_uri () const
    {
        return "http://127.0.0.1:" + std::to_string (smart_ems_get_port (ems));
    }

    void
    begin (Answer &answer,
           const char *method,
           const std::string &uri,
           const std::string &body = "",
           const std::string &login = "")
    {
        g_autoptr (SoupMessage) message = soup_message_new (method, uri.c_str ());

        soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
        g_signal_connect (message, "accept-certificate", G_CALLBACK (on_certificate), &answer);
        if (!login.empty ()) {
            g_autofree char *code = g_base64_encode ((const guchar *)login.data (), login.size ());
            std::string header = std::string ("Basic ") + code;

            soup_message_headers_replace (soup_message_get_request_headers (message),
                                          "Authorization", header.c_str ());
        }
        if (!body.empty ()) {
            g_autoptr (GBytes) bytes = g_bytes_new (body.data (), body.size ());
            soup_message_set_request_body_from_bytes (message, "text/plain", bytes);
        }
        soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, nullptr, on_answer,
                                          &answer);
    }

    Answer
    request (const char *method,
             const std::string &uri,
             const std::string &body = "",
             const std::string &login = "")
    {
        Answer answer;

        begin (answer, method, uri, body, login);
        wattle_test::spin ([&] { return answer.done; });
        return answer;
    }

    Answer
    get (const std::string &path, const std::string &login = "")
    {
        return request ("GET", smart_ems_get_uri (ems) + path, "", login);
    }

    Answer
    fault (const std::string &json)
    {
        return request ("POST", smart_ems_get_uri (ems) + std::string ("/emulator/fault"), json);
    }

    JsonObject *
    parse (const std::string &text)
    {
        g_autoptr (JsonParser) parser = json_parser_new ();

        EXPECT_TRUE (json_parser_load_from_data (parser, text.c_str (), -1, nullptr)) << text;
        roots_.emplace_back (json_parser_steal_root (parser), json_node_unref);
        return json_node_get_object (roots_.back ().get ());
    }

    JsonObject *
    get_json (const std::string &path)
    {
        Answer answer = get (path);

        EXPECT_EQ (answer.status, 200u) << path << " " << answer.error;
        EXPECT_EQ (answer.type, "application/json");
        return parse (answer.body);
    }

    gint64
    integer (const std::string &path, const char *member)
    {
        JsonObject *object = get_json (path);

        EXPECT_TRUE (json_object_has_member (object, member)) << member;
        return json_object_get_int_member_with_default (object, member, -9999);
    }

    // How it really is.
    JsonObject *
    state ()
    {
        return get_json ("/emulator/state");
    }

    // Of all six relays.
    std::string
    relays () const
    {
        std::string text;

        for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
            text += smart_ems_get_output (ems, i) ? '1' : '0';
        return text;
    }

    static std::string
    example (const std::string &name)
    {
        std::ifstream file (std::string (SMART_EMS_EXAMPLES) + "/" + name, std::ios::binary);
        std::stringstream text;

        EXPECT_TRUE (file.good ()) << name;
        text << file.rdbuf ();
        return text.str ();
    }

    void
    pass (double seconds)
    {
        wattle_clock_advance (clock, (gint64)(seconds * G_TIME_SPAN_SECOND));
    }

    WattleClock *clock = nullptr;
    SmartEms *ems = nullptr;
    SoupSession *session = nullptr;

  private:
    static gboolean
    on_certificate (SoupMessage *message,
                    GTlsCertificate *certificate,
                    GTlsCertificateFlags errors,
                    gpointer user_data)
    {
        g_autofree char *text = nullptr;

        g_object_get (certificate, "certificate-pem", &text, nullptr);
        static_cast<Answer *> (user_data)->certificate = text;
        return TRUE;
    }

    static std::string
    header (SoupMessage *message, const char *name)
    {
        const char *text =
            soup_message_headers_get_one (soup_message_get_response_headers (message), name);

        return text != nullptr ? text : "";
    }

    static void
    on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        Answer *answer = static_cast<Answer *> (user_data);
        g_autoptr (GError) error = nullptr;
        SoupMessage *message =
            soup_session_get_async_result_message (SOUP_SESSION (source), result);
        g_autoptr (GBytes) bytes =
            soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
        gsize length = 0;

        answer->done = true;
        answer->status = soup_message_get_status (message);
        answer->type = header (message, "Content-Type");
        answer->location = header (message, "Location");
        answer->challenge = header (message, "WWW-Authenticate");
        if (bytes == nullptr) {
            answer->error = error->message;
            return;
        }
        answer->arrived = true;
        const char *data = (const char *)g_bytes_get_data (bytes, &length);
        answer->body.assign (data != nullptr ? data : "", length);
    }

    std::vector<std::shared_ptr<JsonNode>> roots_;
};
