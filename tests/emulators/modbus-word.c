/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-word.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    guint count;
    double min;
    double max;
} types[] = {
    [MODBUS_WORD_UINT16] = { "uint16", 1, 0, G_MAXUINT16 },
    [MODBUS_WORD_INT16] = { "int16", 1, G_MININT16, G_MAXINT16 },
    [MODBUS_WORD_UINT32] = { "uint32", 2, 0, G_MAXUINT32 },
    [MODBUS_WORD_INT32] = { "int32", 2, G_MININT32, G_MAXINT32 },
    /* What a double can hold without a remainder. */
    [MODBUS_WORD_UINT64] = { "uint64", 4, 0, 0x1p53 },
    [MODBUS_WORD_INT64] = { "int64", 4, -0x1p53, 0x1p53 },
    [MODBUS_WORD_FLOAT32] = { "float32", 2, -G_MAXFLOAT, G_MAXFLOAT },
    [MODBUS_WORD_FLOAT64] = { "float64", 4, -G_MAXDOUBLE, G_MAXDOUBLE },
};

static const char *const orders[] = {
    [MODBUS_WORD_ABCD] = "ABCD",
    [MODBUS_WORD_CDAB] = "CDAB",
    [MODBUS_WORD_BADC] = "BADC",
    [MODBUS_WORD_DCBA] = "DCBA",
};

gboolean
modbus_word_parse_type (const char *name, ModbusWordType *type)
{
    for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        if (g_str_equal (types[i].name, name)) {
            *type = (ModbusWordType)i;
            return TRUE;
        }

    return FALSE;
}

gboolean
modbus_word_parse_order (const char *name, ModbusWordOrder *order)
{
    for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
        if (g_str_equal (orders[i], name)) {
            *order = (ModbusWordOrder)i;
            return TRUE;
        }

    return FALSE;
}

guint
modbus_word_get_count (ModbusWordType type)
{
    return types[type].count;
}

static guint64
make_bits (ModbusWordType type, double value)
{
    float single = (float)value;
    guint32 narrow;
    guint64 bits;

    if (type == MODBUS_WORD_FLOAT32) {
        memcpy (&narrow, &single, sizeof narrow);
        return narrow;
    }
    if (type != MODBUS_WORD_FLOAT64)
        return (guint64)llround (value);
    memcpy (&bits, &value, sizeof bits);
    return bits;
}

static double
read_bits (ModbusWordType type, guint64 bits)
{
    guint32 narrow = (guint32)bits;
    float single;
    double value;

    switch (type) {
    case MODBUS_WORD_INT16:
        return (gint16)bits;
    case MODBUS_WORD_INT32:
        return (gint32)bits;
    case MODBUS_WORD_INT64:
        return (double)(gint64)bits;
    case MODBUS_WORD_FLOAT32:
        memcpy (&single, &narrow, sizeof single);
        return single;
    case MODBUS_WORD_FLOAT64:
        memcpy (&value, &bits, sizeof value);
        return value;
    default:
        return (double)bits;
    }
}

/* From the most significant word first to @order, and back: it is the same way. */
static void
arrange (ModbusWordOrder order, const guint16 *from, guint16 *to, guint count)
{
    gboolean reversed = order == MODBUS_WORD_CDAB || order == MODBUS_WORD_DCBA;
    gboolean swapped = order == MODBUS_WORD_BADC || order == MODBUS_WORD_DCBA;

    for (guint i = 0; i < count; i++) {
        guint16 word = from[reversed ? count - 1 - i : i];

        to[i] = swapped ? GUINT16_SWAP_LE_BE (word) : word;
    }
}

void
modbus_word_encode (ModbusWordType type, ModbusWordOrder order, double value, guint16 *words)
{
    guint count = types[type].count;
    guint64 bits = make_bits (type, CLAMP (value, types[type].min, types[type].max));
    guint16 plain[MODBUS_WORD_MAX];

    for (guint i = 0; i < count; i++)
        plain[i] = (guint16)(bits >> (16 * (count - 1 - i)));
    arrange (order, plain, words, count);
}

double
modbus_word_decode (ModbusWordType type, ModbusWordOrder order, const guint16 *words)
{
    guint count = types[type].count;
    guint16 plain[MODBUS_WORD_MAX];
    guint64 bits = 0;

    arrange (order, words, plain, count);
    for (guint i = 0; i < count; i++)
        bits = bits << 16 | plain[i];
    return read_bits (type, bits);
}
