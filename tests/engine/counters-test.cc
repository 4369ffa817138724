// SPDX-License-Identifier: LGPL-2.1-or-later
// What keeps totals from falling, one protection after the other.
#include "engine/wattle-counters.h"

#include <csignal>
#include <sys/resource.h>
#include <sys/stat.h>

#include "engine/wattle-counter-line.h"
#include "support/counter-house.h"
#include "support/log-capture.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

const std::string LINE = "5000;0;5000;1;0;1;0;0;0;1;1\n";

// A disk that is full where a file gets longer than this.
class FileSizeLimit
{
  public:
    explicit FileSizeLimit (rlim_t size)
    {
        getrlimit (RLIMIT_FSIZE, &before_);
        rlimit limit = { size, before_.rlim_max };
        setrlimit (RLIMIT_FSIZE, &limit);
        handler_ = signal (SIGXFSZ, SIG_IGN);
    }

    ~FileSizeLimit ()
    {
        setrlimit (RLIMIT_FSIZE, &before_);
        signal (SIGXFSZ, handler_);
    }

    FileSizeLimit (const FileSizeLimit &) = delete;
    FileSizeLimit &operator= (const FileSizeLimit &) = delete;

  private:
    rlimit before_;
    sighandler_t handler_;
};

class Counters : public testing::Test
{
  protected:
    ~Counters () override
    {
        g_object_unref (clock);
    }

    std::string
    text (const std::string &name)
    {
        g_autofree char *contents = nullptr;
        gsize length = 0;

        if (!g_file_get_contents (dir.file (name).c_str (), &contents, &length, nullptr))
            return "(none)";
        return std::string (contents, length);
    }

    // The number of a line of counters.conf.
    double
    number (const std::string &file, int which)
    {
        g_autoptr (GKeyFile) key_file = g_key_file_new ();
        std::string contents = text (file);
        double numbers[WATTLE_COUNTER_LINE_NUMBERS];

        g_key_file_load_from_data (key_file, contents.data (), contents.size (), G_KEY_FILE_NONE,
                                   nullptr);
        g_autofree char *line = g_key_file_get_string (key_file, "meter", "energy_import", nullptr);
        if (line == nullptr || !wattle_counter_line_parse (line, numbers))
            return -1;
        return numbers[which];
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (G_GINT64_CONSTANT (1769860800000000));
};

TEST_F (Counters, AreReadWhateverElseIsDamaged)
{
    const std::string meter = "[meter]\nenergy_import=" + LINE;

    for (std::string broken :
         { "[other]\nSerial=1\nenergy_import=500\n\n" + meter,
           "[other\nenergy_import=1" + LINE + "\n" + meter,
           meter + "\nother]\nenergy_import=1" + LINE,
           meter + "\n\x04other\x0c\nenergy_import=1" + LINE, meter + "energy_export=x;1;2\n",
           "no key file\n\n" + meter, "[meter]\nS\xffrial=1\nenergy_import=" + LINE,
           std::string ("\0\0\0\n", 4) + meter, "[meter]\nenergy_export=;\nenergy_import=" + LINE,
           meter + "\n[meter]\nenergy_import=1" + LINE, meter + "energy_import=1" + LINE,
           "[meter]\nSerial=\xff\nenergy_import=" + LINE, meter.substr (0, meter.size () - 1) }) {
        dir.write ("counters.conf", broken);
        CounterHouse house (dir.path (), clock);

        EXPECT_NE (house.complaints ().find ("damaged"), std::string::npos) << broken;
        EXPECT_EQ (house.read (5001), 5001) << broken;
        EXPECT_EQ (house.read (7), 5001) << broken << "the last total is known";
    }
}

TEST_F (Counters, TakeNoLineForThatOfAnotherDevice)
{
    const std::string meter = "[meter]\nenergy_import=" + LINE;
    const std::string other = "energy_export=" + LINE;

    for (std::string broken :
         { meter + "\n[meter]\n" + other, meter + "\nother\n" + other, meter + "\nother]\n" + other,
           meter + "\x8a[other]\n" + other, meter + "\n" + other }) {
        guint bad_line;
        g_autoptr (GKeyFile) file =
            wattle_counter_line_salvage (broken.data (), broken.size (), &bad_line);

        EXPECT_GE (bad_line, 3u) << broken;
        EXPECT_TRUE (g_key_file_has_key (file, "meter", "energy_import", nullptr)) << broken;
        EXPECT_FALSE (g_key_file_has_key (file, "meter", "energy_export", nullptr)) << broken;
    }
}

TEST_F (Counters, KeepACopyOfADamagedFileBeforeItIsReplaced)
{
    const std::string broken = "[other\nenergy_import=1;2\n\n[meter]\nenergy_import=" + LINE +
                               std::string ("\0\n", 2) + "[more]\n";
    const std::string place = "quarantine/counters.conf.20260131T120000Z";

    dir.write ("counters.conf", broken);
    CounterHouse house (dir.path (), clock);
    EXPECT_EQ (text (place), "(none)") << "to read it writes nothing";
    EXPECT_NE (house.complaints ().find (dir.file ("counters.conf") + ":"), std::string::npos);
    EXPECT_NE (house.complaints ().find (dir.file (place)), std::string::npos);
    EXPECT_NE (house.complaints ().find ("see line 1"), std::string::npos);
    house.read (5001);
    EXPECT_EQ (text (place), broken);
    EXPECT_NE (text ("counters.conf"), broken);

    g_unlink (dir.file (place).c_str ());
    wattle_counters_save_async (house.counters, nullptr, nullptr);
    house.wait_for_disk ();
    EXPECT_EQ (text (place), "(none)") << "once is enough";
}

TEST_F (Counters, KeepACopyOfADamagedFileAlsoWhenTheHostEndsAtOnce)
{
    const std::string broken = "[other\n\n[meter]\nenergy_import=" + LINE;

    dir.write ("counters.conf", broken);
    CounterHouse house (dir.path (), clock);
    house.end ();
    EXPECT_EQ (text ("quarantine/counters.conf.20260131T120000Z"), broken);
    EXPECT_NE (text ("counters.conf"), broken);
}

TEST_F (Counters, AreNotWrittenOverADamagedFileThatCannotBeKept)
{
    const std::string broken = "[other\n\n[meter]\nenergy_import=" + LINE;

    dir.write ("quarantine", "a file where the folder should be");
    dir.write ("counters.conf", broken);
    CounterHouse house (dir.path (), clock);
    house.read (5001);
    EXPECT_EQ (text ("counters.conf"), broken);
    EXPECT_NE (house.complaints ().find ("totals stand still"), std::string::npos);

    g_unlink (dir.file ("quarantine").c_str ());
    wattle_clock_advance (clock, 11 * G_USEC_PER_SEC);
    house.wait_for_disk ();
    EXPECT_EQ (text ("quarantine/counters.conf.20260131T120000Z"), broken);
}

TEST_F (Counters, SaysNothingOfAFileThatIsWhole)
{
    {
        CounterHouse house (dir.path (), clock);
        wattle_counters_set_serial (house.counters, "meter", "[1]");
        house.read (5000);
    }
    CounterHouse house (dir.path (), clock);
    EXPECT_EQ (house.complaints (), "");
    EXPECT_FALSE (g_file_test (dir.file ("quarantine").c_str (), G_FILE_TEST_EXISTS));
}

TEST_F (Counters, AreNotPushedFurtherByEachKill)
{
    double total = 0;

    for (int kill = 0; kill < 20; kill++) {
        CounterHouse house (dir.path (), clock);
        total = house.read (5000);
        // As for a busy counter beside it, since all are in one file.
        wattle_counters_save_async (house.counters, nullptr, nullptr);
        house.wait_for_disk ();
        EXPECT_EQ (house.quality (), total > 5000 ? WATTLE_QUALITY_HELD : WATTLE_QUALITY_GOOD);
    }
    EXPECT_GE (total, 5000);
    EXPECT_LT (total, 5020) << "a minute at 1 kW is 17 Wh";
}

TEST_F (Counters, PublishNothingBeforeTheDiskKnowsOfThem)
{
    CounterHouse house (dir.path (), clock);
    house.take (5000);
    EXPECT_EQ (house.quality (), WATTLE_QUALITY_MISSING);
    EXPECT_EQ (wattle_entity_get_value_type (house.entity ()), WATTLE_VALUE_NONE);
    house.wait_for_disk ();
    EXPECT_EQ (house.quality (), WATTLE_QUALITY_GOOD) << "without a further answer";
    EXPECT_EQ (house.total (), 5000);
    EXPECT_GE (number ("counters.conf", WATTLE_COUNTER_LINE_PUBLISHED), 5000);
}

TEST_F (Counters, StayMissingWhenTheyCannotBeWritten)
{
    CounterHouse house (dir.file ("nowhere/b"), clock);
    EXPECT_EQ (house.read (5000), 0);
    EXPECT_EQ (house.quality (), WATTLE_QUALITY_MISSING);
    EXPECT_NE (house.complaints ().find ("totals stand still"), std::string::npos);
    g_mkdir_with_parents (dir.file ("nowhere/b").c_str (), 0700);
    wattle_clock_advance (clock, 11 * G_USEC_PER_SEC);
    house.wait_for_disk ();
    EXPECT_EQ (house.total (), 5000);
    EXPECT_EQ (house.complaints (), "");
}

// Of many counters in the file another one asks for a write of its own just after each.
TEST_F (Counters, AreWrittenNoOftenerWhenOthersAreWrittenInBetween)
{
    CounterHouse house (dir.path (), clock);
    double raw = 5000;
    int n_writes = 0;

    for (int second = 0; second < 60; second++) {
        house.take (raw += 10);
        if (!wattle_counters_is_writing (house.counters))
            continue;
        n_writes += second >= 15;
        house.wait_for_disk ();
        wattle_clock_advance (clock, G_TIME_SPAN_MILLISECOND);
        wattle_counters_save_async (house.counters, nullptr, nullptr);
        house.wait_for_disk ();
    }
    EXPECT_GE (n_writes, 1);
    EXPECT_LE (n_writes, 2) << "each lets the total rise for a minute, and half of that is used";
    EXPECT_EQ (house.total (), 5600);
}

TEST_F (Counters, ReviveNoReadingThatTheDeviceTookBack)
{
    CounterHouse house (dir.path (), clock);
    house.take (5000);
    house.take_missing ();
    house.wait_for_disk ();
    EXPECT_EQ (house.quality (), WATTLE_QUALITY_MISSING);
}

// The first step may be that of a quarter of an hour, at 100 kW or 100 m³ an hour.
TEST_F (Counters, RiseNoFasterThanTheirQuantityCan)
{
    const struct {
        WattleQuantity quantity;
        double absurd;
        double fair;
    } kinds[] = {
        { WATTLE_QUANTITY_ENERGY, 40000, 29000 },
        { WATTLE_QUANTITY_REACTIVE_ENERGY, 40000, 29000 },
        { WATTLE_QUANTITY_APPARENT_ENERGY, 40000, 29000 },
        { WATTLE_QUANTITY_VOLUME, 40, 29 },
    };

    for (auto &kind : kinds) {
        SCOPED_TRACE (kind.quantity);
        TempDir folder;
        CounterHouse house (folder.path (), clock, kind.quantity);

        EXPECT_EQ (house.read (5000), 5000);
        EXPECT_EQ (house.read (5000 + kind.absurd), 5000);
        EXPECT_EQ (house.quality (), WATTLE_QUALITY_HELD);
        EXPECT_EQ (house.read (5000 + kind.fair), 5000 + kind.fair);
    }
}

TEST_F (Counters, HaveNoLimitWhereNothingIsKnownOfOne)
{
    CounterHouse house (dir.path (), clock, WATTLE_QUANTITY_COUNT);
    EXPECT_EQ (house.read (5000), 5000);
    EXPECT_EQ (house.read (5000000), 5000000);
}

TEST_F (Counters, TakeTheMaximumPowerAsItIsNow)
{
    {
        CounterHouse house (dir.path (), clock);
        house.read (5000);
    }
    CounterHouse house (dir.path (), clock);
    EXPECT_LT (house.read (105000), 5020) << "totals of an earlier run have a limit too";
    house.max_power *= 10;
    EXPECT_EQ (house.read (105000), 105000) << "it was changed meanwhile";
}

TEST_F (Counters, GoOnAtOnceWhenTheSerialNumberIsAnotherOne)
{
    CounterHouse house (dir.path (), clock);
    wattle_counters_set_serial (house.counters, "meter", "1");
    house.read (5000);
    wattle_counters_set_serial (house.counters, "meter", "2");
    house.take (3);
    EXPECT_EQ (house.total (), 5000);
    EXPECT_EQ (house.read (10), 5007);
    ASSERT_EQ (wattle_ledger_list (house.ledger ())->len, 1u);
    EXPECT_STREQ (wattle_ledger_find (house.ledger (), 1)->kind, "replaced");
}

TEST_F (Counters, StandStillWhileNothingCanBeWritten)
{
    CounterHouse house (dir.path (), clock);
    double raw = house.read (5000);

    g_unlink (dir.file ("counters.conf").c_str ());
    g_mkdir (dir.file ("counters.conf").c_str (), 0700);
    for (int i = 0; i < 20; i++) {
        house.take (raw += 10);
        house.wait_for_disk ();
        EXPECT_LT (house.total (), 5020) << "the ceiling that is on disk";
    }
    EXPECT_EQ (house.quality (), WATTLE_QUALITY_HELD);
    EXPECT_NE (house.complaints ().find ("totals stand still"), std::string::npos);

    g_rmdir (dir.file ("counters.conf").c_str ());
    wattle_clock_advance (clock, 11 * G_USEC_PER_SEC);
    house.wait_for_disk ();
    EXPECT_EQ (house.read (raw), raw);
    EXPECT_EQ (house.complaints (), "");
}

TEST_F (Counters, WriteTheLedgerAsSoonAsThatIsPossible)
{
    CounterHouse house (dir.path (), clock);
    wattle_counters_set_serial (house.counters, "meter", "1");
    house.read (5000);
    g_mkdir (dir.file ("ledger.jsonl").c_str (), 0700);
    wattle_counters_set_serial (house.counters, "meter", "2");
    house.read (3);
    EXPECT_NE (house.complaints ().find ("ledger.jsonl"), std::string::npos);
    EXPECT_EQ (number ("counters.conf", WATTLE_COUNTER_LINE_OFFSET), 0)
        << "no change that the ledger does not tell of";

    g_rmdir (dir.file ("ledger.jsonl").c_str ());
    wattle_clock_advance (clock, 11 * G_USEC_PER_SEC);
    house.wait_for_disk ();
    g_autofree char *line = wattle_ledger_export (house.ledger ());
    EXPECT_EQ (text ("ledger.jsonl"), "\n" + std::string (line));
    EXPECT_EQ (number ("counters.conf", WATTLE_COUNTER_LINE_OFFSET), 4997);
}

TEST_F (Counters, TakeHalfALineOfTheLedgerForNone)
{
    const std::string before (1000, '\n');

    dir.write ("ledger.jsonl", before);
    CounterHouse house (dir.path (), clock);
    wattle_counters_set_serial (house.counters, "meter", "1");
    house.read (5000);
    wattle_counters_set_serial (house.counters, "meter", "2");
    {
        FileSizeLimit full (before.size () + 10);
        house.read (3);
    }
    EXPECT_NE (house.complaints ().find ("ledger.jsonl: cannot be written: File too large"),
               std::string::npos)
        << house.complaints ();

    wattle_clock_advance (clock, 11 * G_USEC_PER_SEC);
    house.wait_for_disk ();
    g_autofree char *line = wattle_ledger_export (house.ledger ());
    EXPECT_EQ (text ("ledger.jsonl"), before + std::string (line, 10) + "\n" + line);
}

TEST_F (Counters, KeepTheLinesOfTheLedgerThatAreThere)
{
    for (const char *serial : { "1", "2", "3" }) {
        CounterHouse house (dir.path (), clock);
        wattle_counters_set_serial (house.counters, "meter", serial);
        house.read (5000);
    }
    CounterHouse house (dir.path (), clock);
    EXPECT_EQ (wattle_ledger_list (house.ledger ())->len, 2u);
    g_autofree char *lines = wattle_ledger_export (house.ledger ());
    EXPECT_EQ (text ("ledger.jsonl"), lines);
}

TEST_F (Counters, WriteNoLineOfTheLedgerTwice)
{
    CounterHouse house (dir.path (), clock);
    wattle_counters_set_serial (house.counters, "meter", "1");
    house.read (5000);
    g_unlink (dir.file ("counters.conf").c_str ());
    g_mkdir (dir.file ("counters.conf").c_str (), 0700);
    wattle_counters_set_serial (house.counters, "meter", "2");
    house.read (3);
    g_rmdir (dir.file ("counters.conf").c_str ());
    wattle_clock_advance (clock, 11 * G_USEC_PER_SEC);
    house.wait_for_disk ();
    g_autofree char *line = wattle_ledger_export (house.ledger ());
    EXPECT_EQ (text ("ledger.jsonl"), line);
}

TEST_F (Counters, SayThatTheyAreInDoubtUntilTheyAreNot)
{
    CounterHouse house (dir.path (), clock);
    house.read (5000);
    for (int i = 0; i < 10; i++)
        house.read (0);
    EXPECT_EQ (house.quality (), WATTLE_QUALITY_SUSPECT);
    EXPECT_EQ (house.total (), 5000);
    EXPECT_NE (house.complaints ().find ("shows 0 Wh, which is less than before"),
               std::string::npos)
        << house.complaints ();
    house.read (5001);
    EXPECT_EQ (house.complaints (), "");
}

TEST_F (Counters, AreInDoubtNoLongerThanThatThoughTheyWereRenamed)
{
    CounterHouse house (dir.path (), clock);
    house.read (5000);
    for (int i = 0; i < 10; i++)
        house.read (0);
    ASSERT_NE (house.complaints (), "");
    house.rename ("Boiler");
    house.read (5001);
    EXPECT_EQ (house.complaints (), "");
}

TEST_F (Counters, AreAsBeforeWhenAChangeIsTakenBack)
{
    g_autoptr (GError) error = nullptr;
    CounterHouse house (dir.path (), clock);
    wattle_counters_set_serial (house.counters, "meter", "1");
    house.read (5000);
    wattle_counters_set_serial (house.counters, "meter", "2");
    EXPECT_EQ (house.read (3), 5000);
    EXPECT_FALSE (wattle_counters_undo (house.counters, 7, "somebody", &error));
    ASSERT_TRUE (wattle_counters_undo (house.counters, 1, "somebody", nullptr));
    house.wait_for_disk ();
    EXPECT_EQ (number ("counters.conf", WATTLE_COUNTER_LINE_OFFSET), 0);
    EXPECT_EQ (house.read (3), 5000) << "it never falls";
    EXPECT_EQ (house.quality (), WATTLE_QUALITY_HELD);
    EXPECT_EQ (house.read (5010), 5010);
    const WattleLedgerEntry *undone = wattle_ledger_find (house.ledger (), 2);
    ASSERT_NE (undone, nullptr);
    EXPECT_STREQ (undone->kind, "undone");
    EXPECT_STREQ (undone->who, "somebody");
    EXPECT_EQ (undone->from, 4997);
    EXPECT_EQ (undone->to, 0);
}

TEST_F (Counters, HaveElevenNumbersInALine)
{
    double numbers[WATTLE_COUNTER_LINE_NUMBERS];

    EXPECT_TRUE (wattle_counter_line_parse ("5000;0;5000;1;0;1;0;0;0;1;1", numbers));
    for (const char *bad : { "", "5000", "5000;0;5000;1;0;1;0;0;0;1", "5000;0;5000;1;0;1;0;0;0;1;",
                             "5000;0;5000;1;0;1;0;0;0;1;1;1", "5000;0;5000;1;0;1;0;0;0;1;1;" })
        EXPECT_FALSE (wattle_counter_line_parse (bad, numbers)) << bad;
}

} // namespace
