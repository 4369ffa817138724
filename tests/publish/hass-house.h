// SPDX-License-Identifier: LGPL-2.1-or-later
// A publisher between real runners and a real broker, and somebody who listens as Home Assistant
// does. Time stands still for devices and publisher until a test moves it.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "publish/hass-rules.h"
#include "publish/wattle-hass.h"
#include "support/mqtt-broker.h"
#include "support/spin.h"
#include "support/temp-dir.h"
#include "support/test-device.h"

namespace wattle_test
{

// Home Assistant's end: hears everything, and can be sure that it has.
class Listener
{
  public:
    explicit Listener (guint16 port) : probe (port, "#")
    {
    }

    // Waits for what @sender has sent until now, and until the sender has got back what of it it
    // listens to.
    void
    hear_all (WattleMqttClient *sender)
    {
        static int last = 0;
        std::string mark = std::to_string (++last);
        int echoes = 0;

        ASSERT_TRUE (spin ([&] { return wattle_mqtt_client_is_connected (sender); }));
        wattle_mqtt_client_subscribe (
            sender, "mark",
            [] (const char *, GBytes *, gboolean, gpointer data) { ++*(int *)data; }, &echoes);
        wattle_mqtt_client_publish (sender, "mark", mark.data (), mark.size (), (WattleMqttFlags)0);
        EXPECT_TRUE (spin ([&] { return probe.has ("mark", mark) && echoes > 0; }));
        wattle_mqtt_client_unsubscribe (sender, &echoes);
    }

    // What was said since the last forget().
    std::vector<std::string>
    payloads (const std::string &topic)
    {
        std::vector<std::string> found;
        auto &messages = probe.messages ();

        for (size_t i = start; i < messages.size (); i++)
            if (messages[i].topic == topic)
                found.push_back (messages[i].payload);
        return found;
    }

    std::string
    last (const std::string &topic)
    {
        auto found = payloads (topic);

        return found.empty () ? "(nothing)" : found.back ();
    }

    // The place of the first message of a topic, or -1.
    int
    place (const std::string &topic)
    {
        auto &messages = probe.messages ();

        for (size_t i = start; i < messages.size (); i++)
            if (messages[i].topic == topic)
                return (int)i;
        return -1;
    }

    void
    forget ()
    {
        start = probe.messages ().size ();
    }

    MqttProbe probe;
    size_t start = 0;
};

class HassHouse : public testing::Test
{
  protected:
    HassHouse ()
    {
        make_host ();
        listener = std::make_unique<Listener> (broker.port ());
    }

    ~HassHouse () override
    {
        listener.reset ();
        drop_host ();
        g_object_unref (problems);
        g_object_unref (clock);
        g_object_unref (life);
    }

    void
    make_host ()
    {
        std::string will = instance + "/bridge/state";
        WattleMqttSettings settings = { "127.0.0.1", broker.port (), instance.c_str (),
                                        nullptr,     nullptr,        will.c_str () };

        g_autoptr (WattlePlugins) plugins = wattle_plugins_new (problems);
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        g_autoptr (WattleSecrets) secrets = wattle_secrets_new (folder.path ().c_str (), nullptr);
        g_autoptr (WattleStateStore) states =
            wattle_state_store_new (folder.path ().c_str (), clock);
        counters = wattle_counters_new (folder.path ().c_str (), problems, clock);
        WattleManagerParts parts = { clock, plugins, links, secrets, states, counters, problems };

        manager = wattle_manager_new (&parts);
        outputs = wattle_outputs_new (manager, problems, folder.path ().c_str ());
        wattle_outputs_start (outputs);
        client = wattle_mqtt_client_new (&settings, life);
    }

    void
    drop_host ()
    {
        g_clear_object (&hass);
        g_clear_object (&client);
        if (outputs != nullptr)
            wattle_outputs_stop (outputs);
        g_clear_object (&outputs);
        g_clear_object (&manager);
        g_clear_object (&counters);
    }

    // A device whose poll reports @values.
    WattleRunner *
    add (const char *id,
         const std::vector<WattleEntitySpec> &specs,
         WattleRunner *parent = nullptr,
         guint interval_ms = 86400000)
    {
        g_autoptr (WattleDevice) device = make_device (specs);
        g_autoptr (WattleOptions) options = wattle_options_new ();
        g_autoptr (WattleRunner) runner =
            wattle_runner_new (id, device, options, parent, clock, interval_ms);

        script_of (device).decode = [this, key = std::string (id)] (WattleDevice *self) {
            for (auto &[name, value] : values[key])
                wattle_device_report (self, name.c_str (), value);
            return !failing[key];
        };
        wattle_manager_adopt (manager, runner);
        return wattle_manager_find (manager, id);
    }

    // Without a connection.
    void
    open (int min_interval_ms = -1)
    {
        std::string journal = folder.file ("topics.jsonl");
        WattleHassSettings settings = { instance.c_str (), nullptr,         prefix.c_str (),
                                        "0.1.0",           min_interval_ms, journal.c_str () };

        hass = wattle_hass_new (&settings, manager, outputs, client, problems, clock);
        wattle_hass_start (hass);
    }

    void
    start (int min_interval_ms = -1)
    {
        open (min_interval_ms);
        wattle_mqtt_client_start (client);
        settle_down ();
    }

    // Until nothing is left to say for now.
    void
    settle_down ()
    {
        listener->hear_all (client);
        advance (6000);
    }

    // As Home Assistant does when it has started.
    void
    give_birth (const char *payload = "online", bool retain = false)
    {
        int heard = 0;

        wattle_mqtt_client_subscribe (
            client, "homeassistant/status",
            [] (const char *, GBytes *, gboolean, gpointer data) { ++*(int *)data; }, &heard);
        listener->probe.publish ("homeassistant/status", payload, retain);
        ASSERT_TRUE (spin ([&] { return heard > 0; }));
        wattle_mqtt_client_unsubscribe (client, &heard);
    }

    void
    advance (int milliseconds)
    {
        wattle_clock_advance (clock, milliseconds * G_TIME_SPAN_MILLISECOND);
        listener->hear_all (client);
    }

    void
    poll (WattleRunner *runner, const char *key, double value)
    {
        values[wattle_runner_get_id (runner)][key] = value;
        wattle_runner_poll_all (runner);
        listener->hear_all (client);
    }

    static bool
    has_value (WattleRunner *runner, const char *key)
    {
        WattleDevice *device = wattle_runner_get_device (runner);

        return wattle_entity_has_value (wattle_device_find_entity (device, key));
    }

    void
    change_entities (WattleRunner *runner, const std::vector<WattleEntitySpec> &specs)
    {
        DeviceScript &script = script_of (wattle_runner_get_device (runner));
        auto before = script.decode;

        script.decode = [&] (WattleDevice *self) {
            wattle_device_set_entities (self, specs.data (), (guint)specs.size ());
            return true;
        };
        wattle_runner_poll_all (runner);
        script.decode = before;
        listener->hear_all (client);
    }

    TempDir folder;
    MqttBroker broker;
    std::string instance = "wattle";
    std::string prefix = "homeassistant";
    WattleClock *life = wattle_clock_new (1);
    WattleClock *clock = wattle_clock_new_manual (0);
    WattleProblems *problems = wattle_problems_new (clock);
    WattleCounters *counters = nullptr;
    WattleManager *manager = nullptr;
    WattleOutputs *outputs = nullptr;
    WattleMqttClient *client = nullptr;
    WattleHass *hass = nullptr;
    std::unique_ptr<Listener> listener;
    std::map<std::string, std::map<std::string, double>> values;
    std::map<std::string, bool> failing;
};

} // namespace wattle_test
