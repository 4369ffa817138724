/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Registers that may be written, and what was written. */
#include "modbus-unit-private.h"

#include <math.h>
#include <string.h>

#define MAX_WRITTEN 123u

static gpointer
make_key (guint function, guint address)
{
    return GUINT_TO_POINTER (function << 16 | address);
}

gboolean
modbus_unit_peek_written (ModbusUnit *self, guint function, guint address, guint16 *word)
{
    gpointer value;

    if (!g_hash_table_lookup_extended (self->written, make_key (function, address), NULL, &value))
        return FALSE;
    *word = (guint16)GPOINTER_TO_UINT (value);
    return TRUE;
}

void
modbus_unit_set_written (ModbusUnit *self, guint function, guint address, guint16 word)
{
    g_hash_table_insert (self->written, make_key (function, address),
                         GUINT_TO_POINTER ((guint)word));
}

const ModbusPoint *
modbus_unit_find_writable (ModbusUnit *self, guint function, guint address)
{
    for (guint i = 0; i < self->definition->points->len; i++) {
        const ModbusPoint *point = &g_array_index (self->definition->points, ModbusPoint, i);

        if (point->writable && point->function == function && address >= point->address &&
            address < point->address + modbus_word_get_count (point->type))
            return point;
    }
    return NULL;
}

/* Values are written whole: half of one would be nonsense until the other half comes. Returns the
 * exception; 0: it may be written. */
static guint
check (ModbusUnit *self, guint address, const guint16 *words, guint count)
{
    guint place = 0;

    while (place < count) {
        const ModbusPoint *point =
            modbus_unit_find_writable (self, MODBUS_READ_HOLDING, address + place);
        guint wanted = point != NULL ? modbus_word_get_count (point->type) : 0;
        double value;

        if (point == NULL)
            return MODBUS_ILLEGAL_ADDRESS;
        if (point->address != address + place || wanted > count - place)
            return MODBUS_ILLEGAL_VALUE;
        value = modbus_word_decode (point->type, point->order, words + place) * point->scale;
        if (!isfinite (value) || value < point->min || value > point->max)
            return MODBUS_ILLEGAL_VALUE;
        place += wanted;
    }
    return 0;
}

static guint
write_words (ModbusUnit *self, guint address, const guint8 *bytes, guint count)
{
    guint16 words[MAX_WRITTEN];
    guint exception;

    for (guint i = 0; i < count; i++)
        words[i] = (guint16)modbus_unit_get_word (bytes + i * 2);
    exception = check (self, address, words, count);
    for (guint i = 0; exception == 0 && i < count; i++)
        modbus_unit_set_written (self, MODBUS_READ_HOLDING, address + i, words[i]);
    return exception;
}

/* One register; or several, with their number and that of their bytes before them. */
gsize
modbus_unit_write (ModbusUnit *self, const guint8 *question, gsize length, guint8 *answer)
{
    gboolean one = question[0] == MODBUS_WRITE_REGISTER;
    guint count = one ? 1 : modbus_unit_get_word (question + 3);
    guint exception = MODBUS_ILLEGAL_VALUE;

    if (one ? length == 5
            : count >= 1 && count <= MAX_WRITTEN && length == 6 + count * 2 &&
                  question[5] == count * 2)
        exception = write_words (self, modbus_unit_get_word (question + 1),
                                 question + (one ? 3 : 6), count);
    if (exception != 0)
        return modbus_unit_refuse (question, exception, answer);
    memcpy (answer, question, 5);
    return 5;
}
