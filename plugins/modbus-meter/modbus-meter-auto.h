/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which definition a device is one of, found out by asking it. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

typedef struct _ModbusMeterAuto ModbusMeterAuto;

/* Keeps a reference to @library. */
ModbusMeterAuto *modbus_meter_auto_new (WattleMeterLibrary *library);
void modbus_meter_auto_free (ModbusMeterAuto *self);

/* At the beginning of a cycle: from the first question on. */
void modbus_meter_auto_begin (ModbusMeterAuto *self);
/* NULL: there is nothing to be asked now. */
WattleRequest *modbus_meter_auto_next (ModbusMeterAuto *self, guint tag, guint8 unit);
/* FALSE: nobody is there, or it is none of those that are known, or may be several of them. */
gboolean modbus_meter_auto_take (ModbusMeterAuto *self, WattleFrame *frame, GError **error);

/* NULL: not known yet. */
const WattleMeter *modbus_meter_auto_get_found (ModbusMeterAuto *self);
/* Whether that is worth keeping: everything that was asked was answered. */
gboolean modbus_meter_auto_is_sure (ModbusMeterAuto *self);
/* The definition of an earlier search; NULL: there is none. */
const WattleMeter *modbus_meter_auto_recall (ModbusMeterAuto *self, const char *id);

G_END_DECLS
