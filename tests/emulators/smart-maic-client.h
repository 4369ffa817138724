// SPDX-License-Identifier: LGPL-2.1-or-later
// An emulated smart-MAIC on a free port, and a client that looks at every byte.
#pragma once

#include "emulator-http.h"
#include "smart-maic.h"
#include "support/spin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

// Each match and its groups.
inline std::vector<std::vector<std::string>>
find_all (const std::string &text, const char *pattern)
{
    g_autoptr (GRegex) regex =
        g_regex_new (pattern, GRegexCompileFlags (0), GRegexMatchFlags (0), nullptr);
    g_autoptr (GMatchInfo) info = nullptr;
    std::vector<std::vector<std::string>> found;

    g_regex_match (regex, text.c_str (), GRegexMatchFlags (0), &info);
    for (; g_match_info_matches (info); g_match_info_next (info, nullptr)) {
        found.emplace_back ();
        for (int i = 0; i < g_match_info_get_match_count (info); i++) {
            g_autofree char *group = g_match_info_fetch (info, i);
            found.back ().emplace_back (group);
        }
    }
    return found;
}

struct Answer {
    std::string raw, head, body;
    int status = 0; // 0: nothing was answered
    bool html = false;
};

// One connection, on which one request is sent.
class Call
{
  public:
    Call (guint port, const std::string &bytes)
    {
        g_autoptr (GError) error = nullptr;
        g_autoptr (GSocketAddress) address =
            g_inet_socket_address_new_from_string ("127.0.0.1", port);

        socket_ = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                nullptr);
        refused = !g_socket_connect (socket_, address, nullptr, &error);
        if (!refused)
            g_socket_send (socket_, bytes.data (), bytes.size (), nullptr, nullptr);
        g_socket_set_blocking (socket_, FALSE);
    }

    ~Call ()
    {
        g_object_unref (socket_);
    }

    Call (const Call &) = delete;
    Call &operator= (const Call &) = delete;

    // Whether the other side has ended it.
    bool
    ended ()
    {
        char buffer[4096];
        g_autoptr (GError) error = nullptr;
        gssize n;

        while ((n = g_socket_receive (socket_, buffer, sizeof buffer, nullptr, &error)) > 0)
            text.append (buffer, (gsize)n);
        return refused || !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
    }

    Answer
    finish ()
    {
        Answer answer;

        EXPECT_TRUE (wattle_test::spin ([&] { return ended (); }));
        answer.raw = text;
        gsize end = text.find ("\r\n\r\n");
        if (end == std::string::npos)
            return answer;
        answer.head = text.substr (0, end + 4);
        answer.body = text.substr (end + 4);
        answer.status = std::stoi (text.substr (text.find (' ') + 1));
        answer.html = answer.head.find ("text/html") != std::string::npos;
        return answer;
    }

    bool refused;
    std::string text;

  private:
    GSocket *socket_;
};

class SmartMaicClient : public testing::Test
{
  protected:
    static constexpr gint64 NOON =
        G_GINT64_CONSTANT (1780315200) * G_TIME_SPAN_SECOND; // 2026-06-01 12:00 UTC

    void
    SetUp () override
    {
        make (SMART_MAIC_D103, SMART_MAIC_EXTENDED);
    }

    void
    TearDown () override
    {
        drop ();
    }

    void
    drop ()
    {
        g_clear_object (&device);
        wattle_test::settle ();
        g_clear_object (&clock);
    }

    // Another one takes its place.
    void
    make (SmartMaicModel model, SmartMaicGrade grade, gint64 wall = NOON)
    {
        g_autoptr (GError) error = nullptr;

        drop ();
        clock = wattle_clock_new_manual (wall);
        device = smart_maic_new (clock);
        smart_maic_set_model (device, model, grade);
        ASSERT_TRUE (smart_maic_start (device, "127.0.0.1", 0, &error)) << error->message;
    }

    static std::string
    line (const std::string &target)
    {
        return "GET " + target + " HTTP/1.1\r\nHost: device\r\n\r\n";
    }

    Answer
    get (const std::string &target)
    {
        return Call (smart_maic_get_port (device), line (target)).finish ();
    }

    Answer
    page (const std::string &rest)
    {
        return get ("/?page=" + rest);
    }

    std::string
    getdata (const std::string &more = "")
    {
        return "getdata&devid=" + std::string (smart_maic_get_devid (device)) + "&devpass=4711" +
               more;
    }

    void
    log_in ()
    {
        EXPECT_FALSE (page ("devlogin&devpass=4711").html);
    }

    // Of getwdata, which has no limit.
    std::map<std::string, double>
    values ()
    {
        std::map<std::string, double> found;

        log_in ();
        for (const auto &match :
             find_all (page ("getwdata").body,
                       R"re("(\w+)":{"name":"[^"]*","unit":"[^"]*","value":"([0-9.]+)"})re"))
            found[match[1]] = g_ascii_strtod (match[2].c_str (), nullptr);
        return found;
    }

    double
    counter (const char *key)
    {
        double value = -1;

        EXPECT_TRUE (smart_maic_get_counter (device, key, &value)) << key;
        return value;
    }

    void
    pass (gint64 seconds)
    {
        wattle_clock_advance (clock, seconds * G_TIME_SPAN_SECOND);
    }

    WattleClock *clock = nullptr;
    SmartMaic *device = nullptr;
};

// A file of data/smart-maic.
inline std::string
example (const std::string &name)
{
    g_autofree char *text = nullptr;
    gsize length = 0;

    EXPECT_TRUE (
        g_file_get_contents ((SMART_MAIC_EXAMPLES "/" + name).c_str (), &text, &length, nullptr))
        << name;
    return std::string (text != nullptr ? text : "", length);
}

// Keys, their order, names, units, types and numbers of decimals: all but the figures.
inline std::string
shape (const std::string &text)
{
    std::string result;

    for (gsize i = 0; i < text.size () && text[i] != '\n'; i++) {
        bool begins = result.empty () || result.back () == ':' ||
                      (result.size () > 1 && result.substr (result.size () - 2) == ":\"");

        if (!begins || !g_ascii_isdigit (text[i])) {
            result += text[i];
            continue;
        }
        gsize end = text.find_first_not_of ("0123456789", i);
        result += '#';
        if (end < text.size () && text[end] == '.')
            for (result += '.', end++; end < text.size () && g_ascii_isdigit (text[end]); end++)
                result += '9';
        i = std::min (end, text.size ()) - 1;
    }
    return result;
}
