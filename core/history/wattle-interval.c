/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-interval.h"

#include <math.h>

#define SECONDS_PER_HOUR 3600

/* A counter that rises by more than this many times what the power came to, and some Wh, was set by
 * somebody. */
#define MAX_FACTOR 3
#define MAX_MORE   100

void
wattle_interval_mean_add (WattleIntervalMean *self, double value, double seconds)
{
    self->sum += value * seconds;
    self->seconds += seconds;
}

gboolean
wattle_interval_mean_get (const WattleIntervalMean *self, double *mean)
{
    if (self->seconds <= 0)
        return FALSE;

    *mean = self->sum / self->seconds;
    return TRUE;
}

double
wattle_interval_mean_integrate (const WattleIntervalMean *self)
{
    return self->sum / SECONDS_PER_HOUR;
}

double
wattle_interval_mean_get_coverage (const WattleIntervalMean *self, double seconds)
{
    return seconds > 0 ? CLAMP (self->seconds / seconds, 0, 1) : 0;
}

void
wattle_interval_counter_begin (WattleIntervalCounter *self, double before)
{
    *self = (WattleIntervalCounter){ .before = before, .last = before };
}

void
wattle_interval_counter_add (WattleIntervalCounter *self, double value)
{
    self->fell = self->fell || value < self->last;
    self->last = value;
}

double
wattle_interval_counter_get_energy (const WattleIntervalCounter *self,
                                    const WattleIntervalMean *power,
                                    gboolean *corrected)
{
    double counted = self->last - self->before;
    double integral = wattle_interval_mean_integrate (power);
    gboolean set = self->fell || counted > MAX_FACTOR * fabs (integral) + MAX_MORE;

    if (corrected != NULL)
        *corrected = set;
    return set ? integral : counted;
}
