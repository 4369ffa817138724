/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-exchange.h"

#include <math.h>
#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-json.h"
#include "base/wattle-number.h"

#define MAX_MS     1e12
#define MAX_STATUS 999

static const char *const outcome_names[] = {
    [WATTLE_OUTCOME_ANSWERED] = "answered",
    [WATTLE_OUTCOME_PUSHED] = "pushed",
    [WATTLE_OUTCOME_EMPTY] = "empty",
    [WATTLE_OUTCOME_TIMEOUT] = "timeout",
    [WATTLE_OUTCOME_UNREACHABLE] = "unreachable",
    [WATTLE_OUTCOME_TLS] = "tls",
    [WATTLE_OUTCOME_REDIRECTED] = "redirected",
    [WATTLE_OUTCOME_TOO_LARGE] = "too-large",
    [WATTLE_OUTCOME_INVALID] = "invalid",
    [WATTLE_OUTCOME_BUSY] = "busy",
    [WATTLE_OUTCOME_DROPPED] = "dropped",
};

const char *
wattle_exchange_get_outcome_name (WattleOutcome outcome)
{
    return outcome_names[outcome];
}

WattleExchange *
wattle_exchange_new (gint64 time, const char *device, const char *request, WattleFrame *frame)
{
    WattleExchange *self = g_new (WattleExchange, 1);

    self->time = time;
    self->device = g_strdup (device);
    self->request = g_strdup (request);
    self->frame = g_object_ref (frame);
    return self;
}

void
wattle_exchange_free (WattleExchange *self)
{
    g_free (self->device);
    g_free (self->request);
    g_object_unref (self->frame);
    g_free (self);
}

WattleLinkKind
wattle_exchange_get_kind (const WattleExchange *self)
{
    if (self->request == NULL || g_str_has_prefix (self->request, "PUBLISH "))
        return WATTLE_LINK_MQTT;

    if (g_str_has_prefix (self->request, "MODBUS "))
        return WATTLE_LINK_MODBUS;
    return g_str_has_prefix (self->request, "LOCAL ") ? WATTLE_LINK_NONE : WATTLE_LINK_HTTP;
}

/* Writing */

void
wattle_exchange_append_text (GString *text,
                             const char *name,
                             const char *value,
                             WattleRedaction *redaction)
{
    g_autofree char *redacted = wattle_redaction_apply_text (redaction, value);

    if (value == NULL)
        return;
    g_string_append_c (text, ',');
    wattle_json_append_string (text, name);
    g_string_append_c (text, ':');
    wattle_json_append_string (text, redacted);
}

/* Redacted before it is known whether it is text: base64 would hide a secret from us only. */
static void
append_bytes (GString *text, const char *name, GBytes *bytes, WattleRedaction *redaction)
{
    gsize length;
    const char *data = g_bytes_get_data (bytes, &length);
    g_autoptr (GString) redacted = wattle_redaction_apply (redaction, data, length);

    g_string_append_printf (text, ",\"%s\":", name);
    if (g_utf8_validate_len (redacted->str, redacted->len, NULL)) {
        wattle_json_append_string (text, redacted->str);
    } else {
        g_autofree char *base64 = g_base64_encode ((const guchar *)redacted->str, redacted->len);

        g_string_append_printf (text, "{\"base64\":\"%s\"}", base64);
    }
}

static void
append_push (GString *text, WattleFrame *frame, WattleRedaction *redaction)
{
    wattle_exchange_append_text (text, "topic", wattle_frame_get_topic (frame), redaction);
    g_string_append_printf (text, ",\"retained\":%s",
                            wattle_frame_get_retained (frame) ? "true" : "false");
    append_bytes (text, "payload", wattle_frame_get_bytes (frame), redaction);
}

static void
append_answer (GString *text, WattleFrame *frame, WattleRedaction *redaction)
{
    g_string_append_printf (text, ",\"status\":%u", wattle_frame_get_status (frame));
    wattle_exchange_append_text (text, "content_type", wattle_frame_get_content_type (frame),
                                 redaction);
    append_bytes (text, "reply", wattle_frame_get_bytes (frame), redaction);
}

void
wattle_exchange_append (const WattleExchange *self, GString *text, WattleRedaction *redaction)
{
    WattleOutcome outcome = wattle_frame_get_outcome (self->frame);

    g_string_append (text, "{\"t\":");
    wattle_number_append (text, (double)self->time / 1000, 3);
    wattle_exchange_append_text (text, "device", self->device, redaction);
    wattle_exchange_append_text (text, "request", self->request, redaction);
    if (outcome == WATTLE_OUTCOME_PUSHED) {
        append_push (text, self->frame, redaction);
    } else if (outcome == WATTLE_OUTCOME_ANSWERED) {
        append_answer (text, self->frame, redaction);
    } else {
        wattle_exchange_append_text (text, "outcome", outcome_names[outcome], redaction);
        wattle_exchange_append_text (text, "detail", wattle_frame_get_detail (self->frame),
                                     redaction);
    }
    g_string_append_c (text, '}');
}

/* Reading */

static gboolean
refuse (GError **error, const char *member, const char *what)
{
    wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "JSON: “%s” is not %s", member, what);
    return FALSE;
}

static GBytes *
read_base64 (const char *member, JsonObject *object, GError **error)
{
    const char *text;
    g_autofree guchar *data = NULL;
    g_autofree char *again = NULL;
    gsize length;

    if (!wattle_json_get_string (object, "base64", &text, error))
        return NULL;

    /* GLib's decoder passes over what it does not know. */
    data = g_base64_decode (text, &length);
    again = g_base64_encode (data, length);
    if (!g_str_equal (text, again)) {
        refuse (error, member, "a text or {\"base64\":…}");
        return NULL;
    }
    return g_bytes_new (data, length);
}

static GBytes *
read_bytes (JsonObject *line, const char *member, GError **error)
{
    JsonObject *object = wattle_json_peek_object (line, member);
    const char *text;

    if (object != NULL)
        return read_base64 (member, object, error);
    if (!wattle_json_get_string (line, member, &text, error))
        return NULL;
    return g_bytes_new (text, strlen (text));
}

/* A member that may be missing, but not be something else. */
static gboolean
read_optional (JsonObject *line, const char *member, const char **text, GError **error)
{
    *text = NULL;
    return !json_object_has_member (line, member) ||
           wattle_json_get_string (line, member, text, error);
}

static WattleFrame *
read_push (JsonObject *line, gint64 time, GError **error)
{
    g_autoptr (GBytes) payload = NULL;
    const char *topic;
    gboolean retained;

    if (!wattle_json_get_string (line, "topic", &topic, error) ||
        !wattle_json_get_boolean (line, "retained", &retained, error))
        return NULL;
    payload = read_bytes (line, "payload", error);
    if (payload == NULL)
        return NULL;
    return wattle_frame_new_push (topic, payload, retained, time);
}

static WattleFrame *
read_answer (JsonObject *line, gint64 time, GError **error)
{
    g_autoptr (GBytes) reply = NULL;
    const char *content_type;
    gint64 status;

    if (!wattle_json_get_integer (line, "status", 0, MAX_STATUS, &status, error) ||
        !read_optional (line, "content_type", &content_type, error))
        return NULL;
    reply = read_bytes (line, "reply", error);
    if (reply == NULL)
        return NULL;
    return wattle_frame_new_answer (0, (guint)status, content_type, reply, time);
}

static WattleFrame *
read_failure (JsonObject *line, gint64 time, GError **error)
{
    const char *name;
    const char *detail;

    if (!wattle_json_get_string (line, "outcome", &name, error) ||
        !read_optional (line, "detail", &detail, error))
        return NULL;
    for (guint i = WATTLE_OUTCOME_EMPTY; i < G_N_ELEMENTS (outcome_names); i++)
        if (g_str_equal (name, outcome_names[i]))
            return wattle_frame_new_failure (0, (WattleOutcome)i, detail, time);

    refuse (error, "outcome", "one of the ways a request can fail");
    return NULL;
}

static WattleFrame *
read_frame (JsonObject *line, const char *request, gint64 time, GError **error)
{
    if (request == NULL)
        return read_push (line, time, error);
    if (json_object_has_member (line, "outcome"))
        return read_failure (line, time, error);

    return read_answer (line, time, error);
}

WattleExchange *
wattle_exchange_read (JsonObject *line, gint64 start, GError **error)
{
    g_autoptr (WattleFrame) frame = NULL;
    const char *device;
    const char *request;
    gint64 time;
    double ms;

    if (!wattle_json_get_number (line, "t", &ms, error) ||
        !wattle_json_get_string (line, "device", &device, error) ||
        !read_optional (line, "request", &request, error))
        return NULL;
    if (ms < 0 || ms > MAX_MS) {
        refuse (error, "t", "a number of milliseconds since the recording began");
        return NULL;
    }
    if (!wattle_ident_is_valid_device (device)) {
        refuse (error, "device", "an identifier of a device");
        return NULL;
    }

    time = llround (ms * 1000);
    frame = read_frame (line, request, start + time, error);
    return frame != NULL ? wattle_exchange_new (time, device, request, frame) : NULL;
}
