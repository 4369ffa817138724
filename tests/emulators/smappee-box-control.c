/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smappee-box-control.h"

#include "smappee-box-private.h"

static gboolean
change (gpointer owner, SoupServerMessage *message, JsonObject *body, GError **error)
{
    return smappee_box_add_fault (owner, body, error);
}

static void
add_channels (SmappeeBox *self, JsonBuilder *builder)
{
    emulator_json_open_array (builder, "channels");
    for (guint i = 0; i < smappee_box_map_get_length (self->map); i++) {
        static const char *const roles[] = { "grid", "solar", "load" };
        const SmappeeBoxChannel *channel = smappee_box_map_get (self->map, i);
        SmappeeBoxReading reading;

        smappee_box_read (self, &channel->form, channel->phase, &reading);
        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (builder, "input", channel->input);
        emulator_json_add_integer (builder, "index", channel->index);
        emulator_json_add_string (builder, "name", channel->name);
        emulator_json_add_string (builder, "role", roles[channel->role]);
        emulator_json_add_integer (builder, "phase", channel->phase);
        emulator_json_add_number (builder, "power", reading.active);
        emulator_json_add_number (builder, "import_wh", channel->energy.imported);
        emulator_json_add_number (builder, "export_wh", channel->energy.exported);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
}

static void
add_plugs (SmappeeBox *self, JsonBuilder *builder)
{
    emulator_json_open_object (builder, "plugs");
    for (guint i = 0; i < SMAPPEE_BOX_N_PLUGS; i++) {
        const SmappeeBoxPlug *plug = &self->plugs[i];
        const char node[] = { (char)('0' + plug->node), '\0' };

        emulator_json_add_string (builder, node, smappee_box_get_plug (self, plug->node));
    }
    json_builder_end_object (builder);
}

static char *
describe (gpointer owner)
{
    SmappeeBox *self = owner;
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    smappee_box_advance (self);
    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "serial", self->serial);
    emulator_json_add_string (builder, "uuid", self->uuid);
    emulator_json_add_integer (builder, "time", smappee_box_get_utc_ms (self));
    emulator_json_add_boolean (builder, "running", !self->down);
    emulator_json_add_boolean (builder, "connected", smappee_box_get_mqtt_ready (self));
    emulator_json_add_integer (builder, "realtimes", smappee_box_get_n_realtimes (self));
    emulator_json_add_integer (builder, "requests", smappee_box_http_get_n_requests (self));
    emulator_json_add_integer (builder, "questions", smappee_box_image_get_n_questions (self));
    emulator_json_add_boolean (builder, "presence", self->presence);
    emulator_json_add_number (builder, "grid", smappee_box_get_power (self, SMAPPEE_BOX_ROLE_GRID));
    emulator_json_add_number (builder, "solar",
                              smappee_box_get_power (self, SMAPPEE_BOX_ROLE_SOLAR));
    add_channels (self, builder);
    add_plugs (self, builder);
    return emulator_json_finish (builder);
}

EmulatorControl *
smappee_box_control_new (SmappeeBox *device, const char *address, guint port, GError **error)
{
    static const EmulatorControlFuncs funcs = { .change = change, .describe = describe };

    return emulator_control_new (device, &funcs, address, port, error);
}
