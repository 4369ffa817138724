// SPDX-License-Identifier: LGPL-2.1-or-later
#include "support/process.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <sys/prctl.h>

#include "support/spin.h"

namespace wattle_test
{

namespace
{

std::string
read_file (const std::string &path)
{
    g_autofree char *text = nullptr;
    gsize length = 0;

    if (!g_file_get_contents (path.c_str (), &text, &length, nullptr))
        return "";
    return std::string (text, length);
}

// The field of /proc/PID/stat that many places behind the name, which may hold anything.
std::string
stat_field (int pid, int place)
{
    std::string stat = read_file ("/proc/" + std::to_string (pid) + "/stat");
    size_t name_end = stat.rfind (')');

    if (name_end == std::string::npos)
        return "";
    g_auto (GStrv) fields = g_strsplit (stat.c_str () + name_end + 2, " ", -1);
    return (int)g_strv_length (fields) > place ? fields[place] : "";
}

} // namespace

bool
is_alive (int pid)
{
    std::string state = stat_field (pid, 0);

    return !state.empty () && state != "Z" && state != "X";
}

bool
is_stopped (int pid)
{
    return stat_field (pid, 0) == "T";
}

std::string
name_of (int pid)
{
    g_autofree char *path =
        g_file_read_link (("/proc/" + std::to_string (pid) + "/exe").c_str (), nullptr);

    return path != nullptr ? path : "";
}

Process::Process (const std::vector<std::string> &arguments, const Environment &environment)
{
    g_autoptr (GError) error = nullptr;
    g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
    std::vector<const char *> argv;

    for (const std::string &argument : arguments)
        argv.push_back (argument.c_str ());
    argv.push_back (nullptr);
    for (const auto &[name, value] : environment)
        g_subprocess_launcher_setenv (launcher, name.c_str (), value.c_str (), TRUE);
    g_subprocess_launcher_set_stdout_file_path (launcher, dir_.file ("out").c_str ());
    g_subprocess_launcher_set_stderr_file_path (launcher, dir_.file ("err").c_str ());
    g_subprocess_launcher_set_child_setup (
        launcher, [] (gpointer) { prctl (PR_SET_PDEATHSIG, SIGKILL); }, nullptr, nullptr);

    process_ = g_subprocess_launcher_spawnv (launcher, argv.data (), &error);
    if (process_ == nullptr) {
        ADD_FAILURE () << error->message;
        return;
    }

    const char *identifier = g_subprocess_get_identifier (process_);
    pid_ = identifier != nullptr ? atoi (identifier) : 0; // some end at once
}

Process::~Process ()
{
    if (process_ == nullptr)
        return;

    if (running ()) {
        g_subprocess_force_exit (process_);
        wait ();
    }
    g_object_unref (process_);
}

int
Process::pid () const
{
    return pid_;
}

bool
Process::running () const
{
    return process_ != nullptr && g_subprocess_get_identifier (process_) != nullptr;
}

void
Process::send (int signal)
{
    if (process_ != nullptr)
        g_subprocess_send_signal (process_, signal);
}

int
Process::wait (int deadline_ms)
{
    if (process_ == nullptr || !spin ([this] { return !running (); }, deadline_ms))
        return STILL_RUNNING;

    g_subprocess_wait (process_, nullptr, nullptr);
    return g_subprocess_get_if_exited (process_) ? g_subprocess_get_exit_status (process_)
                                                 : -g_subprocess_get_term_sig (process_);
}

std::string
Process::out () const
{
    return read_file (dir_.file ("out"));
}

std::string
Process::err () const
{
    return read_file (dir_.file ("err"));
}

bool
Process::has_said (const std::string &words) const
{
    return err ().find (words) != std::string::npos;
}

std::vector<int>
Process::children () const
{
    std::vector<int> found;

    for (const auto &entry : std::filesystem::directory_iterator ("/proc")) {
        int pid = atoi (entry.path ().filename ().c_str ());

        if (pid > 0 && is_alive (pid) && stat_field (pid, 1) == std::to_string (pid_))
            found.push_back (pid);
    }
    return found;
}

} // namespace wattle_test
