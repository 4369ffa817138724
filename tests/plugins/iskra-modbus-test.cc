// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin as it is built, the host's own engine, and an emulated gateway that is asked by
// Modbus: it shows what it shows by HTTP, and a switch moves.
#include <cmath>
#include <map>
#include <set>

#include "iskra-sg.h"
#include "plugins/plugin-house.h"
#include "support/log-capture.h"

using namespace wattle_test;

namespace
{

const char *const GRID = "iskra_sg_i0026113";
const char *const PUMP = "iskra_sg_w4183307";
const char *const SOLAR = "iskra_sg_mc031877";
const char *const OFFICE = "iskra_sg_w1120459";
const char *const BOILER = "iskra_sg_bi010254";
const char *const STORAGE = "sg_ir_bicom";

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

struct Outcome {
    bool done = false;
    std::string error;
};

// Time passes by itself, but stands still in the house: what is read twice is the same.
class IskraModbus : public PluginHouse
{
  protected:
    IskraModbus () : PluginHouse (wattle_clock_new (1))
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

    ~IskraModbus () override
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

    // Everything that is there once these are, and once counters have come, which are last.
    std::map<std::string, Device>
    show_all ()
    {
        std::map<std::string, Device> all;

        for (const char *id : { "sg", GRID, PUMP, SOLAR, OFFICE, BOILER, STORAGE }) {
            EXPECT_TRUE (wait_for (id, "online")) << id << ": " << error (id);
            EXPECT_TRUE (spin ([&] {
                Device device = show (id);
                bool is_meter = device.count ("frequency") > 0;

                return !is_meter || device.count ("energy_import") > 0;
            })) << id;
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

        wattle_runner_act (
            wattle_manager_find (manager, id), command,
            [] (const GError *error, gpointer data) {
                auto *told = (Outcome *)data;

                told->done = true;
                told->error = error != nullptr ? error->message : "";
            },
            &outcome);
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

// What only one of the ways tells.
const std::set<std::string> ONLY_BY_HTTP = { "active_tariff", "app_status", "upgrade_status" };

void
expect_same (const std::string &place, const Shown &rest, const Shown &registers)
{
    EXPECT_EQ (rest.name, registers.name) << place;
    EXPECT_EQ (rest.quantity, registers.quantity) << place;
    EXPECT_EQ (rest.direction, registers.direction) << place;
    EXPECT_EQ (rest.phase, registers.phase) << place;
    EXPECT_EQ (rest.counter, registers.counter) << place;
    EXPECT_EQ (rest.flags, registers.flags) << place;
    if (place.find ("link_") != std::string::npos) // one that is off says so by HTTP only
        return;
    EXPECT_EQ (rest.has_value, registers.has_value) << place;
    EXPECT_EQ (rest.is_number, registers.is_number) << place;
    if (rest.is_number) {
        EXPECT_NEAR (rest.number, registers.number, 0.006 + std::fabs (rest.number) * 1e-6)
            << place;
    } else if (place != "sg started") { // by a clock that goes on
        EXPECT_EQ (rest.text, registers.text) << place;
    }
}

} // namespace

TEST_F (IskraModbus, ShowsWhatItShowsByHttp)
{
    iskra_sg_add_meter (gateway, 2, ISKRA_SG_METER_MC774);
    iskra_sg_add_meter (gateway, 5, ISKRA_SG_METER_WM1_6);
    add ("sg", "gateway", http (), "");
    std::map<std::string, Device> rest = show_all ();
    EXPECT_EQ (iskra_sg_get_modbus_questions (gateway), 0u);
    wattle_manager_remove (manager, "sg", TRUE);
    settle ();

    guint before = iskra_sg_get_requests (gateway);
    add_by_modbus ();
    std::map<std::string, Device> registers = show_all ();
    EXPECT_EQ (iskra_sg_get_requests (gateway), before);

    for (const auto &[id, device] : rest)
        for (const auto &[key, entity] : device) {
            if (id == "sg" && ONLY_BY_HTTP.count (key) > 0)
                continue;
            ASSERT_EQ (registers[id].count (key), 1u) << id << " " << key;
            expect_same (id + " " + key, entity, registers[id][key]);
        }
    EXPECT_GT (rest[GRID].size (), 80u);
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 0u);
}

TEST_F (IskraModbus, NamesPartsAsByHttp)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);

    WattleDevice *grid = wattle_runner_get_device (wattle_manager_find (manager, GRID));
    EXPECT_STREQ (wattle_device_get_model (grid), "IE38MD");
    EXPECT_STREQ (wattle_device_get_serial (grid), "I0026113");
    EXPECT_STREQ (wattle_device_get_version (grid), "1.32");
    EXPECT_STREQ (wattle_device_get_label (grid), "Grid meter");
    WattleDevice *sg = wattle_runner_get_device (wattle_manager_find (manager, "sg"));
    EXPECT_STREQ (wattle_device_get_model (sg), "SG-E1");
    EXPECT_STREQ (wattle_device_get_serial (sg), "IS004217");
    EXPECT_STREQ (wattle_device_get_version (sg), "2.09");
    EXPECT_STREQ (wattle_device_get_label (sg), "Energy gateway");
    EXPECT_STREQ (wattle_device_get_mac (sg), "a8:03:2a:5d:10:7c");
}

TEST_F (IskraModbus, ShowsFifteenMinutesAndBlocksOfAMeterThatHasThem)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    ASSERT_TRUE (spin ([&] { return show (GRID).count ("active_block") > 0; }));

    Device grid = show (GRID);
    EXPECT_EQ (grid["quarter_rest"].number, 900);
    // Both are of the quarter of an hour that began just now, or that ended.
    EXPECT_NEAR (grid["quarter_power_import"].number - grid["quarter_power_export"].number,
                 grid["active_power"].number, 20);
    EXPECT_GT (grid["quarter_power_last_export"].number, 0);
    EXPECT_EQ (grid["excess_power_this_month_b2"].number, 640);
    EXPECT_EQ (grid["peak_power_this_month_b3"].number, 4200);
    EXPECT_EQ (show (PUMP).count ("quarter_rest"), 0u);
    EXPECT_EQ (show (PUMP).count ("active_block"), 0u);
}

TEST_F (IskraModbus, HttpIsTheMainWayWhereBothAreGiven)
{
    add ("sg", "gateway", http (), modbus ());
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    EXPECT_EQ (iskra_sg_get_modbus_questions (gateway), 0u);
    EXPECT_NE (tell (BOILER, false).error.find ("by Modbus"), std::string::npos);
}

TEST_F (IskraModbus, SwitchesAndReadsBack)
{
    add_by_modbus ();
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
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 0u);
}

TEST_F (IskraModbus, ASwitchThatDoesNotObeyShowsItsTrueState)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    iskra_sg_stick_bicom (gateway, 3);
    EXPECT_EQ (tell (BOILER, false).error, "the switch was told to be off, and is on");
    EXPECT_TRUE (relay (3));
    EXPECT_EQ (shown (BOILER), "on");

    iskra_sg_mend_bicoms (gateway);
    iskra_sg_delay_bicom (gateway, 3, 600);
    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_EQ (shown (BOILER), "off");
}

TEST_F (IskraModbus, DoesNotSwitchWhatTheGatewayDoesNotControl)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (STORAGE, "online")) << error (STORAGE);
    iskra_sg_set_right_ir (gateway, FALSE);
    EXPECT_NE (tell (STORAGE, true).error.find ("its mode is 0, not 1"), std::string::npos);
    EXPECT_FALSE (relay (0));
    EXPECT_EQ (iskra_sg_get_strange_writes (gateway), 0u);
}

TEST_F (IskraModbus, ASilentMeterTakesNobodyAlong)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);
    guint before = iskra_sg_get_modbus_connections (gateway);

    iskra_sg_unplug (gateway, 1);
    wattle_runner_poll (wattle_manager_find (manager, PUMP));
    ASSERT_TRUE (spin ([&] { return state (PUMP) != "online"; }, 60000));
    EXPECT_LIKE (error (PUMP), "*Modbus unit 35: identity: nothing answers within 3 s");

    // The connection was dropped; the next question goes over a new one, and is answered.
    EXPECT_EQ (tell (BOILER, false).error, "");
    EXPECT_GT (iskra_sg_get_modbus_connections (gateway), before);
    EXPECT_EQ (state ("sg"), "online") << error ("sg");
    EXPECT_EQ (state (GRID), "online") << error (GRID);

    iskra_sg_plug (gateway, 1);
    wattle_runner_poll_all (wattle_manager_find (manager, PUMP));
    EXPECT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
}

TEST_F (IskraModbus, WhoDoesNotAnswerAtTheStartIsNotListed)
{
    iskra_sg_unplug (gateway, 0);
    add_by_modbus ();
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    EXPECT_EQ (state ("sg"), "online") << error ("sg");
    EXPECT_EQ (state (GRID), "none");

    iskra_sg_plug (gateway, 0);
    wattle_runner_poll_all (wattle_manager_find (manager, "sg"));
    EXPECT_TRUE (wait_for (GRID, "online")) << error (GRID);
}

TEST_F (IskraModbus, AMeterInThePlaceOfAnotherIsNotBelieved)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (PUMP, "online")) << error (PUMP);
    double power = value (PUMP, "active_power");

    // Another meter of the same kind, under the same address.
    iskra_sg_set_serial_offset (gateway, 1);
    wattle_runner_poll (wattle_manager_find (manager, PUMP));
    ASSERT_TRUE (spin ([&] { return error (PUMP) != ""; }));
    EXPECT_LIKE (error (PUMP), "*meter W4183308 answers in the slot of meter W4183307");
    EXPECT_EQ (value (PUMP, "active_power"), power);
}

TEST_F (IskraModbus, GoesOnWhenTheGatewayClosedTheConnection)
{
    add_by_modbus ();
    ASSERT_TRUE (wait_for (BOILER, "online")) << error (BOILER);
    ASSERT_TRUE (wait_for (GRID, "online")) << error (GRID);

    // Every connection ends, and nobody else notices.
    guint port = iskra_sg_get_modbus_port (gateway);
    guint before = iskra_sg_get_modbus_questions (gateway);
    ASSERT_TRUE (iskra_sg_start_modbus (gateway, port, nullptr));
    wattle_runner_poll_all (wattle_manager_find (manager, BOILER));
    ASSERT_TRUE (spin ([&] { return iskra_sg_get_modbus_questions (gateway) > before; }));
    settle ();
    EXPECT_EQ (state (BOILER), "online") << error (BOILER);
}

TEST_F (IskraModbus, ReadsAnInstrumentWithoutAGateway)
{
    add ("grid", "instrument", "", modbus ());
    ASSERT_TRUE (wait_for ("grid", "online")) << error ("grid");
    ASSERT_TRUE (spin ([&] { return show ("grid").count ("energy_import") > 0; }));

    WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, "grid"));
    EXPECT_STREQ (wattle_device_get_model (device), "IE38MD");
    EXPECT_STREQ (wattle_device_get_serial (device), "I0026113");
    EXPECT_NEAR (value ("grid", "voltage_l1"), 230, 5);
    EXPECT_EQ (value ("grid", "energy_import"), std::floor (value ("grid", "energy_import")));

    add ("pump", "instrument", "", modbus (), { "Unit", "35" });
    ASSERT_TRUE (wait_for ("pump", "online")) << error ("pump");
    add ("switch", "instrument", "", modbus (), { "Unit", "31" });
    EXPECT_TRUE (wait_for ("switch", "offline"));
    EXPECT_LIKE (error ("switch"), "*the registers of model “BI432” are not known*");
}

TEST_F (IskraModbus, RefusesWhatIsNoGateway)
{
    add ("sg", "gateway", "", modbus (), { "Unit", "33" });
    EXPECT_TRUE (wait_for ("sg", "offline"));
    EXPECT_LIKE (error ("sg"), "*model “IE38MD” is not a Smart Gateway*");
}
