/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is put together over five minutes. */
#include "smappee-box-private.h"

#include <math.h>

#include "iskra-sg-curve.h"

/* What one pulse stands for, in Wh of the base load: 300 l and 1.2 m³ of a day, more or less. */
#define WATER_PULSE 40
#define GAS_PULSE   100

void
smappee_box_interval_free (gpointer data)
{
    SmappeeBoxInterval *interval = data;

    g_array_unref (interval->channels);
    g_free (interval);
}

/* As it is halfway: a line is short. */
static void
add_channel_line (SmappeeBox *self, SmappeeBoxChannel *channel, gint64 line_end)
{
    gint64 begin = smappee_box_house_get_local (self->house);
    gint64 middle = begin + (line_end - begin) / 2;
    double hours = (double)(line_end - begin) / G_TIME_SPAN_HOUR;
    SmappeeBoxPower power = smappee_box_house_get_power (self->house, &channel->form, middle);
    double voltage = smappee_box_get_voltage (self, channel->phase, middle);
    double apparent = hypot (power.active, power.reactive);

    if (voltage == 0)
        voltage = smappee_box_get_voltage (self, 0, middle);
    smappee_box_house_count (self->house, &channel->form, line_end, &channel->sums.energy);
    channel->sums.apparent += apparent * hours;
    channel->sums.reactive += power.reactive * hours;
    channel->sums.current += apparent / voltage * hours;
}

void
smappee_box_interval_add_line (SmappeeBox *self, gint64 line_end)
{
    gint64 begin = smappee_box_house_get_local (self->house);
    double seconds = (double)(line_end - begin) / G_TIME_SPAN_SECOND;

    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++)
        add_channel_line (self, smappee_box_map_get (self->map, i), line_end);
    for (guint i = 0; i < 3; i++)
        self->voltage_sums[i] +=
            smappee_box_get_voltage (self, i, begin + (line_end - begin) / 2) * seconds;
}

static void
take_channel (SmappeeBox *self,
              SmappeeBoxInterval *interval,
              SmappeeBoxChannel *channel,
              double hours)
{
    const SmappeeBoxIntervalChannel taken = {
        .key = smappee_box_is_plus (self) ? channel->input : channel->index,
        .current = channel->sums.current / hours,
        .imported = channel->sums.energy.imported / hours,
        .exported = channel->sums.energy.exported / hours,
        .apparent = channel->sums.apparent / hours,
        .reactive = channel->sums.reactive / hours,
    };

    channel->sums = (SmappeeBoxSums){ 0 };
    g_array_append_val (interval->channels, taken);
}

/* Whole pulses, of which none is lost between two intervals. */
static guint
count_pulses (SmappeeBox *self, double pulse)
{
    return (guint)(floor (self->base.imported / pulse) -
                   floor (self->interval_base.imported / pulse));
}

/* In delta those that the phases would have: the third is put together from the others. */
static void
take_voltages (SmappeeBox *self, SmappeeBoxInterval *interval, double seconds)
{
    double *voltages = interval->voltages;

    for (guint i = 0; i < 3; i++)
        voltages[i] = self->voltage_sums[i] / seconds;
    if (smappee_box_map_get_topology (self->map) != SMAPPEE_BOX_TOPOLOGY_DELTA)
        return;
    voltages[2] = (voltages[0] + voltages[1]) / 2;
    for (guint i = 0; i < 3; i++)
        voltages[i] /= sqrt (3);
}

static SmappeeBoxInterval *
take_interval (SmappeeBox *self, gint64 end)
{
    SmappeeBoxInterval *interval = g_new0 (SmappeeBoxInterval, 1);
    double seconds = (double)(end - self->interval_begin) / G_TIME_SPAN_SECOND;

    interval->end = smappee_box_to_utc_ms (end);
    interval->channels = g_array_new (FALSE, FALSE, sizeof (SmappeeBoxIntervalChannel));
    interval->pulses[0] = count_pulses (self, WATER_PULSE);
    interval->pulses[1] = count_pulses (self, GAS_PULSE);
    interval->switched = (self->switched.imported - self->interval_switched.imported) * 3600;
    interval->temperature = 18 + 2 * iskra_sg_curve_get_wave (end, 86400);
    take_voltages (self, interval, seconds);
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++)
        take_channel (self, interval, smappee_box_map_get (self->map, i), seconds / 3600);
    return interval;
}

/* The first one may have begun in the middle. */
void
smappee_box_interval_close (SmappeeBox *self)
{
    gint64 end = smappee_box_house_get_local (self->house);

    g_ptr_array_add (self->intervals, take_interval (self, end));
    if (self->intervals->len > SMAPPEE_BOX_MAX_INTERVALS)
        g_ptr_array_remove_index (self->intervals, 0);
    self->n_unsent = MIN (self->n_unsent + 1, SMAPPEE_BOX_MAX_INTERVALS);
    self->interval_begin = end;
    self->interval_base = self->base;
    self->interval_switched = self->switched;
    for (guint i = 0; i < 3; i++)
        self->voltage_sums[i] = 0;
}
