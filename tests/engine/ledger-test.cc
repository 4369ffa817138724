// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-ledger.h"

#include <glib/gstdio.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/counter-house.h"
#include "support/log-capture.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

std::string
line (const std::string &id)
{
    return "{\"id\":" + id +
           ",\"time\":1,\"from\":0,\"to\":1,\"device\":\"meter\",\"entity\":\"energy_import\","
           "\"kind\":\"set\",\"who\":\"guard\"}\n";
}

class Ledger : public testing::Test
{
  protected:
    ~Ledger () override
    {
        g_clear_pointer (&ledger, wattle_ledger_free);
        g_object_unref (clock);
    }

    guint
    load (const std::string &text)
    {
        guint skipped = 99;

        dir.write ("ledger.jsonl", text);
        g_clear_pointer (&ledger, wattle_ledger_free);
        ledger = wattle_ledger_new (dir.file ("ledger.jsonl").c_str ());
        EXPECT_TRUE (wattle_ledger_load (ledger, &skipped, nullptr));
        return skipped;
    }

    guint64
    add ()
    {
        WattleLedgerEntry entry = { 0, 1, (char *)"meter", (char *)"energy_import",
                                    0, 1, (char *)"set",   (char *)"guard" };

        return wattle_ledger_add (ledger, &entry)->id;
    }

    guint
    count ()
    {
        return wattle_ledger_list (ledger)->len;
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (G_GINT64_CONSTANT (1769860800000000));
    WattleLedger *ledger = nullptr;
};

TEST_F (Ledger, SkipsWhatIsDamagedAndNothingElse)
{
    EXPECT_EQ (load (line ("1") + "nonsense\n" + line ("2")), 1u);
    EXPECT_EQ (count (), 2u);
    EXPECT_EQ (load (line ("1") + std::string ("\0\0\0\n", 4) + line ("2")), 1u);
    EXPECT_EQ (count (), 2u);
    EXPECT_EQ (load (std::string (512, '\0') + "\n" + line ("2")), 1u);
    EXPECT_EQ (count (), 1u);
    for (size_t at : { line ("2").find ("guard"), line ("2").size () - 1 })
        EXPECT_EQ (load (line ("1") + line ("2").insert (at, 1, '\0')), 1u) << at;
    EXPECT_EQ (load (line ("0")), 1u);
    EXPECT_EQ (load (line ("1").replace (line ("1").find (":1,\"from"), 2, ":-1")), 1u);
    for (const char *member : { "device", "entity", "kind", "who", "time", "from", "to" })
        EXPECT_EQ (load (line ("1").insert (line ("1").find (member), "x")), 1u) << member;
    EXPECT_EQ (load (line ("1") + "\n\n" + line ("2")), 0u) << "nothing is no damage";
    EXPECT_EQ (load (""), 0u);
    EXPECT_EQ (load (line ("9223372036854775807")), 1u) << "nothing could come after it";
}

TEST_F (Ledger, GivesNoIdTwice)
{
    load (line ("7") + line ("3"));
    EXPECT_EQ (add (), 8u);
    EXPECT_EQ (add (), 9u);
}

TEST_F (Ledger, BeginsAnewAfterALineThatWasCutOff)
{
    EXPECT_EQ (load (line ("1") + "{\"id\":2"), 1u);
    add ();
    g_autofree char *text = wattle_ledger_take_unwritten (ledger);
    EXPECT_EQ (std::string (text), "\n" + line ("2"));
}

TEST_F (Ledger, GivesBackWhatCouldNotBeWritten)
{
    load ("");
    add ();
    g_autofree char *first = wattle_ledger_take_unwritten (ledger);
    EXPECT_EQ (wattle_ledger_take_unwritten (ledger), nullptr);
    add ();
    wattle_ledger_put_back (ledger, first);
    g_autofree char *both = wattle_ledger_take_unwritten (ledger);
    EXPECT_EQ (std::string (both), "\n" + line ("1") + line ("2"));
}

TEST_F (Ledger, SaysInTheHostThatItIsDamaged)
{
    dir.write ("ledger.jsonl", "one\n" + line ("1") + "two\n");
    CounterHouse house (dir.path (), clock);
    EXPECT_EQ (house.complaints (), dir.file ("ledger.jsonl") +
                                        ": damaged; lines that are not understood and not shown: "
                                        "2\n");
}

TEST_F (Ledger, RefusesWhatIsNoFile)
{
    ASSERT_EQ (mkfifo (dir.file ("ledger.jsonl").c_str (), 0600), 0);
    CounterHouse house (dir.path (), clock);
    EXPECT_EQ (house.complaints (), dir.file ("ledger.jsonl") + ": not a file\n");
    wattle_counters_set_serial (house.counters, "meter", "1");
    house.read (5000);
    wattle_counters_set_serial (house.counters, "meter", "2");
    house.read (3);
    EXPECT_NE (house.complaints ().find ("cannot be written"), std::string::npos)
        << "it waits for nobody";
}

TEST_F (Ledger, RefusesWhatIsLongerThanAny)
{
    dir.write ("ledger.jsonl", "");
    ASSERT_EQ (truncate (dir.file ("ledger.jsonl").c_str (), 64 * 1024 * 1024 + 1), 0);
    CounterHouse house (dir.path (), clock);
    EXPECT_EQ (house.complaints (), dir.file ("ledger.jsonl") + ": longer than 67108864 bytes\n");
}

} // namespace
