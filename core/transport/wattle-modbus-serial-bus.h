/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-frame.h"
#include "wattle-modbus-serial-port.h"

G_BEGIN_DECLS

/* What came of a question. */
typedef struct {
    int port_error;        /* errno: the port cannot be opened, or went away; 0: it is there */
    WattleOutcome outcome; /* ANSWERED, TIMEOUT, INVALID or UNREACHABLE */
    char *detail;          /* of the two in the middle */
    guint8 exception;      /* 0: none */
    GBytes *bytes;         /* registers or coils; may be empty */
    guint n_foreign;       /* frames that were no answer to it */
} WattleModbusSerialAnswer;

/* Clears what is in it, not itself. */
void wattle_modbus_serial_answer_clear (WattleModbusSerialAnswer *self);

/* The units on a serial line, and what is known of them: how much silence they need, and whose
 * answer is overdue. Its functions wait for the line, so that a bus belongs to a thread of its own.
 */
typedef struct _WattleModbusSerialBus WattleModbusSerialBus;

WattleModbusSerialBus *wattle_modbus_serial_bus_new (const char *device);
void wattle_modbus_serial_bus_free (WattleModbusSerialBus *self); /* closes the port */

/* Makes sure that the port is open, and driven like that. Returns 0, or an errno as
 * wattle_modbus_serial_fault_new() knows it. */
int wattle_modbus_serial_bus_open (WattleModbusSerialBus *self, const WattleModbusLine *line);

/* Asks over a port that is open; the question is valid, and for a unit from 1 to 247. Takes no
 * longer than twice the timeout and what the line needs. Fills @answer. */
void wattle_modbus_serial_bus_ask (WattleModbusSerialBus *self,
                                   const WattleModbusQuestion *question,
                                   guint gap_ms,
                                   guint timeout_ms,
                                   WattleModbusSerialAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleModbusSerialBus, wattle_modbus_serial_bus_free)

G_END_DECLS
