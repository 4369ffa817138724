/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "modbus-bus.h"
#include "modbus-frame.h"

G_BEGIN_DECLS

/* One connection, or one serial line: questions come in bytes, answers go out as the faults leave
 * them. */
typedef struct _ModbusLine ModbusLine;

typedef void (*ModbusLineSend) (gpointer sink, const guint8 *bytes, gsize length);

/* @bus: outlives it. */
ModbusLine *
modbus_line_new (ModbusBus *bus, ModbusFraming framing, ModbusLineSend send, gpointer sink);
void modbus_line_free (ModbusLine *self);

/* Returns whether the connection goes on. */
gboolean modbus_line_feed (ModbusLine *self, const guint8 *bytes, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModbusLine, modbus_line_free)

G_END_DECLS
