/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-feed.h"

#include <math.h>

#include "smappee-readings.h"

#define JOULES 3600 /* of 1 Wh */

/* A message this much older than the one before was overtaken; an older one means that the clock of
 * the gateway was set. */
#define OVERTAKEN_MS 60000

/* One or two do not fit while the map is being changed. */
#define DIFFERENT_FOR 5

void
smappee_feed_configure (SmappeeFeed *self, WattleOptions *options)
{
    self->energy = g_str_equal (wattle_options_get_text (options, "EnergyUnit"), "Wh") ? 1 : JOULES;
    self->every = wattle_options_get_integer (options, "Every") * G_USEC_PER_SEC;
    self->averages = wattle_options_get_boolean (options, "Averages");
}

/* Each second */

static guint
find_kinds (const SmappeeValues *channels, guint n_channels)
{
    guint kinds = 0;

    for (guint i = 0; i < n_channels; i++)
        for (guint kind = 0; kind < SMAPPEE_N_VALUES; kind++)
            if (!isnan (channels[i].values[kind]))
                kinds |= 1u << kind;
    return kinds;
}

static gboolean
check_time (SmappeeFeed *self, WattleDevice *device, double time, GError **error)
{
    if (time < self->time && self->time - time < OVERTAKEN_MS) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "realtime that is %.0f ms older than the one before", self->time - time);
        return FALSE;
    }
    if (!isnan (time)) {
        self->time = time;
        wattle_device_set_time (device, (gint64)time * 1000);
    }
    return TRUE;
}

gboolean
smappee_feed_read_realtime (SmappeeFeed *self,
                            WattleDevice *device,
                            SmappeeLayout *layout,
                            JsonObject *root,
                            SmappeeRealtime *realtime,
                            GError **error)
{
    GPtrArray *channels = smappee_layout_get_channels (layout);
    SmappeeFeatures features = { .has_totals = TRUE };

    if (!smappee_realtime_decode (root, channels, self->energy, realtime, error) ||
        !check_time (self, device, realtime->time, error))
        return FALSE;

    features.kinds = find_kinds (realtime->channels, channels->len);
    features.n_voltages = realtime->n_voltages;
    features.has_frequency = !isnan (realtime->frequency);
    features.is_indexed = realtime->is_indexed;
    smappee_layout_note (layout, &features);
    return TRUE;
}

static void
report_voltages (WattleDevice *device, const SmappeeRealtime *realtime, guint n_voltages)
{
    static const char *const keys[SMAPPEE_N_PHASES] = { "voltage_l1", "voltage_l2", "voltage_l3" };

    for (guint i = 0; i < MIN (n_voltages, realtime->n_voltages); i++)
        if (isnan (realtime->voltages[i]))
            wattle_device_report_missing (device, keys[i]);
        else
            wattle_device_report (device, keys[i], realtime->voltages[i]);
}

/* A Genius adds up the power of all channels at the grid, those of generation among them; rounding
 * may make a difference of 1 W for each channel. */
static void
compare_sums (SmappeeFeed *self,
              WattleDevice *device,
              SmappeeLayout *layout,
              const SmappeeRealtime *realtime)
{
    double load =
        smappee_readings_get_load (smappee_layout_get_groups (layout), realtime->channels);
    double difference = load - realtime->total_power;

    if (!realtime->is_indexed || isnan (difference))
        return;
    if (fabs (difference) <= smappee_layout_get_channels (layout)->len)
        self->n_different = 0;
    else
        self->n_different++;
    wattle_device_report_boolean (device, "sums_differ", self->n_different >= DIFFERENT_FOR);
}

/* Half a second is the play of messages that come each second. */
static gboolean
is_wanted (SmappeeFeed *self, gint64 now)
{
    if (self->every > G_USEC_PER_SEC && self->taken != 0 && now >= self->taken &&
        now - self->taken < self->every - G_USEC_PER_SEC / 2)
        return FALSE;
    self->taken = now;
    return TRUE;
}

void
smappee_feed_report_realtime (SmappeeFeed *self,
                              WattleDevice *device,
                              SmappeeLayout *layout,
                              const SmappeeRealtime *realtime)
{
    if (!is_wanted (self, wattle_source_get_now (WATTLE_SOURCE (device))))
        return;

    smappee_readings_report (device, smappee_layout_get_channels (layout),
                             smappee_layout_get_groups (layout), realtime->channels);
    report_voltages (device, realtime, smappee_layout_get_n_voltages (layout));
    smappee_readings_report_number (device, "frequency", realtime->frequency);
    smappee_readings_report_number (device, "reactive_power", realtime->reactive_power);
    smappee_readings_report_number (device, "total_power", realtime->total_power);
    smappee_readings_report_number (device, "monitor_status", realtime->status);
    compare_sums (self, device, layout, realtime);
}

/* Each five minutes */

/* Those that were told before, or are older than some that were, are passed over. */
gboolean
smappee_feed_read_averages (SmappeeFeed *self,
                            SmappeeLayout *layout,
                            JsonObject *root,
                            SmappeeAverages *averages,
                            GError **error)
{
    GPtrArray *channels = smappee_layout_get_channels (layout);
    SmappeeFeatures features = { .has_averages = TRUE };

    if (!smappee_averages_decode (root, channels, averages, error) ||
        averages->end <= self->interval_end)
        return FALSE;

    self->interval_end = averages->end;
    if (self->averages)
        features.kinds = find_kinds (averages->channels, channels->len);
    smappee_layout_note (layout, &features);
    return TRUE;
}

void
smappee_feed_report_averages (SmappeeFeed *self,
                              WattleDevice *device,
                              SmappeeLayout *layout,
                              const SmappeeAverages *averages)
{
    static const char *const keys[SMAPPEE_AVERAGE_VOLTAGES] = { "average_voltage_l1",
                                                                "average_voltage_l2",
                                                                "average_voltage_l3" };
    GPtrArray *channels = smappee_layout_get_channels (layout);

    smappee_readings_report_number (device, "always_on_power", averages->always_on);
    for (guint i = 0; i < SMAPPEE_AVERAGE_VOLTAGES; i++)
        smappee_readings_report_number (device, keys[i], averages->voltages[i]);
    for (guint i = 0; self->averages && i < channels->len; i++)
        smappee_readings_report_channel (device, g_ptr_array_index (channels, i),
                                         &averages->channels[i]);
}
