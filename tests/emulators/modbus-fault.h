/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What goes wrong with the next answers. */
typedef enum {
    MODBUS_BUS_FINE,
    MODBUS_BUS_SILENT,      /* no answer */
    MODBUS_BUS_TRANSACTION, /* that of another question */
    MODBUS_BUS_UNIT,        /* another unit's number */
    MODBUS_BUS_TRUNCATED,   /* half of the frame, then nothing */
    MODBUS_BUS_COUNT,       /* a byte count that lies */
    MODBUS_BUS_CRC,         /* a checksum that is wrong (RTU) */
    MODBUS_BUS_CLOSE,       /* the first bytes of the frame, then the connection ends */
    MODBUS_BUS_LATE,        /* answered together with the next question */
    MODBUS_BUS_BUSY,        /* exception 6 */
    MODBUS_BUS_SLOW,        /* some time later */
    MODBUS_BUS_HOLES,       /* exception 2 where a question touches a register without a value */
} ModbusBusFault;

typedef struct {
    ModbusBusFault kind;
    guint8 unit;   /* 0: all */
    guint answers; /* how many; 0: until cleared */
    guint ms;      /* slow */
    guint bytes;   /* close and truncated: how many come; 0: half of them */
} ModbusFault;

/* {"fault":NAME,"unit":N,"answers":N,"ms":N,"bytes":N}; but for the name all may be missing. */
gboolean modbus_fault_parse (JsonObject *object, ModbusFault *fault, GError **error);

/* Those that are set. */
typedef struct _ModbusFaults ModbusFaults;

ModbusFaults *modbus_faults_new (void);
void modbus_faults_free (ModbusFaults *self);
void modbus_faults_add (ModbusFaults *self, const ModbusFault *fault);
void modbus_faults_clear (ModbusFaults *self);
guint modbus_faults_get_length (ModbusFaults *self);

/* Takes the first that hits an answer of @unit, FINE if there is none. */
void modbus_faults_take (ModbusFaults *self, guint8 unit, ModbusFault *fault);
/* Whether holes are refused; that is no answer gone wrong. */
gboolean modbus_faults_refuse_holes (ModbusFaults *self, guint8 unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModbusFaults, modbus_faults_free)

G_END_DECLS
