// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "support/spin.h"
#include "transport/wattle-http-link.h"

#include <string>

namespace wattle_test
{

// An HTTP link on a manual clock, and the last frame it brought.
class HttpClient
{
  public:
    explicit HttpClient (const std::string &uri)
        : clock_ (wattle_clock_new_manual (0)),
          link_ ((WattleLink *)wattle_http_link_new (uri.c_str (), clock_, nullptr))
    {
    }

    ~HttpClient ()
    {
        g_clear_object (&frame_);
        g_clear_object (&link_);
        settle ();
        g_object_unref (clock_);
    }

    HttpClient (const HttpClient &) = delete;
    HttpClient &operator= (const HttpClient &) = delete;

    guint
    send (WattleRequest *request)
    {
        g_clear_object (&frame_);
        return wattle_link_send (link_, request, WATTLE_LINK_PRIORITY_READ, placeholder, on_reply,
                                 this);
    }

    guint
    send (const char *path, guint timeout_ms = 0)
    {
        g_autoptr (WattleRequest) request = wattle_request_new_http (1, "GET", path);

        if (timeout_ms > 0)
            wattle_request_with_timeout (request, timeout_ms);
        return send (request);
    }

    // Lets start what waits; no time passes.
    void
    turn ()
    {
        wattle_clock_advance (clock_, 0);
    }

    bool
    wait ()
    {
        return spin ([this] { return turn (), frame_ != nullptr; });
    }

    bool
    get (const char *path)
    {
        send (path);
        return wait ();
    }

    void
    drop_link ()
    {
        g_clear_object (&link_);
    }

    WattleLink *
    link () const
    {
        return link_;
    }

    WattleClock *
    clock () const
    {
        return clock_;
    }

    WattleFrame *
    frame () const
    {
        return frame_;
    }

    WattleLinkState
    state () const
    {
        return wattle_link_get_state (link_);
    }

    int
    outcome () const
    {
        return frame_ == nullptr ? -1 : (int)wattle_frame_get_outcome (frame_);
    }

    guint
    status () const
    {
        return frame_ == nullptr ? 0 : wattle_frame_get_status (frame_);
    }

    std::string
    detail () const
    {
        const char *text = frame_ == nullptr ? nullptr : wattle_frame_get_detail (frame_);
        return text == nullptr ? "" : text;
    }

    std::string
    body () const
    {
        gsize length = 0;
        const char *data =
            frame_ == nullptr
                ? nullptr
                : (const char *)g_bytes_get_data (wattle_frame_get_bytes (frame_), &length);
        return data == nullptr ? "" : std::string (data, length);
    }

    WattlePlaceholderFunc placeholder = nullptr;

  private:
    static void
    on_reply (WattleFrame *frame, gpointer user_data)
    {
        g_set_object (&((HttpClient *)user_data)->frame_, frame);
    }

    WattleClock *clock_;
    WattleLink *link_;
    WattleFrame *frame_ = nullptr;
};

} // namespace wattle_test
