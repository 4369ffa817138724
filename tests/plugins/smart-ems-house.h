// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin as it is built, the host's own engine with its outputs, and an emulated SMART EMS.
#pragma once

#include "engine/wattle-outputs.h"
#include "plugins/plugin-house.h"
#include "smart-ems.h"
#include "support/log-capture.h"

namespace wattle_test
{

// Time stands still unless it is let pass.
class SmartEmsHouse : public PluginHouse
{
  protected:
    using Values = std::vector<std::pair<std::string, std::string>>;

    SmartEmsHouse ()
    {
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        g_mkdir (dir.file ("state").c_str (), 0700);
        dir.write ("state/secrets.conf", "[Secrets]\nems=admin\n");
        chmod (dir.file ("state/secrets.conf").c_str (), 0600);
        make_house ();
        start_box (SMART_EMS_LK35);
    }

    ~SmartEmsHouse () override
    {
        wattle_outputs_flush (outputs);
        settle ();
        wattle_outputs_stop (outputs);
        g_clear_object (&outputs);
        g_clear_object (&manager);
        g_clear_object (&ems);
        settle ();
    }

    void
    make_house ()
    {
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        g_autoptr (WattleSecrets) secrets =
            wattle_secrets_new (dir.file ("state").c_str (), nullptr);
        g_autoptr (WattleStateStore) states =
            wattle_state_store_new (dir.file ("state/devices").c_str (), clock);
        g_autoptr (WattleCounters) counters =
            wattle_counters_new (dir.file ("state").c_str (), problems, clock);
        WattleManagerParts parts = { clock, plugins, links, secrets, states, counters, problems };

        EXPECT_TRUE (wattle_secrets_load (secrets, nullptr));
        manager = wattle_manager_new (&parts);
        outputs = wattle_outputs_new (manager, problems, dir.file ("state").c_str ());
        wattle_outputs_start (outputs);
    }

    void
    start_box (SmartEmsGeneration generation)
    {
        g_clear_object (&ems);
        ems = smart_ems_new (clock, generation);
        EXPECT_TRUE (smart_ems_start (ems, "127.0.0.1", 0, nullptr));
    }

    void
    add (const Values &values = {}, const std::string &mqtt = "", bool http = true)
    {
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new ("ems", "ems.conf");

        for (const auto &[key, text] : values) {
            g_ptr_array_add (config->options, g_strdup (key.c_str ()));
            g_ptr_array_add (config->options, g_strdup (text.c_str ()));
        }
        config->driver = g_strdup ("smart-ems");
        config->interval_ms = 1000;
        if (http)
            config->uris[WATTLE_LINK_HTTP] = g_strdup (smart_ems_get_uri (ems));
        if (!mqtt.empty ())
            config->uris[WATTLE_LINK_MQTT] = g_strdup (mqtt.c_str ());
        ASSERT_TRUE (wattle_manager_add (manager, config)) << complaints ();
    }

    // All that is wrong.
    std::string
    complaints ()
    {
        std::string all;

        for (guint i = 0; i < wattle_problems_get_count (problems); i++) {
            const WattleProblem *item = wattle_problems_get (problems, i);

            all += std::string (item->subject) + ": " + item->message + "\n";
        }
        return all;
    }

    // Until something holds; time passes meanwhile.
    bool
    pass (const std::function<bool ()> &predicate, unsigned timeout_ms = 60000)
    {
        return spin (
            [&] {
                wattle_clock_advance (clock, 40 * G_TIME_SPAN_MILLISECOND);
                return predicate ();
            },
            timeout_ms);
    }

    testing::AssertionResult
    becomes (const char *wanted)
    {
        if (state ("ems") != "none" && pass ([&] { return state ("ems") == wanted; }))
            return testing::AssertionSuccess ();
        return testing::AssertionFailure () << state ("ems") << ": " << error ("ems");
    }

    // What it shows, as people see it; "–": nothing, "none": no such thing.
    std::string
    shown (const char *key)
    {
        WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, "ems"));
        WattleEntity *entity = wattle_device_find_entity (device, key);
        g_autofree char *text = entity != nullptr ? wattle_entity_dup_display (entity) : nullptr;

        return text != nullptr ? text : "none";
    }

    // What somebody wants of an output, and what came of it.
    std::string
    set (const char *key, const char *value)
    {
        WattleOutputsOptions options = { .author = "hass" };
        g_autoptr (GError) error = nullptr;
        Outcome outcome;

        if (!wattle_outputs_set (outputs, "ems", key, g_variant_new_string (value), &options,
                                 on_set, &outcome, &error))
            return error->message;
        EXPECT_TRUE (pass ([&] { return outcome.done; }));
        return outcome.error;
    }

    static void
    on_set (const GError *error, gpointer data)
    {
        auto *outcome = (Outcome *)data;

        outcome->done = true;
        outcome->error = error != nullptr ? error->message : "";
    }

    // A member of the reason why an output is what it is.
    std::string
    explain (const char *output, const char *key)
    {
        g_autoptr (GVariant) reason = wattle_outputs_explain (outputs, "ems", output, nullptr);
        g_autoptr (GVariant) value =
            reason != nullptr ? g_variant_lookup_value (reason, key, nullptr) : nullptr;
        g_autofree char *text = value != nullptr ? g_variant_print (value, FALSE) : nullptr;

        return text != nullptr ? text : "none";
    }

    void
    add_fault (const char *json)
    {
        g_autoptr (GError) error = nullptr;

        ASSERT_TRUE (smart_ems_add_fault (ems, json, &error)) << error->message;
    }

    LogCapture log;
    SmartEms *ems = nullptr;
    WattleOutputs *outputs = nullptr;
};

} // namespace wattle_test
