// SPDX-License-Identifier: LGPL-2.1-or-later
#include "iskra-sg-client.h"

#include <set>

namespace
{

using Names = std::set<std::string>;

Names
names (JsonObject *object)
{
    g_autoptr (GList) members = json_object_get_members (object);
    Names result;

    for (GList *item = members; item != nullptr; item = item->next)
        result.insert ((const char *)item->data);
    return result;
}

JsonObject *
child (JsonObject *object, const char *name)
{
    return json_object_get_object_member (object, name);
}

std::string
text (JsonObject *object, const char *name)
{
    return json_object_get_string_member (object, name);
}

JsonObject *
element (JsonObject *object, const char *name, guint index)
{
    return json_array_get_object_element (json_object_get_array_member (object, name), index);
}

// Leading number of a string such as "231.42 V".
double
leading (JsonObject *object, const char *name)
{
    return g_ascii_strtod (json_object_get_string_member (object, name), nullptr);
}

double
value_of (JsonObject *object, const char *name)
{
    return json_object_get_double_member (child (object, name), "value");
}

const Names header_names = { "cmd",    "port",     "modbus_addr", "model",      "serial_number",
                             "phases", "location", "description", "local_time", "SG description" };

} // namespace

using IskraSgPayload = IskraSgClient;

TEST_F (IskraSgPayload, ListsEighteenSlots)
{
    JsonObject *root = get_json ("/api/devices");
    const char *models[18] = { "IE38MD", "IR Bicom", "WM3M4C", "Disabled", "BI432" };

    ASSERT_EQ (json_array_get_length (json_object_get_array_member (root, "devices")), 18u);
    for (guint i = 0; i < 18; i++) {
        JsonObject *entry = element (root, "devices", i);

        EXPECT_EQ (text (entry, "interface"), i == 0 ? "Left IR" : i == 1 ? "Right IR" : "RS485");
        EXPECT_EQ (text (entry, "model"), models[i] != nullptr ? models[i] : "Disabled");
    }
}

TEST_F (IskraSgPayload, MeasuresInObjects)
{
    JsonObject *root = get_json ("/api/measurement/0");
    JsonObject *measurements = child (root, "measurements");
    JsonObject *phase = element (measurements, "Phases", 2);
    double sum = 0;

    EXPECT_EQ (names (child (root, "header")), header_names);
    EXPECT_EQ (names (measurements),
               (Names{ "Phases", "Total", "frequency", "temperature", "tariff" }));
    EXPECT_EQ (names (phase),
               (Names{ "voltage", "current", "active_power", "reactive_power", "apparent_power",
                       "power_factor", "power_angle", "THD_voltage", "THD_current" }));
    EXPECT_EQ (names (child (measurements, "Total")),
               (Names{ "active_power", "reactive_power", "apparent_power", "power_factor",
                       "power_angle" }));
    EXPECT_EQ (text (child (phase, "voltage"), "unit"), "V");
    EXPECT_EQ (text (child (phase, "power_angle"), "unit"), "°");
    for (guint i = 0; i < 3; i++)
        sum += value_of (element (measurements, "Phases", i), "active_power");
    EXPECT_NEAR (sum, value_of (child (measurements, "Total"), "active_power"), 1e-9);
    EXPECT_LT (sum, -1000); // the sun shines
}

TEST_F (IskraSgPayload, MeasuresInStrings)
{
    iskra_sg_set_format (gateway, ISKRA_SG_FORMAT_STRINGS);
    JsonObject *root = get_json ("/api/measurement/1");
    JsonObject *measurements = child (root, "measurements");
    JsonObject *phase = element (measurements, "Phases", 0);
    Names header = header_names;

    header.insert ("RS485 index");
    EXPECT_EQ (names (child (root, "header")), header);
    EXPECT_EQ (names (measurements),
               (Names{ "Phases", "Total", "Frequency", "Temperature", "Tariff" }));
    EXPECT_EQ (names (phase), (Names{ "U", "I", "P", "Q", "S", "PF", "PA", "THDUp", "THDI" }));
    EXPECT_EQ (names (child (measurements, "Total")), (Names{ "P", "Q", "S", "PF", "PA" }));
    EXPECT_TRUE (g_regex_match_simple ("^\\d+\\.\\d{2} V$", text (phase, "U").c_str (),
                                       GRegexCompileFlags (0), GRegexMatchFlags (0)));
    EXPECT_TRUE (g_regex_match_simple ("^\\d\\.\\d{4} Ind$", text (phase, "PF").c_str (),
                                       GRegexCompileFlags (0), GRegexMatchFlags (0)));
    EXPECT_TRUE (g_regex_match_simple ("^-?\\d+\\.\\d{2}$", text (phase, "PA").c_str (),
                                       GRegexCompileFlags (0), GRegexMatchFlags (0)));
    EXPECT_NEAR (leading (phase, "U") * leading (phase, "I"), leading (phase, "S"), 0.06);
}

TEST_F (IskraSgPayload, MixedFormatHoldsTheSameValuesInEveryForm)
{
    JsonObject *plain =
        element (child (get_json ("/api/measurement/0"), "measurements"), "Phases", 0);
    iskra_sg_set_format (gateway, ISKRA_SG_FORMAT_MIXED);
    JsonObject *mixed =
        element (child (get_json ("/api/measurement/0"), "measurements"), "Phases", 0);
    double active = value_of (plain, "active_power");

    EXPECT_NEAR (leading (mixed, "U"), value_of (plain, "voltage"), 1e-9);
    EXPECT_NEAR (g_ascii_strtod (text (child (mixed, "current"), "value").c_str (), nullptr),
                 value_of (plain, "current"), 1e-9);
    EXPECT_NEAR (leading (mixed, "P") * 1000, active, 1e-9);
    EXPECT_NE (text (mixed, "P").find (" k W"), std::string::npos);
    EXPECT_NEAR (json_object_get_double_member (mixed, "power_angle"),
                 value_of (plain, "power_angle"), 1e-9);
}

TEST_F (IskraSgPayload, CountsWithSixteenPlusFourCountersAndBlocks)
{
    JsonObject *counters = child (get_json ("/api/counter/0"), "counters");
    JsonObject *block = child (counters, "block");

    ASSERT_EQ (json_array_get_length (json_object_get_array_member (counters, "non_resettable")),
               4u);
    ASSERT_EQ (json_array_get_length (json_object_get_array_member (counters, "resettable")), 16u);
    EXPECT_EQ (names (element (counters, "resettable", 0)),
               (Names{ "name", "value", "unit", "direction", "phase", "tariff" }));
    EXPECT_EQ (text (element (counters, "non_resettable", 1), "direction"), "export");
    EXPECT_EQ (text (element (counters, "resettable", 12), "unit"), "");
    EXPECT_EQ (json_array_get_length (json_object_get_array_member (block, "blocks")), 6u);
    EXPECT_EQ (text (element (block, "blocks", 5), "name"), "Previous Month Excess Power");
    EXPECT_TRUE (json_object_has_member (element (block, "blocks", 0), "time_block_5"));
}

TEST_F (IskraSgPayload, WritesNumbersInFewDigits)
{
    std::string body = get ("/api/measurement/0").body;

    EXPECT_FALSE (g_regex_match_simple ("\\.\\d{5}", body.c_str (), GRegexCompileFlags (0),
                                        GRegexMatchFlags (0)))
        << body;
}
