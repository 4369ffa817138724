/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "modbus-control.h"

#include "base/wattle-json.h"
#include "emulator-http.h"
#include "emulator-json.h"

struct _ModbusControl {
    ModbusBus *bus;
    SoupServer *server;
};

static gboolean
apply (gpointer owner, SoupServerMessage *message, JsonObject *body, GError **error)
{
    ModbusControl *self = owner;
    const char *name = wattle_json_peek_string (body, "fault");
    ModbusFault fault = { 0 };

    if (g_strcmp0 (name, "clear") == 0) {
        modbus_bus_clear_faults (self->bus);
        return TRUE;
    }
    if (g_strcmp0 (name, "cut") == 0) {
        modbus_bus_cut (self->bus);
        return TRUE;
    }
    if (!modbus_fault_parse (body, &fault, error))
        return FALSE;
    modbus_bus_add_fault (self->bus, &fault);
    return TRUE;
}

static char *
describe (ModbusControl *self)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *units = modbus_bus_dup_units (self->bus);
    g_autoptr (GDateTime) time =
        g_date_time_new_from_unix_utc (modbus_bus_get_local (self->bus) / G_USEC_PER_SEC);
    g_autofree char *local = g_date_time_format (time, "%d.%m.%Y %H:%M:%S");

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "local_time", local);
    emulator_json_add_string (builder, "units", units);
    emulator_json_add_integer (builder, "requests", modbus_bus_get_n_requests (self->bus));
    emulator_json_add_integer (builder, "faults", modbus_bus_get_n_faults (self->bus));
    return emulator_json_finish (builder);
}

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
    ModbusControl *self = user_data;
    const char *method = soup_server_message_get_method (message);
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK };

    if (g_str_equal (path, "/emulator/fault") && g_str_equal (method, "POST"))
        emulator_http_take_change (message, &answer, apply, self);
    else if (g_str_equal (path, "/emulator/state") && g_str_equal (method, "GET"))
        answer.body = describe (self);
    else
        answer.status = SOUP_STATUS_NOT_FOUND;

    emulator_http_send (message, &answer);
}

ModbusControl *
modbus_control_new (ModbusBus *bus, const char *address, guint port, GError **error)
{
    g_autoptr (ModbusControl) self = g_new0 (ModbusControl, 1);

    self->bus = g_object_ref (bus);
    self->server = soup_server_new (NULL, NULL);
    soup_server_add_handler (self->server, NULL, handle, self, NULL);
    return emulator_http_listen (self->server, address, port, error) ? g_steal_pointer (&self)
                                                                     : NULL;
}

void
modbus_control_free (ModbusControl *self)
{
    soup_server_disconnect (self->server);
    g_object_unref (self->server);
    g_object_unref (self->bus);
    g_free (self);
}

guint
modbus_control_get_port (ModbusControl *self)
{
    return emulator_http_get_port (self->server);
}
