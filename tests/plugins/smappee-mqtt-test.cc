// SPDX-License-Identifier: LGPL-2.1-or-later
// A Genius at a real broker, as the host sees it and as Home Assistant is told.
#include "engine/wattle-trial.h"
#include "publish/wattle-hass.h"
#include "smappee-house.h"

using namespace wattle_test;

namespace
{

// Less patience than is usual, so that tests have not to wait.
const std::vector<const char *> QUICK = { "Patience", "10" };

class SmappeeMqtt : public SmappeeHouse
{
  protected:
    ~SmappeeMqtt () override
    {
        g_clear_object (&hass);
        g_clear_object (&client);
        if (outputs != nullptr)
            wattle_outputs_stop (outputs);
        g_clear_object (&outputs);
        g_object_unref (life);
    }

    std::string
    uri ()
    {
        return "mqtt://127.0.0.1:" + std::to_string (broker.port ());
    }

    void
    connect (const SmappeeBoxSettings &settings = {})
    {
        const SmappeeBoxMqttSettings at = { "127.0.0.1", broker.port (), nullptr, nullptr };

        make_box (settings);
        ASSERT_TRUE (smappee_box_start_mqtt (box, &at, nullptr));
        ASSERT_TRUE (pass ([&] { return smappee_box_get_mqtt_ready (box) != FALSE; }));
    }

    void
    start (const SmappeeBoxSettings &settings = {},
           const std::vector<const char *> &options = QUICK)
    {
        connect (settings);
        add ("genius", WATTLE_LINK_MQTT, uri (), options);
        ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
        ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));
    }

    // Home Assistant is told of everything, on the same broker.
    void
    announce ()
    {
        WattleMqttSettings settings = { "127.0.0.1", broker.port (), "wattle",
                                        nullptr,     nullptr,        "wattle/bridge/state" };
        WattleHassSettings hass_settings = { "wattle", nullptr, nullptr, "0.1.0", -1, nullptr };

        outputs = wattle_outputs_new (manager, problems, dir.file ("state").c_str ());
        wattle_outputs_start (outputs);
        client = wattle_mqtt_client_new (&settings, life);
        hass = wattle_hass_new (&hass_settings, manager, outputs, client, problems, clock);
        wattle_hass_start (hass);
        wattle_mqtt_client_start (client);
    }

    // What Home Assistant was told last of the gateway.
    std::string
    description ()
    {
        const MqttMessage *message =
            probe.last ("homeassistant/device/wattle_" + std::string (GATEWAY) + "/config");

        return message != nullptr ? message->payload : "";
    }

    // Whether Home Assistant has the component, with what makes it one, or only its removal.
    bool
    describes (const std::string &key)
    {
        return description ().find ("\"wattle_" + std::string (GATEWAY) + "_" + key + "\"") !=
               std::string::npos;
    }

    MqttBroker broker;
    MqttProbe probe{ broker.port (), "homeassistant/#" };
    WattleClock *life = wattle_clock_new (1);
    WattleOutputs *outputs = nullptr;
    WattleMqttClient *client = nullptr;
    WattleHass *hass = nullptr;
};

TEST_F (SmappeeMqtt, GridSolarAndLoadsFitTogether)
{
    start ();
    ASSERT_TRUE (pass ([&] { return has_value ("energy_import") && has_value ("solar_energy"); }));
    EXPECT_NEAR (number ("load_power"), number ("active_power") + number ("solar_power"), 0.5);
    EXPECT_NEAR (number ("total_power"), number ("load_power"), 12);
    EXPECT_EQ (shown ("sums_differ"), "off");
    for (const char *name : { "Heat pump", "Boiler", "Office", "Kitchen" }) {
        std::string key = find_load (name);

        ASSERT_NE (key, "") << name;
        EXPECT_TRUE (has_value (key)) << name;
        std::string energy =
            key.substr (0, key.size () - strlen ("active_power")) + "energy_import";
        EXPECT_TRUE (pass ([&] { return has_value (energy); })) << energy;
    }
    WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, GATEWAY));
    EXPECT_STREQ (wattle_device_get_serial (device), smappee_box_get_serial (box));
    EXPECT_STREQ (wattle_device_get_model (device), "Genius");
}

TEST_F (SmappeeMqtt, AMapChangeAddsAndRemovesEntitiesInHomeAssistant)
{
    start ();
    announce ();
    std::string office = find_load ("Office");
    ASSERT_NE (office, "");
    ASSERT_TRUE (pass ([&] { return describes (office); }));
    ASSERT_TRUE (describes ("energy_import"));
    ASSERT_TRUE (describes ("solar_energy"));

    happen ("{\"fault\":\"map-remove\",\"name\":\"Office\"}");
    ASSERT_TRUE (pass ([&] { return !describes (office); }));
    EXPECT_EQ (find_load ("Office"), "");
    EXPECT_TRUE (describes (find_load ("Kitchen")));
    happen ("{\"fault\":\"map-add\",\"load\":\"car\"}");
    ASSERT_TRUE (pass ([&] { return find_load ("Car") != "" && describes (find_load ("Car")); }));
    EXPECT_TRUE (describes (find_load ("Kitchen")));
    EXPECT_EQ (state (GATEWAY), "online");
}

TEST_F (SmappeeMqtt, AFrozenFeedMakesItStaleAndSaysSo)
{
    start ();
    happen ("{\"fault\":\"frozen\"}");
    ASSERT_TRUE (wait_for ("degraded"));
    EXPECT_LIKE (error (GATEWAY), "its own time stands still since *");
    EXPECT_LIKE (problem (GATEWAY, "state"), "degraded: its own time stands still since *");
    ASSERT_TRUE (pass (
        [&] { return wattle_entity_get_quality (find ("active_power")) == WATTLE_QUALITY_STALE; }));
    happen ("{\"fault\":\"clear\"}");
    ASSERT_TRUE (wait_for ("online"));
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));
}

TEST_F (SmappeeMqtt, SilenceIsOfflineAndSaysWhatToLookAt)
{
    start ();
    happen ("{\"fault\":\"silence\"}");
    ASSERT_TRUE (wait_for ("offline"));
    EXPECT_LIKE (error (GATEWAY), "connected, no realtime for 10 s: is MQTT enabled on the "
                                  "gateway's expert page*");
    EXPECT_LIKE (problem (GATEWAY, "state"), "offline: connected, no realtime for 10 s:*");
    EXPECT_FALSE (has_value ("active_power"));
    happen ("{\"fault\":\"clear\"}");
    ASSERT_TRUE (wait_for ("online"));
}

TEST_F (SmappeeMqtt, ABrokerWithoutAnySmappeeIsExplained)
{
    add ("genius", WATTLE_LINK_MQTT, uri (), QUICK);
    ASSERT_TRUE (wait_for ("offline"));
    EXPECT_LIKE (error (GATEWAY), "connected, no message of a Smappee for 10 s:*");
}

TEST_F (SmappeeMqtt, AProbeExplainsWhatIsMissing)
{
    g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
    g_autoptr (WattleSecrets) secrets = wattle_secrets_new (dir.file ("state").c_str (), nullptr);
    const WattleTrialParts parts = { clock, plugins, links, secrets };
    g_autoptr (WattleTrial) trial = wattle_trial_new (&parts);
    g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("probed", "test.conf");

    connect ();
    happen ("{\"fault\":\"silence\"}");
    config->driver = g_strdup ("smappee");
    config->model = g_strdup ("genius");
    config->uris[WATTLE_LINK_MQTT] = g_strdup (uri ().c_str ());
    ASSERT_TRUE (wattle_trial_start (trial, config, nullptr));
    WattleRunner *root = wattle_trial_get_root (trial);
    // As long as a probe takes at most.
    for (int i = 0; i < 40 && wattle_runner_get_error (root) == nullptr; i++)
        live (1);
    ASSERT_NE (wattle_runner_get_error (root), nullptr);
    EXPECT_LIKE (wattle_runner_get_error (root),
                 "connected, no realtime for 30 s: is MQTT enabled on the gateway's expert page*");
    wattle_trial_stop (trial);
}

TEST_F (SmappeeMqtt, AMissingMapIsExplainedAndWhatNeedsNoneIsTold)
{
    std::string topic;
    MqttProbe maps (broker.port (), "servicelocation/+/channelConfigV2");

    connect ();
    happen ("{\"fault\":\"no-map\"}");
    topic = std::string ("servicelocation/") + smappee_box_get_uuid (box) + "/channelConfigV2";
    ASSERT_TRUE (pass ([&] { return maps.has (topic, ""); })) << "the broker has forgotten it";
    add ("genius", WATTLE_LINK_MQTT, uri (), QUICK);
    ASSERT_TRUE (wait_for ("degraded")) << state (GATEWAY);
    EXPECT_LIKE (error (GATEWAY), "realtime comes, but no channelConfigV2 or channelConfig*");
    EXPECT_TRUE (has_value ("voltage_l1"));
    happen ("{\"fault\":\"clear\"}");
    ASSERT_TRUE (wait_for ("online"));
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));
}

TEST_F (SmappeeMqtt, ForeignLocationsAndUnknownTopicsDisturbNothing)
{
    start ();
    happen ("{\"fault\":\"foreign\"}");
    happen ("{\"fault\":\"unknown-topics\"}");
    happen ("{\"fault\":\"foreign-command\",\"node\":1,\"value\":true}");
    live (60);
    EXPECT_EQ (state (GATEWAY), "online") << error (GATEWAY);
    WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, GATEWAY));
    EXPECT_STREQ (wattle_device_get_serial (device), smappee_box_get_serial (box));
}

TEST_F (SmappeeMqtt, EveryWayToTellItIsTheSameDevice)
{
    SmappeeBoxSettings settings = {};

    settings.wrapped = TRUE;
    settings.names = SMAPPEE_BOX_BOTH;
    settings.maps = SMAPPEE_BOX_BOTH;
    connect (settings);
    happen ("{\"fault\":\"reversed-order\"}");
    add ("genius", WATTLE_LINK_MQTT, uri (), { "Serial", smappee_box_get_serial (box) });
    ASSERT_TRUE (wait_for ("online")) << error (GATEWAY);
    ASSERT_TRUE (pass ([&] { return has_value ("active_power"); }));
    EXPECT_NE (find_load ("Kitchen"), "");
}

TEST_F (SmappeeMqtt, DeltaAndSinglePhaseHaveTheVoltagesTheyHave)
{
    SmappeeBoxSettings settings = {};

    settings.topology = SMAPPEE_BOX_TOPOLOGY_ONE;
    start (settings);
    EXPECT_TRUE (has_value ("voltage_l1"));
    EXPECT_EQ (find ("voltage_l2"), nullptr);
    EXPECT_EQ (shown ("sums_differ"), "off");
}

TEST_F (SmappeeMqtt, ADeltaGridAddsUp)
{
    SmappeeBoxSettings settings = {};

    settings.topology = SMAPPEE_BOX_TOPOLOGY_DELTA;
    start (settings);
    EXPECT_TRUE (has_value ("voltage_l2"));
    EXPECT_FALSE (has_value ("voltage_l3"));
    EXPECT_NEAR (number ("load_power"), number ("active_power") + number ("solar_power"), 0.5);
    EXPECT_EQ (shown ("sums_differ"), "off");
}

TEST_F (SmappeeMqtt, SevenHubsFullOfChannelsAreTaken)
{
    SmappeeBoxSettings settings = {};

    settings.hubs = 7;
    settings.fill = TRUE;
    start (settings);
    EXPECT_EQ (smappee_box_map_get_length (smappee_box_get_map (box)), 28u);
    EXPECT_NE (find_load ("Circuit 28"), "");
    EXPECT_TRUE (has_value (find_load ("Circuit 28")));
}

TEST_F (SmappeeMqtt, PlugsAreSwitchedAndConfirmedByTheGateway)
{
    start ();
    ASSERT_TRUE (pass ([&] { return has_value ("output_1") && has_value ("output_2"); }));
    for (const char *output : { "output_1", "output_2" })
        for (bool on : { true, false, true }) {
            EXPECT_EQ (tell (output, on).error, "") << output;
            EXPECT_EQ (shown (output), on ? "on" : "off");
            EXPECT_STREQ (smappee_box_get_plug (box, output[7] - '0'), on ? "ON" : "OFF");
        }
}

TEST_F (SmappeeMqtt, ASwitchThatDoesNotObeyShowsItsTrueState)
{
    start ();
    ASSERT_TRUE (pass ([&] { return has_value ("output_2"); }));
    ASSERT_EQ (tell ("output_2", false).error, "");
    happen ("{\"fault\":\"plugs-stuck\"}");
    EXPECT_LIKE (tell ("output_2", true).error, "the switch was told to be on, and *off");
    EXPECT_EQ (shown ("output_2"), "off");
}

TEST_F (SmappeeMqtt, ASwitchThatTheGatewayLosesIsMissing)
{
    start ();
    ASSERT_TRUE (pass ([&] { return has_value ("output_2"); }));
    happen ("{\"fault\":\"connection\",\"node\":2,\"value\":\"UNREACHABLE\"}");
    ASSERT_TRUE (pass ([&] { return !has_value ("output_2"); }));
    EXPECT_EQ (shown ("output_2_connected"), "off");
    EXPECT_TRUE (has_value ("output_1"));
}

TEST_F (SmappeeMqtt, ARestartOfTheGatewayIsSurvived)
{
    start ();
    ASSERT_TRUE (pass ([&] { return has_value ("energy_import"); }));
    double before = number ("energy_import");
    happen ("{\"fault\":\"restart\",\"ms\":20000}");
    ASSERT_TRUE (wait_for ("offline"));
    ASSERT_TRUE (wait_for ("online"));
    ASSERT_TRUE (pass ([&] { return has_value ("energy_import"); }));
    EXPECT_GE (number ("energy_import"), before);
}

TEST_F (SmappeeMqtt, BadMessagesAreNoReadings)
{
    start ();
    for (const char *kind : { "quotes", "half", "empty-text", "list", "nested" })
        for (const char *topic : { "realtime", "config", "channelConfigV2", "plug/2/state" })
            happen ("{\"fault\":\"" + std::string (kind) + "\",\"topic\":\"" + topic +
                    "\",\"answers\":3}");
    live (20);
    EXPECT_NE (state (GATEWAY), "offline") << error (GATEWAY);
    happen ("{\"fault\":\"clear\"}");
    ASSERT_TRUE (wait_for ("online"));
    EXPECT_TRUE (has_value ("active_power"));
}

} // namespace
