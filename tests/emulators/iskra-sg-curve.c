/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-curve.h"

#include <math.h>

#define MINUTES_PER_DAY 1440

/* The same every day. h is the hour of the day; a bump is height * exp (-((h - centre) / width)^2).
 *
 *   base load      240 W + bumps 900 W at 7:00, 700 W at 12:30, 1400 W at 19:00 + a ripple of 40 W
 *   heat pump      650 W + 550 W * cos (2 pi (h - 4) / 24) + a ripple of 60 W
 *   boiler         300 W + bumps 1700 W at 6:00 and 17:00; 0 while its contactor is off
 *   storage        1500 W; 0 while the right IR switch is off
 *   solar          5600 W * sin^1.5 (pi (h - 6) / 14) from 6:00 to 20:00, clouded by up to 20 %,
 *                  less 6 W for the inverter itself
 *
 * These are the values at whole minutes; in between power runs on a straight line. That makes the
 * integral a finite sum without error, which is what the counters show.
 */
typedef struct {
    double base;
    double pump;
    double boiler;
    double storage;
    double sun;
} Loads;

const IskraSgRelays iskra_sg_default_relays = { .storage = FALSE, .boiler = TRUE };

static const double base_shares[3] = { 0.5, 0.3, 0.2 };

static double
bump (double hour, double centre, double width, double height)
{
    double distance = (hour - centre) / width;

    return height * exp (-distance * distance);
}

static double
get_sun (double hour, guint minute)
{
    if (hour <= 6 || hour >= 20)
        return 0;
    return 5600 * pow (sin (G_PI * (hour - 6) / 14), 1.5) *
           (0.9 + 0.1 * cos (2 * G_PI * minute / 20));
}

static void
get_loads (guint minute, const IskraSgRelays *relays, Loads *loads)
{
    double hour = minute / 60.0;

    loads->base = 240 + bump (hour, 7, 0.8, 900) + bump (hour, 12.5, 0.5, 700) +
                  bump (hour, 19, 1.6, 1400) + 40 * sin (2 * G_PI * minute / 16);
    loads->pump = 650 + 550 * cos (2 * G_PI * (hour - 4) / 24) + 60 * sin (2 * G_PI * minute / 24);
    loads->boiler =
        relays->boiler ? 300 + bump (hour, 6, 0.7, 1700) + bump (hour, 17, 0.7, 1700) : 0;
    loads->storage = relays->storage ? 1500 : 0;
    loads->sun = get_sun (hour, minute);
}

static void
spread_grid (const Loads *loads, IskraSgPower *power)
{
    for (guint i = 0; i < 3; i++) {
        power->active[i] = base_shares[i] * loads->base + (loads->pump - loads->sun + 6) / 3;
        power->reactive[i] = -0.18 * base_shares[i] * loads->base +
                             (0.16 * loads->pump + 0.03 * loads->sun - 15) / 3;
    }
    power->active[0] += loads->boiler;
    power->active[1] += loads->storage;
}

static void
spread_heat_pump (const Loads *loads, IskraSgPower *power)
{
    for (guint i = 0; i < 3; i++) {
        power->active[i] = loads->pump / 3;
        power->reactive[i] = 0.16 * loads->pump / 3;
    }
    power->active[0] += loads->boiler;
}

static void
spread_solar (const Loads *loads, IskraSgPower *power)
{
    for (guint i = 0; i < 3; i++) {
        power->active[i] = (6 - loads->sun) / 3;
        power->reactive[i] = (0.03 * loads->sun - 15) / 3;
    }
}

static void
get_node (IskraSgCircuit circuit, guint minute, const IskraSgRelays *relays, IskraSgPower *power)
{
    Loads loads;

    get_loads (minute, relays, &loads);
    switch (circuit) {
    case ISKRA_SG_CIRCUIT_HEAT_PUMP:
        spread_heat_pump (&loads, power);
        break;
    case ISKRA_SG_CIRCUIT_SOLAR:
        spread_solar (&loads, power);
        break;
    case ISKRA_SG_CIRCUIT_OFFICE:
        *power =
            (IskraSgPower){ .active = { 0.3 * loads.base }, .reactive = { -0.05 * loads.base } };
        break;
    default:
        spread_grid (&loads, power);
        break;
    }
}

static gint64
get_day_time (gint64 local)
{
    gint64 rest = local % G_TIME_SPAN_DAY;

    return rest < 0 ? rest + G_TIME_SPAN_DAY : rest;
}

void
iskra_sg_curve_get_power (IskraSgCircuit circuit,
                          gint64 local,
                          const IskraSgRelays *relays,
                          IskraSgPower *power)
{
    gint64 day_time = get_day_time (local);
    guint minute = (guint)(day_time / G_TIME_SPAN_MINUTE);
    double part = (double)(day_time % G_TIME_SPAN_MINUTE) / G_TIME_SPAN_MINUTE;
    IskraSgPower next;

    get_node (circuit, minute, relays, power);
    get_node (circuit, (minute + 1) % MINUTES_PER_DAY, relays, &next);
    for (guint i = 0; i < 3; i++) {
        power->active[i] += part * (next.active[i] - power->active[i]);
        power->reactive[i] += part * (next.reactive[i] - power->reactive[i]);
    }
}

double
iskra_sg_curve_get_active (const IskraSgPower *power)
{
    return power->active[0] + power->active[1] + power->active[2];
}

double
iskra_sg_curve_get_reactive (const IskraSgPower *power)
{
    return power->reactive[0] + power->reactive[1] + power->reactive[2];
}

/* Tariff 1 from 6:00 to 22:00, else 2. */
guint
iskra_sg_curve_get_tariff (gint64 local)
{
    gint64 hour = get_day_time (local) / G_TIME_SPAN_HOUR;

    return hour >= 6 && hour < 22 ? 1 : 2;
}

/* Time blocks: 1 and 2 by day, 3 at night; 4 and 5 stay unused. */
guint
iskra_sg_curve_get_block (gint64 local)
{
    gint64 hour = get_day_time (local) / G_TIME_SPAN_HOUR;

    if (hour < 6 || hour >= 22)
        return 3;
    return (hour >= 7 && hour < 14) || (hour >= 16 && hour < 20) ? 1 : 2;
}

/* From −1 to 1; the period is in seconds. */
double
iskra_sg_curve_get_wave (gint64 local, double period)
{
    return sin (2 * G_PI * fmod ((double)local / G_USEC_PER_SEC, period) / period);
}

double
iskra_sg_curve_get_voltage (guint phase, gint64 local)
{
    static const double levels[3] = { 231.1, 230.4, 232.0 };

    return levels[phase] + 2.5 * iskra_sg_curve_get_wave (local, 7200 + 600 * phase) +
           0.4 * iskra_sg_curve_get_wave (local, 97 + 10 * phase);
}

double
iskra_sg_curve_get_frequency (gint64 local)
{
    return 50 + 0.018 * iskra_sg_curve_get_wave (local, 610) +
           0.006 * iskra_sg_curve_get_wave (local, 73);
}

double
iskra_sg_curve_get_temperature (IskraSgCircuit circuit, gint64 local)
{
    static const double levels[ISKRA_SG_N_CIRCUITS] = { 30.4, 27.1, 35.5, 26.8 };

    return levels[circuit] + 3 * iskra_sg_curve_get_wave (local, 86400) +
           0.2 * iskra_sg_curve_get_wave (local, 900);
}
