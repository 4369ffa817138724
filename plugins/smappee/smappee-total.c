/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-total.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "smappee-json.h"
#include "smappee-readings.h"

#define MAX_ENDS      36 /* of intervals that are remembered: three hours */
#define MAX_INTERVALS 1024
#define MAX_DELTA     1e9
#define MAX_TIME      1e15
#define CADENCE       900 /* s; they tell every five minutes */
#define JOULES        3600.0

/* Entities */

static void G_GNUC_PRINTF (4, 5) add_named (SmappeeSpecs *specs,
                                            const WattleEntitySpec *like,
                                            const char *key,
                                            const char *format,
                                            ...)
{
    WattleEntitySpec spec = *like;
    g_autofree char *name = NULL;
    va_list arguments;

    va_start (arguments, format);
    name = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    spec.key = key;
    spec.name = name;
    spec.cadence = CADENCE;
    smappee_specs_add (specs, &spec);
}

static char *
make_key (guint id, const char *rest)
{
    return g_strdup_printf ("sensor_%u_%s", id, rest);
}

static char *
make_volume_key (guint id, guint place)
{
    return g_strdup_printf ("sensor_%u_volume_%u", id, place + 1);
}

static void
add_volume (SmappeeSpecs *specs, const SmappeeSensor *sensor, guint place)
{
    static const WattleEntitySpec volume = { .quantity = WATTLE_QUANTITY_VOLUME,
                                             .direction = WATTLE_DIRECTION_IMPORT };
    g_autofree char *key = make_volume_key (sensor->id, place);

    if (sensor->volumes[place] <= 0)
        return;
    if (sensor->is_gas[place])
        add_named (specs, &volume, key, _ ("Gas, sensor %u"), sensor->id);
    else if (sensor->is_water[place])
        add_named (specs, &volume, key, _ ("Water, sensor %u"), sensor->id);
    else
        add_named (specs, &volume, key, _ ("Volume, sensor %u"), sensor->id);
}

static void
add_sensor (SmappeeSpecs *specs, const SmappeeSensor *sensor)
{
    static const WattleEntitySpec temperature = { .quantity = WATTLE_QUANTITY_TEMPERATURE };
    static const WattleEntitySpec humidity = { .quantity = WATTLE_QUANTITY_HUMIDITY };
    static const WattleEntitySpec battery = { .quantity = WATTLE_QUANTITY_NUMBER,
                                              .flags = WATTLE_ENTITY_DIAGNOSTIC };
    g_autofree char *temperature_key = make_key (sensor->id, "temperature");
    g_autofree char *humidity_key = make_key (sensor->id, "humidity");
    g_autofree char *battery_key = make_key (sensor->id, "battery");

    for (guint i = 0; i < SMAPPEE_SENSOR_INPUTS; i++)
        add_volume (specs, sensor, i);
    add_named (specs, &temperature, temperature_key, _ ("Temperature, sensor %u"), sensor->id);
    add_named (specs, &humidity, humidity_key, _ ("Humidity, sensor %u"), sensor->id);
    add_named (specs, &battery, battery_key, _ ("Battery in percent, sensor %u"), sensor->id);
}

static void
add_switch (SmappeeSpecs *specs, const SmappeeSensor *sensor)
{
    static const WattleEntitySpec energy = { .quantity = WATTLE_QUANTITY_ENERGY,
                                             .direction = WATTLE_DIRECTION_IMPORT };
    g_autofree char *key = make_key (sensor->id, "energy_import");

    if (sensor->name != NULL)
        add_named (specs, &energy, key, _ ("%s energy, of the switch"), sensor->name);
    else
        add_named (specs, &energy, key, _ ("Energy, sensor %u"), sensor->id);
}

void
smappee_total_add_specs (SmappeeSpecs *specs, GPtrArray *sensors)
{
    for (guint i = 0; sensors != NULL && i < sensors->len; i++) {
        const SmappeeSensor *sensor = g_ptr_array_index (sensors, i);

        if (sensor->is_switch)
            add_switch (specs, sensor);
        else
            add_sensor (specs, sensor);
    }
}

/* Adding up */

static double
recall (WattleSource *source, const char *key, double fallback)
{
    const char *text = wattle_source_get_state (source, key);
    double value;

    return text != NULL && wattle_number_parse (text, &value, NULL) ? value : fallback;
}

static void
keep (WattleSource *source, const char *key, double value)
{
    g_autofree char *text = wattle_number_format_exact (value);

    wattle_source_set_state (source, key, text, 0);
}

static void
add_up (WattleDevice *device, const char *key, double amount)
{
    double sum = recall (WATTLE_SOURCE (device), key, 0);

    if (isnan (amount))
        return;
    keep (WATTLE_SOURCE (device), key, sum + amount);
    wattle_device_report (device, key, sum + amount);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
    double one = *(const double *)a, other = *(const double *)b;

    return one < other ? -1 : one > other;
}

static GArray *
recall_ends (WattleSource *source, const char *key)
{
    GArray *ends = g_array_new (FALSE, FALSE, sizeof (double));
    const char *text = wattle_source_get_state (source, key);
    g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", MAX_ENDS);
    double end;

    for (char **word = words; *word != NULL; word++)
        if (wattle_number_parse (*word, &end, NULL))
            g_array_append_val (ends, end);
    return ends;
}

static void
keep_ends (WattleSource *source, const char *key, GArray *ends)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = ends->len > MAX_ENDS ? ends->len - MAX_ENDS : 0; i < ends->len; i++) {
        g_autofree char *end = wattle_number_format_exact (g_array_index (ends, double, i));

        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", end);
    }
    wattle_source_set_state (source, key, text->str, 0);
}

/* Whether an interval was not told before. One may come late; of what is older than all that are
 * remembered nobody knows. */
static gboolean
is_new (WattleDevice *device, const SmappeeSensor *sensor, double end)
{
    g_autofree char *key = make_key (sensor->id, sensor->is_switch ? "switch_told" : "told");
    g_autoptr (GArray) ends = recall_ends (WATTLE_SOURCE (device), key);

    if (g_array_binary_search (ends, &end, compare_numbers, NULL) ||
        (ends->len >= MAX_ENDS && end < g_array_index (ends, double, 0)))
        return FALSE;
    g_array_append_val (ends, end);
    g_array_sort (ends, compare_numbers);
    keep_ends (WATTLE_SOURCE (device), key, ends);
    return TRUE;
}

static void
report_kept (WattleDevice *device, const char *key)
{
    if (wattle_source_get_state (WATTLE_SOURCE (device), key) != NULL)
        wattle_device_report (device, key, recall (WATTLE_SOURCE (device), key, 0));
}

/* Sums go on where they were before the host was started. */
void
smappee_total_report_kept (WattleDevice *device, GPtrArray *sensors)
{
    for (guint i = 0; sensors != NULL && i < sensors->len; i++) {
        const SmappeeSensor *sensor = g_ptr_array_index (sensors, i);
        g_autofree char *energy = make_key (sensor->id, "energy_import");

        if (sensor->is_switch)
            report_kept (device, energy);
        for (guint j = 0; j < SMAPPEE_SENSOR_INPUTS; j++) {
            g_autofree char *volume = make_volume_key (sensor->id, j);

            if (sensor->volumes[j] > 0)
                report_kept (device, volume);
        }
    }
}

/* An interval, and when it ended. */
typedef struct {
    JsonObject *entry;
    double end;
} Interval;

static int
compare_ends (gconstpointer a, gconstpointer b)
{
    double one = ((const Interval *)a)->end;
    double other = ((const Interval *)b)->end;

    return one < other ? -1 : one > other;
}

/* In the order of time. One without an end has that of the message. */
static GArray *
list_intervals (JsonObject *root, const char *member, GError **error)
{
    g_autoptr (GArray) intervals = g_array_new (FALSE, FALSE, sizeof (Interval));
    g_autoptr (GPtrArray) entries = NULL;
    double sent;

    if (!smappee_json_get_number (root, "utcTimeStamp", 0, MAX_TIME, &sent, error) ||
        !smappee_json_list_objects (root, member, MAX_INTERVALS, &entries, error))
        return NULL;
    for (guint i = 0; i < entries->len; i++) {
        Interval interval = { .entry = g_ptr_array_index (entries, i) };

        if (!smappee_json_get_number (interval.entry, "utcEndtime", 0, MAX_TIME, &interval.end,
                                      error))
            return NULL;
        if (isnan (interval.end))
            interval.end = sent;
        if (!isnan (interval.end))
            g_array_append_val (intervals, interval);
    }
    g_array_sort (intervals, compare_ends);
    return g_steal_pointer (&intervals);
}

static const SmappeeSensor *
find_sensor (GPtrArray *sensors, JsonObject *entry, gboolean is_switch)
{
    gint64 id;

    return wattle_json_get_integer (entry, "sensorId", 0, G_MAXINT32, &id, NULL)
               ? smappee_sensors_find (sensors, (guint)id, is_switch)
               : NULL;
}

static gboolean
take_climate (WattleDevice *device, const SmappeeSensor *sensor, JsonObject *entry, GError **error)
{
    static const struct {
        const char *member;
        const char *rest;
        double min;
        double max;
        double divisor;
    } fields[] = {
        { "temperature", "temperature", -1000, 1500, 10 },
        { "humidity", "humidity", 0, 100, 1 },
        { "battLevel", "battery", 0, 100, 1 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        g_autofree char *key = make_key (sensor->id, fields[i].rest);
        double value;

        if (!smappee_json_get_number (entry, fields[i].member, fields[i].min, fields[i].max, &value,
                                      error))
            return FALSE;
        smappee_readings_report_number (device, key, value / fields[i].divisor);
    }
    return TRUE;
}

static gboolean
take_volumes (WattleDevice *device, const SmappeeSensor *sensor, JsonObject *entry, GError **error)
{
    static const char *const members[SMAPPEE_SENSOR_INPUTS] = { "index0Delta", "index1Delta" };
    double pulses[SMAPPEE_SENSOR_INPUTS];

    for (guint i = 0; i < SMAPPEE_SENSOR_INPUTS; i++)
        if (!smappee_json_get_number (entry, members[i], 0, MAX_DELTA, &pulses[i], error))
            return FALSE;
    for (guint i = 0; i < SMAPPEE_SENSOR_INPUTS; i++) {
        g_autofree char *key = make_volume_key (sensor->id, i);

        if (sensor->volumes[i] > 0)
            add_up (device, key, pulses[i] * sensor->volumes[i]);
    }
    return TRUE;
}

gboolean
smappee_total_take_sensors (WattleDevice *device,
                            GPtrArray *sensors,
                            JsonObject *root,
                            GError **error)
{
    g_autoptr (GArray) intervals = list_intervals (root, "gwIntervalDatas", error);

    if (intervals == NULL)
        return FALSE;
    for (guint i = 0; i < intervals->len; i++) {
        const Interval *interval = &g_array_index (intervals, Interval, i);
        const SmappeeSensor *sensor = find_sensor (sensors, interval->entry, FALSE);

        if (sensor == NULL || !is_new (device, sensor, interval->end))
            continue;
        if (!take_climate (device, sensor, interval->entry, error) ||
            !take_volumes (device, sensor, interval->entry, error))
            return FALSE;
    }
    return TRUE;
}

/* `activePower` is the energy of the interval, in Ws. */
gboolean
smappee_total_take_switches (WattleDevice *device,
                             GPtrArray *sensors,
                             JsonObject *root,
                             GError **error)
{
    g_autoptr (GArray) intervals = list_intervals (root, "switchIntervalDatas", error);

    if (intervals == NULL)
        return FALSE;
    for (guint i = 0; i < intervals->len; i++) {
        const Interval *interval = &g_array_index (intervals, Interval, i);
        const SmappeeSensor *sensor = find_sensor (sensors, interval->entry, TRUE);
        g_autofree char *key = sensor != NULL ? make_key (sensor->id, "energy_import") : NULL;
        double energy;

        if (sensor == NULL || !is_new (device, sensor, interval->end))
            continue;
        if (!smappee_json_get_number (interval->entry, "activePower", 0, MAX_DELTA, &energy, error))
            return FALSE;
        add_up (device, key, energy / JOULES);
    }
    return TRUE;
}
