// SPDX-License-Identifier: LGPL-2.1-or-later
// The program wattle as one that is asked line by line.
#pragma once

#include "cli/program.h"
#include "support/spin.h"

namespace wattle_test
{

class Questions
{
  public:
    Questions (const Process::Environment &environment, std::vector<std::string> arguments)
    {
        g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
            (GSubprocessFlags)(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE));
        std::vector<const char *> argv = { WATTLE };
        g_autoptr (GError) error = nullptr;

        for (const std::string &argument : arguments)
            argv.push_back (argument.c_str ());
        argv.push_back (nullptr);
        for (const auto &[name, value] : environment)
            g_subprocess_launcher_setenv (launcher, name.c_str (), value.c_str (), TRUE);
        process = g_subprocess_launcher_spawnv (launcher, argv.data (), &error);
        if (process == nullptr) {
            ADD_FAILURE () << error->message;
            return;
        }
        answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
    }

    ~Questions ()
    {
        if (process != nullptr && g_subprocess_get_identifier (process) != nullptr)
            g_subprocess_force_exit (process);
        g_clear_object (&answers);
        g_clear_object (&process);
    }

    Questions (const Questions &) = delete;
    Questions &operator= (const Questions &) = delete;

    void
    write (const std::string &text)
    {
        GOutputStream *input = g_subprocess_get_stdin_pipe (process);

        EXPECT_TRUE (g_output_stream_write_all (input, text.data (), text.size (), nullptr, nullptr,
                                                nullptr));
        EXPECT_TRUE (g_output_stream_flush (input, nullptr, nullptr));
    }

    // Its answer, with the end of the line.
    std::string
    ask (const std::string &line)
    {
        g_autoptr (GAsyncResult) result = nullptr;

        write (line + "\n");
        g_data_input_stream_read_line_async (answers, G_PRIORITY_DEFAULT, nullptr, note, &result);
        if (!spin ([&] { return result != nullptr; })) {
            ADD_FAILURE () << "there is no answer to " << line;
            g_subprocess_force_exit (process); // which ends what is read
            spin ([&] { return result != nullptr; });
        }
        g_autofree char *answer =
            g_data_input_stream_read_line_finish (answers, result, nullptr, nullptr);
        return answer != nullptr ? std::string (answer) + "\n" : "(none)";
    }

    // Its exit status once nothing more is asked.
    int
    end ()
    {
        g_autoptr (GAsyncResult) result = nullptr;

        EXPECT_TRUE (
            g_output_stream_close (g_subprocess_get_stdin_pipe (process), nullptr, nullptr));
        g_subprocess_wait_async (process, nullptr, note, &result);
        if (!spin ([&] { return result != nullptr; })) {
            ADD_FAILURE () << "it does not end";
            g_subprocess_force_exit (process);
            spin ([&] { return result != nullptr; });
        }
        g_subprocess_wait_finish (process, result, nullptr);
        return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
    }

  private:
    static void
    note (GObject *source, GAsyncResult *result, gpointer place)
    {
        *static_cast<GAsyncResult **> (place) = G_ASYNC_RESULT (g_object_ref (result));
    }

    GSubprocess *process = nullptr;
    GDataInputStream *answers = nullptr;
};

} // namespace wattle_test
