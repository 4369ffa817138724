/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway says of itself. */
#include "smappee-box-private.h"

#define SENSOR_SERIAL 3001004217

void
smappee_box_add_stamp (SmappeeBox *self, JsonBuilder *builder)
{
    emulator_json_add_integer (builder, "utcTimeStamp", smappee_box_get_utc_ms (self));
}

gint64
smappee_box_get_location (SmappeeBox *self)
{
    return 74217 + (gint64)self->serial_offset;
}

/* config */

static void
add_config (SmappeeBox *self, JsonBuilder *builder)
{
    g_autofree char *device = g_strdup_printf ("b1e0a7c4-0d5f-4a2e-9f36-00%s", self->serial);

    smappee_box_add_stamp (self, builder);
    emulator_json_add_string (builder, "deviceUuid", device);
    emulator_json_add_string (builder, "serialNumber", self->serial);
    emulator_json_add_string (builder, "serviceLocationUuid", self->uuid);
    emulator_json_add_integer (builder, "serviceLocationId", smappee_box_get_location (self));
    emulator_json_add_string (builder, "firmwareVersion", self->firmware);
    emulator_json_add_integer (builder, "aggregationPeriodSeconds",
                               SMAPPEE_BOX_INTERVAL / G_TIME_SPAN_SECOND);
    if (self->model == SMAPPEE_BOX_GENIUS)
        emulator_json_add_string (builder, "timeZone", "Europe/Brussels");
}

char *
smappee_box_make_config (SmappeeBox *self)
{
    gboolean wrapped = self->wrapped || self->wrong[SMAPPEE_BOX_WRONG_WRAPPED];
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    if (wrapped)
        emulator_json_open_object (builder, "config");
    add_config (self, builder);
    if (wrapped)
        json_builder_end_object (builder);
    return emulator_json_finish (builder);
}

/* sensorConfig and homeControlConfig */

static void
add_sensor_channel (JsonBuilder *builder, const char *type, double pulses_per_unit)
{
    emulator_json_open_object (builder, NULL);
    emulator_json_add_boolean (builder, "enabled", TRUE);
    emulator_json_add_string (builder, "type", type);
    emulator_json_add_number (builder, "ppu", pulses_per_unit);
    emulator_json_add_string (builder, "uom", "m3");
    emulator_json_add_integer (builder, "leakIntervals", 0);
    emulator_json_add_integer (builder, "maxPulses", 0);
    json_builder_end_object (builder);
}

static void
add_gas_and_water (SmappeeBox *self, JsonBuilder *builder)
{
    g_autofree char *serial = smappee_box_make_serial (self, SENSOR_SERIAL);

    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "sensorId", SMAPPEE_BOX_GAS_AND_WATER_SENSOR);
    emulator_json_add_string (builder, "serialNumber", serial);
    emulator_json_open_array (builder, "gwSensorChannelsConfig");
    add_sensor_channel (builder, "water", 1000);
    add_sensor_channel (builder, "gas", 100);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
}

/* The Switch is a sensor as well. */
char *
smappee_box_make_sensor_config (SmappeeBox *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    smappee_box_add_stamp (self, builder);
    emulator_json_open_array (builder, "gwSensors");
    add_gas_and_water (self, builder);
    json_builder_end_array (builder);
    emulator_json_open_array (builder, "switchSensors");
    for (guint i = 0; i < SMAPPEE_BOX_N_PLUGS; i++) {
        if (self->plugs[i].serial == NULL)
            continue;
        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (builder, "sensorId", SMAPPEE_BOX_SWITCH_SENSOR);
        emulator_json_add_string (builder, "name", self->plugs[i].name);
        emulator_json_add_string (builder, "serialNumber", self->plugs[i].serial);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}

static void
add_actuators (SmappeeBox *self, JsonBuilder *builder, gboolean switches)
{
    for (guint i = 0; i < SMAPPEE_BOX_N_PLUGS; i++) {
        const SmappeeBoxPlug *plug = &self->plugs[i];

        if ((plug->serial != NULL) != switches)
            continue;
        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (builder, "nodeId", plug->node);
        emulator_json_add_string (builder, "name", plug->name);
        if (plug->serial != NULL)
            emulator_json_add_string (builder, "serialNumber", plug->serial);
        json_builder_end_object (builder);
    }
}

char *
smappee_box_make_home_control_config (SmappeeBox *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    smappee_box_add_stamp (self, builder);
    emulator_json_open_array (builder, "switchActuators");
    add_actuators (self, builder, TRUE);
    json_builder_end_array (builder);
    emulator_json_open_array (builder, "smartplugActuators");
    add_actuators (self, builder, FALSE);
    json_builder_end_array (builder);
    emulator_json_add_integer (builder, "maximumAmpere", 0);
    return emulator_json_finish (builder);
}
