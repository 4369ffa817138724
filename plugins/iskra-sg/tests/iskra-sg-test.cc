// SPDX-License-Identifier: LGPL-2.1-or-later
// The pure part: what the bytes of the gateway mean.

#include "../iskra-sg-counters.h"
#include "../iskra-sg-decode.h"
#include "../iskra-sg-status.h"
#include "support.h"

using namespace iskra_sg_test;

static IskraSgValue
value (const char *json, const char *unit)
{
    g_autoptr (JsonObject) root = parse (std::string ("{\"v\":") + json + "}");

    return iskra_sg_value_read (json_object_get_member (root, "v"), unit, unit);
}

static GPtrArray *
measurement (const std::string &text, GError **error = nullptr)
{
    g_autoptr (JsonObject) root = parse (text);

    return root != nullptr ? iskra_sg_decode_measurement (root, error) : nullptr;
}

static GPtrArray *
counters (const std::string &text, GError **error = nullptr)
{
    g_autoptr (JsonObject) root = parse (text);

    return iskra_sg_counters_decode (root, error);
}

TEST (IskraSgValue, ReadsEveryFormAndScalesPrefixes)
{
    EXPECT_DOUBLE_EQ (value ("{\"value\": 231.42, \"unit\": \"V\"}", "V").number, 231.42);
    EXPECT_DOUBLE_EQ (value ("{\"value\": \"1.5\", \"unit\": \"kW\"}", "W").number, 1500);
    EXPECT_DOUBLE_EQ (value ("\"231.42 V\"", "V").number, 231.42);
    EXPECT_DOUBLE_EQ (value ("\"12.34 k W\"", "W").number, 12340);
    EXPECT_DOUBLE_EQ (value ("\"4.812  A\"", "A").number, 4.812);
    EXPECT_DOUBLE_EQ (value ("\"250 mV \"", "V").number, 0.25);
    EXPECT_DOUBLE_EQ (value ("\"-10.5 k var\"", "var").number, -10500);
    EXPECT_DOUBLE_EQ (value ("\"-18.91\"", "°").number, -18.91);
    EXPECT_DOUBLE_EQ (value ("0", "V").number, 0);
    EXPECT_TRUE (value ("0", "V").known);
    EXPECT_STREQ (value ("\"0.8952 Cap\"", "").character, "capacitive");
    EXPECT_STREQ (value ("\"0.8952  Ind\"", "").character, "inductive");
    EXPECT_DOUBLE_EQ (value ("\"0.8952 Cap\"", "").number, 0.8952);
}

TEST (IskraSgValue, TakesWhatItCannotReadForUnknown)
{
    for (const char *json :
         { "\"N/A\"", "\" -- \"", "\"\"", "null", "true", "[1]", "{}", "\"5 A\"", "\"231,42 V\"",
           "{\"value\":null,\"unit\":\"V\"}", "\"0x10 V\"", "{\"value\":1,\"unit\":\"A\"}",
           "\"nan V\"", "\"1e308 kV\"", "\"5 V and much more text than a unit\"", "\"5 Cap\"" })
        EXPECT_FALSE (value (json, "V").known) << json;
}

TEST (IskraSgMeasurement, ReadsPhasesTotalsAndTheRest)
{
    g_autoptr (GPtrArray) readings = measurement (load ("api_measurement_0.json"));

    ASSERT_NE (readings, nullptr);
    EXPECT_EQ (readings->len, 3u * 9 + 5 + 3);
    EXPECT_DOUBLE_EQ (number (readings, "voltage_l1"), 231.42);
    EXPECT_DOUBLE_EQ (number (readings, "active_power_l3"), -512.3);
    EXPECT_DOUBLE_EQ (number (readings, "phase_angle_l3"), 148.11);
    EXPECT_DOUBLE_EQ (number (readings, "voltage_thd_l2"), 1.58);
    EXPECT_DOUBLE_EQ (number (readings, "reactive_power"), -50.6);
    EXPECT_DOUBLE_EQ (number (readings, "power_factor"), 0.5975);
    EXPECT_DOUBLE_EQ (number (readings, "frequency"), 49.987);
    EXPECT_DOUBLE_EQ (number (readings, "temperature"), 30.4);
    EXPECT_DOUBLE_EQ (number (readings, "active_tariff"), 1);
}

TEST (IskraSgMeasurement, ReadsTheOlderFormatAlikeAndItsLoadCharacter)
{
    g_autoptr (GPtrArray) newer = measurement (load ("api_measurement_0.json"));
    g_autoptr (GPtrArray) older = measurement (load ("api_measurement_0.strings.json"));

    for (guint i = 0; i < newer->len; i++) {
        auto *reading = (const IskraSgReading *)g_ptr_array_index (newer, i);

        EXPECT_NEAR (number (older, reading->spec.key), reading->number, 0.06) << reading->spec.key;
    }
    EXPECT_EQ (older->len, newer->len + 4);
    EXPECT_STREQ (find (older, "load_character_l3")->text, "inductive");
    EXPECT_STREQ (find (older, "load_character")->text, "capacitive");
    EXPECT_STREQ (find (older, "load_character")->spec.options, "inductive|capacitive");
}

TEST (IskraSgMeasurement, GivesSinglePhaseMetersOnePhase)
{
    g_autoptr (GPtrArray) readings = measurement (load ("api_measurement_5.json"));

    EXPECT_DOUBLE_EQ (number (readings, "current_l1"), 1.84);
    EXPECT_EQ (iskra_sg_readings_find (readings, "current_l2"), nullptr);
}

TEST (IskraSgMeasurement, ReadsTheTimeOfTheGateway)
{
    gint64 time = 0;
    auto read = [&] (const std::string &text) {
        g_autoptr (JsonObject) root = parse ("{\"header\":{\"local_time\":" + text + "}}");

        return iskra_sg_decode_time (root, &time);
    };

    EXPECT_TRUE (read ("\"04.07.2024 15:25:54\""));
    EXPECT_EQ (time, G_GINT64_CONSTANT (1720106754) * G_USEC_PER_SEC);
    for (const char *bad :
         { "null", "\"\"", "5", "\"31.02.2024 15:25:54\"", "\"04.07.2024 15:25:5x\"",
           "\"04.07.2024 15:25\"", "\"04.07.2024 15:25:54 \"", "\"-4.07.2024 15:25:54\"",
           "\"04.07.2024 25:25:54\"", "\"2024-07-04T15:25:54\"" })
        EXPECT_FALSE (read (bad)) << bad;
    g_autoptr (JsonObject) none = parse ("{\"header\":7}");
    EXPECT_FALSE (iskra_sg_decode_time (none, &time));
}

TEST (IskraSgMeasurement, RefusesAnotherShapeByName)
{
    std::string good = load ("api_measurement_5.json");
    std::pair<std::string, const char *> cases[] = {
        { "{}", "measurements" },
        { "{\"measurements\":{\"Phases\":{}}}", "Phases" },
        { "{\"measurements\":{\"Phases\":[]}}", "instead of 1 to 3" },
        { "{\"measurements\":{\"Phases\":[{},{},{},{}]}}", "instead of 1 to 3" },
        { "{\"measurements\":{\"Phases\":[7]}}", "entry 1" },
        { "{\"measurements\":{\"Phases\":[{}],\"Total\":[]}}", "Total" },
    };

    for (auto &[text, word] : cases) {
        g_autoptr (GError) error = nullptr;
        g_autoptr (GPtrArray) readings = measurement (text, &error);

        EXPECT_EQ (readings, nullptr) << text;
        ASSERT_TRUE (g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL)) << text;
        EXPECT_NE (strstr (error->message, word), nullptr) << error->message;
    }
}

TEST (IskraSgCounters, PrefersTheNonResettableTotal)
{
    g_autoptr (GPtrArray) readings = counters (load ("api_counter_0.json"));

    ASSERT_NE (readings, nullptr);
    EXPECT_EQ (readings->len, 4u + 12 + 1 + 30);
    EXPECT_DOUBLE_EQ (number (readings, "energy_import"), 18734212);
    EXPECT_EQ (find (readings, "energy_import")->spec.counter, WATTLE_COUNTER_LIFETIME);
    EXPECT_DOUBLE_EQ (number (readings, "reactive_energy_export"), 9846400);
    EXPECT_DOUBLE_EQ (number (readings, "energy_import_r5"), 2540100);
    EXPECT_STREQ (find (readings, "energy_import_r5")->spec.name,
                  "Energy import, tariff 1, resettable counter 5");
    EXPECT_STREQ (find (readings, "energy_export_r2")->spec.name,
                  "Energy export, resettable counter 2");
    EXPECT_EQ (find (readings, "energy_import_r5")->spec.counter, WATTLE_COUNTER_RESETTABLE);
    EXPECT_EQ (find (readings, "energy_import_r5")->spec.flags, WATTLE_ENTITY_DISABLED);
    EXPECT_EQ (iskra_sg_readings_find (readings, "energy_import_r13"), nullptr);
    EXPECT_DOUBLE_EQ (number (readings, "active_block"), 2);
    EXPECT_DOUBLE_EQ (number (readings, "energy_previous_year_b5"), 31800);
    EXPECT_EQ (find (readings, "energy_this_month_b1")->spec.counter, WATTLE_COUNTER_PERIODIC);
    EXPECT_DOUBLE_EQ (number (readings, "excess_power_this_month_b3"), 1210);
}

TEST (IskraSgCounters, FallsBackToTheResettableThatCountsAllTariffs)
{
    std::string text = replaced (load ("api_counter_5.json"), "\"1 2\"", "\"2\"");
    g_autoptr (GPtrArray) all = counters (load ("api_counter_5.json"));
    g_autoptr (GPtrArray) some = counters (text);

    EXPECT_DOUBLE_EQ (number (all, "energy_import"), 843210);
    EXPECT_EQ (find (all, "energy_import")->spec.counter, WATTLE_COUNTER_RESETTABLE);
    EXPECT_EQ (find (all, "energy_import")->spec.flags, 0);
    EXPECT_EQ (iskra_sg_readings_find (all, "reactive_energy_import"), nullptr);
    EXPECT_DOUBLE_EQ (number (all, "reactive_energy_import_r3"), 12840);
    EXPECT_EQ (iskra_sg_readings_find (some, "energy_import"), nullptr);
    EXPECT_DOUBLE_EQ (number (some, "energy_import_r1"), 843210);
}

TEST (IskraSgCounters, ScalesPrefixesAndNeverMakesAZero)
{
    std::string text = load ("api_counter_1.json");
    g_autoptr (GPtrArray) scaled = counters (replaced (replaced (text, "6120930", "\"6120.93\""),
                                                       "\"unit\": \"Wh\"", "\"unit\": \"kWh\""));
    g_autoptr (GPtrArray) lacking = counters (replaced (text, "6120930", "\"N/A\""));
    g_autoptr (GPtrArray) odd = counters (
        replaced (replaced (text, "\"Wh\"", "\"m³\""), "\"export\"", "\"bidirectional\""));

    EXPECT_DOUBLE_EQ (number (scaled, "energy_import"), 6120930);
    EXPECT_EQ (find (lacking, "energy_import")->type, WATTLE_VALUE_NONE);
    EXPECT_STREQ (find (odd, "counter_import_nr1")->spec.name,
                  "Counter in m³ import, non-resettable counter 1");
    EXPECT_STREQ (find (odd, "energy_nr2")->spec.name,
                  "Energy bidirectional, non-resettable counter 2");
}

TEST (IskraSgDevices, NumbersSlotsAndPassesOverTheRightIrPort)
{
    g_autoptr (JsonObject) root = parse (load ("api_devices.json"));
    g_autoptr (GPtrArray) slots = iskra_sg_decode_devices (root, "sg", nullptr);
    auto slot = [&] (guint i) { return (const IskraSgSlot *)g_ptr_array_index (slots, i); };

    ASSERT_NE (slots, nullptr);
    ASSERT_EQ (slots->len, 18u);
    EXPECT_STREQ (slot (0)->id, "iskra_sg_i0026113");
    EXPECT_TRUE (slot (1)->right_ir);
    EXPECT_EQ (slot (1)->kind, ISKRA_SG_SLOT_BICOM);
    EXPECT_STREQ (slot (1)->id, "sg_ir_bicom");
    EXPECT_STREQ (slot (1)->address, "0///IR Bicom");
    EXPECT_STREQ (slot (3)->address, "2/MC031877/2.11/MC774");
    EXPECT_STREQ (slot (3)->label, "PV feeder");
    EXPECT_EQ (slot (4)->kind, ISKRA_SG_SLOT_BICOM);
    EXPECT_STREQ (slot (4)->id, "iskra_sg_bi010254");
    EXPECT_STREQ (slot (4)->address, "3/BI010254/1.04/BI432");
    EXPECT_EQ (slot (6)->kind, ISKRA_SG_SLOT_METER);
    EXPECT_EQ (slot (7)->kind, ISKRA_SG_SLOT_NOT_DETECTED);
    EXPECT_EQ (slot (17)->kind, ISKRA_SG_SLOT_DISABLED);
    EXPECT_EQ (slot (17)->index, 16u);
}

TEST (IskraSgStatus, LacksWhatTheGatewayLacks)
{
    std::string text = load ("api.json");
    g_autoptr (JsonObject) root =
        parse (replaced (replaced (text, "\"21.4\"", "\"N/A\""), "0x00000000", "0x00000009"));
    g_autoptr (IskraSgStatus) status =
        iskra_sg_status_decode (root, G_GINT64_CONSTANT (1741945287) * G_USEC_PER_SEC, 0, nullptr);

    ASSERT_NE (status, nullptr);
    EXPECT_STREQ (status->model, "SG-E1");
    EXPECT_STREQ (status->mac, "a8:03:2a:5d:10:7c");
    EXPECT_EQ (find (status->readings, "temperature_input")->type, WATTLE_VALUE_NONE);
    EXPECT_DOUBLE_EQ (number (status->readings, "pulse_counter"), 256);
    EXPECT_TRUE (find (status->readings, "error")->boolean);
    EXPECT_STREQ (find (status->readings, "error_details")->text, "settings storage, MQTT link 1");
    EXPECT_STREQ (find (status->readings, "started")->text, "2025-03-02T05:15:18Z");
    EXPECT_EQ (iskra_sg_readings_find (status->readings, "wifi_signal"), nullptr);
}
