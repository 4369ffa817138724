/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "modbus-value.h"

G_BEGIN_DECLS

/* One meter on a bus: questions and answers without what frames them. */

#define MODBUS_MAX_PDU 253

typedef enum {
    MODBUS_READ_COILS = 1,
    MODBUS_READ_DISCRETE = 2,
    MODBUS_READ_HOLDING = 3,
    MODBUS_READ_INPUT = 4,
    MODBUS_WRITE_COIL = 5,
    MODBUS_WRITE_REGISTER = 6,
    MODBUS_WRITE_COILS = 15,
    MODBUS_WRITE_REGISTERS = 16,
} ModbusFunction;

enum {
    MODBUS_ILLEGAL_FUNCTION = 1,
    MODBUS_ILLEGAL_ADDRESS = 2,
    MODBUS_ILLEGAL_VALUE = 3,
    MODBUS_BUSY = 6,
};

typedef struct _ModbusUnit ModbusUnit;

/* Takes the definition. */
ModbusUnit *modbus_unit_new (guint8 number, ModbusDefinition *definition, EmulatorDay *day);
void modbus_unit_free (ModbusUnit *self);

guint8 modbus_unit_get_number (ModbusUnit *self);
/* What a client finds at @address, as the definition scales it; NAN: no value begins there. */
double modbus_unit_get_value (ModbusUnit *self, guint function, guint address);

/* @strict: registers without a value are refused. @answer: room for MODBUS_MAX_PDU bytes. */
gsize modbus_unit_answer (ModbusUnit *self,
                          gboolean strict,
                          const guint8 *question,
                          gsize length,
                          guint8 *answer);
gsize modbus_unit_refuse (const guint8 *question, guint exception, guint8 *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModbusUnit, modbus_unit_free)

G_END_DECLS
