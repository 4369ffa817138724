/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate-smart-ems-options.h"

#include <string.h>

#include "emulate-options.h"

void
smart_ems_options_clear (SmartEmsOptions *options)
{
    g_free (options->address);
    g_free (options->ready_file);
    g_free (options->generation);
    g_free (options->firmware);
    g_free (options->mac);
    g_free (options->name);
    g_free (options->user);
    g_free (options->password);
    g_free (options->mqtt);
    g_free (options->mqtt_host);
    g_free (options->mqtt_user);
    g_free (options->mqtt_password);
    g_free (options->prefix);
    g_strfreev (options->faults);
    g_free (options->start_time);
}

static gboolean
read_arguments (SmartEmsOptions *options, int *argc, char ***argv, GError **error)
{
    const GOptionEntry entries[] = {
        { "generation", 0, 0, G_OPTION_ARG_STRING, &options->generation,
          "The board in it: lk35 (default) or lk4", "NAME" },
        { "firmware", 0, 0, G_OPTION_ARG_STRING, &options->firmware,
          "Its version (1.57, of an LK4 1.20)", "VERSION" },
        { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "TCP port of HTTP; 0, the default: any",
          "N" },
        { "https", 0, 0, G_OPTION_ARG_INT, &options->https,
          "TCP port of HTTPS, 443 at a real one; 0: any (default: none)", "N" },
        { "udp-port", 0, 0, G_OPTION_ARG_INT, &options->udp,
          "UDP port to answer searches on, 30403 at a real one; 0: any (default: none)", "N" },
        { "udp-reply-port", 0, 0, G_OPTION_ARG_INT, &options->udp_reply,
          "Answer searches to that port (default: where they came from)", "N" },
        { "control", 0, 0, G_OPTION_ARG_INT, &options->control,
          "TCP port of the emulator's own paths alone; 0: any (default: none)", "N" },
        { "address", 0, 0, G_OPTION_ARG_STRING, &options->address,
          "IP address to listen on (127.0.0.1)", "IP" },
        { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &options->ready_file,
          "Write {\"http\":PORT,\"https\":PORT,\"udp\":PORT,\"control\":PORT} there once it "
          "listens",
          "FILE" },
        { "mac", 0, 0, G_OPTION_ARG_STRING, &options->mac, "MAC address, with colons", "MAC" },
        { "name", 0, 0, G_OPTION_ARG_STRING, &options->name, "Its name (SMART EMS)", "TEXT" },
        { "auth", 0, 0, G_OPTION_ARG_NONE, &options->auth, "Ask for a login", NULL },
        { "user", 0, 0, G_OPTION_ARG_STRING, &options->user,
          "The administrator's name (admin); asks for a login", "NAME" },
        { "password", 0, 0, G_OPTION_ARG_STRING, &options->password,
          "The administrator's password (admin); asks for a login", "TEXT" },
        { "mqtt", 0, 0, G_OPTION_ARG_STRING, &options->mqtt,
          "Broker to publish to and take commands from (default: none)", "IP:PORT" },
        { "mqtt-user", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_user, "User name there", "NAME" },
        { "mqtt-password", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_password, "Password there",
          "TEXT" },
        { "prefix", 0, 0, G_OPTION_ARG_STRING, &options->prefix, "What all topics begin with (ems)",
          "TOPIC" },
        { "mqtt-interval", 0, 0, G_OPTION_ARG_INT, &options->mqtt_interval,
          "Seconds between measured values there (10)", "N" },
        { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->faults,
          "Begin with that fault, as POST /emulator/fault takes it; may be repeated", "JSON" },
        { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
          "Seconds that pass in the house per second (1)", "X" },
        { "start-time", 0, 0, G_OPTION_ARG_STRING, &options->start_time,
          "Time of the house at the start, ISO 8601; UTC unless it says otherwise", "TIME" },
        { NULL },
    };

    return emulate_options_parse ("– a SMART EMS", entries, argc, argv, error);
}

static gboolean
check_ports (const SmartEmsOptions *options, GError **error)
{
    return emulate_options_check_port ("--port", options->port, 0, error) &&
           emulate_options_check_port ("--https", options->https, -1, error) &&
           emulate_options_check_port ("--udp-port", options->udp, -1, error) &&
           emulate_options_check_port ("--udp-reply-port", options->udp_reply, 0, error) &&
           emulate_options_check_port ("--control", options->control, -1, error);
}

static gboolean
check_board (SmartEmsOptions *options, GError **error)
{
    return options->generation == NULL ||
           smart_ems_parse_generation (options->generation, &options->board) ||
           emulate_options_refuse (error, "--generation must be lk35 or lk4");
}

static gboolean
check_mqtt (SmartEmsOptions *options, GError **error)
{
    const char *colon = options->mqtt != NULL ? strrchr (options->mqtt, ':') : NULL;
    guint64 port = 0;

    if ((options->mqtt_user == NULL) != (options->mqtt_password == NULL))
        return emulate_options_refuse (error,
                                       "--mqtt-user and --mqtt-password must be given together");
    if (options->mqtt_interval < 1 || options->mqtt_interval > 3600)
        return emulate_options_refuse (error, "--mqtt-interval must be 1 to 3600");
    if (options->prefix == NULL)
        options->prefix = g_strdup ("ems");
    if (options->prefix[0] == '\0' || strpbrk (options->prefix, "+#") != NULL)
        return emulate_options_refuse (error, "--prefix must be a topic without + and #");
    if (options->mqtt == NULL)
        return TRUE;
    if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &port, NULL))
        return emulate_options_refuse (error, "--mqtt must be an IP address, a colon and a port");
    options->mqtt_host = g_strndup (options->mqtt, (gsize)(colon - options->mqtt));
    options->mqtt_port = (guint)port;
    return TRUE;
}

static void
fill_login (SmartEmsOptions *options)
{
    if (!options->auth && options->user == NULL && options->password == NULL)
        return;
    if (options->user == NULL)
        options->user = g_strdup ("admin");
    if (options->password == NULL)
        options->password = g_strdup ("admin");
}

gboolean
smart_ems_options_parse (SmartEmsOptions *options, int argc, char **argv, GError **error)
{
    *options =
        (SmartEmsOptions){ .https = -1, .udp = -1, .control = -1, .mqtt_interval = 10, .speed = 1 };
    if (!read_arguments (options, &argc, &argv, error))
        return FALSE;
    if (argc > 1)
        return emulate_options_refuse (
            error, "smart-ems takes options only; see “wattle-emulate smart-ems --help”");
    fill_login (options);
    if (options->address == NULL)
        options->address = g_strdup ("127.0.0.1");
    return check_ports (options, error) && check_board (options, error) &&
           emulate_options_check_speed (options->speed, error) &&
           emulate_options_read_start (options->start_time, &options->start, error) &&
           check_mqtt (options, error);
}
