// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-state-store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/log-capture.h"
#include "support/spin.h"
#include "support/temp-dir.h"
#include "support/test-device.h"

using namespace wattle_test;

namespace
{

const WattleStateFlags PLAIN = (WattleStateFlags)0;

class StateStore : public testing::Test
{
  protected:
    ~StateStore () override
    {
        g_object_unref (store);
        g_object_unref (clock);
    }

    void
    keep (WattleDevice *device, const char *key, const char *text, WattleStateFlags flags)
    {
        WattleStateFlags changed;

        ASSERT_TRUE (wattle_source_set_state (WATTLE_SOURCE (device), key, text, flags));
        ASSERT_TRUE (wattle_source_take_state_changed (WATTLE_SOURCE (device), &changed));
        wattle_state_store_keep (store, "meter", WATTLE_SOURCE (device), changed, on_kept, this);
        if (changed & WATTLE_STATE_DURABLE) {
            kept = false;
            ASSERT_TRUE (spin ([this] { return kept; }));
        }
    }

    static void
    on_kept (const GError *error, gpointer user_data)
    {
        auto *self = static_cast<StateStore *> (user_data);

        self->kept = true;
        self->failure = error != nullptr ? error->message : "";
    }

    // What another run of the host finds.
    std::string
    found (const char *key)
    {
        g_autoptr (WattleDevice) device = make_device ();
        g_autoptr (WattleStateStore) other =
            wattle_state_store_new (dir.file ("state").c_str (), clock);

        wattle_state_store_restore (other, "meter", WATTLE_SOURCE (device));
        const char *text = wattle_source_get_state (WATTLE_SOURCE (device), key);
        return text != nullptr ? text : "(none)";
    }

    std::string
    file ()
    {
        g_autofree char *text = nullptr;

        g_file_get_contents (path ().c_str (), &text, nullptr, nullptr);
        return text != nullptr ? text : "";
    }

    std::string
    path ()
    {
        return dir.file ("state/meter.state");
    }

    TempDir dir;
    bool kept = false;
    std::string failure;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleStateStore *store = wattle_state_store_new (dir.file ("state").c_str (), clock);
    WattleDevice *device = make_device ();
};

TEST_F (StateStore, SaysWhenADurableTextIsOnDisk)
{
    keep (device, "token", "t1", WATTLE_STATE_DURABLE);
    EXPECT_EQ (found ("token"), "t1");
    g_object_unref (device);
}

TEST_F (StateStore, WritesOthersAfterAWhile)
{
    keep (device, "path", "/a", PLAIN);
    EXPECT_EQ (found ("path"), "(none)");
    wattle_clock_advance (clock, 5 * G_USEC_PER_SEC);
    keep (device, "path", "/b", PLAIN);
    g_object_unref (device); /* it may be gone by then */
    wattle_clock_advance (clock, 5 * G_USEC_PER_SEC);
    EXPECT_TRUE (spin ([this] { return found ("path") == "/b"; }))
        << "the first wish counts: not put off for ever";
}

TEST_F (StateStore, WritesWhatWaitsWhenFlushed)
{
    keep (device, "path", "/a", PLAIN);
    wattle_state_store_flush (store);
    EXPECT_EQ (found ("path"), "/a");
    g_object_unref (device);
}

TEST_F (StateStore, GivesWhatIsNotOnDiskYetToTheSameDeviceMadeAnew)
{
    keep (device, "token", "old", WATTLE_STATE_DURABLE);
    keep (device, "token", "new", PLAIN);
    keep (device, "path", "/a", PLAIN);
    g_object_unref (device);

    g_autoptr (WattleDevice) next = make_device ();
    wattle_state_store_restore (store, "meter", WATTLE_SOURCE (next));
    EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (next), "token"), "new");
    EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (next), "path"), "/a");
}

TEST_F (StateStore, KeepsSecretsInTheirOwnGroupAndTheFileToItself)
{
    struct stat info;

    keep (device, "path", "/a", PLAIN);
    keep (device, "token", "two\nlines",
          (WattleStateFlags)(WATTLE_STATE_SECRET | WATTLE_STATE_DURABLE));
    std::string text = file ();
    ASSERT_NE (text.find ("[Secret]"), std::string::npos);
    ASSERT_NE (text.find ("[State]"), std::string::npos);
    EXPECT_EQ (text.find ("token") > text.find ("[Secret]"),
               text.find ("path") < text.find ("[Secret]") ||
                   text.find ("[State]") > text.find ("[Secret]"));
    EXPECT_EQ (found ("token"), "two\nlines");
    EXPECT_EQ (found ("path"), "/a");
    ASSERT_EQ (stat (path ().c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);
    g_object_unref (device);
}

TEST_F (StateStore, KeepsSecretsSecretOverARun)
{
    keep (device, "token", "t", (WattleStateFlags)(WATTLE_STATE_SECRET | WATTLE_STATE_DURABLE));
    g_autoptr (WattleDevice) next = make_device ();
    wattle_state_store_restore (store, "meter", WATTLE_SOURCE (next));
    keep (next, "path", "/a", WATTLE_STATE_DURABLE);
    std::string text = file ();
    EXPECT_LT (text.find ("[Secret]"), text.find ("token"));
    EXPECT_EQ (found ("token"), "t");
    EXPECT_EQ (text.find ("token", text.find ("token") + 1), std::string::npos);
    g_object_unref (device);
}

TEST_F (StateStore, ForgetsWhatTheDeviceForgets)
{
    keep (device, "token", "t", WATTLE_STATE_DURABLE);
    keep (device, "token", nullptr, WATTLE_STATE_DURABLE);
    EXPECT_EQ (found ("token"), "(none)");
    g_object_unref (device);
}

TEST_F (StateStore, ADeviceThatAnotherOneTookThePlaceOfForgetsAllButSecrets)
{
    keep (device, "mac", "0004a3123456", PLAIN);
    keep (device, "password", "hunter2",
          (WattleStateFlags)(WATTLE_STATE_SECRET | WATTLE_STATE_DURABLE));
    wattle_source_forget_state (WATTLE_SOURCE (device));
    wattle_state_store_keep (store, "meter", WATTLE_SOURCE (device), PLAIN, nullptr, nullptr);
    g_autoptr (WattleDevice) anew = make_device ();
    wattle_state_store_restore (store, "meter", WATTLE_SOURCE (anew));
    EXPECT_EQ (wattle_source_get_state (WATTLE_SOURCE (anew), "mac"), nullptr) << "not on disk yet";
    EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (anew), "password"), "hunter2");
    wattle_state_store_flush (store);
    EXPECT_EQ (file ().find ("mac"), std::string::npos);
    EXPECT_EQ (found ("password"), "hunter2");
    g_object_unref (device);
}

TEST_F (StateStore, ADeviceThatDoesNotRunForgetsLikewise)
{
    keep (device, "mac", "0004a3123456", PLAIN);
    keep (device, "password", "hunter2",
          (WattleStateFlags)(WATTLE_STATE_SECRET | WATTLE_STATE_DURABLE));
    for (bool written : { false, true }) {
        keep (device, "mac", written ? "0004a3123457" : "0004a3123458", PLAIN);
        if (written)
            wattle_state_store_flush (store);
        wattle_state_store_forget (store, "meter");
        g_autoptr (WattleDevice) anew = make_device ();
        wattle_state_store_restore (store, "meter", WATTLE_SOURCE (anew));
        EXPECT_EQ (wattle_source_get_state (WATTLE_SOURCE (anew), "mac"), nullptr) << written;
        EXPECT_STREQ (wattle_source_get_state (WATTLE_SOURCE (anew), "password"), "hunter2");
        wattle_state_store_flush (store);
        EXPECT_EQ (found ("mac"), "(none)") << written;
        EXPECT_EQ (found ("password"), "hunter2");
    }
    wattle_state_store_forget (store, "unknown");
    g_object_unref (device);
}

TEST_F (StateStore, SaysThatAFileIsDamagedAndStartsAnew)
{
    dir.write ("state/meter.state", std::string ("\xff\0[", 3));
    log.take ();
    EXPECT_EQ (found ("token"), "(none)");
    auto lines = log.take ();
    ASSERT_EQ (lines.size (), 1u);
    EXPECT_NE (lines[0].find ("meter.state"), std::string::npos) << lines[0];
    keep (device, "token", "t", WATTLE_STATE_DURABLE);
    EXPECT_EQ (found ("token"), "t");
    g_object_unref (device);
}

TEST_F (StateStore, SaysThatItCannotWrite)
{
    std::filesystem::remove_all (dir.file ("state"));
    dir.write ("state", "a file where the folder should be");
    keep (device, "token", "t", WATTLE_STATE_DURABLE);
    EXPECT_NE (failure.find ("meter.state cannot be written: "), std::string::npos) << failure;

    log.take ();
    keep (device, "path", "/a", PLAIN);
    wattle_clock_advance (clock, 10 * G_USEC_PER_SEC);
    std::vector<std::string> lines;
    ASSERT_TRUE (spin ([&] { return !(lines = log.take ()).empty (); }));
    EXPECT_EQ (lines[0].rfind ("meter: state is not kept: ", 0), 0u) << lines[0];
    g_object_unref (device);
}

TEST_F (StateStore, WritesInTheOrderOfTheWishes)
{
    for (int i = 0; i < 50; i++) {
        g_autofree char *text = g_strdup_printf ("%d", i);
        WattleStateFlags changed;

        wattle_source_set_state (WATTLE_SOURCE (device), "total", text, WATTLE_STATE_DURABLE);
        wattle_source_take_state_changed (WATTLE_SOURCE (device), &changed);
        wattle_state_store_keep (store, "meter", WATTLE_SOURCE (device), changed, on_kept, this);
    }
    wattle_state_store_flush (store);
    EXPECT_EQ (found ("total"), "49");
    settle ();
    g_object_unref (device);
}

} // namespace
