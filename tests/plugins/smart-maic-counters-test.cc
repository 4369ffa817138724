// SPDX-License-Identifier: LGPL-2.1-or-later
// Ten minutes of a D103 whose counters do what they should not, and a host that starts again.
#include "base/wattle-json.h"
#include "plugins/smart-maic-publisher.h"

using namespace wattle_test;

namespace
{

class SmartMaicCounters : public SmartMaicHouse
{
  protected:
    ~SmartMaicCounters () override
    {
        publisher.reset (); // before what it publishes
    }

    void
    publish ()
    {
        publisher = std::make_unique<SmartMaicPublisher> (manager, problems, clock,
                                                          dir.file ("state"), broker.port ());
    }

    // The totals that Home Assistant got to see, in order.
    std::vector<double>
    published ()
    {
        std::vector<double> totals;

        for (const MqttMessage &message : listener.messages ()) {
            if (message.topic != "wattle/meter/state")
                continue;
            g_autoptr (JsonObject) state =
                wattle_json_parse_object (message.payload.c_str (), -1, nullptr);
            double total;

            if (state != nullptr &&
                wattle_json_get_number (state, "energy_import", &total, nullptr))
                totals.push_back (total);
        }
        return totals;
    }

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
        publisher.reset ();
        end_house ();
        make_house ();
        publish ();
        ASSERT_TRUE (add_device (http, mqtt));
    }

    void
    live_through (bool http, bool mqtt)
    {
        publish ();
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
        expect_no_fall_in_topics ();
    }

    // Ten minutes with a state each 6 s or so, over three lives of the host.
    void
    expect_no_fall_in_topics ()
    {
        ASSERT_TRUE (spin ([&] {
            std::vector<double> totals = published ();

            return !totals.empty () && totals.back () * 1000 > highest - 1;
        }));
        std::vector<double> totals = published ();
        EXPECT_GT (totals.size (), 30u);
        EXPECT_TRUE (std::is_sorted (totals.begin (), totals.end ()));
        EXPECT_GT (totals.back (), totals.front ());
    }

    double highest = 0;
    MqttProbe listener = MqttProbe (broker.port (), "wattle/#");
    std::unique_ptr<SmartMaicPublisher> publisher;
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
