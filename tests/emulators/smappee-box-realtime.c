/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway says each second. */
#include "smappee-box-private.h"

#include <math.h>

#include "iskra-sg-curve.h"

/* An index that no map has ever had. */
#define EXTRA_INDEX 99

/* In percent, cut, with the sign of the power. */
static gint64
get_power_factor (const SmappeeBoxReading *reading)
{
    return lround (reading->apparent) > 0 ? (gint64)(100 * reading->active / reading->apparent) : 0;
}

static void
add_key (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxChannel *channel)
{
    g_autofree char *formula = NULL;

    if (smappee_box_is_plus (self)) {
        emulator_json_add_integer (builder, "ctInput", channel->input);
        return;
    }
    formula = smappee_box_make_formula (self, channel);
    emulator_json_add_integer (builder, "publishIndex", channel->index);
    emulator_json_add_string (builder, "formula", formula);
}

static void
add_channel (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxChannel *channel)
{
    SmappeeBoxReading reading;

    smappee_box_read (self, &channel->form, channel->phase, &reading);
    emulator_json_open_object (builder, NULL);
    add_key (self, builder, channel);
    emulator_json_add_integer (builder, "power", lround (reading.active));
    emulator_json_add_integer (builder, "exportEnergy",
                               smappee_box_get_joules (channel->energy.exported));
    emulator_json_add_integer (builder, "importEnergy",
                               smappee_box_get_joules (channel->energy.imported));
    emulator_json_add_integer (builder, "phaseId", channel->phase);
    emulator_json_add_integer (builder, "current", lround (reading.current * 10));
    if (!smappee_box_is_plus (self)) {
        emulator_json_add_integer (builder, "apparentPower", lround (reading.apparent));
        emulator_json_add_integer (builder, "cosPhi", get_power_factor (&reading));
    }
    json_builder_end_object (builder);
}

static void
add_extra_channel (SmappeeBox *self, JsonBuilder *builder)
{
    SmappeeBoxChannel channel = *smappee_box_map_get (self->map, 0);

    channel.index = EXTRA_INDEX;
    channel.input = EXTRA_INDEX;
    add_channel (self, builder, &channel);
}

/* The order is another one each time: who reads must go by the key. */
static void
add_channels (SmappeeBox *self, JsonBuilder *builder, gint64 second)
{
    guint count = smappee_box_map_get_length (self->map);

    emulator_json_open_array (builder, "channelPowers");
    if (self->wrong[SMAPPEE_BOX_WRONG_EXTRA_CHANNEL])
        add_extra_channel (self, builder);
    for (guint i = 0; i < count; i++) {
        const SmappeeBoxChannel *channel =
            smappee_box_map_get (self->map, (guint)((i + (guint64)second) % count));

        if (!smappee_box_is_wrong (self, SMAPPEE_BOX_WRONG_NO_CHANNEL, channel))
            add_channel (self, builder, channel);
    }
    json_builder_end_array (builder);
}

/* All channels at the grid, as they are shown; a Plus leaves out what is produced. */
static void
add_powers (SmappeeBox *self, JsonBuilder *builder)
{
    gint64 active = 0;
    double reactive = 0;

    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);
        SmappeeBoxReading reading;

        if (channel->role == SMAPPEE_BOX_ROLE_LOAD ||
            (channel->role == SMAPPEE_BOX_ROLE_SOLAR && smappee_box_is_plus (self)))
            continue;
        smappee_box_read (self, &channel->form, channel->phase, &reading);
        active += lround (reading.active);
        reactive += reading.reactive;
    }
    emulator_json_add_integer (builder, "totalPower", active);
    emulator_json_add_integer (builder, "totalReactivePower", lround (reactive));
}

/* Loads are counted twice. */
static void
add_energies (SmappeeBox *self, JsonBuilder *builder)
{
    gint64 imported = 0;
    gint64 exported = 0;

    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);

        imported += smappee_box_get_joules (channel->energy.imported);
        exported += smappee_box_get_joules (channel->energy.exported);
    }
    emulator_json_add_integer (builder, "totalExportEnergy", exported);
    emulator_json_add_integer (builder, "totalImportEnergy", imported);
}

static void
add_voltages (SmappeeBox *self, JsonBuilder *builder)
{
    guint count =
        self->wrong[SMAPPEE_BOX_WRONG_ABSENT_PHASES] ? 3 : smappee_box_map_get_n_phases (self->map);

    emulator_json_open_array (builder, "voltages");
    for (guint i = 0; i < count; i++) {
        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (
            builder, "voltage",
            lround (smappee_box_get_voltage (self, i, smappee_box_house_get_local (self->house))));
        emulator_json_add_integer (builder, "phaseId", i);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
}

char *
smappee_box_make_realtime (SmappeeBox *self)
{
    gint64 local = smappee_box_house_get_local (self->house);
    gint64 second = local / G_TIME_SPAN_SECOND;
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    add_powers (self, builder);
    add_energies (self, builder);
    emulator_json_add_integer (builder, "monitorStatus", 0);
    emulator_json_add_integer (builder, "utcTimeStamp",
                               smappee_box_to_utc_ms (second * G_TIME_SPAN_SECOND));
    if (!smappee_box_is_plus (self))
        emulator_json_add_integer (builder, "measuredFrequency",
                                   llround (iskra_sg_curve_get_frequency (local) * 1e6));
    add_channels (self, builder, second);
    add_voltages (self, builder);
    return emulator_json_finish (builder);
}
