/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate.h"

#include "emulate-options.h"
#include "iskra-sg.h"

typedef struct {
    int port;
    int udp_port; /* -1: none */
    int modbus;   /* port; -1: none */
    int serial_offset;
    char *address;
    char *ready_file;
    char *user;
    char *password;
    char *format;
    char *mqtt;
    char *mqtt_host;
    guint mqtt_port;
    char *mqtt_user;
    char *mqtt_password;
    char *root_topic;
    char *sub_topic;
    char *pub_topic;
    int push_interval;
    char *start_time;
    double speed;
    gboolean plural;
    gboolean singular;
    gint64 start;
    IskraSgFormat format_value;
} Options;

static void
options_clear (Options *options)
{
    g_free (options->address);
    g_free (options->ready_file);
    g_free (options->user);
    g_free (options->password);
    g_free (options->format);
    g_free (options->mqtt);
    g_free (options->mqtt_host);
    g_free (options->mqtt_user);
    g_free (options->mqtt_password);
    g_free (options->root_topic);
    g_free (options->sub_topic);
    g_free (options->pub_topic);
    g_free (options->start_time);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse (int *argc, char ***argv, Options *options, GError **error)
{
    const GOptionEntry entries[] = {
        { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "TCP port; 0, the default: any", "N" },
        { "udp-port", 0, 0, G_OPTION_ARG_INT, &options->udp_port,
          "UDP port to answer searches on, 33333 at a real one; 0: any (default: none)", "N" },
        { "modbus", 0, 0, G_OPTION_ARG_INT, &options->modbus,
          "Port for Modbus TCP, 10001 at a real one; 0: any (default: none)", "PORT" },
        { "address", 0, 0, G_OPTION_ARG_STRING, &options->address,
          "IP address to listen on (127.0.0.1)", "IP" },
        { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &options->ready_file,
          "Write {\"http\":PORT,\"udp\":PORT,\"modbus\":PORT,\"root_topic\":TOPIC} there once it "
          "listens",
          "FILE" },
        { "user", 0, 0, G_OPTION_ARG_STRING, &options->user, "Lock it: user name", "NAME" },
        { "password", 0, 0, G_OPTION_ARG_STRING, &options->password, "Lock it: password", "TEXT" },
        { "serial-offset", 0, 0, G_OPTION_ARG_INT, &options->serial_offset,
          "Add it to all serial numbers (0)", "N" },
        { "mqtt", 0, 0, G_OPTION_ARG_STRING, &options->mqtt,
          "Broker to publish to and take commands from (default: none)", "IP:PORT" },
        { "mqtt-user", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_user, "User name there", "NAME" },
        { "mqtt-password", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_password, "Password there",
          "TEXT" },
        { "root-topic", 0, 0, G_OPTION_ARG_STRING, &options->root_topic,
          "What all topics begin with (default: the serial number)", "TOPIC" },
        { "sub-topic", 0, 0, G_OPTION_ARG_STRING, &options->sub_topic, "Topic of commands (cmd)",
          "TOPIC" },
        { "pub-topic", 0, 0, G_OPTION_ARG_STRING, &options->pub_topic,
          "Topic of what is published (publish)", "TOPIC" },
        { "push-interval", 0, 0, G_OPTION_ARG_INT, &options->push_interval,
          "Seconds of the house between pushes (600)", "N" },
        { "format", 0, 0, G_OPTION_ARG_STRING, &options->format,
          "Form of the measurements: objects (default), strings or mixed", "FORM" },
        { "plural", 0, 0, G_OPTION_ARG_NONE, &options->plural,
          "Serve /api/measurements/0, not /api/measurement/0 (default: both)", NULL },
        { "singular", 0, 0, G_OPTION_ARG_NONE, &options->singular,
          "Serve /api/measurement/0, not /api/measurements/0 (default: both)", NULL },
        { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
          "Seconds that pass in the house per second (1)", "X" },
        { "start-time", 0, 0, G_OPTION_ARG_STRING, &options->start_time,
          "Time of the house at the start, ISO 8601; UTC unless it says otherwise", "TIME" },
        { NULL },
    };

    return emulate_options_parse ("– an Iskra Smart Gateway", entries, argc, argv, error);
}

static gboolean
check_format (Options *options, GError **error)
{
    static const char *const names[] = { "objects", "strings", "mixed" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        if (options->format == NULL || g_str_equal (options->format, names[i])) {
            options->format_value = (IskraSgFormat)i;
            return TRUE;
        }
    }
    return emulate_options_refuse (error, "--format must be objects, strings or mixed");
}

static gboolean
check_mqtt (Options *options, GError **error)
{
    if ((options->mqtt_user == NULL) != (options->mqtt_password == NULL))
        return emulate_options_refuse (error,
                                       "--mqtt-user and --mqtt-password must be given together");
    if (options->push_interval < 1 || options->push_interval > 43200)
        return emulate_options_refuse (error, "--push-interval must be 1 to 43200");
    return emulate_options_read_broker (options->mqtt, &options->mqtt_host, &options->mqtt_port,
                                        error);
}

static gboolean
check (Options *options, int argc, GError **error)
{
    if (argc > 1)
        return emulate_options_refuse (
            error, "iskra-sg takes options only; see “wattle-emulate iskra-sg --help”");
    if (!emulate_options_check_port ("--port", options->port, 0, error))
        return FALSE;
    if (!emulate_options_check_port ("--udp-port", options->udp_port, -1, error))
        return FALSE;
    if (!emulate_options_check_port ("--modbus", options->modbus, -1, error))
        return FALSE;
    if (options->serial_offset < 0 || options->serial_offset > 9999)
        return emulate_options_refuse (error, "--serial-offset must be 0 to 9999");
    if ((options->user == NULL) != (options->password == NULL))
        return emulate_options_refuse (error, "--user and --password must be given together");
    return emulate_options_check_speed (options->speed, error) && check_format (options, error) &&
           emulate_options_read_start (options->start_time, &options->start, error) &&
           check_mqtt (options, error);
}

static gboolean
start_mqtt (IskraSg *gateway, const Options *options, GError **error)
{
    const IskraSgMqttSettings settings = {
        .host = options->mqtt_host,
        .port = options->mqtt_port,
        .user = options->mqtt_user,
        .password = options->mqtt_password,
        .root_topic = options->root_topic,
        .sub_topic = options->sub_topic,
        .pub_topic = options->pub_topic,
        .push_interval = (guint)options->push_interval,
    };

    return options->mqtt == NULL || iskra_sg_start_mqtt (gateway, &settings, error);
}

static IskraSg *
make_gateway (const Options *options, GError **error)
{
    g_autoptr (WattleClock) clock = wattle_clock_new (options->speed);
    g_autoptr (WattleClock) pace = wattle_clock_new (1);
    g_autoptr (IskraSg) gateway = iskra_sg_new_at (clock, options->start);

    iskra_sg_set_pace_clock (gateway, pace);
    iskra_sg_set_serial_offset (gateway, (guint)options->serial_offset);
    iskra_sg_set_format (gateway, options->format_value);
    if (options->plural != options->singular)
        iskra_sg_set_paths (gateway,
                            options->plural ? ISKRA_SG_PATHS_PLURAL : ISKRA_SG_PATHS_SINGULAR);
    if (options->user != NULL)
        iskra_sg_set_credentials (gateway, options->user, options->password);
    if (!iskra_sg_start (gateway, options->address != NULL ? options->address : "127.0.0.1",
                         (guint)options->port, error) ||
        (options->udp_port >= 0 &&
         !iskra_sg_start_udp (gateway, (guint)options->udp_port, error)) ||
        (options->modbus >= 0 && !iskra_sg_start_modbus (gateway, (guint)options->modbus, error)) ||
        !start_mqtt (gateway, options, error))
        return NULL;
    return g_steal_pointer (&gateway);
}

static void
say_where (IskraSg *gateway, const Options *options)
{
    g_print ("iskra-sg listening on %s", iskra_sg_get_uri (gateway));
    if (iskra_sg_get_udp_port (gateway) != 0)
        g_print (", answering searches on UDP port %u", iskra_sg_get_udp_port (gateway));
    if (iskra_sg_get_modbus_port (gateway) != 0)
        g_print (", Modbus on port %u", iskra_sg_get_modbus_port (gateway));
    if (options->mqtt != NULL)
        g_print (", publishing below “%s” to %s", iskra_sg_get_root_topic (gateway), options->mqtt);
    g_print ("\n");
}

int
emulate_iskra_sg (int argc, char **argv)
{
    g_auto (Options) options = { .udp_port = -1, .modbus = -1, .speed = 1, .push_interval = 600 };
    g_autoptr (IskraSg) gateway = NULL;
    g_autoptr (GError) error = NULL;

    if (!parse (&argc, &argv, &options, &error) || !check (&options, argc, &error))
        return emulate_fail (error);
    gateway = make_gateway (&options, &error);
    if (gateway == NULL)
        return emulate_fail (error);

    emulate_catch_signals ();
    say_where (gateway, &options);
    if (options.ready_file != NULL &&
        !emulate_write_ready_file (
            options.ready_file, iskra_sg_get_port (gateway), iskra_sg_get_udp_port (gateway),
            iskra_sg_get_modbus_port (gateway), iskra_sg_get_root_topic (gateway), &error))
        return emulate_fail (error);
    emulate_run_until_signal ();
    return 0;
}
