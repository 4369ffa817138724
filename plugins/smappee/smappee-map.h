/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gateway says about its channels. Pure functions. */
#pragma once

#include "smappee-channel.h"

G_BEGIN_DECLS

/* The channels of either version of the map, NULL if it cannot be understood. @n_phases: how many
 * the installation has; 0: not told. */
GPtrArray *smappee_map_decode (JsonObject *root, guint *n_phases, GError **error);

G_END_DECLS
