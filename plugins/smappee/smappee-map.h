/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway says about its channels. Pure functions. */
#pragma once

#include "smappee-channel.h"

G_BEGIN_DECLS

typedef struct {
    GPtrArray *channels;
    guint n_phases;      /* of the installation; 0: not told */
    gboolean is_indexed; /* version 2, by publishIndex; else by ctInput */
} SmappeeMap;

/* Either version. FALSE if it cannot be understood. */
gboolean smappee_map_decode (JsonObject *message, SmappeeMap *map, GError **error);

G_END_DECLS
