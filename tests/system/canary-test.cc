// SPDX-License-Identifier: LGPL-2.1-or-later
// Secrets of a kind that occurs nowhere else are given to the host in every way there is. Whatever
// then goes wrong, none of them may be in a log at its most verbose, in a message or in a file that
// is not made for it.
#include <filesystem>

#include "system/house.h"

using namespace wattle_test;

namespace
{

const std::vector<std::string> LOCK = { "--user", "admin", "--password", "canary-right-1a6f" };
const char *const OPTIONS = "[Options]\nUser=admin\nPassword=secret:sg\n";

// A word as it is, in a URL, and as HTTP's basic authentication sends it.
std::vector<std::string>
shapes_of (const std::string &word)
{
    std::string basic = "admin:" + word;
    g_autofree char *plain64 = g_base64_encode ((const guchar *)word.data (), word.size ());
    g_autofree char *basic64 = g_base64_encode ((const guchar *)basic.data (), basic.size ());
    g_autofree char *escaped = g_uri_escape_string (word.c_str (), nullptr, FALSE);

    // The last characters of base64 depend on what follows.
    return { word, escaped, std::string (plain64).substr (0, word.size ()),
             std::string (basic64).substr (0, basic.size ()) };
}

class SystemCanary : public testing::Test
{
  protected:
    // Only these may hold a secret.
    static bool
    is_for_secrets (const std::string &name)
    {
        return name == "secrets.conf" || name == "sg.state" || name == "broker.conf";
    }

    void
    look_into (const std::string &place, const std::string &text)
    {
        for (const std::string &canary : canaries)
            for (const std::string &shape : shapes_of (canary))
                EXPECT_EQ (text.find (shape), std::string::npos)
                    << canary << " as " << shape << " in " << place;
    }

    void
    look_into_folder (const char *folder)
    {
        std::filesystem::path path = house.dir.file (folder);

        if (!std::filesystem::exists (path))
            return;
        for (auto &entry : std::filesystem::recursive_directory_iterator (path)) {
            std::string name = entry.path ().filename ();

            if (entry.is_regular_file () && !is_for_secrets (name))
                look_into (entry.path (), read (entry.path ()));
        }
    }

    void
    look_everywhere ()
    {
        ASSERT_NE (house.host, nullptr);
        // What is recorded is written at the end.
        house.host->send (SIGTERM);
        EXPECT_EQ (house.host->wait (), 0);
        look_into ("the log", house.host->err ());
        look_into ("the table", house.host->out ());
        if (house.probe != nullptr)
            for (const MqttMessage &message : house.probe->messages ())
                look_into (message.topic, message.topic + " " + message.payload);
        look_into_folder ("state");
        look_into_folder ("record");
        look_into ("the ready file", read (house.dir.file ("ready.json")));
    }

    // Nothing is said of what was not recorded.
    bool
    has_recorded ()
    {
        std::filesystem::path path = house.dir.file ("record");

        return std::filesystem::exists (path) &&
               read (path / "sg.jsonl").find ("/api/devices") != std::string::npos;
    }

    static std::string
    read (const std::string &path)
    {
        g_autofree char *text = nullptr;
        gsize length = 0;

        if (!g_file_get_contents (path.c_str (), &text, &length, nullptr))
            return "";
        return std::string (text, length);
    }

    // At its most verbose, and with more secrets than it uses.
    void
    start (const std::string &password)
    {
        canaries = { "canary-right-1a6f", "canary-wrong-2b7e", "canary-idle-3c8d",
                     "canary-file-4d9c",  "canary-url-5eab",   "canary-token-6fba",
                     "canary-broker-70c9" };
        house.start_emulator (LOCK);
        house.add_gateway (OPTIONS);
        house.add_simulated ();
        house.keep ("secrets.conf", "[Secrets]\nsg=" + password + "\nidle=canary-idle-3c8d\n" +
                                        "broker=canary-broker-70c9\n");
        house.keep ("devices/sg.state",
                    "[State]\nplace=here\n\n[Secret]\ntoken=canary-token-6fba\n");
        house.dir.write ("credentials/wattle_unused", "canary-file-4d9c\n");
        chmod (house.dir.file ("state").c_str (), 0700);
        house.environment = { { "G_MESSAGES_DEBUG", "all" },
                              { "CREDENTIALS_DIRECTORY", house.dir.file ("credentials") } };
        house.host_arguments = { "--verbose", "--record", house.dir.file ("record") };
    }

    House house;
    std::vector<std::string> canaries;
};

TEST_F (SystemCanary, IsNowhereWhileAllIsWell)
{
    start ("canary-right-1a6f");
    house.start_host ();
    ASSERT_TRUE (spin ([&] { return house.state (GRID_METER) != nullptr; })) << house.host->err ();
    EXPECT_TRUE (house.host->has_said ("debug ")) << "the log is as verbose as it gets";
    look_everywhere ();
    EXPECT_TRUE (has_recorded ());
}

TEST_F (SystemCanary, IsNowhereWhenThePasswordIsWrong)
{
    start ("canary-wrong-2b7e");
    house.start_host ();
    ASSERT_TRUE (spin ([&] { return house.host->has_said ("credentials are missing or wrong"); }))
        << house.host->err ();
    look_everywhere ();
}

TEST_F (SystemCanary, IsNowhereWhenItStandsWhereItShouldNot)
{
    start ("canary-right-1a6f");
    house.configure ("devices.d/url.conf", "[Device]\nDriver=iskra-sg\nModel=gateway\n[Link]\n"
                                           "Http=http://admin:canary-url-5eab@127.0.0.1:9\n");
    house.configure ("devices.d/open.conf",
                     "[Device]\nDriver=iskra-sg\nModel=gateway\n[Link]\nHttp=http://127.0.0.1:9\n"
                     "[Options]\nUser=a\nPassword=canary-url-5eab\n");
    house.configure ("devices.d/line.conf", "[Device]\nDriver=example\nPassword canary-url-5eab\n");
    house.configure ("devices.d/slash.conf", "[Device]\nDriver=example\n[Options]\n"
                                             "Password=canary-url-5eab\\q\n");
    house.keep ("config/devices/own.conf", "canary-url-5eab\n");
    house.start_host ();
    ASSERT_TRUE (spin ([&] { return house.state (GRID_METER) != nullptr; })) << house.host->err ();
    for (const char *file : { "url.conf", "open.conf", "line.conf", "slash.conf", "own.conf" })
        EXPECT_TRUE (house.host->has_said (file)) << file;
    std::filesystem::remove_all (house.dir.file ("state/quarantine")); // what a person wrote there
    look_everywhere ();
}

TEST_F (SystemCanary, IsNowhereWhenItsFilesAreDamaged)
{
    start ("canary-right-1a6f");
    house.keep ("secrets.conf", "[Secrets]\nsg=canary-right-1a6f\ncanary-idle-3c8d\n");
    house.keep ("devices/sg.state", "[Secret]\ncanary-token-6fba\n");
    house.start_host ();
    EXPECT_TRUE (house.host->has_said ("/quarantine/secrets.conf.")) << house.host->err ();
    EXPECT_TRUE (house.host->has_said ("/quarantine/devices-sg.state.")) << house.host->err ();
    EXPECT_TRUE (spin ([&] { return house.available (SIMULATED); })) << "the rest runs";
    std::filesystem::remove_all (house.dir.file ("state/quarantine"));
    look_everywhere ();
}

TEST_F (SystemCanary, IsNowhereWhenTheBrokerIsNotThere)
{
    start ("canary-right-1a6f");
    house.configure ("wattle.conf", "[Mqtt]\nBroker=mqtt://127.0.0.1:9\nUser=wattle\n"
                                    "Password=secret:broker\n");
    house.host = house.run_host ({});
    ASSERT_TRUE (spin ([&] { return house.host->has_said ("mqtt://127.0.0.1:9"); }))
        << house.host->err ();
    look_everywhere ();

    house.host.reset ();
    house.configure ("wattle.conf", "[Mqtt]\nBroker=mqtt://wattle:canary-url-5eab@127.0.0.1:9\n");
    house.host = house.run_host ({});
    ASSERT_TRUE (spin ([&] { return house.host->has_said ("[Mqtt] Broker"); }))
        << house.host->err ();
    look_everywhere ();
}

} // namespace
