/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-serial-port.h"

#include <errno.h>
#include <modbus.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <unistd.h>

#define CRC_LENGTH 2

/* Once an answer has begun, its rest may be so much late: adapters hand over in bundles. */
#define LAG_US (500 * G_TIME_SPAN_MILLISECOND)

/* An answer that is overdue is waited for as long again, but no longer than that. */
#define OVERDUE_MAX_US G_USEC_PER_SEC

/* A line that is never silent is given up after that. */
#define NOISE_MAX_US G_USEC_PER_SEC

struct _WattleModbusSerialPort {
    char *device;
    WattleModbusLine line;
    modbus_t *modbus; /* NULL: it is closed */
    int fd;
    WattleModbusGap gap;
    gint64 quiet_since;
    gint64 owed_until[256]; /* per unit: its answer may still come until then */
};

void
wattle_modbus_serial_answer_clear (WattleModbusSerialAnswer *self)
{
    g_clear_pointer (&self->detail, g_free);
    g_clear_pointer (&self->bytes, g_bytes_unref);
}

static gint64
get_now (void)
{
    return g_get_monotonic_time ();
}

/* Opening */

WattleModbusSerialPort *
wattle_modbus_serial_port_new (const char *device)
{
    WattleModbusSerialPort *self = g_new0 (WattleModbusSerialPort, 1);

    self->device = g_strdup (device);
    wattle_modbus_gap_init (&self->gap, 0);
    return self;
}

static void
close_port (WattleModbusSerialPort *self)
{
    if (self->modbus == NULL)
        return;

    modbus_close (self->modbus);
    g_clear_pointer (&self->modbus, modbus_free);
}

void
wattle_modbus_serial_port_free (WattleModbusSerialPort *self)
{
    close_port (self);
    g_free (self->device);
    g_free (self);
}

/* libmodbus puts the descriptor into an fd_set without a look at its size. A port that two programs
 * speak through serves neither. */
static int
check_descriptor (int fd)
{
    if (fd >= FD_SETSIZE)
        return EMFILE;
    if (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return EBUSY;
    return 0;
}

static gboolean
is_driven_by (WattleModbusSerialPort *self, const WattleModbusLine *line)
{
    return self->line.baud == line->baud && self->line.parity == line->parity &&
           self->line.stop == line->stop;
}

int
wattle_modbus_serial_port_open (WattleModbusSerialPort *self, const WattleModbusLine *line)
{
    int error;

    if (self->modbus != NULL && is_driven_by (self, line))
        return 0;

    close_port (self);
    self->line = *line;
    self->modbus = modbus_new_rtu (self->device, (int)line->baud, line->parity, 8, (int)line->stop);
    if (self->modbus == NULL || modbus_connect (self->modbus) != 0) {
        error = errno;
        g_clear_pointer (&self->modbus, modbus_free);
        return error;
    }

    self->fd = modbus_get_socket (self->modbus);
    error = check_descriptor (self->fd);
    if (error != 0) {
        close_port (self);
        return error;
    }

    self->gap.line_us = wattle_modbus_line_get_silence (line);
    self->quiet_since = get_now ();
    modbus_set_byte_timeout (self->modbus, 0, 0); /* that of the answer is for the whole of it */
    modbus_flush (self->modbus);
    return 0;
}

/* How it ends */

static void
answer_with (WattleModbusSerialAnswer *answer, WattleOutcome outcome, char *detail)
{
    answer->outcome = outcome;
    answer->detail = detail;
}

static void
lose_port (WattleModbusSerialPort *self, int error, WattleModbusSerialAnswer *answer)
{
    close_port (self);
    answer->outcome = WATTLE_OUTCOME_UNREACHABLE;
    answer->port_error = error > 0 && error < MODBUS_ENOBASE ? error : EIO; /* or of libmodbus */
}

/* What is still to come must not be taken for the answer to the next question. */
static void
expect_late_answer (WattleModbusSerialPort *self, guint8 unit, guint timeout_ms)
{
    gint64 span = MIN ((gint64)timeout_ms * G_TIME_SPAN_MILLISECOND, OVERDUE_MAX_US);

    modbus_flush (self->modbus);
    self->quiet_since = get_now ();
    self->owed_until[unit] = self->quiet_since + span;
}

/* Bytes that nobody asked for */

/* Returns 1 if something can be read, 0 if nothing came until then, and -1, with errno, if the port
 * is not there any more. */
static int
wait_until (WattleModbusSerialPort *self, gint64 until)
{
    struct pollfd watch = { .fd = self->fd, .events = POLLIN };
    int n_ready;

    do {
        gint64 left = MAX (until - get_now (), 0);
        struct timespec span = { .tv_sec = left / G_USEC_PER_SEC,
                                 .tv_nsec = left % G_USEC_PER_SEC * 1000 };

        n_ready = ppoll (&watch, 1, &span, NULL);
    } while (n_ready < 0 && errno == EINTR);

    if (n_ready > 0 && watch.revents & (POLLERR | POLLHUP | POLLNVAL)) {
        errno = EIO;
        return -1;
    }
    return n_ready;
}

static void
note_foreign (WattleModbusSerialPort *self, guint8 unit, WattleModbusSerialAnswer *answer)
{
    answer->n_foreign++;
    self->owed_until[unit] = 0;
    self->quiet_since = get_now ();
}

static void
drain (WattleModbusSerialPort *self, WattleModbusSerialAnswer *answer)
{
    guint8 bytes[WATTLE_MODBUS_FRAME_MAX];

    if (read (self->fd, bytes, sizeof bytes) > 0)
        note_foreign (self, bytes[0], answer);
}

/* Nothing in an answer says which question of a unit it belongs to; so one that is overdue is
 * waited for before the unit is asked again. Other units are asked meanwhile. */
static gboolean
await_late_answer (WattleModbusSerialPort *self, guint8 unit, WattleModbusSerialAnswer *answer)
{
    while (self->owed_until[unit] > get_now ()) {
        int ready = wait_until (self, self->owed_until[unit]);

        if (ready < 0) {
            lose_port (self, errno, answer);
            return FALSE;
        }
        if (ready > 0)
            drain (self, answer);
    }

    return TRUE;
}

static gboolean
await_silence (WattleModbusSerialPort *self, gint64 gap, WattleModbusSerialAnswer *answer)
{
    gint64 give_up = get_now () + NOISE_MAX_US + gap;

    while (get_now () < give_up) {
        int ready = wait_until (self, self->quiet_since + gap);

        if (ready == 0)
            return TRUE;
        if (ready < 0) {
            lose_port (self, errno, answer);
            return FALSE;
        }
        drain (self, answer);
    }

    answer_with (answer, WATTLE_OUTCOME_INVALID, g_strdup ("the line is never silent"));
    return FALSE;
}

/* Question and answer */

static gboolean
send_question (WattleModbusSerialPort *self,
               const WattleModbusQuestion *question,
               WattleModbusSerialAnswer *answer)
{
    guint8 frame[WATTLE_MODBUS_FRAME_MAX];
    int length = (int)wattle_modbus_frame_write (question, WATTLE_MODBUS_RTU, 0, frame);

    modbus_set_slave (self->modbus, question->unit);
    if (modbus_send_raw_request (self->modbus, frame, length - CRC_LENGTH) == length)
        return TRUE;

    lose_port (self, errno, answer);
    return FALSE;
}

static void
take_damage (WattleModbusSerialPort *self,
             const WattleModbusQuestion *question,
             guint timeout_ms,
             WattleModbusSerialAnswer *answer)
{
    int error = errno;

    switch (error) {
    case ETIMEDOUT:
        answer_with (answer, WATTLE_OUTCOME_TIMEOUT, g_strdup ("the answer broke off"));
        break;
    case EMBBADCRC:
        answer_with (answer, WATTLE_OUTCOME_INVALID, g_strdup ("the checksum is wrong"));
        break;
    case EMBBADDATA:
        answer_with (answer, WATTLE_OUTCOME_INVALID, g_strdup ("the length cannot be"));
        break;
    default:
        lose_port (self, error, answer);
        return;
    }

    wattle_modbus_gap_note (&self->gap, question->unit, WATTLE_MODBUS_GAP_GARBLED);
    expect_late_answer (self, question->unit, timeout_ms);
}

/* Returns FALSE if it was a whole frame, but not the answer. */
static gboolean
read_answer (WattleModbusSerialPort *self,
             const WattleModbusQuestion *question,
             guint timeout_ms,
             WattleModbusSerialAnswer *answer)
{
    gsize wanted = wattle_modbus_frame_get_answer_length (question);
    gint64 limit = wattle_modbus_line_measure (&self->line, (guint)wanted) + LAG_US;
    guint8 bytes[MODBUS_MAX_ADU_LENGTH];
    WattleModbusFound found;
    int length;

    modbus_set_response_timeout (self->modbus, (guint32)(limit / G_USEC_PER_SEC),
                                 (guint32)(limit % G_USEC_PER_SEC));
    length = modbus_receive_confirmation (self->modbus, bytes);
    if (length < 0) {
        take_damage (self, question, timeout_ms, answer);
        return TRUE;
    }
    /* No length: it is of another unit. */
    if (length < CRC_LENGTH ||
        wattle_modbus_frame_judge (question, bytes, (gsize)(length - CRC_LENGTH), &found) !=
            WATTLE_MODBUS_ANSWER) {
        note_foreign (self, bytes[0], answer);
        return FALSE;
    }

    self->quiet_since = get_now ();
    wattle_modbus_gap_note (&self->gap, question->unit, WATTLE_MODBUS_GAP_GOOD);
    answer->outcome = WATTLE_OUTCOME_ANSWERED;
    answer->exception = found.exception;
    answer->bytes = g_bytes_new (found.data, found.length);
    return TRUE;
}

static void
take_silence (WattleModbusSerialPort *self,
              const WattleModbusQuestion *question,
              guint timeout_ms,
              WattleModbusSerialAnswer *answer)
{
    answer_with (answer, WATTLE_OUTCOME_TIMEOUT,
                 g_strdup_printf ("no answer within %.3g s", timeout_ms / 1000.0));
    wattle_modbus_gap_note (&self->gap, question->unit, WATTLE_MODBUS_GAP_SILENT);
    expect_late_answer (self, question->unit, timeout_ms);
}

static void
listen_for_answer (WattleModbusSerialPort *self,
                   const WattleModbusQuestion *question,
                   guint timeout_ms,
                   WattleModbusSerialAnswer *answer)
{
    guint8 frame[WATTLE_MODBUS_FRAME_MAX];
    gsize length = wattle_modbus_frame_write (question, WATTLE_MODBUS_RTU, 0, frame);
    gint64 until = get_now () + wattle_modbus_line_measure (&self->line, (guint)length) +
                   (gint64)timeout_ms * G_TIME_SPAN_MILLISECOND;
    int ready;

    while ((ready = wait_until (self, until)) > 0)
        if (read_answer (self, question, timeout_ms, answer))
            return;

    if (ready == 0)
        take_silence (self, question, timeout_ms, answer);
    else
        lose_port (self, errno, answer);
}

void
wattle_modbus_serial_port_ask (WattleModbusSerialPort *self,
                               const WattleModbusQuestion *question,
                               guint gap_ms,
                               guint timeout_ms,
                               WattleModbusSerialAnswer *answer)
{
    gint64 gap = wattle_modbus_gap_get (&self->gap, question->unit, gap_ms);

    if (await_late_answer (self, question->unit, answer) && await_silence (self, gap, answer) &&
        send_question (self, question, answer))
        listen_for_answer (self, question, timeout_ms, answer);
}
