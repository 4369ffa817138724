/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-meter.h"

#include <math.h>

#define ALL   3u
#define DAY   1u
#define NIGHT 2u

static const IskraSgCounter grid_non_resettable[] = {
    { "Wh", "import", ALL, "1 2 3 4 5 6", 18734212 },
    { "Wh", "export", ALL, "1 2 3 4 5 6", 2610448 },
    { "varh", "import", ALL, "1 2 3 4 5 6", 912700 },
    { "varh", "export", ALL, "1 2 3 4 5 6", 9846400 },
};

static const IskraSgCounter grid_resettable[] = {
    { "Wh", "import", ALL, "1 2 3 4 5 6", 4072800 },
    { "Wh", "export", ALL, "1 2 3 4 5 6", 310200 },
    { "varh", "import", ALL, "1 2 3 4 5 6", 70300 },
    { "varh", "export", ALL, "1 2 3 4 5 6", 1984600 },
    { "Wh", "import", DAY, "1", 2540100 },
    { "Wh", "export", DAY, "1", 190400 },
    { "varh", "import", DAY, "1", 41200 },
    { "varh", "export", DAY, "1", 1203100 },
    { "Wh", "import", NIGHT, "2", 1532700 },
    { "Wh", "export", NIGHT, "2", 119800 },
    { "varh", "import", NIGHT, "2", 29100 },
    { "varh", "export", NIGHT, "2", 781500 },
    { "", "", 0, "", 0 },
    { "", "", 0, "", 0 },
    { "", "", 0, "", 0 },
    { "", "", 0, "", 0 },
};

static const IskraSgCounter pump_non_resettable[] = {
    { "Wh", "import", ALL, "1 2", 6120930 },
    { "Wh", "export", ALL, "1 2", 120 },
};

static const IskraSgCounter solar_resettable[] = {
    { "Wh", "import", ALL, "1 2", 15200 },
    { "Wh", "export", ALL, "1 2", 9874000 },
    { "varh", "import", ALL, "1 2", 402000 },
    { "varh", "export", ALL, "1 2", 88000 },
};

static const IskraSgCounter office_resettable[] = {
    { "Wh", "import", ALL, "1 2", 843210 },
    { "Wh", "export", ALL, "1 2", 0 },
    { "varh", "import", DAY, "1", 12840 },
    { "varh", "export", NIGHT, "2", 204300 },
};

static const IskraSgMeter meters[ISKRA_SG_N_METERS] = {
    [ISKRA_SG_METER_IE38MD] = { "IE38MD", "I0026113", "Grid meter", "Main board", "Grid", 33, 1.32,
                                2, 3, ISKRA_SG_CIRCUIT_GRID, grid_non_resettable,
                                G_N_ELEMENTS (grid_non_resettable), grid_resettable,
                                G_N_ELEMENTS (grid_resettable), TRUE },
    [ISKRA_SG_METER_WM3M4C] = { "WM3M4C", "W4183307", "Heat pump", "Boiler room", "Heat pump", 35,
                                1.15, 2, 3, ISKRA_SG_CIRCUIT_HEAT_PUMP, pump_non_resettable,
                                G_N_ELEMENTS (pump_non_resettable), NULL, 0, FALSE },
    [ISKRA_SG_METER_MC774] = { "MC774", "MC031877", "PV feeder", "Roof", "PV", 36, 2.11, 4, 3,
                               ISKRA_SG_CIRCUIT_SOLAR, NULL, 0, solar_resettable,
                               G_N_ELEMENTS (solar_resettable), FALSE },
    [ISKRA_SG_METER_WM1_6] = { "WM1-6", "W1120459", "Office", "First floor", "Office", 5, 1.07, 2,
                               1, ISKRA_SG_CIRCUIT_OFFICE, NULL, 0, office_resettable,
                               G_N_ELEMENTS (office_resettable), FALSE },
};

const IskraSgMeter *
iskra_sg_meter_get (IskraSgMeterKind kind)
{
    return &meters[kind];
}

static double
round_to (double value, double steps)
{
    double rounded = round (value * steps) / steps;

    return rounded == 0 ? 0 : rounded; /* no −0 */
}

/* The power factor is unsigned, and the angle tells the direction, as the real meters do it. */
static void
fill_factor (IskraSgValues *values)
{
    double factor = values->apparent > 0 ? fabs (values->active) / values->apparent : 0;

    values->factor = round_to (MIN (factor, 1), 10000);
    values->angle = round_to (atan2 (values->reactive, values->active) * 180 / G_PI, 100);
}

/* Harmonics make the apparent power larger than active and reactive power alone explain. The
 * current is rounded up, so that U * I never falls below them.
 */
static void
fill_phase (IskraSgValues *values, guint phase, gint64 local)
{
    double size = hypot (values->active, values->reactive);
    double distortion;

    values->voltage = round_to (iskra_sg_curve_get_voltage (phase, local), 100);
    values->thd_voltage =
        round_to (1.6 + 0.05 * phase + 0.1 * iskra_sg_curve_get_wave (local, 1800), 100);
    values->thd_current =
        round_to (8 + 2 * phase + 1.5 * iskra_sg_curve_get_wave (local, 1300 + 100 * phase), 100);
    distortion = values->thd_current / 100;
    values->current =
        ceil (size * sqrt (1 + distortion * distortion) / values->voltage * 1000) / 1000;
    values->apparent = round_to (values->voltage * values->current, 100);
    fill_factor (values);
}

/* The last phase takes what rounding leaves over, so that the phases sum to the total exactly. */
static void
spread_rounded (const double *exact, guint n, double *rounded, double *total)
{
    double rest = 0;

    for (guint i = 0; i < n; i++)
        rest += exact[i];
    rest = *total = round_to (rest, 10);
    for (guint i = 0; i + 1 < n; i++) {
        rounded[i] = round_to (exact[i], 10);
        rest -= rounded[i];
    }
    rounded[n - 1] = round_to (rest, 10);
}

void
iskra_sg_meter_read (const IskraSgMeter *meter,
                     gint64 local,
                     const IskraSgRelays *relays,
                     IskraSgReading *reading)
{
    IskraSgPower power;
    double active[3];
    double reactive[3];
    double apparent = 0;

    *reading = (IskraSgReading){ .tariff = iskra_sg_curve_get_tariff (local) };
    iskra_sg_curve_get_power (meter->circuit, local, relays, &power);
    spread_rounded (power.active, meter->n_phases, active, &reading->total.active);
    spread_rounded (power.reactive, meter->n_phases, reactive, &reading->total.reactive);

    for (guint i = 0; i < meter->n_phases; i++) {
        reading->phases[i].active = active[i];
        reading->phases[i].reactive = reactive[i];
        fill_phase (&reading->phases[i], i, local);
        apparent += reading->phases[i].apparent;
    }
    reading->total.apparent = round_to (apparent, 100);
    fill_factor (&reading->total);
    reading->frequency = round_to (iskra_sg_curve_get_frequency (local), 1000);
    reading->temperature = round_to (iskra_sg_curve_get_temperature (meter->circuit, local), 100);
}

/* Whole units below the energy, as a register counts. */
double
iskra_sg_meter_get_counter (const IskraSgMeter *meter,
                            const IskraSgCounter *counter,
                            IskraSgHouse *house)
{
    gboolean reactive = g_str_equal (counter->unit, "varh");
    gboolean exported = g_str_equal (counter->direction, "export");
    double energy;

    if (counter->tariffs == 0)
        return 0;
    energy = iskra_sg_house_get_energy (
        house, meter->circuit, reactive ? ISKRA_SG_ENERGY_REACTIVE : ISKRA_SG_ENERGY_ACTIVE,
        exported, counter->tariffs);
    return floor ((double)counter->start + energy);
}
