/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-ems-reading.h"

#include <math.h>

/* At or below this no DS18B20 measures: no sensor is at that position. (Inferred; an older board
 * shows −60 °C there.) */
#define DS_LIMIT (-55.0)

/* Outside air has about 420 ppm: 0 is a sensor that is not there. (Inferred.) */
#define LEAST_CARBON_DIOXIDE 1.0

#define LARGEST 1e12 /* of anything in a house, in any unit */

GArray *
smart_ems_readings_new (void)
{
    return g_array_new (FALSE, FALSE, sizeof (SmartEmsReading));
}

void
smart_ems_readings_add (GArray *self, SmartEmsChannel channel, guint number, double value)
{
    SmartEmsReading reading = { channel, number, FALSE, value };

    g_array_append_val (self, reading);
}

void
smart_ems_readings_add_missing (GArray *self, SmartEmsChannel channel, guint number)
{
    SmartEmsReading reading = { channel, number, TRUE, 0 };

    g_array_append_val (self, reading);
}

static gboolean
is_possible (SmartEmsChannel channel, double value)
{
    if (!isfinite (value) || fabs (value) > LARGEST)
        return FALSE;
    if (smart_ems_channel_is_boolean (channel))
        return value == 0 || value == 1;

    switch (channel) {
    case SMART_EMS_DS:
        return value > DS_LIMIT;
    case SMART_EMS_CARBON_DIOXIDE:
        return value >= LEAST_CARBON_DIOXIDE;
    case SMART_EMS_PWM_DUTY:
        return value >= 0 && value <= 100;
    default:
        return TRUE;
    }
}

void
smart_ems_readings_add_raw (GArray *self,
                            SmartEmsChannel channel,
                            guint number,
                            double raw,
                            double divisor)
{
    double value = raw / divisor;

    if (is_possible (channel, value))
        smart_ems_readings_add (self, channel, number, value);
    else
        smart_ems_readings_add_missing (self, channel, number);
}

const SmartEmsReading *
smart_ems_readings_find (GArray *self, SmartEmsChannel channel, guint number)
{
    for (guint i = 0; i < self->len; i++) {
        const SmartEmsReading *reading = &g_array_index (self, SmartEmsReading, i);

        if (reading->channel == channel && reading->number == number)
            return reading;
    }

    return NULL;
}
