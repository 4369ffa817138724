// SPDX-License-Identifier: LGPL-2.1-or-later
// What a person may get wrong: each is named with file, group, key and what is allowed, and costs
// that device only.
#include "system/house.h"

using namespace wattle_test;

namespace
{

struct Mistake {
    const char *id;
    std::string text;
    std::vector<std::string> words; // that must stand in one line of the log
};

const std::string GATEWAY_START = "[Device]\nDriver=iskra-sg\nModel=gateway\n";
const std::string GOOD_LINK = "[Link]\nHttp=http://127.0.0.1:9\n";

const std::vector<Mistake> MISTAKES = {
    { "bad_url",
      GATEWAY_START + "[Link]\nHttp=ftp://127.0.0.1\n",
      { "[Link]", "Http", "ftp://127.0.0.1", "http://HOST" } },
    { "no_url", GATEWAY_START, { "[Link]", "Http" } },
    { "bad_port",
      GATEWAY_START + "[Link]\nHttp=http://127.0.0.1:70000\n",
      { "[Link]", "Http", "1 to 65535" } },
    { "bad_driver",
      "[Device]\nDriver=toaster\n",
      { "[Device]", "Driver", "toaster", "example", "iskra-sg" } },
    { "no_driver", "[Device]\nName=x\n", { "[Device]", "Driver" } },
    { "bad_model",
      "[Device]\nDriver=iskra-sg\nModel=toaster\n" + GOOD_LINK,
      { "[Device]", "Model", "toaster", "gateway" } },
    { "bad_option",
      GATEWAY_START + GOOD_LINK + "[Options]\nColour=red\n",
      { "[Options]", "Colour", "User", "Password" } },
    { "bad_value",
      "[Device]\nDriver=example\n[Options]\nPower=lots\n",
      { "[Options]", "Power", "number" } },
    { "no_secret",
      GATEWAY_START + GOOD_LINK + "[Options]\nUser=a\nPassword=secret:nobody\n",
      { "[Options]", "Password", "nobody", "secrets.conf" } },
    { "open_secret",
      GATEWAY_START + GOOD_LINK + "[Options]\nUser=a\nPassword=hunter2\n",
      { "[Options]", "Password", "secret:NAME" } },
    { "bad_interval",
      GATEWAY_START + "Interval=1s\n" + GOOD_LINK,
      { "[Device]", "Interval", "10000 ms" } },
    { "broken_file", "[Device\nDriver=example\n", { "key file", "[brackets]" } },
};

bool
has_line (const std::string &log, const std::vector<std::string> &words)
{
    g_auto (GStrv) lines = g_strsplit (log.c_str (), "\n", -1);

    for (guint i = 0; lines[i] != nullptr; i++) {
        bool all = true;

        for (const std::string &word : words)
            all = all && strstr (lines[i], word.c_str ()) != nullptr;
        if (all)
            return true;
    }
    return false;
}

void
expect_all_named (House &house, const Process &host)
{
    for (const Mistake &mistake : MISTAKES) {
        std::vector<std::string> words = mistake.words;

        words.push_back (house.config_file (std::string ("devices.d/") + mistake.id + ".conf"));
        EXPECT_TRUE (has_line (host.err (), words)) << mistake.id << "\n" << host.err ();
    }
    EXPECT_FALSE (host.has_said ("hunter2"));
}

} // namespace

class SystemConfig : public testing::Test
{
  protected:
    void
    make_mistakes ()
    {
        for (const Mistake &mistake : MISTAKES)
            house.configure (std::string ("devices.d/") + mistake.id + ".conf", mistake.text);
    }

    House house;
};

TEST_F (SystemConfig, CheckNamesEveryMistakeAndEndsWithOne)
{
    make_mistakes ();
    auto host = house.run_host ({ "--check-config" });

    EXPECT_EQ (host->wait (), 1);
    expect_all_named (house, *host);
    EXPECT_TRUE (host->has_said (" problems in ")) << host->err ();
}

TEST_F (SystemConfig, CheckPraisesWhatIsFine)
{
    house.add_simulated ();
    auto host = house.run_host ({ "--check-config" });

    EXPECT_EQ (host->wait (), 0) << host->err ();
    EXPECT_NE (host->out ().find ("is fine"), std::string::npos);
    EXPECT_EQ (host->err (), "");
}

TEST_F (SystemConfig, CheckFindsThatTheFolderIsNone)
{
    house.configure ("wattle.conf", "");
    for (const std::string &path :
         { house.dir.file ("nowhere"), house.config_file ("wattle.conf") }) {
        auto host = house.run_host ({ "--check-config", "--config", path });

        EXPECT_EQ (host->wait (), 1) << path;
        EXPECT_TRUE (has_line (host->err (), { "--config", path, "no such folder" }));
        EXPECT_EQ (host->out (), "");
    }
}

TEST_F (SystemConfig, CheckStartsNothing)
{
    house.add_simulated ();
    auto host = house.run_host ({ "--check-config" });

    EXPECT_EQ (host->wait (), 0);
    EXPECT_FALSE (g_file_test (house.dir.file ("state").c_str (), G_FILE_TEST_EXISTS));
}

// It may run beside a host that writes there.
TEST_F (SystemConfig, CheckTouchesNoKeptTotals)
{
    g_autofree char *text = nullptr;

    house.add_simulated ();
    house.keep ("counters.conf", "[sim]\n");
    auto host = house.run_host ({ "--check-config" });
    EXPECT_EQ (host->wait (), 0) << host->err ();
    ASSERT_TRUE (g_file_get_contents (house.dir.file ("state/counters.conf").c_str (), &text,
                                      nullptr, nullptr));
    EXPECT_STREQ (text, "[sim]\n");
}

TEST_F (SystemConfig, ARunningHostGoesOnWithoutThem)
{
    make_mistakes ();
    house.start_emulator ();
    house.add_gateway ();
    house.add_simulated ();
    house.start_host ();

    EXPECT_TRUE (spin ([&] { return house.all_available (); })) << house.host->err ();
    expect_all_named (house, *house.host);
    for (const Mistake &mistake : MISTAKES)
        EXPECT_EQ (house.describe (mistake.id), nullptr) << mistake.id;
    EXPECT_TRUE (spin ([&] {
        Json state = house.state ("");
        return state != nullptr &&
               json_object_get_int_member (state.get (), "problems") >= (gint64)MISTAKES.size ();
    }));
}

TEST_F (SystemConfig, WrongSettingsOfTheHostAreNamedToo)
{
    house.configure ("wattle.conf", "[Host]\nInstance=My House\n[EmbeddedBroker]\nPort=70000\n"
                                    "[Mqtt]\nBrocker=x\n[Toast]\nx=y\n");
    auto host = house.run_host ({ "--check-config" });
    std::string file = house.config_file ("wattle.conf");

    EXPECT_EQ (host->wait (), 1);
    EXPECT_TRUE (has_line (host->err (), { file, "[Host]", "Instance", "lower-case letter" }));
    EXPECT_TRUE (has_line (host->err (), { file, "[EmbeddedBroker]", "Port", "0 to 65535" }));
    EXPECT_TRUE (has_line (host->err (), { file, "[Mqtt]", "Brocker", "Broker, User" }));
    EXPECT_TRUE (has_line (host->err (), { file, "[Toast]", "HomeAssistant" })) << host->err ();
}

TEST_F (SystemConfig, WrongSettingsOfTheBrokerAreNamedByTheCheckToo)
{
    const std::vector<std::pair<std::string, std::vector<std::string>>> cases = {
        { "[Mqtt]\nBroker=http://here\n", { "[Mqtt] Broker", "http://here", "mqtt://HOST" } },
        { "[Mqtt]\nBroker=mqtt://here\nPassword=secret:nobody\n",
          { "[Mqtt] Password", "no secret “nobody”", "secrets.conf" } },
        { "[EmbeddedBroker]\nListen=somewhere\n",
          { "[EmbeddedBroker] Listen", "somewhere", "loopback" } },
        { "[EmbeddedBroker]\nListen=192.0.2.1\n",
          { "[EmbeddedBroker] Listen", "192.0.2.1", "address of this host" } },
    };

    for (const auto &[text, words] : cases) {
        house.configure ("wattle.conf", text);
        auto host = house.run_host ({ "--check-config" });

        EXPECT_EQ (host->wait (), 1) << text;
        EXPECT_TRUE (has_line (host->err (), words)) << host->err ();
    }
}

TEST_F (SystemConfig, WrongArgumentsEndWithTwo)
{
    auto option = house.run_host ({ "--nonsense" });
    auto word = house.run_host ({ "stray" });

    EXPECT_EQ (option->wait (), 2);
    EXPECT_TRUE (option->has_said ("--nonsense"));
    EXPECT_EQ (word->wait (), 2);
    EXPECT_TRUE (word->has_said ("stray"));
}
