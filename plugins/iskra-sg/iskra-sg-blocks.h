/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the time blocks beside the counters mean. A pure function. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

gboolean iskra_sg_blocks_decode (JsonObject *counters, GPtrArray *readings, GError **error);

G_END_DECLS
