// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin as it is built, the host's own engine, an emulated gateway and a real broker: a
// command moves a relay, and what the relay says comes back.
#include "iskra-sg.h"
#include "plugins/plugin-house.h"
#include "support/log-capture.h"
#include "support/mqtt-broker.h"

using namespace wattle_test;

namespace
{

const char *const BOILER = "iskra_sg_bi010254";
const char *const STORAGE = "sg_ir_bicom";

class Bicom : public PluginHouse
{
  protected:
    Bicom ()
    {
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        g_mkdir (dir.file ("state").c_str (), 0700);
        make_manager ();
        gateway = iskra_sg_new (clock);
        EXPECT_TRUE (iskra_sg_start (gateway, "127.0.0.1", 0, nullptr));
    }

    ~Bicom () override
    {
        g_clear_object (&gateway);
        g_clear_object (&manager);
        settle ();
    }

    // Until something holds; time passes meanwhile.
    bool
    pass (const std::function<bool ()> &predicate)
    {
        return spin ([&] {
            wattle_clock_advance (clock, 10 * G_TIME_SPAN_MILLISECOND);
            return predicate ();
        });
    }

    void
    connect_gateway ()
    {
        const IskraSgMqttSettings settings = { .host = "127.0.0.1",
                                               .port = broker.port (),
                                               .user = nullptr,
                                               .password = nullptr,
                                               .root_topic = nullptr,
                                               .sub_topic = nullptr,
                                               .pub_topic = nullptr,
                                               .push_interval = 0 };

        ASSERT_TRUE (iskra_sg_start_mqtt (gateway, &settings, nullptr));
        ASSERT_TRUE (pass ([&] { return iskra_sg_get_mqtt_ready (gateway); }));
    }

    // Adds the gateway with these options; with an HTTP or an MQTT link, or both.
    void
    add_gateway (bool http, bool mqtt, const std::vector<const char *> &options)
    {
        std::string http_uri = iskra_sg_get_uri (gateway);
        std::string mqtt_uri = "mqtt://127.0.0.1:" + std::to_string (broker.port ());
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("sg", "test.conf");

        for (const char *text : options)
            g_ptr_array_add (config->options, g_strdup (text));
        config->driver = g_strdup ("iskra-sg");
        config->model = g_strdup ("gateway");
        if (http)
            config->uris[WATTLE_LINK_HTTP] = g_strdup (http_uri.c_str ());
        if (mqtt)
            config->uris[WATTLE_LINK_MQTT] = g_strdup (mqtt_uri.c_str ());
        ASSERT_TRUE (wattle_manager_add (manager, config)) << problem ("sg");
    }

    bool
    wait_for (const char *id, const char *wanted)
    {
        return pass ([&] { return state (id) == wanted; });
    }

    std::string
    shown (const char *id)
    {
        WattleRunner *runner = wattle_manager_find (manager, id);
        WattleEntity *entity =
            runner != nullptr
                ? wattle_device_find_entity (wattle_runner_get_device (runner), "output_1")
                : nullptr;
        g_autofree char *text = entity != nullptr ? wattle_entity_dup_display (entity) : nullptr;

        return text != nullptr ? text : "none";
    }

    bool
    relay (guint slot)
    {
        const IskraSgRelays *relays = iskra_sg_house_get_relays (iskra_sg_get_house (gateway));

        return slot == 0 ? relays->storage : relays->boiler;
    }

    Outcome
    tell (const char *id, WattleCommand *command)
    {
        Outcome outcome;

        act (id, command, outcome);
        pass ([&] { return outcome.done; });
        return outcome;
    }

    Outcome
    tell (const char *id, bool on)
    {
        g_autoptr (WattleCommand) command = wattle_command_new_boolean ("output_1", on);

        return tell (id, command);
    }

    LogCapture log;
    MqttBroker broker;
    IskraSg *gateway;
};

TEST_F (Bicom, IsSwitchedByMqttAndReadBack)
{
    connect_gateway ();
    add_gateway (true, true, { "RootTopic", "IS004217" });
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    ASSERT_TRUE (wait_for (STORAGE, "online")) << error (STORAGE);
    EXPECT_EQ (shown (BOILER), "on");
    EXPECT_EQ (shown (STORAGE), "off");

    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_FALSE (relay (3));
    EXPECT_EQ (shown (BOILER), "off");
    EXPECT_EQ (tell (STORAGE, true).error, "");
    EXPECT_TRUE (relay (0));
    EXPECT_EQ (shown (STORAGE), "on");
    EXPECT_EQ (shown (BOILER), "off");
}

TEST_F (Bicom, OneThatDoesNotObeyShowsItsTrueState)
{
    connect_gateway ();
    add_gateway (true, true, { "RootTopic", "IS004217" });
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    iskra_sg_stick_bicom (gateway, 3);

    EXPECT_EQ (tell (BOILER, false).error, "the switch was told to be off, and is on");
    EXPECT_TRUE (relay (3));
    EXPECT_EQ (shown (BOILER), "on");
    EXPECT_EQ (state (BOILER), "online");

    iskra_sg_mend_bicoms (gateway);
    iskra_sg_delay_bicom (gateway, 3, 800);
    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_FALSE (relay (3));
    EXPECT_EQ (shown (BOILER), "off");
}

TEST_F (Bicom, OneThatIsAwayDoesNotTakeItsGatewayAlong)
{
    connect_gateway ();
    add_gateway (true, true, { "RootTopic", "IS004217" });
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    iskra_sg_unplug (gateway, 3);

    EXPECT_NE (tell (BOILER, false).error.find ("does not answer its gateway"), std::string::npos);
    iskra_sg_push (gateway);
    EXPECT_TRUE (wait_for (BOILER, "offline"));
    EXPECT_EQ (state ("sg"), "online") << error ("sg");
    EXPECT_EQ (state (STORAGE), "online");

    iskra_sg_plug (gateway, 3);
    iskra_sg_push (gateway);
    EXPECT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
}

TEST_F (Bicom, AMessageOfAChangeAtTheSwitchIsSeen)
{
    connect_gateway ();
    add_gateway (true, true, { "RootTopic", "IS004217" });
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);

    iskra_sg_switch_bicom (gateway, 3, FALSE);
    iskra_sg_push (gateway);
    EXPECT_TRUE (pass ([&] { return shown (BOILER) == "off"; }));
}

TEST_F (Bicom, WorksWithoutHttp)
{
    add_gateway (false, true, { "RootTopic", "IS004217" });
    connect_gateway ();
    ASSERT_TRUE (wait_for ("sg", "online")) << error ("sg");
    iskra_sg_push (gateway);
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    ASSERT_TRUE (wait_for (STORAGE, "online")) << error (STORAGE);
    ASSERT_TRUE (pass ([&] { return state ("iskra_sg_i0026113") != "none"; }));
    iskra_sg_push (gateway);
    ASSERT_TRUE (wait_for ("iskra_sg_i0026113", "online")) << error ("iskra_sg_i0026113");

    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_FALSE (relay (3));
    EXPECT_EQ (value ("iskra_sg_i0026113", "frequency") > 49, true);
    EXPECT_EQ (iskra_sg_get_requests (gateway), 0u);
}

TEST_F (Bicom, RestartsTheGatewayByMqtt)
{
    g_autoptr (WattleCommand) restart = wattle_command_new_action ("restart");

    connect_gateway ();
    add_gateway (true, true, { "RootTopic", "IS004217" });
    ASSERT_TRUE (wait_for ("sg", "online")) << error ("sg");
    EXPECT_EQ (tell ("sg", restart).error, "");
    EXPECT_TRUE (pass ([&] { return !iskra_sg_get_mqtt_ready (gateway); }));
    EXPECT_TRUE (pass ([&] { return iskra_sg_get_mqtt_ready (gateway); }));
}

TEST_F (Bicom, AssumedFormsOfHttpSwitchOnlyWhenAllowed)
{
    add_gateway (true, false, {});
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    EXPECT_EQ (shown (BOILER), "on");
    EXPECT_NE (tell (BOILER, false).error.find ("RestControl=true"), std::string::npos);
    EXPECT_TRUE (relay (3));
}

TEST_F (Bicom, AssumedFormsOfHttpSwitchAndReadBack)
{
    add_gateway (true, false, { "RestControl", "true" });
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_FALSE (relay (3));
    EXPECT_EQ (shown (BOILER), "off");
    iskra_sg_stick_bicom (gateway, 3);
    EXPECT_EQ (tell (BOILER, true).error, "the switch was told to be on, and is off");
}

TEST_F (Bicom, AssumedTableThatIsNotThereTakesNothingElseAlong)
{
    const EmulatorFault fault = {
        .kind = EMULATOR_FAULT_STATUS, .path = "/api/bicoms", .answers = 0, .ms = 0, .status = 404
    };

    emulator_faults_add (iskra_sg_get_faults (gateway), &fault);
    add_gateway (true, false, {});
    ASSERT_TRUE (wait_for (BOILER, "offline"));
    EXPECT_TRUE (wait_for ("iskra_sg_i0026113", "online"));
    EXPECT_EQ (state ("sg"), "online");
    EXPECT_EQ (shown (BOILER), "–");
}

TEST_F (Bicom, ACommandToAGatewayThatIsAwayFails)
{
    add_gateway (true, true, { "RootTopic", "IS004217" });
    ASSERT_TRUE (wait_for ("sg", "online")) << error ("sg");
    ASSERT_TRUE (pass ([&] { return state (BOILER) != "none"; }));
    EXPECT_NE (tell (BOILER, false).error, "");
    EXPECT_TRUE (relay (3));
}

} // namespace
