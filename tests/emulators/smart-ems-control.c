/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The emulator's own paths, which no board has: POST /emulator/fault and GET /emulator/state. */
#include "smart-ems-private.h"

#include "base/wattle-json.h"

#define AWAY_MS 2000

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

static gboolean
read_generation (JsonObject *body, SmartEmsGeneration *generation, GError **error)
{
    const char *name;

    if (!wattle_json_get_string (body, "generation", &name, error))
        return FALSE;
    return smart_ems_parse_generation (name, generation) ||
           fail (error, "“generation” must be “lk35” or “lk4”");
}

static gboolean
control_generation (SmartEms *self, JsonObject *body, GError **error)
{
    const char *mac = wattle_json_peek_string (body, "mac");
    const char *firmware = wattle_json_peek_string (body, "firmware");
    SmartEmsGeneration generation;

    if (!read_generation (body, &generation, error))
        return FALSE;
    if (mac != NULL && !smart_ems_is_mac (mac))
        return fail (error, "“mac” must be six hexadecimal bytes with colons");
    if (firmware != NULL && !smart_ems_is_firmware (firmware))
        return fail (error, "“firmware” must be a version such as “1.57”");
    smart_ems_set_generation (self, generation, mac);
    if (firmware != NULL)
        smart_ems_set_firmware (self, firmware);
    return TRUE;
}

static gboolean
control_clear (SmartEms *self, JsonObject *body, GError **error)
{
    smart_ems_mend (self);
    return TRUE;
}

static gboolean
control_password (SmartEms *self, JsonObject *body, GError **error)
{
    const char *user = wattle_json_peek_string (body, "user");
    const char *password = wattle_json_peek_string (body, "password");

    if ((user == NULL) != (password == NULL))
        return fail (error, "“password” takes “user” and “password”, or none of them to unlock");
    smart_ems_set_credentials (self, user, password);
    return TRUE;
}

static gboolean
control_missing (SmartEms *self, JsonObject *body, GError **error)
{
    const char *member;

    if (!wattle_json_get_string (body, "member", &member, error))
        return FALSE;
    smart_ems_hide_member (self, member);
    return TRUE;
}

static gboolean
control_strings (SmartEms *self, JsonObject *body, GError **error)
{
    smart_ems_use_strings (self, TRUE);
    return TRUE;
}

static gboolean
control_clock (SmartEms *self, JsonObject *body, GError **error)
{
    gint64 seconds;

    if (!wattle_json_get_integer (body, "seconds", -G_MAXINT32, G_MAXINT32, &seconds, error))
        return FALSE;
    smart_ems_set_clock_offset (self, seconds);
    return TRUE;
}

static gboolean
control_lose_sensor (SmartEms *self, JsonObject *body, GError **error)
{
    gint64 sensor;

    if (!wattle_json_get_integer (body, "ds", 1, SMART_EMS_N_SENSORS, &sensor, error))
        return FALSE;
    smart_ems_lose_sensor (self, (guint)sensor, TRUE);
    return TRUE;
}

static gboolean
control_sensor (SmartEms *self, JsonObject *body, GError **error)
{
    gint64 sensor;
    double value;

    if (!wattle_json_get_integer (body, "ds", 1, SMART_EMS_N_WIRED, &sensor, error) ||
        !wattle_json_get_number (body, "value", &value, error))
        return FALSE;
    smart_ems_set_sensor (self, (guint)sensor, CLAMP (value, -55, 125));
    return TRUE;
}

static gboolean
read_output (JsonObject *body, guint *output, GError **error)
{
    gint64 number;

    if (!wattle_json_get_integer (body, "output", 0, SMART_EMS_N_OUTPUTS - 1, &number, error))
        return FALSE;
    *output = (guint)number;
    return TRUE;
}

static gboolean
control_stick (SmartEms *self, JsonObject *body, GError **error)
{
    guint output;

    if (!read_output (body, &output, error))
        return FALSE;
    smart_ems_stick_output (self, output, TRUE);
    return TRUE;
}

static gboolean
control_press (SmartEms *self, JsonObject *body, GError **error)
{
    gint64 state;
    guint output;

    if (!read_output (body, &output, error) ||
        !wattle_json_get_integer (body, "state", 0, 1, &state, error))
        return FALSE;
    smart_ems_press (self, output, state == 1);
    return TRUE;
}

static gboolean
control_tls (SmartEms *self, JsonObject *body, GError **error)
{
    if (self->certificate == NULL)
        return fail (error, "It does not speak HTTPS");
    smart_ems_break_tls (self, TRUE);
    return TRUE;
}

static gboolean
control_certificate (SmartEms *self, JsonObject *body, GError **error)
{
    if (self->certificate == NULL)
        return fail (error, "It does not speak HTTPS");
    return smart_ems_change_certificate (self, error);
}

static void
restart_now (gpointer owner, guint ms)
{
    smart_ems_restart (owner, ms * G_TIME_SPAN_MILLISECOND);
}

static void
refuse_now (gpointer owner, guint ms)
{
    smart_ems_refuse (owner, ms * G_TIME_SPAN_MILLISECOND);
}

static gboolean
go_away (SmartEms *self, JsonObject *body, EmulatorHttpAfter func, GError **error)
{
    guint ms = AWAY_MS;

    if (!emulator_json_read_unsigned (body, "ms", 3600000, &ms, error))
        return FALSE;
    if (self->current != NULL)
        emulator_http_call_after (self->current, G_OBJECT (self), func, ms);
    else
        func (self, ms);
    return TRUE;
}

/* The answer to this very request goes out first. */
static gboolean
control_restart (SmartEms *self, JsonObject *body, GError **error)
{
    return go_away (self, body, restart_now, error);
}

static gboolean
control_refuse (SmartEms *self, JsonObject *body, GError **error)
{
    return go_away (self, body, refuse_now, error);
}

static const struct {
    const char *name;
    gboolean (*run) (SmartEms *self, JsonObject *body, GError **error);
} controls[] = {
    { "clear", control_clear },           { "password", control_password },
    { "restart", control_restart },       { "refused", control_refuse },
    { "generation", control_generation }, { "missing", control_missing },
    { "strings", control_strings },       { "clock", control_clock },
    { "sensor", control_sensor },         { "sensor-gone", control_lose_sensor },
    { "output-stuck", control_stick },    { "press", control_press },
    { "tls-error", control_tls },         { "certificate", control_certificate },
    { "event", smart_ems_control_event },
};

static gboolean
apply (gpointer owner, SoupServerMessage *message, JsonObject *body, GError **error)
{
    SmartEms *self = owner;
    const char *name;

    if (!wattle_json_get_string (body, "fault", &name, error))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
        if (g_str_equal (controls[i].name, name))
            return controls[i].run (self, body, error);
    return emulator_faults_add_json (self->faults, EMULATOR_FAULTS_OF_ANSWERS, body, error);
}

/* As POST /emulator/fault takes it. */
gboolean
smart_ems_add_fault (SmartEms *self, const char *json, GError **error)
{
    g_autoptr (JsonObject) body = wattle_json_parse_object (json, -1, error);

    return body != NULL && apply (self, NULL, body, error);
}

void
smart_ems_control (SmartEms *self,
                   SoupServerMessage *message,
                   const char *path,
                   EmulatorAnswer *answer)
{
    const char *method = soup_server_message_get_method (message);

    self->current = message;
    if (g_str_equal (path, "/emulator/fault") && g_str_equal (method, "POST"))
        emulator_http_take_change (message, answer, apply, self);
    else if (g_str_equal (path, "/emulator/state") && g_str_equal (method, "GET"))
        answer->body = smart_ems_describe (self);
    else
        answer->status = SOUP_STATUS_NOT_FOUND;
    self->current = NULL;
}
