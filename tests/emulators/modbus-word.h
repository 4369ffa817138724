/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is in registers, and in which order; written apart from what the host does, so that a
 * mistake in one of them shows. */

typedef enum {
    MODBUS_WORD_UINT16,
    MODBUS_WORD_INT16,
    MODBUS_WORD_UINT32,
    MODBUS_WORD_INT32,
    MODBUS_WORD_UINT64,
    MODBUS_WORD_INT64,
    MODBUS_WORD_FLOAT32,
    MODBUS_WORD_FLOAT64,
} ModbusWordType;

typedef enum {
    MODBUS_WORD_ABCD,
    MODBUS_WORD_CDAB,
    MODBUS_WORD_BADC,
    MODBUS_WORD_DCBA,
} ModbusWordOrder;

#define MODBUS_WORD_MAX 4

gboolean modbus_word_parse_type (const char *name, ModbusWordType *type);
gboolean modbus_word_parse_order (const char *name, ModbusWordOrder *order);
guint modbus_word_get_count (ModbusWordType type);

/* A value that does not fit becomes the nearest one. */
void modbus_word_encode (ModbusWordType type, ModbusWordOrder order, double value, guint16 *words);
double modbus_word_decode (ModbusWordType type, ModbusWordOrder order, const guint16 *words);

G_END_DECLS
