/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-line.h"

#include <string.h>

#include "modbus-bus-private.h"

/* After that long a silence what has come before is no part of a question that comes then. It is
 * far longer than 3.5 characters: a client on a busy machine may be held up in the middle of one.
 */
#define SILENCE (200 * G_TIME_SPAN_MILLISECOND)

struct _ModbusLine {
    ModbusBus *bus;
    ModbusFraming framing;
    ModbusLineSend send;
    gpointer sink;
    GByteArray *input;
    GByteArray *late;   /* said before the next answer */
    GPtrArray *pending; /* of Pending */
    guint silence;      /* timer */
};

/* An answer that takes its time. */
typedef struct {
    ModbusLine *line;
    GByteArray *frame;
    guint timer;
} Pending;

static void
pending_free (gpointer data)
{
    Pending *pending = data;

    wattle_clock_clear (modbus_bus_get_pace (pending->line->bus), &pending->timer);
    g_byte_array_unref (pending->frame);
    g_free (pending);
}

ModbusLine *
modbus_line_new (ModbusBus *bus, ModbusFraming framing, ModbusLineSend send, gpointer sink)
{
    ModbusLine *self = g_new0 (ModbusLine, 1);

    self->bus = bus;
    self->framing = framing;
    self->send = send;
    self->sink = sink;
    self->input = g_byte_array_new ();
    self->late = g_byte_array_new ();
    self->pending = g_ptr_array_new_with_free_func (pending_free);
    return self;
}

void
modbus_line_free (ModbusLine *self)
{
    wattle_clock_clear (modbus_bus_get_pace (self->bus), &self->silence);
    g_ptr_array_unref (self->pending);
    g_byte_array_unref (self->input);
    g_byte_array_unref (self->late);
    g_free (self);
}

/* Sending */

static void
say (ModbusLine *self, const guint8 *frame, gsize length)
{
    if (self->late->len > 0)
        self->send (self->sink, self->late->data, self->late->len);
    g_byte_array_set_size (self->late, 0);
    self->send (self->sink, frame, length);
}

static void
on_due (gpointer user_data)
{
    Pending *pending = user_data;

    pending->timer = 0;
    say (pending->line, pending->frame->data, pending->frame->len);
    g_ptr_array_remove (pending->line->pending, pending);
}

static void
say_later (ModbusLine *self, const guint8 *frame, gsize length, guint ms)
{
    Pending *pending = g_new0 (Pending, 1);

    pending->line = self;
    pending->frame = g_byte_array_new ();
    g_byte_array_append (pending->frame, frame, (guint)length);
    pending->timer = wattle_clock_call_after (modbus_bus_get_pace (self->bus),
                                              ms * G_TIME_SPAN_MILLISECOND, on_due, pending);
    g_ptr_array_add (self->pending, pending);
}

/* Returns whether the connection goes on. */
static gboolean
deliver (ModbusLine *self, const ModbusFault *fault, const guint8 *frame, gsize length)
{
    gsize part = fault->bytes > 0 ? MIN (fault->bytes, length) : length / 2;

    switch (fault->kind) {
    case MODBUS_BUS_SILENT:
        return TRUE;
    case MODBUS_BUS_LATE:
        g_byte_array_append (self->late, frame, (guint)length);
        return TRUE;
    case MODBUS_BUS_SLOW:
        say_later (self, frame, length, fault->ms);
        return TRUE;
    case MODBUS_BUS_TRUNCATED:
    case MODBUS_BUS_CLOSE:
        say (self, frame, part);
        return fault->kind == MODBUS_BUS_TRUNCATED;
    default:
        say (self, frame, length);
        return TRUE;
    }
}

/* Faults of what is said, before it is framed. */
static gsize
spoil_answer (const ModbusFault *fault, guint8 *answer, gsize length)
{
    gboolean refused = answer[1] & 0x80;

    if (fault->kind == MODBUS_BUS_UNIT)
        answer[0]++;
    if (fault->kind == MODBUS_BUS_COUNT && !refused)
        answer[2] = (guint8)(answer[2] + 2);
    if (fault->kind != MODBUS_BUS_BUSY)
        return length;
    answer[1] |= 0x80;
    answer[2] = 6;
    return 3;
}

/* Returns whether the connection goes on. */
static gboolean
handle (ModbusLine *self, const guint8 *question, gsize length)
{
    guint8 answer[MODBUS_MAX_FRAME];
    guint8 frame[MODBUS_MAX_FRAME];
    gsize body_length;
    const guint8 *body = modbus_frame_open (self->framing, question, length, &body_length);
    gsize answer_length = modbus_bus_answer (self->bus, body, body_length, answer);
    guint16 transaction = (guint16)(question[0] << 8 | question[1]);
    ModbusFault fault;

    if (answer_length == 0)
        return TRUE;
    modbus_bus_take_fault (self->bus, body[0], &fault);
    answer_length = spoil_answer (&fault, answer, answer_length);
    if (fault.kind == MODBUS_BUS_TRANSACTION)
        transaction++;
    length = modbus_frame_wrap (self->framing, transaction, answer, answer_length, frame);
    if (fault.kind == MODBUS_BUS_CRC && self->framing == MODBUS_FRAMING_RTU)
        frame[length - 1] ^= 1;
    return deliver (self, &fault, frame, length);
}

/* Hearing */

static void
on_silence (gpointer user_data)
{
    ModbusLine *self = user_data;

    self->silence = 0;
    g_byte_array_set_size (self->input, 0);
}

/* On a serial line only silence tells where the next question begins. */
static void
listen_for_silence (ModbusLine *self)
{
    WattleClock *pace = modbus_bus_get_pace (self->bus);

    wattle_clock_clear (pace, &self->silence);
    if (self->framing == MODBUS_FRAMING_RTU && self->input->len > 0)
        self->silence = wattle_clock_call_after (pace, SILENCE, on_silence, self);
}

gboolean
modbus_line_feed (ModbusLine *self, const guint8 *bytes, gsize length)
{
    gssize whole;

    g_byte_array_append (self->input, bytes, (guint)length);
    while ((whole = modbus_frame_measure (self->framing, self->input->data, self->input->len)) >
           0) {
        if (!handle (self, self->input->data, (gsize)whole))
            return FALSE;
        g_byte_array_remove_range (self->input, 0, (guint)whole);
    }
    if (whole < 0 && self->framing == MODBUS_FRAMING_TCP)
        return FALSE;
    if (whole < 0)
        g_byte_array_set_size (self->input, 0);
    listen_for_silence (self);
    return TRUE;
}
