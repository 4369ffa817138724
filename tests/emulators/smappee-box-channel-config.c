/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway says of its inputs: channelConfigV2 and channelConfig. */
#include "smappee-box-private.h"

#define HUB_SERIAL 5500042101

/* channelConfigV2 */

/* Ten for each gateway. */
static char *
make_hub_serial (SmappeeBox *self, guint input)
{
    guint64 first = HUB_SERIAL + 9 * (guint64)self->serial_offset;

    return smappee_box_make_serial (self, first + input / SMAPPEE_BOX_INPUTS_PER_HUB);
}

char *
smappee_box_make_formula (SmappeeBox *self, const SmappeeBoxChannel *channel)
{
    g_autofree char *hub = make_hub_serial (self, channel->input);

    return g_strdup_printf ("$%s/%u$", hub, channel->input % SMAPPEE_BOX_INPUTS_PER_HUB);
}

typedef struct {
    const char *kind;
    const char *unit;
    guint code;
    guint unit_code;
} MeasurementType;

static const MeasurementType channel_types[] = {
    { "ACTIVE_POWER", "WATT", 37, 38 },
    { "REACTIVE_POWER", "VOLTAMPEREREACTIVE", 1003, 63 },
    { "VOLTAGE", "VOLT", 158, 29 },
    { "CURRENT", "AMPERE", 4, 5 },
};

static const MeasurementType location_types[] = {
    { "ALWAYS_ON", "WATT", 1008, 38 },
    { "LOADTOTAL_ACTIVE_POWER", "WATT", 1009, 38 },
    { "PRODUCTIONTOTAL_ACTIVE_POWER", "WATT", 1010, 38 },
    { "IMPORTTOTAL_ACTIVE_POWER", "WATT", 1011, 38 },
    { "EXPORTTOTAL_ACTIVE_POWER", "WATT", 1012, 38 },
};

/* @phase: 3: none */
static void
add_type (JsonBuilder *builder, const char *name, const MeasurementType *type, guint phase)
{
    static const char *const phases[] = { "PHASEA", "PHASEB", "PHASEC", "NOTAPPLICABLE" };
    static const guint codes[] = { 128, 64, 32, 0 };
    g_autofree char *id = g_strdup_printf ("1.%u.%u.%u", type->code, codes[phase], type->unit_code);

    emulator_json_open_object (builder, name);
    emulator_json_add_string (builder, "commodity", "ELECTRICITY");
    emulator_json_add_string (builder, "measurementKind", type->kind);
    emulator_json_add_string (builder, "unit", type->unit);
    emulator_json_add_integer (builder, "index", 0);
    emulator_json_add_string (builder, "phase", phases[phase]);
    emulator_json_add_integer (builder, "channel", 0);
    emulator_json_add_string (builder, "mRID", id);
    json_builder_end_object (builder);
}

static void
add_source (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxChannel *channel)
{
    g_autofree char *hub = make_hub_serial (self, channel->input);
    g_autofree char *name = g_strconcat ("CTHub-", hub, NULL);

    emulator_json_open_object (builder, NULL);
    emulator_json_open_object (builder, "busAddress");
    emulator_json_add_string (builder, "serialNumber", hub);
    emulator_json_add_integer (builder, "inputIndex", channel->input % SMAPPEE_BOX_INPUTS_PER_HUB);
    json_builder_end_object (builder);
    emulator_json_add_string (builder, "type", "SCT2_50A");
    emulator_json_add_boolean (builder, "reversed", FALSE);
    emulator_json_add_integer (builder, "version", 4);
    emulator_json_add_string (builder, "name", name);
    emulator_json_add_boolean (builder, "nilm", channel->role == SMAPPEE_BOX_ROLE_GRID);
    add_type (builder, "measurementType", &channel_types[0], channel->phase);
    json_builder_end_object (builder);
}

static void
add_index (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxChannel *channel)
{
    if (smappee_box_is_wrong (self, SMAPPEE_BOX_WRONG_NO_INDEX, channel))
        return;
    emulator_json_add_integer (
        builder, "publishIndex",
        smappee_box_is_wrong (self, SMAPPEE_BOX_WRONG_NEGATIVE_INDEX, channel)
            ? -1
            : (gint64)channel->index);
}

static void
add_measurement (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxChannel *channel)
{
    g_autofree char *formula = smappee_box_make_formula (self, channel);

    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "version", 2);
    emulator_json_add_string (builder, "type", "CT");
    if (!smappee_box_is_wrong (self, SMAPPEE_BOX_WRONG_NAMELESS, channel))
        emulator_json_add_string (builder, "name", channel->name);
    emulator_json_add_string (builder, "formula", formula);
    add_index (self, builder, channel);
    emulator_json_add_string (
        builder, "flow", channel->role == SMAPPEE_BOX_ROLE_SOLAR ? "PRODUCTION" : "CONSUMPTION");
    emulator_json_add_string (builder, "connectionType",
                              channel->role == SMAPPEE_BOX_ROLE_LOAD ? "SUBMETER" : "GRID");
    emulator_json_open_array (builder, "publishedMeasurementTypes");
    for (guint i = 0; i < G_N_ELEMENTS (channel_types); i++)
        add_type (builder, NULL, &channel_types[i], channel->phase);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
}

/* The last entry is the whole house, and is no channel. */
static void
add_location (JsonBuilder *builder)
{
    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "version", 2);
    emulator_json_add_string (builder, "type", "SERVICE_LOCATION");
    emulator_json_add_string (builder, "formula", "");
    emulator_json_add_integer (builder, "publishIndex", -1);
    emulator_json_add_string (builder, "flow", "UNKNOWN");
    emulator_json_add_string (builder, "connectionType", "UNKNOWN");
    emulator_json_open_array (builder, "publishedMeasurementTypes");
    for (guint i = 0; i < G_N_ELEMENTS (location_types); i++)
        add_type (builder, NULL, &location_types[i], 3);
    json_builder_end_array (builder);
    json_builder_end_object (builder);
}

static void
add_specification (SmappeeBox *self, JsonBuilder *builder)
{
    static const char *const types[] = {
        [SMAPPEE_BOX_TOPOLOGY_STAR] = "THREE_STAR",
        [SMAPPEE_BOX_TOPOLOGY_DELTA] = "THREE_DELTA",
        [SMAPPEE_BOX_TOPOLOGY_ONE] = "ONE",
        [SMAPPEE_BOX_TOPOLOGY_TWO] = "TWO",
    };

    emulator_json_add_integer (builder, "serviceLocationId", smappee_box_get_location (self));
    emulator_json_add_string (builder, "phaseType",
                              types[smappee_box_map_get_topology (self->map)]);
    emulator_json_open_array (builder, "dataSources");
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++)
        add_source (self, builder, smappee_box_map_get (self->map, i));
    json_builder_end_array (builder);
    emulator_json_open_array (builder, "measurements");
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++)
        add_measurement (self, builder, smappee_box_map_get (self->map, i));
    add_location (builder);
    json_builder_end_array (builder);
}

char *
smappee_box_make_channel_config_v2 (SmappeeBox *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    smappee_box_add_stamp (self, builder);
    emulator_json_open_object (builder, "dataProcessingSpecification");
    add_specification (self, builder);
    json_builder_end_object (builder);
    return emulator_json_finish (builder);
}

/* channelConfig */

static void
add_unused_input (JsonBuilder *builder, guint input)
{
    emulator_json_add_integer (builder, "ctInput", input);
    emulator_json_add_string (builder, "name", "");
    emulator_json_add_integer (builder, "phase", 0);
    emulator_json_add_string (builder, "inputChannelType", "UNUSED");
    emulator_json_add_string (builder, "inputChannelConnection", "UNUSED");
    emulator_json_add_boolean (builder, "reversed", FALSE);
    emulator_json_add_boolean (builder, "nilm", FALSE);
    emulator_json_add_boolean (builder, "balanced", FALSE);
    emulator_json_add_string (builder, "inputChannelCTType", "UNUSED");
}

static void
add_input (SmappeeBox *self, JsonBuilder *builder, const SmappeeBoxChannel *channel)
{
    gint64 key = smappee_box_is_plus (self) ? channel->input : channel->index;

    if (!smappee_box_is_wrong (self, SMAPPEE_BOX_WRONG_NO_INDEX, channel))
        emulator_json_add_integer (
            builder, "ctInput",
            smappee_box_is_wrong (self, SMAPPEE_BOX_WRONG_NEGATIVE_INDEX, channel) ? -1 : key);
    if (!smappee_box_is_wrong (self, SMAPPEE_BOX_WRONG_NAMELESS, channel))
        emulator_json_add_string (builder, "name", channel->name);
    emulator_json_add_integer (builder, "phase", channel->phase);
    emulator_json_add_string (builder, "inputChannelType",
                              channel->role == SMAPPEE_BOX_ROLE_SOLAR ? "PRODUCTION"
                                                                      : "CONSUMPTION");
    emulator_json_add_string (builder, "inputChannelConnection",
                              channel->role == SMAPPEE_BOX_ROLE_LOAD ? "SUBCIRCUIT" : "GRID");
    emulator_json_add_boolean (builder, "reversed", FALSE);
    emulator_json_add_boolean (builder, "nilm", channel->role == SMAPPEE_BOX_ROLE_GRID);
    emulator_json_add_boolean (builder, "balanced", FALSE);
    emulator_json_add_string (builder, "inputChannelCTType", "CT_50A");
}

/* A Plus lists its nine inputs, used or not. */
void
smappee_box_add_input_channels (SmappeeBox *self, JsonBuilder *builder)
{
    emulator_json_open_array (builder, "inputChannels");
    for (guint i = 0; i < smappee_box_map_get_n_inputs (self->map); i++) {
        const SmappeeBoxChannel *channel = smappee_box_map_find_input (self->map, i);

        if (channel == NULL && !smappee_box_is_plus (self))
            continue;
        emulator_json_open_object (builder, NULL);
        if (channel != NULL)
            add_input (self, builder, channel);
        else
            add_unused_input (builder, i);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
}

char *
smappee_box_make_channel_config (SmappeeBox *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    smappee_box_add_stamp (self, builder);
    smappee_box_add_input_channels (self, builder);
    return emulator_json_finish (builder);
}
