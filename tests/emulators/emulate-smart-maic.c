/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate.h"

#include "emulate-smart-maic-options.h"
#include "emulator-json.h"
#include "smart-maic-control.h"

typedef struct {
    SmartMaic *device;
    EmulatorControl *control; /* NULL: none */
} Emulation;

static void
emulation_clear (Emulation *emulation)
{
    g_clear_pointer (&emulation->control, emulator_control_free);
    g_clear_object (&emulation->device);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Emulation, emulation_clear)

static SmartMaic *
make_device (const SmartMaicOptions *options)
{
    g_autoptr (WattleClock) clock = wattle_clock_new (options->speed);
    g_autoptr (WattleClock) pace = wattle_clock_new (1);
    SmartMaic *device = smart_maic_new_at (clock, options->start);

    smart_maic_set_pace_clock (device, pace);
    smart_maic_set_model (device, options->model, options->grade);
    if (options->devid != NULL)
        smart_maic_set_devid (device, options->devid);
    if (options->pin != NULL)
        smart_maic_set_pin (device, options->pin);
    smart_maic_set_newer_firmware (device, options->newer_firmware);
    smart_maic_set_old_firmware (device, options->old_firmware);
    smart_maic_set_fahrenheit (device, options->fahrenheit);
    smart_maic_set_forms (device, options->forms);
    smart_maic_set_control (device, !options->no_control);
    smart_maic_set_phrases (device, options->on_phrase != NULL ? options->on_phrase : "1",
                            options->off_phrase != NULL ? options->off_phrase : "0");
    return device;
}

static gboolean
start_mqtt (SmartMaic *device, const SmartMaicOptions *options, GError **error)
{
    const SmartMaicMqttSettings settings = {
        .host = options->mqtt_host,
        .port = options->mqtt_port,
        .user = options->mqtt_user,
        .password = options->mqtt_password,
        .prefix = options->prefix,
        .separator = options->separator != NULL ? options->separator[0] : '/',
        .interval = (guint)options->interval,
    };

    return options->mqtt == NULL || smart_maic_start_mqtt (device, &settings, error);
}

static gboolean
start (Emulation *emulation, const SmartMaicOptions *options, GError **error)
{
    const char *address = options->address != NULL ? options->address : "127.0.0.1";

    emulation->device = make_device (options);
    if (!smart_maic_start (emulation->device, address, (guint)options->port, error) ||
        !start_mqtt (emulation->device, options, error))
        return FALSE;
    if (options->control < 0)
        return TRUE;
    emulation->control =
        smart_maic_control_new (emulation->device, address, (guint)options->control, error);
    return emulation->control != NULL;
}

static void
say_where (const Emulation *emulation, const SmartMaicOptions *options)
{
    g_print ("smart-maic listening on %s", smart_maic_get_uri (emulation->device));
    if (options->mqtt != NULL)
        g_print (", publishing as %s to %s", smart_maic_get_devid (emulation->device),
                 options->mqtt);
    g_print ("\n");
}

static char *
describe (const Emulation *emulation, const SmartMaicOptions *options)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_add_integer (builder, "http", smart_maic_get_port (emulation->device));
    json_builder_set_member_name (builder, "mqtt");
    if (options->mqtt != NULL)
        json_builder_add_string_value (builder, options->mqtt);
    else
        json_builder_add_null_value (builder);
    emulator_json_add_string (builder, "pin", smart_maic_get_pin (emulation->device));
    emulator_json_add_string (builder, "devid", smart_maic_get_devid (emulation->device));
    if (emulation->control != NULL)
        emulator_json_add_integer (builder, "control",
                                   emulator_control_get_port (emulation->control));
    return emulator_json_finish (builder);
}

static gboolean
write_ready_file (const Emulation *emulation, const SmartMaicOptions *options, GError **error)
{
    g_autofree char *text = describe (emulation, options);

    return emulate_write_ready_text (options->ready_file, text, error);
}

int
emulate_smart_maic (int argc, char **argv)
{
    g_auto (SmartMaicOptions) options = { 0 };
    g_auto (Emulation) emulation = { 0 };
    g_autoptr (GError) error = NULL;

    if (!smart_maic_options_parse (&options, argc, argv, &error) ||
        !start (&emulation, &options, &error))
        return emulate_fail (error);

    emulate_catch_signals ();
    say_where (&emulation, &options);
    if (!write_ready_file (&emulation, &options, &error))
        return emulate_fail (error);
    emulate_run_until_signal ();
    return 0;
}
