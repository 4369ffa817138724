/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Gas and water sensors, and switches that measure: what they are. Pure functions. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define SMAPPEE_SENSOR_INPUTS 2

typedef struct {
    guint id;
    gboolean is_switch;
    char *name;                            /* of a switch; NULL: not told */
    double volumes[SMAPPEE_SENSOR_INPUTS]; /* m³ of one pulse; 0: not used */
    gboolean is_gas[SMAPPEE_SENSOR_INPUTS];
    gboolean is_water[SMAPPEE_SENSOR_INPUTS];
} SmappeeSensor;

/* Of SmappeeSensor. */
GPtrArray *smappee_sensors_decode (JsonObject *root, GError **error);
char *smappee_sensors_print (GPtrArray *sensors);
const SmappeeSensor *smappee_sensors_find (GPtrArray *sensors, guint id, gboolean is_switch);

G_END_DECLS
