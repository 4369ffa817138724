/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "modbus-bus.h"

G_BEGIN_DECLS

/* For those that carry its questions and answers. */

/* @question: unit and question. @answer: room for MODBUS_MAX_FRAME bytes, unit and answer.
 * Returns its length; 0: nobody answers. */
gsize modbus_bus_answer (ModbusBus *self, const guint8 *question, gsize length, guint8 *answer);
void modbus_bus_take_fault (ModbusBus *self, guint8 unit, ModbusFault *fault);
/* By which delays are measured. */
WattleClock *modbus_bus_get_pace (ModbusBus *self);

/* modbus-listener.c */
typedef struct _ModbusListener ModbusListener;

ModbusListener *modbus_listener_new (ModbusBus *bus,
                                     const char *address,
                                     guint16 port,
                                     gboolean rtu,
                                     GError **error);
void modbus_listener_free (ModbusListener *self);
guint16 modbus_listener_get_port (ModbusListener *self);
void modbus_listener_cut (ModbusListener *self);

/* modbus-pty.c */
typedef struct _ModbusPty ModbusPty;

ModbusPty *modbus_pty_new (ModbusBus *bus, const char *link, GError **error);
void modbus_pty_free (ModbusPty *self);
const char *modbus_pty_get_path (ModbusPty *self);

G_END_DECLS
