/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The board as a client of a broker. Names of topics below the prefix are not documented; they are
 * those of the readings. States are published when they change, measured values at an interval. */
#include "smart-ems-private.h"

#include <string.h>

#define INTERVAL 10 /* s */

static void
publish (SmartEms *self, const char *name, const char *text)
{
    g_autofree char *topic = g_strconcat (self->prefix, "/", name, NULL);

    emulator_mqtt_publish (self->mqtt, topic, text);
}

static void
publish_number (SmartEms *self, const char *name, guint number, double value)
{
    g_autofree char *full = g_strdup_printf ("%s%u", name, number);
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    publish (self, full, g_ascii_formatd (digits, sizeof digits, "%.15g", value));
}

/* Only when it is another one than before. */
static void
publish_state (SmartEms *self, const char *name, guint number, gboolean state)
{
    g_autofree char *full = g_strdup_printf ("%s%u", name, number);
    const char *text = state ? "1" : "0";

    if (g_strcmp0 (g_hash_table_lookup (self->published, full), text) == 0)
        return;
    publish (self, full, text);
    g_hash_table_insert (self->published, g_steal_pointer (&full), g_strdup (text));
}

/* Outputs, PWM and EVENT variables that have changed. */
void
smart_ems_publish_states (SmartEms *self)
{
    gboolean lk4 = self->generation == SMART_EMS_LK4;

    if (!smart_ems_get_mqtt_ready (self))
        return;
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        publish_state (self, "out", lk4 ? i + 1 : i, self->outputs[i].state);
    for (guint i = 0; i < (lk4 ? 3 : SMART_EMS_N_PWM); i++)
        publish_state (self, "pwm", lk4 ? i + 1 : i, self->pwm[i].on);
    for (guint i = 0; i < SMART_EMS_N_EVENTVAR; i++)
        publish_state (self, "event", i + 1, self->variables[i]);
}

void
smart_ems_publish_values (SmartEms *self)
{
    if (!smart_ems_get_mqtt_ready (self))
        return;
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++)
        if (self->positions[i] != NULL)
            publish_number (self, "ds", i + 1,
                            smart_ems_payload_round (smart_ems_get_temperature (self, i), 1));
    for (guint i = 1; i <= SMART_EMS_N_VARIABLES; i++)
        if (self->mapping[i - 1].slot != 0)
            publish_number (self, "m", i, smart_ems_get_variable (self, i));
    publish_number (self, "power", 1, smart_ems_get_surplus (self));
    publish_number (self, "energy", 1, smart_ems_get_exported (self));
}

static void
publish_all (gpointer owner)
{
    SmartEms *self = owner;

    g_hash_table_remove_all (self->published);
    smart_ems_publish_states (self);
    smart_ems_publish_values (self);
    self->mqtt_due =
        wattle_clock_get_monotonic (self->pace) + self->mqtt_interval * G_TIME_SPAN_SECOND;
}

void
smart_ems_publish_when_due (SmartEms *self)
{
    gint64 now = wattle_clock_get_monotonic (self->pace);

    if (!smart_ems_get_mqtt_ready (self) || now < self->mqtt_due)
        return;
    smart_ems_publish_values (self);
    self->mqtt_due = now + self->mqtt_interval * G_TIME_SPAN_SECOND;
}

/* Each command that it takes is acknowledged. */
static void
run_one (SmartEms *self, const char *text)
{
    g_auto (GStrv) parts = g_strsplit (text, "=", 2);
    const char *value = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
    SmartEmsResult result =
        smart_ems_command_run (self, SMART_EMS_PAGE_MQTT, parts[0] != NULL ? parts[0] : "", value);

    if (result == SMART_EMS_OFFENCE)
        smart_ems_count_offence (self, "MQTT ", text);
    if (result == SMART_EMS_RAN)
        publish (self, "cmdr", "1");
}

static void
on_message (gpointer owner, const char *text, gsize length)
{
    SmartEms *self = owner;
    g_autofree char *copy = g_strndup (text, length);
    g_auto (GStrv) list = g_strsplit (copy, "&", -1);

    for (guint i = 0; list[i] != NULL; i++)
        run_one (self, list[i]);
    smart_ems_publish_states (self);
}

static void
set_client (SmartEms *self, const SmartEmsMqttSettings *settings)
{
    self->mqtt_client.host = g_strdup (settings->host);
    self->mqtt_client.port = settings->port;
    self->mqtt_client.user = g_strdup (settings->user);
    self->mqtt_client.password = g_strdup (settings->password);
    self->mqtt_client.client_id = g_strconcat ("LK-", self->mac, NULL);
    self->mqtt_client.topic = g_strconcat (settings->prefix, "/cmd", NULL);
    self->prefix = g_strdup (settings->prefix);
}

/* Begins to try, and never gives up; returns whether the host is an address. */
gboolean
smart_ems_start_mqtt (SmartEms *self, const SmartEmsMqttSettings *settings, GError **error)
{
    static const EmulatorMqttFuncs funcs = { .ready = publish_all, .message = on_message };

    if (!emulator_mqtt_check_host (settings->host, error))
        return FALSE;
    smart_ems_mqtt_clear (self);
    set_client (self, settings);
    self->mqtt_interval = settings->interval != 0 ? settings->interval : INTERVAL;
    self->mqtt = emulator_mqtt_new (self->pace, &funcs, self);
    smart_ems_mqtt_open (self);
    return TRUE;
}

void
smart_ems_mqtt_open (SmartEms *self)
{
    if (self->mqtt != NULL)
        emulator_mqtt_open (self->mqtt, &self->mqtt_client);
}

void
smart_ems_mqtt_close (SmartEms *self)
{
    if (self->mqtt != NULL)
        emulator_mqtt_close (self->mqtt);
}

void
smart_ems_mqtt_clear (SmartEms *self)
{
    g_clear_pointer (&self->mqtt, emulator_mqtt_free);
    g_free ((char *)self->mqtt_client.host);
    g_free ((char *)self->mqtt_client.user);
    g_free ((char *)self->mqtt_client.password);
    g_free ((char *)self->mqtt_client.client_id);
    g_free ((char *)self->mqtt_client.topic);
    self->mqtt_client = (EmulatorMqttSettings){ 0 };
    g_clear_pointer (&self->prefix, g_free);
}

/* Whether it takes commands. */
gboolean
smart_ems_get_mqtt_ready (SmartEms *self)
{
    return self->mqtt != NULL && emulator_mqtt_get_ready (self->mqtt);
}
