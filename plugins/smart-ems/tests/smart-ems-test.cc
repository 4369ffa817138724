// SPDX-License-Identifier: LGPL-2.1-or-later
// What the example answers say is what decoded.json says they do.
#include "box.h"

using namespace smart_ems_test;

namespace
{

class Decoded
{
  public:
    explicit Decoded (const char *file)
    {
        root = parse (load ("decoded.json"));
        part = json_object_get_object_member (root, file);
    }

    ~Decoded ()
    {
        json_object_unref (root);
    }

    // What a list of switches or inputs is to be, and is.
    void
    expect_list (const Box &box, const char *member, const std::string &stem)
    {
        JsonArray *array = json_object_get_array_member (part, member);

        ASSERT_GT (json_array_get_length (array), 0u);
        for (guint i = 0; i < json_array_get_length (array); i++)
            EXPECT_EQ (box.on (stem + std::to_string (i + 1)),
                       (bool)json_array_get_boolean_element (array, i))
                << stem << i + 1;
    }

    void
    expect_numbers (const Box &box, const char *member, const std::string &stem)
    {
        JsonObject *object = json_object_get_object_member (part, member);
        g_autoptr (GList) names = json_object_get_members (object);

        ASSERT_NE (names, nullptr);
        for (GList *name = names; name != nullptr; name = name->next)
            EXPECT_EQ (box.number (stem + (const char *)name->data),
                       json_object_get_double_member (object, (const char *)name->data))
                << (const char *)name->data;
    }

    // @first: what the board calls P0
    void
    expect_outputs (const Box &box, int first)
    {
        JsonObject *object = json_object_get_object_member (part, "outputs");
        g_autoptr (GList) names = json_object_get_members (object);

        ASSERT_EQ (g_list_length (names), 6u);
        for (GList *name = names; name != nullptr; name = name->next) {
            int number = std::stoi ((const char *)name->data + 3);
            std::string key = "output_" + std::to_string (number - first);

            EXPECT_EQ (box.on (key),
                       (bool)json_object_get_boolean_member (object, (const char *)name->data))
                << key;
        }
    }

    void
    expect_all (const Box &box, int first = 0)
    {
        JsonObject *board = json_object_get_object_member (part, "board");

        expect_outputs (box, first);
        expect_list (box, "events", "event_");
        expect_list (box, "digital_inputs", "input_");
        expect_numbers (box, "temperatures_degC", "temperature_");
        expect_numbers (box, "variables", "");
        EXPECT_EQ (box.number ("voltage_supply"),
                   json_object_get_double_member (board, "voltage_V"));
        EXPECT_EQ (box.number ("temperature_board"),
                   json_object_get_double_member (board, "temperature_degC"));
    }

    JsonObject *root;
    JsonObject *part;
};

// The line that says what variables.json does.
std::string
make_line (JsonObject *meaning)
{
    std::string quantity = json_object_get_string_member (meaning, "quantity");
    std::string phase = json_object_get_string_member (meaning, "phase");
    std::string unit = json_object_get_string_member (meaning, "unit");
    std::string direction =
        json_object_get_string_member_with_default (meaning, "direction", "net");
    std::string line = quantity == "active_energy" ? "energy" : quantity;

    if (phase != "total")
        line += std::string (" l") + phase[1];
    if (direction != "net")
        line += " " + direction;
    return line + " " + unit;
}

Box::Options
make_meanings ()
{
    g_autoptr (JsonObject) root = parse (load ("variables.json"));
    g_autoptr (GList) names = json_object_get_members (root);
    Box::Options options;

    for (GList *name = names; name != nullptr; name = name->next) {
        auto *text = (const char *)name->data;

        options.emplace_back (std::string ("M") + (text + 1),
                              make_line (json_object_get_object_member (root, text)));
    }
    return options;
}

void
expect_meanings (const Box &box)
{
    EXPECT_EQ (box.number ("active_power"), -2345.7);
    EXPECT_EQ (box.number ("energy_import"), 4711250);
    EXPECT_EQ (box.number ("energy_export"), 8123500);
    EXPECT_EQ (box.number ("voltage_l1"), 229.9);
    EXPECT_EQ (box.number ("voltage_l2"), 231.2);
    EXPECT_EQ (box.number ("voltage_l3"), 233.1);
    EXPECT_EQ (box.number ("current_l1"), 3.5);
    EXPECT_EQ (box.number ("current_l2"), 4.7);
    EXPECT_EQ (box.number ("current_l3"), 10.1);
    EXPECT_EQ (box.number ("frequency"), 49.98);
    EXPECT_EQ (box.find ("m1"), nullptr);
    EXPECT_EQ (box.find ("m10"), nullptr);
}

} // namespace

TEST (SmartEms, ReadsAnLk35AsItIs)
{
    Decoded decoded ("lk35-all-1.57.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (load ("lk35-all-1.57.json"))) << box.message ();
    decoded.expect_all (box);
    EXPECT_EQ (box.number ("power_1"), 2.345);
    EXPECT_EQ (box.number ("energy_1"), 1234.567);
    EXPECT_EQ (box.number ("analog_1"), 12.03);
    EXPECT_EQ (box.number ("temperature_i2c"), 22.3);
    EXPECT_EQ (box.number ("humidity_i2c"), 48.1);
    EXPECT_EQ (box.number ("pressure_i2c"), 1013.25);
    EXPECT_EQ (box.number ("temperature_dew_point"), 10.8);
    EXPECT_STREQ (wattle_device_get_serial (box.device), "0004a3123456");
    EXPECT_STREQ (wattle_device_get_mac (box.device), "00:04:a3:12:34:56");
    EXPECT_STREQ (wattle_device_get_version (box.device), "1.57");
    EXPECT_STREQ (wattle_device_get_model (box.device), "SMART EMS (LK 3.5)");
    EXPECT_STREQ (wattle_device_get_label (box.device), "SMART EMS");
}

TEST (SmartEms, ReadsOlderFirmwareAsItIs)
{
    Decoded decoded ("lk35-all-1.36.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (load ("lk35-all-1.36.json"))) << box.message ();
    decoded.expect_all (box);
    EXPECT_EQ (box.find ("m7"), nullptr) << "not assigned";
    EXPECT_FALSE (box.has ("carbon_dioxide"));
    EXPECT_STREQ (wattle_device_get_serial (box.device), "0004a3654321");
}

TEST (SmartEms, AssumedNamesAndNumbersOfAnLk4AreReadAsTheyAre)
{
    Decoded decoded ("lk4-status.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk4 (load (LK4_SETTINGS), load ("lk4-status.json"))) << box.message ();
    decoded.expect_all (box, 1);
    EXPECT_EQ (box.number ("power_1"), 2.345);
    EXPECT_EQ (box.number ("pm1"), 3.1);
    EXPECT_EQ (box.number ("pm25"), 5.2);
    EXPECT_EQ (box.number ("pm10"), 7.4);
    EXPECT_EQ (box.number ("pwm_duty_1"), 50);
    EXPECT_TRUE (box.on ("pwm_1"));
    EXPECT_EQ (box.number ("difference_1"), 36.9);
    EXPECT_STREQ (wattle_device_get_serial (box.device), "ac67b2123456");
    EXPECT_STREQ (wattle_device_get_model (box.device), "SMART EMS (LK4)");
}

TEST (SmartEms, AssumedEmptyPositionIsNoTemperature)
{
    Decoded decoded ("lk35-all-1.57.json");
    JsonArray *empty = json_object_get_array_member (decoded.part, "no_sensor");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (load ("lk35-all-1.57.json")));
    for (guint i = 0; i < json_array_get_length (empty); i++) {
        std::string key = std::string ("temperature_") + json_array_get_string_element (empty, i);

        ASSERT_NE (box.find (key), nullptr) << key;
        EXPECT_FALSE (box.has (key)) << key;
        EXPECT_EQ (wattle_entity_get_quality (box.find (key)), WATTLE_QUALITY_MISSING);
    }
    EXPECT_EQ (box.number ("temperature_ds3"), -3.5);
}

TEST (SmartEms, AssumedGasSensorThatSaysNothingIsNotThere)
{
    std::string text = load ("lk35-all-1.36.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (text));
    EXPECT_FALSE (box.has ("carbon_dioxide"));
    ASSERT_TRUE (box.meet_lk35 (replaced (text, "\"co2\": \"0\"", "\"co2\": \"612\""), 3600));
    EXPECT_EQ (box.number ("carbon_dioxide"), 612);
}

TEST (SmartEms, AssumedUnitsOfTheAirAreThoseOfTheSensors)
{
    std::string air = R"("ind": 5, "pm1": 31, "pm2": 52, "pm10": 74, "co2": 612)";
    Box box;
    const struct {
        const char *key;
        double value;
        const char *unit;
    } cases[] = {
        { "temperature_i2c", 22.3, "°C" },  { "humidity_i2c", 48.1, "%" },
        { "pressure_i2c", 1013.25, "hPa" }, { "pm1", 3.1, "µg/m³" },
        { "pm25", 5.2, "µg/m³" },           { "pm10", 7.4, "µg/m³" },
        { "carbon_dioxide", 612, "ppm" },
    };

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (replaced (load ("lk35-all-1.57.json"), R"("ind": 5)", air)));
    for (const auto &item : cases) {
        ASSERT_NE (box.find (item.key), nullptr) << item.key;
        EXPECT_EQ (box.number (item.key), item.value) << item.key;
        EXPECT_STREQ (wattle_entity_get_unit (box.find (item.key)), item.unit) << item.key;
    }
}

TEST (SmartEms, VariablesMeanWhatAPersonSays)
{
    Box lk35 (HTTP, make_meanings ());
    Box lk4 (HTTP, make_meanings ());

    ASSERT_TRUE (lk35.configure ()) << lk35.message ();
    ASSERT_TRUE (lk35.meet_lk35 (load ("lk35-all-1.57.json")));
    expect_meanings (lk35);
    EXPECT_NE (lk35.find ("m11"), nullptr) << "nobody says what it is";
    EXPECT_TRUE (wattle_entity_get_flags (lk35.find ("m11")) & WATTLE_ENTITY_DISABLED);

    ASSERT_TRUE (lk4.configure ()) << lk4.message ();
    ASSERT_TRUE (lk4.meet_lk4 (load (LK4_SETTINGS), load ("lk4-status.json")));
    expect_meanings (lk4);
}

TEST (SmartEms, InputsWithoutAUnitGetOneFromAPerson)
{
    Box box (HTTP, { { "Power1", "active_power kW name House" },
                     { "Energy1", "energy import kWh" },
                     { "InpA1", "temperature /10 name Boiler top" } });

    ASSERT_TRUE (box.configure ()) << box.message ();
    ASSERT_TRUE (box.meet_lk35 (load ("lk35-all-1.57.json")));
    EXPECT_EQ (box.number ("active_power_house"), 2345);
    EXPECT_EQ (box.name ("active_power_house"), "House");
    EXPECT_EQ (box.number ("energy_import"), 1234567);
    EXPECT_DOUBLE_EQ (box.number ("temperature_boiler_top"), 1.203);
}

TEST (SmartEms, RefusesMeaningsThatCannotBeToldApart)
{
    Box twice (HTTP, { { "M1", "active_power W" }, { "M2", "active_power W" } });
    Box own (HTTP, { { "M1", "pm1" } });
    Box wrong (HTTP, { { "M1", "active_power kWh" } });

    EXPECT_FALSE (twice.configure ());
    EXPECT_EQ (twice.message (), "M2: M1 is “active_power” already; give one of them a name that "
                                 "tells them apart (name NAME)");
    EXPECT_FALSE (own.configure ());
    EXPECT_EQ (own.message (), "M1: the box has a “pm1” of its own; give it a name that tells them "
                               "apart (name NAME)");
    EXPECT_FALSE (wrong.configure ());
    EXPECT_EQ (wrong.message (), "M1: active_power is not told in kWh; allowed: W, kW, MW");
}

TEST (SmartEms, NumbersMayBeTexts)
{
    std::string text = load ("lk35-all-1.57.json");
    Box box;

    for (const auto &[from, to] : std::map<std::string, std::string>{
             { "\"vin\": 1212", "\"vin\": \"1212\"" },
             { "\"out1\": 1", "\"out1\": \"1\"" },
             { "\"eventVariables\": 130", "\"eventVariables\": \"130\"" },
             { "-2345.7", "\"-2345.7\"" } })
        text = replaced (text, from, to);
    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (text));
    EXPECT_EQ (box.number ("voltage_supply"), 12.12);
    EXPECT_TRUE (box.on ("output_1"));
    EXPECT_TRUE (box.on ("event_2"));
    EXPECT_EQ (box.number ("m1"), -2345.7);
}

TEST (SmartEms, WhatIsNoNumberIsMissingAndTheRestStays)
{
    std::string text = load ("lk35-all-1.57.json");
    Box box;

    for (const auto &[from, to] :
         std::map<std::string, std::string>{ { "\"vin\": 1212", "\"vin\": \"n/a\"" },
                                             { "\"ds1\": 583", "\"ds1\": null" },
                                             { "\"out1\": 1", "\"out1\": 7" },
                                             { "\"ind\": 5", "\"ind\": -1" },
                                             { "-2345.7", "[]" },
                                             { "\"tem\": 3150,", "" } })
        text = replaced (text, from, to);
    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (text));
    for (const char *key : { "voltage_supply", "temperature_ds1", "output_1", "input_1", "m1" }) {
        ASSERT_NE (box.find (key), nullptr) << key;
        EXPECT_FALSE (box.has (key)) << key;
    }
    EXPECT_EQ (box.find ("temperature_board"), nullptr);
    EXPECT_EQ (box.number ("temperature_ds2"), 21.4);
    EXPECT_TRUE (box.on ("output_4"));
}

TEST (SmartEms, AMemberThatComesLaterIsShownThen)
{
    std::string text = load ("lk35-all-1.57.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (replaced (text, "\"tem\": 3150,", "")));
    box.begin (5);
    EXPECT_EQ (box.ask (), ALL);
    ASSERT_TRUE (box.answer (text));
    EXPECT_EQ (box.number ("temperature_board"), 31.5);
}

TEST (SmartEms, AssumedSettingThatIsLeftOutIsAsItWas)
{
    std::string text = load ("lk35-all-1.36.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (text));
    EXPECT_FALSE (box.on ("output_1"));
    box.begin (5);
    EXPECT_EQ (box.ask (), ALL);
    ASSERT_TRUE (box.answer (replaced (text, "\"outnn\": \"1\",", "")));
    EXPECT_FALSE (box.on ("output_1"));
}

TEST (SmartEms, InputsAreInvertedHereOnlyBefore149)
{
    std::string text = load ("lk35-all-1.57.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (replaced (text, "\"inpdnn\": 0", "\"inpdnn\": 15")));
    EXPECT_TRUE (box.on ("input_1"));
    EXPECT_FALSE (box.on ("input_2"));
}

TEST (SmartEms, ReadsPwmNowAndThen)
{
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (load ("lk35-all-1.57.json")));
    EXPECT_EQ (box.ask (), PWM);
    EXPECT_TRUE (box.flags & WATTLE_REQUEST_OPTIONAL);
    ASSERT_TRUE (box.answer (load ("lk35-pwmpid.json")));
    EXPECT_EQ (box.ask (), "");
    EXPECT_TRUE (box.on ("pwm_0"));
    EXPECT_FALSE (box.on ("pwm_3"));
    EXPECT_EQ (box.number ("pwm_duty_0"), 50);
    EXPECT_EQ (box.number ("pwm_frequency_1"), 1000);

    box.begin (5);
    EXPECT_EQ (box.ask (), ALL);
    ASSERT_TRUE (box.answer (load ("lk35-all-1.57.json")));
    EXPECT_EQ (box.ask (), "");
    box.begin (20);
    EXPECT_EQ (box.ask (), ALL);
    ASSERT_TRUE (box.answer (load ("lk35-all-1.57.json")));
    EXPECT_EQ (box.ask (), PWM);
}

TEST (SmartEms, AssumedEventsOfOldFirmwareAreInAFileOfTheirOwn)
{
    std::string text = replaced (load ("lk35-all-1.36.json"), "\"eventVariables\": \"1\",", "");
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (text));
    EXPECT_EQ (box.find ("event_1"), nullptr);
    EXPECT_EQ (box.ask (), PWM);
    EXPECT_FALSE (box.answer ("", 404));
    EXPECT_EQ (box.ask (), "/json/events_per.json");
    ASSERT_TRUE (box.answer (R"({"eventVariables": 2})"));
    EXPECT_TRUE (box.on ("event_2"));
    EXPECT_EQ (box.ask (), "");
}

TEST (SmartEms, AssumedOutputsAreCalledAsTheirTerminalsOrAsTheBoxSays)
{
    Box lk35;
    Box lk4;

    ASSERT_TRUE (lk35.configure ());
    ASSERT_TRUE (lk35.meet_lk35 (load ("lk35-all-1.57.json")));
    EXPECT_EQ (lk35.name ("output_0"), "Output P0");
    EXPECT_EQ (lk35.name ("output_4"), "Output P4");
    EXPECT_EQ (lk35.name ("output_5"), "Output OUT5");
    ASSERT_TRUE (lk4.configure ());
    ASSERT_TRUE (
        lk4.meet_lk4 (replaced (load (LK4_SETTINGS), "Grzałka 4", " "), load ("lk4-status.json")));
    EXPECT_EQ (lk4.name ("output_0"), "Pompa ciepła");
    EXPECT_EQ (lk4.name ("output_1"), "Grzałka 1");
    EXPECT_EQ (lk4.name ("output_4"), "Output P4");
    EXPECT_EQ (lk4.name ("output_5"), "Output OUT6");
}

TEST (SmartEms, AssumedTimeIsInSecondsSince1970)
{
    Box box;

    ASSERT_TRUE (box.configure ());
    ASSERT_TRUE (box.meet_lk35 (load ("lk35-all-1.57.json")));
    box.begin (60);
    EXPECT_EQ (box.ask (), ALL);
    ASSERT_TRUE (box.answer (load ("lk35-all-1.57.json")));
    gint64 since = 0;

    EXPECT_TRUE (wattle_device_stands_still (box.device, 3600 * (gint64)G_USEC_PER_SEC,
                                             G_USEC_PER_SEC, &since));
}

TEST (SmartEms, CutAnswersAndWebPagesAreRefused)
{
    std::string text = load ("lk35-all-1.57.json");
    Box box;

    ASSERT_TRUE (box.configure ());
    EXPECT_FALSE (box.meet_lk35 (text.substr (0, text.size () / 2)));
    EXPECT_FALSE (box.meet_lk35 ("<html></html>"));
    EXPECT_FALSE (box.meet_lk35 ("[1,2]"));
    EXPECT_EQ (box.find ("output_0"), nullptr);
    EXPECT_TRUE (box.meet_lk35 (text));
}
