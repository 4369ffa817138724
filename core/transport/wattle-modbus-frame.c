/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-frame.h"

#include <string.h>

#define TCP_HEADER 6 /* transaction, protocol, length */
#define CRC_LENGTH 2
#define SERIAL_MAX 256 /* of a frame on a serial line */
#define EXCEPTION  0x80

#define COIL_ON 0xff00

/* Questions */

static gboolean
is_read (guint8 function)
{
    return function >= WATTLE_MODBUS_READ_COILS && function <= WATTLE_MODBUS_READ_INPUT;
}

static gboolean
is_of_bits (guint8 function)
{
    return function == WATTLE_MODBUS_READ_COILS || function == WATTLE_MODBUS_READ_DISCRETE;
}

static guint
get_max_count (guint8 function)
{
    switch (function) {
    case WATTLE_MODBUS_READ_COILS:
    case WATTLE_MODBUS_READ_DISCRETE:
        return WATTLE_MODBUS_BITS_MAX;
    case WATTLE_MODBUS_READ_HOLDING:
    case WATTLE_MODBUS_READ_INPUT:
        return WATTLE_MODBUS_READ_MAX;
    case WATTLE_MODBUS_WRITE_COIL:
    case WATTLE_MODBUS_WRITE_REGISTER:
        return 1;
    case WATTLE_MODBUS_WRITE_COILS:
        return 1968;
    case WATTLE_MODBUS_WRITE_REGISTERS:
        return WATTLE_MODBUS_WRITE_MAX;
    default:
        return 0;
    }
}

gboolean
wattle_modbus_question_is_valid (const WattleModbusQuestion *self)
{
    return self->count >= 1 && self->count <= get_max_count (self->function) &&
           (guint)self->address + self->count <= 0x10000 &&
           (is_read (self->function) || (self->values != NULL && self->unit != 0));
}

/* Writing */

static guint8 *
put_word (guint8 *at, guint value)
{
    *at++ = (guint8)(value >> 8);
    *at++ = (guint8)value;
    return at;
}

static guint8 *
put_coils (guint8 *at, const WattleModbusQuestion *question)
{
    guint n_bytes = (question->count + 7u) / 8;

    *at++ = (guint8)n_bytes;
    memset (at, 0, n_bytes);
    for (guint i = 0; i < question->count; i++)
        if (question->values[i] != 0)
            at[i / 8] |= (guint8)(1 << i % 8);
    return at + n_bytes;
}

static guint8 *
put_registers (guint8 *at, const WattleModbusQuestion *question)
{
    *at++ = (guint8)(question->count * 2);
    for (guint i = 0; i < question->count; i++)
        at = put_word (at, question->values[i]);
    return at;
}

/* Unit, function and what belongs to it. */
static guint8 *
put_body (guint8 *at, const WattleModbusQuestion *question)
{
    *at++ = question->unit;
    *at++ = question->function;
    at = put_word (at, question->address);
    switch (question->function) {
    case WATTLE_MODBUS_WRITE_COIL:
        return put_word (at, question->values[0] != 0 ? COIL_ON : 0);
    case WATTLE_MODBUS_WRITE_REGISTER:
        return put_word (at, question->values[0]);
    case WATTLE_MODBUS_WRITE_COILS:
        return put_coils (put_word (at, question->count), question);
    case WATTLE_MODBUS_WRITE_REGISTERS:
        return put_registers (put_word (at, question->count), question);
    default:
        return put_word (at, question->count);
    }
}

gsize
wattle_modbus_frame_write (const WattleModbusQuestion *question,
                           WattleModbusFraming framing,
                           guint16 transaction,
                           guint8 *buffer)
{
    guint8 *body = framing == WATTLE_MODBUS_TCP ? buffer + TCP_HEADER : buffer;
    guint8 *end = put_body (body, question);

    if (framing == WATTLE_MODBUS_TCP) {
        put_word (put_word (put_word (buffer, transaction), 0), (guint)(end - body));
    } else {
        guint16 crc = wattle_modbus_crc (body, (gsize)(end - body));

        *end++ = (guint8)crc;
        *end++ = (guint8)(crc >> 8);
    }
    return (gsize)(end - buffer);
}

/* Reading */

static guint
get_word (const guint8 *at)
{
    return (guint)at[0] << 8 | at[1];
}

static WattleModbusVerdict
complain (WattleModbusFound *found, WattleModbusVerdict verdict, const char *complaint)
{
    found->complaint = complaint;
    return verdict;
}

/* Bytes of data in the answer to a read. */
static gsize
get_data_length (const WattleModbusQuestion *question)
{
    return is_of_bits (question->function) ? (question->count + 7u) / 8 : question->count * 2u;
}

/* Length of unit, function and the rest of the answer that is wanted, or of an exception. */
static gsize
get_body_length (const WattleModbusQuestion *question, guint8 function)
{
    if (function & EXCEPTION)
        return 3;
    return is_read (question->function) ? 3 + get_data_length (question) : 6;
}

/* A write is answered by its beginning. */
static gboolean
is_echo (const WattleModbusQuestion *question, const guint8 *body)
{
    guint8 wanted[WATTLE_MODBUS_FRAME_MAX];

    put_body (wanted, question);
    return memcmp (body, wanted, 6) == 0;
}

static WattleModbusVerdict
read_body (const WattleModbusQuestion *question,
           const guint8 *body,
           gsize length,
           WattleModbusFound *found)
{
    if (question == NULL)
        return complain (found, WATTLE_MODBUS_FOREIGN, "nobody has asked");
    if (body[0] != question->unit)
        return complain (found, WATTLE_MODBUS_FOREIGN, "another unit answered");
    if ((body[1] & ~EXCEPTION) != question->function)
        return complain (found, WATTLE_MODBUS_FOREIGN, "another function was answered");
    if (length != get_body_length (question, body[1]))
        return complain (found, WATTLE_MODBUS_FOREIGN, "the answer has another length");

    if (body[1] & EXCEPTION) {
        found->exception = body[2];
        return body[2] != 0
                   ? WATTLE_MODBUS_ANSWER
                   : complain (found, WATTLE_MODBUS_FOREIGN, "an exception without a code");
    }
    if (!is_read (question->function))
        return is_echo (question, body)
                   ? WATTLE_MODBUS_ANSWER
                   : complain (found, WATTLE_MODBUS_FOREIGN, "another write was answered");
    if (body[2] != get_data_length (question))
        return complain (found, WATTLE_MODBUS_FOREIGN, "the answer counts other bytes");

    found->data = body + 3;
    found->length = get_data_length (question);
    return WATTLE_MODBUS_ANSWER;
}

/* What a late or foreign frame says does not matter, as long as its length can be believed. */
static WattleModbusVerdict
read_tcp (const WattleModbusQuestion *question,
          guint16 transaction,
          const guint8 *bytes,
          gsize length,
          WattleModbusFound *found)
{
    guint body_length;

    if (length < TCP_HEADER)
        return WATTLE_MODBUS_MORE;
    body_length = get_word (bytes + 4);
    if (get_word (bytes + 2) != 0)
        return complain (found, WATTLE_MODBUS_BROKEN, "the protocol is not Modbus");
    if (body_length < 3 || body_length > WATTLE_MODBUS_FRAME_MAX - TCP_HEADER)
        return complain (found, WATTLE_MODBUS_BROKEN, "the length cannot be");
    if (length < TCP_HEADER + body_length)
        return WATTLE_MODBUS_MORE;

    found->used = TCP_HEADER + body_length;
    if (get_word (bytes) != transaction)
        return complain (found, WATTLE_MODBUS_FOREIGN, "the answer to another question");
    return read_body (question, bytes + TCP_HEADER, body_length, found);
}

/* What a frame on a serial line says of its own length, without its checksum; 0: nothing. */
static gsize
get_told_length (const guint8 *bytes)
{
    switch (bytes[1]) {
    case WATTLE_MODBUS_READ_COILS:
    case WATTLE_MODBUS_READ_DISCRETE:
    case WATTLE_MODBUS_READ_HOLDING:
    case WATTLE_MODBUS_READ_INPUT:
        return 3u + bytes[2];
    case WATTLE_MODBUS_WRITE_COIL:
    case WATTLE_MODBUS_WRITE_REGISTER:
    case WATTLE_MODBUS_WRITE_COILS:
    case WATTLE_MODBUS_WRITE_REGISTERS:
        return 6;
    default:
        return bytes[1] & EXCEPTION ? 3 : 0;
    }
}

/* A late answer of another unit, or to another question, is no damage: its checksum is right. */
static WattleModbusVerdict
read_rtu (const WattleModbusQuestion *question,
          const guint8 *bytes,
          gsize length,
          WattleModbusFound *found)
{
    gsize body_length;
    guint16 crc;

    if (length < 3)
        return WATTLE_MODBUS_MORE;
    body_length = get_told_length (bytes);
    if (body_length == 0)
        return complain (found, WATTLE_MODBUS_BROKEN, "the function is none that is asked for");
    if (body_length + CRC_LENGTH > SERIAL_MAX)
        return complain (found, WATTLE_MODBUS_BROKEN, "the length cannot be");
    if (length < body_length + CRC_LENGTH)
        return WATTLE_MODBUS_MORE;
    crc = wattle_modbus_crc (bytes, body_length);
    if (bytes[body_length] != (crc & 0xff) || bytes[body_length + 1] != crc >> 8)
        return complain (found, WATTLE_MODBUS_BROKEN, "the checksum is wrong");

    found->used = body_length + CRC_LENGTH;
    return read_body (question, bytes, body_length, found);
}

WattleModbusVerdict
wattle_modbus_frame_read (const WattleModbusQuestion *question,
                          WattleModbusFraming framing,
                          guint16 transaction,
                          const guint8 *bytes,
                          gsize length,
                          WattleModbusFound *found)
{
    memset (found, 0, sizeof *found);
    return framing == WATTLE_MODBUS_TCP ? read_tcp (question, transaction, bytes, length, found)
                                        : read_rtu (question, bytes, length, found);
}

WattleModbusVerdict
wattle_modbus_frame_judge (const WattleModbusQuestion *question,
                           const guint8 *bytes,
                           gsize length,
                           WattleModbusFound *found)
{
    memset (found, 0, sizeof *found);
    found->used = length;
    if (length < 3)
        return complain (found, WATTLE_MODBUS_FOREIGN, "the frame is too short");
    return read_body (question, bytes, length, found);
}

gsize
wattle_modbus_frame_get_answer_length (const WattleModbusQuestion *question)
{
    return get_body_length (question, question->function) + CRC_LENGTH;
}

/* Bit by bit: a frame takes microseconds on the fastest line. */
guint16
wattle_modbus_crc (const guint8 *bytes, gsize length)
{
    guint crc = 0xffff;

    for (gsize i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
    }
    return (guint16)crc;
}
