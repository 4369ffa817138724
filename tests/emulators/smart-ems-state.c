/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* GET /emulator/state: how it really is, whatever its answers are made to say. */
#include "smart-ems-private.h"

static void
add_outputs (SmartEms *self, JsonBuilder *builder)
{
    emulator_json_open_array (builder, "outputs");
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        json_builder_add_int_value (builder, self->outputs[i].state);
    json_builder_end_array (builder);
    emulator_json_open_array (builder, "names");
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        json_builder_add_string_value (builder, self->outputs[i].name);
    json_builder_end_array (builder);
    emulator_json_add_integer (builder, "inverted", self->inverted);
    emulator_json_add_integer (builder, "blocked", self->blocked);
}

static void
add_pwm (SmartEms *self, JsonBuilder *builder)
{
    emulator_json_open_array (builder, "pwm");
    for (guint i = 0; i < SMART_EMS_N_PWM; i++) {
        emulator_json_open_object (builder, NULL);
        emulator_json_add_string (builder, "name", self->pwm[i].name);
        emulator_json_add_integer (builder, "on", self->pwm[i].on);
        emulator_json_add_integer (builder, "duty", self->pwm[i].duty);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
}

static void
add_events (SmartEms *self, JsonBuilder *builder)
{
    emulator_json_open_array (builder, "variables");
    for (guint i = 0; i < SMART_EMS_N_EVENTVAR; i++)
        json_builder_add_int_value (builder, self->variables[i]);
    json_builder_end_array (builder);
    emulator_json_open_array (builder, "events");
    for (guint i = 0; i < SMART_EMS_N_EVENTS; i++) {
        const SmartEmsEntry *entry = &self->entries[i];

        if (!entry->set.on)
            continue;
        emulator_json_open_object (builder, NULL);
        emulator_json_add_integer (builder, "entry", i);
        emulator_json_add_integer (builder, "per", entry->set.per);
        if (entry->set.variable > 0)
            emulator_json_add_integer (builder, "variable", entry->set.variable);
        else
            emulator_json_add_integer (builder, "output", entry->set.output);
        emulator_json_add_integer (builder, "state", entry->set.state);
        emulator_json_add_integer (builder, "true", entry->is_true);
        json_builder_end_object (builder);
    }
    json_builder_end_array (builder);
}

static void
add_counts (SmartEms *self, JsonBuilder *builder)
{
    emulator_json_add_integer (builder, "mqtt", smart_ems_get_mqtt_ready (self));
    emulator_json_add_integer (builder, "requests", self->requests);
    emulator_json_add_integer (builder, "most_parallel", self->most_parallel);
    emulator_json_add_integer (builder, "commands", self->commands);
    emulator_json_add_integer (builder, "unknown", self->unknown);
    emulator_json_open_array (builder, "offences");
    for (guint i = 0; i < self->offences->len; i++)
        json_builder_add_string_value (builder, g_ptr_array_index (self->offences, i));
    json_builder_end_array (builder);
}

char *
smart_ems_describe (SmartEms *self)
{
    const IskraSgRelays *relays = iskra_sg_house_get_relays (smart_ems_get_house (self));
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "generation",
                              self->generation == SMART_EMS_LK4 ? "lk4" : "lk35");
    emulator_json_add_string (builder, "firmware", self->firmware);
    emulator_json_add_string (builder, "mac", self->mac);
    emulator_json_add_string (builder, "name", self->name);
    emulator_json_add_integer (builder, "time", smart_ems_get_time (self));
    emulator_json_add_integer (builder, "heater", relays->storage);
    add_outputs (self, builder);
    add_pwm (self, builder);
    add_events (self, builder);
    add_counts (self, builder);
    return emulator_json_finish (builder);
}
