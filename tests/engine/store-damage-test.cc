// SPDX-License-Identifier: LGPL-2.1-or-later
// A thousand accidents to the files of a house: nothing crashes, nothing else is lost.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "engine/wattle-counters.h"
#include "engine/wattle-quarantine.h"
#include "engine/wattle-secrets.h"
#include "engine/wattle-state-store.h"
#include "engine/wattle-store.h"
#include "publish/wattle-hass-journal.h"
#include "support/log-capture.h"
#include "support/temp-dir.h"
#include "support/test-device.h"

using namespace wattle_test;

namespace
{

using Files = std::map<std::string, std::string>;

std::string
device_file (int number)
{
    std::string digit = std::to_string (number);

    return "# Cellar\n[Device]\nFormat=1\nDriver=iskra-sg\nModel=gateway\nName=Meter " + digit +
           "\nInterval=1500ms\n\n[Link]\nHttp=http://192.0.2." + digit +
           "\n\n[Options]\nUser=admin\nPassword=secret:s" + digit + "\n";
}

const std::string TOPICS =
    "{\"format\":1}\n"
    R"({"instance":"home","prefix":"homeassistant","id":"roof","parent":"gateway","missing_since":5,)"
    R"("topics":["home/roof/availability","homeassistant/device/home_roof/config"],)"
    R"("components":{"power":"sensor"}})"
    "\n";

// Far from each other, so that no accident makes one of another.
const std::map<std::string, std::string> counters = {
    { "cellar", "Serial=1\nenergy_import=1001;0;1001;1;0;1;0;0;0;1;1\n" },
    { "garage", "Serial=2\nenergy_import=2002;0;2002;1;0;1;0;0;0;1;1\n" },
    { "roof", "Serial=3\nenergy_export=3003;0;3003;1;0;1;0;0;0;1;1\n" },
};

std::string
counters_file ()
{
    std::string text;

    for (auto &[id, lines] : counters)
        text += (text.empty () ? "[" : "\n[") + id + "]\n" + lines;
    return text;
}

std::string
ledger_file ()
{
    std::string text;

    for (std::string id : { "1", "2", "3" })
        text += "{\"id\":" + id + ",\"time\":1,\"from\":0,\"to\":" + id +
                ",\"device\":\"roof\",\"entity\":\"energy_export\",\"kind\":\"set\","
                "\"who\":\"guard\"}\n";
    return text;
}

Files
make_house ()
{
    Files files = { { "etc/wattle.conf", "[Host]\nInstance=home\n[Mqtt]\nPassword=secret:s1\n" },
                    { "etc/conf.d/10.conf", "[EmbeddedBroker]\nPort=2000\n" },
                    { "state/config/wattle.conf", "[Host]\nFormat=1\nInstance=mine\n" },
                    { "state/secrets.conf", "# mine\n[Secrets]\ns1=one\ns2=two\n" },
                    { "state/counters.conf", counters_file () },
                    { "state/ledger.jsonl", ledger_file () },
                    { "state/topics.jsonl", TOPICS },
                    { "state/broker.conf",
                      "[Broker]\nPort=2345\n[wattle]\nPassword=0123456789abc\n" } };

    for (int i = 1; i <= 3; i++) {
        files["etc/devices.d/admin" + std::to_string (i) + ".conf"] = device_file (i);
        files["state/config/devices/own" + std::to_string (i) + ".conf"] = device_file (i);
        files["state/devices/own" + std::to_string (i) + ".state"] =
            "[State]\ntotal=12345\n\n[Secret]\ntoken=t" + std::to_string (i) + "\n";
    }
    return files;
}

std::string
damage (GRand *random, std::string text)
{
    int flips = g_rand_int_range (random, 1, 8);

    switch (g_rand_int_range (random, 0, 4)) {
    case 0:
        return text.substr (0, (size_t)g_rand_int_range (random, 0, (gint32)text.size ()));
    case 1:
        return text.insert ((size_t)g_rand_int_range (random, 0, (gint32)text.size ()),
                            std::string ((size_t)g_rand_int_range (random, 1, 64), '\0'));
    default:
        for (int i = 0; i < flips; i++)
            text[(size_t)g_rand_int_range (random, 0, (gint32)text.size ())] ^=
                (char)(1 << g_rand_int_range (random, 0, 8));
        return text;
    }
}

std::string
read (const std::string &path)
{
    g_autofree char *contents = nullptr;
    gsize length = 0;

    if (!g_file_get_contents (path.c_str (), &contents, &length, nullptr))
        return "(none)";
    return std::string (contents, length);
}

class StoreDamage : public testing::Test
{
  protected:
    ~StoreDamage () override
    {
        g_object_unref (clock);
        g_rand_free (random);
    }

    StoreDamage ()
    {
        for (auto &[name, text] : house)
            dir.write (name, text);
    }

    bool
    is_in_quarantine (const std::string &text)
    {
        std::error_code none;

        for (auto &entry :
             std::filesystem::directory_iterator (dir.file ("state/quarantine"), none))
            if (read (entry.path ()) == text)
                return true;
        return false;
    }

    // What a start does with the files.
    void
    start (const std::string &damaged)
    {
        std::string state = dir.file ("state");
        g_autoptr (WattleProblems) problems = wattle_problems_new (clock);
        g_autoptr (WattleQuarantine) quarantine =
            wattle_quarantine_new (state.c_str (), problems, clock);
        g_autoptr (WattleSecrets) secrets = wattle_secrets_new (state.c_str (), nullptr);
        g_autoptr (WattleStore) store = wattle_store_new (dir.file ("etc").c_str (), problems);

        wattle_store_set_state_dir (store, state.c_str ());
        wattle_quarantine_sweep (quarantine);
        wattle_secrets_load (secrets, nullptr);
        wattle_store_load (store);
        for (const char *folder : { "etc/devices.d/admin", "state/config/devices/own" })
            for (std::string digit : { "1", "2", "3" })
                if (damaged != folder + digit + ".conf")
                    check_device (store, folder, digit);
        check_states (damaged);
        check_counters (problems);
        check_topics (problems, damaged);
    }

    // What is as it was in the file is so in the host.
    void
    check_counters (WattleProblems *problems)
    {
        g_autoptr (WattleCounters) host =
            wattle_counters_new (dir.file ("state").c_str (), problems, clock);
        std::string file = "\n" + read (dir.file ("state/counters.conf"));

        wattle_counters_load (host);
        g_autofree char *known = wattle_counters_export (host);
        for (auto &[id, lines] : counters) {
            std::string group = "\n[" + id + "]\n" + lines;
            std::string total = group.substr (0, group.find (";1;0;")); // the rest is times

            if (file.find (group) != std::string::npos) {
                EXPECT_NE (("\n" + std::string (known)).find (total), std::string::npos) << known;
            }
        }
        check_ledger (wattle_counters_get_ledger (host));
    }

    void
    check_ledger (WattleLedger *ledger)
    {
        std::string file = read (dir.file ("state/ledger.jsonl"));
        std::istringstream lines (ledger_file ());
        g_autofree char *known = wattle_ledger_export (ledger);

        for (std::string line; std::getline (lines, line);)
            if (("\n" + file).find ("\n" + line + "\n") != std::string::npos) {
                EXPECT_NE (std::string (known).find (line + "\n"), std::string::npos) << known;
            }
    }

    void
    check_topics (WattleProblems *problems, const std::string &damaged)
    {
        const WattleHassHost host = { "home", "homeassistant", "0.1.0" };
        WattleHassJournal *journal = wattle_hass_journal_new (
            dir.file ("state/topics.jsonl").c_str (), &host, problems, clock);

        if (damaged != "state/topics.jsonl") {
            EXPECT_NE (wattle_hass_journal_find (journal, "roof"), nullptr);
        }
        wattle_hass_journal_free (journal);
    }

    void
    check_device (WattleStore *store, const std::string &folder, const std::string &digit)
    {
        std::string id = folder.substr (folder.rfind ('/') + 1) + digit;
        const WattleDeviceConfig *config = wattle_store_find_device (store, id.c_str ());

        ASSERT_NE (config, nullptr) << id;
        EXPECT_EQ (config->name, "Meter " + digit);
        EXPECT_EQ (config->interval_ms, 1500);
        EXPECT_EQ (config->options->len, 4u);
    }

    void
    check_states (const std::string &damaged)
    {
        std::string folder = dir.file ("state/devices");
        g_autoptr (WattleStateStore) states = wattle_state_store_new (folder.c_str (), clock);

        for (std::string digit : { "1", "2", "3" }) {
            g_autoptr (WattleDevice) device = make_device ();

            wattle_state_store_restore (states, ("own" + digit).c_str (), WATTLE_SOURCE (device));
            const char *token = wattle_source_get_state (WATTLE_SOURCE (device), "token");
            if (damaged != "state/devices/own" + digit + ".state") {
                EXPECT_EQ (token != nullptr ? token : "(none)", "t" + digit);
            }
        }
    }

    TempDir dir;
    LogCapture log;
    Files house = make_house ();
    GRand *random = g_rand_new_with_seed (20260131);
    WattleClock *clock = wattle_clock_new_manual (0);
};

TEST_F (StoreDamage, CostsNothingButTheFileThatWasHit)
{
    for (int accident = 0; accident < 1000 && !HasFailure (); accident++) {
        auto hit = std::next (house.begin (), g_rand_int_range (random, 0, (gint32)house.size ()));
        std::string broken = damage (random, hit->second);

        SCOPED_TRACE ("accident " + std::to_string (accident) + " to " + hit->first);
        dir.write (hit->first, broken);
        start (hit->first);

        for (auto &[name, text] : house)
            if (name != hit->first) {
                EXPECT_EQ (read (dir.file (name)), text) << name;
            }
        bool stayed = read (dir.file (hit->first)) == broken;
        EXPECT_TRUE (stayed || is_in_quarantine (broken) ||
                     read (dir.file (hit->first + ".damaged")) == broken)
            << "the bytes are still there";
        EXPECT_TRUE (stayed || hit->first.rfind ("state/", 0) == 0) << "the administrator's stays";

        std::filesystem::remove_all (dir.file ("state/quarantine"));
        std::filesystem::remove (dir.file (hit->first + ".damaged"));
        dir.write (hit->first, hit->second);
    }
}

} // namespace
