// SPDX-License-Identifier: LGPL-2.1-or-later
// The program itself, as a process.
#include "support/spin.h"
#include "support/temp-dir.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstring>
#include <string>
#include <vector>

namespace
{

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

} // namespace

TEST (WattleEmulate, RefusesWrongArgumentsWithTwo)
{
    const std::vector<std::pair<std::vector<const char *>, const char *>> cases = {
        { {}, "device is missing" },
        { { "toaster" }, "iskra-sg" },
        { { "iskra-sg", "--port", "70000" }, "--port" },
        { { "iskra-sg", "--udp-port", "70000" }, "--udp-port" },
        { { "iskra-sg", "--udp-port", "-2" }, "--udp-port" },
        { { "iskra-sg", "--address", "::1", "--udp-port", "0" }, "no IPv4 address" },
        { { "iskra-sg", "--modbus", "70000" }, "--modbus" },
        { { "iskra-sg", "--format", "xml" }, "--format" },
        { { "iskra-sg", "--serial-offset", "-1" }, "--serial-offset" },
        { { "iskra-sg", "--speed", "0" }, "--speed" },
        { { "iskra-sg", "--mqtt", "127.0.0.1" }, "--mqtt" },
        { { "iskra-sg", "--mqtt", "127.0.0.1:0" }, "--mqtt" },
        { { "iskra-sg", "--mqtt", "broker:1883" }, "no IP address" },
        { { "iskra-sg", "--mqtt-user", "sg" }, "--mqtt-password" },
        { { "iskra-sg", "--push-interval", "0" }, "--push-interval" },
        { { "iskra-sg", "--user", "admin" }, "--password" },
        { { "iskra-sg", "--start-time", "noon" }, "--start-time" },
        { { "iskra-sg", "--address", "here" }, "here" },
        { { "iskra-sg", "--nonsense" }, "nonsense" },
        { { "iskra-sg", "stray" }, "options only" },
    };

    for (const auto &[arguments, word] : cases) {
        Program program (arguments);

        EXPECT_EQ (program.end (), 2) << word;
        EXPECT_NE (program.err.find (word), std::string::npos) << program.err;
        EXPECT_EQ (program.out, "");
    }
}

TEST (WattleEmulate, HelpListsTheDevices)
{
    Program program ({ "--help" });

    EXPECT_EQ (program.end (), 0);
    EXPECT_NE (program.out.find ("iskra-sg"), std::string::npos);
}

TEST (WattleEmulate, SaysWhereItListensAndEndsWithZero)
{
    for (int signal : { SIGTERM, SIGINT }) {
        wattle_test::TempDir folder;
        std::string ready = folder.file ("ready.json");
        Program program ({ "iskra-sg", "--ready-file", ready.c_str (), "--start-time",
                           "2026-06-01T12:00:00Z", "--speed", "60" });
        g_autofree char *text = nullptr;

        ASSERT_TRUE (wattle_test::spin ([&] {
            return g_file_get_contents (ready.c_str (), &text, nullptr, nullptr) != FALSE;
        }));
        int port = 0;
        ASSERT_EQ (sscanf (text, "{\"http\":%d}", &port), 1) << text;
        EXPECT_EQ (program.end (signal), 0);
        EXPECT_EQ (program.out,
                   "iskra-sg listening on http://127.0.0.1:" + std::to_string (port) + "\n");
        EXPECT_EQ (program.err, "");
    }
}

TEST (WattleEmulate, SaysWhereItAnswersSearches)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program ({ "iskra-sg", "--udp-port", "0", "--ready-file", ready.c_str () });
    g_autofree char *text = nullptr;
    int http = 0, udp = 0;

    ASSERT_TRUE (wattle_test::spin (
        [&] { return g_file_get_contents (ready.c_str (), &text, nullptr, nullptr) != FALSE; }));
    ASSERT_EQ (sscanf (text, "{\"http\":%d,\"udp\":%d}", &http, &udp), 2) << text;
    EXPECT_EQ (program.end (SIGTERM), 0);
    EXPECT_EQ (program.out, "iskra-sg listening on http://127.0.0.1:" + std::to_string (http) +
                                ", answering searches on UDP port " + std::to_string (udp) + "\n");
}

TEST (WattleEmulate, SaysWhereItSpeaksModbus)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program ({ "iskra-sg", "--modbus", "0", "--ready-file", ready.c_str () });
    g_autofree char *text = nullptr;
    int http = 0, modbus = 0;

    ASSERT_TRUE (wattle_test::spin (
        [&] { return g_file_get_contents (ready.c_str (), &text, nullptr, nullptr) != FALSE; }));
    ASSERT_EQ (sscanf (text, "{\"http\":%d,\"modbus\":%d}", &http, &modbus), 2) << text;
    EXPECT_EQ (program.end (SIGTERM), 0);
    EXPECT_EQ (program.out, "iskra-sg listening on http://127.0.0.1:" + std::to_string (http) +
                                ", Modbus on port " + std::to_string (modbus) + "\n");
}

TEST (WattleEmulate, NamesAPortThatIsTaken)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program first ({ "iskra-sg", "--ready-file", ready.c_str () });
    g_autofree char *text = nullptr;

    ASSERT_TRUE (wattle_test::spin (
        [&] { return g_file_get_contents (ready.c_str (), &text, nullptr, nullptr) != FALSE; }));
    std::string port (text + strlen ("{\"http\":"), strcspn (text + strlen ("{\"http\":"), "}"));
    Program second ({ "iskra-sg", "--port", port.c_str () });
    EXPECT_EQ (second.end (), 2);
    EXPECT_NE (second.err.find (port), std::string::npos) << second.err;
    EXPECT_EQ (first.end (SIGTERM), 0);
}
