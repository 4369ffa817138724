/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands: only points that their definition lets be written, only within its range, and read back
 * afterwards. */
#pragma once

#include <wattle.h>

G_BEGIN_DECLS

/* A command under way. */
typedef struct {
    gboolean active; /* a command was taken over */
    guint point;
    double wanted;
    guint reads;   /* so often it was read back */
    gboolean read; /* and whether there was a value the last time */
    double value;
} ModbusMeterOutput;

/* Takes a command over; the error says what is allowed. */
gboolean modbus_meter_output_begin (ModbusMeterOutput *self,
                                    const WattleMeter *definition,
                                    WattleCommand *command,
                                    GError **error);
WattleRequest *modbus_meter_output_write (const ModbusMeterOutput *self,
                                          const WattleMeter *definition,
                                          guint tag,
                                          guint8 unit,
                                          gint offset);
/* After the write, and after each time it was read. NULL without error: it is as wanted. */
WattleRequest *modbus_meter_output_read_back (ModbusMeterOutput *self,
                                              const WattleMeter *definition,
                                              guint tag,
                                              guint8 unit,
                                              gint offset,
                                              GError **error);
/* Which registers that asks for. */
WattleRegisterBlock modbus_meter_output_get_block (const ModbusMeterOutput *self,
                                                   const WattleMeter *definition);

G_END_DECLS
