// SPDX-License-Identifier: LGPL-2.1-or-later
// A house in an archive, and in another host.
#include "engine/wattle-backup.h"

#include <sys/stat.h>

#include "base/wattle-error.h"
#include "engine/wattle-archive.h"
#include "support/counter-house.h"
#include "support/store-house.h"

using namespace wattle_test;

namespace
{

// A host with all that a backup is about.
class House
{
  public:
    House ()
    {
        secrets = wattle_secrets_new (state ().c_str (), nullptr);
        wattle_secrets_load (secrets, nullptr);
    }

    ~House ()
    {
        g_object_unref (secrets);
    }

    std::string
    state ()
    {
        return store.dir.file ("state");
    }

    WattleBackupParts
    parts ()
    {
        return { state_dir_.c_str (), store.clock, store.revisions (), meter.counters, secrets };
    }

    GBytes *
    write (bool with_secrets, std::string *failure = nullptr)
    {
        WattleBackupParts what = parts ();
        g_autoptr (GError) error = nullptr;

        wattle_backup_write_async (&what, with_secrets, on_call, this);
        EXPECT_TRUE (spin ([this] { return result_ != nullptr; }));
        g_autoptr (GAsyncResult) result = g_steal_pointer (&result_);
        GBytes *archive = wattle_backup_write_finish (result, &error);

        EXPECT_EQ (archive == nullptr, error != nullptr);
        if (failure != nullptr)
            *failure = error != nullptr ? error->message : "";
        return archive;
    }

    // What it holds, or what went wrong.
    std::string
    check (GBytes *archive, WattleConfigCheck check = nullptr)
    {
        WattleBackupParts what = parts ();

        wattle_backup_check_async (&what, archive, check, nullptr, on_call, this);
        return finish ();
    }

    std::string
    restore (GBytes *archive, WattleConfigCheck check = nullptr)
    {
        WattleBackupParts what = parts ();

        wattle_backup_restore_async (&what, archive, "1000", check, nullptr, on_call, this);
        return finish ();
    }

    std::string
    look_up (const char *name)
    {
        char *value = wattle_secrets_lookup (secrets, name);
        std::string text = value != nullptr ? value : "(none)";

        wattle_secret_free (value);
        return text;
    }

    // Everything in the state folder.
    Texts
    all ()
    {
        return read_folder (state ());
    }

    StoreHouse store;
    CounterHouse meter{ store.dir.file ("state"), store.clock };
    WattleSecrets *secrets;

  private:
    static void
    on_call (GObject *, GAsyncResult *result, gpointer user_data)
    {
        static_cast<House *> (user_data)->result_ = G_ASYNC_RESULT (g_object_ref (result));
    }

    std::string
    finish ()
    {
        g_autoptr (GError) error = nullptr;

        EXPECT_TRUE (spin ([this] { return result_ != nullptr; }));
        g_autoptr (GAsyncResult) result = g_steal_pointer (&result_);
        g_auto (GStrv) names = wattle_backup_restore_finish (result, &error);
        EXPECT_EQ (names == nullptr, error != nullptr);
        if (names == nullptr)
            return error->message;
        g_autofree char *text = g_strjoinv (" ", names);
        return text;
    }

    std::string state_dir_ = store.dir.file ("state");
    GAsyncResult *result_ = nullptr;
};

const char WITH_SECRETS[] =
    "broker.conf config/devices/meter.conf config/wattle.conf counters.conf "
    "devices/meter.state ledger.jsonl secrets.conf";
const char WITHOUT_SECRETS[] = "config/devices/meter.conf config/wattle.conf counters.conf "
                               "devices/meter.state ledger.jsonl";

class Backup : public testing::Test
{
  protected:
    // A house that has been lived in.
    void
    live (House &house)
    {
        house.store.save ("meter", "Meter");
        house.store.set ("Host", "Instance", "home");
        house.store.dir.write ("state/secrets.conf", "[Secrets]\ncellar=hush\n");
        house.store.dir.write ("state/broker.conf",
                               "[Broker]\nPort=2345\n\n[wattle]\nPassword=hush\n");
        house.store.dir.write ("state/devices/meter.state",
                               "[State]\npulses=5\n\n[Secret]\ntoken=hush\n");
        wattle_counters_set_serial (house.meter.counters, "meter", "1");
        house.meter.read (5000);
        wattle_counters_set_serial (house.meter.counters, "meter", "2");
        house.meter.read (0);
        total = house.meter.read (7);
    }

    // An archive that says of itself that it is one.
    GBytes *
    forge (const std::function<void (WattleFileSet *)> &change)
    {
        House house;
        live (house);
        g_autoptr (GBytes) archive = house.write (true);
        g_autoptr (WattleFileSet) files = wattle_archive_unpack (
            archive, [] (const char *) -> gboolean { return TRUE; }, nullptr);
        guint8 sum[WATTLE_FILE_SET_SUM];
        g_autofree char *label = nullptr;
        GString *hex = g_string_new (nullptr);

        wattle_file_set_drop (files, "backup.conf");
        change (files);
        wattle_file_set_get_sum (files, sum);
        for (guint8 byte : sum)
            g_string_append_printf (hex, "%02x", byte);
        label = g_string_free (hex, FALSE);
        if (!wattle_file_set_has (files, "backup.conf"))
            wattle_file_set_put_text (files, "backup.conf",
                                      g_strdup_printf ("[Backup]\nFormat=1\nSum=%s\n", label));
        return wattle_archive_pack (files, 0, nullptr);
    }

    GBytes *
    forge_file (const char *name, const char *text)
    {
        return forge ([&] (WattleFileSet *files) {
            wattle_file_set_put_text (files, name, g_strdup (text));
        });
    }

    double total = 0;
};

TEST_F (Backup, MakesTheSameHouseOfAnEmptyHost)
{
    House from;
    House to;
    live (from);
    g_autoptr (GBytes) archive = from.write (true);
    ASSERT_NE (archive, nullptr);
    EXPECT_EQ (to.restore (archive), WITH_SECRETS);
    EXPECT_EQ (to.store.files (), from.store.files ());
    EXPECT_EQ (to.store.list (),
               (std::vector<std::string>{ "2 1000 backup restored", "1 file no files yet" }));
    EXPECT_EQ (to.look_up ("cellar"), "hush");
    EXPECT_EQ (read_text (to.state () + "/devices/meter.state"),
               read_text (from.state () + "/devices/meter.state"));
    EXPECT_EQ (read_text (to.state () + "/broker.conf.restored"),
               read_text (from.state () + "/broker.conf"));

    wattle_store_load (to.store.store);
    EXPECT_NE (wattle_store_find_device (to.store.store, "meter"), nullptr);
    wattle_counters_set_serial (to.meter.counters, "meter", "2");
    EXPECT_EQ (to.meter.read (8), total + 1);
    EXPECT_EQ (wattle_ledger_list (wattle_counters_get_ledger (to.meter.counters))->len, 1u);

    g_autoptr (GBytes) again = to.write (true);
    EXPECT_EQ (to.check (again), "config/devices/meter.conf config/wattle.conf counters.conf "
                                 "devices/meter.state ledger.jsonl secrets.conf")
        << "the accounts of the broker are there from the next start on";
}

TEST_F (Backup, HoldsSecretsOnlyWhenAsked)
{
    House from;
    House to;
    live (from);
    g_autoptr (GBytes) archive = from.write (false);
    EXPECT_EQ (to.check (archive), WITHOUT_SECRETS);
    g_autoptr (WattleFileSet) files = wattle_archive_unpack (
        archive, [] (const char *) -> gboolean { return TRUE; }, nullptr);
    for (guint i = 0; i < wattle_file_set_get_count (files); i++) {
        GBytes *bytes = wattle_file_set_get_contents (files, i);

        EXPECT_EQ (
            std::string ((const char *)g_bytes_get_data (bytes, nullptr), g_bytes_get_size (bytes))
                .find ("hush"),
            std::string::npos)
            << wattle_file_set_get_name (files, i);
    }
    EXPECT_EQ (to.restore (archive), WITHOUT_SECRETS);
    EXPECT_EQ (to.look_up ("cellar"), "(none)");
    EXPECT_EQ (read_text (to.state () + "/devices/meter.state"), "[State]\npulses=5\n\n");
}

TEST_F (Backup, IsOfTheSameBytesEachTime)
{
    House house;
    live (house);
    g_autoptr (GBytes) one = house.write (true);
    g_autoptr (GBytes) other = house.write (true);
    EXPECT_TRUE (g_bytes_equal (one, other));
}

TEST_F (Backup, ChangesNothingWhenOnlyChecked)
{
    House from;
    House to;
    live (from);
    to.store.save ("heater", "Heater");
    Texts before = to.all ();
    g_autoptr (GBytes) archive = from.write (true);
    EXPECT_EQ (to.check (archive), WITH_SECRETS);
    EXPECT_EQ (to.all (), before);
    EXPECT_EQ (to.store.list ().size (), 2u);
}

TEST_F (Backup, NeverLowersATotal)
{
    House from;
    House to;
    live (from);
    g_autoptr (GBytes) archive = from.write (true);
    double later = from.meter.read (30);
    ASSERT_GT (later, total);
    EXPECT_EQ (from.restore (archive), WITH_SECRETS);
    EXPECT_EQ (from.meter.read (31), later + 1) << "an old archive on the same host";

    wattle_counters_set_serial (to.meter.counters, "meter", "9");
    to.meter.read (90000);
    EXPECT_EQ (to.restore (archive), WITH_SECRETS);
    EXPECT_EQ (to.meter.read (90001), 90001) << "another host that counts already";
}

TEST_F (Backup, KeepsWhatDevicesRememberHere)
{
    House from;
    House to;
    live (from);
    to.store.dir.write ("state/devices/meter.state", "[State]\npulses=6\n");
    g_autoptr (GBytes) archive = from.write (true);
    EXPECT_EQ (to.restore (archive), WITH_SECRETS);
    EXPECT_EQ (read_text (to.state () + "/devices/meter.state"), "[State]\npulses=6\n");
}

TEST_F (Backup, CanBeUndoneAsFarAsTheConfigurationGoes)
{
    House from;
    House to;
    live (from);
    to.store.save ("heater", "Heater");
    Texts before = to.store.files ();
    g_autoptr (GBytes) archive = from.write (false);
    EXPECT_EQ (to.restore (archive), WITHOUT_SECRETS);
    EXPECT_EQ (to.store.files (), from.store.files ()) << "nothing else is left";
    EXPECT_EQ (to.store.restore (2), "");
    EXPECT_EQ (to.store.files (), before);
}

gboolean
refuse_all (const WattleConfigDraft *draft, gpointer, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "there is no driver for %u devices",
                      draft->devices->len);
    return FALSE;
}

TEST_F (Backup, IsRestoredOnlyIfTheCheckAllowsIt)
{
    House from;
    House to;
    live (from);
    Texts before = to.all ();
    g_autoptr (GBytes) archive = from.write (true);
    EXPECT_EQ (to.check (archive, refuse_all), "there is no driver for 1 devices");
    EXPECT_EQ (to.restore (archive, refuse_all), "there is no driver for 1 devices");
    EXPECT_EQ (to.all (), before);
    EXPECT_EQ (to.look_up ("cellar"), "(none)");
}

TEST_F (Backup, IsRefusedAsAWholeAndNamesTheEntry)
{
    House to;
    Texts before = to.all ();
    const struct {
        const char *name;
        const char *text;
        const char *said;
    } cases[] = {
        { "config/devices/x.conf", "[Device\n", "config/devices/x.conf: not a key file" },
        { "config/devices/x.conf", "[Device]\nName=x\n", "config/devices/x.conf: [Device] Driver" },
        { "config/wattle.conf", "[EmbeddedBroker]\nPort=x\n", "config/wattle.conf: [Embedded" },
        { "config/other.conf", "", "“config/other.conf” does not belong in it" },
        { "config/devices/../../x.conf", "", "does not belong in it" },
        { "revisions.jsonl", "", "“revisions.jsonl” does not belong in it" },
        { "counters.conf", "[meter]\nenergy_import=1\n", "counters.conf: [meter] energy_import" },
        { "ledger.jsonl", "{\"id\":1}\n", "ledger.jsonl: line 1 is not" },
        { "secrets.conf", "[Secrets]\nBad=x\n", "secrets.conf: [Secrets] Bad is not a secret" },
        { "broker.conf", "Port\n", "broker.conf: not a key file" },
        { "devices/x.state", "\xff", "devices/x.state: not text in UTF-8" },
        { "backup.conf", "[Backup]\nFormat=2\n", "it is of format 2" },
        { "backup.conf", "[Backup]\nFormat=1\nSum=00\n", "it is damaged or was changed" },
    };

    for (auto &one : cases) {
        g_autoptr (GBytes) archive = forge_file (one.name, one.text);
        std::string said = to.restore (archive);

        EXPECT_NE (said.find (one.said), std::string::npos) << one.name << ": " << said;
        EXPECT_NE (said.find ("the archive cannot be used"), std::string::npos);
    }
    EXPECT_EQ (to.all (), before);
    EXPECT_EQ (to.store.list ().size (), 1u);
}

TEST_F (Backup, IsRefusedIfAnythingIsMissingOrChanged)
{
    House from;
    House to;
    live (from);
    g_autoptr (GBytes) archive = from.write (true);
    std::string bytes ((const char *)g_bytes_get_data (archive, nullptr),
                       g_bytes_get_size (archive));

    for (size_t length = 0; length < bytes.size () - 8; length += 7) {
        g_autoptr (GBytes) part = g_bytes_new (bytes.data (), length);
        EXPECT_NE (to.check (part), WITH_SECRETS) << length;
    }
    for (size_t i = 10; i < bytes.size () - 8; i += 3) {
        std::string flipped = bytes;
        flipped[i] ^= (char)(1 << i % 8);
        g_autoptr (GBytes) other = g_bytes_new (flipped.data (), flipped.size ());
        std::string said = to.check (other);
        EXPECT_TRUE (said == WITH_SECRETS || said.find ("cannot be used") != std::string::npos)
            << said;
    }

    g_autoptr (WattleFileSet) files = wattle_file_set_new ();
    wattle_file_set_put_text (files, "ledger.jsonl", g_strdup (""));
    g_autoptr (GBytes) without = wattle_archive_pack (files, 0, nullptr);
    EXPECT_NE (to.check (without).find ("it has no backup.conf, so it is not a backup"),
               std::string::npos);
}

TEST_F (Backup, SaysWhatHasToBePutRightBeforeThereIsOne)
{
    House house;
    std::string failure;
    live (house);
    house.store.dir.write ("state/config/devices/other.conf", "[Device]\nName=x\n");
    g_autoptr (GBytes) archive = house.write (false, &failure);
    EXPECT_NE (failure.find ("config/devices/other.conf: [Device] Driver: must be set"),
               std::string::npos)
        << failure;

    house.store.dir.write ("state/config/devices/other.conf", "[Device]\nDriver=x\n");
    house.store.dir.write ("state/devices/meter.state", "rubbish");
    g_autoptr (GBytes) next = house.write (false, &failure);
    EXPECT_EQ (failure, "") << "a damaged state is of no use to anybody";
}

} // namespace
