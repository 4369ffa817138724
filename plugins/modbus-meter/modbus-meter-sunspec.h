/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a SunSpec model stands: a list of models begins with the word "SunS" at one of a few
 * places, and each model says how long it is. From the SunSpec information model specification. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* Registers of the marker, and of what each model begins with: its id and its length. */
#define MODBUS_METER_SUNSPEC_HEADER 2

typedef struct {
    const WattleMeter *definition; /* not owned */
    gboolean found;
    gboolean lost;  /* it is nowhere */
    gboolean fresh; /* found or looked at in this cycle */
    gint offset;    /* to be added to the addresses of the definition */

    gboolean checking; /* only whether it still is where it was */
    guint base;        /* which one is being looked at */
    guint address;
    guint n_models;
    gboolean in_list;
} ModbusMeterSunspec;

/* @known: where the model was earlier; 0: not known. */
void
modbus_meter_sunspec_init (ModbusMeterSunspec *self, const WattleMeter *definition, guint known);

/* At the beginning of a cycle. What was found stays, what was lost is searched anew. */
void modbus_meter_sunspec_begin (ModbusMeterSunspec *self);
/* Something is odd: whether it still is where it was has to be looked at. */
void modbus_meter_sunspec_doubt (ModbusMeterSunspec *self);
/* Whether something is to be read from the holding registers first. */
gboolean modbus_meter_sunspec_next (ModbusMeterSunspec *self, guint *address, guint *count);
/* @bytes: NULL: the device has no such registers. */
gboolean modbus_meter_sunspec_take (ModbusMeterSunspec *self,
                                    const guint8 *bytes,
                                    gsize length,
                                    GError **error);
/* Whether @header begins one of the models that will do. */
gboolean modbus_meter_sunspec_is_wanted (const WattleMeter *definition, const guint8 *header);
/* Where the model was found. */
guint modbus_meter_sunspec_get_address (const ModbusMeterSunspec *self);

G_END_DECLS
