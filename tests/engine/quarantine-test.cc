// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-quarantine.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/log-capture.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class Quarantine : public testing::Test
{
  protected:
    ~Quarantine () override
    {
        g_object_unref (quarantine);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    std::string
    text (const std::string &name)
    {
        g_autofree char *contents = nullptr;
        gsize length = 0;

        g_file_get_contents (dir.file (name).c_str (), &contents, &length, nullptr);
        return contents != nullptr ? std::string (contents, length) : "(none)";
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (1769860800LL * G_USEC_PER_SEC);
    WattleProblems *problems = wattle_problems_new (clock);
    WattleQuarantine *quarantine = wattle_quarantine_new (dir.path ().c_str (), problems, clock);
};

TEST_F (Quarantine, MovesAsideWhatIsOfNoUseAndNamesBothPaths)
{
    const struct {
        const char *name;
        const char *subject;
        const char *moved;
    } files[] = {
        { "config/wattle.conf", "host", "config-wattle.conf" },
        { "config/devices/meter.conf", "meter", "config-devices-meter.conf" },
        { "devices/meter.state", "meter", "devices-meter.state" },
        { "secrets.conf", "secrets", "secrets.conf" },
        { "broker.conf", "broker", "broker.conf" },
    };

    for (auto &file : files) {
        std::string moved = std::string ("quarantine/") + file.moved + ".20260131T120000Z";

        wattle_problems_clear_subject (problems, file.subject);
        dir.write (file.name, "[Broken\n");
        EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << file.name;
        EXPECT_EQ (text (file.name), "(none)");
        EXPECT_EQ (text (moved), "[Broken\n");
        ASSERT_EQ (wattle_problems_get_count (problems), 1u) << file.name;
        EXPECT_STREQ (wattle_problems_get (problems, 0)->subject, file.subject);
        std::string message = wattle_problems_get (problems, 0)->message;
        EXPECT_NE (message.find (dir.file (file.name)), std::string::npos) << message;
        EXPECT_NE (message.find (dir.file (moved)), std::string::npos) << message;
        EXPECT_NE (message.find ("see line 1"), std::string::npos) << message;
        wattle_problems_clear_subject (problems, file.subject);
    }
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 0u);
}

TEST_F (Quarantine, TakesAClientIdThatIsNone)
{
    dir.write ("client-id", "0123abcd\n");
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 0u);
    for (const char *bad : { "", "0123abcde", "0123ABCD", "house-0123abcd" }) {
        wattle_problems_clear_subject (problems, "client-id");
        dir.write ("client-id", bad);
        EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << bad;
        EXPECT_EQ (text ("client-id"), "(none)");
        ASSERT_EQ (wattle_problems_get_count (problems), 1u) << bad;
        std::string message = wattle_problems_get (problems, 0)->message;
        EXPECT_NE (message.find ("not 8 hexadecimal digits"), std::string::npos) << message;
        EXPECT_NE (message.find ("quarantine/client-id."), std::string::npos) << message;
    }
    ASSERT_EQ (mkfifo (dir.file ("client-id").c_str (), 0600), 0);
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << "a pipe";
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 0u);
}

TEST_F (Quarantine, LeavesWhatCanBeReadEvenIfItIsWrong)
{
    dir.write ("config/devices/meter.conf", "[Device]\nEnabled=perhaps\n");
    dir.write ("config/devices/newer.conf", "[Device]\nFormat=99\n");
    dir.write ("secrets.conf", "");
    for (const char *other :
         { "mosquitto.conf", "config/devices/.meter.conf", "config/devices/meter.conf~",
           "devices/.meter.state", "devices/README" })
        dir.write (other, "not a key file\n");
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 0u);
    EXPECT_FALSE (g_file_test (dir.file ("quarantine").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (Quarantine, LeavesTotalsAsLongAsTheyCanBeRead)
{
    dir.write ("counters.conf", "[Broken\n");
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 0u);
    g_unlink (dir.file ("counters.conf").c_str ());
    ASSERT_EQ (mkfifo (dir.file ("counters.conf").c_str (), 0600), 0);
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u);
    EXPECT_STREQ (wattle_problems_get (problems, 0)->subject, "counters");
}

TEST_F (Quarantine, MovesALedgerThatIsNoFile)
{
    ASSERT_EQ (mkfifo (dir.file ("ledger.jsonl").c_str (), 0600), 0);
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u);
    dir.write ("ledger.jsonl", "oops");
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 0u);
}

TEST_F (Quarantine, KnowsEverySortOfDamage)
{
    for (std::string bad : { std::string ("\xff\xfe"), std::string ("[Device]\na=\0b\n", 14),
                             std::string ("Key=before any group\n"), std::string ("[A]\n=x\n"),
                             std::string ("[A]\nno equals sign\n") }) {
        dir.write ("secrets.conf", bad);
        EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << bad.substr (0, 20);
    }
    dir.write ("secrets.conf", "[A]\n");
    ASSERT_EQ (truncate (dir.file ("secrets.conf").c_str (), 1 << 30), 0);
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << "longer than any";
    g_mkdir_with_parents (dir.file ("secrets.conf").c_str (), 0700);
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << "a folder";
    ASSERT_EQ (mkfifo (dir.file ("secrets.conf").c_str (), 0600), 0);
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << "a pipe, which would never end";
}

TEST_F (Quarantine, MovesTotalsThatAreLongerThanAny)
{
    for (const char *name : { "counters.conf", "ledger.jsonl" }) {
        dir.write (name, "");
        ASSERT_EQ (truncate (dir.file (name).c_str (), 1 << 30), 0);
        EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u) << name;
        EXPECT_EQ (text (name), "(none)");
    }
}

TEST_F (Quarantine, TakesAllOfAFolderThatAreOfNoUse)
{
    for (const char *name : { "one", "two", "three" })
        dir.write (std::string ("config/devices/") + name + ".conf", "[Broken\n");
    dir.write ("config/devices/fine.conf", "[Device]\nDriver=example\n");
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 3u);
    EXPECT_EQ (wattle_problems_get_count (problems), 3u);
    EXPECT_NE (text ("config/devices/fine.conf"), "(none)");
}

TEST_F (Quarantine, NamesTheTimeThatHoldsEverywhere)
{
    g_setenv ("TZ", "JST-9", TRUE);
    g_autofree char *place = wattle_quarantine_choose_place ("/x", "a", 0);
    g_unsetenv ("TZ");
    EXPECT_STREQ (place, "/x/quarantine/a.19700101T000000Z");
}

TEST_F (Quarantine, IsOpenToNobodyElse)
{
    struct stat info;

    dir.write ("secrets.conf", "oops");
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u);
    ASSERT_EQ (stat (dir.file ("quarantine").c_str (), &info), 0);
    EXPECT_EQ (info.st_mode & 0777, 0700u);
}

TEST_F (Quarantine, NeverQuotesWhatMayBeASecret)
{
    dir.write ("secrets.conf", "[Secrets]\ncanary-7f3a\n");
    wattle_quarantine_sweep (quarantine);
    for (auto &line : log.take ())
        EXPECT_EQ (line.find ("canary"), std::string::npos) << line;
}

TEST_F (Quarantine, NeverReplacesWhatWasMovedBefore)
{
    for (const char *text : { "first", "second", "third" }) {
        dir.write ("secrets.conf", text);
        EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u);
    }
    EXPECT_EQ (text ("quarantine/secrets.conf.20260131T120000Z"), "first");
    EXPECT_EQ (text ("quarantine/secrets.conf.20260131T120000Z-2"), "second");
    EXPECT_EQ (text ("quarantine/secrets.conf.20260131T120000Z-3"), "third");
}

TEST_F (Quarantine, SaysThatItCannotMove)
{
    dir.write ("quarantine", "a file where the folder should be");
    dir.write ("secrets.conf", "oops");
    EXPECT_EQ (wattle_quarantine_sweep (quarantine), 1u);
    EXPECT_EQ (text ("secrets.conf"), "oops");
    EXPECT_NE (strstr (wattle_problems_get (problems, 0)->message, "could not be moved"), nullptr);
}

} // namespace
