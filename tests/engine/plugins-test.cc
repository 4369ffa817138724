// SPDX-License-Identifier: LGPL-2.1-or-later
#include "engine/wattle-plugins.h"

#include <gtest/gtest.h>

#include "support/log-capture.h"

using namespace wattle_test;

namespace
{

class Plugins : public testing::Test
{
  protected:
    Plugins ()
    {
        wattle_plugins_add_path (plugins, TEST_PLUGIN_DIR);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
    }

    ~Plugins () override
    {
        g_object_unref (plugins);
        g_object_unref (problems);
        g_object_unref (clock);
    }

    LogCapture log;
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = wattle_problems_new (clock);
    WattlePlugins *plugins = wattle_plugins_new (problems);
};

TEST_F (Plugins, AreFoundInTheFoldersBelowAPath)
{
    g_autofree char *names = wattle_plugins_list_drivers (plugins);

    EXPECT_STREQ (
        names, "example, iskra-sg, modbus-meter, smappee, smart-ems, smart-maic, wattle_example");
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (Plugins, AreLoadedUnlessTheyWaitForADevice)
{
    auto loaded = [this] {
        g_auto (GStrv) names = wattle_plugins_list_loaded (plugins);
        g_autofree char *joined = g_strjoinv (" ", names);

        return std::string (joined);
    };

    EXPECT_EQ (loaded (), "example iskra-sg modbus-meter smappee smart-ems smart-maic");
}

TEST_F (Plugins, DescribeTheirModels)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins, "example");

    ASSERT_NE (catalog, nullptr);
    EXPECT_TRUE (wattle_catalog_has_model (catalog, "meter"));
    EXPECT_FALSE (wattle_catalog_has_model (catalog, "gateway"));
}

TEST_F (Plugins, MakeDevices)
{
    g_autoptr (GError) error = nullptr;
    WattleDriver *driver = wattle_plugins_get_driver (plugins, "example");

    ASSERT_NE (driver, nullptr);
    g_autoptr (WattleDevice) device = wattle_driver_create (driver, "meter", &error);
    EXPECT_NE (device, nullptr);
}

TEST_F (Plugins, AreUnknownByOtherNames)
{
    EXPECT_EQ (wattle_plugins_get_driver (plugins, "Example"), nullptr);
    EXPECT_EQ (wattle_plugins_get_catalog (plugins, ""), nullptr);
}

} // namespace
