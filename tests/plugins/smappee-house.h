// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin as it is built, the host's own engine, and an emulated Smappee.
#pragma once

#include "plugins/plugin-house.h"
#include "smappee-box.h"
#include "support/log-capture.h"
#include "support/mqtt-broker.h"

namespace wattle_test
{

const char *const GATEWAY = "smappee_5010004217";

class SmappeeHouse : public PluginHouse
{
  protected:
    SmappeeHouse ()
    {
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        g_mkdir (dir.file ("state").c_str (), 0700);
        make_manager ();
    }

    ~SmappeeHouse () override
    {
        g_clear_object (&box);
        g_clear_object (&manager);
        settle ();
    }

    // Until something holds; time passes meanwhile, for the house as well.
    bool
    pass (const std::function<bool ()> &predicate)
    {
        return spin ([&] {
            wattle_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
            return predicate ();
        });
    }

    // So many seconds of the house.
    void
    live (int seconds)
    {
        gint64 end = wattle_clock_get_monotonic (clock) + seconds * G_USEC_PER_SEC;

        EXPECT_TRUE (pass ([&] { return wattle_clock_get_monotonic (clock) >= end; }));
    }

    void
    make_box (const SmappeeBoxSettings &settings = {})
    {
        g_autoptr (GError) error = nullptr;

        box = smappee_box_new (clock, &settings, &error);
        ASSERT_NE (box, nullptr) << error->message;
    }

    // Something goes wrong, or happens.
    void
    happen (const std::string &json)
    {
        g_autoptr (JsonNode) node = json_from_string (json.c_str (), nullptr);
        g_autoptr (GError) error = nullptr;

        EXPECT_TRUE (smappee_box_add_fault (box, json_node_get_object (node), &error))
            << error->message;
    }

    void
    add (const char *model,
         WattleLinkKind kind,
         const std::string &uri,
         const std::vector<const char *> &options = {})
    {
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (GATEWAY, "test.conf");

        for (const char *text : options)
            g_ptr_array_add (config->options, g_strdup (text));
        config->driver = g_strdup ("smappee");
        config->model = g_strdup (model);
        config->uris[kind] = g_strdup (uri.c_str ());
        ASSERT_TRUE (wattle_manager_add (manager, config)) << problem (GATEWAY);
    }

    bool
    wait_for (const char *wanted)
    {
        return pass ([&] { return state (GATEWAY) == wanted; });
    }

    WattleEntity *
    find (const std::string &key)
    {
        return wattle_device_find_entity (
            wattle_runner_get_device (wattle_manager_find (manager, GATEWAY)), key.c_str ());
    }

    bool
    has_value (const std::string &key)
    {
        WattleEntity *entity = find (key);

        return entity != nullptr && wattle_entity_has_value (entity);
    }

    double
    number (const std::string &key)
    {
        EXPECT_TRUE (has_value (key)) << key;
        return value (GATEWAY, key.c_str ());
    }

    std::string
    shown (const std::string &key)
    {
        WattleEntity *entity = find (key);
        g_autofree char *text = entity != nullptr ? wattle_entity_dup_display (entity) : nullptr;

        return text != nullptr ? text : "none";
    }

    // The key of the power of a load, found by its name.
    std::string
    find_load (const std::string &name)
    {
        WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, GATEWAY));

        for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
            WattleEntity *entity = wattle_device_get_entity (device, i);
            std::string key = wattle_entity_get_key (entity);

            if (key.rfind ("ct_", 0) == 0 && wattle_entity_get_name (entity) == name + " power")
                return key;
        }
        return "";
    }

    Outcome
    tell (const char *output, bool on)
    {
        g_autoptr (WattleCommand) command = wattle_command_new_boolean (output, on);
        Outcome outcome;

        act (GATEWAY, command, outcome);
        EXPECT_TRUE (pass ([&] { return outcome.done; }));
        return outcome;
    }

    LogCapture log;
    SmappeeBox *box = nullptr;
};

} // namespace wattle_test
