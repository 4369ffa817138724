/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "iskra-sg-house.h"

G_BEGIN_DECLS

/* The meters that can sit behind the gateway, and what they show at an instant. */

typedef enum {
    ISKRA_SG_METER_IE38MD, /* grid, three phases, 4 + 16 counters, time blocks */
    ISKRA_SG_METER_WM3M4C, /* heat pump, three phases, 2 + 0 counters */
    ISKRA_SG_METER_MC774,  /* solar, three phases, 0 + 4 counters */
    ISKRA_SG_METER_WM1_6,  /* office, one phase, 0 + 4 counters */
    ISKRA_SG_N_METERS
} IskraSgMeterKind;

typedef struct {
    const char *unit; /* "": disabled */
    const char *direction;
    guint tariffs; /* mask of what the house knows */
    const char *tariff_text;
    gint64 start; /* value at the reference time */
} IskraSgCounter;

typedef struct {
    const char *model;
    const char *serial;
    const char *description;
    const char *location;
    const char *label; /* the description typed into the gateway */
    guint address;
    double version;
    guint slot_type; /* as in the gateway's settings */
    guint n_phases;
    IskraSgCircuit circuit;
    const IskraSgCounter *non_resettable;
    guint n_non_resettable;
    const IskraSgCounter *resettable;
    guint n_resettable;
    gboolean has_blocks;
} IskraSgMeter;

typedef struct {
    double voltage;
    double current;
    double active;
    double reactive;
    double apparent;
    double factor;
    double angle;
    double thd_voltage;
    double thd_current;
} IskraSgValues;

/* Rounded to the digits that the gateway sends. */
typedef struct {
    IskraSgValues phases[3];
    IskraSgValues total; /* no voltage, current and THD */
    double frequency;
    double temperature;
    guint tariff;
} IskraSgReading;

const IskraSgMeter *iskra_sg_meter_get (IskraSgMeterKind kind);
void iskra_sg_meter_read (const IskraSgMeter *meter,
                          gint64 local,
                          const IskraSgRelays *relays,
                          IskraSgReading *reading);
double iskra_sg_meter_get_counter (const IskraSgMeter *meter,
                                   const IskraSgCounter *counter,
                                   IskraSgHouse *house);

G_END_DECLS
