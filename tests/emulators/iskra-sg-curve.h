/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The daily curve of the emulated house: pure functions of the local time (microseconds since
 * 1970-01-01 00:00 as the gateway's own clock shows it) and of the two relays. README.md states the
 * curve in words.
 */

typedef enum {
    ISKRA_SG_CIRCUIT_GRID,      /* everything, signed: solar power may exceed the loads */
    ISKRA_SG_CIRCUIT_HEAT_PUMP, /* compressor, and the boiler behind the contactor */
    ISKRA_SG_CIRCUIT_SOLAR,     /* negative by day */
    ISKRA_SG_CIRCUIT_OFFICE,    /* one phase, a part of the base load */
    ISKRA_SG_N_CIRCUITS
} IskraSgCircuit;

typedef struct {
    gboolean storage; /* right IR: night storage heater */
    gboolean boiler;  /* RS485: boiler contactor */
} IskraSgRelays;

typedef struct {
    double active[3];   /* W */
    double reactive[3]; /* var */
} IskraSgPower;

#define ISKRA_SG_N_TARIFFS 2
#define ISKRA_SG_N_BLOCKS  5

extern const IskraSgRelays iskra_sg_default_relays;

void iskra_sg_curve_get_power (IskraSgCircuit circuit,
                               gint64 local,
                               const IskraSgRelays *relays,
                               IskraSgPower *power);
double iskra_sg_curve_get_active (const IskraSgPower *power);
double iskra_sg_curve_get_reactive (const IskraSgPower *power);
guint iskra_sg_curve_get_tariff (gint64 local);
guint iskra_sg_curve_get_block (gint64 local);
double iskra_sg_curve_get_voltage (guint phase, gint64 local);
double iskra_sg_curve_get_frequency (gint64 local);
double iskra_sg_curve_get_temperature (IskraSgCircuit circuit, gint64 local);
double iskra_sg_curve_get_wave (gint64 local, double period);

G_END_DECLS
