/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Means of five minutes. Pure functions. */
#pragma once

#include "smappee-channel.h"

G_BEGIN_DECLS

#define SMAPPEE_AVERAGE_VOLTAGES 3

/* Numbers are NAN where the message has none. */
typedef struct {
    double end; /* ms since 1970 */
    double always_on;
    double voltages[SMAPPEE_AVERAGE_VOLTAGES];
    SmappeeValues channels[SMAPPEE_MAX_CHANNELS]; /* in the order of the list of channels */
} SmappeeAverages;

/* Of several intervals the newest. FALSE without an error: there is none. */
gboolean smappee_averages_decode (JsonObject *root,
                                  GPtrArray *channels,
                                  SmappeeAverages *self,
                                  GError **error);

G_END_DECLS
