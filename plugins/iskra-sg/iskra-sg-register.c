/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-register.h"

#include <math.h>
#include <string.h>

static const struct {
    WattleRegisterType plain; /* of those that are no type of their own, and how long the rest is */
    gboolean own;
} types[] = {
    [ISKRA_SG_UINT16] = { WATTLE_REGISTER_UINT16 },
    [ISKRA_SG_INT16] = { WATTLE_REGISTER_INT16 },
    [ISKRA_SG_UINT32] = { WATTLE_REGISTER_UINT32 },
    [ISKRA_SG_INT32] = { WATTLE_REGISTER_INT32 },
    [ISKRA_SG_FLOAT] = { WATTLE_REGISTER_FLOAT32 },
    [ISKRA_SG_T4] = { WATTLE_REGISTER_UINT16, TRUE },
    [ISKRA_SG_T5] = { WATTLE_REGISTER_UINT32, TRUE },
    [ISKRA_SG_T6] = { WATTLE_REGISTER_UINT32, TRUE },
    [ISKRA_SG_T7] = { WATTLE_REGISTER_UINT32, TRUE },
};

guint
iskra_sg_register_get_words (IskraSgType type)
{
    return wattle_register_type_get_words (types[type].plain);
}

/* Division is exact where multiplication with a negative power of ten is not: 23142 / 100. */
static double
scale (double mantissa, int exponent)
{
    return exponent < 0 ? mantissa / pow (10, -exponent) : mantissa * pow (10, exponent);
}

static double
read_own (IskraSgType type, guint32 bits)
{
    int exponent = (gint8)(bits >> 24);
    guint32 mantissa = bits & 0xffffff;

    switch (type) {
    case ISKRA_SG_T4:
        return scale (bits & 0x3fff, (int)(bits >> 14));
    case ISKRA_SG_T5:
        return scale (mantissa, exponent);
    case ISKRA_SG_T6:
        return scale (mantissa < 0x800000 ? (double)mantissa : (double)mantissa - 0x1000000,
                      exponent);
    default:
        return (bits & 0xffff) / 10000.0;
    }
}

/* FALSE: it holds no number. */
gboolean
iskra_sg_register_read (IskraSgType type, const guint8 *bytes, double *value)
{
    WattleRegisterType plain = types[type].plain;

    if (!types[type].own)
        return wattle_register_decode (plain, WATTLE_REGISTER_ABCD, bytes, value) &&
               isfinite (*value);

    *value =
        read_own (type, (guint32)wattle_register_get_bits (plain, WATTLE_REGISTER_ABCD, bytes));
    return isfinite (*value);
}

/* Of a T7. */
const char *
iskra_sg_register_read_character (const guint8 *bytes)
{
    return bytes[1] == 0xff ? "capacitive" : bytes[1] == 0 ? "inductive" : NULL;
}

/* Padded with blanks or zeros; NULL if there is nothing. */
char *
iskra_sg_register_dup_text (const guint8 *bytes, guint words)
{
    gsize length = strnlen ((const char *)bytes, words * 2);
    const char *end;
    char *text;

    g_utf8_validate_len ((const char *)bytes, length, &end);
    text = g_strndup ((const char *)bytes, (gsize)(end - (const char *)bytes));
    for (char *c = text; *c != '\0'; c++)
        if (g_ascii_iscntrl (*c))
            *c = ' ';
    g_strstrip (text);
    if (*text == '\0')
        g_clear_pointer (&text, g_free);
    return text;
}
