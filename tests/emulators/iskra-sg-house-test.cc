// SPDX-License-Identifier: LGPL-2.1-or-later
#include "iskra-sg-meter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace
{

constexpr gint64 DAY = G_GINT64_CONSTANT (1780272000) * G_TIME_SPAN_SECOND; // 2026-06-01 00:00
constexpr gint64 STEP = 5 * G_TIME_SPAN_SECOND;

// What one circuit's meter must show, added up from the power in small steps, by the rectangle in
// the middle: another way than the house's own.
struct Sums {
    double imported[2] = { 0, 0 }, exported[2] = { 0, 0 }; // by tariff − 1
    double reactive_in = 0, reactive_out = 0;

    void
    add (IskraSgCircuit circuit, gint64 from, const IskraSgRelays *relays)
    {
        double hours = (double)STEP / G_TIME_SPAN_HOUR;
        guint tariff = iskra_sg_curve_get_tariff (from) - 1;
        IskraSgPower power;

        iskra_sg_curve_get_power (circuit, from + STEP / 2, relays, &power);
        double active = iskra_sg_curve_get_active (&power) * hours;
        double reactive = iskra_sg_curve_get_reactive (&power) * hours;
        (active > 0 ? imported : exported)[tariff] += std::fabs (active);
        (reactive > 0 ? reactive_in : reactive_out) += std::fabs (reactive);
    }
};

double
energy (IskraSgHouse *house,
        IskraSgCircuit circuit,
        gboolean exported,
        guint tariffs,
        IskraSgEnergy kind = ISKRA_SG_ENERGY_ACTIVE)
{
    return iskra_sg_house_get_energy (house, circuit, kind, exported, tariffs);
}

// The house walks in strides of its own, not in those of the sum.
void
expect_equal (IskraSgCircuit circuit, gint64 start, gint64 stride)
{
    g_autoptr (IskraSgHouse) house = iskra_sg_house_new (start);
    g_autoptr (IskraSgHouse) origin = iskra_sg_house_new (start);
    Sums sums;

    for (gint64 at = start; at < start + G_TIME_SPAN_DAY; at += STEP) {
        sums.add (circuit, at, &iskra_sg_default_relays);
        if ((at - start) % stride != 0)
            continue;
        iskra_sg_house_advance (house, at + STEP);
        for (guint i = 0; i < 2; i++) {
            ASSERT_NEAR (
                energy (house, circuit, FALSE, 1u << i) - energy (origin, circuit, FALSE, 1u << i),
                sums.imported[i], 0.1);
            ASSERT_NEAR (
                energy (house, circuit, TRUE, 1u << i) - energy (origin, circuit, TRUE, 1u << i),
                sums.exported[i], 0.1);
        }
        ASSERT_NEAR (energy (house, circuit, FALSE, 3, ISKRA_SG_ENERGY_REACTIVE) -
                         energy (origin, circuit, FALSE, 3, ISKRA_SG_ENERGY_REACTIVE),
                     sums.reactive_in, 0.1);
        ASSERT_NEAR (energy (house, circuit, TRUE, 3, ISKRA_SG_ENERGY_REACTIVE) -
                         energy (origin, circuit, TRUE, 3, ISKRA_SG_ENERGY_REACTIVE),
                     sums.reactive_out, 0.1);
    }
}

} // namespace

TEST (IskraSgHouse, CountersAreTheIntegralOfThePower)
{
    expect_equal (ISKRA_SG_CIRCUIT_GRID, DAY + 15 * G_TIME_SPAN_SECOND, 35 * G_TIME_SPAN_SECOND);
    expect_equal (ISKRA_SG_CIRCUIT_HEAT_PUMP, DAY + 5 * G_TIME_SPAN_HOUR,
                  3605 * G_TIME_SPAN_SECOND);
    expect_equal (ISKRA_SG_CIRCUIT_SOLAR, DAY, 5000 * G_TIME_SPAN_SECOND);
    expect_equal (ISKRA_SG_CIRCUIT_OFFICE, DAY, 7000 * G_TIME_SPAN_SECOND);
}

TEST (IskraSgHouse, CountsARelayFromTheMomentItSwitches)
{
    gint64 start = DAY + 1 * G_TIME_SPAN_HOUR + 7 * G_TIME_SPAN_SECOND;
    g_autoptr (IskraSgHouse) switched = iskra_sg_house_new (start);
    g_autoptr (IskraSgHouse) plain = iskra_sg_house_new (start);
    IskraSgRelays on = { TRUE, TRUE };

    iskra_sg_house_advance (switched, start + 10 * G_TIME_SPAN_MINUTE);
    iskra_sg_house_set_relays (switched, &on);
    iskra_sg_house_advance (switched, start + 40 * G_TIME_SPAN_MINUTE);
    iskra_sg_house_advance (plain, start + 40 * G_TIME_SPAN_MINUTE);
    EXPECT_NEAR (energy (switched, ISKRA_SG_CIRCUIT_GRID, FALSE, 3) -
                     energy (plain, ISKRA_SG_CIRCUIT_GRID, FALSE, 3),
                 750, 0.01);
}

TEST (IskraSgHouse, ComesBackWithTheEnergyItWouldHaveCounted)
{
    gint64 later = DAY + 3 * G_TIME_SPAN_DAY + 7 * G_TIME_SPAN_HOUR + 90 * G_TIME_SPAN_SECOND;
    g_autoptr (IskraSgHouse) ran = iskra_sg_house_new (DAY - 1000 * G_TIME_SPAN_SECOND);
    g_autoptr (IskraSgHouse) restarted = iskra_sg_house_new (later);

    iskra_sg_house_advance (ran, later);
    for (int i = 0; i < ISKRA_SG_N_CIRCUITS; i++)
        for (gboolean exported = FALSE; exported <= TRUE; exported++)
            EXPECT_NEAR (energy (ran, (IskraSgCircuit)i, exported, 3),
                         energy (restarted, (IskraSgCircuit)i, exported, 3), 0.01);
    for (guint i = 1; i <= ISKRA_SG_N_BLOCKS; i++)
        for (int period = 0; period < ISKRA_SG_N_PERIODS; period++)
            EXPECT_NEAR (iskra_sg_house_get_block (ran, (IskraSgPeriod)period, i),
                         iskra_sg_house_get_block (restarted, (IskraSgPeriod)period, i), 0.01);
}

TEST (IskraSgHouse, BlocksSumToTheImport)
{
    g_autoptr (IskraSgHouse) house = iskra_sg_house_new (DAY);
    double before = energy (house, ISKRA_SG_CIRCUIT_GRID, FALSE, 3);
    double sum = 0;

    iskra_sg_house_advance (house, DAY + 5 * G_TIME_SPAN_DAY / 2);
    for (guint i = 1; i <= ISKRA_SG_N_BLOCKS; i++)
        sum += iskra_sg_house_get_block (house, ISKRA_SG_PERIOD_MONTH, i);
    EXPECT_NEAR (sum, energy (house, ISKRA_SG_CIRCUIT_GRID, FALSE, 3) - before, 0.01);
}

TEST (IskraSgHouse, NeverRunsBackwards)
{
    g_autoptr (IskraSgHouse) house = iskra_sg_house_new (DAY);

    iskra_sg_house_advance (house, DAY + G_TIME_SPAN_HOUR);
    double before = energy (house, ISKRA_SG_CIRCUIT_GRID, FALSE, 3);
    iskra_sg_house_advance (house, DAY);
    EXPECT_EQ (energy (house, ISKRA_SG_CIRCUIT_GRID, FALSE, 3), before);
    EXPECT_EQ (iskra_sg_house_get_local (house), DAY + G_TIME_SPAN_HOUR);
}

TEST (IskraSgHouse, CounterShowsWholeUnitsBelowTheEnergy)
{
    g_autoptr (IskraSgHouse) house = iskra_sg_house_new (DAY);
    const IskraSgMeter *meter = iskra_sg_meter_get (ISKRA_SG_METER_IE38MD);

    for (int i = 0; i < 200; i++) {
        iskra_sg_house_advance (house, DAY + i * 431 * G_TIME_SPAN_SECOND);
        double shown = iskra_sg_meter_get_counter (meter, &meter->non_resettable[0], house);
        double exact = energy (house, ISKRA_SG_CIRCUIT_GRID, FALSE, 3) +
                       (double)meter->non_resettable[0].start;

        EXPECT_EQ (shown, std::floor (shown));
        EXPECT_LT (std::fabs (shown - exact), 1);
    }
}

// By the rectangle in the middle of small steps, as above.
TEST (IskraSgHouse, CountsEachPhaseByItsOwnSign)
{
    g_autoptr (IskraSgHouse) house = iskra_sg_house_new (DAY);
    double imported[3] = { 0, 0, 0 }, exported[3] = { 0, 0, 0 }, before[3][2];
    auto phase_energy = [&] (guint phase, gboolean out) {
        return iskra_sg_house_get_phase_energy (house, ISKRA_SG_CIRCUIT_GRID,
                                                ISKRA_SG_ENERGY_ACTIVE, out, phase);
    };

    for (guint i = 0; i < 3; i++)
        for (int out = 0; out < 2; out++)
            before[i][out] = phase_energy (i, out);
    for (gint64 at = DAY; at < DAY + G_TIME_SPAN_DAY; at += STEP) {
        IskraSgPower power;

        iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_GRID, at + STEP / 2, &iskra_sg_default_relays,
                                  &power);
        for (guint i = 0; i < 3; i++)
            (power.active[i] > 0 ? imported : exported)[i] +=
                std::fabs (power.active[i]) * STEP / G_TIME_SPAN_HOUR;
    }
    iskra_sg_house_advance (house, DAY + G_TIME_SPAN_DAY);
    for (guint i = 0; i < 3; i++) {
        EXPECT_GT (imported[i], 1000);
        EXPECT_NEAR (phase_energy (i, FALSE) - before[i][0], imported[i], 0.5);
        EXPECT_NEAR (phase_energy (i, TRUE) - before[i][1], exported[i], 0.5);
    }
}
