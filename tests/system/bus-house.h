// SPDX-License-Identifier: LGPL-2.1-or-later
// A house of real processes on a bus of its own.
#pragma once

#include "house.h"
#include "support/private-bus.h"

namespace wattle_test
{

class BusHouse : public testing::Test
{
  protected:
    BusHouse ()
    {
        house.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.address ();
    }

    void
    start ()
    {
        house.start_host ();
        EXPECT_TRUE (bus.has_name ("org.wattle.Wattle1")) << house.host->err ();
    }

    std::string
    gateway_uri () const
    {
        return "http://127.0.0.1:" + std::to_string (house.gateway_port);
    }

    // The configuration of the gateway, for a method.
    std::string
    gateway_config (const std::string &more = "") const
    {
        return "{'links': <{'http': '" + gateway_uri () + "'}>" + more + "}";
    }

    bool
    becomes (const std::string &id, const std::string &state)
    {
        return spin ([&] { return client.device_property (id, "State") == state; });
    }

    PrivateBus bus;
    House house;
    BusClient client{ bus };
};

} // namespace wattle_test
