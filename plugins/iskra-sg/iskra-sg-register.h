/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What registers of Iskra instruments hold. Pure functions. The types are those of the maker's
 * client and its documents; 32-bit values have the high word first. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef enum {
    ISKRA_SG_UINT16,
    ISKRA_SG_INT16,
    ISKRA_SG_UINT32,
    ISKRA_SG_INT32,
    ISKRA_SG_T4, /* 2 bits exponent, 14 bits mantissa */
    ISKRA_SG_T5, /* 8 bits signed exponent, 24 bits unsigned mantissa */
    ISKRA_SG_T6, /* the same with a signed mantissa */
    ISKRA_SG_T7, /* power factor, its direction and its load character */
    ISKRA_SG_FLOAT,
} IskraSgType;

/* Exponents outside of this mean that there is no value. */
#define ISKRA_SG_MIN_EXPONENT -3
#define ISKRA_SG_MAX_EXPONENT 11

guint iskra_sg_register_get_words (IskraSgType type);
gboolean iskra_sg_register_read (IskraSgType type, const guint8 *bytes, double *value);
const char *iskra_sg_register_read_character (const guint8 *bytes);
char *iskra_sg_register_dup_text (const guint8 *bytes, guint words);

G_END_DECLS
