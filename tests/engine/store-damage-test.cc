// SPDX-License-Identifier: LGPL-2.1-or-later
// A thousand accidents to the files of a house: nothing crashes, nothing else is lost.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "engine/wattle-quarantine.h"
#include "engine/wattle-secrets.h"
#include "engine/wattle-state-store.h"
#include "engine/wattle-store.h"
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

Files
make_house ()
{
    Files files = { { "etc/wattle.conf", "[Host]\nInstance=home\n[Mqtt]\nPassword=secret:s1\n" },
                    { "etc/conf.d/10.conf", "[EmbeddedBroker]\nPort=2000\n" },
                    { "state/config/wattle.conf", "[Host]\nFormat=1\nInstance=mine\n" },
                    { "state/secrets.conf", "# mine\n[Secrets]\ns1=one\ns2=two\n" },
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

    // Without waiting for the disk, which TempDir::write() would do.
    void
    replace (const std::string &name, const std::string &text)
    {
        std::ofstream (dir.file (name), std::ios::binary) << text;
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
        replace (hit->first, broken);
        start (hit->first);

        for (auto &[name, text] : house)
            if (name != hit->first) {
                EXPECT_EQ (read (dir.file (name)), text) << name;
            }
        bool stayed = read (dir.file (hit->first)) == broken;
        EXPECT_TRUE (stayed || is_in_quarantine (broken)) << "the bytes are still there";
        EXPECT_TRUE (stayed || hit->first.rfind ("state/", 0) == 0) << "the administrator's stays";

        std::filesystem::remove_all (dir.file ("state/quarantine"));
        replace (hit->first, hit->second);
    }
}

} // namespace
