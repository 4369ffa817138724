/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The house as the current transformers see it. A D103 sits at the grid; a D101 at its second
 * phase, which is the one that feeds what the dry contact switches. */
#include "smart-maic-private.h"

#include <math.h>
#include <string.h>

#define SECOND 1

/* Wh at the reference. Standard devices know no direction and count both as taken. */
static const double first_energies[2][3] = { { 412380.4, 215077.9, 188204.6 },
                                             { 9120.7, 10442.3, 14031.8 } };

guint
smart_maic_circuit_get_n_phases (SmartMaic *self)
{
    switch (self->model) {
    case SMART_MAIC_D101:
        return 1;
    case SMART_MAIC_D103:
        return 3;
    default:
        return 0;
    }
}

static guint
get_house_phase (SmartMaic *self, guint phase)
{
    return self->model == SMART_MAIC_D101 ? SECOND : phase;
}

void
smart_maic_circuit_read (SmartMaic *self, guint phase, SmartMaicPhase *values)
{
    gint64 local = emulator_day_get_local (self->day);
    IskraSgHouse *house = emulator_day_get_house (self->day);
    guint place = get_house_phase (self, phase);
    IskraSgPower power;
    double apparent;

    iskra_sg_curve_get_power (ISKRA_SG_CIRCUIT_GRID, local, iskra_sg_house_get_relays (house),
                              &power);
    apparent = hypot (power.active[place], power.reactive[place]);
    values->voltage = iskra_sg_curve_get_voltage (place, local);
    values->current = apparent / values->voltage;
    values->power_factor = apparent > 0 ? fabs (power.active[place]) / apparent : 1;
    values->taken = MAX (power.active[place], 0);
    values->given = MAX (-power.active[place], 0);
    if (self->grade == SMART_MAIC_EXTENDED)
        return;
    values->taken = fabs (power.active[place]);
    values->given = 0;
}

static double
get_energy (SmartMaic *self, gboolean given, guint phase)
{
    guint place = get_house_phase (self, phase);

    return first_energies[given ? 1 : 0][place] +
           iskra_sg_house_get_phase_energy (emulator_day_get_house (self->day),
                                            ISKRA_SG_CIRCUIT_GRID, ISKRA_SG_ENERGY_ACTIVE, given,
                                            place);
}

static double
get_raw (SmartMaic *self, SmartMaicCounterKind kind, guint index)
{
    if (kind == SMART_MAIC_COUNTER_PULSES)
        return floor (smart_maic_flow_get (index, emulator_day_get_local (self->day)));
    if (kind == SMART_MAIC_COUNTER_TAKEN && self->grade == SMART_MAIC_STANDARD)
        return get_energy (self, FALSE, index) + get_energy (self, TRUE, index);
    return get_energy (self, kind == SMART_MAIC_COUNTER_GIVEN, index);
}

double
smart_maic_circuit_get_counter (SmartMaic *self, SmartMaicCounterKind kind, guint index)
{
    return MAX (get_raw (self, kind, index) + self->changes[kind][index], 0);
}

/* The storage heater of the house, 1500 W on the second phase. */
void
smart_maic_circuit_switch (SmartMaic *self, gboolean on)
{
    IskraSgHouse *house = emulator_day_get_house (self->day);
    IskraSgRelays relays = *iskra_sg_house_get_relays (house);

    relays.storage = on;
    iskra_sg_house_set_relays (house, &relays);
}

static gboolean
parse_kind (SmartMaic *self, const char *key, SmartMaicCounterKind *kind, const char **rest)
{
    gboolean counts_pulses = self->model == SMART_MAIC_D105;

    if (counts_pulses && g_str_has_prefix (key, "TCh")) {
        *kind = SMART_MAIC_COUNTER_PULSES;
        *rest = key + 3;
        return TRUE;
    }
    if (!counts_pulses && g_str_has_prefix (key, "Wh")) {
        *kind = SMART_MAIC_COUNTER_TAKEN;
        *rest = key + 2;
        return TRUE;
    }
    *kind = SMART_MAIC_COUNTER_GIVEN;
    *rest = key + MIN (strlen (key), 3);
    return !counts_pulses && self->grade == SMART_MAIC_EXTENDED && g_str_has_prefix (key, "rWh");
}

static gboolean
find_counter (SmartMaic *self, const char *key, SmartMaicCounterKind *kind, guint *index)
{
    guint n = self->model == SMART_MAIC_D105 ? SMART_MAIC_N_CHANNELS
                                             : smart_maic_circuit_get_n_phases (self);
    const char *rest;

    if (!parse_kind (self, key, kind, &rest))
        return FALSE;
    *index = 0;
    if (n == 1)
        return rest[0] == '\0';
    if (rest[0] < '1' || rest[0] > (char)('0' + n) || rest[1] != '\0')
        return FALSE;
    *index = (guint)(rest[0] - '1');
    return TRUE;
}

gboolean
smart_maic_get_counter (SmartMaic *self, const char *key, double *value)
{
    SmartMaicCounterKind kind;
    guint index;

    if (!find_counter (self, key, &kind, &index))
        return FALSE;
    *value = smart_maic_circuit_get_counter (self, kind, index);
    return TRUE;
}

gboolean
smart_maic_set_counter (SmartMaic *self, const char *key, double value)
{
    SmartMaicCounterKind kind;
    guint index;

    if (!find_counter (self, key, &kind, &index))
        return FALSE;
    self->changes[kind][index] = value - get_raw (self, kind, index);
    return TRUE;
}

void
smart_maic_reset_counters (SmartMaic *self)
{
    for (guint i = 0; i < 3; i++)
        for (SmartMaicCounterKind kind = 0; kind < SMART_MAIC_COUNTER_PULSES; kind++)
            self->changes[kind][i] = -get_raw (self, kind, i);
    for (guint i = 0; i < SMART_MAIC_N_CHANNELS; i++)
        self->changes[SMART_MAIC_COUNTER_PULSES][i] = -get_raw (self, SMART_MAIC_COUNTER_PULSES, i);
}
