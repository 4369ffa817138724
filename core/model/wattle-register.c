/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-register.h"

#include <math.h>
#include <string.h>

static const struct {
    const char *name;
    guint words;
    double
        min; /* of whole numbers; the largest that is exact in a double where it is not 64 bits */
    double max;
} types[WATTLE_REGISTER_N_TYPES] = {
    [WATTLE_REGISTER_UINT16] = { "uint16", 1, 0, G_MAXUINT16 },
    [WATTLE_REGISTER_INT16] = { "int16", 1, G_MININT16, G_MAXINT16 },
    [WATTLE_REGISTER_UINT32] = { "uint32", 2, 0, G_MAXUINT32 },
    [WATTLE_REGISTER_INT32] = { "int32", 2, G_MININT32, G_MAXINT32 },
    [WATTLE_REGISTER_UINT64] = { "uint64", 4, 0, 9007199254740992 },
    [WATTLE_REGISTER_INT64] = { "int64", 4, -9007199254740992, 9007199254740992 },
    [WATTLE_REGISTER_FLOAT32] = { "float32", 2, -3.4028234663852886e38, 3.4028234663852886e38 },
    [WATTLE_REGISTER_FLOAT64] = { "float64", 4, -G_MAXDOUBLE, G_MAXDOUBLE },
};

static const char *const orders[WATTLE_REGISTER_N_ORDERS] = {
    [WATTLE_REGISTER_ABCD] = "ABCD",
    [WATTLE_REGISTER_CDAB] = "CDAB",
    [WATTLE_REGISTER_BADC] = "BADC",
    [WATTLE_REGISTER_DCBA] = "DCBA",
};

/**
 * wattle_register_type_get_name:
 * @type: a type
 *
 * Returns: (transfer none): its name in definitions, such as `float32`
 */
const char *
wattle_register_type_get_name (WattleRegisterType type)
{
    return types[type].name;
}

/**
 * wattle_register_type_parse:
 * @name: as of wattle_register_type_get_name()
 * @type: (out): the type
 *
 * Returns: whether there is such a type
 */
gboolean
wattle_register_type_parse (const char *name, WattleRegisterType *type)
{
    for (guint i = 0; i < WATTLE_REGISTER_N_TYPES; i++)
        if (g_str_equal (types[i].name, name)) {
            *type = (WattleRegisterType)i;
            return TRUE;
        }

    return FALSE;
}

/**
 * wattle_register_type_get_words:
 * @type: a type
 *
 * Returns: how many registers it takes
 */
guint
wattle_register_type_get_words (WattleRegisterType type)
{
    return types[type].words;
}

/**
 * wattle_register_order_get_name:
 * @order: an order
 *
 * Returns: (transfer none): its name in definitions: `ABCD`, `CDAB`, `BADC` or `DCBA`
 */
const char *
wattle_register_order_get_name (WattleRegisterOrder order)
{
    return orders[order];
}

/**
 * wattle_register_order_parse:
 * @name: as of wattle_register_order_get_name()
 * @order: (out): the order
 *
 * Returns: whether there is such an order
 */
gboolean
wattle_register_order_parse (const char *name, WattleRegisterOrder *order)
{
    for (guint i = 0; i < WATTLE_REGISTER_N_ORDERS; i++)
        if (g_str_equal (orders[i], name)) {
            *order = (WattleRegisterOrder)i;
            return TRUE;
        }

    return FALSE;
}

/* Which byte of the wire is the @index-th most significant one. Both orders are their own inverse.
 */
static guint
find_place (WattleRegisterType type, WattleRegisterOrder order, guint index)
{
    guint last = types[type].words * 2 - 1;

    switch (order) {
    case WATTLE_REGISTER_CDAB:
        return (last - index) ^ 1;
    case WATTLE_REGISTER_BADC:
        return index ^ 1;
    case WATTLE_REGISTER_DCBA:
        return last - index;
    case WATTLE_REGISTER_ABCD:
        break;
    }
    return index;
}

/**
 * wattle_register_get_bits:
 * @type: what the registers stand for
 * @order: order of the bytes
 * @bytes: (array): as they come on the wire, twice as many as the type has registers
 *
 * Returns: the bits as a whole number without a sign: for markers of what is not available
 */
guint64
wattle_register_get_bits (WattleRegisterType type, WattleRegisterOrder order, const guint8 *bytes)
{
    guint64 bits = 0;

    for (guint i = 0; i < types[type].words * 2; i++)
        bits = bits << 8 | bytes[find_place (type, order, i)];
    return bits;
}

static double
get_float32 (guint32 bits)
{
    float value;

    memcpy (&value, &bits, sizeof value);
    return (double)value;
}

static double
get_float64 (guint64 bits)
{
    double value;

    memcpy (&value, &bits, sizeof value);
    return value;
}

/**
 * wattle_register_decode:
 * @type: what the registers stand for
 * @order: order of the bytes
 * @bytes: (array): as they come on the wire, twice as many as the type has registers
 * @value: (out): the number
 *
 * Whole numbers of 64 bits keep the 53 bits that a double has.
 *
 * Returns: whether it is a number; %FALSE for what is not finite
 */
gboolean
wattle_register_decode (WattleRegisterType type,
                        WattleRegisterOrder order,
                        const guint8 *bytes,
                        double *value)
{
    guint64 bits = wattle_register_get_bits (type, order, bytes);

    switch (type) {
    case WATTLE_REGISTER_INT16:
        *value = (gint16)bits;
        break;
    case WATTLE_REGISTER_INT32:
        *value = (gint32)bits;
        break;
    case WATTLE_REGISTER_INT64:
        *value = (double)(gint64)bits;
        break;
    case WATTLE_REGISTER_FLOAT32:
        *value = get_float32 ((guint32)bits);
        break;
    case WATTLE_REGISTER_FLOAT64:
        *value = get_float64 (bits);
        break;
    case WATTLE_REGISTER_UINT16:
    case WATTLE_REGISTER_UINT32:
    case WATTLE_REGISTER_UINT64:
        *value = (double)bits;
        break;
    }
    return isfinite (*value);
}

static guint64
make_bits (WattleRegisterType type, double value)
{
    float single = (float)value;
    guint32 half;
    guint64 bits;

    switch (type) {
    case WATTLE_REGISTER_FLOAT32:
        memcpy (&half, &single, sizeof half);
        return half;
    case WATTLE_REGISTER_FLOAT64:
        memcpy (&bits, &value, sizeof bits);
        return bits;
    default:
        return value < 0 ? (guint64)llround (value) : (guint64)round (value);
    }
}

/**
 * wattle_register_encode:
 * @type: what the registers stand for
 * @order: order of the bytes
 * @value: the number; rounded where the type knows whole numbers only
 * @words: (out): as many registers as the type has
 *
 * Returns: %FALSE if the type cannot hold it
 */
gboolean
wattle_register_encode (WattleRegisterType type,
                        WattleRegisterOrder order,
                        double value,
                        guint16 *words)
{
    guint n_bytes = types[type].words * 2;
    guint8 bytes[WATTLE_REGISTER_MAX_WORDS * 2];
    guint64 bits;

    /* Written so that what is no number is refused too. */
    if (!(value >= types[type].min && value <= types[type].max))
        return FALSE;

    bits = make_bits (type, value);
    for (guint i = 0; i < n_bytes; i++)
        bytes[find_place (type, order, i)] = (guint8)(bits >> 8 * (n_bytes - 1 - i));
    for (guint i = 0; i < types[type].words; i++)
        words[i] = (guint16)(bytes[i * 2] << 8 | bytes[i * 2 + 1]);
    return TRUE;
}
