/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the energy counters of a meter mean. Pure functions. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

GPtrArray *iskra_sg_counters_decode (JsonObject *root, GError **error);

G_END_DECLS
