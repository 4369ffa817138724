// SPDX-License-Identifier: LGPL-2.1-or-later
// The plugin as it is built, the host's own engine, and an emulated bus: every definition is read,
// and everything that can go wrong on a bus does.
#include <cmath>

#include "modbus-bus.h"
#include "plugins/plugin-house.h"

using namespace wattle_test;

namespace
{

const char *const DEFINITIONS[] = {
    "chint-dtsu666",       "chint-dtsu666-2016",        "eastron-sdm120",
    "eastron-sdm230",      "eastron-sdm630-v2",         "eastron-sdm72d-m-v1",
    "eastron-sdm72d-m-v2", "fronius-gen24-meter-float", "fronius-gen24-meter-int-sf",
};

class ModbusMeter : public PluginHouse
{
  protected:
    ModbusMeter ()
    {
        g_setenv ("WATTLE_DATA_DIR", WATTLE_DATA, TRUE);
        wattle_plugins_add_path (plugins, GOOD_PLUGINS);
        wattle_plugins_set_python_on_demand (plugins, TRUE);
        wattle_plugins_load (plugins);
        g_mkdir (dir.file ("state").c_str (), 0700);
        make_manager ();
    }

    ~ModbusMeter () override
    {
        g_clear_object (&manager);
        settle ();
        g_clear_object (&bus);
        g_unsetenv ("WATTLE_DATA_DIR");
    }

    void
    open (bool rtu = false)
    {
        bus = modbus_bus_new ();
        modbus_bus_set_time (bus, 1000);
        ASSERT_TRUE (modbus_bus_listen (bus, "127.0.0.1", 0, rtu, nullptr));
        scheme = rtu ? "modbus+rtu-over-tcp" : "modbus+tcp";
    }

    static std::string
    path (const std::string &model)
    {
        return std::string (WATTLE_DATA "/meters/") + model + ".json";
    }

    void
    add (const std::string &model, guint8 unit = 1, const char *id = "meter")
    {
        std::string uri = scheme + "://127.0.0.1:" + std::to_string (modbus_bus_get_port (bus));
        g_autoptr (WattleDeviceConfig) config = wattle_device_config_new (id, "test.conf");
        g_autoptr (GError) error = nullptr;

        ASSERT_TRUE (modbus_bus_add_unit (bus, unit, path (model).c_str (), &error))
            << error->message;
        config->driver = g_strdup ("modbus-meter");
        config->model = g_strdup (model.c_str ());
        config->uris[WATTLE_LINK_MODBUS] = g_strdup (uri.c_str ());
        g_ptr_array_add (config->options, g_strdup ("Unit"));
        g_ptr_array_add (config->options, g_strdup (std::to_string (unit).c_str ()));
        ASSERT_TRUE (wattle_manager_add (manager, config)) << problem (id);
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

    bool
    becomes (const char *wanted, const char *id = "meter")
    {
        return pass ([&] { return state (id) == wanted; });
    }

    WattleEntity *
    entity (const char *key, const char *id = "meter")
    {
        return wattle_device_find_entity (
            wattle_runner_get_device (wattle_manager_find (manager, id)), key);
    }

    // Of everything that a definition names, by the emulator's own reading of it.
    void
    expect_all (const std::string &model, guint8 unit = 1, const char *id = "meter")
    {
        g_autoptr (JsonParser) parser = json_parser_new ();

        ASSERT_TRUE (json_parser_load_from_file (parser, path (model).c_str (), nullptr));
        JsonArray *points = json_object_get_array_member (
            json_node_get_object (json_parser_get_root (parser)), "points");
        WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, id));

        ASSERT_EQ (wattle_device_get_n_entities (device), json_array_get_length (points));
        for (guint i = 0; i < json_array_get_length (points); i++) {
            JsonObject *point = json_array_get_object_element (points, i);
            WattleEntity *read = wattle_device_get_entity (device, i);
            double wanted = modbus_bus_get_value (
                bus, unit, (guint)json_object_get_int_member (point, "function"),
                (guint)json_object_get_int_member (point, "address"));
            // What registers hold is rounded: floats to 24 bits, integers to their scale.
            double scale = json_object_get_double_member_with_default (point, "scale", 1);
            double rounding = std::fabs (wanted) * 1e-6 + scale;

            ASSERT_TRUE (pass ([&] { return wattle_entity_has_value (read); }))
                << model << " " << wattle_entity_get_key (read);
            EXPECT_NEAR (wattle_entity_get_number (read), wanted, rounding)
                << model << " " << wattle_entity_get_key (read);
        }
    }

    ModbusBus *bus = nullptr;
    std::string scheme;
};

} // namespace

TEST_F (ModbusMeter, HasADriverForEveryDefinition)
{
    ASSERT_TRUE (has_driver ("modbus-meter"));
    for (const char *model : DEFINITIONS)
        EXPECT_TRUE (
            wattle_catalog_has_model (wattle_plugins_get_catalog (plugins, "modbus-meter"), model))
            << model;
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (ModbusMeter, ReadsEveryDefinitionOverTcp)
{
    guint8 unit = 1;

    open ();
    for (const char *model : DEFINITIONS) {
        std::string id = "meter_" + std::to_string (unit);

        add (model, unit, id.c_str ());
        ASSERT_TRUE (becomes ("online", id.c_str ())) << model << ": " << error (id.c_str ());
        expect_all (model, unit, id.c_str ());
        unit++;
    }
}

TEST_F (ModbusMeter, ReadsEveryDefinitionWithFramesOfASerialLine)
{
    guint8 unit = 1;

    open (true);
    for (const char *model : DEFINITIONS) {
        std::string id = "meter_" + std::to_string (unit);

        add (model, unit, id.c_str ());
        ASSERT_TRUE (becomes ("online", id.c_str ())) << model << ": " << error (id.c_str ());
        expect_all (model, unit, id.c_str ());
        unit++;
    }
}

TEST_F (ModbusMeter, FindsOutWhichHolesItMayNotReadAndRemembersThem)
{
    open ();
    modbus_bus_set_strict (bus, TRUE);
    add ("eastron-sdm72d-m-v2");
    ASSERT_TRUE (becomes ("online"));
    expect_all ("eastron-sdm72d-m-v2");

    // Each cycle has the same number of requests from now on.
    guint before = modbus_bus_get_n_requests (bus);
    ASSERT_TRUE (pass ([&] { return modbus_bus_get_n_requests (bus) > before + 20; }));
    expect_all ("eastron-sdm72d-m-v2");
    EXPECT_EQ (state ("meter"), "online");
}

TEST_F (ModbusMeter, IsOfflineWhileItsUnitIsSilentAndNobodyElseIs)
{
    open ();
    add ("eastron-sdm120", 1, "one");
    add ("eastron-sdm230", 2, "two");
    ASSERT_TRUE (becomes ("online", "one"));
    ASSERT_TRUE (becomes ("online", "two"));
    modbus_bus_set_fault (bus, MODBUS_BUS_SILENT, 1, 0);
    ASSERT_TRUE (becomes ("offline", "one"));
    EXPECT_EQ (state ("two"), "online");
    WattleEntity *read = entity ("active_power", "one");
    ASSERT_NE (read, nullptr);
    EXPECT_FALSE (wattle_entity_has_value (read) &&
                  wattle_entity_get_quality (read) == WATTLE_QUALITY_GOOD);
    modbus_bus_set_fault (bus, MODBUS_BUS_FINE, 0, 0);
    EXPECT_TRUE (becomes ("online", "one"));
}

// Whatever a bus does to one answer, the next cycle is right, and no value is ever another's.
TEST_F (ModbusMeter, BelievesNothingThatIsWrong)
{
    const ModbusBusFault faults[] = {
        MODBUS_BUS_SILENT,    MODBUS_BUS_TRANSACTION, MODBUS_BUS_UNIT,
        MODBUS_BUS_TRUNCATED, MODBUS_BUS_COUNT,       MODBUS_BUS_CRC,
        MODBUS_BUS_CLOSE,     MODBUS_BUS_LATE,        MODBUS_BUS_BUSY,
    };

    for (bool rtu : { false, true }) {
        open (rtu);
        add ("eastron-sdm72d-m-v1", 1, rtu ? "rtu" : "tcp");
        const char *id = rtu ? "rtu" : "tcp";
        ASSERT_TRUE (becomes ("online", id));
        double power = modbus_bus_get_value (bus, 1, 4, 52);
        for (ModbusBusFault fault : faults) {
            guint before = modbus_bus_get_n_requests (bus);

            modbus_bus_set_fault (bus, fault, 1, 1);
            ASSERT_TRUE (pass ([&] {
                WattleEntity *read = entity ("active_power", id);

                EXPECT_TRUE (!wattle_entity_has_value (read) ||
                             std::fabs (wattle_entity_get_number (read) - power) < 0.01)
                    << fault;
                return modbus_bus_get_n_requests (bus) > before + 6;
            })) << fault;
            ASSERT_TRUE (becomes ("online", id)) << fault << error (id);
        }
        wattle_manager_remove (manager, id, TRUE);
        settle ();
        g_clear_object (&bus);
    }
}

TEST_F (ModbusMeter, TellsADamagedDefinitionByItsPlace)
{
    dir.write ("data/meters/good.json",
               R"({"format":2,"id":"good","manufacturer":"A","model":"B","source":"C","limits":{},
                   "points":[{"quantity":"voltage","function":3,"address":0,"type":"uint16"}]})");
    dir.write ("data/meters/bad.json",
               R"({"format":2,"id":"bad","manufacturer":"A","model":"B","source":"C","limits":{},
                   "points":[{"quantity":"voltage","function":3,"address":0,"type":"uint17"}]})");
    dir.write ("data/meters/name.json", "[]");
    g_setenv ("WATTLE_DATA_DIR", dir.file ("data").c_str (), TRUE);
    renew ();
    wattle_plugins_add_path (plugins, GOOD_PLUGINS);
    wattle_plugins_set_python_on_demand (plugins, TRUE);
    wattle_plugins_load (plugins);

    EXPECT_TRUE (
        wattle_catalog_has_model (wattle_plugins_get_catalog (plugins, "modbus-meter"), "good"));
    ASSERT_EQ (wattle_problems_get_count (problems), 2u);
    std::string all;
    for (guint i = 0; i < 2; i++)
        all += std::string (wattle_problems_get (problems, i)->message) + "\n";
    EXPECT_NE (all.find ("bad.json: points[0]: type: “uint17” is unknown; allowed are uint16"),
               std::string::npos)
        << all;
    EXPECT_NE (all.find ("name.json: JSON: the root is not an object"), std::string::npos) << all;
}
