/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "iskra-sg-http.h"

/* The gateway reads the meter over its serial line while we wait. */
#define TIMEOUT_MS 10000

/* The credentials go into a cookie of that odd name, not into a header, and only if there are both.
 * (The maker's client pyiskra does so.) */
static WattleRequest *
make_request (guint tag, const char *method, const char *path, WattleOptions *options)
{
    WattleRequest *request = wattle_request_new_http (tag, method, path);

    wattle_request_with_timeout (request, TIMEOUT_MS);
    if (wattle_options_has (options, "User") && wattle_options_has (options, "Password"))
        wattle_request_with_header (request, "Cookie", "Authorization=Basic {basic:User:Password}");
    return request;
}

WattleRequest *
iskra_sg_http_get (guint tag, const char *path, WattleOptions *options)
{
    return make_request (tag, "GET", path, options);
}

WattleRequest *
iskra_sg_http_post (guint tag, const char *path, const char *body, WattleOptions *options)
{
    return wattle_request_with_body (make_request (tag, "POST", path, options), "application/json",
                                     body);
}

static gboolean
check_type (WattleFrame *frame, GError **error)
{
    const char *type = wattle_frame_get_content_type (frame);

    if (type != NULL && g_ascii_strcasecmp (type, "application/json") == 0)
        return TRUE;

    if (type != NULL && g_ascii_strcasecmp (type, "text/html") == 0)
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "a web page came instead of application/json: this is another device, "
                          "or its firmware is too old to have the paths below /api");
    else
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL,
                          "content of type “%s” came instead of application/json",
                          type != NULL ? type : "none");
    return FALSE;
}

/* Returns the answer as object, or NULL. A meter that is silent on its bus makes the gateway end
 * the connection without an answer, or answer with nothing: @silence says what that means. */
JsonObject *
iskra_sg_http_read (WattleFrame *frame, const char *silence, GError **error)
{
    WattleOutcome outcome = wattle_frame_get_outcome (frame);
    gboolean answered = outcome == WATTLE_OUTCOME_ANSWERED && wattle_frame_check (frame, NULL);

    if (outcome == WATTLE_OUTCOME_EMPTY ||
        (answered && g_bytes_get_size (wattle_frame_get_bytes (frame)) == 0)) {
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT, "%s", silence);
        return NULL;
    }
    if (!wattle_frame_check (frame, error) || !check_type (frame, error))
        return NULL;

    return wattle_frame_get_json (frame, error);
}
