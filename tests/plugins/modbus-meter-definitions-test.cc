// SPDX-License-Identifier: LGPL-2.1-or-later
// Every definition is read from an emulated meter, in every way that there is to reach one.
#include "modbus-bus.h"
#include "modbus-meter-house.h"
#include "support/definitions.h"

using namespace wattle_test;

namespace
{

enum class Way {
    TCP,
    RTU_OVER_TCP,
    PTY
};

const char *
get_name (Way way)
{
    return way == Way::TCP ? "tcp" : way == Way::RTU_OVER_TCP ? "rtu_over_tcp" : "pty";
}

class ModbusMeter : public ModbusMeterHouse
{
  protected:
    ~ModbusMeter () override
    {
        g_clear_object (&manager);
        settle ();
        g_clear_object (&bus);
    }

    void
    open (Way way)
    {
        bus = modbus_bus_new ();
        modbus_bus_set_time (bus, 1000);
        if (way == Way::PTY) {
            ASSERT_TRUE (modbus_bus_listen_pty (bus, nullptr, nullptr));
            uri = std::string ("modbus+rtu://") + modbus_bus_get_pty (bus) + "?baud=115200";
            return;
        }
        ASSERT_TRUE (modbus_bus_listen (bus, "127.0.0.1", 0, way == Way::RTU_OVER_TCP, nullptr));
        uri = (way == Way::TCP ? "modbus+tcp://127.0.0.1:" : "modbus+rtu-over-tcp://127.0.0.1:") +
              std::to_string (modbus_bus_get_port (bus));
    }

    void
    add_unit (const std::string &model, const std::string &path, guint8 unit = 1)
    {
        g_autoptr (GError) problem = nullptr;

        ASSERT_TRUE (modbus_bus_add_unit (bus, unit, path.c_str (), &problem)) << problem->message;
        add (model, uri, { { "Unit", std::to_string (unit) } });
    }

    // Of everything that a definition names, by the emulator's own reading of it.
    void
    expect_all (const std::string &model, guint8 unit = 1)
    {
        g_autoptr (JsonParser) parser = json_parser_new ();

        ASSERT_TRUE (json_parser_load_from_file (parser, shipped (model).c_str (), nullptr));
        JsonArray *points = json_object_get_array_member (
            json_node_get_object (json_parser_get_root (parser)), "points");
        WattleDevice *device = wattle_runner_get_device (wattle_manager_find (manager, "meter"));

        ASSERT_GE (wattle_device_get_n_entities (device), json_array_get_length (points));
        for (guint i = 0; i < json_array_get_length (points); i++) {
            JsonObject *point = json_array_get_object_element (points, i);
            const char *key = wattle_entity_get_key (wattle_device_get_entity (device, i));
            double wanted = modbus_bus_get_value (
                bus, unit, (guint)json_object_get_int_member (point, "function"),
                (guint)json_object_get_int_member (point, "address"));
            // A power factor that cannot be one is in percent, in SunSpec models.
            if (json_object_has_member (json_node_get_object (json_parser_get_root (parser)),
                                        "sunspec") &&
                g_str_has_prefix (key, "power_factor") && wanted > 1.5)
                wanted /= 100;
            // What registers hold is rounded: floats to 24 bits, integers to their scale.
            double scale = json_object_get_double_member_with_default (point, "scale", 1);
            double rounding = std::fabs (wanted) * 1e-6 + scale;

            ASSERT_TRUE (spin ([&] { return std::fabs (shown (key) - wanted) <= rounding; }))
                << model << " " << key << " shows " << shown (key) << " instead of " << wanted;
        }
    }

    ModbusBus *bus = nullptr;
    std::string uri;
};

class ModbusMeterDefinition : public ModbusMeter,
                              public testing::WithParamInterface<std::tuple<Way, const char *>>
{
};

} // namespace

TEST_P (ModbusMeterDefinition, IsRead)
{
    const char *model = std::get<1> (GetParam ());

    open (std::get<0> (GetParam ()));
    add_unit (model, shipped (model), 7);
    ASSERT_TRUE (becomes ("online")) << error ("meter");
    expect_all (model, 7);
    EXPECT_EQ (state ("meter"), "online");
}

INSTANTIATE_TEST_SUITE_P (Shipped,
                          ModbusMeterDefinition,
                          testing::Combine (testing::Values (Way::TCP, Way::RTU_OVER_TCP, Way::PTY),
                                            testing::ValuesIn (MODBUS_DEFINITIONS)),
                          [] (const auto &parameters) {
                              std::string name = std::get<1> (parameters.param);

                              std::replace (name.begin (), name.end (), '-', '_');
                              return name + "_" + get_name (std::get<0> (parameters.param));
                          });

TEST_F (ModbusMeter, HasADriverForEveryDefinition)
{
    WattleCatalog *catalog = wattle_plugins_get_catalog (plugins, "modbus-meter");

    ASSERT_TRUE (has_driver ("modbus-meter"));
    for (const char *model : MODBUS_DEFINITIONS) {
        EXPECT_TRUE (wattle_catalog_has_model (catalog, model)) << model;
        EXPECT_EQ (wattle_catalog_get_link_kinds (catalog, model), 1u << WATTLE_LINK_MODBUS);
    }
    EXPECT_STREQ (wattle_catalog_get_serial_line (catalog, "eastron-sdm120"),
                  "baud=2400&parity=none&stop=1");
    EXPECT_STREQ (wattle_catalog_get_serial_line (catalog, "fronius-solar-api-v1"), nullptr);
    EXPECT_EQ (wattle_catalog_get_link_kinds (catalog, "fronius-solar-api-v1"),
               1u << WATTLE_LINK_HTTP);
    EXPECT_EQ (wattle_problems_get_count (problems), 0u);
}

TEST_F (ModbusMeter, FindsOutWhichHolesItMayNotRead)
{
    std::string path = hurry ("eastron-sdm72d-m-v2");

    use_own ();
    open (Way::TCP);
    modbus_bus_set_strict (bus, TRUE);
    add_unit ("eastron-sdm72d-m-v2", path);
    ASSERT_TRUE (becomes ("online")) << error ("meter");
    expect_all ("eastron-sdm72d-m-v2");
}

TEST_F (ModbusMeter, IsOfflineWhileItsUnitIsSilentAndNobodyElseIs)
{
    std::string one = hurry ("eastron-sdm120", 400);
    std::string two = hurry ("eastron-sdm230");

    use_own ();
    open (Way::TCP);
    ASSERT_TRUE (modbus_bus_add_unit (bus, 1, one.c_str (), nullptr));
    ASSERT_TRUE (modbus_bus_add_unit (bus, 2, two.c_str (), nullptr));
    add ("eastron-sdm120", uri, { { "Unit", "1" } }, "one");
    add ("eastron-sdm230", uri, { { "Unit", "2" } }, "two");
    ASSERT_TRUE (becomes ("online", "one"));
    ASSERT_TRUE (becomes ("online", "two"));

    modbus_bus_set_fault (bus, MODBUS_BUS_SILENT, 1, 0);
    ASSERT_TRUE (becomes ("offline", "one"));
    EXPECT_TRUE (lacks ("active_power", "one"));
    EXPECT_EQ (state ("two"), "online");
    EXPECT_FALSE (std::isnan (shown ("active_power", "two")));

    modbus_bus_set_fault (bus, MODBUS_BUS_FINE, 0, 0);
    EXPECT_TRUE (becomes ("online", "one"));
    EXPECT_TRUE (spin ([&] { return !std::isnan (shown ("active_power", "one")); }));
}

TEST_F (ModbusMeter, TellsADamagedDefinitionByItsPlace)
{
    define ("good", R"({"quantity": "voltage", "function": 3, "address": 0, "type": "uint16"})");
    define ("bad", R"({"quantity": "voltage", "function": 3, "address": 0, "type": "uint17"})");
    dir.write ("data/meters/name.json", "[]");
    use (dir.file ("data"));

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
