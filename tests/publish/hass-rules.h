// SPDX-License-Identifier: LGPL-2.1-or-later
// What Home Assistant 2026.4 demands of a device discovery message (components/mqtt/schemas.py,
// components/mqtt/sensor.py, components/sensor/const.py), restated as checks.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "base/wattle-json.h"

namespace wattle_test
{

using Words = std::set<std::string>;

struct SensorClass {
    Words units;
    Words state_classes;
};

// Only what exists from 2024.11 on.
inline const std::map<std::string, SensorClass> sensor_classes = {
    { "energy", { { "Wh", "kWh", "MWh" }, { "total", "total_increasing" } } },
    { "power", { { "W", "kW" }, { "measurement" } } },
    { "apparent_power", { { "VA" }, { "measurement" } } },
    { "reactive_power", { { "var", "kvar" }, { "measurement" } } },
    { "voltage", { { "V", "mV" }, { "measurement" } } },
    { "current", { { "A", "mA" }, { "measurement" } } },
    { "frequency", { { "Hz", "kHz" }, { "measurement" } } },
    { "power_factor", { { "", "%" }, { "measurement" } } },
    { "temperature", { { "°C", "°F", "K" }, { "measurement" } } },
    { "humidity", { { "%" }, { "measurement" } } },
    { "atmospheric_pressure", { { "hPa", "mbar", "bar" }, { "measurement" } } },
    { "carbon_dioxide", { { "ppm" }, { "measurement" } } },
    { "pm1", { { "µg/m³" }, { "measurement" } } },
    { "pm25", { { "µg/m³" }, { "measurement" } } },
    { "pm10", { { "µg/m³" }, { "measurement" } } },
    { "volume", { { "L", "m³" }, { "total", "total_increasing" } } },
    { "gas", { { "m³" }, { "total", "total_increasing" } } },
    { "water", { { "L", "m³" }, { "total", "total_increasing" } } },
    { "duration",
      { { "d", "h", "min", "s", "ms" }, { "measurement", "total_increasing", "total" } } },
    { "signal_strength", { { "dB", "dBm" }, { "measurement" } } },
    { "timestamp", { { "" }, { "" } } },
    { "enum", { { "" }, { "" } } },
};

inline const Words root_keys = {
    "device", "origin", "components", "availability", "availability_mode", "state_topic"
};
inline const Words device_keys = { "identifiers",  "connections",    "name",
                                   "manufacturer", "model",          "model_id",
                                   "sw_version",   "hw_version",     "serial_number",
                                   "via_device",   "suggested_area", "configuration_url" };
inline const Words component_keys = { "platform",
                                      "unique_id",
                                      "default_entity_id",
                                      "name",
                                      "device_class",
                                      "unit_of_measurement",
                                      "state_class",
                                      "suggested_display_precision",
                                      "value_template",
                                      "entity_category",
                                      "enabled_by_default",
                                      "options",
                                      "command_topic",
                                      "payload_press",
                                      "json_attributes_topic",
                                      "json_attributes_template",
                                      "min",
                                      "max",
                                      "step" };
inline const Words binary_classes = { "", "connectivity", "problem" };
inline const Words commanded = { "button", "switch", "number", "select" };
inline const Words button_classes = { "", "identify", "restart", "update" };

inline void
expect_json (JsonNode *node, const char *expected)
{
    g_autoptr (JsonNode) wanted = json_from_string (expected, nullptr);
    g_autofree char *text = json_to_string (node, FALSE);

    ASSERT_NE (wanted, nullptr) << expected;
    EXPECT_TRUE (json_node_equal (node, wanted)) << text;
}

inline void
expect_json (JsonObject *object, const char *expected)
{
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

    json_node_set_object (node, object);
    expect_json (node, expected);
}

inline void
expect_json (JsonArray *array, const char *expected)
{
    g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

    json_node_set_array (node, array);
    expect_json (node, expected);
}

inline std::string
text_of (JsonObject *object, const char *member)
{
    const char *text = wattle_json_peek_string (object, member);

    return text != nullptr ? text : "";
}

inline void
check_members (JsonObject *object, const Words &allowed)
{
    g_autoptr (GList) members = json_object_get_members (object);

    for (GList *item = members; item != nullptr; item = item->next)
        EXPECT_EQ (allowed.count ((const char *)item->data), 1u) << (const char *)item->data;
}

inline void
check_topic (const std::string &topic)
{
    EXPECT_FALSE (topic.empty ());
    EXPECT_EQ (topic.find_first_of ("+# \n"), std::string::npos) << topic;
}

inline void
check_sensor (const std::string &key, JsonObject *component)
{
    std::string name = text_of (component, "device_class");
    std::string unit = text_of (component, "unit_of_measurement");
    std::string state_class = text_of (component, "state_class");

    EXPECT_EQ (state_class == "measurement_angle", unit == "°") << key;
    EXPECT_EQ (json_object_has_member (component, "options"), name == "enum") << key;
    if (name == "enum" || name == "timestamp") {
        EXPECT_FALSE (json_object_has_member (component, "suggested_display_precision")) << key;
    }
    if (name.empty ())
        return;

    auto row = sensor_classes.find (name);
    ASSERT_NE (row, sensor_classes.end ()) << key << ": " << name;
    EXPECT_EQ (row->second.units.count (unit), 1u) << key << ": " << unit;
    EXPECT_EQ (row->second.state_classes.count (state_class), 1u) << key << ": " << state_class;
}

// Of what can be commanded and has a state; a number has the classes and units of a sensor.
inline void
check_output (const std::string &platform, const std::string &key, JsonObject *component)
{
    std::string name = text_of (component, "device_class");
    auto row = sensor_classes.find (name);

    EXPECT_EQ (json_object_has_member (component, "options"), platform == "select") << key;
    EXPECT_EQ (json_object_has_member (component, "step"), platform == "number") << key;
    EXPECT_FALSE (json_object_has_member (component, "state_class")) << key;
    if (platform != "number") {
        EXPECT_EQ (name, "") << key;
        return;
    }

    EXPECT_LT (json_object_get_double_member (component, "min"),
               json_object_get_double_member (component, "max"))
        << key;
    EXPECT_GE (json_object_get_double_member (component, "step"), 0.001) << key;
    if (name.empty ())
        return;
    ASSERT_NE (row, sensor_classes.end ()) << key << ": " << name;
    EXPECT_EQ (row->second.units.count (text_of (component, "unit_of_measurement")), 1u) << key;
}

inline void
check_component (const std::string &key, JsonObject *component)
{
    std::string platform = text_of (component, "platform");
    std::string name = text_of (component, "device_class");
    std::string category = text_of (component, "entity_category");

    check_members (component, component_keys);
    EXPECT_FALSE (text_of (component, "unique_id").empty ()) << key;
    EXPECT_TRUE (json_object_has_member (component, "name")) << key;
    EXPECT_EQ (text_of (component, "default_entity_id").rfind (platform + ".", 0), 0u) << key;
    EXPECT_TRUE (category.empty () || category == "diagnostic" ||
                 (category == "config" && platform == "button"))
        << key;
    if (platform == "sensor")
        check_sensor (key, component);
    else if (platform == "binary_sensor")
        EXPECT_EQ (binary_classes.count (name), 1u) << key << ": " << name;
    else if (platform == "button")
        EXPECT_EQ (button_classes.count (name), 1u) << key << ": " << name;
    else
        check_output (platform, key, component);
    if (commanded.count (platform) > 0)
        check_topic (text_of (component, "command_topic"));
    if (platform == "button")
        return;
    EXPECT_EQ (text_of (component, "value_template"), "{{ value_json." + key + " }}");
}

// The rules that hold for every message.
inline void
check_message (JsonObject *root)
{
    JsonObject *components = json_object_get_object_member (root, "components");
    g_autoptr (GList) keys = json_object_get_members (components);
    Words platforms = { "sensor", "binary_sensor", "button", "switch", "number", "select" };
    Words unique_ids;

    check_members (root, root_keys);
    check_members (json_object_get_object_member (root, "device"), device_keys);
    check_members (json_object_get_object_member (root, "origin"),
                   { "name", "sw_version", "support_url" });
    check_topic (text_of (root, "state_topic"));
    for (GList *item = keys; item != nullptr; item = item->next) {
        const char *key = (const char *)item->data;
        JsonObject *component = json_object_get_object_member (components, key);
        std::string platform = text_of (component, "platform");

        EXPECT_EQ (platforms.count (platform), 1u) << key;
        // One with nothing but its platform removes it.
        if (json_object_get_size (component) == 1)
            continue;
        EXPECT_TRUE (unique_ids.insert (platform + "." + text_of (component, "unique_id")).second);
        check_component (key, component);
    }
}

} // namespace wattle_test
