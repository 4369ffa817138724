/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A Modbus bus with meters on it, reached over TCP or a pseudo terminal. It knows Modbus from the
 * specification and meters from their definitions, and shares nothing with the host that reads
 * them.
 */
#pragma once

#include "base/wattle-clock.h"
#include "modbus-fault.h"

G_BEGIN_DECLS

#define MODBUS_TYPE_BUS (modbus_bus_get_type ())
G_DECLARE_FINAL_TYPE (ModbusBus, modbus_bus, MODBUS, BUS, GObject)

/* Its time stands until modbus_bus_set_time(). */
ModbusBus *modbus_bus_new (void);
/* Its time runs with @clock, from @start on: UTC, in microseconds since 1970. */
ModbusBus *modbus_bus_new_at (WattleClock *clock, gint64 start);

/* A meter as its definition (a file of data/meters) describes it; at most one of each number.
 * @unit: 0: as it leaves the factory */
gboolean modbus_bus_add_unit (ModbusBus *self, guint8 unit, const char *definition, GError **error);
/* Question and answer begin with the function; @answer: room for MODBUS_MAX_PDU bytes. Returns its
 * length; 0: nothing is said. */
typedef gsize (*ModbusBusPeer) (gpointer owner,
                                const guint8 *question,
                                gsize length,
                                guint8 *answer);
/* A device that no definition describes. One at most; @owner lives as long as the bus. */
void modbus_bus_set_peer (ModbusBus *self, guint8 unit, ModbusBusPeer peer, gpointer owner);
/* Such as "1, 2"; free with g_free(). */
char *modbus_bus_dup_units (ModbusBus *self);

/* Registers that no value is in are refused by exception 2, of all units. */
void modbus_bus_set_strict (ModbusBus *self, gboolean strict);
/* Instead of all others; FINE: none. @unit: 0: all. @n_answers: 0: until it is set to something
 * else. */
void modbus_bus_set_fault (ModbusBus *self, ModbusBusFault fault, guint8 unit, guint n_answers);
/* Besides those there are: the first that hits comes first. */
void modbus_bus_add_fault (ModbusBus *self, const ModbusFault *fault);
void modbus_bus_clear_faults (ModbusBus *self);
guint modbus_bus_get_n_faults (ModbusBus *self);

/* Seconds that pass for the meters: what they show follows from it. */
void modbus_bus_set_time (ModbusBus *self, double seconds);
/* As clocks in the house show it, in microseconds since 1970. */
gint64 modbus_bus_get_local (ModbusBus *self);

/* What a meter shows at @address, as the definition scales it; NAN: no value begins there. */
double modbus_bus_get_value (ModbusBus *self, guint8 unit, guint function, guint address);
/* Registers as they stand in an answer, two bytes each, or an exception; without a connection.
 * FALSE: there is no such unit. */
gboolean modbus_bus_read (ModbusBus *self,
                          guint8 unit,
                          guint function,
                          guint address,
                          guint count,
                          guint8 *bytes,
                          guint *exception);
/* Questions that were whole, whomever they were for. */
guint modbus_bus_get_n_requests (ModbusBus *self);

/* It may listen at several places. @rtu: frames as on a serial line. Port 0: any. */
gboolean modbus_bus_listen (ModbusBus *self,
                            const char *address,
                            guint16 port,
                            gboolean rtu,
                            GError **error);
/* Where it listens since the last modbus_bus_listen(). */
guint16 modbus_bus_get_port (ModbusBus *self);
/* Ends all connections; whoever connects again is answered. */
void modbus_bus_cut (ModbusBus *self);

/* A serial line, whose other end a client opens. @link: (nullable): a symbolic link to it, replaced
 * if there is one, and removed at the end. */
gboolean modbus_bus_listen_pty (ModbusBus *self, const char *link, GError **error);
/* (nullable) Of the last modbus_bus_listen_pty(). */
const char *modbus_bus_get_pty (ModbusBus *self);

G_END_DECLS
