/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "smart-maic-http.h"

#include <string.h>

#include "smart-maic-key.h"

#define TIMEOUT_MS 5000
#define MAX_LOOK   4096 /* bytes of a page that are looked at */

/* The server speaks HTTP/1.0 and knows GET alone. Who it is and the PIN are filled in by the host.
 */
static WattleRequest *
get (guint tag, const char *path)
{
    WattleRequest *request = wattle_request_new_http (tag, "GET", path);

    wattle_request_with_timeout (request, TIMEOUT_MS);
    return wattle_request_with_flags (request, WATTLE_REQUEST_REPORT_FAILURE);
}

WattleRequest *
smart_maic_http_login (guint tag)
{
    return get (tag, "/?page=devlogin&devpass={option:Pin}");
}

/* The answer holds the password of the broker. */
WattleRequest *
smart_maic_http_info (guint tag)
{
    return wattle_request_with_flags (get (tag, "/?page=webinit"),
                                      WATTLE_REQUEST_REPORT_FAILURE | WATTLE_REQUEST_PRIVATE);
}

WattleRequest *
smart_maic_http_data (guint tag, gboolean by_page)
{
    return get (tag, by_page ? "/?page=getwdata"
                             : "/?page=getdata&devid={option:DeviceId}&devpass={option:Pin}");
}

/* 1 is on: the English article about getdata has it the other way round. */
WattleRequest *
smart_maic_http_switch (guint tag, gboolean on)
{
    return get (tag, on ? "/?page=pout&state=1" : "/?page=pout&state=0");
}

/* Whole watt-hours. */
WattleRequest *
smart_maic_http_counter (guint tag, guint key, double wh)
{
    g_autofree char *name = smart_maic_key_dup_name (key);
    g_autofree char *value = wattle_number_format (wh, 0);
    g_autofree char *path = g_strdup_printf ("/?page=initval&%s=%s", name, value);

    return get (tag, path);
}

static gboolean
is_too_often (WattleFrame *frame)
{
    return wattle_frame_get_status (frame) == 429;
}

/* Some calls are answered with status 400 although they were carried out. */
static gboolean
check_status (WattleFrame *frame, GError **error)
{
    return (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED &&
            wattle_frame_get_status (frame) == 400) ||
           wattle_frame_check (frame, error);
}

static SmartMaicAnswer
judge_status (WattleFrame *frame, GError **error)
{
    if (wattle_frame_get_outcome (frame) == WATTLE_OUTCOME_ANSWERED) {
        guint status = wattle_frame_get_status (frame);

        if (status == 401 || status == 403)
            return SMART_MAIC_ANSWER_LOGIN;
        if (is_too_often (frame)) {
            wattle_error_set (error, WATTLE_ERROR_BUSY,
                              "the device was asked too often (status 429)");
            return SMART_MAIC_ANSWER_TOO_OFTEN;
        }
    }
    return check_status (frame, error) ? SMART_MAIC_ANSWER_GOOD : SMART_MAIC_ANSWER_BAD;
}

/* Texts of the device may hold bytes that are no UTF-8; numbers do not. */
static JsonObject *
parse (WattleFrame *frame, GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);
    g_autofree char *text = NULL;

    if (length > WATTLE_JSON_MAX_SIZE || data == NULL || g_utf8_validate_len (data, length, NULL))
        return wattle_json_parse_object (data != NULL ? data : "", (gssize)length, error);

    text = g_utf8_make_valid (data, (gssize)length);
    return wattle_json_parse_object (text, -1, error);
}

/* Where an object should begin and does not, the page to log in with came. */
static gboolean
begins_object (WattleFrame *frame)
{
    gsize length;
    const char *data = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isspace (data[i]))
            return data[i] == '{';
    return TRUE; /* nothing came at all */
}

SmartMaicAnswer
smart_maic_http_read (WattleFrame *frame, JsonObject **root, GError **error)
{
    SmartMaicAnswer answer = judge_status (frame, error);

    *root = NULL;
    if (answer != SMART_MAIC_ANSWER_GOOD)
        return answer;
    if (!begins_object (frame))
        return SMART_MAIC_ANSWER_LOGIN;
    *root = parse (frame, error);
    return *root != NULL ? SMART_MAIC_ANSWER_GOOD : SMART_MAIC_ANSWER_BAD;
}

static gboolean
has_word (const char *text, const char *word)
{
    gsize length = strlen (word);

    for (; *text != '\0'; text++)
        if (g_ascii_strncasecmp (text, word, length) == 0)
            return TRUE;
    return FALSE;
}

SmartMaicAnswer
smart_maic_http_check (WattleFrame *frame, GError **error)
{
    SmartMaicAnswer answer = judge_status (frame, error);
    g_autofree char *start = NULL;
    gsize length;
    const char *data = g_bytes_get_data (wattle_frame_get_bytes (frame), &length);

    if (answer != SMART_MAIC_ANSWER_GOOD || data == NULL)
        return answer;

    start = g_strstrip (g_strndup (data, MIN (length, MAX_LOOK)));
    if (*start != '<')
        return answer;
    return has_word (start, "login") || has_word (start, "unauthorized") ? SMART_MAIC_ANSWER_LOGIN
                                                                         : answer;
}

void
smart_maic_http_set_auth_error (WattleError code, GError **error)
{
    wattle_error_set (error, code,
                      "authentication failed: the device wants to be logged in to again, so Pin is "
                      "not its PIN, or DeviceId not its number");
}
