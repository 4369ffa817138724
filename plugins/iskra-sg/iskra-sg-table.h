/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the gateway's slots are set to, and who is in them, by registers. Pure functions. */
#pragma once

#include "iskra-sg-image.h"
#include "iskra-sg-slot.h"

G_BEGIN_DECLS

/* Of IskraSgSlot. */
GPtrArray *iskra_sg_table_new (void);

void iskra_sg_table_plan (GArray *reads);
gboolean iskra_sg_table_decode (IskraSgImage *image,
                                guint own_unit,
                                const char *gateway,
                                GPtrArray *slots,
                                GError **error);
gboolean iskra_sg_table_name_part (IskraSgSlot *slot,
                                   IskraSgImage *image,
                                   const char *gateway,
                                   GError **error);

G_END_DECLS
