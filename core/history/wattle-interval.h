/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a stretch of time comes to: means of what is momentary, differences of what counts. Pure:
 * rows of minutes make rows of hours as readings make rows of minutes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A momentary quantity: voltage, current, power factor, power. What is missing is left out, and
 * never a 0. Begins with all members 0. */
typedef struct {
    double sum;     /* of value × seconds */
    double seconds; /* that there were values of */
} WattleIntervalMean;

/* @seconds: how long the value stood for, such as 60 of a row of a minute */
void wattle_interval_mean_add (WattleIntervalMean *self, double value, double seconds);
/* FALSE: there was no value at all. */
gboolean wattle_interval_mean_get (const WattleIntervalMean *self, double *mean);
/* Of a power in W: the energy in Wh that it came to, where there were values. */
double wattle_interval_mean_integrate (const WattleIntervalMean *self);
/* The part of so many seconds that there were values of, from 0 to 1. */
double wattle_interval_mean_get_coverage (const WattleIntervalMean *self, double seconds);

/* A counter in Wh. */
typedef struct {
    double before; /* the last value of the interval before */
    double last;
    gboolean fell; /* meanwhile */
} WattleIntervalCounter;

void wattle_interval_counter_begin (WattleIntervalCounter *self, double before);
void wattle_interval_counter_add (WattleIntervalCounter *self, double value);

/* The energy of the interval in Wh: what it counted, or, where it was set meanwhile (it fell, or
 * rose by more than the power can explain), what the power came to. @corrected: which of both; or
 * NULL */
double wattle_interval_counter_get_energy (const WattleIntervalCounter *self,
                                           const WattleIntervalMean *power,
                                           gboolean *corrected);

G_END_DECLS
