// SPDX-License-Identifier: LGPL-2.1-or-later
#include "iskra-sg-meter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace
{

constexpr gint64 DAY = G_GINT64_CONSTANT (1780272000) * G_TIME_SPAN_SECOND; // 2026-06-01 00:00

IskraSgReading
read (IskraSgMeterKind kind, gint64 local, IskraSgRelays relays = iskra_sg_default_relays)
{
    IskraSgReading reading;

    iskra_sg_meter_read (iskra_sg_meter_get (kind), local, &relays, &reading);
    return reading;
}

// Every meter at odd instants of a day.
template <typename Check>
void
for_each_reading (Check check)
{
    for (int kind = 0; kind < ISKRA_SG_N_METERS; kind++) {
        const IskraSgMeter *meter = iskra_sg_meter_get ((IskraSgMeterKind)kind);

        for (gint64 at = 0; at < G_TIME_SPAN_DAY; at += 137 * G_TIME_SPAN_SECOND) {
            SCOPED_TRACE (std::string (meter->model) + " at " +
                          std::to_string (at / G_TIME_SPAN_SECOND));
            check (meter, read ((IskraSgMeterKind)kind, DAY + at));
        }
    }
}

} // namespace

TEST (IskraSgMeter, PhasesSumToTheTotalExactly)
{
    for_each_reading ([] (const IskraSgMeter *meter, const IskraSgReading &reading) {
        double active = 0, reactive = 0, apparent = 0;

        for (guint i = 0; i < meter->n_phases; i++) {
            active += reading.phases[i].active;
            reactive += reading.phases[i].reactive;
            apparent += reading.phases[i].apparent;
        }
        EXPECT_NEAR (active, reading.total.active, 1e-9);
        EXPECT_NEAR (reactive, reading.total.reactive, 1e-9);
        EXPECT_NEAR (apparent, reading.total.apparent, 1e-9);
    });
}

TEST (IskraSgMeter, ApparentPowerIsVoltageTimesCurrent)
{
    for_each_reading ([] (const IskraSgMeter *meter, const IskraSgReading &reading) {
        for (guint i = 0; i < meter->n_phases; i++) {
            const IskraSgValues &phase = reading.phases[i];

            EXPECT_NEAR (phase.apparent, phase.voltage * phase.current, 0.0051);
            EXPECT_GE (phase.apparent + 0.01, std::hypot (phase.active, phase.reactive));
        }
    });
}

TEST (IskraSgMeter, FactorAndAngleFollowFromThePowers)
{
    for_each_reading ([] (const IskraSgMeter *meter, const IskraSgReading &reading) {
        for (guint i = 0; i <= meter->n_phases; i++) {
            const IskraSgValues &values = i < meter->n_phases ? reading.phases[i] : reading.total;

            EXPECT_NEAR (values.factor, std::fabs (values.active) / values.apparent, 0.00006);
            EXPECT_NEAR (values.angle, std::atan2 (values.reactive, values.active) * 180 / M_PI,
                         0.0051);
        }
    });
}

TEST (IskraSgMeter, StaysPlausible)
{
    for_each_reading ([] (const IskraSgMeter *meter, const IskraSgReading &reading) {
        EXPECT_NEAR (reading.frequency, 50, 0.05);
        EXPECT_GT (reading.temperature, 15);
        EXPECT_LT (reading.temperature, 45);
        for (guint i = 0; i < meter->n_phases; i++) {
            EXPECT_NEAR (reading.phases[i].voltage, 230, 10);
            EXPECT_LT (reading.phases[i].current, 25);
            EXPECT_GT (reading.phases[i].thd_current, 0);
        }
    });
}

TEST (IskraSgMeter, GridImportsByNightAndExportsAtNoon)
{
    EXPECT_GT (read (ISKRA_SG_METER_IE38MD, DAY + 3 * G_TIME_SPAN_HOUR).total.active, 1000);
    EXPECT_LT (read (ISKRA_SG_METER_IE38MD, DAY + 13 * G_TIME_SPAN_HOUR).total.active, -2000);
}

TEST (IskraSgMeter, RelaysSwitchTheirLoads)
{
    gint64 at = DAY + 6 * G_TIME_SPAN_HOUR;
    IskraSgRelays none = { FALSE, FALSE };
    IskraSgRelays storage = { TRUE, FALSE };

    EXPECT_NEAR (read (ISKRA_SG_METER_IE38MD, at).total.active -
                     read (ISKRA_SG_METER_IE38MD, at, none).total.active,
                 2000, 1);
    EXPECT_NEAR (read (ISKRA_SG_METER_WM3M4C, at).total.active -
                     read (ISKRA_SG_METER_WM3M4C, at, none).total.active,
                 2000, 1);
    EXPECT_NEAR (read (ISKRA_SG_METER_IE38MD, at, storage).phases[1].active -
                     read (ISKRA_SG_METER_IE38MD, at, none).phases[1].active,
                 1500, 0.2);
}

TEST (IskraSgMeter, GridIsTheSumOfWhatHangsOnIt)
{
    gint64 at = DAY + 10 * G_TIME_SPAN_HOUR;
    double base = read (ISKRA_SG_METER_WM1_6, at).total.active / 0.3;

    EXPECT_NEAR (read (ISKRA_SG_METER_IE38MD, at).total.active,
                 read (ISKRA_SG_METER_WM3M4C, at).total.active +
                     read (ISKRA_SG_METER_MC774, at).total.active + base,
                 0.5);
}

TEST (IskraSgCurve, TariffOneRunsFromSixToTwentyTwo)
{
    EXPECT_EQ (iskra_sg_curve_get_tariff (DAY + 6 * G_TIME_SPAN_HOUR - 1), 2u);
    EXPECT_EQ (iskra_sg_curve_get_tariff (DAY + 6 * G_TIME_SPAN_HOUR), 1u);
    EXPECT_EQ (iskra_sg_curve_get_tariff (DAY + 22 * G_TIME_SPAN_HOUR - 1), 1u);
    EXPECT_EQ (iskra_sg_curve_get_tariff (DAY + 22 * G_TIME_SPAN_HOUR), 2u);
}

TEST (IskraSgCurve, RunsWithoutJumps)
{
    IskraSgPower before, after;

    for (gint64 at = 0; at <= G_TIME_SPAN_DAY; at += G_TIME_SPAN_SECOND * 20) {
        iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_GRID, DAY + at, &iskra_sg_default_relays,
                                  &before);
        iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_GRID, DAY + at + G_TIME_SPAN_SECOND,
                                  &iskra_sg_default_relays, &after);
        EXPECT_LT (
            std::fabs (iskra_sg_curve_get_active (&after) - iskra_sg_curve_get_active (&before)),
            20);
    }
}
