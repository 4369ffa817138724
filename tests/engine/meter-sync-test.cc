// SPDX-License-Identifier: LGPL-2.1-or-later
// A meter of three phases whose counters are set while the host watches its totals.
#include "engine/wattle-meter-sync.h"

#include <gtest/gtest.h>

#include "support/log-capture.h"
#include "support/spin.h"
#include "support/temp-dir.h"
#include "support/test-device.h"

using namespace wattle_test;

namespace
{

enum class Answer {
    OBEYS,
    IGNORES,     // says that it did
    REFUSES,     // before anything was sent
    LOSES_TRACK, // it did, but nobody heard it say so
};

class MeterSync : public testing::Test
{
  protected:
    MeterSync ()
    {
        begin ();
    }

    ~MeterSync () override
    {
        end ();
        g_object_unref (clock);
    }

    // A run of the host.
    void
    begin ()
    {
        g_autoptr (WattleDevice) device = make_meter ();
        g_autoptr (WattleOptions) options = wattle_options_new ();

        problems = wattle_problems_new (clock);
        counters = wattle_counters_new (dir.path ().c_str (), problems, clock);
        wattle_counters_load (counters);
        runner = wattle_runner_new ("meter", device, options, nullptr, clock, 10000);
        wattle_counters_guard (counters, "meter", device, 10000);
        wattle_runner_start (runner);
        poll (0);
    }

    void
    end ()
    {
        wattle_counters_release (counters, "meter");
        g_clear_object (&runner);
        spin ([this] { return !wattle_counters_is_writing (counters); });
        wattle_counters_flush (counters);
        g_clear_object (&counters);
        g_clear_object (&problems);
    }

    WattleDevice *
    make_meter ()
    {
        std::vector<WattleEntitySpec> specs;

        if (single) {
            specs.push_back (make_counter (0));
            specs[0].flags = WATTLE_ENTITY_ADJUSTABLE;
            return make_device_of (specs);
        }
        for (guint phase = total_first ? 0 : 1; phase <= 3; phase++)
            specs.push_back (make_counter (phase));
        if (!total_first)
            specs.push_back (make_counter (0));
        return make_device_of (specs);
    }

    WattleDevice *
    make_device_of (const std::vector<WattleEntitySpec> &specs)
    {
        WattleDevice *device = make_device (specs);

        script_of (device).decode = [this] (WattleDevice *self) {
            show (self);
            return true;
        };
        script_of (device).act = [this] (WattleCommand *command, guint step, GError **error) {
            return take_command (command, step, error);
        };
        return device;
    }

    static WattleEntitySpec
    make_counter (guint phase)
    {
        WattleEntitySpec spec = {};

        spec.quantity = WATTLE_QUANTITY_ENERGY;
        spec.phase = phase;
        spec.direction = WATTLE_DIRECTION_IMPORT;
        spec.flags = phase != 0 ? WATTLE_ENTITY_ADJUSTABLE : (WattleEntityFlags)0;
        spec.resolution = 1;
        return spec;
    }

    void
    show (WattleDevice *device)
    {
        double sum = shown[0] + shown[1] + shown[2];

        if (single) {
            wattle_device_report (device, "energy_import", shown[0]);
            return;
        }
        if (total_first)
            wattle_device_report (device, "energy_import", sum);
        for (int i = 0; i < 3; i++)
            wattle_device_report (device, ("energy_import_l" + std::to_string (i + 1)).c_str (),
                                  shown[i]);
        if (!total_first)
            wattle_device_report (device, "energy_import", sum);
    }

    WattleRequest *
    take_command (WattleCommand *command, guint step, GError **error)
    {
        EXPECT_TRUE (wattle_command_is_counter (command));
        int phase =
            single ? 0 : wattle_command_get_name (command)[strlen ("energy_import_l")] - '1';
        Answer answer = phase == odd_phase ? odd_answer : Answer::OBEYS;

        if (step > 0)
            return nullptr;
        if (answer == Answer::REFUSES) {
            wattle_error_set (error, WATTLE_ERROR_UNREACHABLE, "nobody is there");
            return nullptr;
        }
        if (answer != Answer::IGNORES)
            shown[phase] = wattle_command_get_number (command);
        if (answer == Answer::LOSES_TRACK) {
            wattle_error_set (error, WATTLE_ERROR_TIMEOUT, "no answer came");
            return nullptr;
        }
        return wattle_request_new_local (2);
    }

    // The meter has counted so much meanwhile, and tells what it shows.
    void
    poll (double counted = 3, int seconds = 10)
    {
        wattle_clock_advance (clock, seconds * G_USEC_PER_SEC);
        for (double &value : shown)
            value += counted;
        wattle_runner_poll_all (runner);
        wattle_clock_advance (clock, 0);
        spin ([this] { return !wattle_counters_is_writing (counters); });
        if (wattle_entity_get_quality (entity ("energy_import")) != WATTLE_QUALITY_MISSING) {
            EXPECT_GE (total (), highest) << "it never falls";
            highest = total ();
        }
    }

    void
    sync (std::vector<gint64> readings, WattleDirection direction = WATTLE_DIRECTION_IMPORT)
    {
        WattleMeterReadings given = { {}, (guint)readings.size (), direction };

        std::copy (readings.begin (), readings.end (), given.watt_hours);
        wattle_meter_sync_run (runner, counters, &given, "user 7", on_done, &results);
        wattle_clock_advance (clock, 0);
    }

    static void
    on_done (const GError *error, gpointer user_data)
    {
        ((std::vector<std::string> *)user_data)
            ->push_back (error != nullptr ? error->message : "done");
    }

    WattleEntity *
    entity (const char *key)
    {
        return wattle_device_find_entity (wattle_runner_get_device (runner), key);
    }

    double
    total (const char *key = "energy_import")
    {
        return wattle_entity_get_number (entity (key));
    }

    // "ENTITY KIND WHO" of each line.
    std::vector<std::string>
    ledger ()
    {
        GPtrArray *list = wattle_ledger_list (wattle_counters_get_ledger (counters));
        std::vector<std::string> lines;

        for (guint i = 0; i < list->len; i++) {
            const WattleLedgerEntry *entry = (const WattleLedgerEntry *)list->pdata[i];

            lines.push_back (std::string (entry->entity) + " " + entry->kind + " " + entry->who);
        }
        return lines;
    }

    using Strings = std::vector<std::string>;

    TempDir dir;
    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (G_GINT64_CONSTANT (1769860800000000));
    WattleProblems *problems;
    WattleCounters *counters;
    WattleRunner *runner;
    bool total_first = false, single = false;
    double shown[3] = { 5000, 3000, 2000 };
    int odd_phase = -1; // answers in another way
    Answer odd_answer = Answer::OBEYS;
    double highest = 0;
    Strings results;
};

TEST_F (MeterSync, TotalsGoOnWithoutAStepWhileTheMeterIsSetLower)
{
    poll ();
    double before = total ();
    sync ({ 1000, 500, 250 });
    EXPECT_EQ (results, Strings{ "done" });
    EXPECT_EQ (shown[0] + shown[1] + shown[2], 1750);
    EXPECT_EQ (total (), before);
    EXPECT_EQ (total ("energy_import_l1"), 5003);
    poll (3);
    EXPECT_EQ (total (), before + 9);
    EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_GOOD);
    EXPECT_EQ (total ("energy_import_l3"), 2006);
    EXPECT_EQ (
        ledger (),
        (Strings{ "energy_import_l1 synchronised user 7", "energy_import_l2 synchronised user 7",
                  "energy_import_l3 synchronised user 7", "energy_import synchronised user 7" }));
}

TEST_F (MeterSync, TotalsGoOnWithoutAStepWhileTheMeterIsSetHigher)
{
    poll ();
    double before = total ();
    sync ({ 2461000 });
    EXPECT_EQ (results, Strings{ "done" });
    EXPECT_EQ (shown[0], 820333);
    EXPECT_EQ (shown[2], 820334);
    poll (2);
    EXPECT_EQ (total (), before + 6);
    EXPECT_EQ (ledger ().size (), 4u);
}

TEST_F (MeterSync, AMeterOfOnePhaseHasOneCounter)
{
    end ();
    single = true;
    highest = 0;
    begin ();
    poll ();
    double before = total ();
    sync ({ 1, 2, 3 });
    EXPECT_NE (results.back ().find ("takes one reading for each"), std::string::npos);
    sync ({ 3310000 });
    EXPECT_EQ (results.back (), "done");
    EXPECT_EQ (shown[0], 3310000);
    poll (4);
    EXPECT_EQ (total (), before + 4);
    EXPECT_EQ (ledger ().back (), "energy_import synchronised user 7");
}

TEST_F (MeterSync, ATotalThatIsToldBeforeItsPhasesIsHeldForARoundAtMost)
{
    end ();
    total_first = true;
    begin ();
    poll ();
    double before = total ();
    sync ({ 9000, 9000, 9000 });
    EXPECT_EQ (results, Strings{ "done" });
    EXPECT_GE (total (), before);
    poll (1);
    EXPECT_EQ (total (), before + 3);
    EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_GOOD);
    EXPECT_EQ (ledger ().back (), "energy_import synchronised user 7");
}

TEST_F (MeterSync, ACounterThatIsNotTakenIsSaid)
{
    odd_phase = 1;
    odd_answer = Answer::IGNORES;
    sync ({ 1000, 500, 250 });
    EXPECT_EQ (results, Strings{});
    for (int i = 0; i < 4; i++)
        poll ();
    ASSERT_EQ (results.size (), 1u);
    EXPECT_EQ (results[0], "meter did not take the reading: it goes on showing another one");
    for (int i = 0; i < 6; i++)
        poll ();
    EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_GOOD);
    EXPECT_EQ (ledger ().back (), "energy_import set guard") << "its sum is another one";
}

TEST_F (MeterSync, NothingIsExpectedAfterACommandThatWasNotSent)
{
    odd_phase = 0;
    odd_answer = Answer::REFUSES;
    sync ({ 1000, 500, 250 });
    EXPECT_EQ (results, Strings{ "nobody is there" });
    poll ();
    EXPECT_EQ (total (), 10009);
    EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_GOOD);
    EXPECT_EQ (ledger (), Strings{});
    odd_phase = -1;
    sync ({ 1000, 500, 250 });
    EXPECT_EQ (results.back (), "done");
}

TEST_F (MeterSync, SaysHowFarItCame)
{
    odd_phase = 2;
    odd_answer = Answer::REFUSES;
    sync ({ 1000, 500, 250 });
    EXPECT_EQ (results, Strings{ "meter: only 2 of 3 counters were set: nobody is there" });
    for (int i = 0; i < 6; i++)
        poll ();
    EXPECT_EQ (ledger (),
               (Strings{ "energy_import_l1 synchronised user 7",
                         "energy_import_l2 synchronised user 7", "energy_import set guard" }));
    EXPECT_EQ (total ("energy_import_l3"), 2018);
}

TEST_F (MeterSync, ACommandThatMayHaveBeenDoneIsStillExpected)
{
    odd_phase = 0;
    odd_answer = Answer::LOSES_TRACK;
    sync ({ 1000, 500, 250 });
    EXPECT_EQ (results, Strings{ "no answer came" });
    poll ();
    EXPECT_EQ (ledger (), Strings{ "energy_import_l1 synchronised user 7" });
    EXPECT_EQ (total ("energy_import_l1"), 5003);
}

TEST_F (MeterSync, TellsWhenTheMeterSaysNothingMore)
{
    poll ();
    script_of (wattle_runner_get_device (runner)).decode = [] (WattleDevice *) { return true; };
    sync ({ 1000, 500, 250 });
    wattle_clock_advance (clock, WATTLE_COUNTER_SYNC_PATIENCE + 1);
    EXPECT_EQ (results, Strings{ "meter was sent the reading, but has not shown it since" });
    script_of (wattle_runner_get_device (runner)).decode = [this] (WattleDevice *self) {
        show (self);
        return true;
    };
    for (int i = 0; i < 4; i++)
        poll ();
    EXPECT_EQ (ledger ().back (), "energy_import set guard") << "by itself, and it never fell";
}

TEST_F (MeterSync, NeverFallsWhenTheHostStartsAnewInBetween)
{
    poll ();
    double before = total ();
    sync ({ 1000, 500, 250 }); // done, and told; but the host knows nothing of it any more
    end ();
    shown[0] = 90000, shown[1] = 40, shown[2] = 0;
    begin ();
    EXPECT_GE (total (), before);
    for (int i = 0; i < 6; i++)
        poll (1);
    EXPECT_GE (total (), before);
    EXPECT_LE (total (), before + 100) << "no step, but what a kill holds back";
    EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_GOOD);
}

TEST_F (MeterSync, ARestartBetweenTwoCommandsIsJudgedByTheGuard)
{
    WattleCountersGoals goals = { { (char *)"energy_import_l1", (char *)"energy_import_l2",
                                    (char *)"energy_import_l3" },
                                  { 1000, 500, 250 },
                                  3,
                                  (char *)"energy_import",
                                  1750 };

    ASSERT_TRUE (wattle_counters_set_goals (counters, "meter", &goals, "user 7", nullptr));
    shown[0] = 1000;
    poll (0);
    EXPECT_EQ (ledger (), Strings{ "energy_import_l1 synchronised user 7" });
    EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_HELD);
    double before = total ();
    end ();
    shown[1] = 500, shown[2] = 250;
    begin ();
    for (int i = 0; i < 6; i++)
        poll (1);
    EXPECT_GE (total (), before);
    EXPECT_EQ (ledger ().size (), 4u);
    EXPECT_EQ (ledger ().back (), "energy_import reset guard") << "1750 Wh are near 0";
}

TEST_F (MeterSync, CanBeTakenBackAndTheTotalStillDoesNotFall)
{
    poll ();
    sync ({ 1000, 500, 250 });
    poll (0);
    double before = total ();
    for (guint64 line = 1; line <= 4; line++)
        ASSERT_TRUE (wattle_counters_undo (counters, line, "user 8", nullptr));
    poll (3);
    EXPECT_EQ (total (), before) << "until the meter has caught up";
    EXPECT_EQ (wattle_entity_get_quality (entity ("energy_import")), WATTLE_QUALITY_HELD);
    sync ({ 4000, 4000, 4000 });
    EXPECT_EQ (results.back (), "done");
    poll (0); // a higher ceiling is on the disk
    poll (3);
    EXPECT_EQ (total (), before + 9) << "set anew, it goes on again";
}

TEST_F (MeterSync, RefusesWhatDoesNotFit)
{
    sync ({ 1, 2 });
    EXPECT_NE (results.back ().find ("2 readings were given; the device counts three phases"),
               std::string::npos);
    sync ({ 1, 2, 3 }, WATTLE_DIRECTION_EXPORT);
    EXPECT_EQ (results.back (), "meter has no counter of exported energy that can be set");
    wattle_runner_set_gone (runner, TRUE);
    sync ({ 1, 2, 3 });
    EXPECT_EQ (results.back (), "meter is gone; its counters can be set while it answers");
    EXPECT_EQ (shown[0], 5000);
    EXPECT_EQ (ledger (), Strings{});
}

TEST_F (MeterSync, OneAtATime)
{
    odd_phase = 0;
    odd_answer = Answer::IGNORES;
    sync ({ 1, 2, 3 });
    sync ({ 4, 5, 6 });
    EXPECT_EQ (results, Strings{ "counters of meter are being set already; try again later" });
    wattle_counters_release (counters, "meter");
    EXPECT_EQ (results.size (), 2u) << "the device is taken away";
}

} // namespace
