/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-day.h"
#include "emulator-fault.h"

G_BEGIN_DECLS

/* A Fronius Symo GEN24 with a Smart Meter, asked by its Solar API V1 over HTTP. */

#define SOLAR_API_TYPE (solar_api_get_type ())
G_DECLARE_FINAL_TYPE (SolarApi, solar_api, SOLAR, API, GObject)

typedef enum {
    SOLAR_API_AT_GRID = 0,       /* imported power is positive */
    SOLAR_API_IN_LOAD_BRANCH = 1 /* consumed power is negative */
} SolarApiLocation;

/* Its time stands at 2026-06-01 10:00 until solar_api_set_time(). */
SolarApi *solar_api_new (void);
/* Its time runs with @clock, from @start on: UTC, in microseconds since 1970. */
SolarApi *solar_api_new_at (WattleClock *clock, gint64 start);

/* @port: 0: any */
gboolean solar_api_start (SolarApi *self, const char *address, guint port, GError **error);
void solar_api_stop (SolarApi *self);
guint solar_api_get_port (SolarApi *self);
/* Such as "http://127.0.0.1:8080". */
const char *solar_api_get_uri (SolarApi *self);

/* Seconds after 10:00. */
void solar_api_set_time (SolarApi *self, double seconds);
void solar_api_set_location (SolarApi *self, SolarApiLocation location);
/* What Head.Status.Code says; 0: all is well. */
void solar_api_set_code (SolarApi *self, guint code);
guint solar_api_get_n_requests (SolarApi *self);

/* What a client finds at @pointer ("/Body/Data/0/PowerReal_P_Sum", of which "{device}" may stand
 * for "0") when it asks @path now; FALSE: nothing, or no number. */
gboolean
solar_api_get_number (SolarApi *self, const char *path, const char *pointer, double *value);

/* Whether it answers all that a definition asks for. */
gboolean solar_api_check_definition (const char *path, GError **error);

G_END_DECLS
