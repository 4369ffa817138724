// SPDX-License-Identifier: LGPL-2.1-or-later
#include "system/house.h"

#include <csignal>

using namespace wattle_test;

TEST (SystemLoss, AGatewayIsLostAloneAndComesBack)
{
    House house;
    int heard;

    house.start_emulator ();
    house.add_gateway ();
    house.add_simulated ();
    house.start_host ();
    ASSERT_TRUE (spin ([&] { return house.all_available (); })) << house.host->err ();

    house.emulator->send (SIGTERM);
    EXPECT_EQ (house.emulator->wait (), 0);
    ASSERT_TRUE (spin (
        [&] {
            return house.none_available ({ GATEWAY, GRID_METER, HEAT_METER });
        },
        30000))
        << house.host->err ();

    // Just those: the other device goes on, and so does the host.
    EXPECT_TRUE (house.available (SIMULATED));
    EXPECT_TRUE (house.available (""));
    heard = house.probe->count (house.state_topic (SIMULATED));
    EXPECT_TRUE (
        spin ([&] { return house.probe->count (house.state_topic (SIMULATED)) > heard + 1; }));

    // Hours later, with other readings.
    house.start_emulator ({ "--start-time", "2026-06-01T17:00:00Z" });
    EXPECT_TRUE (spin ([&] { return house.all_available (); }, 30000)) << house.host->err ();
    EXPECT_TRUE (spin ([&] {
        return house.shows_current_values (GRID_METER, 0) &&
               house.shows_current_values (HEAT_METER, 1);
    })) << house.host->err ();
    EXPECT_TRUE (house.host->running ());
}

// It answers, but what it says is old.
TEST (SystemLoss, AGatewayWhoseTimeStandsStillShowsNoValues)
{
    House house;
    auto is_shown = [&] {
        Json state = house.state (GRID_METER);

        return state != nullptr && !json_object_get_null_member (state.get (), "active_power");
    };

    house.start_emulator ();
    house.add_gateway ();
    house.start_host ();
    ASSERT_TRUE (spin (is_shown)) << house.host->err ();

    house.fault (R"({"fault":"frozen"})");
    EXPECT_TRUE (spin ([&] { return !is_shown (); }, 60000)) << house.host->err ();
    EXPECT_TRUE (spin ([&] {
        return house.host->has_said (std::string (GRID_METER) +
                                     ": degraded: its own time stands still since 20");
    })) << house.host->err ();
    EXPECT_TRUE (house.available (GRID_METER));

    house.fault (R"({"fault":"clear"})");
    EXPECT_TRUE (spin (is_shown, 60000)) << house.host->err ();
}

// The gateway is not there at first: the host starts all the same.
TEST (SystemLoss, AGatewayThatComesLaterIsTakenUp)
{
    House house;

    house.gateway_port = find_free_port ();
    house.add_gateway ();
    house.add_simulated ();
    house.start_host ();
    EXPECT_TRUE (spin ([&] { return house.available (SIMULATED); })) << house.host->err ();
    EXPECT_FALSE (house.available (GATEWAY));

    house.start_emulator ();
    EXPECT_TRUE (spin ([&] { return house.all_available (); }, 30000)) << house.host->err ();
}
