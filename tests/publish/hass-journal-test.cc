// SPDX-License-Identifier: LGPL-2.1-or-later
#include "publish/wattle-hass-journal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

const std::string header = "{\"format\":1}\n";
const std::string meter = R"({"instance":"wattle","prefix":"homeassistant","id":"meter",)"
                          R"("parent":"gateway","missing_since":5,)"
                          R"("topics":["wattle/meter/availability",)"
                          R"("homeassistant/device/wattle_meter/config"],)"
                          R"("components":{"power":"sensor"}})"
                          "\n";

class HassJournal : public testing::Test
{
  protected:
    ~HassJournal () override
    {
        drop ();
        g_object_unref (problems);
        g_object_unref (clock);
    }

    void
    open ()
    {
        drop ();
        journal = wattle_hass_journal_new (path.c_str (), &host, problems, clock);
    }

    void
    drop ()
    {
        g_clear_pointer (&journal, wattle_hass_journal_free);
    }

    void
    note (const char *id, const char *parent = nullptr)
    {
        std::string topic = std::string ("homeassistant/device/wattle_") + id + "/config";
        const char *topics[] = { topic.c_str (), nullptr };

        wattle_hass_journal_note (journal, id, parent, topics, nullptr);
    }

    std::string
    text ()
    {
        g_autofree char *found = nullptr;

        g_file_get_contents (path.c_str (), &found, nullptr, nullptr);
        return found != nullptr ? found : "(no file)";
    }

    // Each under a name of its own.
    void
    expect_in_quarantine (const std::string &content)
    {
        std::string place = folder.file ("quarantine/topics.jsonl.19700101T000000Z");
        g_autofree char *found = nullptr;

        if (++aside > 1)
            place += "-" + std::to_string (aside);
        ASSERT_EQ (wattle_problems_get_count (problems), 1u) << content;
        std::string message = wattle_problems_get (problems, 0)->message;
        EXPECT_NE (message.find (place), std::string::npos) << message;
        if (g_file_test (place.c_str (), G_FILE_TEST_IS_REGULAR)) {
            g_file_get_contents (place.c_str (), &found, nullptr, nullptr);
            EXPECT_STREQ (found, content.c_str ());
        }
    }

    void
    expect_put_aside (const std::string &content)
    {
        folder.write ("topics.jsonl", content);
        open ();
        EXPECT_EQ (wattle_hass_journal_get_n_owned (journal), 0u) << content;
        EXPECT_EQ (text (), "(no file)");
        expect_in_quarantine (content);
        wattle_problems_clear_subject (problems, "homeassistant");
    }

    TempDir folder;
    std::string path = folder.file ("topics.jsonl");
    WattleHassHost host = { "wattle", "homeassistant", "0.1.0" };
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = wattle_problems_new (clock);
    WattleHassJournal *journal = nullptr;
    int aside = 0;
};

} // namespace

TEST_F (HassJournal, ReadsWhatItWrote)
{
    folder.write ("topics.jsonl", header + meter);
    open ();
    WattleHassOwned *owned = wattle_hass_journal_find (journal, "meter");
    ASSERT_NE (owned, nullptr);
    EXPECT_STREQ (owned->parent, "gateway");
    EXPECT_EQ (owned->missing_since, 5);
    EXPECT_STREQ (owned->topics[1], "homeassistant/device/wattle_meter/config");
    EXPECT_STREQ ((char *)g_hash_table_lookup (owned->components, "power"), "sensor");
    wattle_hass_journal_set_missing (journal, owned, 0);
    wattle_hass_journal_set_missing (journal, owned, 5);
    wattle_hass_journal_flush (journal);
    EXPECT_EQ (text (), header + meter);
}

TEST_F (HassJournal, HasWrittenWhatIsNotedWhenTheCallReturns)
{
    open ();
    for (const char *id : { "one", "two", "three" }) {
        note (id);
        EXPECT_NE (text ().find (std::string ("wattle_") + id), std::string::npos) << id;
    }
    struct stat info;
    ASSERT_EQ (stat (path.c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0600u);
    open ();
    EXPECT_EQ (wattle_hass_journal_get_n_owned (journal), 3u);
}

TEST_F (HassJournal, WritesNothingForWhatItKnows)
{
    open ();
    note ("one");
    std::string before = text ();
    note ("one");
    EXPECT_EQ (text (), before);
    note ("one", "gateway");
    EXPECT_NE (text (), before);
}

TEST_F (HassJournal, LeavesOutWhatWasDroppedWithinAMinute)
{
    open ();
    note ("one");
    note ("two");
    wattle_hass_journal_drop (journal, wattle_hass_journal_find (journal, "one"));
    EXPECT_NE (text ().find ("wattle_one"), std::string::npos);
    wattle_clock_advance (clock, 60 * G_USEC_PER_SEC);
    EXPECT_EQ (text ().find ("wattle_one"), std::string::npos);
    EXPECT_NE (text ().find ("wattle_two"), std::string::npos);
}

TEST_F (HassJournal, IgnoresAnUnfinishedLastLineAndDoesNotAddToIt)
{
    folder.write ("topics.jsonl", header + meter + meter.substr (0, 40));
    open ();
    EXPECT_EQ (wattle_hass_journal_get_n_owned (journal), 1u);
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
    note ("one");
    open ();
    EXPECT_EQ (wattle_hass_journal_get_n_owned (journal), 2u);
}

TEST_F (HassJournal, PutsADamagedFileAsideAndGoesOn)
{
    std::string other = meter;

    expect_put_aside ("{}\n" + meter);
    expect_put_aside ("{\"format\":2}\n" + meter);
    expect_put_aside (header + "nonsense\n");
    expect_put_aside (header + std::string (100, '\0') + "\n");
    expect_put_aside (header + meter + "{}\n");
    expect_put_aside (header + other.replace (other.find ("sensor\""), 7, "\""));
    note ("one");
    open ();
    EXPECT_EQ (wattle_hass_journal_get_n_owned (journal), 1u);
}

TEST_F (HassJournal, DoesNotWaitForThePipeThatItIs)
{
    ASSERT_EQ (mkfifo (path.c_str (), 0600), 0);
    open ();
    expect_in_quarantine ("");
    std::string message = wattle_problems_get (problems, 0)->message;
    EXPECT_NE (message.find ("not a file"), std::string::npos) << message;
    note ("one");
    EXPECT_NE (text ().find ("wattle_one"), std::string::npos);
}

TEST_F (HassJournal, NeverOwnsATopicOfSomebodyElse)
{
    for (const char *topic : { "zigbee2mqtt/bridge/state", "homeassistant/device/other/config",
                               "wattle/#", "wattle/+/availability", "homeassistant/status" }) {
        std::string other = meter;

        other.replace (other.find ("wattle/meter/availability"), 25, topic);
        expect_put_aside (header + other);
    }
}

TEST_F (HassJournal, GoesOnWithoutAFolder)
{
    path = folder.file ("none/topics.jsonl");
    open ();
    note ("one");
    EXPECT_EQ (wattle_hass_journal_get_n_owned (journal), 1u);
    EXPECT_EQ (wattle_problems_get_count (problems), 1u);
    g_mkdir (folder.file ("none").c_str (), 0700);
    note ("two");
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
    open ();
    EXPECT_EQ (wattle_hass_journal_get_n_owned (journal), 2u);
}
