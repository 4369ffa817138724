/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "modbus-unit.h"

G_BEGIN_DECLS

struct _ModbusUnit {
    guint8 number;
    ModbusDefinition *definition;
    EmulatorDay *day;
    ModbusValues values;
    GArray *fixed;       /* of ModbusFixed: what always stays the same */
    GHashTable *written; /* function and address it is read with → what was written there */
};

/* Of two bytes. */
guint modbus_unit_get_word (const guint8 *bytes);

/* modbus-unit-write.c */
gboolean modbus_unit_peek_written (ModbusUnit *self, guint function, guint address, guint16 *word);
void modbus_unit_set_written (ModbusUnit *self, guint function, guint address, guint16 word);
/* The value that the register or coil is a part of, if it may be written. */
const ModbusPoint *modbus_unit_find_writable (ModbusUnit *self, guint function, guint address);
gsize modbus_unit_write (ModbusUnit *self, const guint8 *question, gsize length, guint8 *answer);

/* modbus-unit-bits.c */
gsize
modbus_unit_read_bits (ModbusUnit *self, gboolean strict, const guint8 *question, guint8 *answer);
gsize
modbus_unit_write_bits (ModbusUnit *self, const guint8 *question, gsize length, guint8 *answer);

G_END_DECLS
