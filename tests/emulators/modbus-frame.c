/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-frame.h"

#include <string.h>

#define HEADER_LENGTH 6
#define CRC_LENGTH    2
#define MIN_RTU       4

guint16
modbus_frame_make_crc (const guint8 *bytes, gsize length)
{
    guint crc = 0xffff;

    for (gsize i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
    }
    return (guint16)crc;
}

/* Protocol 0, then unit and at least a function. */
static gssize
measure_tcp (const guint8 *bytes, gsize length)
{
    gsize body;

    if (length < HEADER_LENGTH)
        return 0;
    body = (gsize)bytes[4] << 8 | bytes[5];
    if (bytes[2] != 0 || bytes[3] != 0 || body < 2 || body > MODBUS_MAX_FRAME - HEADER_LENGTH)
        return -1;
    return length >= HEADER_LENGTH + body ? (gssize)(HEADER_LENGTH + body) : 0;
}

/* The length follows from the function; of one that is unknown all that has come may be it. */
static gsize
expect_rtu (const guint8 *bytes, gsize length)
{
    guint function = bytes[1];

    if (function >= 1 && function <= 6)
        return 8;
    if (function == 15 || function == 16)
        return length < 7 ? 7 + 1 + CRC_LENGTH : 7u + bytes[6] + CRC_LENGTH;
    return length;
}

static gssize
measure_rtu (const guint8 *bytes, gsize length)
{
    gsize expected;

    if (length < MIN_RTU)
        return 0;
    expected = expect_rtu (bytes, length);
    if (length < expected)
        return 0;
    return modbus_frame_make_crc (bytes, expected) == 0 ? (gssize)expected : -1;
}

gssize
modbus_frame_measure (ModbusFraming framing, const guint8 *bytes, gsize length)
{
    return framing == MODBUS_FRAMING_TCP ? measure_tcp (bytes, length)
                                         : measure_rtu (bytes, length);
}

const guint8 *
modbus_frame_open (ModbusFraming framing, const guint8 *frame, gsize length, gsize *body_length)
{
    gboolean tcp = framing == MODBUS_FRAMING_TCP;

    *body_length = length - (tcp ? HEADER_LENGTH : CRC_LENGTH);
    return tcp ? frame + HEADER_LENGTH : frame;
}

gsize
modbus_frame_wrap (ModbusFraming framing,
                   guint16 transaction,
                   const guint8 *answer,
                   gsize length,
                   guint8 *frame)
{
    const guint8 header[HEADER_LENGTH] = { (guint8)(transaction >> 8), (guint8)transaction, 0, 0,
                                           (guint8)(length >> 8),      (guint8)length };
    guint16 crc = modbus_frame_make_crc (answer, length);

    if (framing == MODBUS_FRAMING_TCP) {
        memcpy (frame, header, HEADER_LENGTH);
        memcpy (frame + HEADER_LENGTH, answer, length);
        return HEADER_LENGTH + length;
    }
    memcpy (frame, answer, length);
    frame[length] = (guint8)crc;
    frame[length + 1] = (guint8)(crc >> 8);
    return length + CRC_LENGTH;
}
