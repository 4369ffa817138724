// SPDX-License-Identifier: LGPL-2.1-or-later
// A host with devices of the test's driver, its publisher and its bridge at a real broker, and
// somebody who asks over MQTT. Time stands still but for the connection.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/wattle-json.h"
#include "publish/hass-house.h"
#include "publish/wattle-bridge.h"
#include "support/log-capture.h"
#include "support/test-driver.h"

namespace wattle_test
{

inline std::string log_level = "message";

class BridgeHouse : public testing::Test
{
  protected:
    BridgeHouse ()
    {
        log_level = "message";
        add_driver ();
        listener = std::make_unique<Listener> (broker.port ());
    }

    ~BridgeHouse () override
    {
        end ();
        listener.reset ();
        for (gpointer object : std::vector<gpointer>{ plugins, secrets, problems, clock, life })
            g_object_unref (object);
    }

    void
    add_driver ()
    {
        g_autoptr (TestDriver) driver = TEST_DRIVER (g_object_new (TEST_TYPE_DRIVER, nullptr));

        *driver->prepare = [this] (WattleDevice *device, const std::string &model) {
            prepare (device, model);
        };
        wattle_plugins_add_driver (plugins, "test", WATTLE_DRIVER (driver));
    }

    // Power, energy and a relay, and a button.
    virtual void
    prepare (WattleDevice *device, const std::string &)
    {
        const WattleEntitySpec specs[] = {
            { .quantity = WATTLE_QUANTITY_ACTIVE_POWER },
            { .quantity = WATTLE_QUANTITY_ENERGY,
              .direction = WATTLE_DIRECTION_IMPORT,
              .counter = WATTLE_COUNTER_RESETTABLE },
            { .key = "output_1",
              .quantity = WATTLE_QUANTITY_SWITCH,
              .flags = WATTLE_ENTITY_OUTPUT },
        };
        DeviceScript &script = script_of (device);

        wattle_device_set_entities (device, specs, G_N_ELEMENTS (specs));
        wattle_device_set_identity (device, "Acme", "EM3", "4711", "1.0");
        wattle_device_add_plain_action (device, "identify", "Identify", "identify");
        script.decode = [] (WattleDevice *self) {
            wattle_device_report (self, "active_power", 1234.56);
            wattle_device_report (self, "energy_import", 2500);
            wattle_device_report_boolean (self, "output_1", TRUE);
            return true;
        };
        script.act = [] (WattleCommand *, guint step, GError **) {
            return step == 0 ? wattle_request_new_local (2) : nullptr;
        };
    }

    void
    make_house ()
    {
        g_autoptr (WattleLinkPool) links = wattle_link_pool_new (clock);
        g_autoptr (WattleStateStore) states =
            wattle_state_store_new (folder.file ("state/devices").c_str (), clock);
        g_autoptr (WattleCounters) counters =
            wattle_counters_new (folder.path ().c_str (), problems, clock);
        g_autoptr (WattleStore) store =
            wattle_store_new (folder.file ("config").c_str (), problems);
        WattleManagerParts parts = { clock, plugins, links, secrets, states, counters, problems };

        g_mkdir_with_parents (folder.file ("config/devices.d").c_str (), 0700);
        g_mkdir_with_parents (folder.file ("state").c_str (), 0700);
        wattle_store_set_state_dir (store, folder.file ("state").c_str ());
        wattle_store_load (store);
        manager = wattle_manager_new (&parts);
        outputs = wattle_outputs_new (manager, problems, folder.file ("state").c_str ());
        wattle_outputs_start (outputs);
        WattleAdminParts house = { store, manager, plugins, secrets, problems };
        admin = wattle_admin_new (&house);
        g_signal_connect_swapped (admin, "devices-changed",
                                  G_CALLBACK (+[] (BridgeHouse *self) { self->configure (); }),
                                  this);
    }

    // As the daemon does.
    void
    configure ()
    {
        WattleStore *store = wattle_admin_get_parts (admin)->store;

        if (hass != nullptr && wattle_store_get_ids (store) != nullptr)
            wattle_hass_set_configured (hass, wattle_store_get_ids (store));
    }

    void
    make_hass ()
    {
        std::string journal = folder.file ("topics.jsonl");
        std::string will = instance + "/bridge/state";
        WattleMqttSettings mqtt = { "127.0.0.1", broker.port (), instance.c_str (),
                                    nullptr,     nullptr,        will.c_str () };
        WattleHassSettings settings = { instance.c_str (), nullptr, prefix.c_str (),
                                        "0.1.0",           -1,      journal.c_str () };

        client = wattle_mqtt_client_new (&mqtt, life);
        hass = wattle_hass_new (&settings, manager, outputs, client, problems, clock);
        wattle_hass_start (hass);
    }

    void
    make_bridge (WattleBridgeMode mode)
    {
        WattleBridgeSettings settings = {
            instance.c_str (), "0.1.0", mode, { get_level, set_level }, 0,
        };

        if (mode == WATTLE_BRIDGE_OFF) {
            wattle_hass_set_bridge_topics (hass, nullptr);
            return;
        }
        bridge = wattle_bridge_new (&settings, admin, outputs, client, hass, clock);
        wattle_bridge_start (bridge);
    }

    void
    start (WattleBridgeMode mode)
    {
        make_house ();
        make_hass ();
        make_bridge (mode);
        wattle_mqtt_client_start (client);
        wattle_admin_start (admin);
        settle_down ();
    }

    // Until nothing is left to say for now.
    void
    settle_down ()
    {
        listener->hear_all (client);
        advance (6000);
    }

    // As the service manager does.
    void
    end ()
    {
        if (bridge != nullptr)
            wattle_bridge_stop (bridge);
        if (hass != nullptr && listener != nullptr) {
            wattle_hass_stop (hass);
            listener->hear_all (client);
        }
        g_clear_object (&bridge);
        g_clear_object (&hass);
        g_clear_object (&client);
        if (admin != nullptr)
            g_signal_handlers_disconnect_by_data (admin, this);
        g_clear_object (&admin);
        if (outputs != nullptr)
            wattle_outputs_stop (outputs);
        g_clear_object (&outputs);
        g_clear_object (&manager);
        settle ();
    }

    void
    advance (int milliseconds)
    {
        wattle_clock_advance (clock, milliseconds * G_TIME_SPAN_MILLISECOND);
        listener->hear_all (client);
    }

    static const char *
    get_level ()
    {
        return log_level.c_str ();
    }

    static gboolean
    set_level (const char *name, GError **error)
    {
        if (std::set<std::string> ({ "warning", "message", "debug" }).count (name) == 0) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "no such level");
            return FALSE;
        }
        log_level = name;
        return TRUE;
    }

    // A device in a file of the administrator.
    void
    write_device (const std::string &id, const std::string &more = "")
    {
        folder.write ("config/devices.d/" + id + ".conf",
                      "[Device]\nDriver=test\nModel=gateway\n" + more);
    }

    std::string
    topic (const std::string &name)
    {
        return instance + "/bridge/" + name;
    }

    // The answer to a request.
    std::string
    ask (const std::string &name, const std::string &payload = "{}")
    {
        std::string answers = topic ("response/" + name);
        int before = listener->probe.count (answers);

        listener->probe.publish (topic ("request/" + name), payload);
        EXPECT_TRUE (spin ([&] { return listener->probe.count (answers) > before; })) << name;
        return listener->last (answers);
    }

    // Its data, or the error.
    std::string
    data_of (const std::string &name, const std::string &payload = "{}")
    {
        return data_in (ask (name, payload));
    }

    static std::string
    data_in (const std::string &answer)
    {
        g_autoptr (JsonObject) root = wattle_json_parse_object (answer.c_str (), -1, nullptr);

        if (root == nullptr)
            return "no object: " + answer;
        if (g_strcmp0 (wattle_json_peek_string (root, "status"), "ok") != 0)
            return std::string ("error: ") + wattle_json_peek_string (root, "error");
        g_autofree char *text = json_to_string (json_object_get_member (root, "data"), FALSE);
        return text;
    }

    // What the broker keeps below the bridge.
    std::set<std::string>
    kept (const std::string &of)
    {
        Listener late (broker.port ());
        std::set<std::string> found;

        late.hear_all (client);
        for (const MqttMessage &message : late.probe.messages ())
            if (message.retained && message.topic.rfind (of, 0) == 0)
                found.insert (message.topic);
        return found;
    }

    TempDir folder;
    MqttBroker broker;
    std::string instance = "wattle";
    std::string prefix = "homeassistant";
    WattleClock *life = wattle_clock_new (1);
    WattleClock *clock = wattle_clock_new_manual (1700000000000000);
    WattleProblems *problems = wattle_problems_new (clock);
    WattlePlugins *plugins = wattle_plugins_new (problems);
    WattleSecrets *secrets = wattle_secrets_new (folder.file ("state").c_str (), nullptr);
    WattleManager *manager = nullptr;
    WattleOutputs *outputs = nullptr;
    WattleAdmin *admin = nullptr;
    WattleMqttClient *client = nullptr;
    WattleHass *hass = nullptr;
    WattleBridge *bridge = nullptr;
    std::unique_ptr<Listener> listener;
};

} // namespace wattle_test
