// SPDX-License-Identifier: LGPL-2.1-or-later
// One request by HTTP, and what came of it.
#pragma once

#include "support/spin.h"

#include <libsoup/soup.h>

#include <string>

struct Fetched {
    bool done = false;
    guint status = 0; // 0: there was no answer
    std::string type, body;
};

inline Fetched
request (const char *method, const std::string &uri, const std::string &body = "")
{
    g_autoptr (SoupSession) session = soup_session_new ();
    g_autoptr (SoupMessage) message = soup_message_new (method, uri.c_str ());
    g_autoptr (GBytes) bytes = g_bytes_new (body.data (), body.size ());
    Fetched fetched;

    if (!body.empty ())
        soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    soup_session_send_and_read_async (
        session, message, G_PRIORITY_DEFAULT, nullptr,
        [] (GObject *source, GAsyncResult *result, gpointer user_data) {
            Fetched *into = static_cast<Fetched *> (user_data);
            SoupMessage *sent =
                soup_session_get_async_result_message ((SoupSession *)source, result);
            g_autoptr (GBytes) answer =
                soup_session_send_and_read_finish ((SoupSession *)source, result, nullptr);
            const char *type = soup_message_headers_get_content_type (
                soup_message_get_response_headers (sent), nullptr);
            gsize size = 0;

            into->done = true;
            if (answer == nullptr)
                return;
            into->status = soup_message_get_status (sent);
            into->type = type != nullptr ? type : "";
            const char *data = (const char *)g_bytes_get_data (answer, &size);
            into->body.assign (data != nullptr ? data : "", size);
        },
        &fetched);
    wattle_test::spin ([&] { return fetched.done; });
    return fetched;
}

inline std::string
fetch (const std::string &uri)
{
    return request ("GET", uri).body;
}

inline std::string
post (const std::string &uri, const std::string &body)
{
    return request ("POST", uri, body).body;
}
