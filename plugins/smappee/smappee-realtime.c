/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-realtime.h"

#include <math.h>
#include <string.h>

#include "smappee-json.h"

#define MAX_ENTRIES 256
#define MAX_POWER   1e8 /* W, var, VA */
#define MAX_ENERGY  1e15
#define MAX_TIME    1e15 /* ms */

/* Below that many VA what remains of the power factor are digits cut off. */
#define LEAST_APPARENT 10

typedef struct {
    const char *member;
    SmappeeValueKind kind;
    double min;
    double max;
    double divisor;
} Field;

static const Field fields[] = {
    { "power", SMAPPEE_VALUE_POWER, -MAX_POWER, MAX_POWER, 1 },
    { "current", SMAPPEE_VALUE_CURRENT, 0, 1e6, 10 },
    { "apparentPower", SMAPPEE_VALUE_APPARENT, 0, MAX_POWER, 1 },
    { "cosPhi", SMAPPEE_VALUE_FACTOR, -100, 100, 100 },
};

static const Field counters[] = {
    { "importEnergy", SMAPPEE_VALUE_IMPORT, 0, MAX_ENERGY },
    { "exportEnergy", SMAPPEE_VALUE_EXPORT, 0, MAX_ENERGY },
};

static gboolean
read_values (JsonObject *entry, double energy, SmappeeValues *values, GError **error)
{
    double value;

    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        if (!smappee_json_get_number (entry, fields[i].member, fields[i].min, fields[i].max, &value,
                                      error))
            return FALSE;
        values->values[fields[i].kind] = value / fields[i].divisor;
    }
    for (guint i = 0; i < G_N_ELEMENTS (counters); i++) {
        if (!smappee_json_get_number (entry, counters[i].member, counters[i].min, counters[i].max,
                                      &value, error))
            return FALSE;
        values->values[counters[i].kind] = value / energy;
    }

    if (values->values[SMAPPEE_VALUE_APPARENT] < LEAST_APPARENT)
        values->values[SMAPPEE_VALUE_FACTOR] = NAN;
    return TRUE;
}

/* After a change of the map an index may mean another channel, which the formula shows. */
static gboolean
is_same (const SmappeeChannel *channel, JsonObject *entry)
{
    const char *formula = wattle_json_peek_string (entry, "formula");

    return formula == NULL || channel->formula == NULL || g_str_equal (formula, channel->formula);
}

static gboolean
read_channel (JsonObject *entry,
              GPtrArray *channels,
              double energy,
              SmappeeRealtime *self,
              GError **error)
{
    const SmappeeChannel *channel;
    SmappeeValues values;
    guint position;
    gint64 index;

    smappee_values_clear (&values, 1);
    self->is_indexed |= json_object_has_member (entry, "publishIndex");
    if (!smappee_json_get_index (entry, &index, error) ||
        !read_values (entry, energy, &values, error))
        return FALSE;

    channel = index >= 0 ? smappee_channels_find (channels, (guint)index, &position) : NULL;
    if (channel == NULL || !is_same (channel, entry))
        return TRUE;
    if (channel->inverted)
        smappee_values_invert (&values);
    self->channels[position] = values;
    return TRUE;
}

static gboolean
read_channels (JsonObject *root,
               GPtrArray *channels,
               double energy,
               SmappeeRealtime *self,
               GError **error)
{
    g_autoptr (GPtrArray) entries = NULL;

    smappee_values_clear (self->channels, SMAPPEE_MAX_CHANNELS);
    if (!smappee_json_list_objects (root, "channelPowers", MAX_ENTRIES, &entries, error))
        return FALSE;
    for (guint i = 0; i < entries->len; i++)
        if (!read_channel (g_ptr_array_index (entries, i), channels, energy, self, error)) {
            g_prefix_error (error, "“channelPowers”, element %u: ", i);
            return FALSE;
        }
    return TRUE;
}

/* A phase that is not there has 0 V. */
static gboolean
read_voltage (JsonObject *entry, SmappeeRealtime *self, GError **error)
{
    gint64 phase;
    double voltage;

    if (!wattle_json_get_integer (entry, "phaseId", 0, SMAPPEE_N_PHASES - 1, &phase, error) ||
        !smappee_json_get_number (entry, "voltage", 0, 1e5, &voltage, error))
        return FALSE;
    self->voltages[phase] = voltage > 0 ? voltage : NAN;
    self->n_voltages = MAX (self->n_voltages, (guint)phase + 1);
    return TRUE;
}

static gboolean
read_voltages (JsonObject *root, SmappeeRealtime *self, GError **error)
{
    g_autoptr (GPtrArray) entries = NULL;

    if (!smappee_json_list_objects (root, "voltages", MAX_ENTRIES, &entries, error))
        return FALSE;
    for (guint i = 0; i < entries->len; i++)
        if (!read_voltage (g_ptr_array_index (entries, i), self, error)) {
            g_prefix_error (error, "“voltages”, element %u: ", i);
            return FALSE;
        }
    return TRUE;
}

gboolean
smappee_realtime_decode (JsonObject *root,
                         GPtrArray *channels,
                         double energy,
                         SmappeeRealtime *self,
                         GError **error)
{
    *self = (SmappeeRealtime){ .voltages = { NAN, NAN, NAN } };
    if (!smappee_json_get_number (root, "utcTimeStamp", 0, MAX_TIME, &self->time, error) ||
        !smappee_json_get_number (root, "totalPower", -MAX_POWER, MAX_POWER, &self->total_power,
                                  error) ||
        !smappee_json_get_number (root, "totalReactivePower", -MAX_POWER, MAX_POWER,
                                  &self->reactive_power, error) ||
        !smappee_json_get_number (root, "monitorStatus", -1e9, 1e9, &self->status, error) ||
        !smappee_json_get_number (root, "measuredFrequency", 0, 1e9, &self->frequency, error))
        return FALSE;

    self->frequency = self->frequency > 0 ? self->frequency / 1e6 : NAN;
    return read_channels (root, channels, energy, self, error) && read_voltages (root, self, error);
}
