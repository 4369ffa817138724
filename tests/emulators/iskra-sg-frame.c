/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Questions of Modbus TCP and what the gateway answers. */
#include <string.h>

#include "iskra-sg-registers.h"

#define HEADER 6 /* transaction, protocol, length */

enum {
    READ_HOLDING = 3,
    READ_INPUT = 4,
    WRITE_ONE = 6,
    WRITE_SEVERAL = 16
};

enum {
    EXCEPTION_FUNCTION = 1,
    EXCEPTION_ADDRESS = 2,
    EXCEPTION_VALUE = 3,
    EXCEPTION_FAILURE = 4
};

/* Questions and answers without the header */

static guint
get_word (const guint8 *bytes)
{
    return (guint)bytes[0] << 8 | bytes[1];
}

static gsize
put_exception (guint8 *answer, guint8 code)
{
    answer[1] |= 0x80;
    answer[2] = code;
    return 3;
}

static gsize
read_registers (IskraSg *gateway, const guint8 *question, guint8 *answer)
{
    guint unit = question[0];
    guint address = get_word (question + 2);
    guint count = get_word (question + 4);
    guint16 words[128];

    if (count < 1 || count > iskra_sg_registers_get_most (gateway, unit))
        return put_exception (answer, EXCEPTION_VALUE);
    if (address + count > 0x10000)
        return put_exception (answer, EXCEPTION_ADDRESS);
    if (!iskra_sg_registers_read (gateway, unit, question[1] == READ_HOLDING, address, count,
                                  words))
        return 0;

    answer[2] = (guint8)(2 * count);
    for (guint i = 0; i < count; i++) {
        answer[3 + 2 * i] = (guint8)(words[i] >> 8);
        answer[4 + 2 * i] = (guint8)words[i];
    }
    return 3 + 2 * count;
}

static gsize
write_register (IskraSg *gateway, const guint8 *question, guint value, guint8 *answer)
{
    switch (iskra_sg_registers_write (gateway, question[0], get_word (question + 2), value)) {
    case ISKRA_SG_WRITE_DONE:
        memcpy (answer, question, 6);
        return 6;
    case ISKRA_SG_WRITE_REFUSED:
        return put_exception (answer, EXCEPTION_ADDRESS);
    case ISKRA_SG_WRITE_FAILED:
        return put_exception (answer, EXCEPTION_FAILURE);
    default:
        return 0;
    }
}

static gsize
write_several (IskraSg *gateway, const guint8 *question, gsize length, guint8 *answer)
{
    if (length != 9 || get_word (question + 4) != 1 || question[6] != 2)
        return put_exception (answer, EXCEPTION_VALUE);
    return write_register (gateway, question, get_word (question + 7), answer);
}

/* 0: silence */
static gsize
make_answer (IskraSg *gateway, const guint8 *question, gsize length, guint8 *answer)
{
    guint function = question[1];

    memcpy (answer, question, 2);
    if (function == WRITE_SEVERAL)
        return write_several (gateway, question, length, answer);
    if (function != READ_HOLDING && function != READ_INPUT && function != WRITE_ONE)
        return put_exception (answer, EXCEPTION_FUNCTION);
    if (length != 6)
        return 0;
    return function == WRITE_ONE
               ? write_register (gateway, question, get_word (question + 4), answer)
               : read_registers (gateway, question, answer);
}

/* Whether it is exactly one. */
gboolean
iskra_sg_frame_is_whole (const guint8 *frame, gsize length)
{
    return length >= HEADER + 2 && get_word (frame + 2) == 0 &&
           get_word (frame + 4) + HEADER == length;
}

/* Returns the length of the answer; 0: there is none. */
gsize
iskra_sg_frame_answer (IskraSg *gateway, const guint8 *frame, gsize length, guint8 *answer)
{
    gsize size = make_answer (gateway, frame + HEADER, length - HEADER, answer + HEADER);

    if (size == 0)
        return 0;
    memcpy (answer, frame, 4);
    answer[4] = (guint8)(size >> 8);
    answer[5] = (guint8)size;
    return HEADER + size;
}
