// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin as it is built, the host's own engine, and an emulated gateway that is asked by
// Modbus.
#pragma once

#include <map>

#include "iskra-sg.h"
#include "plugins/plugin-house.h"
#include "support/log-capture.h"

namespace wattle_test
{

inline const char *const GRID = "iskra_sg_i0026113";
inline const char *const PUMP = "iskra_sg_w4183307";
inline const char *const SOLAR = "iskra_sg_mc031877";
inline const char *const OFFICE = "iskra_sg_w1120459";
inline const char *const BOILER = "iskra_sg_bi010254";
inline const char *const STORAGE = "sg_ir_bicom";

// An entity, and what was read.
struct Shown {
    std::string name;
    WattleQuantity quantity;
    WattleDirection direction;
    guint phase;
    WattleCounterKind counter;
    WattleEntityFlags flags;
    bool has_value;
    bool is_number;
    double number;
    std::string text;
};

using Device = std::map<std::string, Shown>;

// Time passes by itself, but stands still in the house: what is read twice is the same.
class IskraModbusHouse : public PluginHouse
{
  protected:
    IskraModbusHouse () : PluginHouse (wattle_clock_new (1))
    {
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        g_mkdir (dir.file ("state").c_str (), 0700);
        make_manager ();
        gateway = iskra_sg_new (house_clock);
        iskra_sg_set_pace_clock (gateway, clock);
        EXPECT_TRUE (iskra_sg_start (gateway, "127.0.0.1", 0, nullptr));
        EXPECT_TRUE (iskra_sg_start_modbus (gateway, 0, nullptr));
    }

    ~IskraModbusHouse () override
    {
        g_clear_object (&manager);
        settle ();
        g_clear_object (&gateway);
        g_object_unref (house_clock);
    }

    std::string
    http ()
    {
        return iskra_sg_get_uri (gateway);
    }

    std::string
    modbus ()
    {
        return "modbus+tcp://127.0.0.1:" + std::to_string (iskra_sg_get_modbus_port (gateway));
    }

    void
    add (const char *id,
         const char *model,
         const std::string &http_uri,
         const std::string &modbus_uri,
         const std::vector<const char *> &options = {})
    {
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (id, "test.conf");

        for (const char *text : options)
            g_ptr_array_add (config->options, g_strdup (text));
        config->driver = g_strdup ("iskra-sg");
        config->model = g_strdup (model);
        config->interval_ms = 10000;
        if (!http_uri.empty ())
            config->uris[WATTLE_LINK_HTTP] = g_strdup (http_uri.c_str ());
        if (!modbus_uri.empty ())
            config->uris[WATTLE_LINK_MODBUS] = g_strdup (modbus_uri.c_str ());
        ASSERT_TRUE (wattle_manager_add (manager, config)) << problem (id);
    }

    void
    add_by_modbus ()
    {
        add ("sg", "gateway", "", modbus ());
    }

    bool
    wait_for (const char *id, const char *wanted)
    {
        return spin ([&] { return state (id) == wanted; }, 60000);
    }

    static Shown
    show (WattleEntity *entity)
    {
        bool number = wattle_entity_get_value_type (entity) == WATTLE_VALUE_NUMBER;
        g_autofree char *text = wattle_entity_dup_display (entity);
        const WattleEntitySpec *spec = wattle_entity_get_spec (entity);
        const char *name = wattle_entity_get_name (entity);

        return { name != nullptr ? name : "",
                 wattle_entity_get_quantity (entity),
                 spec->direction,
                 spec->phase,
                 wattle_entity_get_counter (entity),
                 wattle_entity_get_flags (entity),
                 (bool)wattle_entity_has_value (entity),
                 number,
                 number ? wattle_entity_get_number (entity) : 0,
                 text != nullptr ? text : "" };
    }

    Device
    show (const char *id)
    {
        WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, id));
        Device shown;

        for (guint i = 0; i < wattle_device_get_n_entities (device); i++) {
            WattleEntity *entity = wattle_device_get_entity (device, i);

            shown[wattle_entity_get_key (entity)] = show (entity);
        }
        return shown;
    }

    // Counters come last, and have no value before they are on disk.
    bool
    has_counters (const char *id)
    {
        Device device = show (id);
        bool is_meter = device.count ("frequency") > 0;

        for (const auto &[key, entity] : device)
            if (entity.counter != WATTLE_COUNTER_NONE && !entity.has_value)
                return false;
        return !is_meter || device.count ("energy_import") > 0;
    }

    // Everything that is there once these are.
    std::map<std::string, Device>
    show_all ()
    {
        std::map<std::string, Device> all;

        for (const char *id : { "sg", GRID, PUMP, SOLAR, OFFICE, BOILER, STORAGE }) {
            EXPECT_TRUE (wait_for (id, "online")) << id << ": " << error (id);
            EXPECT_TRUE (spin ([&] { return has_counters (id); })) << id;
            all[id] = show (id);
        }
        return all;
    }

    std::string
    shown (const char *id, const char *key = "output_1")
    {
        WattleRunner *runner = wattle_manager_find (manager, id);

        return runner != nullptr ? show (id)[key].text : "none";
    }

    Outcome
    tell (const char *id, bool on)
    {
        g_autoptr (WattleCommand) command = wattle_command_new_boolean ("output_1", on);
        Outcome outcome;

        act (id, command, outcome);
        EXPECT_TRUE (spin ([&] { return outcome.done; }, 60000));
        return outcome;
    }

    bool
    relay (guint slot)
    {
        const IskraSgRelays *relays = iskra_sg_house_get_relays (iskra_sg_get_house (gateway));

        return slot == 0 ? relays->storage : relays->boiler;
    }

    LogCapture log;
    WattleClock *house_clock =
        wattle_clock_new_manual (G_GINT64_CONSTANT (1780315200) * G_TIME_SPAN_SECOND);
    IskraSg *gateway;
};

} // namespace wattle_test
