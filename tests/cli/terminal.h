// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <vector>

#include "cli/program.h"
#include "support/spin.h"

namespace wattle_test
{

// The program on a terminal of its own.
class Terminal
{
  public:
    Terminal (const Process::Environment &environment,
              const std::vector<std::string> &arguments,
              unsigned short lines = 24,
              unsigned short columns = 80)
    {
        struct winsize size = { lines, columns, 0, 0 };
        std::vector<char *> argv = { (char *)WATTLE };

        for (const std::string &argument : arguments)
            argv.push_back ((char *)argument.c_str ());
        argv.push_back (nullptr);
        pid_ = forkpty (&file_, nullptr, nullptr, &size);
        if (pid_ == 0) {
            for (const auto &[name, value] : environment)
                setenv (name.c_str (), value.c_str (), 1);
            setenv ("TERM", "xterm", 1);
            execv (WATTLE, argv.data ());
            _exit (127);
        }
        fcntl (file_, F_SETFL, O_NONBLOCK);
    }

    ~Terminal ()
    {
        if (status_ < 0) {
            kill (pid_, SIGKILL);
            waitpid (pid_, nullptr, 0);
        }
        close (file_);
    }

    void
    type (const std::string &text)
    {
        ASSERT_EQ (write (file_, text.data (), text.size ()), (gssize)text.size ());
    }

    void
    resize (unsigned short lines, unsigned short columns)
    {
        struct winsize size = { lines, columns, 0, 0 };

        ioctl (file_, TIOCSWINSZ, &size);
    }

    // All it has shown so far.
    const std::string &
    shown ()
    {
        char buffer[4096];
        gssize length;

        while ((length = read (file_, buffer, sizeof buffer)) > 0)
            shown_.append (buffer, (size_t)length);
        return shown_;
    }

    bool
    shows (const std::string &words)
    {
        return spin ([&] { return has (shown (), words); });
    }

    bool
    is_hidden ()
    {
        struct termios mode;

        return tcgetattr (file_, &mode) == 0 && !(mode.c_lflag & ECHO);
    }

    int
    wait ()
    {
        int status = 0;

        EXPECT_TRUE (spin ([&] {
            shown ();
            return waitpid (pid_, &status, WNOHANG) == pid_;
        })) << shown_;
        status_ = status;
        shown ();
        return WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status);
    }

  private:
    int file_ = -1;
    pid_t pid_ = 0;
    int status_ = -1;
    std::string shown_;
};

} // namespace wattle_test
