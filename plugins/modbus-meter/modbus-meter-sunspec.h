/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a SunSpec model stands: a list of models begins with the word "SunS" at one of a few
 * places, and each model says how long it is. From the SunSpec information model specification. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef struct {
    const WattleMeter *definition;
    gboolean found;
    gboolean lost; /* it is nowhere */
    gint offset;   /* to be added to the addresses of the definition */

    guint base; /* which one is being looked at */
    guint address;
    guint n_models;
    gboolean in_list;
} ModbusMeterSunspec;

/* At the beginning of a cycle. What was found before is kept until begin_anew. */
void modbus_meter_sunspec_begin (ModbusMeterSunspec *self, const WattleMeter *definition);
/* Whether something is to be read from the holding registers first. */
gboolean modbus_meter_sunspec_next (ModbusMeterSunspec *self, guint *address, guint *count);
/* @bytes: NULL: the device has no such registers. */
gboolean modbus_meter_sunspec_take (ModbusMeterSunspec *self,
                                    const guint8 *bytes,
                                    gsize length,
                                    GError **error);

G_END_DECLS
