/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-message.h"

#include <glib/gi18n.h>

#include "base/wattle-error.h"
#include "base/wattle-json.h"
#include "base/wattle-message.h"
#include "wattle-cli.h"

char *
wattle_cli_message_translate (GVariant *sentence)
{
    g_autoptr (WattleMessage) message = wattle_message_new_from_variant (sentence);

    return message != NULL ? wattle_message_translate (message, GETTEXT_PACKAGE) : NULL;
}

char *
wattle_cli_message_get_english (GVariant *sentence)
{
    const char *text = "";

    g_variant_lookup (sentence, "text", "&s", &text);
    return *text != '\0' ? g_strdup (text) : NULL;
}

char *
wattle_cli_message_lookup (GVariant *dict, const char *key)
{
    g_autoptr (GVariant) sentence = g_variant_lookup_value (dict, key, G_VARIANT_TYPE_VARDICT);

    return sentence != NULL ? wattle_cli_message_translate (sentence) : NULL;
}

/* Errors */

static GStrv
read_arguments (JsonObject *object)
{
    JsonArray *array = wattle_json_peek_array (object, "arguments");
    g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

    for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
        const char *text = "";

        wattle_json_node_is_string (json_array_get_element (array, i), &text);
        g_strv_builder_add (list, text);
    }
    return g_strv_builder_end (list);
}

char *
wattle_cli_message_translate_json (const char *text)
{
    g_autoptr (JsonObject) object = wattle_json_parse_object (text, -1, NULL);
    const char *template = object != NULL ? wattle_json_peek_string (object, "template") : NULL;
    const char *whole = object != NULL ? wattle_json_peek_string (object, "text") : NULL;
    g_autoptr (WattleMessage) message = NULL;
    g_auto (GStrv) arguments = NULL;

    if (template == NULL || *template == '\0')
        return g_strdup (whole != NULL ? whole : text);

    arguments = read_arguments (object);
    message = wattle_message_new_parts (wattle_json_peek_string (object, "prefix"), template,
                                        (const char *const *)arguments);
    return wattle_message_translate (message, GETTEXT_PACKAGE);
}

char *
wattle_cli_message_explain (const GError *error)
{
    g_autoptr (WattleMessage) message = wattle_message_new_from_error (error);

    return wattle_message_translate (message, GETTEXT_PACKAGE);
}

static WattleCliStatus
judge_own (int code)
{
    switch (code) {
    case WATTLE_ERROR_CONFIG:
    case WATTLE_ERROR_NOT_FOUND:
    case WATTLE_ERROR_NOT_SUPPORTED:
        return WATTLE_CLI_USAGE;
    case WATTLE_ERROR_NOT_PERMITTED:
    case WATTLE_ERROR_AUTH:
        return WATTLE_CLI_REFUSED;
    default:
        return WATTLE_CLI_PROBLEM;
    }
}

static WattleCliStatus
judge_bus (int code)
{
    switch (code) {
    case G_DBUS_ERROR_SERVICE_UNKNOWN:
    case G_DBUS_ERROR_NAME_HAS_NO_OWNER:
    case G_DBUS_ERROR_NO_REPLY:
    case G_DBUS_ERROR_DISCONNECTED:
    case G_DBUS_ERROR_TIMEOUT:
        return WATTLE_CLI_UNREACHABLE;
    case G_DBUS_ERROR_ACCESS_DENIED:
    case G_DBUS_ERROR_AUTH_FAILED:
        return WATTLE_CLI_REFUSED;
    default:
        return WATTLE_CLI_PROBLEM;
    }
}

static WattleCliStatus
judge (const GError *error)
{
    if (error->domain == WATTLE_ERROR)
        return judge_own (error->code);
    if (error->domain == G_DBUS_ERROR)
        return judge_bus (error->code);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        return WATTLE_CLI_UNREACHABLE;
    return WATTLE_CLI_PROBLEM;
}

void
wattle_cli_message_propagate (GError **destination, GError *error)
{
    gboolean unknown = g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
    WattleCliStatus status = judge (error);
    g_autofree char *text = NULL;

    g_dbus_error_strip_remote_error (error);
    text = wattle_cli_message_translate_json (error->message);
    if (unknown)
        g_set_error (destination, WATTLE_CLI_ERROR, status,
                     _ ("the host that runs does not know this yet: it is older than this program "
                        "(%s)"),
                     text);
    else
        g_set_error_literal (destination, WATTLE_CLI_ERROR, status, text);
    g_error_free (error);
}
