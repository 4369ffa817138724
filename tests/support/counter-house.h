// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib/gstdio.h>
#include <gtest/gtest.h>

#include "engine/wattle-counters.h"
#include "support/spin.h"
#include "support/test-device.h"

namespace wattle_test
{

// The counters of a host with one meter.
class CounterHouse
{
  public:
    CounterHouse (const std::string &state_dir,
                  WattleClock *clock,
                  WattleQuantity quantity = WATTLE_QUANTITY_ENERGY)
        : clock_ (clock), problems_ (wattle_problems_new (clock)), device_ (make_meter (quantity))
    {
        g_mkdir (state_dir.c_str (), 0700);
        counters = wattle_counters_new (state_dir.c_str (), problems_, clock);
        wattle_counters_load (counters);
    }

    ~CounterHouse ()
    {
        spin ([this] { return !wattle_counters_is_writing (counters); });
        wattle_counters_release (counters, "meter");
        g_object_unref (counters);
        g_object_unref (device_);
        g_object_unref (problems_);
    }

    CounterHouse (const CounterHouse &) = delete;
    CounterHouse &operator= (const CounterHouse &) = delete;

    // The meter answers; returns the total that is published, once the disk allows it.
    double
    read (double raw)
    {
        for (int i = 0; i < 2; i++) {
            take (raw);
            wait_for_disk ();
        }
        return total ();
    }

    // One answer, without waiting for anything.
    void
    take (double raw, int seconds = 1)
    {
        wattle_counters_guard (counters, "meter", device_, max_power);
        wattle_clock_advance (clock_, seconds * G_USEC_PER_SEC);
        wattle_device_begin_answer (device_, wattle_clock_get_wall (clock_));
        wattle_device_report (device_, wattle_entity_get_key (entity ()), raw);
        wattle_device_commit_answer (device_);
        wattle_device_clear_batch (device_);
    }

    // The device describes it anew, under another name.
    void
    rename (const char *name)
    {
        WattleEntitySpec spec = *wattle_entity_get_spec (entity ());

        spec.name = name;
        report (device_,
                [&] (WattleDevice *device) { wattle_device_set_entities (device, &spec, 1); });
    }

    void
    take_missing ()
    {
        report (device_, [] (WattleDevice *device) {
            wattle_device_report_missing (device, "energy_import");
        });
    }

    void
    wait_for_disk ()
    {
        spin ([this] { return !wattle_counters_is_writing (counters); });
    }

    // The host ends before the meter has answered.
    void
    end ()
    {
        wattle_counters_guard (counters, "meter", device_, max_power);
        wattle_counters_flush (counters);
    }

    WattleEntity *
    entity ()
    {
        return wattle_device_get_entity (device_, 0);
    }

    double
    total ()
    {
        return wattle_entity_get_number (entity ());
    }

    WattleQuality
    quality ()
    {
        return wattle_entity_get_quality (entity ());
    }

    WattleLedger *
    ledger ()
    {
        return wattle_counters_get_ledger (counters);
    }

    // All that is wrong, a line each.
    std::string
    complaints ()
    {
        std::string text;

        for (guint i = 0; i < wattle_problems_get_count (problems_); i++)
            text += std::string (wattle_problems_get (problems_, i)->message) + "\n";
        return text;
    }

    // As an archive brings them.
    guint
    import (const std::string &text)
    {
        g_autoptr (GKeyFile) file = g_key_file_new ();

        EXPECT_TRUE (
            g_key_file_load_from_data (file, text.data (), text.size (), G_KEY_FILE_NONE, nullptr));
        return wattle_counters_import (counters, file);
    }

    std::string
    export_all ()
    {
        g_autofree char *text = wattle_counters_export (counters);

        return text;
    }

    WattleCounters *counters;
    double max_power = WATTLE_COUNTERS_MAX_POWER; // for the next answer

  private:
    static WattleDevice *
    make_meter (WattleQuantity quantity)
    {
        WattleEntitySpec total = {};

        total.quantity = quantity;
        total.direction = WATTLE_DIRECTION_IMPORT;
        total.resolution = 1;
        return make_device ({ total });
    }

    WattleClock *clock_;
    WattleProblems *problems_;
    WattleDevice *device_;
};

} // namespace wattle_test
