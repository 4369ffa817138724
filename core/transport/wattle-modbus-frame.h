/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Frames of Modbus as they stand on the wire, after the Modbus application protocol specification
 * V1.1b3 and the messaging on TCP/IP implementation guide V1.0b. Pure functions. */

/* Longest frame: 7 bytes of header and 253 of PDU on TCP, 256 on a serial line. */
#define WATTLE_MODBUS_FRAME_MAX 260

/* What one request may read and write. */
#define WATTLE_MODBUS_READ_MAX  125
#define WATTLE_MODBUS_BITS_MAX  2000
#define WATTLE_MODBUS_WRITE_MAX 123

typedef enum {
    WATTLE_MODBUS_TCP, /* a header with a transaction number, no checksum */
    WATTLE_MODBUS_RTU, /* as on a serial line, with a CRC */
} WattleModbusFraming;

typedef enum {
    WATTLE_MODBUS_READ_COILS = 1,
    WATTLE_MODBUS_READ_DISCRETE = 2,
    WATTLE_MODBUS_READ_HOLDING = 3,
    WATTLE_MODBUS_READ_INPUT = 4,
    WATTLE_MODBUS_WRITE_COIL = 5,
    WATTLE_MODBUS_WRITE_REGISTER = 6,
    WATTLE_MODBUS_WRITE_COILS = 15,
    WATTLE_MODBUS_WRITE_REGISTERS = 16,
} WattleModbusFunction;

/* One question. */
typedef struct {
    guint8 unit; /* 0 to 255 */
    guint8 function;
    guint16 address;
    guint16 count;         /* of registers, or of coils */
    const guint16 *values; /* to be written, @count of them; a coil is 0 or 1 */
} WattleModbusQuestion;

/* Whether the specification allows it; broadcasts, which nobody answers, are not. */
gboolean wattle_modbus_question_is_valid (const WattleModbusQuestion *self);

/* Writes the frame into @buffer (of WATTLE_MODBUS_FRAME_MAX bytes) and returns its length. The
 * question must be valid. */
gsize wattle_modbus_frame_write (const WattleModbusQuestion *question,
                                 WattleModbusFraming framing,
                                 guint16 transaction,
                                 guint8 *buffer);

typedef enum {
    WATTLE_MODBUS_MORE,    /* the frame is not complete yet */
    WATTLE_MODBUS_ANSWER,  /* the answer to the question */
    WATTLE_MODBUS_FOREIGN, /* a whole frame that answers something else: to be passed over */
    WATTLE_MODBUS_BROKEN,  /* where the next frame begins cannot be known */
} WattleModbusVerdict;

/* What was found. @data points into what was given. */
typedef struct {
    gsize used;            /* bytes that are done with */
    guint8 exception;      /* 0: none */
    const guint8 *data;    /* registers, high byte first, or coils; of a read without exception */
    gsize length;          /* of it */
    const char *complaint; /* why it is foreign or broken, untranslated */
} WattleModbusFound;

/* Looks at what has come so far. @question: NULL: nobody has asked, and no frame is an answer. */
WattleModbusVerdict wattle_modbus_frame_read (const WattleModbusQuestion *question,
                                              WattleModbusFraming framing,
                                              guint16 transaction,
                                              const guint8 *bytes,
                                              gsize length,
                                              WattleModbusFound *found);

/* The same for a serial frame that is known to be whole and right: @bytes are the unit, the
 * function and the rest, without the checksum. It is an answer, or foreign. */
WattleModbusVerdict wattle_modbus_frame_judge (const WattleModbusQuestion *question,
                                               const guint8 *bytes,
                                               gsize length,
                                               WattleModbusFound *found);

/* Bytes on a serial line of the answer that is wanted. */
gsize wattle_modbus_frame_get_answer_length (const WattleModbusQuestion *question);

/* CRC-16 of serial frames, as a number whose low byte goes first. */
guint16 wattle_modbus_crc (const guint8 *bytes, gsize length);

G_END_DECLS
