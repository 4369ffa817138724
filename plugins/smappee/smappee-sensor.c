/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-sensor.h"

#include <math.h>

#include "smappee-json.h"

#define MAX_SENSORS 16
#define MAX_ID      9999

static const struct {
    const char *name;
    double cubic_metres;
} units[] = {
    { "m3", 1 }, { "m³", 1 }, { "l", 0.001 }, { "liter", 0.001 }, { "ft3", 0.028316846592 },
};

static void
sensor_free (gpointer data)
{
    SmappeeSensor *self = data;

    g_free (self->name);
    g_free (self);
}

const SmappeeSensor *
smappee_sensors_find (GPtrArray *sensors, guint id, gboolean is_switch)
{
    for (guint i = 0; sensors != NULL && i < sensors->len; i++) {
        const SmappeeSensor *sensor = g_ptr_array_index (sensors, i);

        if (sensor->id == id && sensor->is_switch == is_switch)
            return sensor;
    }
    return NULL;
}

/* 0 for a unit that is not known: nothing is told then. */
static double
find_unit (const char *name)
{
    for (guint i = 0; name != NULL && i < G_N_ELEMENTS (units); i++)
        if (g_ascii_strcasecmp (name, units[i].name) == 0)
            return units[i].cubic_metres;
    return 0;
}

static gboolean
read_input (JsonObject *entry, SmappeeSensor *sensor, guint place, GError **error)
{
    const char *type = wattle_json_peek_string (entry, "type");
    gboolean enabled = TRUE;
    double pulses;

    if (json_object_has_member (entry, "enabled") &&
        !wattle_json_get_boolean (entry, "enabled", &enabled, error))
        return FALSE;
    if (!smappee_json_get_number (entry, "ppu", 0, 1e9, &pulses, error))
        return FALSE;
    if (!enabled || !(pulses > 0))
        return TRUE;

    sensor->volumes[place] = find_unit (wattle_json_peek_string (entry, "uom")) / pulses;
    sensor->is_gas[place] = type != NULL && g_ascii_strcasecmp (type, "gas") == 0;
    sensor->is_water[place] = type != NULL && g_ascii_strcasecmp (type, "water") == 0;
    return TRUE;
}

static gboolean
read_inputs (JsonObject *entry, SmappeeSensor *sensor, GError **error)
{
    g_autoptr (GPtrArray) inputs = NULL;

    if (!smappee_json_list_objects (entry, "gwSensorChannelsConfig", SMAPPEE_SENSOR_INPUTS, &inputs,
                                    error))
        return FALSE;
    for (guint i = 0; i < inputs->len; i++)
        if (!read_input (g_ptr_array_index (inputs, i), sensor, i, error))
            return FALSE;
    return TRUE;
}

static gboolean
add_sensor (GPtrArray *sensors, JsonObject *entry, gboolean is_switch, GError **error)
{
    SmappeeSensor *sensor;
    gint64 id;

    if (!wattle_json_get_integer (entry, "sensorId", 0, MAX_ID, &id, error))
        return FALSE;
    if (sensors->len >= MAX_SENSORS || smappee_sensors_find (sensors, (guint)id, is_switch) != NULL)
        return TRUE;

    sensor = g_new0 (SmappeeSensor, 1);
    sensor->id = (guint)id;
    sensor->is_switch = is_switch;
    sensor->name = smappee_json_dup_text (entry, "name");
    g_ptr_array_add (sensors, sensor);
    return is_switch || read_inputs (entry, sensor, error);
}

static gboolean
add_sensors (GPtrArray *sensors, JsonObject *root, const char *member, GError **error)
{
    gboolean is_switch = g_str_equal (member, "switchSensors");
    g_autoptr (GPtrArray) entries = NULL;

    if (!smappee_json_list_objects (root, member, 256, &entries, error))
        return FALSE;
    for (guint i = 0; i < entries->len; i++)
        if (!add_sensor (sensors, g_ptr_array_index (entries, i), is_switch, error)) {
            g_prefix_error (error, "“%s”, element %u: ", member, i);
            return FALSE;
        }
    return TRUE;
}

GPtrArray *
smappee_sensors_decode (JsonObject *root, GError **error)
{
    g_autoptr (GPtrArray) sensors = g_ptr_array_new_with_free_func (sensor_free);

    if (!add_sensors (sensors, root, "gwSensors", error) ||
        !add_sensors (sensors, root, "switchSensors", error))
        return NULL;
    return g_steal_pointer (&sensors);
}

char *
smappee_sensors_print (GPtrArray *sensors)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < sensors->len; i++) {
        const SmappeeSensor *sensor = g_ptr_array_index (sensors, i);

        g_string_append_printf (text, "%u %d %s", sensor->id, sensor->is_switch,
                                sensor->name != NULL ? sensor->name : "");
        for (guint j = 0; j < SMAPPEE_SENSOR_INPUTS; j++)
            g_string_append_printf (text, " %g %d %d", sensor->volumes[j], sensor->is_gas[j],
                                    sensor->is_water[j]);
        g_string_append_c (text, '\n');
    }
    return g_string_free (g_steal_pointer (&text), FALSE);
}
