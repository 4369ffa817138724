/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway says each five minutes. */
#include "smappee-box-private.h"

#include <math.h>

#define HUMIDITY 61 /* % */
#define BATTERY  87

/* The stamp of a message is some time behind the end of its last interval. */
static void
add_stamp (SmappeeBox *self, JsonBuilder *builder, guint skip, guint ms)
{
    const SmappeeBoxInterval *last =
        g_ptr_array_index (self->intervals, self->intervals->len - 1 - skip);

    emulator_json_add_integer (builder, "utcTimeStamp", last->end + ms);
}

/* Oldest first, unless they are wrong. @i: below @count */
static const SmappeeBoxInterval *
get_interval (SmappeeBox *self, guint skip, guint count, guint i)
{
    guint position = self->wrong[SMAPPEE_BOX_WRONG_OLD_INTERVALS] ? count - 1 - i : i;

    return g_ptr_array_index (self->intervals, self->intervals->len - skip - count + position);
}

static void
add_channel (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxIntervalChannel *channel)
{
    const char *key = smappee_box_is_plus (self) || self->interval_ct ? "ctInput" : "publishIndex";

    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, key, channel->key);
    emulator_json_add_integer (builder, "averageRMSCurrent", lround (channel->current * 1000));
    emulator_json_add_integer (builder, "averageImportRMSActivePower",
                               lround (channel->imported * 1000));
    emulator_json_add_integer (builder, "averageExportRMSActivePower",
                               lround (channel->exported * 1000));
    emulator_json_add_integer (builder, "averageRMSApparentPower",
                               lround (channel->apparent * 1000));
    emulator_json_add_integer (builder, "averageRMSReactivePower",
                               lround (fabs (channel->reactive) * 1000));
    emulator_json_add_integer (
        builder, "averagePowerfactor",
        channel->apparent > 0
            ? lround (100 * fabs (channel->imported - channel->exported) / channel->apparent)
            : 0);
    json_builder_end_object (builder);
}

static void
add_interval (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxInterval *interval)
{
    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "utcEndtime", interval->end);
    emulator_json_open_array (builder, "averageRMSVoltages");
    for (guint i = 0; i < 3; i++)
        json_builder_add_int_value (builder, lround (interval->voltages[i] * 10));
    json_builder_end_array (builder);
    emulator_json_add_integer (builder, "alwaysOn",
                               lround (smappee_box_house_get_always_on (self->house) * 1000));
    emulator_json_open_array (builder, "channelIntervalDatas");
    for (guint i = 0; i < interval->channels->len; i++)
        add_channel (self, builder,
                     &g_array_index (interval->channels, SmappeeBoxIntervalChannel, i));
    json_builder_end_array (builder);
    emulator_json_add_integer (builder, "version", 2);
    json_builder_end_object (builder);
}

char *
smappee_box_make_aggregated (SmappeeBox *self, guint skip, guint count)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    add_stamp (self, builder, skip, 500);
    emulator_json_open_array (builder, "intervalDatas");
    for (guint i = 0; i < count; i++)
        add_interval (self, builder, get_interval (self, skip, count, i));
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}

char *
smappee_box_make_aggregated_gw (SmappeeBox *self, guint skip, guint count)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    add_stamp (self, builder, skip, 600);
    emulator_json_open_array (builder, "gwIntervalDatas");
    for (guint i = 0; i < count; i++) {
        const SmappeeBoxInterval *interval = get_interval (self, skip, count, i);

        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (builder, "sensorId", SMAPPEE_BOX_GAS_AND_WATER_SENSOR);
        emulator_json_add_integer (builder, "utcEndtime", interval->end);
        emulator_json_add_integer (builder, "temperature", lround (interval->temperature * 10));
        emulator_json_add_integer (builder, "humidity", HUMIDITY);
        emulator_json_add_integer (builder, "battLevel", BATTERY);
        emulator_json_add_integer (builder, "index0Delta", interval->pulses[0]);
        emulator_json_add_integer (builder, "index1Delta", interval->pulses[1]);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}

char *
smappee_box_make_aggregated_switch (SmappeeBox *self, guint skip, guint count)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    add_stamp (self, builder, skip, 700);
    emulator_json_open_array (builder, "switchIntervalDatas");
    for (guint i = 0; i < count; i++) {
        const SmappeeBoxInterval *interval = get_interval (self, skip, count, i);

        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (builder, "sensorId", SMAPPEE_BOX_SWITCH_SENSOR);
        emulator_json_add_integer (builder, "utcEndtime", interval->end);
        emulator_json_add_integer (builder, "activePower", lround (interval->switched));
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
    return emulator_json_finish (builder);
}
