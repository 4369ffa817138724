/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What comes each second. Pure functions. */
#pragma once

#include "smappee-channel.h"

G_BEGIN_DECLS

#define SMAPPEE_N_PHASES 3

/* Numbers are NAN where the message has none. */
typedef struct {
    double time; /* ms since 1970, by the clock of the gateway */
    double total_power;
    double reactive_power;
    double status;
    double frequency;
    double voltages[SMAPPEE_N_PHASES];
    guint n_voltages;    /* places in the list, those with 0 V among them */
    gboolean is_indexed; /* by publishIndex, as the Genius does */
    SmappeeValues channels[SMAPPEE_MAX_CHANNELS]; /* in the order of the list of channels */
} SmappeeRealtime;

/* @energy: how many of the units of its counters make 1 Wh. */
gboolean smappee_realtime_decode (JsonObject *root,
                                  GPtrArray *channels,
                                  double energy,
                                  SmappeeRealtime *self,
                                  GError **error);

G_END_DECLS
