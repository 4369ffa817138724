// SPDX-License-Identifier: LGPL-2.1-or-later
// Ten minutes of a D103 whose counters do what they should not, and a host that starts again.
#include "plugins/smart-maic-house.h"

using namespace wattle_test;

namespace
{

class SmartMaicCounters : public SmartMaicHouse
{
  protected:
    // Looks at every reading there is; the total must never fall.
    void
    watch (double seconds)
    {
        pass_seconds (seconds, [&] {
            if (!has_value ("energy_import"))
                return;
            ASSERT_GE (value ("meter", "energy_import"), highest);
            highest = value ("meter", "energy_import");
        });
    }

    void
    restart_host (bool http, bool mqtt)
    {
        end_house ();
        make_house ();
        ASSERT_TRUE (add_device (http, mqtt));
    }

    void
    live_through (bool http, bool mqtt)
    {
        ASSERT_TRUE (add_device (http, mqtt));
        ASSERT_TRUE (pass ([&] { return has_value ("energy_import"); }));
        watch (60);
        ASSERT_GT (highest, 0);

        add_fault (EMULATOR_FAULT_ZERO_COUNTERS, nullptr, 1);
        watch (60);
        smart_maic_clear_faults (device);
        watch (60);

        smart_maic_reset_counters (device);
        watch (120);
        restart_host (http, mqtt);
        watch (60);

        ASSERT_TRUE (smart_maic_set_counter (device, "Wh2", 100));
        ASSERT_TRUE (smart_maic_set_counter (device, "Wh1", 5000));
        watch (60);
        ASSERT_TRUE (smart_maic_set_counter (device, "Wh1", 4000));
        restart_host (http, mqtt);
        watch (180);
        EXPECT_TRUE (has_value ("energy_import"));
    }

    double highest = 0;
};

TEST_F (SmartMaicCounters, TotalNeverFallsOverHttp)
{
    start_http ();
    live_through (true, false);
}

TEST_F (SmartMaicCounters, TotalNeverFallsByMqtt)
{
    smart_maic_set_forms (device, SMART_MAIC_BOTH);
    start_mqtt ();
    live_through (false, true);
}

TEST_F (SmartMaicCounters, TotalNeverFallsBothWays)
{
    start_http ();
    start_mqtt ();
    live_through (true, true);
}

} // namespace
