// SPDX-License-Identifier: LGPL-2.1-or-later
// The program itself, as a process.
#include "emulate-program.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstring>
#include <string>
#include <vector>

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
        { { "smart-maic", "--model", "d104" }, "--model" },
        { { "smart-maic", "--grade", "best" }, "--grade" },
        { { "smart-maic", "--form", "xml" }, "--form" },
        { { "smart-maic", "--devid", "12345" }, "--devid" },
        { { "smart-maic", "--pin", "12345678901" }, "--pin" },
        { { "smart-maic", "--pin", "pin" }, "--pin" },
        { { "smart-maic", "--mqtt", "127.0.0.1" }, "--mqtt" },
        { { "smart-maic", "--mqtt", "broker:1883" }, "no IP address" },
        { { "smart-maic", "--mqtt-user", "me" }, "--mqtt-password" },
        { { "smart-maic", "--interval", "-1" }, "--interval" },
        { { "smart-maic", "--separator", "-" }, "--separator" },
        { { "smart-maic", "--prefix", "#/" }, "--prefix" },
        { { "smart-maic", "--on-phrase", "sixteen--letters" }, "--on-phrase" },
        { { "smart-maic", "--off-phrase", "1" }, "--off-phrase" },
        { { "smart-maic", "--port", "70000" }, "--port" },
        { { "smart-maic", "--control", "70000" }, "--control" },
        { { "smart-maic", "--address", "here" }, "here" },
        { { "smart-maic", "stray" }, "options only" },
        { { "smappee" }, "--mqtt" },
        { { "smappee", "--model", "infinity" }, "--model" },
        { { "smappee", "--model", "solar", "--topology", "delta" }, "delta" },
        { { "smappee", "--model", "solar", "--hubs", "3" }, "hubs" },
        { { "smappee", "--model", "connect", "--hubs", "8" }, "--hubs" },
        { { "smappee", "--model", "connect", "--mqtt", "127.0.0.1:1" }, "--mqtt" },
        { { "smappee", "--mqtt", "127.0.0.1" }, "--mqtt" },
        { { "smappee", "--mqtt", "broker:1883" }, "no IP address" },
        { { "smappee", "--mqtt", "127.0.0.1:1", "--mqtt-user", "me" }, "--mqtt-password" },
        { { "smappee", "--mqtt", "127.0.0.1:1", "--topology", "ring" }, "--topology" },
        { { "smappee", "--mqtt", "127.0.0.1:1", "--names", "odd" }, "--names" },
        { { "smappee", "--mqtt", "127.0.0.1:1", "--maps", "odd" }, "--maps" },
        { { "smappee", "--mqtt", "127.0.0.1:1", "--serial-offset", "-1" }, "--serial-offset" },
        { { "smappee", "--mqtt", "127.0.0.1:1", "--speed", "0" }, "--speed" },
        { { "smappee", "--mqtt", "127.0.0.1:1", "--control", "70000" }, "--control" },
        { { "smappee", "--model", "solar", "--port", "70000" }, "--port" },
        { { "smappee", "--model", "connect", "--modbus", "-1" }, "--modbus" },
        { { "smappee", "--model", "plus", "--address", "here" }, "here" },
        { { "smappee", "stray" }, "options only" },
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
    EXPECT_NE (program.out.find ("modbus-meter"), std::string::npos);
    EXPECT_NE (program.out.find ("smart-maic"), std::string::npos);
    EXPECT_NE (program.out.find ("smappee"), std::string::npos);
    EXPECT_NE (program.out.find ("smart-ems"), std::string::npos);
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

TEST (WattleEmulate, SaysWhoTheSmartMaicIsAndWhereItPublishes)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program ({ "smart-maic", "--ready-file", ready.c_str (), "--mqtt", "127.0.0.1:9",
                       "--model", "d105", "--pin", "0815", "--control", "0" });
    std::string text = await_ready (ready);
    int http = 0, control = 0, end = 0;

    ASSERT_EQ (sscanf (text.c_str (),
                       "{\"http\":%d,\"mqtt\":\"127.0.0.1:9\",\"pin\":\"0815\","
                       "\"devid\":\"1750900126\",\"control\":%d}%n",
                       &http, &control, &end),
               2)
        << text;
    EXPECT_GT (end, 0) << text;
    EXPECT_EQ (program.end (SIGTERM), 0);
    EXPECT_EQ (program.out, "smart-maic listening on http://127.0.0.1:" + std::to_string (http) +
                                ", publishing as 1750900126 to 127.0.0.1:9\n");
}

TEST (WattleEmulate, ASmartMaicWithoutBrokerSaysSo)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program ({ "smart-maic", "--ready-file", ready.c_str (), "--devid", "1728104552" });
    std::string text = await_ready (ready);

    EXPECT_NE (text.find (",\"mqtt\":null,\"pin\":\"4711\",\"devid\":\"1728104552\"}"),
               std::string::npos)
        << text;
    EXPECT_EQ (program.end (SIGTERM), 0);
    EXPECT_EQ (program.err, "");
}

TEST (WattleEmulate, SaysWhichSmappeeItIsAndWhereItPublishes)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program ({ "smappee", "--ready-file", ready.c_str (), "--mqtt", "127.0.0.1:9",
                       "--serial-offset", "5", "--speed", "600" });
    std::string text = await_ready (ready);
    int control = 0, end = 0;

    ASSERT_EQ (sscanf (text.c_str (),
                       "{\"mqtt\":\"127.0.0.1:9\",\"serial\":\"5010004222\","
                       "\"uuid\":\"7d0c4e19-5a3b-4f62-9c81-005010004222\",\"http\":null,"
                       "\"modbus\":null,\"control\":%d}%n",
                       &control, &end),
               1)
        << text;
    EXPECT_GT (end, 0) << text;
    EXPECT_EQ (program.end (SIGTERM), 0);
    EXPECT_EQ (program.out,
               "smappee 5010004222: publishing below "
               "“servicelocation/7d0c4e19-5a3b-4f62-9c81-005010004222” to 127.0.0.1:9, control on "
               "port " +
                   std::to_string (control) + "\n");
    EXPECT_EQ (program.err, "");
}

TEST (WattleEmulate, OtherSmappeesSayTheirPorts)
{
    for (const char *model : { "energy", "solar", "plus", "pro", "connect" }) {
        wattle_test::TempDir folder;
        std::string ready = folder.file ("ready.json");
        Program program ({ "smappee", "--ready-file", ready.c_str (), "--model", model });
        std::string text = await_ready (ready);
        bool modbus = model == std::string ("connect");

        EXPECT_EQ (text.find ("{\"mqtt\":null,\"serial\":\""), 0u) << text;
        EXPECT_EQ (text.find ("\"http\":null") != std::string::npos, modbus) << text;
        EXPECT_EQ (text.find ("\"modbus\":null") == std::string::npos, modbus) << text;
        EXPECT_EQ (program.end (SIGINT), 0);
        EXPECT_EQ (program.out.find ("HTTP on port") == std::string::npos, modbus);
        EXPECT_EQ (program.out.find ("Modbus on port") != std::string::npos, modbus);
    }
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
