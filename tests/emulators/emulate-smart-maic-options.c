/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulate-smart-maic-options.h"

#include <string.h>

#include "emulate-options.h"

#define MAX_PHRASE 15 /* bytes */

void
smart_maic_options_clear (SmartMaicOptions *options)
{
    g_free (options->address);
    g_free (options->ready_file);
    g_free (options->devid);
    g_free (options->pin);
    g_free (options->model_text);
    g_free (options->grade_text);
    g_free (options->mqtt);
    g_free (options->mqtt_user);
    g_free (options->mqtt_password);
    g_free (options->prefix);
    g_free (options->separator);
    g_free (options->form);
    g_free (options->on_phrase);
    g_free (options->off_phrase);
    g_free (options->start_time);
    g_free (options->mqtt_host);
}

static gboolean
parse (int *argc, char ***argv, SmartMaicOptions *options, GError **error)
{
    const GOptionEntry entries[] = {
        { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "TCP port; 0, the default: any", "N" },
        { "control", 0, 0, G_OPTION_ARG_INT, &options->control,
          "Port for faults and the state; 0: any (default: none)", "N" },
        { "address", 0, 0, G_OPTION_ARG_STRING, &options->address,
          "IP address to listen on (127.0.0.1)", "IP" },
        { "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &options->ready_file,
          "Write {\"http\":PORT,\"mqtt\":\"IP:PORT\",\"pin\":PIN,\"devid\":NUMBER} there once it "
          "listens",
          "FILE" },
        { "model", 0, 0, G_OPTION_ARG_STRING, &options->model_text, "d101, d103 (default) or d105",
          "MODEL" },
        { "grade", 0, 0, G_OPTION_ARG_STRING, &options->grade_text,
          "standard or extended (default)", "GRADE" },
        { "devid", 0, 0, G_OPTION_ARG_STRING, &options->devid,
          "Device number (1710203318, 1728104417 or 1750900126)", "DIGITS" },
        { "pin", 0, 0, G_OPTION_ARG_STRING, &options->pin, "PIN (4711)", "DIGITS" },
        { "mqtt", 0, 0, G_OPTION_ARG_STRING, &options->mqtt,
          "Broker to publish to and take commands from (default: none)", "IP:PORT" },
        { "mqtt-user", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_user, "User name there", "NAME" },
        { "mqtt-password", 0, 0, G_OPTION_ARG_STRING, &options->mqtt_password, "Password there",
          "TEXT" },
        { "prefix", 0, 0, G_OPTION_ARG_STRING, &options->prefix,
          "What all topics begin with, its own slash included (default: nothing)", "TEXT" },
        { "separator", 0, 0, G_OPTION_ARG_STRING, &options->separator,
          "Between device number and name: / (default) or .", "CHARACTER" },
        { "form", 0, 0, G_OPTION_ARG_STRING, &options->form,
          "What is published: json, scalars or both (default)", "FORM" },
        { "interval", 0, 0, G_OPTION_ARG_INT, &options->interval,
          "Seconds of the house between messages; 0, the default: 5, or 60 for standard", "N" },
        { "on-phrase", 0, 0, G_OPTION_ARG_STRING, &options->on_phrase,
          "What SETOUT must say to switch on (1)", "TEXT" },
        { "off-phrase", 0, 0, G_OPTION_ARG_STRING, &options->off_phrase,
          "What SETOUT must say to switch off (0)", "TEXT" },
        { "no-setout", 0, 0, G_OPTION_ARG_NONE, &options->no_control,
          "SETOUT is not enabled in the device", NULL },
        { "newer-firmware", 0, 0, G_OPTION_ARG_NONE, &options->newer_firmware,
          "Shows frequencies and powset", NULL },
        { "old-firmware", 0, 0, G_OPTION_ARG_NONE, &options->old_firmware,
          "Ignores prefix and separator", NULL },
        { "fahrenheit", 0, 0, G_OPTION_ARG_NONE, &options->fahrenheit, "Temperatures in °F", NULL },
        { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &options->speed,
          "Seconds that pass in the house per second (1)", "X" },
        { "start-time", 0, 0, G_OPTION_ARG_STRING, &options->start_time,
          "Time of the house at the start, ISO 8601; UTC unless it says otherwise", "TIME" },
        { NULL },
    };

    return emulate_options_parse ("– a smart-MAIC D101, D103 or D105", entries, argc, argv, error);
}

/* @names: NULL-terminated; a missing text is the one at @fallback. */
static gboolean
choose (const char *text, const char *const *names, guint fallback, guint *choice)
{
    *choice = fallback;
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
check_names (SmartMaicOptions *options, GError **error)
{
    static const char *const models[] = { "d101", "d103", "d105", NULL };
    static const char *const grades[] = { "standard", "extended", NULL };
    static const char *const forms[] = { "json", "scalars", "both", NULL };
    guint choice;

    if (!choose (options->model_text, models, SMART_MAIC_D103, &choice))
        return emulate_options_refuse (error, "--model must be d101, d103 or d105");
    options->model = (SmartMaicModel)choice;
    if (!choose (options->grade_text, grades, SMART_MAIC_EXTENDED, &choice))
        return emulate_options_refuse (error, "--grade must be standard or extended");
    options->grade = (SmartMaicGrade)choice;
    if (!choose (options->form, forms, 2, &choice))
        return emulate_options_refuse (error, "--form must be json, scalars or both");
    options->forms = (SmartMaicForms)(choice + 1);
    return TRUE;
}

static gboolean
is_digits (const char *text, gsize min, gsize max)
{
    gsize length = strlen (text);

    return length >= min && length <= max && strspn (text, "0123456789") == length;
}

static gboolean
check_identity (const SmartMaicOptions *options, GError **error)
{
    if (options->devid != NULL && !is_digits (options->devid, 6, 16))
        return emulate_options_refuse (error, "--devid must be 6 to 16 digits");
    if (options->pin != NULL && !is_digits (options->pin, 1, 10))
        return emulate_options_refuse (error, "--pin must be 1 to 10 digits");
    return TRUE;
}

static gboolean
check_phrases (const SmartMaicOptions *options, GError **error)
{
    const char *on = options->on_phrase != NULL ? options->on_phrase : "1";
    const char *off = options->off_phrase != NULL ? options->off_phrase : "0";

    if (on[0] != '\0' && off[0] != '\0' && strlen (on) <= MAX_PHRASE &&
        strlen (off) <= MAX_PHRASE && !g_str_equal (on, off))
        return TRUE;
    return emulate_options_refuse (
        error, "--on-phrase and --off-phrase must be 1 to 15 bytes, and different");
}

static gboolean
check_mqtt (SmartMaicOptions *options, GError **error)
{
    if ((options->mqtt_user == NULL) != (options->mqtt_password == NULL))
        return emulate_options_refuse (error,
                                       "--mqtt-user and --mqtt-password must be given together");
    if (options->interval < 0 || options->interval > 86400)
        return emulate_options_refuse (error, "--interval must be 0 to 86400");
    if (options->separator != NULL && !g_str_equal (options->separator, "/") &&
        !g_str_equal (options->separator, "."))
        return emulate_options_refuse (error, "--separator must be / or .");
    if (options->prefix != NULL &&
        (strpbrk (options->prefix, "+#") != NULL || !g_utf8_validate (options->prefix, -1, NULL)))
        return emulate_options_refuse (error, "--prefix must be UTF-8 without + and #");
    return emulate_options_read_broker (options->mqtt, &options->mqtt_host, &options->mqtt_port,
                                        error);
}

gboolean
smart_maic_options_parse (SmartMaicOptions *options, int argc, char **argv, GError **error)
{
    *options = (SmartMaicOptions){ .control = -1, .speed = 1 };
    if (!parse (&argc, &argv, options, error))
        return FALSE;
    if (argc > 1)
        return emulate_options_refuse (
            error, "smart-maic takes options only; see “wattle-emulate smart-maic --help”");
    return emulate_options_check_port ("--port", options->port, 0, error) &&
           emulate_options_check_port ("--control", options->control, -1, error) &&
           emulate_options_check_speed (options->speed, error) &&
           emulate_options_read_start (options->start_time, &options->start, error) &&
           check_names (options, error) && check_identity (options, error) &&
           check_phrases (options, error) && check_mqtt (options, error);
}
