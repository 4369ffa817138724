// SPDX-License-Identifier: LGPL-2.1-or-later
// All vectors: messages, and what has to come out of them.
#include "support.h"

using namespace smappee_test;

namespace
{

class SmappeeVector : public testing::Test
{
  protected:
    SmappeeVector ()
    {
        g_autofree char *text = g_strdup (load ("vectors/realtime_expected.json").c_str ());

        root = json_from_string (text, nullptr);
        vectors = json_node_get_array (root);
    }

    ~SmappeeVector () override
    {
        json_node_unref (root);
    }

    JsonObject *
    vector (guint i)
    {
        return json_array_get_object_element (vectors, i);
    }

    static std::string
    text (JsonObject *object, const char *member)
    {
        return json_object_get_string_member (object, member);
    }

    static std::string
    file (JsonObject *object, const char *member)
    {
        return load ("local-mqtt/" + text (object, member));
    }

    // What a vector expects of one number, in units of the host.
    static void
    expect (Part &part, JsonObject *expected, const char *member, const char *key, double scale = 1)
    {
        if (!json_object_has_member (expected, member))
            return;
        EXPECT_NEAR (part.value (key), json_object_get_double_member (expected, member) * scale,
                     1e-6 * scale)
            << member;
        checked++;
    }

    static void
    expect_list (Part &part, JsonObject *expected, const char *member, const std::string &key)
    {
        if (!json_object_has_member (expected, member))
            return;
        JsonArray *list = json_object_get_array_member (expected, member);

        for (guint i = 0; i < json_array_get_length (list); i++) {
            std::string own = key + std::to_string (i + 1);

            if (json_array_get_null_element (list, i))
                EXPECT_EQ (part.shown (own), "–") << own;
            else
                EXPECT_NEAR (part.value (own), json_array_get_double_element (list, i), 1e-6)
                    << own;
            checked++;
        }
    }

    // A load is known by the name of its power.
    static std::string
    find_load (Part &part, const std::string &name)
    {
        for (guint i = 0; i < part.n_entities (); i++) {
            WattleEntity *entity = wattle_device_get_entity (part.device, i);
            std::string key = wattle_entity_get_key (entity);

            if (key.rfind ("ct_", 0) == 0 && wattle_entity_get_name (entity) == name + " power")
                return key.substr (0, key.size () - strlen ("active_power"));
        }
        return "";
    }

    static void
    expect_loads (Part &part, JsonObject *expected)
    {
        if (!json_object_has_member (expected, "loads"))
            return;
        JsonArray *loads = json_object_get_array_member (expected, "loads");

        for (guint i = 0; i < json_array_get_length (loads); i++) {
            JsonObject *load = json_array_get_object_element (loads, i);
            std::string key = find_load (part, text (load, "name"));

            ASSERT_NE (key, "") << text (load, "name");
            expect (part, load, "power_W", (key + "active_power").c_str ());
            expect (part, load, "energy_kWh", (key + "energy_import").c_str (), 1000);
        }
    }

    void
    check_realtime (guint i)
    {
        JsonObject *expected = json_object_get_object_member (vector (i), "expected");
        Part part ("genius", { { "ServiceLocation", LOCATION.c_str () } });

        ASSERT_TRUE (part.tell ("channelConfigV2", file (vector (i), "config"), true))
            << part.message ();
        ASSERT_TRUE (part.tell ("realtime", file (vector (i), "realtime"))) << part.message ();
        expect (part, expected, "load_power_W", "load_power");
        expect (part, expected, "total_power_W", "total_power");
        expect (part, expected, "grid_power_W", "active_power");
        expect (part, expected, "solar_power_W", "solar_power");
        expect (part, expected, "grid_import_kWh", "energy_import", 1000);
        expect (part, expected, "grid_export_kWh", "energy_export", 1000);
        expect (part, expected, "solar_kWh", "solar_energy", 1000);
        expect (part, expected, "frequency_Hz", "frequency");
        expect (part, expected, "reactive_power_var", "reactive_power");
        expect_list (part, expected, "grid_current_A", "current_l");
        expect_list (part, expected, "voltage_V", "voltage_l");
        expect_loads (part, expected);
    }

    JsonNode *root;
    JsonArray *vectors;
    static guint checked;
};

guint SmappeeVector::checked;

TEST_F (SmappeeVector, RealtimeBecomesGridSolarAndLoads)
{
    guint realtimes = 0;

    checked = 0;
    for (guint i = 0; i < json_array_get_length (vectors); i++)
        if (json_object_has_member (vector (i), "realtime")) {
            SCOPED_TRACE (text (vector (i), "realtime"));
            check_realtime (i);
            realtimes++;
        }
    EXPECT_EQ (realtimes, 4u);
    EXPECT_EQ (checked, 39u);
}

TEST_F (SmappeeVector, GasAndWaterAreAddedUp)
{
    for (guint i = 0; i < json_array_get_length (vectors); i++) {
        if (!json_object_has_member (vector (i), "aggregatedGW"))
            continue;
        JsonObject *expected = json_object_get_object_member (vector (i), "expected");
        Genius part;

        ASSERT_TRUE (part.tell ("sensorConfig", file (vector (i), "sensorConfig"), true));
        ASSERT_TRUE (part.tell ("aggregatedGW", file (vector (i), "aggregatedGW")));
        checked = 0;
        expect (part, expected, "temperature_C", "sensor_3_temperature");
        expect (part, expected, "humidity_pct", "sensor_3_humidity");
        expect (part, expected, "battery_pct", "sensor_3_battery");
        expect (part, expected, "water_m3", "sensor_3_volume_1");
        expect (part, expected, "gas_m3", "sensor_3_volume_2");
        EXPECT_EQ (checked, 5u);
        EXPECT_EQ (part.name ("sensor_3_volume_1"), "Water, sensor 3");
        EXPECT_EQ (part.name ("sensor_3_volume_2"), "Gas, sensor 3");
        return;
    }
    FAIL () << "there is no such vector";
}

TEST_F (SmappeeVector, EnergyOfASwitchIsAddedUp)
{
    for (guint i = 0; i < json_array_get_length (vectors); i++) {
        if (!json_object_has_member (vector (i), "aggregatedSwitch"))
            continue;
        JsonObject *expected = json_object_get_object_member (vector (i), "expected");
        Genius part;

        ASSERT_TRUE (part.tell ("sensorConfig", load ("local-mqtt/sensorConfig.json"), true));
        ASSERT_TRUE (part.tell ("aggregatedSwitch", file (vector (i), "aggregatedSwitch")));
        checked = 0;
        expect (part, expected, "energy_Wh", "sensor_5_energy_import");
        EXPECT_EQ (checked, 1u);
        EXPECT_EQ (part.name ("sensor_5_energy_import"), "Boiler energy, of the switch");
        return;
    }
    FAIL () << "there is no such vector";
}

TEST_F (SmappeeVector, MeansOfFiveMinutes)
{
    for (guint i = 0; i < json_array_get_length (vectors); i++) {
        if (!json_object_has_member (vector (i), "aggregated"))
            continue;
        JsonObject *expected = json_object_get_object_member (vector (i), "expected");
        JsonObject *channel = json_object_get_object_member (expected, "channel0");
        Part part ("plus", { { "ServiceLocation", LOCATION.c_str () }, { "Averages", "true" } });

        ASSERT_TRUE (
            part.tell ("channelConfig", load ("local-mqtt/plus_channelConfig.json"), true));
        ASSERT_TRUE (part.tell ("aggregated", file (vector (i), "aggregated"))) << part.message ();
        checked = 0;
        expect (part, expected, "always_on_W", "always_on_power");
        expect_list (part, expected, "voltage_V", "average_voltage_l");
        expect (part, channel, "current_A", "ch_0_average_current");
        expect (part, channel, "apparent_VA", "ch_0_average_apparent");
        expect (part, channel, "reactive_var", "ch_0_average_reactive");
        expect (part, channel, "power_factor", "ch_0_average_factor");
        EXPECT_EQ (checked, 8u);
        EXPECT_NEAR (part.value ("ch_0_average_power"),
                     json_object_get_double_member (channel, "import_W") -
                         json_object_get_double_member (channel, "export_W"),
                     1e-6);
        return;
    }
    FAIL () << "there is no such vector";
}

} // namespace
