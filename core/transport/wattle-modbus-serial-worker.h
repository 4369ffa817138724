/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/wattle-request.h"
#include "wattle-modbus-serial-bus.h"

G_BEGIN_DECLS

/* The thread that owns a serial port, and does one job after the other. There is one for each port,
 * however many links lead to it. */
typedef struct _WattleModbusSerialWorker WattleModbusSerialWorker;

/* One thing to do. */
typedef struct _WattleModbusSerialJob WattleModbusSerialJob;

/* Called on the main context that the worker was made in. The job is gone afterwards. */
typedef void (*WattleModbusSerialDone) (const WattleModbusSerialAnswer *answer, gpointer user_data);

/* A reference to the worker of the port @device. Its thread ends with the last one, after the
 * question that is under way; nobody waits for it. Main thread only, as all of this. */
WattleModbusSerialWorker *wattle_modbus_serial_worker_get (const char *device);
void wattle_modbus_serial_worker_unref (WattleModbusSerialWorker *self);

/* Asks over a line that is driven like @line. @request: NULL: only makes sure that the port is
 * open. */
WattleModbusSerialJob *wattle_modbus_serial_worker_push (WattleModbusSerialWorker *self,
                                                         const WattleModbusLine *line,
                                                         WattleRequest *request,
                                                         WattleModbusSerialDone done,
                                                         gpointer user_data);

/* Nobody is told what comes of it. If it has not begun, it does not. */
void wattle_modbus_serial_job_forget (WattleModbusSerialJob *job);

/* Threads that have not ended. */
guint wattle_modbus_serial_worker_get_n_threads (void);

G_END_DECLS
