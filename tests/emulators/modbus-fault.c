/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-fault.h"

#include "base/wattle-json.h"
#include "emulator-json.h"

#define MAX_ANSWERS 1000000
#define MAX_MS      3600000
#define MAX_BYTES   260

static const char *const names[] = {
    [MODBUS_BUS_SILENT] = "silent", [MODBUS_BUS_TRANSACTION] = "transaction",
    [MODBUS_BUS_UNIT] = "unit",     [MODBUS_BUS_TRUNCATED] = "truncated",
    [MODBUS_BUS_COUNT] = "count",   [MODBUS_BUS_CRC] = "crc",
    [MODBUS_BUS_CLOSE] = "close",   [MODBUS_BUS_LATE] = "late",
    [MODBUS_BUS_BUSY] = "busy",     [MODBUS_BUS_SLOW] = "slow",
    [MODBUS_BUS_HOLES] = "holes",
};

struct _ModbusFaults {
    GArray *knobs; /* of ModbusFault */
};

static gboolean
find_kind (const char *name, ModbusBusFault *kind, GError **error)
{
    for (guint i = 1; i < G_N_ELEMENTS (names); i++)
        if (g_str_equal (names[i], name)) {
            *kind = (ModbusBusFault)i;
            return TRUE;
        }

    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "fault: “%.40s” is none; README.md lists them", name);
    return FALSE;
}

gboolean
modbus_fault_parse (JsonObject *object, ModbusFault *fault, GError **error)
{
    const char *name;
    guint unit = 0;

    if (!wattle_json_get_string (object, "fault", &name, error) ||
        !find_kind (name, &fault->kind, error) ||
        !emulator_json_read_unsigned (object, "unit", 255, &unit, error) ||
        !emulator_json_read_unsigned (object, "answers", MAX_ANSWERS, &fault->answers, error) ||
        !emulator_json_read_unsigned (object, "ms", MAX_MS, &fault->ms, error) ||
        !emulator_json_read_unsigned (object, "bytes", MAX_BYTES, &fault->bytes, error))
        return FALSE;
    fault->unit = (guint8)unit;
    return TRUE;
}

ModbusFaults *
modbus_faults_new (void)
{
    ModbusFaults *self = g_new0 (ModbusFaults, 1);

    self->knobs = g_array_new (FALSE, TRUE, sizeof (ModbusFault));
    return self;
}

void
modbus_faults_free (ModbusFaults *self)
{
    g_array_unref (self->knobs);
    g_free (self);
}

void
modbus_faults_add (ModbusFaults *self, const ModbusFault *fault)
{
    g_array_append_val (self->knobs, *fault);
}

void
modbus_faults_clear (ModbusFaults *self)
{
    g_array_set_size (self->knobs, 0);
}

guint
modbus_faults_get_length (ModbusFaults *self)
{
    return self->knobs->len;
}

static gboolean
hits (const ModbusFault *knob, guint8 unit)
{
    return knob->unit == 0 || knob->unit == unit;
}

void
modbus_faults_take (ModbusFaults *self, guint8 unit, ModbusFault *fault)
{
    *fault = (ModbusFault){ MODBUS_BUS_FINE };
    for (guint i = 0; i < self->knobs->len; i++) {
        ModbusFault *knob = &g_array_index (self->knobs, ModbusFault, i);

        if (knob->kind == MODBUS_BUS_HOLES || !hits (knob, unit))
            continue;
        *fault = *knob;
        if (knob->answers > 0 && --knob->answers == 0)
            g_array_remove_index (self->knobs, i);
        return;
    }
}

gboolean
modbus_faults_refuse_holes (ModbusFaults *self, guint8 unit)
{
    for (guint i = 0; i < self->knobs->len; i++) {
        const ModbusFault *knob = &g_array_index (self->knobs, ModbusFault, i);

        if (knob->kind == MODBUS_BUS_HOLES && hits (knob, unit))
            return TRUE;
    }
    return FALSE;
}
