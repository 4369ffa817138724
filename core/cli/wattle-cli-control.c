/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <pwd.h>

#include "base/wattle-number.h"
#include "base/wattle-reason-text.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-device.h"
#include "wattle-cli-fields.h"
#include "wattle-cli-message.h"
#include "wattle-cli-output.h"
#include "wattle-cli-report.h"
#include "wattle-cli-time.h"
#include "wattle-cli-words.h"

/* set */

static gboolean
add_for (GVariantDict *options, const char *text, GError **error)
{
    gint64 span;

    if (text == NULL)
        return TRUE;
    if (wattle_cli_time_parse_span (text, &span)) {
        g_variant_dict_insert (options, "for", "d", (double)span / G_USEC_PER_SEC);
        return TRUE;
    }

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("“%s” is no span; allowed are such as 90s, 15min, 2h, 1h30min or 3d"), text);
    return FALSE;
}

static gboolean
add_until (GVariantDict *options, const char *text, gint64 now, GError **error)
{
    gint64 time;

    if (text == NULL)
        return TRUE;
    if (g_str_equal (text, "change") || g_str_equal (text, "released")) {
        g_variant_dict_insert (options, "until", "s", text);
        return TRUE;
    }
    if (wattle_cli_time_parse_next (text, now, &time)) {
        g_variant_dict_insert (options, "until", "x", time);
        return TRUE;
    }

    g_set_error (
        error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
        _ ("“%s” is no time to come; allowed are such as 18:00 or 2026-06-01T18:00, and the "
           "words change and released"),
        text);
    return FALSE;
}

static GVariant *
make_options (WattleCli *cli, const WattleCliArguments *arguments, GError **error)
{
    g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);
    gint64 now = wattle_clock_get_wall (cli->clock);

    if (!add_for (&options, wattle_cli_arguments_get (arguments, "for"), error) ||
        !add_until (&options, wattle_cli_arguments_get (arguments, "until"), now, error))
        return NULL;
    return g_variant_ref_sink (g_variant_dict_end (&options));
}

/* NULL: the host does not say. */
static GVariant *
ask_why (const WattleCliOutput *output, GError **error)
{
    g_autoptr (GVariant) reply =
        wattle_cli_bus_ask (output->control, "Why", g_variant_new ("(s)", output->key), error);

    return reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
}

/* What the device says by now: a toggle, for one, does not say what comes of it. */
static int
report_set (WattleCli *cli, const WattleCliOutput *output)
{
    g_autofree char *name = wattle_cli_output_dup_name (output);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) reason = ask_why (output, &error);
    g_autoptr (GVariant) actual = NULL;
    g_autofree char *value = NULL;

    if (reason == NULL)
        return wattle_cli_fail (error);
    actual = g_variant_lookup_value (reason, "actual", NULL);
    value = wattle_reason_text_value (actual, output->unit);
    return wattle_cli_report_done (cli, "output", name, _ ("%s is %s."), name, value);
}

static int
run_set (WattleCli *cli, const WattleCliArguments *arguments)
{
    guint n = wattle_cli_arguments_get_n_operands (arguments);
    const char *value = wattle_cli_arguments_get_operand (arguments, n - 1);
    g_autoptr (GError) error = NULL;
    g_autoptr (GVariant) options = make_options (cli, arguments, &error);
    g_autoptr (WattleCliOutput) output =
        options != NULL ? wattle_cli_output_find (cli, arguments, 1, &error) : NULL;
    g_autoptr (GVariant) reply = NULL;

    if (output != NULL)
        reply = wattle_cli_bus_change (
            output->control, "Set",
            g_variant_new ("(sv@a{sv})", output->key, g_variant_new_string (value), options),
            &error);
    return reply != NULL ? report_set (cli, output) : wattle_cli_fail (error);
}

/* release */

static int
run_release (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliOutput) output = wattle_cli_output_find (cli, arguments, 0, &error);
    g_autoptr (GVariant) reply = NULL;
    g_autofree char *name = NULL;

    if (output != NULL)
        reply = wattle_cli_bus_change (output->control, "Release",
                                       g_variant_new ("(s)", output->key), &error);
    if (reply == NULL)
        return wattle_cli_fail (error);

    name = wattle_cli_output_dup_name (output);
    return wattle_cli_report_done (cli, "output", name, _ ("Nobody holds %s by hand any more."),
                                   name);
}

/* why */

static const WattleCliField state_fields[] = {
    { "actual", NULL, WATTLE_CLI_FIELD_VALUE },      { "known", NULL, WATTLE_CLI_FIELD_VALUE },
    { "available", NULL, WATTLE_CLI_FIELD_VALUE },   { "wish", NULL, WATTLE_CLI_FIELD_VALUE },
    { "settled", NULL, WATTLE_CLI_FIELD_VALUE },     { "command", NULL, WATTLE_CLI_FIELD_WORD },
    { "commanded", NULL, WATTLE_CLI_FIELD_VALUE },   { "tries", NULL, WATTLE_CLI_FIELD_VALUE },
    { "held-by", "held_by", WATTLE_CLI_FIELD_WORD },
};

static const WattleCliField claim_fields[] = {
    { "author", NULL, WATTLE_CLI_FIELD_WORD },
    { "layer", NULL, WATTLE_CLI_FIELD_WORD },
    { "value", NULL, WATTLE_CLI_FIELD_VALUE },
    { "priority", NULL, WATTLE_CLI_FIELD_VALUE },
    { "order", NULL, WATTLE_CLI_FIELD_VALUE },
    { "continuous", NULL, WATTLE_CLI_FIELD_VALUE },
    { "since", NULL, WATTLE_CLI_FIELD_TIME },
    { "until", NULL, WATTLE_CLI_FIELD_TIME },
    { "until-change", "until_change", WATTLE_CLI_FIELD_VALUE },
    { "why", NULL, WATTLE_CLI_FIELD_WORD }, /* of those that lost */
};

static const WattleCliField rest_fields[] = {
    { "waits-until", "waits_until", WATTLE_CLI_FIELD_TIME },
    { "partner", NULL, WATTLE_CLI_FIELD_WORD },
    { "pushed-by", "pushed_by", WATTLE_CLI_FIELD_WORD },
    { "starts", NULL, WATTLE_CLI_FIELD_VALUE },
    { "seconds-on", "seconds_on", WATTLE_CLI_FIELD_VALUE },
    { "last-switch", "last_switch", WATTLE_CLI_FIELD_TIME },
};

static void
add_claims (WattleCliJson *json, GVariant *reason)
{
    g_autoptr (GVariant) claim = g_variant_lookup_value (reason, "claim", G_VARIANT_TYPE_VARDICT);
    g_autoptr (GVariant) lost = g_variant_lookup_value (reason, "lost", G_VARIANT_TYPE ("aa{sv}"));

    if (claim != NULL) {
        wattle_cli_json_begin_object (json, "claim");
        wattle_cli_fields_add (json, claim, claim_fields, G_N_ELEMENTS (claim_fields) - 1);
        wattle_cli_json_end_object (json);
    } else {
        wattle_cli_json_add_null (json, "claim");
    }
    wattle_cli_fields_add_list (json, "lost", lost, claim_fields, G_N_ELEMENTS (claim_fields));
}

static gboolean
is_in_trouble (WattleDBusDevice *device)
{
    return !g_str_equal (wattle_dbus_device_get_state (device), "online");
}

/* What is wrong with the device, such as a time that stands still. */
static void
print_device (WattleDBusDevice *device)
{
    const char *state = wattle_dbus_device_get_state (device);
    g_autofree char *trouble = wattle_cli_message_translate (wattle_dbus_device_get_error (device));
    const char *word = wattle_cli_words_translate (WATTLE_CLI_WORDS_DEVICE_STATE, state);

    if (*trouble != '\0')
        g_print (_ ("  The device is %s: %s\n"), word, trouble);
    else
        g_print (_ ("  The device is %s.\n"), word);
}

static void
add_device (WattleCliJson *json, WattleDBusDevice *device)
{
    g_autofree char *trouble = wattle_cli_message_translate (wattle_dbus_device_get_error (device));

    wattle_cli_json_add_word (json, "state", wattle_dbus_device_get_state (device));
    wattle_cli_json_add_word (json, "error", trouble);
}

static void
print_json (const WattleCliOutput *output, WattleDBusDevice *device, GVariant *reason)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    const char *waits = wattle_cli_fields_get_text (reason, "waits");

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "device", output->id);
    wattle_cli_json_add_text (json, "output", output->key);
    wattle_cli_fields_add (json, reason, state_fields, G_N_ELEMENTS (state_fields));
    add_claims (json, reason);
    wattle_cli_json_add_word (json, "waits", g_str_equal (waits, "none") ? "" : waits);
    wattle_cli_fields_add (json, reason, rest_fields, G_N_ELEMENTS (rest_fields));
    if (device != NULL)
        add_device (json, device);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static char *
name_user (const char *uid)
{
    gint64 number;
    struct passwd *entry = wattle_number_parse_integer (uid, 0, G_MAXUINT32, &number, NULL)
                               ? getpwuid ((uid_t)number)
                               : NULL;

    return entry != NULL ? g_strdup (entry->pw_name) : NULL;
}

static void
print_text (WattleCli *cli,
            const WattleCliOutput *output,
            WattleDBusDevice *device,
            GVariant *reason)
{
    WattleReasonStyle style = { output->unit, wattle_clock_get_wall (cli->clock), name_user };
    g_auto (GStrv) lines = wattle_reason_text_list (reason, &style);
    g_autofree char *name = wattle_cli_output_dup_name (output);

    g_print ("%s\n", name);
    if (device != NULL && is_in_trouble (device))
        print_device (device);
    for (char **line = lines; *line != NULL; line++)
        g_print ("  %s\n", *line);
}

static int
explain_device (WattleCli *cli, WattleDBusDevice *device)
{
    g_autoptr (WattleCliJson) json = NULL;

    if (!cli->json) {
        g_print ("%s\n", wattle_dbus_device_get_id (device));
        print_device (device);
        return WATTLE_CLI_OK;
    }

    json = wattle_cli_json_new ();
    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "device", wattle_dbus_device_get_id (device));
    wattle_cli_json_add_null (json, "output");
    add_device (json, device);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
    return WATTLE_CLI_OK;
}

/* Of a device in trouble that is named alone, its trouble is the answer: all it shows may be old.
 */
static int
run_why (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliOutput) output = wattle_cli_output_find (cli, arguments, 0, &error);
    g_autoptr (GVariant) reason = output != NULL ? ask_why (output, &error) : NULL;
    g_autoptr (WattleDBusObject) object = wattle_cli_device_find (
        cli, output != NULL ? output->id : wattle_cli_arguments_get_operand (arguments, 0), NULL);
    WattleDBusDevice *device = object != NULL ? wattle_dbus_object_peek_device (object) : NULL;

    if (reason == NULL && device != NULL && is_in_trouble (device) &&
        wattle_cli_arguments_get_operand (arguments, 1) == NULL)
        return explain_device (cli, device);
    if (reason == NULL)
        return wattle_cli_fail (error);
    if (cli->json)
        print_json (output, device, reason);
    else
        print_text (cli, output, device, reason);
    return WATTLE_CLI_OK;
}

static const WattleCliOption set_options[] = {
    { "for", "SPAN", N_ ("for so long, such as 90s, 15min, 2h or 1h30min") },
    { "until", "TIME",
      N_ ("until a time such as 18:00 or 2026-06-01T18:00, until change, or until "
          "released") },
    { NULL },
};

const WattleCliCommand wattle_cli_control_commands[] = {
    { "set", "DEVICE [OUTPUT] VALUE", N_ ("switch or set an output"),
      N_ ("Wants an output to be something: on, off or toggle for a switch, a number, or one of "
          "the "
          "words it knows. It waits for the device to confirm that. DEVICE/OUTPUT is understood "
          "too, "
          "and a device with one output needs no name of it. Unless told otherwise, it is wanted "
          "for "
          "two hours, or until the automations want something else. When a stronger wish or a "
          "protection is in the way, the exit status is 4, and wattle why tells what is waited "
          "for."),
      "wattle set sim relay on --for 30min\nwattle set sim/setpoint 21.5 --until 22:00",
      set_options, run_set },
    { "release", "DEVICE [OUTPUT]", N_ ("leave an output to the automations"),
      N_ ("Takes back what people want of an output, whoever they are: automations decide again, "
          "and "
          "without any it stays as it is."),
      "wattle release sim relay", NULL, run_release },
    { "why", "DEVICE [OUTPUT]", N_ ("why an output is as it is"),
      N_ ("Names the wish that holds an output, whose it is and when it ends, the wishes that "
          "lost, "
          "the protection that waits, what came of the last command, how often it was "
          "switched, and what is wrong with the device, if something is."),
      "wattle why sim relay\nwattle why sim/relay --json", NULL, run_why },
    { NULL },
};
