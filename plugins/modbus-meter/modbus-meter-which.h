/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of two maps a meter has: each has a register, the telltale, that the other one refuses or
 * in which it always has 0. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

#define MODBUS_METER_WHICH_N 2

/* What a telltale said. */
typedef enum {
    MODBUS_METER_WHICH_UNKNOWN, /* not asked yet */
    MODBUS_METER_WHICH_REFUSED,
    MODBUS_METER_WHICH_ZERO,
    MODBUS_METER_WHICH_VALUE,
} ModbusMeterTelltale;

typedef struct {
    WattleMeter *maps[MODBUS_METER_WHICH_N]; /* the second one is NULL if there is no other */
    guint current;
    gboolean decided;
    ModbusMeterTelltale told[MODBUS_METER_WHICH_N];
} ModbusMeterWhich;

/* @other: the alternative of @definition; may be NULL. @known: id of the one it was earlier, or
 * NULL. */
void modbus_meter_which_init (ModbusMeterWhich *self,
                              const WattleMeter *definition,
                              const WattleMeter *other,
                              const char *known);
void modbus_meter_which_clear (ModbusMeterWhich *self);

const WattleMeter *modbus_meter_which_get (const ModbusMeterWhich *self);

/* Whoever was sure is not any more. */
void modbus_meter_which_doubt (ModbusMeterWhich *self);
/* Begins a round of questions, unless it is decided. */
void modbus_meter_which_begin (ModbusMeterWhich *self);
/* The map whose telltale is to be asked next. FALSE: none. */
gboolean modbus_meter_which_next (const ModbusMeterWhich *self, guint *index);
void modbus_meter_which_take (ModbusMeterWhich *self, guint index, ModbusMeterTelltale told);

G_END_DECLS
