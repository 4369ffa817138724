/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-modbus-frame.h"
#include "wattle-modbus-gap.h"

G_BEGIN_DECLS

/* A serial port, by libmodbus. Its functions wait, so that a port belongs to a thread of its own.
 * Where one fails, it says why by an errno as wattle_modbus_serial_fault_new() knows it. */
typedef struct _WattleModbusSerialPort WattleModbusSerialPort;

WattleModbusSerialPort *wattle_modbus_serial_port_new (const char *device);
void wattle_modbus_serial_port_free (WattleModbusSerialPort *self); /* closes it */

gboolean wattle_modbus_serial_port_is_open (WattleModbusSerialPort *self,
                                            const WattleModbusLine *line);
/* Returns 0, or why it cannot be opened, or not driven like that. */
int wattle_modbus_serial_port_open (WattleModbusSerialPort *self, const WattleModbusLine *line);
void wattle_modbus_serial_port_close (WattleModbusSerialPort *self);

/* Everything below needs a port that is open. */

/* In real time, as the line lives in it. */
gint64 wattle_modbus_serial_port_get_now (void);

/* Returns 1 if something can be read, 0 if nothing has come until then, -1 if the port is not there
 * any more. */
int wattle_modbus_serial_port_wait (WattleModbusSerialPort *self, gint64 until);

/* Reads what nobody asked for. Returns its first byte, or -1 for nothing. */
int wattle_modbus_serial_port_drain (WattleModbusSerialPort *self);
/* Drops what has come, and what has not gone out. */
void wattle_modbus_serial_port_flush (WattleModbusSerialPort *self);

/* Returns 0, or why the port is not there any more. */
int wattle_modbus_serial_port_send (WattleModbusSerialPort *self,
                                    const WattleModbusQuestion *question);

typedef enum {
    WATTLE_MODBUS_SERIAL_PORT_WHOLE,   /* a frame, with the right checksum */
    WATTLE_MODBUS_SERIAL_PORT_FOREIGN, /* of another unit; its first byte is there */
    WATTLE_MODBUS_SERIAL_PORT_BROKEN,
    WATTLE_MODBUS_SERIAL_PORT_LOST, /* the port is not there any more; see errno */
} WattleModbusSerialPortEvent;

/* What came. */
typedef struct {
    guint8 bytes[WATTLE_MODBUS_FRAME_MAX];
    gsize length;          /* of a whole frame, without its checksum */
    gboolean broke_off;    /* it would have been longer */
    const char *complaint; /* about a broken one */
} WattleModbusSerialFrame;

/* Reads a frame whose first byte is there. All of it has to come within @limit µs. */
WattleModbusSerialPortEvent wattle_modbus_serial_port_receive (WattleModbusSerialPort *self,
                                                               gint64 limit,
                                                               WattleModbusSerialFrame *frame);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleModbusSerialPort, wattle_modbus_serial_port_free)

G_END_DECLS
