// SPDX-License-Identifier: LGPL-2.1-or-later
// What the host writes of its configuration.
#include "engine/wattle-store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/log-capture.h"
#include "support/spin.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

const char PENDING[] = "(pending)";

class StoreSave : public testing::Test
{
  protected:
    StoreSave ()
    {
        renew ();
    }

    ~StoreSave () override
    {
        g_object_unref (store);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    // Another run of the host.
    void
    renew ()
    {
        g_clear_object (&store);
        g_clear_object (&problems);
        problems = wattle_problems_new (clock);
        store = wattle_store_new (dir.file ("etc").c_str (), problems);
        wattle_store_set_state_dir (store, dir.file ("state").c_str ());
        wattle_store_load (store);
    }

    static void
    on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        g_autoptr (GError) error = nullptr;

        wattle_store_save_device_finish (WATTLE_STORE (source), result, &error);
        *(std::string *)user_data = error != nullptr ? error->message : "";
    }

    std::string
    save (const WattleDeviceConfig *config)
    {
        std::string failure = PENDING;

        wattle_store_save_device_async (store, config, "1000", on_saved, &failure);
        EXPECT_TRUE (spin ([&] { return failure != PENDING; }));
        return failure;
    }

    std::string
    remove (const char *id)
    {
        std::string failure = PENDING;

        wattle_store_remove_device_async (store, id, "1000", on_saved, &failure);
        EXPECT_TRUE (spin ([&] { return failure != PENDING; }));
        return failure;
    }

    std::string
    set (const std::vector<WattleStoreChange> &changes)
    {
        std::string failure = PENDING;

        wattle_store_save_host_async (store, changes.data (), (guint)changes.size (), "mqtt",
                                      on_saved, &failure);
        EXPECT_TRUE (spin ([&] { return failure != PENDING; }));
        return failure;
    }

    WattleDeviceConfig *
    make (const char *id)
    {
        WattleDeviceConfig *config = wattle_device_config_new (id, "");

        config->driver = g_strdup ("iskra-sg");
        return config;
    }

    std::string
    text (const std::string &name)
    {
        g_autofree char *contents = nullptr;

        g_file_get_contents (dir.file (name).c_str (), &contents, nullptr, nullptr);
        return contents != nullptr ? contents : "";
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = nullptr;
    WattleStore *store = nullptr;
};

TEST_F (StoreSave, WritesADeviceThatTheNextRunReads)
{
    g_autoptr (WattleDeviceConfig) config = make ("meter");
    struct stat info;

    config->model = g_strdup ("gateway");
    config->name = g_strdup ("Cellar; = # [1] \\ č");
    config->enabled = FALSE;
    config->interval_ms = 1500;
    config->max_power = 250000;
    config->uris[WATTLE_LINK_HTTP] = g_strdup ("http://192.0.2.1");
    for (const char *option : { "User", "admin", "Password", "secret:cellar" })
        g_ptr_array_add (config->options, g_strdup (option));
    ASSERT_EQ (save (config), "");
    EXPECT_NE (wattle_store_find_device (store, "meter"), nullptr);
    EXPECT_EQ (text ("state/config/devices/meter.conf"),
               "[Device]\nFormat=1\nDriver=iskra-sg\nModel=gateway\nName=Cellar; = # [1] \\\\ č\n"
               "Enabled=false\nInterval=1500ms\nMaxPower=250000\n\n[Link]\nHttp=http://"
               "192.0.2.1\n\n[Options]\n"
               "User=admin\nPassword=secret:cellar\n");
    ASSERT_EQ (stat (dir.file ("state/config/devices/meter.conf").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);
    ASSERT_EQ (stat (dir.file ("state/config").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0700u);

    renew ();
    const WattleDeviceConfig *read = wattle_store_find_device (store, "meter");
    ASSERT_NE (read, nullptr);
    EXPECT_FALSE (read->locked);
    EXPECT_STREQ (read->model, "gateway");
    EXPECT_STREQ (read->name, "Cellar; = # [1] \\ č");
    EXPECT_FALSE (read->enabled);
    EXPECT_EQ (read->interval_ms, 1500);
    EXPECT_EQ (read->max_power, 250000);
    g_autoptr (WattleDeviceConfig) copy = wattle_device_config_copy (read);
    EXPECT_TRUE (wattle_device_config_equal (copy, read));
    copy->max_power = 0;
    EXPECT_FALSE (wattle_device_config_equal (copy, read));
    EXPECT_STREQ (read->uris[WATTLE_LINK_HTTP], "http://192.0.2.1");
    EXPECT_EQ (read->options->len, 4u);
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (StoreSave, KeepsCommentsAndWhatItDoesNotKnow)
{
    dir.write ("state/config/devices/meter.conf",
               "# found in the cellar\n[Device]\nDriver=iskra-sg\n# soon\nFuture=yes\nName=Old\n"
               "Interval=5s\n\n[Options]\nUser=admin\n# why\nGone=1\n\n[Later]\nKey=v\n");
    renew ();
    g_autoptr (WattleDeviceConfig) config = make ("meter");
    config->name = g_strdup ("New");
    config->interval_ms = 0;
    g_ptr_array_add (config->options, g_strdup ("User"));
    g_ptr_array_add (config->options, g_strdup ("root"));
    ASSERT_EQ (save (config), "");
    std::string now = text ("state/config/devices/meter.conf");
    for (const char *kept : { "# found in the cellar", "# soon\nFuture=yes", "Name=New",
                              "Interval=0s", "User=root", "[Later]\nKey=v", "Format=1" })
        EXPECT_NE (now.find (kept), std::string::npos) << kept << "\n" << now;
    EXPECT_EQ (now.find ("Gone"), std::string::npos) << "an option that was taken away";
}

TEST_F (StoreSave, LetsTheAdministratorsFileWin)
{
    dir.write ("etc/devices.d/meter.conf", "[Device]\nDriver=admins\n");
    dir.write ("state/config/devices/meter.conf", "[Device]\nDriver=own\n");
    dir.write ("state/config/devices/other.conf", "[Device]\nDriver=own\n");
    renew ();
    EXPECT_EQ (wattle_store_get_devices (store)->len, 2u);
    EXPECT_STREQ (wattle_store_find_device (store, "meter")->driver, "admins");
    EXPECT_TRUE (wattle_store_find_device (store, "meter")->locked);
    EXPECT_FALSE (wattle_store_find_device (store, "other")->locked);
    ASSERT_EQ (wattle_problems_get_count (problems), 1u);
    std::string message = wattle_problems_get (problems, 0)->message;
    EXPECT_NE (message.find (dir.file ("state/config/devices/meter.conf")), std::string::npos);
    EXPECT_NE (message.find (dir.file ("etc/devices.d/meter.conf")), std::string::npos);
}

TEST_F (StoreSave, NeverWritesWhatIsTheAdministrators)
{
    dir.write ("etc/devices.d/meter.conf", "[Device]\nDriver=broken\nEnabled=perhaps\n");
    renew ();
    g_autoptr (WattleDeviceConfig) config = make ("meter");
    EXPECT_NE (save (config).find ("locked"), std::string::npos);
    EXPECT_NE (remove ("meter").find ("locked"), std::string::npos);
    EXPECT_EQ (text ("state/config/devices/meter.conf"), "");
    EXPECT_EQ (text ("etc/devices.d/meter.conf"), "[Device]\nDriver=broken\nEnabled=perhaps\n");
}

TEST_F (StoreSave, RefusesWhatItWouldNotRead)
{
    g_autoptr (WattleDeviceConfig) config = make ("meter");

    config->interval_ms = 25 * 3600 * 1000;
    EXPECT_NE (save (config).find ("[Device] Interval: must be a time up to 24 hours"),
               std::string::npos);
    config->interval_ms = -1;
    config->max_power = 99;
    EXPECT_NE (
        save (config).find ("[Device] MaxPower: must be a whole number from 100 to 10000000"),
        std::string::npos);
    config->max_power = 0;
    g_clear_pointer (&config->driver, g_free);
    EXPECT_NE (save (config).find ("[Device] Driver: must be set"), std::string::npos);
    g_free (config->id);
    config->id = g_strdup ("../../etc/passwd");
    EXPECT_NE (save (config).find ("a device's id is"), std::string::npos);
    EXPECT_EQ (wattle_store_get_devices (store)->len, 0u);
}

TEST_F (StoreSave, DoesNotOverwriteWhatItCannotMakeSenseOf)
{
    g_autoptr (WattleDeviceConfig) config = make ("meter");

    for (const char *old :
         { "[Device]\nDriver=x\nFormat=2\n", "[Device\nDriver=x\n", "\xff\xfe" }) {
        dir.write ("state/config/devices/meter.conf", old);
        EXPECT_NE (save (config).find ("not overwritten"), std::string::npos) << old;
        EXPECT_EQ (text ("state/config/devices/meter.conf"), old);
    }
}

TEST_F (StoreSave, RemovesADevice)
{
    g_autoptr (WattleDeviceConfig) config = make ("meter");
    std::string saved = PENDING;

    wattle_store_save_device_async (store, config, "1000", on_saved, &saved);
    EXPECT_EQ (remove ("meter"), "") << "in the order of the calls";
    EXPECT_EQ (saved, "");
    EXPECT_EQ (wattle_store_find_device (store, "meter"), nullptr);
    EXPECT_EQ (text ("state/config/devices/meter.conf"), "");
    EXPECT_NE (remove ("meter").find ("No such file"), std::string::npos);
}

TEST_F (StoreSave, PutsTheHostsOwnSettingsOverTheAdministrators)
{
    dir.write ("etc/wattle.conf", "[Host]\nInstance=one\n[Mqtt]\nUser=admins\n");
    dir.write ("etc/conf.d/10.conf", "[Host]\nInstance=two\n");
    ASSERT_EQ (set ({ { "Host", "Instance", "three" }, { "EmbeddedBroker", "Port", "2000" } }), "");
    renew ();
    EXPECT_STREQ (wattle_store_get_host (store)->instance, "three");
    EXPECT_STREQ (wattle_store_get_host (store)->mqtt.user, "admins");
    EXPECT_EQ (wattle_store_get_host (store)->port, 2000);

    ASSERT_EQ (set ({ { "Host", "Instance", nullptr } }), "");
    wattle_store_load (store);
    EXPECT_STREQ (wattle_store_get_host (store)->instance, "two");
    EXPECT_EQ (wattle_store_get_host (store)->port, 2000);
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (StoreSave, RefusesWrongSettingsOfTheHost)
{
    EXPECT_NE (set ({ { "Host", "Instance", "ok" }, { "EmbeddedBroker", "Port", "x" } })
                   .find ("[EmbeddedBroker] Port: must be a whole number"),
               std::string::npos);
    EXPECT_NE (set ({ { "Host", "Instnace", "ok" } }).find ("[Host] Instnace: no such key"),
               std::string::npos);
    EXPECT_EQ (text ("state/config/wattle.conf"), "");
}

TEST_F (StoreSave, NeedsAFolder)
{
    g_autoptr (WattleDeviceConfig) config = make ("meter");

    wattle_store_set_state_dir (store, nullptr);
    EXPECT_NE (save (config).find ("no folder"), std::string::npos);
    EXPECT_NE (set ({ { "Host", "Instance", "x" } }).find ("no folder"), std::string::npos);
}

} // namespace
