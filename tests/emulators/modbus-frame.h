/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is around a question or an answer: a header over TCP, unit and checksum on a serial line. */

typedef enum {
    MODBUS_FRAMING_TCP,
    MODBUS_FRAMING_RTU,
} ModbusFraming;

#define MODBUS_MAX_FRAME 260

guint16 modbus_frame_make_crc (const guint8 *bytes, gsize length);

/* Bytes of the first question, 0: it is not complete, -1: this is none. */
gssize modbus_frame_measure (ModbusFraming framing, const guint8 *bytes, gsize length);
/* Where unit and question are in it, and how long they are together. */
const guint8 *
modbus_frame_open (ModbusFraming framing, const guint8 *frame, gsize length, gsize *body_length);
/* @answer: unit and answer, @transaction: of the question's header. */
gsize modbus_frame_wrap (ModbusFraming framing,
                         guint16 transaction,
                         const guint8 *answer,
                         gsize length,
                         guint8 *frame);

G_END_DECLS
