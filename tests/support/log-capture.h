// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

#include <string>
#include <vector>

namespace wattle_test
{

// Keeps what the program says to people while it lives. Warnings stay fatal.
class LogCapture
{
  public:
    LogCapture ()
    {
        outer_ = current_;
        current_ = this;
        before_ = g_log_set_default_handler (on_log, nullptr);
    }

    ~LogCapture ()
    {
        g_log_set_default_handler (before_, nullptr);
        current_ = outer_;
    }

    LogCapture (const LogCapture &) = delete;
    LogCapture &operator= (const LogCapture &) = delete;

    // The lines since the last look.
    std::vector<std::string>
    take ()
    {
        std::vector<std::string> lines;

        lines.swap (lines_);
        return lines;
    }

  private:
    static void
    on_log (const char *, GLogLevelFlags level, const char *message, gpointer)
    {
        if (level & G_LOG_LEVEL_MESSAGE)
            current_->lines_.push_back (message);
    }

    // Not the handler's own data: whoever puts a handler of GLib back cannot know what that was.
    static inline LogCapture *current_ = nullptr;

    std::vector<std::string> lines_;
    LogCapture *outer_;
    GLogFunc before_;
};

} // namespace wattle_test
