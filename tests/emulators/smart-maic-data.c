/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* All that a device shows, as one list in the order of its display: what HTTP and MQTT say is the
 * same by construction. */
#include "smart-maic-private.h"

#include <math.h>

typedef struct {
    SmartMaic *device;
    GArray *items;
    gboolean zero;
} Reading;

static const double powers_of_ten[] = { 1, 10, 100, 1000 };

/* Numbers are rounded here, so that totals are the sum of what is shown. */
static double
add (Reading *self,
     SmartMaicPlaces places,
     const char *key,
     const char *name,
     const char *unit,
     guint decimals,
     double value)
{
    double rounded = round (value * powers_of_ten[decimals]) / powers_of_ten[decimals];
    SmartMaicItem item = { .unit = unit, .decimals = decimals, .value = rounded, .places = places };

    g_strlcpy (item.key, key, sizeof item.key);
    g_strlcpy (item.name, name, sizeof item.name);
    if (!g_hash_table_contains (self->device->missing, key))
        g_array_append_val (self->items, item);
    return rounded;
}

static void
add_break (Reading *self, guint number)
{
    g_autofree char *key = g_strdup_printf ("br%u", number);

    add (self, SMART_MAIC_IN_HTTP, key, " ", NULL, 0, 0);
}

/* @digit: of the phase, or 0 for none; it ends the key and the name. */
static double
add_of_phase (Reading *self,
              SmartMaicPlaces places,
              const char *key,
              const char *name,
              guint digit,
              const char *unit,
              guint decimals,
              double value)
{
    g_autofree char *whole_key = digit > 0 ? g_strdup_printf ("%s%u", key, digit) : g_strdup (key);
    g_autofree char *whole_name =
        digit > 0 ? g_strdup_printf ("%s %u", name, digit) : g_strdup (name);

    return add (self, places, whole_key, whole_name, unit, decimals, value);
}

typedef struct {
    double current;
    double taken;
    double given;
    double taken_energy;
    double given_energy;
} Totals;

static double
get_counter (Reading *self, SmartMaicCounterKind kind, guint index)
{
    return self->zero ? 0 : smart_maic_circuit_get_counter (self->device, kind, index);
}

static void
add_energies (Reading *self, guint phase, guint digit, Totals *totals)
{
    gboolean extended = self->device->grade == SMART_MAIC_EXTENDED;
    double taken = get_counter (self, SMART_MAIC_COUNTER_TAKEN, phase);
    double given = extended ? get_counter (self, SMART_MAIC_COUNTER_GIVEN, phase) : 0;

    totals->taken_energy +=
        add_of_phase (self, SMART_MAIC_IN_ALL, "Wh", "Energy", digit, "Wh", 1, taken);
    if (extended)
        totals->given_energy +=
            add_of_phase (self, SMART_MAIC_IN_ALL, "rWh", "Rev. Energy", digit, "Wh", 1, given);
    add_of_phase (self, SMART_MAIC_IN_SCALARS, "KWh", "", digit, "kWh", 3, taken / 1000);
    if (extended)
        add_of_phase (self, SMART_MAIC_IN_SCALARS, "rKWh", "", digit, "kWh", 3, given / 1000);
}

static void
add_phase (Reading *self, guint phase, guint digit, Totals *totals)
{
    SmartMaicPhase values;

    smart_maic_circuit_read (self->device, phase, &values);
    add_of_phase (self, SMART_MAIC_IN_ALL, "V", "Voltage", digit, "V", 2, values.voltage);
    totals->current +=
        add_of_phase (self, SMART_MAIC_IN_ALL, "A", "Current", digit, "A", 3, values.current);
    totals->taken +=
        add_of_phase (self, SMART_MAIC_IN_ALL, "W", "Active Power", digit, "W", 1, values.taken);
    if (self->device->grade == SMART_MAIC_EXTENDED)
        totals->given += add_of_phase (self, SMART_MAIC_IN_ALL, "rW", "Rev. Active Power", digit,
                                       "W", 1, values.given);
    add_energies (self, phase, digit, totals);
    add_of_phase (self, SMART_MAIC_IN_ALL, "PF", "Power Factor", digit, "", 2, values.power_factor);
    if (self->device->newer_firmware)
        add_of_phase (self, SMART_MAIC_IN_HTTP, "Fr", "Frequency", digit, "Hz", 2,
                      iskra_sg_curve_get_frequency (emulator_day_get_local (self->device->day)));
}

/* By HTTP only; who reads the messages adds up himself. */
static void
add_totals (Reading *self, const Totals *totals)
{
    gboolean extended = self->device->grade == SMART_MAIC_EXTENDED;

    add (self, SMART_MAIC_IN_HTTP, "A", "Total Current", "A", 3, totals->current);
    add (self, SMART_MAIC_IN_HTTP, "W", "Total Active Power", "W", 1, totals->taken);
    if (extended)
        add (self, SMART_MAIC_IN_HTTP, "rW", "Total Rev. Active Power", "W", 1, totals->given);
    add (self, SMART_MAIC_IN_HTTP, "TWh", "Total Energy", "Wh", 1, totals->taken_energy);
    if (extended)
        add (self, SMART_MAIC_IN_HTTP, "rTWh", "Total Rev. Energy", "Wh", 1, totals->given_energy);
}

static void
add_temperature (Reading *self, SmartMaicPlaces places, const char *key, const char *name, double t)
{
    gboolean fahrenheit = self->device->fahrenheit;

    add (self, places, key, name, fahrenheit ? "°F" : "°C", 1, fahrenheit ? t * 1.8 + 32 : t);
}

static double
get_own_temperature (Reading *self)
{
    return iskra_sg_curve_get_temperature (ISKRA_SG_CIRCUIT_GRID,
                                           emulator_day_get_local (self->device->day));
}

static void
add_monitor (Reading *self)
{
    guint n = smart_maic_circuit_get_n_phases (self->device);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++) {
        add_phase (self, i, n > 1 ? i + 1 : 0, &totals);
        add_break (self, i);
    }
    if (n > 1) {
        add_totals (self, &totals);
        add_break (self, n);
    }
    add_temperature (self, SMART_MAIC_IN_HTTP, "T", "Temperature", get_own_temperature (self));
    add_temperature (self, SMART_MAIC_IN_MQTT, "Temp", "", get_own_temperature (self));
}

/* Those since the last whole minute, as the device records each. */
static double
get_recent_pulses (Reading *self, guint channel)
{
    gint64 local = emulator_day_get_local (self->device->day);
    gint64 minute = local - local % G_TIME_SPAN_MINUTE;

    return floor (smart_maic_flow_get (channel, local)) -
           floor (smart_maic_flow_get (channel, minute));
}

static void
add_channel (Reading *self, guint channel)
{
    add_of_phase (self, SMART_MAIC_IN_ALL, "Ch", "Channel", channel + 1, "imp", 0,
                  get_recent_pulses (self, channel));
    add_of_phase (self, SMART_MAIC_IN_ALL, "TCh", "Total Channel", channel + 1, "imp", 0,
                  get_counter (self, SMART_MAIC_COUNTER_PULSES, channel));
}

/* A room, a hot-water tank, and a probe of carbon dioxide at the analog input. */
static void
add_pulse_counter (Reading *self)
{
    gint64 local = emulator_day_get_local (self->device->day);

    for (guint i = 0; i < SMART_MAIC_N_CHANNELS; i++)
        add_channel (self, i);
    add_break (self, 0);
    add_temperature (self, SMART_MAIC_IN_ALL, "T1", "Temperature 1",
                     21.6 + iskra_sg_curve_get_wave (local, 7200));
    add_temperature (self, SMART_MAIC_IN_ALL, "T2", "Temperature 2",
                     48.3 + 4 * iskra_sg_curve_get_wave (local, 10800));
    add_break (self, 1);
    add (self, SMART_MAIC_IN_ALL, "ADC", "ADC", "V", 2,
         0.62 + 0.1 * iskra_sg_curve_get_wave (local, 5400));
    add_temperature (self, SMART_MAIC_IN_JSON, "Temp", "", get_own_temperature (self));
}

GArray *
smart_maic_data_read (SmartMaic *self, gboolean zero)
{
    Reading reading = {
        .device = self,
        .items = g_array_new (FALSE, FALSE, sizeof (SmartMaicItem)),
        .zero = zero,
    };

    if (self->model == SMART_MAIC_D105)
        add_pulse_counter (&reading);
    else
        add_monitor (&reading);
    add (&reading, SMART_MAIC_IN_MQTT, "OUT", "", "", 0, self->out);
    return reading.items;
}

char *
smart_maic_data_format (const SmartMaicItem *item)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    char format[] = "%.0f";

    format[2] = (char)('0' + item->decimals);
    return g_strdup (g_ascii_formatd (text, sizeof text, format, item->value));
}
