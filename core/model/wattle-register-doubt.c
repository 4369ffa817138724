/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-register-doubt.h"

#include <math.h>

/* Magnitudes of measured values: most are around 100, few beyond 1e-3 and 1e9. */
#define MEAN_DECADE   2.0
#define SPREAD        2.2
#define MIN_MAGNITUDE 1e-3
#define MAX_MAGNITUDE 1e9
#define OCTAVE        0.30103

#define IMPOSSIBLE 40.0 /* what chance alone makes of it is 32 */
#define QUIET_NAN  0x7fc00000u

/* What stands for "not available" is more frequent than a number of as many bits. */
#define MARKER 12.0

/* Values of a grid, which are known beforehand; some meters have them ten or a hundred times. */
static const struct {
    double min;
    double max;
    double gain;
} known[] = {
    { 49.5, 50.5, 4 }, { 4950, 5050, 4 },   { 59.5, 60.5, 3 }, { 5950, 6050, 3 },
    { 215, 245, 1 },   { 2150, 2450, 0.5 }, { 380, 420, 1 },   { 0.5, 1, 0.5 },
};

static double
doubt_mantissa (guint32 bits)
{
    /* Round numbers end in zeros. */
    if ((bits & 0xffff) == 0)
        return 7 + 2.3;
    if ((bits & 0xff) == 0)
        return 15 + 2.3;
    return 23 + 0.9;
}

static double
doubt_float (guint32 bits, double value)
{
    double magnitude = fabs (value);
    double distance;
    double doubt;

    if (bits == QUIET_NAN)
        return MARKER;
    if (bits == 0)
        return 4;
    if (!(magnitude >= MIN_MAGNITUDE && magnitude <= MAX_MAGNITUDE))
        return IMPOSSIBLE;

    distance = (log10 (magnitude) - MEAN_DECADE) / SPREAD;
    doubt = -log2 (OCTAVE / (SPREAD * sqrt (2 * G_PI))) + distance * distance / 2 / G_LN2;
    doubt += (value < 0 ? 1.8 : 0.5) + doubt_mantissa (bits);
    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        if (value >= known[i].min && value <= known[i].max)
            doubt -= known[i].gain;
    return doubt;
}

/* A whole number takes its digits, and how many there are; few meters need all of them. */
static double
doubt_whole (double value, guint n_bits)
{
    double magnitude = fabs (value);
    guint length = magnitude >= 1 ? (guint)floor (log2 (magnitude)) + 1 : 1;
    double doubt = length - 1 + log2 (n_bits) + (value < 0 ? 3 : 1.5);

    return length > n_bits - 4 ? doubt + 2.0 * (length - (n_bits - 4)) : doubt;
}

double
wattle_register_doubt (WattleRegisterType type, guint64 bits, double value)
{
    switch (type) {
    case WATTLE_REGISTER_FLOAT32:
        return doubt_float ((guint32)bits, value);
    case WATTLE_REGISTER_UINT32:
        if (bits == 0)
            return 5;
        return bits == 0xffffffff ? MARKER : doubt_whole (value, 32);
    case WATTLE_REGISTER_INT32:
        if (bits == 0)
            return 6;
        return bits == 0x80000000 ? MARKER : doubt_whole (value, 32) + 1;
    case WATTLE_REGISTER_UINT16:
    case WATTLE_REGISTER_INT16:
        if (bits == 0)
            return 3;
        return bits == 0xffff || bits == 0x8000 ? MARKER / 2 : doubt_whole (value, 16);
    default:
        return IMPOSSIBLE;
    }
}

double
wattle_register_doubt_beside (double value, double before)
{
    double ratio = before != 0 ? value / before : 0;

    return ratio > 0.75 && ratio < 1.33 ? -4 : 0;
}
