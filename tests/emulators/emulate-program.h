// SPDX-License-Identifier: LGPL-2.1-or-later
// The program wattle-emulate as a process.
#pragma once

#include "support/spin.h"
#include "support/temp-dir.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

struct Program {
    explicit Program (std::vector<const char *> arguments)
    {
        g_autoptr (GError) error = nullptr;

        arguments.insert (arguments.begin (), WATTLE_EMULATE);
        arguments.push_back (nullptr);
        process = g_subprocess_newv (
            arguments.data (),
            GSubprocessFlags (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE),
            &error);
        EXPECT_NE (process, nullptr) << error->message;
    }

    ~Program ()
    {
        if (!ended)
            g_subprocess_force_exit (process);
        g_object_unref (process);
    }

    int
    end (int signal = 0)
    {
        g_autofree char *out_text = nullptr;
        g_autofree char *err_text = nullptr;

        if (signal != 0)
            g_subprocess_send_signal (process, signal);
        g_subprocess_communicate_utf8 (process, nullptr, nullptr, &out_text, &err_text, nullptr);
        ended = true;
        out = out_text;
        err = err_text;
        return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
    }

    GSubprocess *process;
    bool ended = false;
    std::string out, err;
};

// What it writes once it listens; empty if it does not get there.
inline std::string
await_ready (const std::string &path)
{
    g_autofree char *text = nullptr;

    EXPECT_TRUE (wattle_test::spin (
        [&] { return g_file_get_contents (path.c_str (), &text, nullptr, nullptr) != FALSE; }));
    return text != nullptr ? text : "";
}
