/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More registers than one value has: four. */
#define WATTLE_REGISTER_MAX_WORDS 4

/**
 * WattleRegisterType:
 * @WATTLE_REGISTER_UINT16: one register
 * @WATTLE_REGISTER_INT16: one register, two's complement
 * @WATTLE_REGISTER_UINT32: two registers
 * @WATTLE_REGISTER_INT32: two registers, two's complement
 * @WATTLE_REGISTER_UINT64: four registers
 * @WATTLE_REGISTER_INT64: four registers, two's complement
 * @WATTLE_REGISTER_FLOAT32: two registers, IEEE 754
 * @WATTLE_REGISTER_FLOAT64: four registers, IEEE 754
 *
 * What one or more Modbus registers stand for.
 */
typedef enum {
    WATTLE_REGISTER_UINT16,
    WATTLE_REGISTER_INT16,
    WATTLE_REGISTER_UINT32,
    WATTLE_REGISTER_INT32,
    WATTLE_REGISTER_UINT64,
    WATTLE_REGISTER_INT64,
    WATTLE_REGISTER_FLOAT32,
    WATTLE_REGISTER_FLOAT64,
} WattleRegisterType;

#define WATTLE_REGISTER_N_TYPES (WATTLE_REGISTER_FLOAT64 + 1)

/**
 * WattleRegisterOrder:
 * @WATTLE_REGISTER_ABCD: the most significant byte first, as the specification has it
 * @WATTLE_REGISTER_CDAB: registers in reverse order
 * @WATTLE_REGISTER_BADC: the bytes of each register swapped
 * @WATTLE_REGISTER_DCBA: both: the least significant byte first
 *
 * In which order the bytes of a value come, A being the most significant of four; of values with
 * two or eight bytes likewise.
 */
typedef enum {
    WATTLE_REGISTER_ABCD,
    WATTLE_REGISTER_CDAB,
    WATTLE_REGISTER_BADC,
    WATTLE_REGISTER_DCBA,
} WattleRegisterOrder;

#define WATTLE_REGISTER_N_ORDERS (WATTLE_REGISTER_DCBA + 1)

const char *wattle_register_type_get_name (WattleRegisterType type);
gboolean wattle_register_type_parse (const char *name, WattleRegisterType *type);
guint wattle_register_type_get_words (WattleRegisterType type);

const char *wattle_register_order_get_name (WattleRegisterOrder order);
gboolean wattle_register_order_parse (const char *name, WattleRegisterOrder *order);

guint64
wattle_register_get_bits (WattleRegisterType type, WattleRegisterOrder order, const guint8 *bytes);
gboolean wattle_register_decode (WattleRegisterType type,
                                 WattleRegisterOrder order,
                                 const guint8 *bytes,
                                 double *value);
gboolean wattle_register_encode (WattleRegisterType type,
                                 WattleRegisterOrder order,
                                 double value,
                                 guint16 *words);

G_END_DECLS
