/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-private.h"

#include <string.h>

#define MAX_OFFENCES 100

G_DEFINE_FINAL_TYPE (SmartEms, smart_ems, G_TYPE_OBJECT)

static void
smart_ems_finalize (GObject *object)
{
    SmartEms *self = SMART_EMS (object);

    smart_ems_stop (self);
    soup_server_disconnect (self->control);
    wattle_clock_clear (self->pace, &self->tick_timer);
    smart_ems_mqtt_clear (self);
    smart_ems_outputs_clear (self);
    g_object_unref (self->plain);
    g_object_unref (self->secure);
    g_object_unref (self->control);
    g_clear_object (&self->certificate);
    g_clear_pointer (&self->faults, emulator_faults_free);
    g_clear_pointer (&self->day, emulator_day_free);
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++)
        g_free (self->positions[i]);
    for (guint i = 0; i < SMART_EMS_N_PWM; i++)
        g_free (self->pwm[i].name);
    g_hash_table_unref (self->hidden);
    g_hash_table_unref (self->published);
    g_ptr_array_unref (self->offences);
    g_free (self->firmware);
    g_free (self->mac);
    g_free (self->name);
    g_free (self->user);
    g_free (self->password);
    g_free (self->address);
    g_free (self->uri);
    g_object_unref (self->pace);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (smart_ems_parent_class)->finalize (object);
}

static void
smart_ems_class_init (SmartEmsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = smart_ems_finalize;
}

static SoupServer *
make_server (SmartEms *self)
{
    SoupServer *server = soup_server_new (NULL, NULL);

    soup_server_add_handler (server, NULL, smart_ems_handle, self, NULL);
    return server;
}

static void
smart_ems_init (SmartEms *self)
{
    self->plain = make_server (self);
    self->secure = make_server (self);
    self->control = make_server (self);
    self->name = g_strdup ("SMART EMS");
    self->address = g_strdup ("127.0.0.1");
    self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->published = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    self->offences = g_ptr_array_new_with_free_func (g_free);
    self->frequencies[0] = 10000;
    self->frequencies[1] = 1000;
    self->pwm[0] = (SmartEmsPwm){ .on = TRUE, .duty = 50 };
    self->web_refresh = 2;
    for (guint i = 0; i < SMART_EMS_N_PWM; i++)
        self->pwm[i].name = g_strdup_printf ("PWM%u", i);
}

static void
on_tick (gpointer user_data)
{
    SmartEms *self = user_data;

    self->tick_timer = wattle_clock_call_after (self->pace, G_TIME_SPAN_SECOND, on_tick, self);
    smart_ems_run_events (self);
    smart_ems_publish_when_due (self);
}

/* A board that is not listening yet, at the clock's wall time. */
SmartEms *
smart_ems_new (WattleClock *clock, SmartEmsGeneration generation)
{
    return smart_ems_new_at (clock, generation, wattle_clock_get_wall (clock));
}

/* As smart_ems_new(), with its own idea of the time; UTC. */
SmartEms *
smart_ems_new_at (WattleClock *clock, SmartEmsGeneration generation, gint64 start_time)
{
    SmartEms *self = g_object_new (SMART_EMS_TYPE, NULL);

    self->clock = g_object_ref (clock);
    self->pace = g_object_ref (clock);
    self->time_offset = start_time - wattle_clock_get_monotonic (clock);
    self->day = emulator_day_new_at (clock, start_time);
    self->faults = emulator_faults_new (clock);
    smart_ems_outputs_init (self);
    smart_ems_sensors_init (self);
    smart_ems_put_board (self, generation, NULL);
    self->tick_timer = wattle_clock_call_after (self->pace, G_TIME_SPAN_SECOND, on_tick, self);
    return self;
}

/* The clock of delays, restarts and events, if the house's own runs faster than life. Before the
 * start. */
void
smart_ems_set_pace_clock (SmartEms *self, WattleClock *clock)
{
    wattle_clock_clear (self->pace, &self->tick_timer);
    emulator_faults_set_clock (self->faults, clock);
    g_set_object (&self->pace, clock);
    self->tick_timer = wattle_clock_call_after (self->pace, G_TIME_SPAN_SECOND, on_tick, self);
}

void
smart_ems_set_name (SmartEms *self, const char *name)
{
    g_free (self->name);
    self->name = g_strdup (name);
}

/* Of the administrator; NULL: no login is asked for. With one there are the accounts “user” and
 * “control” too, whose passwords are their names. */
void
smart_ems_set_credentials (SmartEms *self, const char *user, const char *password)
{
    g_free (self->user);
    g_free (self->password);
    self->user = g_strdup (user);
    self->password = g_strdup (password);
}

/* How far its clock is from the right time. */
void
smart_ems_set_clock_offset (SmartEms *self, gint64 seconds)
{
    self->clock_offset = seconds;
}

/* What its clock shows: s since 1970. */
gint64
smart_ems_get_time (SmartEms *self)
{
    return smart_ems_get_house_time (self) / G_USEC_PER_SEC + self->clock_offset;
}

/* The right time: UTC in µs since 1970. */
gint64
smart_ems_get_house_time (SmartEms *self)
{
    return wattle_clock_get_monotonic (self->clock) + self->time_offset;
}

EmulatorFaults *
smart_ems_get_faults (SmartEms *self)
{
    return self->faults;
}

void
smart_ems_hide_member (SmartEms *self, const char *name)
{
    g_hash_table_add (self->hidden, g_strdup (name));
}

/* Numbers as strings, as older firmware has them. */
void
smart_ems_use_strings (SmartEms *self, gboolean strings)
{
    self->strings = strings;
}

/* Ends all that goes wrong; the clock, the certificate and what was switched stay. */
void
smart_ems_mend (SmartEms *self)
{
    emulator_faults_clear (self->faults);
    g_hash_table_remove_all (self->hidden);
    self->strings = FALSE;
    for (guint i = 0; i < SMART_EMS_N_OUTPUTS; i++)
        self->outputs[i].stuck = FALSE;
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++)
        self->lost[i] = FALSE;
    smart_ems_break_tls (self, FALSE);
}

/* Something came that may do harm at a real one. It does nothing here. */
void
smart_ems_count_offence (SmartEms *self, const char *where, const char *what)
{
    g_autofree char *text = g_strdup_printf ("%s%.60s", where, what);

    if (self->offences->len == MAX_OFFENCES)
        g_ptr_array_remove_index (self->offences, 0);
    g_ptr_array_add (self->offences, g_utf8_make_valid (text, -1));
}

/* At most 100 of them are kept. */
guint
smart_ems_get_offences (SmartEms *self)
{
    return self->offences->len;
}

/* NULL: there is none. */
const char *
smart_ems_get_last_offence (SmartEms *self)
{
    return self->offences->len > 0 ? g_ptr_array_index (self->offences, self->offences->len - 1)
                                   : NULL;
}

/* How many requests came, those of the emulator's own paths not counted. */
guint
smart_ems_get_requests (SmartEms *self)
{
    return self->requests;
}

/* How many of them were in work at the same time, at most. */
guint
smart_ems_get_most_parallel (SmartEms *self)
{
    return self->most_parallel;
}

/* How many single commands it took, by HTTP and MQTT. */
guint
smart_ems_get_commands (SmartEms *self)
{
    return self->commands;
}

/* How many it does not know or did not take. */
guint
smart_ems_get_unknown (SmartEms *self)
{
    return self->unknown;
}
