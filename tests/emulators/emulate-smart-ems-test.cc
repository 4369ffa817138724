// SPDX-License-Identifier: LGPL-2.1-or-later
// The program as a SMART EMS.
#include "emulate-program.h"
#include "http-fetch.h"

#include <csignal>

namespace
{

TEST (EmulateSmartEms, RefusesWrongArgumentsWithTwo)
{
    const std::vector<std::pair<std::vector<const char *>, const char *>> cases = {
        { { "smart-ems", "--generation", "lk2" }, "--generation" },
        { { "smart-ems", "--firmware", "new" }, "--firmware" },
        { { "smart-ems", "--port", "70000" }, "--port" },
        { { "smart-ems", "--https", "-2" }, "--https" },
        { { "smart-ems", "--udp-port", "70000" }, "--udp-port" },
        { { "smart-ems", "--udp-reply-port", "-1" }, "--udp-reply-port" },
        { { "smart-ems", "--control", "70000" }, "--control" },
        { { "smart-ems", "--mac", "AC67B2123456" }, "--mac" },
        { { "smart-ems", "--mqtt", "127.0.0.1" }, "--mqtt" },
        { { "smart-ems", "--mqtt", "broker:1883" }, "no IP address" },
        { { "smart-ems", "--mqtt-user", "ems" }, "--mqtt-password" },
        { { "smart-ems", "--prefix", "a/#" }, "--prefix" },
        { { "smart-ems", "--prefix", "" }, "--prefix" },
        { { "smart-ems", "--mqtt-interval", "0" }, "--mqtt-interval" },
        { { "smart-ems", "--fault", "{}" }, "--fault {}" },
        { { "smart-ems", "--fault", R"({"fault":"tls-error"})" }, "HTTPS" },
        { { "smart-ems", "--speed", "0" }, "--speed" },
        { { "smart-ems", "--start-time", "noon" }, "--start-time" },
        { { "smart-ems", "--address", "here" }, "here" },
        { { "smart-ems", "stray" }, "options only" },
    };

    for (const auto &[arguments, word] : cases) {
        Program program (arguments);

        EXPECT_EQ (program.end (), 2) << word;
        EXPECT_NE (program.err.find (word), std::string::npos) << program.err;
        EXPECT_EQ (program.out, "");
    }
}

TEST (EmulateSmartEms, SaysWhereItListensAndIsAsTold)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program ({ "smart-ems", "--ready-file", ready.c_str (), "--firmware", "1.36", "--name",
                       "Cellar", "--fault", R"({"fault":"press","output":1,"state":1})" });
    std::string text = await_ready (ready);
    int port = 0;

    ASSERT_EQ (sscanf (text.c_str (), "{\"http\":%d}\n", &port), 1) << text;
    std::string uri = "http://127.0.0.1:" + std::to_string (port);
    std::string all = fetch (uri + "/json/all.json");
    EXPECT_NE (all.find (R"("sw":"1.36","sname":"Cellar")"), std::string::npos) << all;
    EXPECT_NE (all.find (R"("out":"2")"), std::string::npos) << all;
    EXPECT_EQ (post (uri + "/emulator/fault", R"({"fault":"clear"})"), R"({"status":"OK"})");
    EXPECT_EQ (program.end (SIGTERM), 0);
    EXPECT_EQ (program.out, "smart-ems listening on " + uri + "\n");
    EXPECT_EQ (program.err, "");
}

TEST (EmulateSmartEms, TheReadyFileNamesAllPorts)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program ({ "smart-ems", "--ready-file", ready.c_str (), "--https", "0", "--udp-port",
                       "0", "--control", "0", "--mqtt", "127.0.0.1:9", "--prefix", "a/b" });
    std::string text = await_ready (ready);
    int http = 0, https = 0, udp = 0, control = 0;

    ASSERT_EQ (sscanf (text.c_str (), "{\"http\":%d,\"https\":%d,\"udp\":%d,\"control\":%d}\n",
                       &http, &https, &udp, &control),
               4)
        << text;
    EXPECT_NE (fetch ("http://127.0.0.1:" + std::to_string (control) + "/emulator/state")
                   .find (R"("generation":"lk35")"),
               std::string::npos);
    EXPECT_EQ (
        request ("GET", "http://127.0.0.1:" + std::to_string (control) + "/xml/stat.xml").status,
        404u);
    EXPECT_EQ (program.end (SIGINT), 0);
    EXPECT_EQ (program.out, "smart-ems listening on https://127.0.0.1:" + std::to_string (https) +
                                ", answering searches on UDP port " + std::to_string (udp) +
                                ", controlled on port " + std::to_string (control) +
                                ", publishing below “a/b” to 127.0.0.1:9\n");
}

TEST (EmulateSmartEms, AnLk4WithHttpsHasNoPlainPort)
{
    wattle_test::TempDir folder;
    std::string ready = folder.file ("ready.json");
    Program program (
        { "smart-ems", "--generation", "lk4", "--https", "0", "--ready-file", ready.c_str () });
    std::string text = await_ready (ready);
    int https = 0;

    EXPECT_EQ (sscanf (text.c_str (), "{\"https\":%d}\n", &https), 1) << text;
    EXPECT_EQ (program.end (SIGTERM), 0);
}

TEST (EmulateSmartEms, AsksForALoginWhenTold)
{
    for (const std::vector<const char *> &options :
         { std::vector<const char *>{ "--auth" }, { "--user", "boss" }, { "--password", "new" } }) {
        wattle_test::TempDir folder;
        std::string ready = folder.file ("ready.json");
        std::vector<const char *> arguments = { "smart-ems", "--ready-file", ready.c_str () };

        arguments.insert (arguments.end (), options.begin (), options.end ());
        Program program (arguments);
        std::string text = await_ready (ready);
        int port = 0;

        ASSERT_EQ (sscanf (text.c_str (), "{\"http\":%d}", &port), 1) << text;
        EXPECT_EQ (request ("GET", "http://127.0.0.1:" + std::to_string (port) + "/st2.xml").status,
                   401u);
        EXPECT_EQ (program.end (SIGTERM), 0);
    }
}

} // namespace
