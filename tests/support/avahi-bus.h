// SPDX-License-Identifier: LGPL-2.1-or-later
// A bus that stands for the system bus while it lives, and Avahi on it.
#pragma once

#include <memory>

#include "support/fake-avahi.h"

namespace wattle_test
{

class AvahiBus
{
  public:
    AvahiBus ()
    {
        g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", bus.address ().c_str (), TRUE);
    }

    ~AvahiBus ()
    {
        g_unsetenv ("DBUS_SYSTEM_BUS_ADDRESS");
    }

    AvahiBus (const AvahiBus &) = delete;
    AvahiBus &operator= (const AvahiBus &) = delete;

    PrivateBus bus;
    std::unique_ptr<FakeAvahi> avahi = std::make_unique<FakeAvahi> (bus);
};

} // namespace wattle_test
