/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The 1-Wire bus: sensors with ids, and the positions DS1 to DS8 at which ids are stored. */
#include "smart-ems-private.h"

#include <string.h>

static const struct {
    const char *id;
    double temperature; /* °C */
} wired[SMART_EMS_N_WIRED] = {
    { "28:FF:64:1E:8A:16:03:5C", 58.3 }, /* hot water tank */
    { "28:FF:1B:C2:8A:16:04:A9", 21.4 }, /* room */
    { "28:FF:77:03:90:16:05:12", -3.5 }, /* outside */
    { "28:FF:5D:E0:90:16:03:F7", 35.2 }, /* has no position yet */
};

void
smart_ems_sensors_init (SmartEms *self)
{
    for (guint i = 0; i < SMART_EMS_N_WIRED; i++)
        self->temperatures[i] = wired[i].temperature;
}

/* All but the last one have a position. */
void
smart_ems_sensors_place (SmartEms *self)
{
    self->read_sensor = 0;
    for (guint i = 0; i < SMART_EMS_N_SENSORS; i++) {
        g_free (self->positions[i]);
        self->positions[i] = g_strdup (i < SMART_EMS_N_WIRED - 1 ? wired[i].id : NULL);
    }
}

/* −60 where there is no sensor, as an older board was seen to say it. */
double
smart_ems_get_temperature (SmartEms *self, guint position)
{
    for (guint i = 0; i < SMART_EMS_N_WIRED; i++)
        if (!self->lost[position] && g_strcmp0 (self->positions[position], wired[i].id) == 0)
            return self->temperatures[i];
    return SMART_EMS_NO_SENSOR;
}

/* @sensor: from 1; the first three have the positions of their numbers at first */
void
smart_ems_set_sensor (SmartEms *self, guint sensor, double temperature)
{
    g_return_if_fail (sensor >= 1 && sensor <= SMART_EMS_N_WIRED);

    self->temperatures[sensor - 1] = temperature;
}

/* The sensor at the position DS@sensor does not answer any more. */
void
smart_ems_lose_sensor (SmartEms *self, guint sensor, gboolean lost)
{
    g_return_if_fail (sensor >= 1 && sensor <= SMART_EMS_N_SENSORS);

    self->lost[sensor - 1] = lost;
}

/* One sensor after the other, then the first again. */
void
smart_ems_read_next_sensor (SmartEms *self)
{
    self->read_sensor = self->read_sensor % SMART_EMS_N_WIRED + 1;
}

/* "": none was read yet */
const char *
smart_ems_get_read_id (SmartEms *self)
{
    return self->read_sensor > 0 ? wired[self->read_sensor - 1].id : "";
}

/* FALSE: it is no id. */
gboolean
smart_ems_store_sensor (SmartEms *self, guint position, const char *id)
{
    if (!g_regex_match_simple ("^([0-9A-Fa-f]{2}:){7}[0-9A-Fa-f]{2}$", id, 0, 0))
        return FALSE;
    g_free (self->positions[position]);
    self->positions[position] = g_ascii_strup (id, -1);
    return TRUE;
}
