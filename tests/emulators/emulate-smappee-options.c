/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate-smappee-options.h"

#include <math.h>

#include "emulate-options.h"

/* Messages in a second of life, however fast the house lives. */
#define MAX_RATE 10

void
smappee_options_clear (SmappeeOptions *options)
{
    g_free (options->address);
    g_free (options->ready_file);
    g_free (options->model);
    g_free (options->topology);
    g_free (options->firmware);
    g_free (options->password);
    g_free (options->mqtt);
    g_free (options->mqtt_user);
    g_free (options->mqtt_password);
    g_free (options->names);
    g_free (options->maps);
    g_free (options->start_time);
    g_free (options->mqtt_host);
}

static gboolean
parse (int *argc, char ***argv, SmappeeOptions *options, GError **error)
{
    const GOptionEntry entries[] = {
        { "model", 0, 0, G_OPTION_ARG_STRING, &options->model,
          "genius (default), plus, pro, connect, energy or solar", "MODEL" },
        { "mqtt", 0, 0, G_OPTION_ARG_STRING, &options->mqtt,
          "Broker to publish to and take commands from, of genius, plus and pro", "IP:PORT" },
        { "mqtt-user", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_user, "User name there", "NAME" },
        { "mqtt-password", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_password, "Password there",
          "TEXT" },
        { "port", 0, 0, G_OPTION_ARG_INT, &options->port,
          "Port for HTTP of plus, pro, energy and solar; 0, the default: any", "N" },
        { "password", 0, 0, G_OPTION_ARG_STRING, &options->password, "Password there (admin)",
          "TEXT" },
        { "modbus", 0, 0, G_OPTION_ARG_INT, &options->modbus,
          "Port for Modbus of connect, 502 at a real one; 0, the default: any", "N" },
        { "control", 0, 0, G_OPTION_ARG_INT, &options->control,
          "Port for faults and the state; 0, the default: any", "N" },
        { "address", 0, 0, G_OPTION_ARG_STRING, &options->address,
          "IP address to listen on (127.0.0.1)", "IP" },
        { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &options->ready_file,
          "Write {\"mqtt\":\"IP:PORT\",\"serial\":DIGITS,\"uuid\":UUID,\"http\":PORT,"
          "\"modbus\":PORT,\"control\":PORT} there once it runs",
          "FILE" },
        { "topology", 0, 0, G_OPTION_ARG_STRING, &options->topology,
          "star (default), delta, single or split", "NAME" },
        { "hubs", 0, 0, G_OPTION_ARG_INT, &options->hubs,
          "CT hubs of genius and connect, 2 to 7 (4)", "N" },
        { "fill", 0, 0, G_OPTION_ARG_NONE, &options->fill,
          "A small circuit at each input that is left", NULL },
        { "serial-offset", 0, 0, G_OPTION_ARG_INT, &options->serial_offset,
          "Add it to all serial numbers (0)", "N" },
        { "firmware", 0, 0, G_OPTION_ARG_STRING, &options->firmware, "What it says (V4.7.1)",
          "TEXT" },
        { "wrapped", 0, 0, G_OPTION_ARG_NONE, &options->wrapped, "{\"config\":{…}} instead of {…}",
          NULL },
        { "names", 0, 0, G_OPTION_ARG_STRING, &options->names,
          "Topic of the intervals: old (aggregated, default), new (aggregated5min) or both",
          "WHICH" },
        { "maps", 0, 0, G_OPTION_ARG_STRING, &options->maps,
          "old (channelConfig), new (channelConfigV2) or both (default: the model's)", "WHICH" },
        { "interval-ct", 0, 0, G_OPTION_ARG_NONE, &options->interval_ct,
          "Key of a Genius' intervals is ctInput, not publishIndex", NULL },
        { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
          "Seconds that pass in the house per second (1)", "X" },
        { "start-time", 0, 0, G_OPTION_ARG_STRING, &options->start_time,
          "Time of the house at the start, ISO 8601; UTC unless it says otherwise", "TIME" },
        { NULL },
    };

    return emulate_options_parse ("– a Smappee energy monitor", entries, argc, argv, error);
}

/* @names: NULL-terminated; a missing text is the first. */
static gboolean
choose (const char *text, const char *const *names, guint *choice)
{
    *choice = 0;
    if (text == NULL)
        return TRUE;
    for (guint i = 0; names[i] != NULL; i++) {
        if (g_str_equal (names[i], text)) {
            *choice = i;
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
check_names (SmappeeOptions *options, GError **error)
{
    static const char *const models[] = { "genius", "plus",  "pro", "connect",
                                          "energy", "solar", NULL };
    static const char *const topologies[] = { "star", "delta", "single", "split", NULL };
    guint choice;

    if (!choose (options->model, models, &choice))
        return emulate_options_refuse (
            error, "--model must be genius, plus, pro, connect, energy or solar");
    options->settings.model = (SmappeeBoxModel)choice;
    if (!choose (options->topology, topologies, &choice))
        return emulate_options_refuse (error, "--topology must be star, delta, single or split");
    options->settings.topology = (SmappeeBoxTopology)choice;
    return TRUE;
}

static gboolean
check_forms (SmappeeOptions *options, GError **error)
{
    static const char *const forms[] = { "", "old", "new", "both", NULL };
    guint names;
    guint maps;

    if (!choose (options->names, forms, &names) || !choose (options->maps, forms, &maps))
        return emulate_options_refuse (error, "--names and --maps must be old, new or both");
    options->settings.names = (SmappeeBoxForms)names;
    options->settings.maps = (SmappeeBoxForms)maps;
    return TRUE;
}

static gboolean
check_numbers (SmappeeOptions *options, GError **error)
{
    if (options->hubs != 0 && (options->hubs < 2 || options->hubs > SMAPPEE_BOX_MAX_HUBS))
        return emulate_options_refuse (error, "--hubs must be 2 to 7");
    if (options->serial_offset < 0 || options->serial_offset > 5000)
        return emulate_options_refuse (error, "--serial-offset must be 0 to 5000");
    return emulate_options_check_port ("--port", options->port, 0, error) &&
           emulate_options_check_port ("--modbus", options->modbus, 0, error) &&
           emulate_options_check_port ("--control", options->control, 0, error) &&
           emulate_options_check_speed (options->speed, error);
}

static gboolean
check_mqtt (SmappeeOptions *options, GError **error)
{
    if ((options->mqtt_user == NULL) != (options->mqtt_password == NULL))
        return emulate_options_refuse (error,
                                       "--mqtt-user and --mqtt-password must be given together");
    if (options->mqtt == NULL && options->settings.model == SMAPPEE_BOX_GENIUS)
        return emulate_options_refuse (error, "A genius needs --mqtt: it has nothing else");
    if (options->mqtt != NULL && !smappee_box_has_mqtt (options->settings.model))
        return emulate_options_refuse (error, "--mqtt is for genius, plus and pro");
    return emulate_options_read_broker (options->mqtt, &options->mqtt_host, &options->mqtt_port,
                                        error);
}

static void
fill_settings (SmappeeOptions *options)
{
    SmappeeBoxSettings *settings = &options->settings;

    settings->hubs = (guint)options->hubs;
    settings->fill = options->fill;
    settings->serial_offset = (guint)options->serial_offset;
    settings->firmware = options->firmware;
    settings->password = options->password;
    settings->wrapped = options->wrapped;
    settings->interval_ct = options->interval_ct;
    settings->interval = (guint)MAX (1, ceil (options->speed / MAX_RATE));
}

gboolean
smappee_options_parse (SmappeeOptions *options, int argc, char **argv, GError **error)
{
    *options = (SmappeeOptions){ .speed = 1 };
    if (!parse (&argc, &argv, options, error))
        return FALSE;
    if (argc > 1)
        return emulate_options_refuse (
            error, "smappee takes options only; see “wattle-emulate smappee --help”");
    if (!check_names (options, error) || !check_forms (options, error) ||
        !check_numbers (options, error) || !check_mqtt (options, error) ||
        !emulate_options_read_start (options->start_time, &options->start, error))
        return FALSE;
    fill_settings (options);
    return TRUE;
}
