// SPDX-License-Identifier: LGPL-2.1-or-later
#include "part.h"

using namespace iskra_sg_test;

static const char *const METER = "5/W1120459/1.07/WM1-6";

TEST (IskraSgMeter, AsksCountersLessOften)
{
    Part meter ("meter", METER);

    EXPECT_EQ (meter.ask (), "/api/measurement/5");
    EXPECT_TRUE (meter.answer (load ("api_measurement_5.json")));
    EXPECT_EQ (meter.ask (), "/api/counter/5");
    EXPECT_TRUE (meter.answer (load ("api_counter_5.json")));
    EXPECT_EQ (meter.ask (), "");
    EXPECT_EQ (meter.shown ("active_power"), "402.7");
    EXPECT_EQ (meter.shown ("energy_import"), "843210");
    EXPECT_STREQ (wattle_device_get_model (meter.device), "WM1-6");
    EXPECT_STREQ (wattle_device_get_version (meter.device), "1.07");

    meter.begin (30);
    EXPECT_EQ (meter.ask (), "/api/measurement/5");
    EXPECT_TRUE (meter.answer (replaced (load ("api_measurement_5.json"), "\"current\"", "\"x\"")));
    EXPECT_EQ (meter.shown ("current_l1"), "–");
    EXPECT_EQ (meter.changes, 0);
    EXPECT_EQ (meter.ask (), "");
}

TEST (IskraSgMeter, FindsThePluralPathOnceAndRemembersIt)
{
    Part meter ("meter", METER);

    EXPECT_EQ (meter.ask (), "/api/measurement/5");
    EXPECT_TRUE (meter.answer ("", 404, nullptr));
    EXPECT_EQ (meter.ask (), "/api/measurements/5");
    EXPECT_TRUE (meter.answer (load ("api_measurement_5.json")));
    EXPECT_EQ (meter.ask (), "/api/counter/5");
    EXPECT_TRUE (meter.answer ("", 404, nullptr));
    EXPECT_EQ (meter.ask (), "/api/counters/5");
    EXPECT_FALSE (meter.answer ("", 404, nullptr));
    EXPECT_TRUE (g_error_matches (meter.error, WATTLE_ERROR, WATTLE_ERROR_NOT_SUPPORTED));
    EXPECT_EQ (meter.ask (), "");
    EXPECT_STREQ (wattle_source_get_state (meter.source, "measurement"), "plural");
    EXPECT_EQ (wattle_source_get_state (meter.source, "counters"), nullptr);

    meter.begin (30);
    EXPECT_EQ (meter.ask (), "/api/measurements/5");
}

TEST (IskraSgMeter, RefusesTheValuesOfAnotherMeter)
{
    Part meter ("meter", "5/W9999999/1.07/WM1-6");

    meter.ask ();
    EXPECT_FALSE (meter.answer (load ("api_measurement_5.json")));
    EXPECT_TRUE (g_error_matches (meter.error, WATTLE_ERROR, WATTLE_ERROR_PROTOCOL));
    EXPECT_NE (strstr (meter.error->message, "W1120459"), nullptr);
    EXPECT_EQ (wattle_device_get_n_entities (meter.device), 0u);

    wattle_options_set (meter.options, "Address", "7/W1120459/1.07/WM1-6", nullptr);
    ASSERT_TRUE (wattle_source_configure (meter.source, meter.options, nullptr));
    EXPECT_FALSE (meter.answer (load ("api_measurement_5.json")));
    EXPECT_NE (strstr (meter.error->message, "moved"), nullptr);
    meter.begin (30);
    EXPECT_EQ (meter.ask (), "/api/measurement/7");
    EXPECT_TRUE (meter.answer (load ("api_measurement_5.json")));
}

TEST (IskraSgMeter, TakesAnUnusualSerialNumberOrNone)
{
    Part unusual ("meter", "5/W%2041%2F83/1.07/WM1-6");
    Part without ("meter", "5//1.07/WM1-6");
    std::string text = load ("api_measurement_5.json");

    unusual.ask ();
    EXPECT_FALSE (unusual.answer (text));
    EXPECT_NE (strstr (unusual.error->message, "meter W 41/83"), nullptr) << unusual.error->message;
    EXPECT_TRUE (unusual.answer (replaced (text, "W1120459", "W 41/83")));
    EXPECT_STREQ (wattle_device_get_serial (unusual.device), "W 41/83");

    without.ask ();
    EXPECT_TRUE (without.answer (text)) << "there is nothing to tell meters apart by";
    EXPECT_EQ (wattle_device_get_serial (without.device), nullptr);
}

TEST (IskraSgMeter, TakesAnEmptyAnswerForItsOwnSilence)
{
    Part meter ("meter", METER);

    meter.ask ();
    EXPECT_FALSE (meter.fail (WATTLE_OUTCOME_EMPTY));
    EXPECT_TRUE (g_error_matches (meter.error, WATTLE_ERROR, WATTLE_ERROR_TIMEOUT));
    EXPECT_FALSE (meter.answer (""));
    EXPECT_NE (strstr (meter.error->message, "slot 5: this meter is offline"), nullptr);
    EXPECT_FALSE (meter.fail (WATTLE_OUTCOME_UNREACHABLE));
    EXPECT_TRUE (g_error_matches (meter.error, WATTLE_ERROR, WATTLE_ERROR_UNREACHABLE));
}
