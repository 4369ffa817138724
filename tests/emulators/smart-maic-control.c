/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-control.h"

#include "base/wattle-json.h"
#include "smart-maic-private.h"

#define RESTART_MS 2000
#define KINDS                                                                                      \
    ((EMULATOR_FAULTS_OF_ANSWERS & ~EMULATOR_FAULT_BIT (EMULATOR_FAULT_REDIRECT)) |                \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_ZERO_COUNTERS) |                                           \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_LOGIN) | EMULATOR_FAULT_BIT (EMULATOR_FAULT_RAW_BREAKS))

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

static gboolean
control_clear (SmartMaic *self, JsonObject *body, GError **error)
{
    smart_maic_clear_faults (self);
    return TRUE;
}

static gboolean
control_restart (SmartMaic *self, JsonObject *body, GError **error)
{
    guint ms = RESTART_MS;

    if (!emulator_json_read_unsigned (body, "ms", 3600000, &ms, error))
        return FALSE;
    smart_maic_restart (self, ms * G_TIME_SPAN_MILLISECOND);
    return TRUE;
}

static gboolean
control_missing (SmartMaic *self, JsonObject *body, GError **error)
{
    g_autoptr (GPtrArray) keys = g_ptr_array_new ();
    JsonArray *array;

    if (!wattle_json_get_array (body, "keys", &array, error))
        return FALSE;
    for (guint i = 0; i < json_array_get_length (array); i++) {
        const char *key;

        if (!wattle_json_node_is_string (json_array_get_element (array, i), &key))
            return fail (error, "“keys” must be strings, such as \"rW1\"");
        g_ptr_array_add (keys, (char *)key);
    }
    g_ptr_array_add (keys, NULL);
    smart_maic_set_missing (self, (const char *const *)keys->pdata);
    return TRUE;
}

static gboolean
control_counter (SmartMaic *self, JsonObject *body, GError **error)
{
    const char *key;
    double value;

    if (!wattle_json_get_string (body, "key", &key, error) ||
        !wattle_json_get_number (body, "value", &value, error))
        return FALSE;
    return (value >= 0 && smart_maic_set_counter (self, key, value)) ||
           fail (error, "“key” must be a counter of this device, and “value” 0 or more");
}

static gboolean
control_reset (SmartMaic *self, JsonObject *body, GError **error)
{
    smart_maic_reset_counters (self);
    return TRUE;
}

static gboolean
control_out (SmartMaic *self, JsonObject *body, GError **error)
{
    gint64 state;

    if (!wattle_json_get_integer (body, "state", 0, 1, &state, error))
        return FALSE;
    smart_maic_set_out (self, state == 1);
    return TRUE;
}

/* As in its page; it connects anew. */
static gboolean
control_setout (SmartMaic *self, JsonObject *body, GError **error)
{
    const char *on = wattle_json_peek_string (body, "on");
    const char *off = wattle_json_peek_string (body, "off");
    gboolean enabled = self->control;

    if (json_object_has_member (body, "enabled") &&
        !wattle_json_get_boolean (body, "enabled", &enabled, error))
        return FALSE;
    if (!smart_maic_set_phrases (self, on != NULL ? on : self->on_phrase,
                                 off != NULL ? off : self->off_phrase))
        return fail (error, "“on” and “off” must be 1 to 15 bytes, and different");
    smart_maic_set_control (self, enabled);
    smart_maic_mqtt_open (self);
    return TRUE;
}

static gboolean
control_push (SmartMaic *self, JsonObject *body, GError **error)
{
    if (!smart_maic_get_mqtt_ready (self))
        return fail (error, "The device is not connected to a broker");
    smart_maic_publish (self);
    return TRUE;
}

static const struct {
    const char *name;
    gboolean (*run) (SmartMaic *self, JsonObject *body, GError **error);
} controls[] = {
    { "clear", control_clear },          { "restart", control_restart },
    { "missing", control_missing },      { "set-counter", control_counter },
    { "reset-counters", control_reset }, { "out", control_out },
    { "setout", control_setout },        { "push", control_push },
};

static gboolean
apply (gpointer owner, SoupServerMessage *message, JsonObject *body, GError **error)
{
    SmartMaic *self = owner;
    const char *name;

    if (!wattle_json_get_string (body, "fault", &name, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
        if (g_str_equal (controls[i].name, name))
            return controls[i].run (self, body, error);
    return emulator_faults_add_json (self->faults, KINDS, body, error);
}

static void
add_counters (SmartMaic *self, JsonBuilder *builder)
{
    static const char *const keys[] = { "Wh",   "Wh1",  "Wh2",  "Wh3",  "rWh",
                                        "rWh1", "rWh2", "rWh3", "TCh1", "TCh2" };
    double value;

    emulator_json_open_object (builder, "counters");
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        if (smart_maic_get_counter (self, keys[i], &value))
            emulator_json_add_number (builder, keys[i], value);
    json_builder_end_object (builder);
}

static void
add_mqtt (SmartMaic *self, JsonBuilder *builder)
{
    const char separator[] = { self->broker.separator, '\0' };

    emulator_json_open_object (builder, "mqtt");
    emulator_json_add_integer (builder, "enabled", self->broker.enabled);
    emulator_json_add_integer (builder, "connected", smart_maic_get_mqtt_ready (self));
    emulator_json_add_string (builder, "host", self->broker.host);
    emulator_json_add_string (builder, "port", self->broker.port);
    emulator_json_add_string (builder, "user", self->broker.user);
    emulator_json_add_string (builder, "prefix", self->broker.prefix);
    emulator_json_add_string (builder, "separator", separator);
    emulator_json_add_integer (builder, "interval", self->broker.interval);
    emulator_json_add_integer (builder, "control", self->control);
    emulator_json_add_string (builder, "on", self->on_phrase);
    emulator_json_add_string (builder, "off", self->off_phrase);
    json_builder_end_object (builder);
}

static char *
describe (gpointer owner)
{
    SmartMaic *self = owner;
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "devid", self->devid);
    emulator_json_add_integer (builder, "out", self->out);
    add_counters (self, builder);
    add_mqtt (self, builder);
    emulator_json_add_integer (builder, "requests", self->requests);
    emulator_json_add_integer (builder, "logins", self->n_logins);
    emulator_json_add_integer (builder, "rounds", self->rounds);
    emulator_json_add_integer (builder, "setouts", self->setouts);
    return emulator_json_finish (builder);
}

EmulatorControl *
smart_maic_control_new (SmartMaic *device, const char *address, guint port, GError **error)
{
    static const EmulatorControlFuncs funcs = { .change = apply, .describe = describe };

    return emulator_control_new (device, &funcs, address, port, error);
}
