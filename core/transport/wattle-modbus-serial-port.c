/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-serial-port.h"

#include <errno.h>
#include <modbus.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <unistd.h>

#define CRC_LENGTH 2

G_STATIC_ASSERT (WATTLE_MODBUS_FRAME_MAX >= MODBUS_MAX_ADU_LENGTH);

struct _WattleModbusSerialPort {
    char *device;
    WattleModbusLine line;
    modbus_t *modbus; /* NULL: it is closed */
    int fd;
};

gint64
wattle_modbus_serial_port_get_now (void)
{
    return g_get_monotonic_time ();
}

WattleModbusSerialPort *
wattle_modbus_serial_port_new (const char *device)
{
    WattleModbusSerialPort *self = g_new0 (WattleModbusSerialPort, 1);

    self->device = g_strdup (device);
    return self;
}

void
wattle_modbus_serial_port_close (WattleModbusSerialPort *self)
{
    if (self->modbus == NULL)
        return;

    modbus_close (self->modbus);
    g_clear_pointer (&self->modbus, modbus_free);
}

void
wattle_modbus_serial_port_free (WattleModbusSerialPort *self)
{
    wattle_modbus_serial_port_close (self);
    g_free (self->device);
    g_free (self);
}

gboolean
wattle_modbus_serial_port_is_open (WattleModbusSerialPort *self, const WattleModbusLine *line)
{
    return self->modbus != NULL && self->line.baud == line->baud &&
           self->line.parity == line->parity && self->line.stop == line->stop;
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

int
wattle_modbus_serial_port_open (WattleModbusSerialPort *self, const WattleModbusLine *line)
{
    int error;

    wattle_modbus_serial_port_close (self);
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
        wattle_modbus_serial_port_close (self);
        return error;
    }

    modbus_set_byte_timeout (self->modbus, 0, 0); /* that of the answer is for the whole of it */
    modbus_flush (self->modbus);
    return 0;
}

int
wattle_modbus_serial_port_wait (WattleModbusSerialPort *self, gint64 until)
{
    struct pollfd watch = { .fd = self->fd, .events = POLLIN };
    int n_ready;

    do {
        gint64 left = MAX (until - wattle_modbus_serial_port_get_now (), 0);
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

int
wattle_modbus_serial_port_drain (WattleModbusSerialPort *self)
{
    guint8 bytes[WATTLE_MODBUS_FRAME_MAX];

    return read (self->fd, bytes, sizeof bytes) > 0 ? bytes[0] : -1;
}

void
wattle_modbus_serial_port_flush (WattleModbusSerialPort *self)
{
    modbus_flush (self->modbus);
}

/* libmodbus has numbers of its own; those that reach this are of a port that failed. */
static int
as_system_error (int error)
{
    return error > 0 && error < MODBUS_ENOBASE ? error : EIO;
}

int
wattle_modbus_serial_port_send (WattleModbusSerialPort *self, const WattleModbusQuestion *question)
{
    guint8 frame[WATTLE_MODBUS_FRAME_MAX];
    int length = (int)wattle_modbus_frame_write (question, WATTLE_MODBUS_RTU, 0, frame);

    modbus_set_slave (self->modbus, question->unit);
    if (modbus_send_raw_request (self->modbus, frame, length - CRC_LENGTH) == length)
        return 0;
    return as_system_error (errno);
}

static WattleModbusSerialPortEvent
sort_failure (int error, WattleModbusSerialFrame *frame)
{
    frame->broke_off = error == ETIMEDOUT;
    if (error == ETIMEDOUT)
        frame->complaint = "the answer broke off";
    else if (error == EMBBADCRC)
        frame->complaint = "the checksum is wrong";
    else if (error == EMBBADDATA)
        frame->complaint = "the length cannot be";
    if (frame->complaint != NULL)
        return WATTLE_MODBUS_SERIAL_PORT_BROKEN;

    errno = as_system_error (error);
    return WATTLE_MODBUS_SERIAL_PORT_LOST;
}

WattleModbusSerialPortEvent
wattle_modbus_serial_port_receive (WattleModbusSerialPort *self,
                                   gint64 limit,
                                   WattleModbusSerialFrame *frame)
{
    int length;

    frame->length = 0;
    frame->complaint = NULL;
    modbus_set_response_timeout (self->modbus, (guint32)(limit / G_USEC_PER_SEC),
                                 (guint32)(limit % G_USEC_PER_SEC));
    length = modbus_receive_confirmation (self->modbus, frame->bytes);
    if (length < 0)
        return sort_failure (errno, frame);
    if (length < CRC_LENGTH) /* that is how it tells that the unit is another one */
        return WATTLE_MODBUS_SERIAL_PORT_FOREIGN;

    frame->length = (gsize)length - CRC_LENGTH;
    return WATTLE_MODBUS_SERIAL_PORT_WHOLE;
}
