// SPDX-License-Identifier: LGPL-2.1-or-later
// Totals on their way to another host, and back.
#include "engine/wattle-counter-line.h"
#include "support/counter-house.h"
#include "support/log-capture.h"
#include "support/temp-dir.h"

using namespace wattle_test;

namespace
{

class CountersTransfer : public testing::Test
{
  protected:
    ~CountersTransfer () override
    {
        g_object_unref (clock);
    }

    std::string
    save (CounterHouse &house)
    {
        std::string failure = "(pending)";

        wattle_counters_save_async (house.counters, on_saved, &failure);
        EXPECT_TRUE (spin ([&] { return failure != "(pending)"; }));
        return failure;
    }

    static void
    on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
    {
        g_autoptr (GError) error = nullptr;

        wattle_counters_save_finish (WATTLE_COUNTERS (source), result, &error);
        *(std::string *)user_data = error != nullptr ? error->message : "";
    }

    // A meter that was replaced by one that began at 0: the total goes on, with a line in the
    // ledger.
    double
    replace_meter (CounterHouse &house)
    {
        wattle_counters_set_serial (house.counters, "meter", "1");
        EXPECT_EQ (house.read (5000), 5000);
        wattle_counters_set_serial (house.counters, "meter", "2");
        house.read (0);
        return house.read (7);
    }

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (G_GINT64_CONSTANT (1769860800000000));
};

TEST_F (CountersTransfer, TakesTotalsToAnEmptyHost)
{
    CounterHouse from (dir.file ("a"), clock);
    CounterHouse to (dir.file ("b"), clock);
    double total = replace_meter (from);
    ASSERT_GT (total, 5000);

    EXPECT_EQ (to.import (from.export_all ()), 1u);
    EXPECT_EQ (save (to), "");
    wattle_counters_set_serial (to.counters, "meter", "2");
    EXPECT_EQ (to.read (8), total + 1) << "the offset came along";

    CounterHouse later (dir.file ("b"), clock);
    EXPECT_GE (later.read (9), total + 1) << "it was kept";
}

TEST_F (CountersTransfer, TakesTheTotalAsItWasPublishedAndNotItsCeiling)
{
    CounterHouse from (dir.file ("a"), clock);
    from.read (5000);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    std::string text = from.export_all ();
    ASSERT_TRUE (
        g_key_file_load_from_data (file, text.data (), text.size (), G_KEY_FILE_NONE, nullptr));
    g_autofree char *line = g_key_file_get_string (file, "meter", "energy_import", nullptr);
    double numbers[WATTLE_COUNTER_LINE_NUMBERS];
    ASSERT_TRUE (wattle_counter_line_parse (line, numbers));
    EXPECT_EQ (numbers[WATTLE_COUNTER_LINE_PUBLISHED], 5000);
    EXPECT_EQ (from.export_all (), text) << "to look at it changes nothing";
}

TEST_F (CountersTransfer, NeverLowersATotalThatIsThere)
{
    CounterHouse from (dir.file ("a"), clock);
    CounterHouse to (dir.file ("b"), clock);
    from.read (100);
    to.read (900);
    EXPECT_EQ (to.import (from.export_all ()), 0u);
    EXPECT_EQ (to.read (901), 901);
}

TEST_F (CountersTransfer, GoesOnWhenTheDeviceHereIsAnotherOne)
{
    CounterHouse from (dir.file ("a"), clock);
    CounterHouse to (dir.file ("b"), clock);
    wattle_counters_set_serial (from.counters, "meter", "1");
    from.read (5000);
    wattle_counters_set_serial (to.counters, "meter", "2");
    EXPECT_EQ (to.import (from.export_all ()), 1u);
    EXPECT_EQ (to.read (3), 5000) << "a new meter, the old total";
    EXPECT_EQ (to.read (4), 5001);
}

TEST_F (CountersTransfer, SaysWhenItCannotBeKept)
{
    CounterHouse to (dir.file ("nowhere/b"), clock);
    CounterHouse from (dir.file ("a"), clock);
    from.read (100);
    to.import (from.export_all ());
    EXPECT_NE (save (to), "");
}

TEST_F (CountersTransfer, TakesALedgerOverIfThereIsNone)
{
    CounterHouse from (dir.file ("a"), clock);
    CounterHouse to (dir.file ("b"), clock);
    replace_meter (from);
    WattleLedger *ledger = wattle_counters_get_ledger (from.counters);
    g_autofree char *text = wattle_ledger_export (ledger);
    ASSERT_EQ (wattle_ledger_list (ledger)->len, 1u);
    ASSERT_TRUE (wattle_ledger_check (text, nullptr));

    EXPECT_TRUE (wattle_ledger_import (wattle_counters_get_ledger (to.counters), text));
    EXPECT_FALSE (wattle_ledger_import (wattle_counters_get_ledger (to.counters), text));
    EXPECT_EQ (save (to), "");
    CounterHouse later (dir.file ("b"), clock);
    g_autofree char *kept = wattle_ledger_export (wattle_counters_get_ledger (later.counters));
    EXPECT_STREQ (kept, text);
}

TEST_F (CountersTransfer, RefusesFilesThatAreNoCounters)
{
    const char line[] = "5000;0;5000;1;0;1;0;0;0;1;1";

    for (std::string good :
         { std::string ("[meter]\nSerial=1\nenergy_import=") + line, std::string () }) {
        g_autoptr (GKeyFile) file = g_key_file_new ();
        g_key_file_load_from_data (file, good.data (), good.size (), G_KEY_FILE_NONE, nullptr);
        EXPECT_TRUE (wattle_counter_line_check (file, nullptr)) << good;
    }
    for (std::string bad : { "[Meter]\na=1\n", "[meter]\nenergy_import=1\n",
                             "[meter]\nenergy_import=5000;0;5000;1;0;1;0;0;0;1;1;1\n",
                             "[meter]\nenergy_import=nan;0;5000;1;0;1;0;0;0;1;1\n",
                             "[meter]\nenergy_import=5000;0;5000;0;0;1;0;0;0;1;1\n",
                             "[meter]\nenergy_import=5000;0;5000;1;0;1e300;0;0;0;1;1\n",
                             "[meter]\nEnergy=5000;0;5000;1;0;1;0;0;0;1;1\n" }) {
        g_autoptr (GKeyFile) file = g_key_file_new ();
        g_autoptr (GError) error = nullptr;
        ASSERT_TRUE (
            g_key_file_load_from_data (file, bad.data (), bad.size (), G_KEY_FILE_NONE, nullptr));
        EXPECT_FALSE (wattle_counter_line_check (file, &error)) << bad;
    }
    g_autoptr (GError) error = nullptr;
    EXPECT_FALSE (wattle_ledger_check ("\n{}\n", &error));
    EXPECT_STREQ (error->message, "line 2 is not one of a ledger");
}

} // namespace
