/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-http-message.h"

#include "base/wattle-error.h"
#include "wattle-placeholder.h"

static char *
expand (WattleLinkCall *call, const char *text, WattlePlace place, GError **error)
{
    return wattle_placeholder_expand (text, place, call->placeholder, call->user_data, error);
}

static gboolean
add_headers (SoupMessage *message, WattleLinkCall *call, GError **error)
{
    SoupMessageHeaders *headers = soup_message_get_request_headers (message);

    for (guint i = 0; i < wattle_request_get_n_headers (call->request); i++) {
        const char *template;
        const char *name = wattle_request_get_header (call->request, i, &template);
        g_autofree char *value = expand (call, template, WATTLE_PLACE_HEADER, error);

        if (value == NULL)
            return FALSE;
        soup_message_headers_append (headers, name, value);
    }

    return TRUE;
}

static gboolean
add_body (SoupMessage *message, WattleLinkCall *call, GError **error)
{
    const char *body = wattle_request_get_body (call->request);
    const char *content_type = wattle_request_get_content_type (call->request);
    g_autofree char *text = NULL;
    g_autoptr (GBytes) bytes = NULL;

    if (body == NULL)
        return TRUE;

    text = expand (call, body, wattle_placeholder_get_place (content_type), error);
    if (text == NULL)
        return FALSE;

    bytes = g_bytes_new (text, strlen (text));
    soup_message_set_request_body_from_bytes (message, content_type, bytes);
    return TRUE;
}

SoupMessage *
wattle_http_message_new (const char *uri, WattleLinkCall *call, GError **error)
{
    const char *path = wattle_request_get_path (call->request);
    g_autofree char *expanded = expand (call, path, WATTLE_PLACE_URL, error);
    g_autofree char *whole = NULL;
    g_autoptr (SoupMessage) message = NULL;

    if (expanded == NULL)
        return NULL;

    whole = g_strconcat (uri, *expanded == '/' ? "" : "/", expanded, NULL);
    message = soup_message_new (wattle_request_get_method (call->request), whole);
    if (message == NULL) {
        wattle_error_set (error, WATTLE_ERROR_PLUGIN,
                          "asking for “%s”: this is not a path of a URL", path);
        return NULL;
    }
    soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
    if (!add_headers (message, call, error) || !add_body (message, call, error))
        return NULL;

    return g_steal_pointer (&message);
}
