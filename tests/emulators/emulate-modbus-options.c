/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate-modbus-options.h"

#include <string.h>

#include "base/wattle-json.h"
#include "emulate-options.h"
#include "modbus-definition.h"

static void
meter_clear (gpointer data)
{
    ModbusOptionsMeter *meter = data;

    g_free (meter->path);
}

void
modbus_options_clear (ModbusOptions *options)
{
    g_strfreev (options->definitions);
    g_strfreev (options->faults);
    g_free (options->address);
    g_free (options->link);
    g_free (options->ready_file);
    g_free (options->start_time);
    g_clear_pointer (&options->meters, g_array_unref);
    g_clear_pointer (&options->knobs, g_array_unref);
}

static gboolean
read_arguments (ModbusOptions *options, int *argc, char ***argv, GError **error)
{
    const GOptionEntry entries[] = {
        { "definition", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->definitions,
          "File of data/meters, and its number on the bus (that of the factory); again for more",
          "FILE[@UNIT]" },
        { "tcp", 0, 0, G_OPTION_ARG_INT, &options->tcp, "Port for Modbus TCP; 0: any", "N" },
        { "rtu-over-tcp", 0, 0, G_OPTION_ARG_INT, &options->rtu_over_tcp,
          "Port for the frames of a serial line over TCP; 0: any", "N" },
        { "pty", 0, 0, G_OPTION_ARG_NONE, &options->pty, "Serial line: a pseudo terminal", NULL },
        { "link", 0, 0, G_OPTION_ARG_FILENAME, &options->link,
          "Symbolic link to the pseudo terminal", "PATH" },
        { "http", 0, 0, G_OPTION_ARG_INT, &options->http,
          "Port for meters that are asked by HTTP; 0: any", "N" },
        { "control", 0, 0, G_OPTION_ARG_INT, &options->control,
          "Port for /emulator/fault of the bus, by HTTP; 0: any", "N" },
        { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->faults,
          "Begin with this fault of the bus, as sent to /emulator/fault; again for more", "JSON" },
        { "address", 0, 0, G_OPTION_ARG_STRING, &options->address,
          "IP address to listen on (127.0.0.1)", "IP" },
        { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &options->ready_file,
          "Write {\"tcp\":PORT,\"rtu_over_tcp\":PORT,\"pty\":PATH,\"http\":PORT,\"control\":PORT} "
          "there once it listens",
          "FILE" },
        { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
          "Seconds that pass in the house per second (1)", "X" },
        { "start-time", 0, 0, G_OPTION_ARG_STRING, &options->start_time,
          "Time of the house at the start, ISO 8601; UTC unless it says otherwise", "TIME" },
        { NULL },
    };

    return emulate_options_parse ("– meters on a Modbus bus", entries, argc, argv, error);
}

static gboolean
check_ports (const ModbusOptions *options, GError **error)
{
    return emulate_options_check_port ("--tcp", options->tcp, -1, error) &&
           emulate_options_check_port ("--rtu-over-tcp", options->rtu_over_tcp, -1, error) &&
           emulate_options_check_port ("--http", options->http, -1, error) &&
           emulate_options_check_port ("--control", options->control, -1, error);
}

/* FILE[@UNIT]; an @ may be in the name as well. */
static gboolean
split_definition (const char *text, ModbusOptionsMeter *meter, GError **error)
{
    const char *sign = strrchr (text, '@');
    guint64 unit = 0;

    if (sign == NULL || strchr (sign, '/') != NULL) {
        meter->path = g_strdup (text);
        return TRUE;
    }
    if (!g_ascii_string_to_unsigned (sign + 1, 10, 1, 255, &unit, NULL)) {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                     "--definition %s: the number behind the @ must be 1 to 255", text);
        return FALSE;
    }
    meter->path = g_strndup (text, (gsize)(sign - text));
    meter->unit = (guint8)unit;
    return TRUE;
}

static gboolean
add_meter (ModbusOptions *options, const char *text, GError **error)
{
    ModbusOptionsMeter meter = { 0 };
    g_autoptr (JsonObject) root = NULL;

    if (!split_definition (text, &meter, error))
        return FALSE;
    g_array_append_val (options->meters, meter);
    root = modbus_definition_read (meter.path, error);
    if (root == NULL)
        return FALSE;
    g_array_index (options->meters, ModbusOptionsMeter, options->meters->len - 1).http =
        modbus_definition_is_http (root);
    options->has_http |= modbus_definition_is_http (root);
    options->has_modbus |= !modbus_definition_is_http (root);
    return TRUE;
}

static gboolean
add_meters (ModbusOptions *options, GError **error)
{
    options->meters = g_array_new (FALSE, TRUE, sizeof (ModbusOptionsMeter));
    g_array_set_clear_func (options->meters, meter_clear);
    for (char **text = options->definitions; text != NULL && *text != NULL; text++)
        if (!add_meter (options, *text, error))
            return FALSE;
    return options->meters->len > 0 || emulate_options_refuse (error, "--definition is missing");
}

static gboolean
add_fault (ModbusOptions *options, const char *text, GError **error)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (text, -1, error);
    ModbusFault knob = { 0 };

    if (object == NULL || !modbus_fault_parse (object, &knob, error)) {
        g_prefix_error (error, "--fault %s: ", text);
        return FALSE;
    }
    g_array_append_val (options->knobs, knob);
    return TRUE;
}

static gboolean
add_faults (ModbusOptions *options, GError **error)
{
    options->knobs = g_array_new (FALSE, TRUE, sizeof (ModbusFault));
    for (char **text = options->faults; text != NULL && *text != NULL; text++)
        if (!add_fault (options, *text, error))
            return FALSE;
    return TRUE;
}

/* Each meter needs a way to it, and each way a meter. */
static gboolean
check_ways (const ModbusOptions *options, GError **error)
{
    gboolean bus = options->tcp >= 0 || options->rtu_over_tcp >= 0 || options->pty;

    if (options->link != NULL && !options->pty)
        return emulate_options_refuse (error, "--link needs --pty");
    if (options->has_modbus && !bus)
        return emulate_options_refuse (
            error, "--tcp, --rtu-over-tcp or --pty is missing: where to listen");
    if (options->has_http && options->http < 0)
        return emulate_options_refuse (
            error, "--http is missing: where to listen for the meter asked by HTTP");
    if (!options->has_modbus && (bus || options->control >= 0 || options->knobs->len > 0))
        return emulate_options_refuse (error, "There is no --definition of a meter on a bus");
    return options->has_http || options->http < 0 ||
           emulate_options_refuse (error,
                                   "--http needs a --definition of a meter that is asked by HTTP");
}

gboolean
modbus_options_parse (ModbusOptions *options, int argc, char **argv, GError **error)
{
    *options =
        (ModbusOptions){ .tcp = -1, .rtu_over_tcp = -1, .http = -1, .control = -1, .speed = 1 };
    if (!read_arguments (options, &argc, &argv, error))
        return FALSE;
    if (argc > 1)
        return emulate_options_refuse (
            error, "modbus-meter takes options only; see “wattle-emulate modbus-meter --help”");
    if (options->address == NULL)
        options->address = g_strdup ("127.0.0.1");
    return check_ports (options, error) && emulate_options_check_speed (options->speed, error) &&
           emulate_options_read_start (options->start_time, &options->start, error) &&
           add_meters (options, error) && add_faults (options, error) &&
           check_ways (options, error);
}
