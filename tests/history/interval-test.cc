// SPDX-License-Identifier: LGPL-2.1-or-later
#include "history/wattle-interval.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <string>

#include "base/wattle-json.h"

static double
mean_of (const WattleIntervalMean &mean)
{
    double value = NAN;

    EXPECT_TRUE (wattle_interval_mean_get (&mean, &value));
    return value;
}

TEST (Interval, WithoutAValueThereIsNoMean)
{
    WattleIntervalMean mean = {};
    double value;

    EXPECT_FALSE (wattle_interval_mean_get (&mean, &value));
    EXPECT_EQ (wattle_interval_mean_get_coverage (&mean, 60), 0);
    EXPECT_EQ (wattle_interval_mean_integrate (&mean), 0);
}

TEST (Interval, WhatIsMissingIsLeftOut)
{
    WattleIntervalMean mean = {};

    wattle_interval_mean_add (&mean, 230, 60);
    wattle_interval_mean_add (&mean, 232, 60);
    EXPECT_DOUBLE_EQ (mean_of (mean), 231);
    EXPECT_DOUBLE_EQ (wattle_interval_mean_get_coverage (&mean, 180), 2.0 / 3);
}

TEST (Interval, ALongerValueWeighsMore)
{
    WattleIntervalMean mean = {};

    wattle_interval_mean_add (&mean, 100, 10);
    wattle_interval_mean_add (&mean, 400, 30);
    EXPECT_DOUBLE_EQ (mean_of (mean), 325);
    EXPECT_DOUBLE_EQ (wattle_interval_mean_integrate (&mean), 13000.0 / 3600);
}

class IntervalCounter : public testing::Test
{
  protected:
    // A power of so many W for an hour.
    IntervalCounter ()
    {
        wattle_interval_counter_begin (&counter, 1000);
        wattle_interval_mean_add (&power, 600, 3600);
    }

    double
    energy (std::initializer_list<double> values)
    {
        for (double value : values)
            wattle_interval_counter_add (&counter, value);
        return wattle_interval_counter_get_energy (&counter, &power, &corrected);
    }

    WattleIntervalCounter counter;
    WattleIntervalMean power = {};
    gboolean corrected = -1;
};

TEST_F (IntervalCounter, EnergyIsWhatWasCounted)
{
    EXPECT_EQ (energy ({ 1200, 1597 }), 597);
    EXPECT_FALSE (corrected);
}

TEST_F (IntervalCounter, OneThatStartsAgainIsReplacedByThePower)
{
    EXPECT_EQ (energy ({ 1200, 0, 397 }), 600);
    EXPECT_TRUE (corrected);
}

TEST_F (IntervalCounter, OneThatFallsAndRisesBeyondIsReplacedToo)
{
    EXPECT_EQ (energy ({ 5, 1500 }), 600);
    EXPECT_TRUE (corrected);
}

TEST_F (IntervalCounter, AJumpThatThePowerCannotExplainIsReplaced)
{
    EXPECT_EQ (energy ({ 1000 + 3 * 600 + 101 }), 600);
    EXPECT_TRUE (corrected);
}

TEST_F (IntervalCounter, AJumpThatItCanStays)
{
    EXPECT_EQ (energy ({ 1000 + 3 * 600 + 100 }), 1900);
    EXPECT_FALSE (corrected);
}

// The hour of the manual's table: minutes of power in W make an hour of energy in Wh.
class SmartMaicHour : public testing::Test
{
  protected:
    SmartMaicHour ()
    {
        gsize length;

        EXPECT_TRUE (
            g_file_get_contents (TEST_DATA "/smart-maic-hour.json", &text, &length, nullptr));
        root = wattle_json_parse_object (text, (gssize)length, nullptr);
        EXPECT_NE (root, nullptr);
    }

    ~SmartMaicHour () override
    {
        g_clear_pointer (&root, json_object_unref);
        g_free (text);
    }

    double
    number (JsonObject *object, const char *name)
    {
        double value = NAN;

        EXPECT_TRUE (wattle_json_get_number (object, name, &value, nullptr)) << name;
        return value;
    }

    double
    expected (const char *name)
    {
        return number (wattle_json_peek_object (root, "expected_hour_row"), name);
    }

    char *text = nullptr;
    JsonObject *root = nullptr;
};

TEST_F (SmartMaicHour, ComesOutOfItsMinutes)
{
    JsonArray *rows = wattle_json_peek_array (root, "minute_rows");
    JsonObject *before = wattle_json_peek_object (root, "counter_before");
    double tolerance = number (root, "tolerance");
    std::map<std::string, WattleIntervalMean> means;
    std::map<std::string, WattleIntervalCounter> counters;

    ASSERT_EQ (json_array_get_length (rows), 60u);
    for (const char *name : { "Wh1", "rWh1" })
        wattle_interval_counter_begin (&counters[name], number (before, name));
    for (guint i = 0; i < 60; i++) {
        JsonObject *row = json_array_get_object_element (rows, i);

        for (const char *name : { "V1", "A1", "PF1", "W1", "rW1" })
            wattle_interval_mean_add (&means[name], number (row, name), 60);
        for (const char *name : { "Wh1", "rWh1" })
            wattle_interval_counter_add (&counters[name], number (row, name));
    }

    for (const char *name : { "V1", "A1", "PF1" })
        EXPECT_NEAR (mean_of (means[name]), expected (name), tolerance) << name;
    for (const char *name : { "W1", "rW1" }) {
        std::string counter = name == std::string ("W1") ? "Wh1" : "rWh1";
        gboolean corrected;

        EXPECT_NEAR (
            wattle_interval_counter_get_energy (&counters[counter], &means[name], &corrected),
            expected (name), tolerance)
            << name;
        EXPECT_FALSE (corrected);
        EXPECT_NEAR (counters[counter].last, expected (counter.c_str ()), tolerance);
    }
    EXPECT_EQ (number (json_array_get_object_element (rows, 0), "t"), expected ("t"));
}
