// SPDX-License-Identifier: LGPL-2.1-or-later
// Another device takes the place of one: nothing of it is told before somebody says so.
#include "bus-house.h"
#include "smart-ems.h"

using namespace wattle_test;

namespace
{

const std::string PATH = "/org/wattle/Wattle1/Devices/ems";

class BusReplace : public BusHouse
{
  protected:
    BusReplace ()
    {
        EXPECT_TRUE (smart_ems_start (ems, "127.0.0.1", 0, nullptr));
        start ();
        EXPECT_NE (client.manager ("AddDevice", "('smart-ems', '', 'ems', " + config () + ")"),
                   nullptr)
            << client.error_text;
        EXPECT_TRUE (becomes ("ems", "online")) << house.host->err ();
    }

    ~BusReplace () override
    {
        g_object_unref (ems);
        settle ();
        g_object_unref (clock);
    }

    std::string
    config () const
    {
        return std::string ("{'links': <{'http': '") + smart_ems_get_uri (ems) +
               "'}>, 'interval': <'1s'>}";
    }

    WattleClock *clock = wattle_clock_new (1);
    SmartEms *ems = smart_ems_new (clock, SMART_EMS_LK35);
};

} // namespace

TEST_F (BusReplace, IsTakenForTheDeviceOnceSomebodySaysSo)
{
    std::string before = client.device_property ("ems", "Serial");

    smart_ems_set_generation (ems, SMART_EMS_LK4, "AC:67:B2:12:34:56");
    ASSERT_TRUE (becomes ("ems", "offline")) << house.host->err ();
    EXPECT_NE (client.device_property ("ems", "Error").find ("ac67b2123456"), std::string::npos);
    EXPECT_EQ (client.device_property ("ems", "Serial"), before);

    // Neither a restart nor another interval make it another device.
    ASSERT_NE (client.device ("ems", "Configure", "({'interval': <'2s'>},)"), nullptr)
        << client.error_text;
    ASSERT_TRUE (spin ([&] {
        return client.device_property ("ems", "Error").find ("ac67b2123456") != std::string::npos;
    })) << house.host->err ();

    ASSERT_NE (client.manager ("ReplaceDevice", "(objectpath '" + PATH + "', @a{sv} {})"), nullptr)
        << client.error_text;
    ASSERT_TRUE (becomes ("ems", "online")) << house.host->err ();
    EXPECT_EQ (client.device_property ("ems", "Serial"), "ac67b2123456");
}
