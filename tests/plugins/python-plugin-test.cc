// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin in Python of plugins/python-example, as the host runs it.
#include "plugins/plugin-house.h"

namespace
{

class PythonPlugin : public wattle_test::PluginHouse
{
  protected:
    void
    SetUp () override
    {
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_load (plugins);
        ASSERT_EQ (problem ("wattle_example"), "");
        ASSERT_TRUE (has_driver ("wattle_example"));
    }

    void
    restart ()
    {
        wattle_manager_stop (manager);
        g_clear_object (&manager);
        ASSERT_TRUE (run ("meter", "wattle_example"));
    }

    std::string
    act (const char *name)
    {
        g_autoptr (WattleCommand) command = wattle_command_new_action (name);
        std::string outcome = "not done";

        wattle_runner_act (
            wattle_manager_find (manager, "meter"), command,
            [] (const GError *error, gpointer data) {
                *(std::string *)data = error != nullptr ? error->message : "done";
            },
            &outcome);
        return outcome;
    }
};

TEST_F (PythonPlugin, DescribesItsModel)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins, "wattle_example");
    g_autoptr (WattleOptions) options = wattle_catalog_create_options (catalog, "meter");

    EXPECT_STREQ (wattle_catalog_get_model_name (catalog, "meter"), "Simulated meter in Python");
    EXPECT_EQ (wattle_catalog_get_interval (catalog, "meter"), 1000u);
    EXPECT_EQ (wattle_options_get_number (options, "Power"), 500);
}

TEST_F (PythonPlugin, ReportsReadings)
{
    ASSERT_TRUE (run ("meter", "wattle_example"));
    EXPECT_EQ (state ("meter"), "online");
    EXPECT_EQ (problem ("meter", "state"), "");
    EXPECT_EQ (value ("meter", "voltage"), 230);

    WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, "meter"));
    EXPECT_STREQ (wattle_device_get_maker (device), "Wattle");
    EXPECT_EQ (wattle_device_get_serial (device), nullptr);
    EXPECT_EQ (wattle_device_get_n_entities (device), 3u);
}

TEST_F (PythonPlugin, CountsTheEnergyOfItsPower)
{
    ASSERT_TRUE (run ("meter", "wattle_example"));
    EXPECT_EQ (value ("meter", "energy_import"), 0);
    let_pass (600); // one period: 500 W for ten minutes
    EXPECT_NEAR (value ("meter", "energy_import"), 500.0 / 6, 0.01);
}

TEST_F (PythonPlugin, KeepsItsEnergyOverARestart)
{
    ASSERT_TRUE (run ("meter", "wattle_example"));
    let_pass (600);
    double before = value ("meter", "energy_import");

    restart ();
    EXPECT_GE (value ("meter", "energy_import"), before);
    EXPECT_NEAR (value ("meter", "energy_import"), before, 1);
}

TEST_F (PythonPlugin, TakesACommand)
{
    ASSERT_TRUE (run ("meter", "wattle_example"));
    let_pass (600);
    EXPECT_GT (value ("meter", "energy_import"), 80);
    EXPECT_EQ (act ("reset_energy"), "done");
    EXPECT_EQ (value ("meter", "energy_import"), 0);
}

TEST_F (PythonPlugin, RefusesACommandWithItsOwnWords)
{
    ASSERT_TRUE (run ("meter", "wattle_example"));
    EXPECT_EQ (act ("jump"), "there is no command “jump”; this meter knows “reset_energy”");
    EXPECT_EQ (state ("meter"), "online");
}

TEST_F (PythonPlugin, RefusesAnOptionWithItsOwnWords)
{
    EXPECT_FALSE (run ("meter", "wattle_example", { { "Power", "-1" } }));
    EXPECT_EQ (problem ("meter", "config/driver"), "test.conf: Power: must be 0 or more");
}

TEST_F (PythonPlugin, ManyDevicesComeAndGo)
{
    for (int i = 0; i < 20; i++) {
        std::string id = "meter_" + std::to_string (i);

        ASSERT_TRUE (run (id.c_str (), "wattle_example"));
        EXPECT_EQ (state (id.c_str ()), "online");
        if (i % 2 == 0)
            wattle_manager_remove (manager, id.c_str (), TRUE);
    }
    let_pass (5);
    EXPECT_EQ (wattle_manager_get_n_runners (manager), 10u);
    EXPECT_EQ (state ("meter_19"), "online");
}

} // namespace
