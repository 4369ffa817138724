/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Coils, which are off until they are written, and discrete inputs, which are on. */
#include "modbus-unit-private.h"

#include <string.h>

#define N_BITS      0x10000u
#define MAX_READ    2000u
#define MAX_WRITTEN 1968u

#define ON 0xff00u

static gboolean
has_bit (ModbusUnit *self, guint function, guint address)
{
    for (guint i = 0; i < self->definition->points->len; i++) {
        const ModbusPoint *point = &g_array_index (self->definition->points, ModbusPoint, i);

        if (point->function == function && point->address == address)
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_all (ModbusUnit *self, gboolean strict, guint function, guint address, guint count)
{
    guint n_found = 0;

    for (guint i = 0; i < count; i++)
        n_found += has_bit (self, function, address + i);
    return strict ? n_found == count : n_found > 0;
}

static gboolean
is_on (ModbusUnit *self, guint function, guint address)
{
    guint16 word = function == MODBUS_READ_DISCRETE && has_bit (self, function, address);

    modbus_unit_peek_written (self, function, address, &word);
    return word != 0;
}

/* A meter without any there does not know these addresses. */
gsize
modbus_unit_read_bits (ModbusUnit *self, gboolean strict, const guint8 *question, guint8 *answer)
{
    guint address = modbus_unit_get_word (question + 1);
    guint count = modbus_unit_get_word (question + 3);

    if (count < 1 || count > MAX_READ)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    if (address + count > N_BITS || !has_all (self, strict, question[0], address, count))
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_ADDRESS, answer);

    answer[0] = question[0];
    answer[1] = (guint8)((count + 7) / 8);
    memset (answer + 2, 0, answer[1]);
    for (guint i = 0; i < count; i++)
        if (is_on (self, question[0], address + i))
            answer[2 + i / 8] |= (guint8)(1u << i % 8);
    return 2u + answer[1];
}

static gsize
write_one (ModbusUnit *self, const guint8 *question, guint8 *answer)
{
    guint address = modbus_unit_get_word (question + 1);
    guint word = modbus_unit_get_word (question + 3);

    if (modbus_unit_find_writable (self, MODBUS_READ_COILS, address) == NULL)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_ADDRESS, answer);
    if (word != 0 && word != ON)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    modbus_unit_set_written (self, MODBUS_READ_COILS, address, word != 0);
    memcpy (answer, question, 5);
    return 5;
}

static gsize
write_several (ModbusUnit *self, const guint8 *question, gsize length, guint8 *answer)
{
    guint address = modbus_unit_get_word (question + 1);
    guint count = modbus_unit_get_word (question + 3);

    if (count < 1 || count > MAX_WRITTEN || length != 6 + (count + 7) / 8 ||
        question[5] != (count + 7) / 8)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    for (guint i = 0; i < count; i++)
        if (modbus_unit_find_writable (self, MODBUS_READ_COILS, address + i) == NULL)
            return modbus_unit_refuse (question, MODBUS_ILLEGAL_ADDRESS, answer);
    for (guint i = 0; i < count; i++)
        modbus_unit_set_written (self, MODBUS_READ_COILS, address + i,
                                 question[6 + i / 8] >> i % 8 & 1);
    memcpy (answer, question, 5);
    return 5;
}

gsize
modbus_unit_write_bits (ModbusUnit *self, const guint8 *question, gsize length, guint8 *answer)
{
    if (question[0] == MODBUS_WRITE_COILS)
        return write_several (self, question, length, answer);
    if (length != 5)
        return modbus_unit_refuse (question, MODBUS_ILLEGAL_VALUE, answer);
    return write_one (self, question, answer);
}
