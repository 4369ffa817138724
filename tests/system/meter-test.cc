// SPDX-License-Identifier: LGPL-2.1-or-later
// Meters behind a gateway that are unplugged and moved.
#include "system/house.h"

#include <csignal>

using namespace wattle_test;

class SystemMeter : public testing::Test
{
  protected:
    void
    SetUp () override
    {
        house.start_emulator ();
        house.add_gateway ();
        house.add_simulated ();
        house.start_host ();
        ASSERT_TRUE (spin ([&] { return house.all_available (); })) << house.host->err ();
    }

    House house;
};

TEST_F (SystemMeter, OneThatIsUnpluggedIsLostAlone)
{
    house.fault (R"({"fault":"unplug","slot":0})");
    ASSERT_TRUE (spin ([&] { return !house.available (GRID_METER); }, 40000)) << house.host->err ();
    for (const char *id : { "", GATEWAY, HEAT_METER, SIMULATED })
        EXPECT_TRUE (house.available (id)) << id;

    house.fault (R"({"fault":"plug","slot":0})");
    EXPECT_TRUE (spin ([&] { return house.all_available (); }, 40000)) << house.host->err ();
}

// The gateway has to be looked through again to find it, which happens at the latest after 5 min;
// a host that starts does it at once. The meter stays the same device.
TEST_F (SystemMeter, OneThatIsMovedStaysTheSameDevice)
{
    ASSERT_TRUE (spin ([&] { return house.shows_current_values (HEAT_METER, 1); }));
    house.fault (R"({"fault":"move","from":1,"to":4})");
    ASSERT_TRUE (spin ([&] { return !house.available (HEAT_METER); }, 40000)) << house.host->err ();
    EXPECT_TRUE (house.available (GRID_METER));

    house.host->send (SIGTERM);
    ASSERT_EQ (house.host->wait (5000), 0);
    house.start_host ();
    EXPECT_TRUE (spin ([&] { return house.all_available (); })) << house.host->err ();
    EXPECT_TRUE (spin ([&] { return house.shows_current_values (HEAT_METER, 4); }));
}

// After the gateway itself was away, anything may sit anywhere.
TEST_F (SystemMeter, OneThatWasMovedWhileTheGatewayWasAwayIsFound)
{
    house.fault (R"({"fault":"move","from":1,"to":4})");
    house.fault (R"({"fault":"restart","ms":15000})");
    ASSERT_TRUE (spin (
        [&] {
            return house.none_available ({ GATEWAY, GRID_METER, HEAT_METER });
        },
        30000))
        << house.host->err ();
    EXPECT_TRUE (spin ([&] { return house.all_available (); }, 40000)) << house.host->err ();
    EXPECT_TRUE (spin ([&] { return house.shows_current_values (HEAT_METER, 4); }));
}
