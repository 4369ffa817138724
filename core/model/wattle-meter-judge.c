/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-meter-judge.h"

#include <math.h>

/* What can be of a quantity, in its unit, and how much it tells to find it. */
static const struct {
    WattleQuantity quantity;
    double min;
    double max;
    double weight;
} rows[] = {
    { WATTLE_QUANTITY_VOLTAGE, 80, 520, 3 },
    { WATTLE_QUANTITY_FREQUENCY, 45, 65, 3 },
    { WATTLE_QUANTITY_ENERGY, -1e12, 1e12, 2 },
    { WATTLE_QUANTITY_APPARENT_ENERGY, -1e12, 1e12, 1.5 },
    { WATTLE_QUANTITY_REACTIVE_ENERGY, -1e12, 1e12, 1.5 },
    { WATTLE_QUANTITY_ACTIVE_POWER, -1e8, 1e8, 1 },
    { WATTLE_QUANTITY_APPARENT_POWER, -1e8, 1e8, 1 },
    { WATTLE_QUANTITY_REACTIVE_POWER, -1e8, 1e8, 1 },
    { WATTLE_QUANTITY_CURRENT, -1e5, 1e5, 1 },
    { WATTLE_QUANTITY_POWER_FACTOR, -100, 100, 0.5 },
    { WATTLE_QUANTITY_PHASE_ANGLE, -360, 360, 0.5 },
    { WATTLE_QUANTITY_VOLTAGE_THD, 0, 1000, 0.5 },
    { WATTLE_QUANTITY_CURRENT_THD, 0, 1000, 0.5 },
};

/* Between a phase and neutral. An average over phases that are not all connected is less, and so is
 * the secondary side of transformers: 100 V, 58 V to neutral. */
#define MAX_PHASE_VOLTAGE 300
#define MIN_OTHER_VOLTAGE 40

/* Below it a float that is not 0 is hardly a measured value but something else read as a float. */
#define MIN_MAGNITUDE 1e-6

static gboolean
is_possible (const WattleMeterPoint *point, double value)
{
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        double min = rows[i].min;
        double max = rows[i].max;

        if (rows[i].quantity != point->spec.quantity)
            continue;
        if (rows[i].quantity == WATTLE_QUANTITY_VOLTAGE && point->spec.phase > 0)
            max = MAX_PHASE_VOLTAGE;
        if (rows[i].quantity == WATTLE_QUANTITY_VOLTAGE &&
            (point->spec.phase == 0 || point->ratios != 0))
            min = MIN_OTHER_VOLTAGE;
        return value >= min && value <= max;
    }
    return fabs (value) < 1e12;
}

WattleMeterVerdict
wattle_meter_judge (const WattleMeterPoint *point, const guint8 *bytes)
{
    guint64 bits = wattle_register_get_bits (point->type, point->order, bytes);
    double value;

    if (bits == 0 || (point->has_marker && bits == point->marker))
        return WATTLE_METER_EMPTY;
    if (!wattle_register_decode (point->type, point->order, bytes, &value))
        return WATTLE_METER_ODD;
    if (value == 0)
        return WATTLE_METER_EMPTY; /* -0 */
    if (point->scale_address != WATTLE_METER_NO_ADDRESS)
        return WATTLE_METER_FITS;

    value *= point->scale;
    return fabs (value) > MIN_MAGNITUDE && is_possible (point, value) ? WATTLE_METER_FITS
                                                                      : WATTLE_METER_ODD;
}

double
wattle_meter_get_weight (const WattleMeterPoint *point)
{
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (rows[i].quantity == point->spec.quantity)
            return rows[i].weight;

    return 0.5;
}
