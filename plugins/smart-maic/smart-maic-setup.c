/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-setup.h"

#define MAX_LENGTH 255
#define TIMEOUT_MS 5000

/* Parameter of the request, which is the member of webinit too; where it is kept meanwhile; and the
 * option that goes before it. */
static const struct {
    const char *parameter;
    const char *state;
    const char *option;
} fields[] = {
    { "serv", "setup_serv", "SetupServer" },
    { "port", "setup_port", "SetupPort" },
    { "uname", "setup_uname", "SetupUser" },
    { "pass", "setup_pass", "SetupPassword" },
};

static gboolean
is_plain (const char *text)
{
    if (g_utf8_strlen (text, -1) > MAX_LENGTH)
        return FALSE;
    for (; *text != '\0'; text++)
        if (g_ascii_iscntrl (*text))
            return FALSE;
    return TRUE;
}

/* A port may be a number. */
static char *
dup_text (JsonObject *webinit, const char *member)
{
    JsonNode *node = json_object_get_member (webinit, member);
    const char *text;
    double number;

    if (node != NULL && wattle_json_node_is_string (node, &text))
        return g_strdup (text);
    if (node != NULL && wattle_json_node_is_number (node, &number))
        return wattle_number_format (number, 0);
    return NULL;
}

static gboolean
keep (WattleSource *source, WattleOptions *options, JsonObject *webinit, guint i, GError **error)
{
    g_autofree char *text = dup_text (webinit, fields[i].parameter);

    if (wattle_options_has (options, fields[i].option))
        return TRUE;
    if (text != NULL && is_plain (text) &&
        wattle_source_set_state (source, fields[i].state, text, WATTLE_STATE_SECRET))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the device does not tell its setting “%s”, which would be lost; set the "
                      "option %s",
                      fields[i].parameter, fields[i].option);
    return FALSE;
}

gboolean
smart_maic_setup_read (WattleSource *source,
                       WattleOptions *options,
                       JsonObject *webinit,
                       GError **error)
{
    g_autofree char *server = dup_text (webinit, "serv");

    if (!wattle_options_has (options, "SetupServer") && g_strcmp0 (server, "") == 0) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "SetupServer: must be set, as the device knows no broker yet");
        return FALSE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        if (!keep (source, options, webinit, i, error))
            return FALSE;
    return TRUE;
}

void
smart_maic_setup_forget (WattleSource *source)
{
    for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        wattle_source_set_state (source, fields[i].state, NULL, WATTLE_STATE_SECRET);
}

/* All are filled in by the host, escaped. */
WattleRequest *
smart_maic_setup_send (guint tag, WattleOptions *options)
{
    g_autoptr (GString) path = g_string_new ("/?page=mqtt");
    WattleRequest *request;

    for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
        gboolean given = wattle_options_has (options, fields[i].option);

        g_string_append_printf (path, "&%s={%s:%s}", fields[i].parameter,
                                given ? "option" : "state",
                                given ? fields[i].option : fields[i].state);
    }
    /* Separator 2 is the slash. */
    g_string_append_printf (
        path, "&mqtt_on=1&mqttint=%" G_GINT64_FORMAT "&separat=2&prefix={option:Prefix}",
        wattle_options_get_integer (options, "PushInterval"));
    request = wattle_request_new_http (tag, "GET", path->str);
    wattle_request_with_timeout (request, TIMEOUT_MS);
    return wattle_request_with_flags (request,
                                      WATTLE_REQUEST_REPORT_FAILURE | WATTLE_REQUEST_PRIVATE);
}

gboolean
smart_maic_setup_verify (WattleSource *source,
                         WattleOptions *options,
                         JsonObject *webinit,
                         GError **error)
{
    g_autofree char *server = dup_text (webinit, "serv");
    const char *wanted = wattle_options_has (options, "SetupServer")
                             ? wattle_options_get_text (options, "SetupServer")
                             : wattle_source_get_state (source, "setup_serv");

    if (g_strcmp0 (server, wanted) == 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                      "the device was told its settings of MQTT, and has others");
    return FALSE;
}
