/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate.h"

#include "emulate-modbus-options.h"
#include "emulator-json.h"
#include "modbus-bus.h"
#include "modbus-control.h"
#include "solar-api.h"

/* What runs, and where. */
typedef struct {
    ModbusBus *bus;
    SolarApi *solar;
    EmulatorControl *control;
    guint tcp; /* ports; 0: none */
    guint rtu_over_tcp;
} Emulation;

static void
emulation_clear (Emulation *emulation)
{
    g_clear_pointer (&emulation->control, emulator_control_free);
    g_clear_object (&emulation->solar);
    g_clear_object (&emulation->bus);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Emulation, emulation_clear)

static gboolean
add_meters (Emulation *emulation, const ModbusOptions *options, GError **error)
{
    for (guint i = 0; i < options->meters->len; i++) {
        const ModbusOptionsMeter *meter = &g_array_index (options->meters, ModbusOptionsMeter, i);

        if (!(meter->http ? solar_api_check_definition (meter->path, error)
                          : modbus_bus_add_unit (emulation->bus, meter->unit, meter->path, error)))
            return FALSE;
    }
    for (guint i = 0; i < options->knobs->len; i++)
        modbus_bus_add_fault (emulation->bus, &g_array_index (options->knobs, ModbusFault, i));
    return TRUE;
}

static gboolean
listen_at (ModbusBus *bus,
           const ModbusOptions *options,
           int port,
           gboolean rtu,
           guint *bound,
           GError **error)
{
    if (port < 0)
        return TRUE;
    if (!modbus_bus_listen (bus, options->address, (guint16)port, rtu, error))
        return FALSE;
    *bound = modbus_bus_get_port (bus);
    return TRUE;
}

static gboolean
listen_on_bus (Emulation *emulation, const ModbusOptions *options, GError **error)
{
    ModbusBus *bus = emulation->bus;

    if (!listen_at (bus, options, options->tcp, FALSE, &emulation->tcp, error) ||
        !listen_at (bus, options, options->rtu_over_tcp, TRUE, &emulation->rtu_over_tcp, error) ||
        (options->pty && !modbus_bus_listen_pty (bus, options->link, error)))
        return FALSE;
    if (options->control < 0)
        return TRUE;
    emulation->control = modbus_control_new (bus, options->address, (guint)options->control, error);
    return emulation->control != NULL;
}

static gboolean
start (Emulation *emulation, const ModbusOptions *options, GError **error)
{
    g_autoptr (WattleClock) clock = wattle_clock_new (options->speed);

    emulation->bus = modbus_bus_new_at (clock, options->start);
    if (options->has_http)
        emulation->solar = solar_api_new_at (clock, options->start);
    if (!add_meters (emulation, options, error) || !listen_on_bus (emulation, options, error))
        return FALSE;
    return emulation->solar == NULL ||
           solar_api_start (emulation->solar, options->address, (guint)options->http, error);
}

static void
add_place (GString *text, const char *format, ...)
{
    va_list arguments;

    if (text->len > 0)
        g_string_append (text, ", ");
    va_start (arguments, format);
    g_string_append_vprintf (text, format, arguments);
    va_end (arguments);
}

static void
say_where (const Emulation *emulation, const ModbusOptions *options)
{
    const char *pty = modbus_bus_get_pty (emulation->bus);
    g_autofree char *units = modbus_bus_dup_units (emulation->bus);
    g_autoptr (GString) places = g_string_new (NULL);

    if (emulation->tcp != 0)
        add_place (places, "modbus+tcp://%s:%u", options->address, emulation->tcp);
    if (emulation->rtu_over_tcp != 0)
        add_place (places, "modbus+rtu-over-tcp://%s:%u", options->address,
                   emulation->rtu_over_tcp);
    if (pty != NULL)
        add_place (places, "modbus+rtu://%s", options->link != NULL ? options->link : pty);
    if (options->has_modbus)
        g_string_append_printf (places, " (units %s)", units);
    if (emulation->solar != NULL)
        add_place (places, "%s", solar_api_get_uri (emulation->solar));
    g_print ("modbus-meter listening on %s\n", places->str);
}

static char *
describe (const Emulation *emulation)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    if (emulation->tcp != 0)
        emulator_json_add_integer (builder, "tcp", emulation->tcp);
    if (emulation->rtu_over_tcp != 0)
        emulator_json_add_integer (builder, "rtu_over_tcp", emulation->rtu_over_tcp);
    if (modbus_bus_get_pty (emulation->bus) != NULL)
        emulator_json_add_string (builder, "pty", modbus_bus_get_pty (emulation->bus));
    if (emulation->solar != NULL)
        emulator_json_add_integer (builder, "http", solar_api_get_port (emulation->solar));
    if (emulation->control != NULL)
        emulator_json_add_integer (builder, "control",
                                   emulator_control_get_port (emulation->control));
    return emulator_json_finish (builder);
}

static gboolean
write_ready_file (const Emulation *emulation, const ModbusOptions *options, GError **error)
{
    g_autofree char *text = describe (emulation);

    return emulate_write_ready_text (options->ready_file, text, error);
}

int
emulate_modbus_meter (int argc, char **argv)
{
    g_auto (ModbusOptions) options = { 0 };
    g_auto (Emulation) emulation = { 0 };
    g_autoptr (GError) error = NULL;

    if (!modbus_options_parse (&options, argc, argv, &error) ||
        !start (&emulation, &options, &error))
        return emulate_fail (error);

    emulate_catch_signals ();
    say_where (&emulation, &options);
    if (!write_ready_file (&emulation, &options, &error))
        return emulate_fail (error);
    emulate_run_until_signal ();
    return 0;
}
