/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Faults as POST /emulator/fault takes them. */
#include "base/wattle-json.h"
#include "emulator-fault.h"
#include "emulator-json.h"

static gboolean
fail (GError **error, const char *text)
{
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, text);
    return FALSE;
}

gboolean
emulator_faults_add_json (EmulatorFaults *self, guint kinds, JsonObject *object, GError **error)
{
    EmulatorFault fault = { .path = wattle_json_peek_string (object, "path") };
    const char *name;

    if (!wattle_json_get_string (object, "fault", &name, error))
        return FALSE;
    if (!emulator_fault_kind_parse (name, &fault.kind) ||
        !(kinds & EMULATOR_FAULT_BIT (fault.kind)))
        return fail (error, "No such fault; README.md lists them");
    if (!emulator_json_read_unsigned (object, "answers", 1000000, &fault.answers, error) ||
        !emulator_json_read_unsigned (object, "ms", 3600000, &fault.ms, error) ||
        !emulator_json_read_unsigned (object, "status", 599, &fault.status, error))
        return FALSE;
    if (fault.status != 0 && fault.status < 200)
        return fail (error, "“status” must be 200 to 599");
    emulator_faults_add (self, &fault);
    return TRUE;
}
