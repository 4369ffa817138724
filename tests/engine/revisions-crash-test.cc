// SPDX-License-Identifier: LGPL-2.1-or-later
// A host that was stopped between the log and the files, a log that was cut off or damaged, and
// disks that fail.
#include <fstream>

#include "engine/wattle-config-journal.h"
#include "support/store-house.h"

using namespace wattle_test;

namespace
{

class RevisionsCrash : public testing::Test
{
  protected:
    std::string
    log_path ()
    {
        return house.dir.file ("state/revisions.jsonl");
    }

    void
    append (const std::string &text)
    {
        std::ofstream (log_path (), std::ios::binary | std::ios::app) << text;
    }

    // The log as if the host had been stopped when revision @id was written, and no file was.
    std::string
    begin_restore_of (guint64 id)
    {
        std::string text = read_text (log_path ());
        g_autoptr (WattleRevisionLog) log = wattle_revision_log_parse (text.data (), text.size ());
        guint64 last = wattle_revision_log_get_last (log)->id;
        g_autoptr (WattleFileSet) now = wattle_revision_log_get_files (log, last);
        g_autoptr (WattleFileSet) then = wattle_revision_log_get_files (log, id);
        g_autoptr (WattleFileSet) changes = wattle_file_set_compare (now, then);
        g_autoptr (WattleRevisionRecord) record = wattle_revision_record_new (last + 1, changes);
        g_autoptr (GString) added = g_string_new (nullptr);

        record->author = g_strdup ("1000");
        record->summary = g_strdup ("begun");
        wattle_revision_log_append (added, record, then);
        return added->str;
    }

    StoreHouse house;
};

TEST_F (RevisionsCrash, IsFollowedByWhatTheLogSays)
{
    house.save ("boiler", "Boiler");
    house.set ("Host", "Instance", "home");
    Texts then = house.files ();
    house.save ("boiler", "Other");
    house.save ("heater", "Heater");
    house.set ("Host", "Instance", "other");

    append (begin_restore_of (3));
    house.dir.write ("state/config/devices/boiler.conf", then["devices/boiler.conf"]);
    house.renew ();
    EXPECT_EQ (house.files (), then);
    EXPECT_EQ (house.list (1)[0], "7 1000 begun");
    EXPECT_NE (wattle_store_find_device (house.store, "boiler"), nullptr);
    EXPECT_EQ (wattle_store_find_device (house.store, "heater"), nullptr);
}

TEST_F (RevisionsCrash, DoesNotUndoWhatWasChangedByHandSince)
{
    house.save ("boiler", "Boiler");
    house.save ("heater", "Heater");
    append (begin_restore_of (1));
    house.dir.write ("state/config/devices/boiler.conf", "[Device]\nDriver=mine\n");
    house.renew ();
    EXPECT_EQ (house.files (), Texts ({ { "devices/boiler.conf", "[Device]\nDriver=mine\n" } }));
    EXPECT_EQ (house.list (2),
               (std::vector<std::string>{ "5 file devices/boiler.conf added", "4 1000 begun" }));
}

TEST_F (RevisionsCrash, LetsAPersonGoBackByHand)
{
    house.save ("boiler", "Boiler");
    std::string first = house.files ()["devices/boiler.conf"];
    house.save ("boiler", "Other");
    house.dir.write ("state/config/devices/boiler.conf", first);
    house.renew ();
    EXPECT_EQ (house.files ()["devices/boiler.conf"], first) << "the save was complete";
    EXPECT_EQ (house.list (1)[0], "4 file devices/boiler.conf changed");
}

TEST_F (RevisionsCrash, LeavesALogThatGoesOn)
{
    house.save ("boiler", "Boiler");
    std::string begun = begin_restore_of (1);
    append (begun.substr (0, begun.size () - 5));
    house.renew ();
    EXPECT_EQ (house.files ().size (), 1u) << "it was not complete, so it never was";
    house.save ("boiler", "Other");
    house.renew ();
    EXPECT_EQ (house.list (), (std::vector<std::string>{ "3 1000 devices/boiler.conf changed",
                                                         "2 1000 devices/boiler.conf added",
                                                         "1 file no files yet" }));
    EXPECT_EQ (wattle_problems_get_count (house.problems), 0u) << "that is nothing to worry about";
}

TEST_F (RevisionsCrash, KeepsWhatIsReadableOfADamagedLog)
{
    house.save ("boiler", "Boiler");
    house.save ("heater", "Heater");
    Texts before = house.files ();
    std::string broken = read_text (log_path ());
    broken[broken.find ("Heater")] = 'X';
    house.dir.write ("state/revisions.jsonl", broken);
    house.renew ();
    EXPECT_EQ (house.files (), before);
    EXPECT_EQ (house.list (), (std::vector<std::string>{ "3 file devices/heater.conf added",
                                                         "2 1000 devices/boiler.conf added",
                                                         "1 file no files yet" }));
    ASSERT_EQ (house.problem_texts ().size (), 1u);
    std::string aside = house.dir.file ("state/quarantine/revisions.jsonl.20260131T120000Z");
    EXPECT_NE (house.problem_texts ()[0].find (aside), std::string::npos)
        << house.problem_texts ()[0];
    EXPECT_EQ (read_text (aside), broken);

    house.renew ();
    EXPECT_EQ (wattle_problems_get_count (house.problems), 0u) << "it was mended";
}

TEST_F (RevisionsCrash, KeepsEachDamagedLog)
{
    std::string aside = house.dir.file ("state/quarantine/revisions.jsonl.20260131T120000Z");

    house.save ("boiler", "Boiler");
    house.save ("heater", "Heater");
    std::vector<std::string> broken;
    for (const char *name : { "Heater", "Boiler" }) {
        std::string text = read_text (log_path ());
        text[text.find (name)] = 'X';
        house.dir.write ("state/revisions.jsonl", text);
        broken.push_back (text);
        house.renew ();
    }
    EXPECT_EQ (read_text (aside), broken[0]);
    EXPECT_EQ (read_text (aside + "-2"), broken[1]) << "within the same second";
}

TEST_F (RevisionsCrash, BeginsAnewWithoutALog)
{
    house.save ("boiler", "Boiler");
    for (const char *log : { "", "rubbish\n", "{}\n", "\0\0\0\0" }) {
        house.dir.write ("state/revisions.jsonl", log);
        house.renew ();
        EXPECT_EQ (house.files ().size (), 1u);
        EXPECT_EQ (house.list ().size (), 1u) << log;
        EXPECT_NE (house.list ()[0].find ("file devices/boiler.conf added"), std::string::npos);
    }
}

TEST_F (RevisionsCrash, TakesBackARevisionWhoseFilesCannotBeWritten)
{
    house.dir.write ("state/config/a.conf", "then\n");
    house.renew ();
    house.save ("boiler", "Boiler");
    house.dir.write ("state/config/a.conf", "now\n");
    house.renew ();
    house.remove ("boiler");

    // A file where the folder should be.
    std::filesystem::remove_all (house.dir.file ("state/config/devices"));
    house.dir.write ("state/config/devices", "");
    EXPECT_NE (house.restore (3).find ("cannot be"), std::string::npos);
    EXPECT_EQ (house.files (), Texts ({ { "a.conf", "now\n" } })) << "a.conf was written before";
    EXPECT_EQ (house.list ().size (), 5u);
    std::filesystem::remove (house.dir.file ("state/config/devices"));
    EXPECT_EQ (house.restore (3), "");
    EXPECT_EQ (house.files ()["a.conf"], "then\n");
}

TEST_F (RevisionsCrash, RefusesToSaveWhatCannotBeKept)
{
    house.save ("boiler", "Boiler");
    std::filesystem::remove (log_path ());
    std::filesystem::create_directory (log_path ());
    EXPECT_NE (house.save ("boiler", "Other").find ("revisions.jsonl cannot be written"),
               std::string::npos);
    EXPECT_NE (house.files ()["devices/boiler.conf"].find ("Name=Boiler"), std::string::npos);
}

TEST_F (RevisionsCrash, NeverHappensToALogThatGrowsTooLong)
{
    g_autoptr (GString) text = g_string_new (nullptr);
    g_autoptr (WattleFileSet) files = wattle_file_set_new ();
    std::string filler (12000, 'x');

    // About 12 MiB in a thousand revisions, then a few large ones.
    for (guint64 id = 1; id <= 1000; id++) {
        std::string contents = "[Device]\nDriver=x\nName=" + std::to_string (id) + filler + "\n";

        wattle_file_set_put_text (files, "devices/boiler.conf", g_strdup (contents.c_str ()));
        g_autoptr (WattleRevisionRecord) record = wattle_revision_record_new (id, files);
        record->author = g_strdup ("1000");
        record->summary = g_strdup ("");
        record->complete = id == 1;
        wattle_revision_log_append (text, record, files);
        wattle_revision_log_append_done (text, id);
    }
    g_autoptr (GBytes) last = g_bytes_ref (wattle_file_set_find (files, "devices/boiler.conf"));
    house.dir.write ("state/revisions.jsonl", text->str);
    house.dir.write (
        "state/config/devices/boiler.conf",
        std::string ((const char *)g_bytes_get_data (last, nullptr), g_bytes_get_size (last)));
    house.renew ();
    EXPECT_EQ (house.list ().size (), 1000u);

    for (int i = 0; i < 40; i++) {
        ASSERT_EQ (house.save ("heater", std::to_string (i) + std::string (250 * 1024, 'y')), "");
        ASSERT_LE (std::filesystem::file_size (log_path ()),
                   (guint64)WATTLE_CONFIG_JOURNAL_MAX_SIZE);
    }
    auto lines = house.list ();
    EXPECT_LE (lines.size (), (size_t)WATTLE_CONFIG_JOURNAL_MAX_COUNT);
    EXPECT_GT (lines.size (), 400u) << "no more is dropped than needed";
    EXPECT_EQ (lines[0].substr (0, 4), "1040");
    guint64 oldest = (guint64)std::stoi (lines.back ());
    EXPECT_EQ (house.read (oldest, "devices/boiler.conf").substr (0, 26),
               "[Device]\nDriver=x\nName=" + std::to_string (oldest).substr (0, 3))
        << "the oldest one left is complete";
    house.renew ();
    EXPECT_EQ (house.list (), lines);
}

} // namespace
