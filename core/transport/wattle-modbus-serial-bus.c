/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-serial-bus.h"

#include <errno.h>

/* Once an answer has begun, its rest may be so much late: adapters hand over in bundles. */
#define LAG_US (500 * G_TIME_SPAN_MILLISECOND)

/* An answer that is overdue is waited for as long again, but no longer than that. */
#define OVERDUE_MAX_US G_USEC_PER_SEC

/* A line that is never silent is given up after that. */
#define NOISE_MAX_US G_USEC_PER_SEC

struct _WattleModbusSerialBus {
    WattleModbusSerialPort *port;
    WattleModbusLine line;
    WattleModbusGap gap;
    gint64 quiet_since;
    gint64 owed_until[256]; /* per unit: its answer may still come until then */
};

/* One question, on its way. */
typedef struct {
    const WattleModbusQuestion *question;
    gint64 timeout; /* µs */
    WattleModbusSerialAnswer *answer;
} Exchange;

void
wattle_modbus_serial_answer_clear (WattleModbusSerialAnswer *self)
{
    g_clear_pointer (&self->detail, g_free);
    g_clear_pointer (&self->bytes, g_bytes_unref);
}

WattleModbusSerialBus *
wattle_modbus_serial_bus_new (const char *device)
{
    WattleModbusSerialBus *self = g_new0 (WattleModbusSerialBus, 1);

    self->port = wattle_modbus_serial_port_new (device);
    wattle_modbus_gap_init (&self->gap, 0);
    return self;
}

void
wattle_modbus_serial_bus_free (WattleModbusSerialBus *self)
{
    wattle_modbus_serial_port_free (self->port);
    g_free (self);
}

static gint64
get_now (void)
{
    return wattle_modbus_serial_port_get_now ();
}

int
wattle_modbus_serial_bus_open (WattleModbusSerialBus *self, const WattleModbusLine *line)
{
    if (wattle_modbus_serial_port_is_open (self->port, line))
        return 0;

    self->line = *line;
    self->gap.line_us = wattle_modbus_line_get_silence (line);
    self->quiet_since = get_now ();
    return wattle_modbus_serial_port_open (self->port, line);
}

/* How it ends */

static void
end_with (Exchange *exchange, WattleOutcome outcome, char *detail)
{
    exchange->answer->outcome = outcome;
    exchange->answer->detail = detail;
}

static void
lose_port (WattleModbusSerialBus *self, Exchange *exchange, int error)
{
    wattle_modbus_serial_port_close (self->port);
    exchange->answer->outcome = WATTLE_OUTCOME_UNREACHABLE;
    exchange->answer->port_error = error;
}

/* What is still to come must not be taken for the answer to the next question. */
static void
note_overdue (WattleModbusSerialBus *self, Exchange *exchange, WattleModbusGapEvent event)
{
    guint8 unit = exchange->question->unit;

    wattle_modbus_gap_note (&self->gap, unit, event);
    wattle_modbus_serial_port_flush (self->port);
    self->quiet_since = get_now ();
    self->owed_until[unit] = self->quiet_since + MIN (exchange->timeout, OVERDUE_MAX_US);
}

/* Bytes that nobody asked for */

static void
note_foreign (WattleModbusSerialBus *self, Exchange *exchange, guint8 unit)
{
    exchange->answer->n_foreign++;
    self->owed_until[unit] = 0;
    self->quiet_since = get_now ();
}

/* Returns 1 if there was something, and it was dropped, 0 if nothing has come until then, -1 if the
 * port is lost. */
static int
drop_until (WattleModbusSerialBus *self, Exchange *exchange, gint64 until)
{
    int ready = wattle_modbus_serial_port_wait (self->port, until);
    int first;

    if (ready < 0)
        lose_port (self, exchange, errno);
    if (ready <= 0)
        return ready;

    first = wattle_modbus_serial_port_drain (self->port);
    if (first >= 0)
        note_foreign (self, exchange, (guint8)first);
    return 1;
}

/* Nothing in an answer says which question of a unit it belongs to; so one that is overdue is
 * waited for before the unit is asked again. Other units are asked meanwhile. */
static gboolean
await_late_answer (WattleModbusSerialBus *self, Exchange *exchange)
{
    guint8 unit = exchange->question->unit;

    while (self->owed_until[unit] > get_now ())
        if (drop_until (self, exchange, self->owed_until[unit]) < 0)
            return FALSE;

    return TRUE;
}

static gboolean
await_silence (WattleModbusSerialBus *self, Exchange *exchange, gint64 gap)
{
    gint64 give_up = get_now () + NOISE_MAX_US + gap;

    while (get_now () < give_up) {
        int dropped = drop_until (self, exchange, self->quiet_since + gap);

        if (dropped <= 0)
            return dropped == 0;
    }

    end_with (exchange, WATTLE_OUTCOME_INVALID, g_strdup ("the line is never silent"));
    return FALSE;
}

/* Question and answer */

static gboolean
send_question (WattleModbusSerialBus *self, Exchange *exchange)
{
    int error = wattle_modbus_serial_port_send (self->port, exchange->question);

    if (error != 0)
        lose_port (self, exchange, error);
    return error == 0;
}

static void
take_damage (WattleModbusSerialBus *self, Exchange *exchange, const WattleModbusSerialFrame *frame)
{
    end_with (exchange, frame->broke_off ? WATTLE_OUTCOME_TIMEOUT : WATTLE_OUTCOME_INVALID,
              g_strdup (frame->complaint));
    note_overdue (self, exchange, WATTLE_MODBUS_GAP_GARBLED);
}

/* Returns whether it is the answer. */
static gboolean
take_frame (WattleModbusSerialBus *self, Exchange *exchange, const WattleModbusSerialFrame *frame)
{
    WattleModbusFound found;

    if (wattle_modbus_frame_judge (exchange->question, frame->bytes, frame->length, &found) !=
        WATTLE_MODBUS_ANSWER) {
        note_foreign (self, exchange, frame->bytes[0]);
        return FALSE;
    }

    self->quiet_since = get_now ();
    wattle_modbus_gap_note (&self->gap, exchange->question->unit, WATTLE_MODBUS_GAP_GOOD);
    exchange->answer->outcome = WATTLE_OUTCOME_ANSWERED;
    exchange->answer->exception = found.exception;
    exchange->answer->bytes = g_bytes_new (found.data, found.length);
    return TRUE;
}

/* Something can be read. Returns whether the question is over, in one way or another. */
static gboolean
read_frame (WattleModbusSerialBus *self, Exchange *exchange)
{
    guint length = (guint)wattle_modbus_frame_get_answer_length (exchange->question);
    gint64 limit = wattle_modbus_line_measure (&self->line, length) + LAG_US;
    WattleModbusSerialFrame frame;

    switch (wattle_modbus_serial_port_receive (self->port, limit, &frame)) {
    case WATTLE_MODBUS_SERIAL_PORT_WHOLE:
        return take_frame (self, exchange, &frame);
    case WATTLE_MODBUS_SERIAL_PORT_FOREIGN:
        note_foreign (self, exchange, frame.bytes[0]);
        return FALSE;
    case WATTLE_MODBUS_SERIAL_PORT_BROKEN:
        take_damage (self, exchange, &frame);
        return TRUE;
    case WATTLE_MODBUS_SERIAL_PORT_LOST:
        break;
    }

    lose_port (self, exchange, errno);
    return TRUE;
}

static void
listen_for_answer (WattleModbusSerialBus *self, Exchange *exchange)
{
    guint8 frame[WATTLE_MODBUS_FRAME_MAX];
    gsize length = wattle_modbus_frame_write (exchange->question, WATTLE_MODBUS_RTU, 0, frame);
    gint64 until =
        get_now () + wattle_modbus_line_measure (&self->line, (guint)length) + exchange->timeout;
    int ready;

    while ((ready = wattle_modbus_serial_port_wait (self->port, until)) > 0)
        if (read_frame (self, exchange))
            return;
    if (ready < 0) {
        lose_port (self, exchange, errno);
        return;
    }

    end_with (
        exchange, WATTLE_OUTCOME_TIMEOUT,
        g_strdup_printf ("no answer within %.3g s", (double)exchange->timeout / G_USEC_PER_SEC));
    note_overdue (self, exchange, WATTLE_MODBUS_GAP_SILENT);
}

void
wattle_modbus_serial_bus_ask (WattleModbusSerialBus *self,
                              const WattleModbusQuestion *question,
                              guint gap_ms,
                              guint timeout_ms,
                              WattleModbusSerialAnswer *answer)
{
    gint64 gap = wattle_modbus_gap_get (&self->gap, question->unit, gap_ms);
    Exchange exchange = { question, (gint64)timeout_ms * G_TIME_SPAN_MILLISECOND, answer };

    if (await_late_answer (self, &exchange) && await_silence (self, &exchange, gap) &&
        send_question (self, &exchange))
        listen_for_answer (self, &exchange);
}
