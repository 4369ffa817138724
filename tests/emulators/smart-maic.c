/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (SmartMaic, smart_maic, G_TYPE_OBJECT)

static const char *const devids[] = {
    [SMART_MAIC_D101] = "1710203318",
    [SMART_MAIC_D103] = "1728104417",
    [SMART_MAIC_D105] = "1750900126",
};

static void
smart_maic_finalize (GObject *object)
{
    SmartMaic *self = SMART_MAIC (object);

    smart_maic_stop (self);
    g_clear_pointer (&self->mqtt, emulator_mqtt_free);
    g_clear_pointer (&self->http, emulator_plain_http_free);
    g_clear_pointer (&self->faults, emulator_faults_free);
    g_clear_pointer (&self->logins, g_hash_table_unref);
    g_clear_pointer (&self->missing, g_hash_table_unref);
    g_clear_pointer (&self->day, emulator_day_free);
    smart_maic_broker_clear (&self->broker);
    g_free (self->devid);
    g_free (self->pin);
    g_free (self->on_phrase);
    g_free (self->off_phrase);
    g_free (self->address);
    g_free (self->uri);
    g_object_unref (self->pace);
    g_object_unref (self->clock);

    G_OBJECT_CLASS (smart_maic_parent_class)->finalize (object);
}

static void
smart_maic_class_init (SmartMaicClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = smart_maic_finalize;
}

/* As it leaves the factory, but for its PIN, and with the contact's control enabled. */
static void
smart_maic_init (SmartMaic *self)
{
    self->model = SMART_MAIC_D103;
    self->grade = SMART_MAIC_EXTENDED;
    self->devid = g_strdup (devids[SMART_MAIC_D103]);
    self->pin = g_strdup (SMART_MAIC_PIN);
    self->missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    self->logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    self->address = g_strdup ("127.0.0.1");
    self->forms = SMART_MAIC_BOTH;
    self->control = TRUE;
    self->on_phrase = g_strdup ("1");
    self->off_phrase = g_strdup ("0");
    self->broker = (SmartMaicBroker){
        .host = g_strdup (""),
        .port = g_strdup ("1883"),
        .user = g_strdup (""),
        .password = g_strdup (""),
        .prefix = g_strdup (""),
        .separator = '.',
        .interval = 60,
    };
}

SmartMaic *
smart_maic_new (WattleClock *clock)
{
    return smart_maic_new_at (clock, wattle_clock_get_wall (clock));
}

SmartMaic *
smart_maic_new_at (WattleClock *clock, gint64 start_time)
{
    SmartMaic *self = g_object_new (SMART_MAIC_TYPE, NULL);

    self->clock = g_object_ref (clock);
    self->pace = g_object_ref (clock);
    self->day = emulator_day_new_at (clock, start_time);
    self->faults = emulator_faults_new (clock);
    self->http = emulator_plain_http_new ("smart-MAC", self->faults, smart_maic_page_serve, self);
    return self;
}

/* With what was set for a broker before, it goes there again. */
gboolean
smart_maic_start (SmartMaic *self, const char *address, guint port, GError **error)
{
    g_autofree char *copy = g_strdup (address);

    if (!emulator_plain_http_listen (self->http, address, port, error))
        return FALSE;
    g_free (self->address);
    self->address = g_steal_pointer (&copy);
    g_free (self->uri);
    self->uri =
        g_strdup_printf (strchr (self->address, ':') != NULL ? "http://[%s]:%u" : "http://%s:%u",
                         self->address, smart_maic_get_port (self));
    smart_maic_mqtt_open (self);
    return TRUE;
}

void
smart_maic_stop (SmartMaic *self)
{
    wattle_clock_clear (self->pace, &self->restart_timer);
    smart_maic_mqtt_close (self);
    emulator_plain_http_close (self->http);
}

static void
come_back (gpointer user_data)
{
    SmartMaic *self = user_data;
    g_autoptr (GError) error = NULL;

    self->restart_timer = 0;
    if (!smart_maic_start (self, self->address, smart_maic_get_port (self), &error))
        g_message ("The device does not come back: %s", error->message);
}

void
smart_maic_restart (SmartMaic *self, gint64 span)
{
    smart_maic_stop (self);
    smart_maic_set_out (self, FALSE);
    g_hash_table_remove_all (self->logins);
    self->next_read = 0;
    self->restart_timer = wattle_clock_call_after (self->pace, span, come_back, self);
}

void
smart_maic_set_model (SmartMaic *self, SmartMaicModel model, SmartMaicGrade grade)
{
    self->model = model;
    self->grade = grade;
    smart_maic_set_devid (self, devids[model]);
}

void
smart_maic_set_devid (SmartMaic *self, const char *devid)
{
    g_free (self->devid);
    self->devid = g_strdup (devid);
}

void
smart_maic_set_pin (SmartMaic *self, const char *pin)
{
    g_free (self->pin);
    self->pin = g_strdup (pin);
}

void
smart_maic_set_newer_firmware (SmartMaic *self, gboolean newer)
{
    self->newer_firmware = newer;
}

void
smart_maic_set_old_firmware (SmartMaic *self, gboolean old)
{
    self->old_firmware = old;
}

void
smart_maic_set_fahrenheit (SmartMaic *self, gboolean fahrenheit)
{
    self->fahrenheit = fahrenheit;
}

void
smart_maic_set_pace_clock (SmartMaic *self, WattleClock *clock)
{
    emulator_faults_set_clock (self->faults, clock);
    g_set_object (&self->pace, clock);
}

void
smart_maic_set_out (SmartMaic *self, gboolean on)
{
    if (self->out == on)
        return;
    self->out = on;
    smart_maic_circuit_switch (self, on);
}

void
smart_maic_set_missing (SmartMaic *self, const char *const *keys)
{
    g_hash_table_remove_all (self->missing);
    for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
        g_hash_table_add (self->missing, g_strdup (keys[i]));
}

void
smart_maic_clear_faults (SmartMaic *self)
{
    emulator_faults_clear (self->faults);
    smart_maic_set_missing (self, NULL);
}

EmulatorFaults *
smart_maic_get_faults (SmartMaic *self)
{
    return self->faults;
}

guint
smart_maic_get_port (SmartMaic *self)
{
    return emulator_plain_http_get_port (self->http);
}

const char *
smart_maic_get_uri (SmartMaic *self)
{
    return self->uri;
}

const char *
smart_maic_get_devid (SmartMaic *self)
{
    return self->devid;
}

const char *
smart_maic_get_pin (SmartMaic *self)
{
    return self->pin;
}

gboolean
smart_maic_get_out (SmartMaic *self)
{
    return self->out;
}

guint
smart_maic_get_requests (SmartMaic *self)
{
    return self->requests;
}

guint
smart_maic_get_logins (SmartMaic *self)
{
    return self->n_logins;
}

guint
smart_maic_get_rounds (SmartMaic *self)
{
    return self->rounds;
}

guint
smart_maic_get_setouts (SmartMaic *self)
{
    return self->setouts;
}
