/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-averages.h"

#include <math.h>

#include "smappee-json.h"

#define MAX_INTERVALS 1024 /* after an outage many may come at once */
#define MAX_ENTRIES   256
#define MAX_VALUE     1e12
#define MAX_TIME      1e15

static const struct {
    const char *member;
    SmappeeValueKind kind;
    double divisor;
} fields[] = {
    { "averageRMSCurrent", SMAPPEE_VALUE_AVERAGE_CURRENT, 1000 },
    { "averageRMSApparentPower", SMAPPEE_VALUE_AVERAGE_APPARENT, 1000 },
    { "averageRMSReactivePower", SMAPPEE_VALUE_AVERAGE_REACTIVE, 1000 },
    { "averagePowerfactor", SMAPPEE_VALUE_AVERAGE_FACTOR, 100 },
};

/* Which of the intervals ends last; *end is NAN if there is none. */
static gboolean
find_newest (GPtrArray *intervals, JsonObject **newest, double *end, GError **error)
{
    *newest = NULL;
    *end = NAN;
    for (guint i = 0; i < intervals->len; i++) {
        JsonObject *interval = g_ptr_array_index (intervals, i);
        double time;

        if (!smappee_json_get_number (interval, "utcEndtime", 0, MAX_TIME, &time, error))
            return FALSE;
        if (isnan (time) || time <= *end)
            continue;
        *newest = interval;
        *end = time;
    }
    return TRUE;
}

static gboolean
read_values (JsonObject *entry, SmappeeValues *values, GError **error)
{
    double drawn;
    double fed;

    smappee_values_clear (values, 1);
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        double value;

        if (!smappee_json_get_number (entry, fields[i].member, -MAX_VALUE, MAX_VALUE, &value,
                                      error))
            return FALSE;
        values->values[fields[i].kind] = value / fields[i].divisor;
    }
    if (!smappee_json_get_number (entry, "averageImportRMSActivePower", 0, MAX_VALUE, &drawn,
                                  error) ||
        !smappee_json_get_number (entry, "averageExportRMSActivePower", 0, MAX_VALUE, &fed, error))
        return FALSE;
    values->values[SMAPPEE_VALUE_AVERAGE_POWER] = (drawn - fed) / 1000;
    return TRUE;
}

static gboolean
read_channel (JsonObject *entry, GPtrArray *channels, SmappeeAverages *self, GError **error)
{
    const SmappeeChannel *channel;
    SmappeeValues values;
    guint position;
    gint64 index;

    if (!smappee_json_get_index (entry, &index, error) || !read_values (entry, &values, error))
        return FALSE;
    channel = index >= 0 ? smappee_channels_find (channels, (guint)index, &position) : NULL;
    if (channel == NULL)
        return TRUE;
    if (channel->inverted)
        smappee_values_invert (&values);
    self->channels[position] = values;
    return TRUE;
}

/* In tenths of a volt; a phase that is not there has 0. */
static gboolean
read_voltages (JsonObject *interval, SmappeeAverages *self, GError **error)
{
    JsonArray *array = wattle_json_peek_array (interval, "averageRMSVoltages");

    for (guint i = 0; i < SMAPPEE_AVERAGE_VOLTAGES; i++)
        self->voltages[i] = NAN;
    for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
        double value;

        if (i >= SMAPPEE_AVERAGE_VOLTAGES ||
            !wattle_json_node_is_number (json_array_get_element (array, i), &value) || value < 0 ||
            value > 1e6) {
            wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                              "“averageRMSVoltages” is not up to %d numbers from 0 to 1000000",
                              SMAPPEE_AVERAGE_VOLTAGES);
            return FALSE;
        }
        self->voltages[i] = value > 0 ? value / 10 : NAN;
    }
    return TRUE;
}

static gboolean
read_interval (JsonObject *interval, GPtrArray *channels, SmappeeAverages *self, GError **error)
{
    g_autoptr (GPtrArray) entries = NULL;

    smappee_values_clear (self->channels, SMAPPEE_MAX_CHANNELS);
    if (!smappee_json_get_number (interval, "alwaysOn", 0, MAX_VALUE, &self->always_on, error) ||
        !read_voltages (interval, self, error) ||
        !smappee_json_list_objects (interval, "channelIntervalDatas", MAX_ENTRIES, &entries, error))
        return FALSE;
    self->always_on /= 1000;
    for (guint i = 0; i < entries->len; i++)
        if (!read_channel (g_ptr_array_index (entries, i), channels, self, error)) {
            g_prefix_error (error, "“channelIntervalDatas”, element %u: ", i);
            return FALSE;
        }
    return TRUE;
}

gboolean
smappee_averages_decode (JsonObject *root,
                         GPtrArray *channels,
                         SmappeeAverages *self,
                         GError **error)
{
    g_autoptr (GPtrArray) intervals = NULL;
    JsonObject *newest;

    if (!smappee_json_list_objects (root, "intervalDatas", MAX_INTERVALS, &intervals, error) ||
        !find_newest (intervals, &newest, &self->end, error))
        return FALSE;
    return newest != NULL && read_interval (newest, channels, self, error);
}
