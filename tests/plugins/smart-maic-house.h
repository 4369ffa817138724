// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin as it is built, the host's own engine, an emulated smart-MAIC and a real broker.
#pragma once

#include "plugins/plugin-house.h"
#include "smart-maic.h"
#include "support/log-capture.h"
#include "support/mqtt-broker.h"

namespace wattle_test
{

class SmartMaicHouse : public PluginHouse
{
  protected:
    using Options = std::vector<const char *>;

    SmartMaicHouse ()
    {
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        dir.write ("state/secrets.conf", "[Secrets]\npin=4711\nwrong=1234\nword=sesame\n");
        make_house ();
        device = smart_maic_new (clock);
    }

    ~SmartMaicHouse () override
    {
        end_house ();
        g_clear_object (&device);
        settle ();
    }

    // As PluginHouse has it, with the secrets of the file.
    void
    make_house ()
    {
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        g_autoptr (WattleSecrets) secrets =
            wattle_secrets_new (dir.file ("state").c_str (), nullptr);
        g_autoptr (WattleStateStore) states =
            wattle_state_store_new (dir.file ("state/devices").c_str (), clock);

        counters = wattle_counters_new (dir.file ("state").c_str (), problems, clock);
        wattle_counters_load (counters);
        ASSERT_TRUE (wattle_secrets_load (secrets, nullptr));
        WattleManagerParts parts = { clock, plugins, links, secrets, states, counters, problems };
        manager = wattle_manager_new (&parts);
    }

    void
    end_house ()
    {
        wattle_counters_flush (counters);
        g_clear_object (&manager);
        g_clear_object (&counters);
        settle ();
    }

    void
    start_http ()
    {
        ASSERT_TRUE (smart_maic_start (device, "127.0.0.1", 0, nullptr));
    }

    void
    start_mqtt (const char *prefix = nullptr, char separator = '/')
    {
        const SmartMaicMqttSettings settings = { .host = "127.0.0.1",
                                                 .port = broker.port (),
                                                 .user = nullptr,
                                                 .password = nullptr,
                                                 .prefix = prefix,
                                                 .separator = separator,
                                                 .interval = 0 };

        ASSERT_TRUE (smart_maic_start_mqtt (device, &settings, nullptr));
        ASSERT_TRUE (pass ([&] { return smart_maic_get_mqtt_ready (device); }));
    }

    // Adds the device with an HTTP or an MQTT link, or both.
    bool
    add_device (bool http,
                bool mqtt,
                const Options &options = {},
                const char *model = "d103",
                const char *pin = "secret:pin")
    {
        std::string http_uri = http ? smart_maic_get_uri (device) : "";
        std::string mqtt_uri = "mqtt://127.0.0.1:" + std::to_string (broker.port ());
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("meter", "test.conf");
        Options all = { "DeviceId", smart_maic_get_devid (device), "Pin", pin };

        all.insert (all.end (), options.begin (), options.end ());
        for (const char *text : all)
            g_ptr_array_add (config->options, g_strdup (text));
        config->driver = g_strdup ("smart-maic");
        config->model = g_strdup (model);
        if (http)
            config->uris[WATTLE_LINK_HTTP] = g_strdup (http_uri.c_str ());
        if (mqtt)
            config->uris[WATTLE_LINK_MQTT] = g_strdup (mqtt_uri.c_str ());
        return wattle_manager_add (manager, config);
    }

    // Until something holds; time passes meanwhile.
    bool
    pass (const std::function<bool ()> &predicate)
    {
        return spin ([&] {
            wattle_clock_advance (clock, 50 * G_TIME_SPAN_MILLISECOND);
            return predicate ();
        });
    }

    // So many seconds, in steps that leave the device and the broker the time to answer.
    void
    pass_seconds (
        int seconds,
        const std::function<void ()> &look = [] {})
    {
        guint ticker = g_timeout_add (
            1, [] (gpointer) -> gboolean { return G_SOURCE_CONTINUE; }, nullptr);

        for (int passed = 0; passed < 10 * seconds; passed++) {
            wattle_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
            for (int i = 0; i < 100 && g_main_context_iteration (nullptr, FALSE); i++)
                ;
            g_main_context_iteration (nullptr, TRUE);
            look ();
            if (testing::Test::HasFailure ())
                break;
        }
        g_source_remove (ticker);
    }

    bool
    wait_for (const char *wanted)
    {
        return pass ([&] { return state ("meter") == wanted; });
    }

    // Whether a message told what its topics look like.
    bool
    has_topics ()
    {
        WattleRunner *runner = wattle_manager_find (manager, "meter");

        return runner != nullptr &&
               wattle_source_get_state (WATTLE_SOURCE (wattle_runner_get_device (runner)),
                                        "topic_form") != nullptr;
    }

    WattleEntity *
    entity (const char *key)
    {
        WattleRunner *runner = wattle_manager_find (manager, "meter");

        return runner != nullptr
                   ? wattle_device_find_entity (wattle_runner_get_device (runner), key)
                   : nullptr;
    }

    bool
    has_value (const char *key)
    {
        return entity (key) != nullptr && wattle_entity_has_value (entity (key));
    }

    bool
    is_good (const char *key)
    {
        return has_value (key) && wattle_entity_get_quality (entity (key)) == WATTLE_QUALITY_GOOD;
    }

    std::string
    shown (const char *key)
    {
        g_autofree char *text =
            entity (key) != nullptr ? wattle_entity_dup_display (entity (key)) : nullptr;

        return text != nullptr ? text : "none";
    }

    std::string
    tell (WattleCommand *command)
    {
        Outcome outcome;

        act ("meter", command, outcome);
        EXPECT_TRUE (pass ([&] { return outcome.done; }));
        return outcome.error;
    }

    std::string
    tell (bool on)
    {
        g_autoptr (WattleCommand) command = wattle_command_new_boolean ("output_1", on);

        return tell (command);
    }

    void
    add_fault (EmulatorFaultKind kind, const char *path, guint answers = 0, guint status = 0)
    {
        const EmulatorFault fault = {
            .kind = kind, .path = path, .answers = answers, .ms = 0, .status = status
        };

        emulator_faults_add (smart_maic_get_faults (device), &fault);
    }

    LogCapture log;
    MqttBroker broker;
    SmartMaic *device;
    WattleCounters *counters = nullptr;
};

} // namespace wattle_test
