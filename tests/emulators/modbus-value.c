/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-value.h"

#include <math.h>
#include <string.h>

#define BOTH_TARIFFS 3u

/* The most since somebody set them back. */
#define MAX_POWER   7400
#define MAX_CURRENT 24

/* A meter measures ten times in a second, however often it is asked. */
#define PERIOD (100 * G_TIME_SPAN_MILLISECOND)

void
modbus_values_take (ModbusValues *values, EmulatorDay *day)
{
    gint64 local = emulator_day_get_local (day);

    if (values->house != NULL && local - local % PERIOD == values->taken)
        return;
    values->taken = local - local % PERIOD;
    values->house = emulator_day_get_house (day);
    iskra_sg_meter_read (values->meter, local, iskra_sg_house_get_relays (values->house),
                         &values->reading);
}

static gboolean
has (const ModbusPoint *point, const char *part)
{
    return point->key != NULL && strstr (point->key, part) != NULL;
}

/* Of that phase, or of all together. */
static const IskraSgValues *
find (const ModbusValues *values, const ModbusPoint *point)
{
    return point->phase > 0 ? &values->reading.phases[point->phase - 1] : &values->reading.total;
}

static double
get_mean (const ModbusValues *values, gsize offset)
{
    double sum = 0;

    for (guint i = 0; i < values->meter->n_phases; i++)
        sum += G_STRUCT_MEMBER (double, &values->reading.phases[i], offset);
    return sum / values->meter->n_phases;
}

/* Between two phases that are 120° apart. */
static double
get_line_voltage (const ModbusValues *values, guint a, guint b)
{
    double first = values->reading.phases[a].voltage;
    double second = values->reading.phases[b].voltage;

    return sqrt (first * first + second * second + first * second);
}

static double
get_voltage (const ModbusValues *values, const ModbusPoint *point)
{
    double l1_l2 = get_line_voltage (values, 0, 1);
    double l2_l3 = get_line_voltage (values, 1, 2);
    double l3_l1 = get_line_voltage (values, 2, 0);

    if (point->phase > 0)
        return values->reading.phases[point->phase - 1].voltage;
    if (has (point, "l1_l2"))
        return l1_l2;
    if (has (point, "l2_l3"))
        return l2_l3;
    if (has (point, "l3_l1"))
        return l3_l1;
    if (has (point, "ll_avg"))
        return (l1_l2 + l2_l3 + l3_l1) / 3;
    return get_mean (values, G_STRUCT_OFFSET (IskraSgValues, voltage));
}

/* In the neutral, of three currents that are 120° apart. */
static double
get_neutral (const IskraSgValues *phases)
{
    double a = phases[0].current;
    double b = phases[1].current;
    double c = phases[2].current;

    return sqrt (MAX (a * a + b * b + c * c - a * b - b * c - c * a, 0));
}

static double
get_current (const ModbusValues *values, const ModbusPoint *point)
{
    double mean = get_mean (values, G_STRUCT_OFFSET (IskraSgValues, current));

    if (has (point, "max"))
        return MAX_CURRENT;
    if (point->phase > 0)
        return values->reading.phases[point->phase - 1].current * values->gain;
    if (has (point, "_n"))
        return get_neutral (values->reading.phases) * values->gain;
    return (has (point, "avg") ? mean : mean * values->meter->n_phases) * values->gain;
}

static double
turn (double value, ModbusDirection direction)
{
    if (direction == MODBUS_NET)
        return value;
    return MAX (direction == MODBUS_IMPORT ? value : -value, 0);
}

static double
get_active_power (const ModbusValues *values, const ModbusPoint *point)
{
    if (has (point, "max"))
        return MAX_POWER;
    return turn (find (values, point)->active, point->direction) * values->gain;
}

static double
get_reactive_power (const ModbusValues *values, const ModbusPoint *point)
{
    return turn (find (values, point)->reactive, point->direction) * values->gain;
}

static double
get_apparent_power (const ModbusValues *values, const ModbusPoint *point)
{
    return has (point, "max") ? MAX_POWER : find (values, point)->apparent * values->gain;
}

static double
get_power_factor (const ModbusValues *values, const ModbusPoint *point)
{
    return find (values, point)->factor;
}

static double
get_frequency (const ModbusValues *values, const ModbusPoint *point)
{
    return values->reading.frequency;
}

static double
get_phase_angle (const ModbusValues *values, const ModbusPoint *point)
{
    return find (values, point)->angle;
}

static double
get_voltage_thd (const ModbusValues *values, const ModbusPoint *point)
{
    return point->phase > 0 ? find (values, point)->thd_voltage
                            : get_mean (values, G_STRUCT_OFFSET (IskraSgValues, thd_voltage));
}

static double
get_current_thd (const ModbusValues *values, const ModbusPoint *point)
{
    return point->phase > 0 ? find (values, point)->thd_current
                            : get_mean (values, G_STRUCT_OFFSET (IskraSgValues, thd_current));
}

/* What the counter had when the house began to count; phases share it. */
static double
get_start (const ModbusValues *values,
           const ModbusPoint *point,
           const char *unit,
           gboolean exported)
{
    const IskraSgMeter *meter = values->meter;
    const IskraSgCounter *counters =
        meter->n_non_resettable > 0 ? meter->non_resettable : meter->resettable;
    guint n_counters = meter->n_non_resettable > 0 ? meter->n_non_resettable : meter->n_resettable;

    if (point->resettable)
        return 0;
    for (guint i = 0; i < n_counters; i++)
        if (counters[i].tariffs == BOTH_TARIFFS && g_str_equal (counters[i].unit, unit) &&
            g_str_equal (counters[i].direction, exported ? "export" : "import"))
            return (double)counters[i].start / (point->phase > 0 ? 3 : 1);
    return 0;
}

static double
count (const ModbusValues *values,
       const ModbusPoint *point,
       IskraSgEnergy energy,
       gboolean exported)
{
    double start =
        get_start (values, point, energy == ISKRA_SG_ENERGY_ACTIVE ? "Wh" : "varh", exported);
    double grown = point->phase > 0
                       ? iskra_sg_house_get_phase_energy (values->house, values->meter->circuit,
                                                          energy, exported, point->phase - 1)
                       : iskra_sg_house_get_energy (values->house, values->meter->circuit, energy,
                                                    exported, BOTH_TARIFFS);

    return start + grown * values->gain;
}

static double
count_direction (const ModbusValues *values, const ModbusPoint *point, IskraSgEnergy energy)
{
    double imported = count (values, point, energy, FALSE);
    double exported = count (values, point, energy, TRUE);

    if (point->direction != MODBUS_NET)
        return point->direction == MODBUS_IMPORT ? imported : exported;
    return has (point, "net") ? imported - exported : imported + exported;
}

static double
get_energy (const ModbusValues *values, const ModbusPoint *point)
{
    return count_direction (values, point, ISKRA_SG_ENERGY_ACTIVE);
}

/* The quadrants: which part of each is imported does not follow from the curve. */
static double
get_reactive_energy (const ModbusValues *values, const ModbusPoint *point)
{
    double imported = count (values, point, ISKRA_SG_ENERGY_REACTIVE, FALSE);
    double exported = count (values, point, ISKRA_SG_ENERGY_REACTIVE, TRUE);

    if (has (point, "_q1"))
        return imported * 0.75;
    if (has (point, "_q2"))
        return imported * 0.25;
    if (has (point, "_q3"))
        return exported * 0.25;
    if (has (point, "_q4"))
        return exported * 0.75;
    return count_direction (values, point, ISKRA_SG_ENERGY_REACTIVE);
}

/* Near enough: neither of its parts ever falls. */
static double
get_apparent_energy (const ModbusValues *values, const ModbusPoint *point)
{
    return hypot (count_direction (values, point, ISKRA_SG_ENERGY_ACTIVE),
                  count_direction (values, point, ISKRA_SG_ENERGY_REACTIVE));
}

/* Ampere hours, and whatever else has no quantity. */
static double
get_number (const ModbusValues *values, const ModbusPoint *point)
{
    return has (point, "charge") ? get_energy (values, point) / 230 : 0;
}

static const struct {
    const char *quantity;
    double (*get) (const ModbusValues *values, const ModbusPoint *point);
    int exponent;
} rows[] = {
    { "voltage", get_voltage, -1 },
    { "current", get_current, -2 },
    { "active_power", get_active_power, 0 },
    { "reactive_power", get_reactive_power, 0 },
    { "apparent_power", get_apparent_power, 0 },
    { "power_factor", get_power_factor, -1 },
    { "frequency", get_frequency, -2 },
    { "phase_angle", get_phase_angle, -1 },
    { "voltage_thd", get_voltage_thd, -1 },
    { "current_thd", get_current_thd, -1 },
    { "energy", get_energy, 0 },
    { "reactive_energy", get_reactive_energy, 0 },
    { "apparent_energy", get_apparent_energy, 0 },
    { "number", get_number, 0 },
};

double
modbus_values_get (const ModbusValues *values, const ModbusPoint *point)
{
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (g_str_equal (rows[i].quantity, point->quantity))
            return rows[i].get (values, point);
    return 0;
}

/* Powers have one digit more while they are small, so the register changes during the day. */
int
modbus_values_get_exponent (const ModbusValues *values, const ModbusPoint *point)
{
    if (g_str_has_suffix (point->quantity, "_power"))
        return values->reading.total.apparent < 3000 ? -1 : 0;
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (g_str_equal (rows[i].quantity, point->quantity))
            return rows[i].exponent;
    return 0;
}
