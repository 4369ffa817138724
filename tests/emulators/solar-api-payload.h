/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "emulator-day.h"

G_BEGIN_DECLS

/* The documents of the Solar API. Members that a GEN24 has no value for are null. */

typedef struct {
    EmulatorDay *day;
    gboolean in_load_branch;
    guint code; /* of Head.Status */
} SolarApiState;

char *solar_api_payload_version (void);
/* @query: (nullable) the text behind the question mark */
char *solar_api_payload_meter (const SolarApiState *state, const char *query);
char *solar_api_payload_flow (const SolarApiState *state);

G_END_DECLS
