/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time blocks and 15-minute values of the meter that has them. */
#include "iskra-sg-registers.h"

#include <math.h>

#define QUARTER     (15 * G_TIME_SPAN_MINUTE)
#define FIRST_BLOCK 6786
#define BLOCK_WORDS 42
#define LIMIT       17250.0 /* W, which the prediction is compared with */

static void
put_block (IskraSg *self, IskraSgWindow *window, guint block)
{
    static const IskraSgPeriod periods[] = { ISKRA_SG_PERIOD_MONTH, ISKRA_SG_PERIOD_PREVIOUS_MONTH,
                                             ISKRA_SG_PERIOD_YEAR, ISKRA_SG_PERIOD_PREVIOUS_YEAR };
    guint first = FIRST_BLOCK + BLOCK_WORDS * block;

    for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
        iskra_sg_window_put_long (
            window, first + 10 + 2 * i,
            (gint64)floor (iskra_sg_house_get_block (self->house, periods[i], block + 1)));
    iskra_sg_window_put_decimal (window, first + 18, iskra_sg_house_get_excess (FALSE)[block], 0);
    iskra_sg_window_put_decimal (window, first + 20, iskra_sg_house_get_excess (TRUE)[block], 0);
    /* Invented, as the excess. */
    iskra_sg_window_put_decimal (window, first + 26, 4000 + 100 * block, 0);
    iskra_sg_window_put_decimal (window, first + 30, 4050 + 100 * block, 0);
}

/* @mean: import is positive */
static void
put_mean (IskraSgWindow *window, guint import, guint export, double mean)
{
    iskra_sg_window_put_decimal (window, import, MAX (mean, 0), 1);
    iskra_sg_window_put_decimal (window, export, MAX (-mean, 0), 1);
}

static void
put_quarter (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window)
{
    gint64 local = iskra_sg_get_local (self);
    gint64 passed = local % QUARTER;
    IskraSgCircuit circuit = slot->meter->circuit;
    double now = iskra_sg_house_get_mean (self->house, circuit, local - passed,
                                          MAX (passed, G_TIME_SPAN_SECOND));
    double last = iskra_sg_house_get_mean (self->house, circuit, local - passed - QUARTER, QUARTER);

    iskra_sg_window_put (window, 5244, (int)((QUARTER - passed) / G_TIME_SPAN_SECOND));
    put_mean (window, 5245, 5253, now);
    put_mean (window, 5247, 5255, last);
    put_mean (window, 5249, 5257, now);
    put_mean (window, 5251, 5259, last);
    iskra_sg_window_put (window, 5261, (int)lround (MAX (now, 0) / LIMIT * 10000));
}

static gboolean
is_near (const IskraSgWindow *window, guint first, guint end)
{
    return window->first < end && window->first + window->count > first;
}

void
iskra_sg_block_registers_input (IskraSg *self, const IskraSgSlot *slot, IskraSgWindow *window)
{
    if (is_near (window, 5244, 5262)) /* the means are an integral each */
        put_quarter (self, slot, window);
    iskra_sg_window_put (window, 6761, ISKRA_SG_N_BLOCKS);
    iskra_sg_window_put (window, 6763, (int)iskra_sg_curve_get_block (iskra_sg_get_local (self)));
    for (guint i = 0; i < ISKRA_SG_N_BLOCKS; i++)
        put_block (self, window, i);
}
