/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the time blocks beside the counters mean. Pure functions. */
#pragma once

#include "iskra-sg-value.h"

G_BEGIN_DECLS

typedef enum {
    ISKRA_SG_BLOCK_ENERGY_MONTH,
    ISKRA_SG_BLOCK_ENERGY_PREVIOUS_MONTH,
    ISKRA_SG_BLOCK_ENERGY_YEAR,
    ISKRA_SG_BLOCK_ENERGY_PREVIOUS_YEAR,
    ISKRA_SG_BLOCK_EXCESS_MONTH,
    ISKRA_SG_BLOCK_EXCESS_PREVIOUS_MONTH,
    ISKRA_SG_BLOCK_PEAK_MONTH,
    ISKRA_SG_BLOCK_PEAK_PREVIOUS_MONTH,
    ISKRA_SG_N_BLOCK_VALUES,
} IskraSgBlockValue;

void iskra_sg_blocks_add_value (GPtrArray *readings,
                                IskraSgBlockValue kind,
                                guint block,
                                const IskraSgValue *value);
void iskra_sg_blocks_add_active (GPtrArray *readings, const IskraSgValue *value);

gboolean iskra_sg_blocks_decode (JsonObject *counters, GPtrArray *readings, GError **error);

G_END_DECLS
