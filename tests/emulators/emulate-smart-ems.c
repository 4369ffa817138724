/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate.h"

#include "emulate-options.h"
#include "emulate-smart-ems-options.h"
#include "emulator-json.h"

static gboolean
name_board (SmartEms *ems, const SmartEmsOptions *options, GError **error)
{
    if (options->firmware != NULL && !smart_ems_set_firmware (ems, options->firmware))
        return emulate_options_refuse (error, "--firmware must be a version such as 1.57");
    if (options->mac != NULL && !smart_ems_set_mac (ems, options->mac))
        return emulate_options_refuse (error, "--mac must be six hexadecimal bytes with colons");
    if (options->name != NULL)
        smart_ems_set_name (ems, options->name);
    if (options->user != NULL)
        smart_ems_set_credentials (ems, options->user, options->password);
    return TRUE;
}

static gboolean
start_mqtt (SmartEms *ems, const SmartEmsOptions *options, GError **error)
{
    const SmartEmsMqttSettings settings = {
        .host = options->mqtt_host,
        .port = options->mqtt_port,
        .user = options->mqtt_user,
        .password = options->mqtt_password,
        .prefix = options->prefix,
        .interval = (guint)options->mqtt_interval,
    };

    return options->mqtt == NULL || smart_ems_start_mqtt (ems, &settings, error);
}

static gboolean
start (SmartEms *ems, const SmartEmsOptions *options, GError **error)
{
    if (options->https >= 0 && !smart_ems_use_https (ems, (guint)options->https, error))
        return FALSE;
    if (!smart_ems_start (ems, options->address, (guint)options->port, error))
        return FALSE;
    for (char **fault = options->faults; fault != NULL && *fault != NULL; fault++)
        if (!smart_ems_add_fault (ems, *fault, error)) {
            g_prefix_error (error, "--fault %s: ", *fault);
            return FALSE;
        }
    return (options->udp < 0 ||
            smart_ems_start_udp (ems, (guint)options->udp, (guint)options->udp_reply, error)) &&
           (options->control < 0 ||
            smart_ems_start_control (ems, (guint)options->control, error)) &&
           start_mqtt (ems, options, error);
}

static SmartEms *
make_board (const SmartEmsOptions *options, GError **error)
{
    g_autoptr (WattleClock) clock = wattle_clock_new (options->speed);
    g_autoptr (WattleClock) pace = wattle_clock_new (1);
    g_autoptr (SmartEms) ems = smart_ems_new_at (clock, options->board, options->start);

    smart_ems_set_pace_clock (ems, pace);
    if (!name_board (ems, options, error) || !start (ems, options, error))
        return NULL;
    return g_steal_pointer (&ems);
}

static void
say_where (SmartEms *ems, const SmartEmsOptions *options)
{
    g_print ("smart-ems listening on %s", smart_ems_get_uri (ems));
    if (smart_ems_get_udp_port (ems) != 0)
        g_print (", answering searches on UDP port %u", smart_ems_get_udp_port (ems));
    if (smart_ems_get_control_port (ems) != 0)
        g_print (", controlled on port %u", smart_ems_get_control_port (ems));
    if (options->mqtt != NULL)
        g_print (", publishing below “%s” to %s", options->prefix, options->mqtt);
    g_print ("\n");
}

static gboolean
write_ready_file (SmartEms *ems, const char *path, GError **error)
{
    const struct {
        const char *name;
        guint port;
    } ports[] = {
        { "http", smart_ems_get_port (ems) },
        { "https", smart_ems_get_https_port (ems) },
        { "udp", smart_ems_get_udp_port (ems) },
        { "control", smart_ems_get_control_port (ems) },
    };
    g_autoptr (JsonBuilder) builder = json_builder_new ();
    g_autofree char *text = NULL;

    emulator_json_open_object (builder, NULL);
    for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
        if (ports[i].port != 0)
            emulator_json_add_integer (builder, ports[i].name, ports[i].port);
    text = emulator_json_finish (builder);
    return emulate_write_ready_text (path, text, error);
}

int
emulate_smart_ems (int argc, char **argv)
{
    g_auto (SmartEmsOptions) options = { 0 };
    g_autoptr (SmartEms) ems = NULL;
    g_autoptr (GError) error = NULL;

    if (!smart_ems_options_parse (&options, argc, argv, &error))
        return emulate_fail (error);
    ems = make_board (&options, &error);
    if (ems == NULL)
        return emulate_fail (error);

    emulate_catch_signals ();
    say_where (ems, &options);
    if (!write_ready_file (ems, options.ready_file, &error))
        return emulate_fail (error);
    emulate_run_until_signal ();
    return 0;
}
