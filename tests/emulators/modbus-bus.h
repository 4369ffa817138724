/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A Modbus bus with meters on it, reached over TCP. It knows Modbus from the specification and
 * meters from their definitions, and shares nothing with the host that reads them. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MODBUS_TYPE_BUS (modbus_bus_get_type ())
G_DECLARE_FINAL_TYPE (ModbusBus, modbus_bus, MODBUS, BUS, GObject)

/* What goes wrong with the next answers. */
typedef enum {
    MODBUS_BUS_FINE,
    MODBUS_BUS_SILENT,      /* no answer */
    MODBUS_BUS_TRANSACTION, /* that of another question */
    MODBUS_BUS_UNIT,        /* another unit's number */
    MODBUS_BUS_TRUNCATED,   /* half of the frame, then nothing */
    MODBUS_BUS_COUNT,       /* a byte count that lies */
    MODBUS_BUS_CRC,         /* a checksum that is wrong (RTU) */
    MODBUS_BUS_CLOSE,       /* half of the frame, then the connection ends */
    MODBUS_BUS_LATE,        /* answered together with the next question */
    MODBUS_BUS_BUSY,        /* exception 6 */
} ModbusBusFault;

ModbusBus *modbus_bus_new (void);

/* A meter as its definition (a file of data/meters) describes it; at most one of each number. */
gboolean modbus_bus_add_unit (ModbusBus *self, guint8 unit, const char *definition, GError **error);

/* Registers that no value is in are refused by exception 2. */
void modbus_bus_set_strict (ModbusBus *self, gboolean strict);
/* @unit: 0: all. @n_answers: 0: until it is set to something else. */
void modbus_bus_set_fault (ModbusBus *self, ModbusBusFault fault, guint8 unit, guint n_answers);
/* Seconds that pass for the meters: what they show follows from it. */
void modbus_bus_set_time (ModbusBus *self, double seconds);

/* What a meter shows at @address, as the definition scales it. */
double modbus_bus_get_value (ModbusBus *self, guint8 unit, guint function, guint address);
guint modbus_bus_get_n_requests (ModbusBus *self);

/* @rtu: frames as on a serial line. Port 0: any. */
gboolean modbus_bus_listen (ModbusBus *self,
                            const char *address,
                            guint16 port,
                            gboolean rtu,
                            GError **error);
guint16 modbus_bus_get_port (ModbusBus *self);

G_END_DECLS
