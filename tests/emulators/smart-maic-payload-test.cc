// SPDX-License-Identifier: LGPL-2.1-or-later
// Answers beside examples of the maker's.
#include "smart-maic-client.h"

#include <cmath>

using SmartMaicPayload = SmartMaicClient;

TEST_F (SmartMaicPayload, ThreePhasesHaveTheExamplesKeys)
{
    EXPECT_EQ (shape (page (getdata ()).body), shape (example ("getdata_d103_extended.json")));
    log_in ();
    EXPECT_EQ (shape (page ("getwdata").body), shape (example ("getwdata_d103_extended.json")));
}

TEST_F (SmartMaicPayload, AStandardOneGivesNothingBack)
{
    make (SMART_MAIC_D103, SMART_MAIC_STANDARD);
    EXPECT_EQ (shape (page (getdata ()).body), shape (example ("getdata_d103_standard.json")));
}

TEST_F (SmartMaicPayload, NewerFirmwareHasFrequencies)
{
    smart_maic_set_newer_firmware (device, TRUE);
    EXPECT_EQ (shape (page (getdata ()).body),
               shape (example ("getdata_d103_extended_newer_fw.json")));
}

TEST_F (SmartMaicPayload, AssumedOnePhaseHasNoDigitsAndNoTotals)
{
    make (SMART_MAIC_D101, SMART_MAIC_STANDARD);
    EXPECT_EQ (shape (page (getdata ()).body), shape (example ("getdata_d101_standard.json")));
}

TEST_F (SmartMaicPayload, AssumedPulsesHaveTheKeysOfTheMessages)
{
    make (SMART_MAIC_D105, SMART_MAIC_STANDARD);
    EXPECT_EQ (shape (page (getdata ()).body), shape (example ("getdata_d105.json")));
}

TEST_F (SmartMaicPayload, BreaksOfSomeFirmwareAreNoJson)
{
    const EmulatorFault fault = { .kind = EMULATOR_FAULT_RAW_BREAKS };
    const char *breaks = R"re("br[0-2]":{[^{}]*})re";

    emulator_faults_add (smart_maic_get_faults (device), &fault);
    auto sent = find_all (page (getdata ()).body, breaks);
    EXPECT_EQ (sent, find_all (example ("getdata_quirk_br_newline.txt"), breaks));
    ASSERT_EQ (sent.size (), 3u);
    EXPECT_EQ (sent[0][0], "\"br0\":{\"name\":\"\n\"}");
}

TEST_F (SmartMaicPayload, TotalsAreTheSumOfWhatIsShown)
{
    auto shown = values ();

    EXPECT_NEAR (shown["A"], shown["A1"] + shown["A2"] + shown["A3"], 1e-6);
    EXPECT_NEAR (shown["W"], shown["W1"] + shown["W2"] + shown["W3"], 1e-6);
    EXPECT_NEAR (shown["rW"], shown["rW1"] + shown["rW2"] + shown["rW3"], 1e-6);
    EXPECT_NEAR (shown["TWh"], shown["Wh1"] + shown["Wh2"] + shown["Wh3"], 1e-3);
    EXPECT_NEAR (shown["rTWh"], shown["rWh1"] + shown["rWh2"] + shown["rWh3"], 1e-3);
}

TEST_F (SmartMaicPayload, TheSunIsGivenBackAtNoonAndTheHouseTakesAtNight)
{
    auto noon = values ();
    pass (11 * 3600);
    auto night = values ();

    for (const char *digit : { "1", "2", "3" }) {
        EXPECT_EQ (noon[std::string ("W") + digit], 0);
        EXPECT_GT (noon[std::string ("rW") + digit], 100);
        EXPECT_EQ (night[std::string ("rW") + digit], 0);
        EXPECT_GT (night[std::string ("W") + digit], 100);
        EXPECT_GT (noon[std::string ("PF") + digit], 0.9);
    }
}

TEST_F (SmartMaicPayload, AStandardOneTakesBothDirectionsForConsumption)
{
    auto extended = values ();
    make (SMART_MAIC_D103, SMART_MAIC_STANDARD);
    auto standard = values ();

    EXPECT_EQ (standard.count ("rW1"), 0u);
    EXPECT_DOUBLE_EQ (standard["W1"], extended["rW1"]);
    EXPECT_NEAR (standard["Wh1"], extended["Wh1"] + extended["rWh1"], 0.2);
}

TEST_F (SmartMaicPayload, CountersAreTheIntegralOfThePower)
{
    auto before = values ();
    auto first = before;
    double sum = 0;

    for (int minute = 0; minute < 90; minute++) {
        pass (60);
        auto now = values ();
        sum += (before["rW1"] + now["rW1"]) / 2 / 60;
        before = now;
    }
    EXPECT_NEAR (before["rWh1"] - first["rWh1"], sum, 0.5);
    EXPECT_EQ (before["Wh1"], first["Wh1"]);
}

TEST_F (SmartMaicPayload, WhatTheContactSwitchesIsMeasured)
{
    pass (11 * 3600); // without the sun
    auto off = values ();
    smart_maic_set_out (device, TRUE);
    auto on = values ();

    EXPECT_NEAR (on["W2"] - off["W2"], 1500, 0.2);
    EXPECT_EQ (on["W1"], off["W1"]);
    EXPECT_EQ (on["Wh2"], off["Wh2"]);
    pass (3600);
    EXPECT_GT (values ()["Wh2"] - on["Wh2"], 1500);
}

TEST_F (SmartMaicPayload, AD101SitsWhereItsContactSwitches)
{
    make (SMART_MAIC_D101, SMART_MAIC_STANDARD, NOON + 11 * G_TIME_SPAN_HOUR);
    auto off = values ();
    smart_maic_set_out (device, TRUE);
    auto on = values ();

    EXPECT_NEAR (on["W"] - off["W"], 1500, 0.2);
}

TEST_F (SmartMaicPayload, PulsesComeAsTheDayGoes)
{
    make (SMART_MAIC_D105, SMART_MAIC_STANDARD);
    auto first = values ();
    pass (60);
    auto minute = values ();
    pass (24 * 3600 - 60);
    auto day = values ();

    EXPECT_LE (minute["Ch1"], 1);
    EXPECT_GE (minute["TCh1"], first["TCh1"]);
    EXPECT_EQ (day["TCh1"] - first["TCh1"], 420);
    EXPECT_EQ (day["TCh2"] - first["TCh2"], 582);
    EXPECT_EQ (day["TCh1"], std::floor (day["TCh1"]));
}

TEST_F (SmartMaicPayload, PulsesOfAPeriodAddUpToTheTotal)
{
    make (SMART_MAIC_D105, SMART_MAIC_STANDARD, NOON + 7 * G_TIME_SPAN_HOUR);
    double first = values ()["TCh2"], sum = 0;

    for (int minute = 0; minute < 30; minute++) {
        pass (59);
        auto shown = values ();
        sum += shown["Ch2"];
        pass (1);
        sum += values ()["TCh2"] - shown["TCh2"];
    }
    EXPECT_GT (sum, 10);
    EXPECT_EQ (values ()["TCh2"] - first, sum);
}

TEST_F (SmartMaicPayload, CountersDoNotFallWhenItIsStartedLater)
{
    auto before = values ();
    make (SMART_MAIC_D103, SMART_MAIC_EXTENDED, NOON + G_TIME_SPAN_HOUR);
    auto after = values ();

    EXPECT_EQ (after["Wh1"], before["Wh1"]);
    for (const char *key : { "rWh1", "rWh2", "rWh3", "rTWh" })
        EXPECT_GT (after[key], before[key] + 500) << key;
}

TEST_F (SmartMaicPayload, TellsTheTimeOfItsData)
{
    EXPECT_NE (page (getdata ()).body.find ("\"time\":\"1780315200\""), std::string::npos);
}

TEST_F (SmartMaicPayload, TemperaturesMayBeInFahrenheit)
{
    double celsius = values ()["T"];

    smart_maic_set_fahrenheit (device, TRUE);
    EXPECT_NEAR (values ()["T"], celsius * 1.8 + 32, 0.1);
    EXPECT_NE (page ("getwdata").body.find ("°F"), std::string::npos);
}
