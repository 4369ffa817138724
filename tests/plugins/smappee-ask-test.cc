// SPDX-License-Identifier: LGPL-2.1-or-later
// A Connect by Modbus and the older monitors by HTTP, as the host sees them.
#include "smappee-house.h"

using namespace wattle_test;

namespace
{

class SmappeeAsk : public SmappeeHouse
{
  protected:
    void
    start_http (SmappeeBoxModel kind, const std::vector<const char *> &options = {})
    {
        SmappeeBoxSettings settings = {};

        settings.model = kind;
        make_box (settings);
        ASSERT_TRUE (smappee_box_start_http (box, "127.0.0.1", 0, nullptr));
        add ("monitor", WATTLE_LINK_HTTP,
             "http://127.0.0.1:" + std::to_string (smappee_box_get_http_port (box)), options);
    }

    void
    start_modbus (const std::vector<const char *> &options)
    {
        SmappeeBoxSettings settings = {};

        settings.model = SMAPPEE_BOX_CONNECT;
        make_box (settings);
        ASSERT_TRUE (smappee_box_start_modbus (box, "127.0.0.1", 0, nullptr));
        add ("connect", WATTLE_LINK_MODBUS,
             "modbus+tcp://127.0.0.1:" + std::to_string (smappee_box_get_modbus_port (box)),
             options);
    }

    WattleDevice *
    device ()
    {
        return wattle_runner_get_device (wattle_manager_find (manager, GATEWAY));
    }
};

TEST_F (SmappeeAsk, ASolarTellsConsumptionAndProduction)
{
    start_http (SMAPPEE_BOX_SOLAR);
    ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
    EXPECT_STREQ (wattle_device_get_serial (device ()), smappee_box_get_serial (box));
    EXPECT_STREQ (wattle_device_get_model (device ()), "Solar");
    ASSERT_TRUE (pass ([&] { return has_value ("voltage") && has_value ("current_l1"); }));
    EXPECT_NEAR (number ("solar_power"), smappee_box_get_power (box, SMAPPEE_BOX_ROLE_SOLAR), 300);
    EXPECT_NEAR (number ("load_power"), number ("active_power") + number ("solar_power"), 0.1);
}

TEST_F (SmappeeAsk, APlusTellsItsLoads)
{
    start_http (SMAPPEE_BOX_PLUS);
    ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
    EXPECT_STREQ (wattle_device_get_model (device ()), "Pro/Plus");
    ASSERT_TRUE (pass ([&] { return find_load ("Boiler") != ""; }));
    EXPECT_TRUE (has_value (find_load ("Boiler")));
}

TEST_F (SmappeeAsk, LogsOnAnewAfterTheSessionIsLost)
{
    start_http (SMAPPEE_BOX_SOLAR);
    ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
    happen ("{\"fault\":\"session-loss\"}");
    gint64 before = wattle_entity_get_time (find ("active_power"));
    ASSERT_TRUE (pass ([&] { return wattle_entity_get_time (find ("active_power")) > before; }));
    EXPECT_EQ (state (GATEWAY), "online");
    EXPECT_EQ (error (GATEWAY), "");
}

TEST_F (SmappeeAsk, AWrongPasswordIsExplained)
{
    SmappeeBoxSettings settings = {};

    settings.model = SMAPPEE_BOX_SOLAR;
    settings.password = "other";
    make_box (settings);
    ASSERT_TRUE (smappee_box_start_http (box, "127.0.0.1", 0, nullptr));
    add ("monitor", WATTLE_LINK_HTTP,
         "http://127.0.0.1:" + std::to_string (smappee_box_get_http_port (box)));
    ASSERT_TRUE (wait_for ("offline"));
    EXPECT_LIKE (error (GATEWAY), "*logon*");
}

TEST_F (SmappeeAsk, PlugsAreSwitchedByHttp)
{
    start_http (SMAPPEE_BOX_PLUS);
    ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
    ASSERT_TRUE (pass ([&] { return has_value ("output_2"); }));
    for (bool on : { true, false, true }) {
        EXPECT_EQ (tell ("output_2", on).error, "");
        EXPECT_EQ (shown ("output_2"), on ? "on" : "off");
        EXPECT_STREQ (smappee_box_get_plug (box, 2), on ? "ON" : "OFF");
    }
    EXPECT_EQ (tell ("output_1", true).error, "");
    EXPECT_STREQ (smappee_box_get_plug (box, 1), "ON");
}

TEST_F (SmappeeAsk, AConnectTellsWhatItsChannelsAreSaidToBe)
{
    SmappeeBoxMap *map;
    std::string channels;

    // As an installer would write it down.
    {
        SmappeeBoxSettings settings = {};

        settings.model = SMAPPEE_BOX_CONNECT;
        make_box (settings);
        map = smappee_box_get_map (box);
        for (guint i = 0; i < smappee_box_map_get_length (map); i++) {
            const SmappeeBoxChannel *channel = smappee_box_map_get (map, i);
            const char *role = channel->role == SMAPPEE_BOX_ROLE_GRID    ? "grid"
                               : channel->role == SMAPPEE_BOX_ROLE_SOLAR ? "solar"
                                                                         : "load";

            channels += (i > 0 ? "," : "") + std::string (role) + ":" + std::to_string (i) + ":" +
                        channel->name;
        }
        g_clear_object (&box);
    }

    start_modbus ({ "Channels", channels.c_str () });
    ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
    ASSERT_TRUE (pass ([&] { return has_value ("energy_import"); }));
    EXPECT_NEAR (number ("load_power"), number ("active_power") + number ("solar_power"), 0.1);
    EXPECT_NE (find_load ("Boiler"), "");
    EXPECT_TRUE (has_value (find_load ("Boiler")));
}

TEST_F (SmappeeAsk, AConnectWithoutAWordShowsItsChannels)
{
    start_modbus ({});
    ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
    EXPECT_TRUE (has_value ("ch_0_active_power"));
    EXPECT_TRUE (pass ([&] { return has_value ("ch_0_energy_import"); }));
}

} // namespace
