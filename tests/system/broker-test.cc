// SPDX-License-Identifier: LGPL-2.1-or-later
#include "system/house.h"

#include <csignal>

using namespace wattle_test;

namespace
{

bool
all_told (House &house)
{
    for (const char *id : { "", GATEWAY, GRID_METER, HEAT_METER, SIMULATED })
        if (house.state (id) == nullptr)
            return false;
    return house.all_available ();
}

} // namespace

// A fresh broker holds nothing: what Home Assistant then finds is what the host has told again.
TEST (SystemBroker, AllTopicsAreThereAgainAfterACrash)
{
    House house;

    house.start_emulator ();
    house.add_gateway ();
    house.add_simulated ();
    house.start_host ();
    ASSERT_TRUE (spin ([&] { return all_told (house); })) << house.host->err ();

    std::vector<int> children = house.host->children ();
    ASSERT_EQ (children.size (), 1u);
    ASSERT_NE (name_of (children[0]).find ("mosquitto"), std::string::npos);
    gint64 began = g_get_monotonic_time ();
    kill (children[0], SIGKILL);
    ASSERT_TRUE (spin ([&] { return !is_alive (children[0]); }));
    ASSERT_TRUE (spin ([&] { return can_connect (house.broker_port); }, 10000))
        << house.host->err ();

    house.look (); // with the same account at the same port
    EXPECT_TRUE (spin ([&] { return all_told (house); }, 10000)) << house.host->err ();
    EXPECT_LT (g_get_monotonic_time () - began, 10 * G_USEC_PER_SEC);
    EXPECT_TRUE (house.shows_current_values (GRID_METER, 0));
    EXPECT_TRUE (house.shows_current_values (HEAT_METER, 1));
}

TEST (SystemBroker, AConfiguredOneIsUsedAndForgottenTopicsComeBack)
{
    MqttBroker broker ("home", "s3cret");
    House house;

    house.start_emulator ();
    house.add_gateway ();
    house.add_simulated ();
    house.configure ("wattle.conf",
                     "[Mqtt]\nBroker=mqtt://127.0.0.1:" + std::to_string (broker.port ()) +
                         "\nUser=home\nPassword=secret:broker\n");
    house.keep ("secrets.conf", "[Secrets]\nbroker=s3cret\n");
    house.host = house.run_host ({});
    house.broker_port = broker.port ();
    house.user = "home";
    house.password = "s3cret";
    house.look ();
    ASSERT_TRUE (spin ([&] { return all_told (house); })) << house.host->err ();
    EXPECT_TRUE (house.host->children ().empty ()); // none of its own

    broker.stop ();
    broker.start ();
    house.look ();
    EXPECT_TRUE (spin ([&] { return all_told (house); }, 10000)) << house.host->err ();

    house.host->send (SIGTERM);
    EXPECT_EQ (house.host->wait (5000), 0);
    EXPECT_FALSE (house.available (""));
    EXPECT_EQ (house.host->err ().find ("s3cret"), std::string::npos);
}

// Killed, the host cannot say goodbye; the broker does, as its last will.
TEST (SystemBroker, TheLastWillMakesAllUnavailable)
{
    MqttBroker broker;
    House house;

    house.add_simulated ();
    house.configure ("wattle.conf",
                     "[Mqtt]\nBroker=mqtt://127.0.0.1:" + std::to_string (broker.port ()) + "\n");
    house.host = house.run_host ({});
    house.broker_port = broker.port ();
    house.look ();
    ASSERT_TRUE (spin ([&] { return house.available (SIMULATED); })) << house.host->err ();

    house.host->send (SIGKILL);
    EXPECT_TRUE (spin ([&] { return house.none_available ({ "", SIMULATED }); }));
}
