/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-control.h"

#include "base/wattle-json.h"
#include "emulator-json.h"

static gboolean
apply (gpointer owner, SoupServerMessage *message, JsonObject *body, GError **error)
{
    ModbusBus *bus = owner;
    const char *name = wattle_json_peek_string (body, "fault");
    ModbusFault fault = { 0 };

    if (g_strcmp0 (name, "clear") == 0) {
        modbus_bus_clear_faults (bus);
        return TRUE;
    }
    if (g_strcmp0 (name, "cut") == 0) {
        modbus_bus_cut (bus);
        return TRUE;
    }
    if (!modbus_fault_parse (body, &fault, error))
        return FALSE;
    modbus_bus_add_fault (bus, &fault);
    return TRUE;
}

static char *
describe (gpointer owner)
{
    ModbusBus *bus = owner;
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *units = modbus_bus_dup_units (bus);
    g_autoptr (GDateTime) time =
        g_date_time_new_from_unix_utc (modbus_bus_get_local (bus) / G_USEC_PER_SEC);
    g_autofree char *local = g_date_time_format (time, "%d.%m.%Y %H:%M:%S");

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "local_time", local);
    emulator_json_add_string (builder, "units", units);
    emulator_json_add_integer (builder, "requests", modbus_bus_get_n_requests (bus));
    emulator_json_add_integer (builder, "faults", modbus_bus_get_n_faults (bus));
    return emulator_json_finish (builder);
}

EmulatorControl *
modbus_control_new (ModbusBus *bus, const char *address, guint port, GError **error)
{
    static const EmulatorControlFuncs funcs = { .change = apply, .describe = describe };

    return emulator_control_new (bus, &funcs, address, port, error);
}
