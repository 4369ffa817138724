/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate.h"

#include "emulate-smappee-options.h"
#include "emulator-json.h"
#include "smappee-box-control.h"

typedef struct {
    SmappeeBox *device;
    EmulatorControl *control;
} Emulation;

static void
emulation_clear (Emulation *emulation)
{
    g_clear_pointer (&emulation->control, emulator_control_free);
    g_clear_object (&emulation->device);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Emulation, emulation_clear)

static gboolean
start_servers (SmappeeBox *device,
               const SmappeeOptions *options,
               const char *address,
               GError **error)
{
    SmappeeBoxModel model = options->settings.model;

    return (!smappee_box_has_http (model) ||
            smappee_box_start_http (device, address, (guint)options->port, error)) &&
           (!smappee_box_has_modbus (model) ||
            smappee_box_start_modbus (device, address, (guint)options->modbus, error));
}

static gboolean
start_mqtt (SmappeeBox *device, const SmappeeOptions *options, GError **error)
{
    const SmappeeBoxMqttSettings settings = {
        .host = options->mqtt_host,
        .port = options->mqtt_port,
        .user = options->mqtt_user,
        .password = options->mqtt_password,
    };

    return options->mqtt == NULL || smappee_box_start_mqtt (device, &settings, error);
}

static gboolean
start (Emulation *emulation, const SmappeeOptions *options, GError **error)
{
    const char *address = options->address != NULL ? options->address : "127.0.0.1";
    g_autoptr (WattleClock) clock = wattle_clock_new (options->speed);
    g_autoptr (WattleClock) pace = wattle_clock_new (1);

    emulation->device = smappee_box_new_at (clock, options->start, &options->settings, error);
    if (emulation->device == NULL)
        return FALSE;
    smappee_box_set_pace_clock (emulation->device, pace);
    if (!start_servers (emulation->device, options, address, error) ||
        !start_mqtt (emulation->device, options, error))
        return FALSE;
    emulation->control =
        smappee_box_control_new (emulation->device, address, (guint)options->control, error);
    return emulation->control != NULL;
}

static void
say_where (const Emulation *emulation, const SmappeeOptions *options)
{
    g_print ("smappee %s:", smappee_box_get_serial (emulation->device));
    if (options->mqtt != NULL)
        g_print (" publishing below “servicelocation/%s” to %s,",
                 smappee_box_get_uuid (emulation->device), options->mqtt);
    if (smappee_box_get_http_port (emulation->device) != 0)
        g_print (" HTTP on port %u,", smappee_box_get_http_port (emulation->device));
    if (smappee_box_get_modbus_port (emulation->device) != 0)
        g_print (" Modbus on port %u,", smappee_box_get_modbus_port (emulation->device));
    g_print (" control on port %u\n", emulator_control_get_port (emulation->control));
}

/* 0: none */
static void
add_port (JsonBuilder *builder, const char *name, guint port)
{
    json_builder_set_member_name (builder, name);
    if (port != 0)
        json_builder_add_int_value (builder, port);
    else
        json_builder_add_null_value (builder);
}

static char *
describe (const Emulation *emulation, const SmappeeOptions *options)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    json_builder_set_member_name (builder, "mqtt");
    if (options->mqtt != NULL)
        json_builder_add_string_value (builder, options->mqtt);
    else
        json_builder_add_null_value (builder);
    emulator_json_add_string (builder, "serial", smappee_box_get_serial (emulation->device));
    emulator_json_add_string (builder, "uuid", smappee_box_get_uuid (emulation->device));
    add_port (builder, "http", smappee_box_get_http_port (emulation->device));
    add_port (builder, "modbus", smappee_box_get_modbus_port (emulation->device));
    add_port (builder, "control", emulator_control_get_port (emulation->control));
    return emulator_json_finish (builder);
}

static gboolean
write_ready_file (const Emulation *emulation, const SmappeeOptions *options, GError **error)
{
    g_autofree char *text = describe (emulation, options);

    return emulate_write_ready_text (options->ready_file, text, error);
}

int
emulate_smappee (int argc, char **argv)
{
    g_auto (SmappeeOptions) options = { 0 };
    g_auto (Emulation) emulation = { 0 };
    g_autoptr (GError) error = NULL;

    if (!smappee_options_parse (&options, argc, argv, &error) ||
        !start (&emulation, &options, &error))
        return emulate_fail (error);

    emulate_catch_signals ();
    say_where (&emulation, &options);
    if (!write_ready_file (&emulation, &options, &error))
        return emulate_fail (error);
    emulate_run_until_signal ();
    return 0;
}
