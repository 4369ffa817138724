/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "fuzz.h"
#include "transport/wattle-modbus-frame.h"

#define N_VALUES 1968

typedef struct {
    WattleModbusQuestion question;
    WattleModbusFraming framing;
    guint16 transaction;
    guint16 values[N_VALUES];
} Dialogue;

static guint16
take_word (FuzzInput *input)
{
    guint high = fuzz_take_byte (input);

    return (guint16)(high << 8 | fuzz_take_byte (input));
}

static gboolean
take_dialogue (FuzzInput *input, Dialogue *dialogue)
{
    static const guint8 functions[] = { 1, 2, 3, 4, 5, 6, 15, 16 };

    dialogue->framing = fuzz_take_byte (input) % 2 == 0 ? WATTLE_MODBUS_TCP : WATTLE_MODBUS_RTU;
    dialogue->question.function = functions[fuzz_take_byte (input) % G_N_ELEMENTS (functions)];
    dialogue->question.unit = fuzz_take_byte (input);
    dialogue->question.address = take_word (input);
    dialogue->question.count = take_word (input);
    dialogue->transaction = take_word (input);
    for (guint i = 0; i < N_VALUES; i++)
        dialogue->values[i] = (guint16)(i * dialogue->transaction);
    dialogue->question.values = dialogue->values;
    return wattle_modbus_question_is_valid (&dialogue->question);
}

static gboolean
is_read (const Dialogue *dialogue)
{
    return dialogue->question.function <= WATTLE_MODBUS_READ_INPUT;
}

static gsize
get_data_length (const Dialogue *dialogue)
{
    guint count = dialogue->question.count;

    return dialogue->question.function <= WATTLE_MODBUS_READ_DISCRETE ? (count + 7) / 8 : count * 2;
}

/* Looks at a copy of exactly this size, so that reading past its end is noticed. */
static WattleModbusVerdict
look (const Dialogue *dialogue, const char *bytes, gsize length, WattleModbusFound *found)
{
    g_autofree guint8 *copy = g_memdup2 (bytes, length);
    WattleModbusVerdict verdict = wattle_modbus_frame_read (
        &dialogue->question, dialogue->framing, dialogue->transaction, copy, length, found);

    fuzz_check (found->used <= length);
    fuzz_check ((found->used > 0) ==
                (verdict == WATTLE_MODBUS_ANSWER || verdict == WATTLE_MODBUS_FOREIGN));
    fuzz_check ((found->complaint != NULL) ==
                (verdict == WATTLE_MODBUS_FOREIGN || verdict == WATTLE_MODBUS_BROKEN));
    if (verdict != WATTLE_MODBUS_ANSWER || !is_read (dialogue) || found->exception != 0) {
        fuzz_check (found->data == NULL || verdict == WATTLE_MODBUS_ANSWER);
        return verdict;
    }
    fuzz_check (found->length == get_data_length (dialogue));
    fuzz_check (found->data >= copy && found->data + found->length <= copy + found->used);
    found->data = (const guint8 *)bytes + (found->data - copy);
    return verdict;
}

/* Bytes come as they like: what is known of a part stays so. */
static void
read_in_parts (const Dialogue *dialogue, const char *bytes, gsize length)
{
    WattleModbusFound found;
    WattleModbusFound part;
    WattleModbusVerdict verdict = look (dialogue, bytes, length, &found);

    for (gsize n = 0; n < length; n = n * 2 + 1) {
        WattleModbusVerdict early = look (dialogue, bytes, n, &part);

        fuzz_check (early == WATTLE_MODBUS_MORE || (early == verdict && part.used == found.used));
    }
}

/* Frame after frame, as a link does it. */
static void
read_stream (const Dialogue *dialogue, const char *bytes, gsize length)
{
    while (length > 0) {
        WattleModbusFound found;
        WattleModbusVerdict verdict = look (dialogue, bytes, length, &found);

        if (verdict == WATTLE_MODBUS_MORE || verdict == WATTLE_MODBUS_BROKEN)
            break;
        bytes += found.used;
        length -= found.used;
    }
}

static gsize
finish_frame (const Dialogue *dialogue, guint8 *frame, gsize body)
{
    guint8 *start = dialogue->framing == WATTLE_MODBUS_TCP ? frame + 6 : frame;
    guint16 crc = wattle_modbus_crc (start, body);

    if (dialogue->framing == WATTLE_MODBUS_RTU) {
        start[body] = (guint8)crc;
        start[body + 1] = (guint8)(crc >> 8);
        return body + 2;
    }
    frame[0] = (guint8)(dialogue->transaction >> 8);
    frame[1] = (guint8)dialogue->transaction;
    frame[2] = frame[3] = 0;
    frame[4] = (guint8)(body >> 8);
    frame[5] = (guint8)body;
    return body + 6;
}

/* The answer that is meant is understood, whatever the registers hold. */
static void
answer_read (const Dialogue *dialogue, const FuzzInput *input)
{
    guint8 frame[WATTLE_MODBUS_FRAME_MAX] = { 0 };
    guint8 *body = dialogue->framing == WATTLE_MODBUS_TCP ? frame + 6 : frame;
    gsize length = get_data_length (dialogue);
    WattleModbusFound found;

    body[0] = dialogue->question.unit;
    body[1] = dialogue->question.function;
    body[2] = (guint8)length;
    if (input->size > 0)
        memcpy (body + 3, input->data, MIN (length, input->size));
    length = finish_frame (dialogue, frame, length + 3);
    fuzz_check (look (dialogue, (const char *)frame, length, &found) == WATTLE_MODBUS_ANSWER);
    fuzz_check (found.exception == 0 && found.data == body + 3 && found.used == length);
}

/* A write is answered by what was asked, or its beginning. */
static void
answer_write (const Dialogue *dialogue, const guint8 *asked)
{
    guint8 frame[WATTLE_MODBUS_FRAME_MAX] = { 0 };
    gsize head = dialogue->framing == WATTLE_MODBUS_TCP ? 6 : 0;
    WattleModbusFound found;
    gsize length;

    memcpy (frame + head, asked + head, 6);
    length = finish_frame (dialogue, frame, 6);
    fuzz_check (look (dialogue, (const char *)frame, length, &found) == WATTLE_MODBUS_ANSWER);
    fuzz_check (found.exception == 0 && found.used == length);
}

/* One question, then what comes back on the wire. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    FuzzInput input = { (const char *)data, size };
    guint8 asked[WATTLE_MODBUS_FRAME_MAX];
    Dialogue dialogue = { 0 };
    gsize length;

    if (!take_dialogue (&input, &dialogue))
        return 0;

    length = wattle_modbus_frame_write (&dialogue.question, dialogue.framing, dialogue.transaction,
                                        asked);
    fuzz_check (length >= 8 && length <= sizeof asked);
    if (is_read (&dialogue))
        answer_read (&dialogue, &input);
    else
        answer_write (&dialogue, asked);
    read_in_parts (&dialogue, input.data, input.size);
    read_stream (&dialogue, input.data, input.size);
    return 0;
}
