// SPDX-License-Identifier: LGPL-2.1-or-later
// The host is killed at 200 random moments while its counters are corrected. What it publishes
// after a restart is never below what it published before.
#include <gtest/gtest.h>

#include <csignal>
#include <cmath>
#include <random>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/wattle-counters.h"
#include "support/temp-dir.h"
#include "support/test-device.h"

namespace
{

using namespace wattle_test;

constexpr double SPEED = 200;          // an hour passes in 18 seconds
constexpr double POWER = 30000;        // W
constexpr double RESET_PERIOD = 140.0; // s of the house's time
constexpr int PATIENCE = 20000;        // ms for a disk; only a test that would hang gets there

// What the meter shows: it starts again from 0 every now and then.
double
read_meter (gint64 since)
{
    double seconds = (double)(g_get_monotonic_time () - since) / 1e6 * SPEED;

    return std::floor (POWER / 3600 * (50000 + std::fmod (seconds, RESET_PERIOD)) -
                       (seconds > RESET_PERIOD ? POWER / 3600 * 50000 : 0));
}

// The part of the host that matters, in a process of its own: reads the meter five times a second
// of the house's time, and publishes what the guard makes of it.
class Host
{
  public:
    Host (const std::string &folder, gint64 since, int published)
        : since_ (since), published_ (published)
    {
        static const WattleEntitySpec energy = { .quantity = WATTLE_QUANTITY_ENERGY,
                                                 .direction = WATTLE_DIRECTION_IMPORT,
                                                 .resolution = 1 };

        counters_ = wattle_counters_new (folder.c_str (), problems_, clock_);
        wattle_device_set_entities (device_, &energy, 1);
        wattle_counters_load (counters_);
        wattle_counters_guard (counters_, "meter", device_, WATTLE_COUNTERS_MAX_POWER);
    }

    [[noreturn]] void
    run ()
    {
        g_autoptr (GMainLoop) loop = g_main_loop_new (nullptr, FALSE);

        prctl (PR_SET_PDEATHSIG, SIGKILL);
        poll (this);
        g_main_loop_run (loop);
        _exit (1);
    }

  private:
    static void
    poll (gpointer user_data)
    {
        auto *self = static_cast<Host *> (user_data);

        wattle_device_begin_answer (self->device_, wattle_clock_get_wall (self->clock_));
        wattle_device_report (self->device_, "energy_import", read_meter (self->since_));
        wattle_device_commit_answer (self->device_);
        wattle_device_clear_batch (self->device_);

        double total = wattle_entity_get_number (wattle_device_get_entity (self->device_, 0));
        if (write (self->published_, &total, sizeof total) != sizeof total)
            _exit (1);
        wattle_clock_call_after (self->clock_, G_USEC_PER_SEC / 5, poll, self);
    }

    gint64 since_;
    int published_;
    WattleClock *clock_ = wattle_clock_new (SPEED);
    WattleProblems *problems_ = wattle_problems_new (clock_);
    WattleDevice *device_ = WATTLE_DEVICE (g_object_new (TEST_TYPE_DEVICE, nullptr));
    WattleCounters *counters_;
};

struct Life {
    int readings = 0;
    double first = 0;
    double last = 0;
};

// What a life is counted from. Its total goes on only when the disk knows of it, however long that
// takes; on a slow one hardly any life is that long by itself.
enum class Since {
    BIRTH,
    PROGRESS
};

Life
live_and_die (const std::string &folder, gint64 since, Since counted, int milliseconds)
{
    int ends[2];
    double total;
    Life life;

    EXPECT_EQ (pipe (ends), 0);
    pid_t child = fork ();
    if (child == 0) {
        close (ends[0]);
        Host (folder, since, ends[1]).run ();
    }
    close (ends[1]);

    gint64 end = g_get_monotonic_time () +
                 (counted == Since::BIRTH ? milliseconds : PATIENCE) * G_TIME_SPAN_MILLISECOND;
    while (read (ends[0], &total, sizeof total) == sizeof total) {
        EXPECT_GE (total, life.last) << "it fell within one life";
        if (life.readings++ == 0)
            life.first = total;
        else if (counted == Since::PROGRESS && life.last == life.first && total > life.first)
            end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
        life.last = total;
        if (end != 0 && g_get_monotonic_time () >= end) {
            kill (child, SIGKILL); // what is still in the pipe was published too
            end = 0;
        }
    }
    close (ends[0]);
    waitpid (child, nullptr, 0);
    return life;
}

} // namespace

TEST (CountersKilled, NeverFallBelowWhatWasPublished)
{
    TempDir folder;
    std::mt19937 random (1);
    gint64 since = g_get_monotonic_time ();
    double published = 0;
    int readings = 0;

    for (int kill = 0; kill < 200; kill++) {
        Since counted = kill % 8 == 0 ? Since::PROGRESS : Since::BIRTH;
        Life life = live_and_die (folder.path (), since, counted,
                                  std::uniform_int_distribution<int> (1, 120) (random));

        ASSERT_GT (life.readings, 0);
        ASSERT_TRUE (counted == Since::BIRTH || life.last > life.first) << "kill " << kill;
        ASSERT_GE (life.first, published) << "after kill " << kill;
        published = life.last;
        readings += life.readings;
    }

    // The meter never showed as much as is published now: it was the guard that kept the total.
    EXPECT_GT (published, 50000 * POWER / 3600 + 10 * POWER / 3600 * RESET_PERIOD / 2);
    EXPECT_GT (readings, 2000);

    g_autoptr (WattleLedger) ledger = wattle_ledger_new (folder.file ("ledger.jsonl").c_str ());
    guint skipped;
    EXPECT_TRUE (wattle_ledger_load (ledger, &skipped, nullptr));
    EXPECT_EQ (skipped, 0u) << "lines that were cut off";
    EXPECT_GT (wattle_ledger_list (ledger)->len, 5u);
}
