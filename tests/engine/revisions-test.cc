// SPDX-License-Identifier: LGPL-2.1-or-later
// What is kept of every configuration, and going back to it.
#include "engine/wattle-revisions.h"

#include <sys/stat.h>

#include "base/wattle-error.h"

#include "support/store-house.h"

using namespace wattle_test;

namespace
{

using Lines = std::vector<std::string>;

const char BOILER[] = "[Device]\nFormat=1\nDriver=iskra-sg\nName=Boiler\nEnabled=true\n";

class Revisions : public testing::Test
{
  protected:
    StoreHouse house;
};

TEST_F (Revisions, BeginWithWhatIsThere)
{
    EXPECT_EQ (house.list (), Lines ({ "1 file no files yet" }));

    StoreHouse other;
    std::filesystem::remove (other.dir.file ("state/revisions.jsonl"));
    other.dir.write ("state/config/devices/boiler.conf", BOILER);
    other.dir.write ("state/config/wattle.conf", "[Host]\nInstance=home\n");
    other.renew ();
    EXPECT_EQ (other.list (), Lines ({ "1 file devices/boiler.conf added, wattle.conf added" }));
}

TEST_F (Revisions, TellWhoChangedWhat)
{
    house.save ("boiler", "Boiler");
    house.save ("boiler", "The boiler", "mqtt");
    house.set ("Host", "Instance", "home");
    house.remove ("boiler");
    EXPECT_EQ (house.list (),
               Lines ({ "5 1000 devices/boiler.conf removed", "4 1000 wattle.conf added",
                        "3 mqtt devices/boiler.conf changed", "2 1000 devices/boiler.conf added",
                        "1 file no files yet" }));
    EXPECT_EQ (house.list (2).size (), 2u);

    house.renew ();
    EXPECT_EQ (house.list ().size (), 5u) << "they are still there";
    EXPECT_EQ (wattle_problems_get_count (house.problems), 0u);
}

TEST_F (Revisions, AreNotMadeOfASaveThatChangesNothing)
{
    house.save ("boiler", "Boiler");
    EXPECT_EQ (house.save ("boiler", "Boiler"), "");
    EXPECT_EQ (house.list ().size (), 2u);
}

TEST_F (Revisions, AreNotMadeByLookingAlone)
{
    g_autoptr (WattleStore) store =
        wattle_store_new (house.dir.file ("etc").c_str (), house.problems);

    house.dir.write ("other/config/devices/boiler.conf", BOILER);
    wattle_store_set_state_dir (store, house.dir.file ("other").c_str ());
    wattle_store_load (store);
    ASSERT_NE (wattle_store_find_device (store, "boiler"), nullptr);
    wattle_store_set_state_dir (store, nullptr); // waits for what is under way
    EXPECT_FALSE (std::filesystem::exists (house.dir.file ("other/revisions.jsonl")))
        << "wattled --check-config may be run by anybody, beside the host";
}

TEST_F (Revisions, AreReadableByTheOwnerOnly)
{
    struct stat info;

    ASSERT_EQ (stat (house.dir.file ("state/revisions.jsonl").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);
}

TEST_F (Revisions, HoldTheCompleteTexts)
{
    house.save ("boiler", "Boiler");
    house.save ("boiler", "The boiler");
    EXPECT_EQ (house.read (2, "devices/boiler.conf"), BOILER);
    EXPECT_NE (house.read (3, "devices/boiler.conf").find ("Name=The boiler"), std::string::npos);
    EXPECT_NE (house.read (1, "devices/boiler.conf").find ("there is no devices/boiler.conf"),
               std::string::npos);
    EXPECT_EQ (house.read (9, "devices/boiler.conf"), "there is no revision 9");
}

TEST_F (Revisions, AreCompared)
{
    std::string changed = "--- devices/boiler.conf\n+++ devices/boiler.conf\n@@ -1,5 +1,5 @@\n"
                          " [Device]\n Format=1\n Driver=iskra-sg\n-Name=Boiler\n"
                          "+Name=The boiler\n Enabled=true\n";
    std::string added = "--- /dev/null\n+++ wattle.conf\n@@ -0,0 +1,3 @@\n+[Host]\n+Format=1\n"
                        "+Instance=home\n";

    house.save ("boiler", "Boiler");
    house.save ("boiler", "The boiler");
    house.set ("Host", "Instance", "home");
    EXPECT_EQ (house.diff (2, 3), changed);
    EXPECT_EQ (house.diff (0, 3), changed) << "against the one before";
    EXPECT_EQ (house.diff (2, 4), changed + added) << "several files";
    EXPECT_EQ (house.diff (2, 0), changed + added) << "against now";
    EXPECT_EQ (house.diff (0, 0), added) << "the last change";
    EXPECT_EQ (house.diff (4, 4), "");
    EXPECT_EQ (house.diff (0, 1), "") << "nothing was before";
    EXPECT_EQ (house.diff (7, 0), "there is no revision 7");

    house.dir.write ("state/config/wattle.conf", "");
    EXPECT_NE (house.diff (0, 0).find ("-Instance=home"), std::string::npos)
        << "what was changed by hand and is no revision yet";
}

TEST_F (Revisions, AreMadeOfWhatIsChangedByHand)
{
    house.save ("boiler", "Boiler");
    house.dir.write ("state/config/devices/boiler.conf", "[Device]\nDriver=mine\n");
    house.dir.write ("state/config/devices/other.conf", "[Device]\nDriver=mine\n");
    house.renew ();
    EXPECT_EQ (house.list (1)[0], "3 file devices/boiler.conf changed, devices/other.conf added");
    EXPECT_EQ (house.read (3, "devices/boiler.conf"), "[Device]\nDriver=mine\n");

    std::filesystem::remove (house.dir.file ("state/config/devices/other.conf"));
    wattle_store_load (house.store);
    EXPECT_EQ (house.list (1)[0], "4 file devices/other.conf removed") << "without a restart";
}

TEST_F (Revisions, KeepWhatWasChangedByHandBeforeASave)
{
    house.save ("boiler", "Boiler");
    house.dir.write ("state/config/devices/boiler.conf", "[Device]\nDriver=mine\nFuture=1\n");
    EXPECT_EQ (house.save ("boiler", "Boiler"), "");
    EXPECT_EQ (house.list (2), Lines ({ "4 1000 devices/boiler.conf changed",
                                        "3 file devices/boiler.conf changed" }));
    EXPECT_EQ (house.read (3, "devices/boiler.conf"), "[Device]\nDriver=mine\nFuture=1\n");
}

TEST_F (Revisions, HoldBytesOfAnyKind)
{
    std::string bytes ("[Device]\nName=\xff\x01\0x\r\n", 21);

    house.dir.write ("state/config/devices/boiler.conf", bytes);
    house.renew ();
    EXPECT_EQ (house.read (2, "devices/boiler.conf"), bytes);
    EXPECT_TRUE (g_utf8_validate (house.diff (1, 2).c_str (), -1, nullptr));
}

TEST_F (Revisions, TellAnEmptyFileFromNone)
{
    house.dir.write ("state/config/wattle.conf", "");
    house.renew ();
    house.save ("boiler", "Boiler");
    std::filesystem::remove (house.dir.file ("state/config/wattle.conf"));
    house.renew ();
    EXPECT_EQ (house.diff (2, 4).substr (0, 30), "--- /dev/null\n+++ devices/boil");
    EXPECT_NE (house.diff (3, 4).find ("--- wattle.conf\n+++ /dev/null"), std::string::npos);
    EXPECT_EQ (house.restore (3), "");
    EXPECT_EQ (house.files ()["wattle.conf"], "");
    EXPECT_EQ (house.files ().size (), 2u);
    // The same once more from a log that was written again.
    house.dir.write ("state/revisions.jsonl",
                     "rubbish\n" + read_text (house.dir.file ("state/revisions.jsonl")));
    house.renew ();
    EXPECT_EQ (house.restore (4), "");
    EXPECT_EQ (house.restore (3), "");
    EXPECT_EQ (house.files ().size (), 2u);
}

TEST_F (Revisions, AreRestoredAsANewOne)
{
    house.save ("boiler", "Boiler");
    house.set ("Host", "Instance", "home");
    Texts then = house.files ();
    house.save ("boiler", "The boiler");
    house.save ("heater", "Heater");
    house.set ("Host", "Instance", "other");
    EXPECT_EQ (house.restore (3), "");
    EXPECT_EQ (house.files (), then);
    EXPECT_EQ (house.list (1)[0], "7 1000 revision 3 restored");

    EXPECT_EQ (house.restore (6), "") << "and undone again";
    EXPECT_EQ (house.files ().size (), 3u);
    EXPECT_EQ (house.restore (1), "") << "to before the first save";
    EXPECT_EQ (house.files (), Texts ());
    wattle_store_load (house.store);
    EXPECT_EQ (wattle_store_get_devices (house.store)->len, 0u);
}

gboolean
refuse_heaters (const WattleConfigDraft *draft, gpointer user_data, GError **error)
{
    *(std::string *)user_data = draft->host.instance;
    for (guint i = 0; i < draft->devices->len; i++) {
        auto *config = static_cast<WattleDeviceConfig *> (draft->devices->pdata[i]);

        *(std::string *)user_data += std::string (" ") + config->id;
        if (g_str_equal (config->id, "heater")) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "heater: no such driver");
            return FALSE;
        }
    }
    return TRUE;
}

TEST_F (Revisions, AreRestoredOnlyIfTheCheckAllowsIt)
{
    std::string seen;

    house.save ("heater", "Heater");
    house.set ("Host", "Instance", "home");
    house.remove ("heater");
    Texts before = house.files ();
    EXPECT_EQ (house.restore (3, refuse_heaters, &seen), "heater: no such driver");
    EXPECT_EQ (seen, "home heater");
    EXPECT_EQ (house.files (), before);
    EXPECT_EQ (house.list ().size (), 4u);
    EXPECT_EQ (house.restore (1, refuse_heaters, &seen), "");
    EXPECT_EQ (seen, "wattle");
}

TEST_F (Revisions, AreRestoredOnlyIfEveryFileCanBeRead)
{
    house.dir.write ("state/config/devices/boiler.conf", "[Device]\nDriver=x\nInterval=soon\n");
    house.renew ();
    house.dir.write ("state/config/devices/boiler.conf", "[Device\n");
    house.renew ();
    house.dir.write ("state/config/devices/boiler.conf", "[Device]\nFormat=99\nDriver=x\n");
    house.renew ();
    house.remove ("boiler");
    EXPECT_NE (house.restore (2).find ("devices/boiler.conf: [Device] Interval: must be a time"),
               std::string::npos);
    EXPECT_NE (house.restore (3).find ("devices/boiler.conf: not a key file"), std::string::npos);
    EXPECT_NE (house.restore (4).find ("devices/boiler.conf: this file is of format 99"),
               std::string::npos);
    EXPECT_EQ (house.restore (6), "there is no revision 6");
    EXPECT_EQ (house.files (), Texts ());
}

TEST_F (Revisions, AreNotRestoredOverASaveThatCameBetween)
{
    g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("boiler", "");

    config->driver = g_strdup ("iskra-sg");
    house.save ("heater", "Heater");
    // The check is the moment between reading and writing.
    WattleConfigCheck save = [] (const WattleConfigDraft *, gpointer data, GError **) -> gboolean {
        auto *pair = static_cast<std::pair<WattleStore *, WattleDeviceConfig *> *> (data);

        wattle_store_save_device_async (pair->first, pair->second, "1000", nullptr, nullptr);
        return TRUE;
    };
    std::pair<WattleStore *, WattleDeviceConfig *> data (house.store, config);
    EXPECT_NE (house.restore (1, save, &data).find ("was changed meanwhile"), std::string::npos);
    EXPECT_EQ (house.files ().size (), 2u);
}

TEST_F (Revisions, LeaveAloneWhatIsTooLargeToKeep)
{
    std::string large = "[Device]\nDriver=x\nName=" + std::string (300 * 1024, 'x') + "\n";

    house.save ("boiler", "Boiler");
    house.dir.write ("state/config/devices/boiler.conf", large);
    house.renew ();
    EXPECT_EQ (house.list ().size (), 2u);
    EXPECT_NE (house.restore (1).find ("is not a file of at most"), std::string::npos);
    EXPECT_NE (house.save ("boiler", "Other").find ("is not a file of at most"), std::string::npos);
    EXPECT_EQ (house.files ()["devices/boiler.conf"], large);
    EXPECT_NE (house.save ("heater", std::string (300 * 1024, 'x')).find ("would be longer than"),
               std::string::npos);
}

} // namespace
