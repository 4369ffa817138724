/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The emulator's own paths, which no gateway has: POST /emulator/fault and GET /emulator/state. */
#include "emulator-http.h"
#include "iskra-sg-private.h"

#include "base/wattle-json.h"

#define RESTART_MS 2000
#define LATE_MS    2000
#define KINDS                                                                                      \
    (EMULATOR_FAULTS_OF_ANSWERS | EMULATOR_FAULT_BIT (EMULATOR_FAULT_ZERO_COUNTERS) |              \
     EMULATOR_FAULT_BIT (EMULATOR_FAULT_FROZEN))

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

static void
restart_now (gpointer owner, guint ms)
{
    iskra_sg_restart (owner, ms * G_TIME_SPAN_MILLISECOND);
}

/* The answer to this very request goes out first. */
static gboolean
control_restart (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    guint ms = RESTART_MS;

    if (!emulator_json_read_unsigned (body, "ms", 3600000, &ms, error))
        return FALSE;
    emulator_http_call_after (message, G_OBJECT (self), restart_now, ms);
    return TRUE;
}

static gboolean
control_clear (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    emulator_faults_clear (self->faults);
    iskra_sg_mend_bicoms (self);
    return TRUE;
}

static gboolean
control_password (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    const char *user = wattle_json_peek_string (body, "user");
    const char *password = wattle_json_peek_string (body, "password");

    if ((user == NULL) != (password == NULL))
        return fail (error, "“password” takes “user” and “password”, or none of them to unlock");
    iskra_sg_set_credentials (self, user, password);
    return TRUE;
}

static gboolean
change_slot (IskraSg *self,
             JsonObject *body,
             gboolean (*change) (IskraSg *self, guint slot),
             GError **error)
{
    gint64 slot;

    if (!wattle_json_get_integer (body, "slot", 0, ISKRA_SG_N_SLOTS - 1, &slot, error))
        return FALSE;
    return change (self, (guint)slot) || fail (error, "No such device in that slot");
}

static gboolean
control_unplug (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    return change_slot (self, body, iskra_sg_unplug, error);
}

static gboolean
control_plug (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    return change_slot (self, body, iskra_sg_plug, error);
}

static gboolean
control_reset (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    return change_slot (self, body, iskra_sg_reset_counters, error);
}

static gboolean
control_move (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    gint64 from;
    gint64 to;

    if (!wattle_json_get_integer (body, "from", 0, ISKRA_SG_N_SLOTS - 1, &from, error) ||
        !wattle_json_get_integer (body, "to", 0, ISKRA_SG_N_SLOTS - 1, &to, error))
        return FALSE;
    return iskra_sg_move (self, (guint)from, (guint)to) ||
           fail (error, "“from” must hold a device and “to” must be disabled");
}

static gboolean
control_stick (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    return change_slot (self, body, iskra_sg_stick_bicom, error);
}

static gboolean
control_delay (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    guint ms = LATE_MS;
    gint64 slot;

    if (!emulator_json_read_unsigned (body, "ms", 3600000, &ms, error) ||
        !wattle_json_get_integer (body, "slot", 0, ISKRA_SG_N_SLOTS - 1, &slot, error))
        return FALSE;
    return iskra_sg_delay_bicom (self, (guint)slot, ms) ||
           fail (error, "No such switch in that slot");
}

static gboolean
control_push (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error)
{
    if (!iskra_sg_get_mqtt_ready (self))
        return fail (error, "The gateway is not connected to a broker");
    iskra_sg_push (self);
    return TRUE;
}

static const struct {
    const char *name;
    gboolean (*run) (IskraSg *self, SoupServerMessage *message, JsonObject *body, GError **error);
} controls[] = {
    { "clear", control_clear },
    { "password", control_password },
    { "restart", control_restart },
    { "unplug", control_unplug },
    { "plug", control_plug },
    { "move", control_move },
    { "reset-counters", control_reset },
    { "bicom-stuck", control_stick },
    { "bicom-late", control_delay },
    { "push", control_push },
};

static gboolean
apply (gpointer owner, SoupServerMessage *message, JsonObject *body, GError **error)
{
    IskraSg *self = owner;
    const char *name;

    if (!wattle_json_get_string (body, "fault", &name, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
        if (g_str_equal (controls[i].name, name))
            return controls[i].run (self, message, body, error);
    return emulator_faults_add_json (self->faults, KINDS, body, error);
}

static char *
describe (IskraSg *self)
{
    const IskraSgRelays *relays = iskra_sg_house_get_relays (self->house);
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *time = iskra_sg_payload_format_time (self);

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "local_time", time);
    emulator_json_add_integer (builder, "uptime", iskra_sg_get_uptime (self) / G_USEC_PER_SEC);
    emulator_json_add_integer (builder, "led", iskra_sg_get_led (self));
    emulator_json_add_integer (builder, "storage", relays->storage);
    emulator_json_add_integer (builder, "boiler", relays->boiler);
    emulator_json_add_integer (builder, "mqtt", iskra_sg_get_mqtt_ready (self));
    emulator_json_add_integer (builder, "commands", self->commands);
    emulator_json_add_integer (builder, "requests", self->requests);
    emulator_json_add_integer (builder, "most_parallel", self->most_parallel);
    return emulator_json_finish (builder);
}

void
iskra_sg_control (IskraSg *self,
                  SoupServerMessage *message,
                  const char *path,
                  EmulatorAnswer *answer)
{
    const char *method = soup_server_message_get_method (message);

    if (g_str_equal (path, "/emulator/fault") && g_str_equal (method, "POST"))
        emulator_http_take_change (message, answer, apply, self);
    else if (g_str_equal (path, "/emulator/state") && g_str_equal (method, "GET"))
        answer->body = describe (self);
    else
        answer->status = SOUP_STATUS_NOT_FOUND;
}
