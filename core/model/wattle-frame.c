/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-frame-private.h"

#include <glib/gi18n-lib.h>

#include "base/wattle-error-private.h"
#include "base/wattle-json.h"

#define MIN_HTTP_STATUS 100

/**
 * WattleFrame:
 *
 * What came back: an answer, a pushed message, or how the request failed. It does not change.
 */
struct _WattleFrame {
    GObject parent_instance;

    WattleOutcome outcome;
    guint tag;
    guint status;
    char *content_type;
    char *topic;
    char *address;
    WattleMdnsService *service;
    char *detail;
    WattleMessage *sentence; /* NULL: none of its own */
    GBytes *bytes;
    gboolean retained;
    gint64 time;
};

G_DEFINE_FINAL_TYPE (WattleFrame, wattle_frame, G_TYPE_OBJECT)

static void
wattle_frame_finalize (GObject *object)
{
    WattleFrame *self = WATTLE_FRAME (object);

    g_free (self->content_type);
    g_free (self->topic);
    g_free (self->address);
    g_clear_object (&self->service);
    g_free (self->detail);
    g_clear_pointer (&self->sentence, wattle_message_free);
    g_clear_pointer (&self->bytes, g_bytes_unref);

    G_OBJECT_CLASS (wattle_frame_parent_class)->finalize (object);
}

static void
wattle_frame_class_init (WattleFrameClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_frame_finalize;
}

static void
wattle_frame_init (WattleFrame *self)
{
}

static WattleFrame *
create (WattleOutcome outcome, guint tag, GBytes *bytes, gint64 time)
{
    WattleFrame *self = g_object_new (WATTLE_TYPE_FRAME, NULL);

    self->outcome = outcome;
    self->tag = tag;
    self->bytes = bytes != NULL ? g_bytes_ref (bytes) : g_bytes_new_static ("", 0);
    self->time = time;
    return self;
}

/**
 * wattle_frame_new_answer:
 * @tag: tag of the request
 * @status: HTTP status, or number of a Modbus exception; 0 where there is none
 * @content_type: (nullable): type of the body without parameters
 * @bytes: (nullable): the body
 * @time: when it was received, wall time
 *
 * Returns: (transfer full): the frame
 */
WattleFrame *
wattle_frame_new_answer (guint tag,
                         guint status,
                         const char *content_type,
                         GBytes *bytes,
                         gint64 time)
{
    WattleFrame *self = create (WATTLE_OUTCOME_ANSWERED, tag, bytes, time);

    self->status = status;
    self->content_type = g_strdup (content_type);
    return self;
}

/**
 * wattle_frame_new_push:
 * @topic: where the message was published
 * @bytes: (nullable): its payload
 * @retained: whether the broker had kept it
 * @time: when it was received, wall time
 *
 * Returns: (transfer full): the frame
 */
WattleFrame *
wattle_frame_new_push (const char *topic, GBytes *bytes, gboolean retained, gint64 time)
{
    WattleFrame *self = create (WATTLE_OUTCOME_PUSHED, 0, bytes, time);

    self->topic = g_strdup (topic);
    self->retained = retained;
    return self;
}

/**
 * wattle_frame_new_datagram:
 * @address: IP address of the sender
 * @bytes: (nullable): the datagram
 * @time: when it was received, wall time
 *
 * An answer to a search: there is no request that it belongs to.
 *
 * Returns: (transfer full): the frame
 */
WattleFrame *
wattle_frame_new_datagram (const char *address, GBytes *bytes, gint64 time)
{
    WattleFrame *self = create (WATTLE_OUTCOME_ANSWERED, 0, bytes, time);

    self->address = g_strdup (address);
    return self;
}

/**
 * wattle_frame_new_service:
 * @service: what a device announces by mDNS
 * @time: when it was received, wall time
 *
 * Something else that a search has found. Its bytes are the TXT record of the service, its address
 * is that of the service.
 *
 * Returns: (transfer full): the frame
 */
WattleFrame *
wattle_frame_new_service (WattleMdnsService *service, gint64 time)
{
    WattleFrame *self =
        create (WATTLE_OUTCOME_ANSWERED, 0, wattle_mdns_service_get_txt (service), time);

    self->address = g_strdup (wattle_mdns_service_get_address (service));
    self->service = g_object_ref (service);
    return self;
}

/**
 * wattle_frame_new_failure:
 * @tag: tag of the request
 * @outcome: how it failed
 * @detail: (nullable): what a person should know; the location of a redirect
 * @time: when it failed, wall time
 *
 * Returns: (transfer full): the frame
 */
WattleFrame *
wattle_frame_new_failure (guint tag, WattleOutcome outcome, const char *detail, gint64 time)
{
    WattleFrame *self = create (outcome, tag, NULL, time);

    self->detail = g_strdup (detail);
    return self;
}

WattleFrame *
wattle_frame_new_explained_failure (guint tag,
                                    WattleOutcome outcome,
                                    const char *detail,
                                    WattleMessage *sentence,
                                    gint64 time)
{
    WattleFrame *self = wattle_frame_new_failure (tag, outcome, detail, time);

    self->sentence = sentence;
    return self;
}

const WattleMessage *
wattle_frame_get_sentence (WattleFrame *self)
{
    return self->sentence;
}

/**
 * wattle_frame_get_tag:
 * @self: a frame
 *
 * Returns: the tag of the request it answers; 0 for a pushed message and for what a search finds
 */
guint
wattle_frame_get_tag (WattleFrame *self)
{
    return self->tag;
}

/**
 * wattle_frame_get_outcome:
 * @self: a frame
 *
 * Returns: how the request ended
 */
WattleOutcome
wattle_frame_get_outcome (WattleFrame *self)
{
    return self->outcome;
}

/**
 * wattle_frame_get_status:
 * @self: a frame
 *
 * Returns: the HTTP status, the number of a Modbus exception, or 0
 */
guint
wattle_frame_get_status (WattleFrame *self)
{
    return self->status;
}

/**
 * wattle_frame_get_content_type:
 * @self: a frame
 *
 * Returns: (transfer none) (nullable): type of the body without parameters
 */
const char *
wattle_frame_get_content_type (WattleFrame *self)
{
    return self->content_type;
}

/**
 * wattle_frame_get_topic:
 * @self: a frame
 *
 * Returns: (transfer none) (nullable): topic of a pushed message
 */
const char *
wattle_frame_get_topic (WattleFrame *self)
{
    return self->topic;
}

/**
 * wattle_frame_get_address:
 * @self: a frame
 *
 * Returns: (transfer none) (nullable): IP address of who sent a datagram or announces a service;
 *   %NULL for what is neither
 */
const char *
wattle_frame_get_address (WattleFrame *self)
{
    return self->address;
}

/**
 * wattle_frame_get_service:
 * @self: a frame
 *
 * Returns: (transfer none) (nullable): the service that was found by mDNS; %NULL for what did not
 *   come so
 */
WattleMdnsService *
wattle_frame_get_service (WattleFrame *self)
{
    return self->service;
}

/**
 * wattle_frame_get_retained:
 * @self: a frame
 *
 * Returns: whether a pushed message had been kept by the broker
 */
gboolean
wattle_frame_get_retained (WattleFrame *self)
{
    return self->retained;
}

/**
 * wattle_frame_get_detail:
 * @self: a frame
 *
 * Returns: (transfer none) (nullable): more about a failure
 */
const char *
wattle_frame_get_detail (WattleFrame *self)
{
    return self->detail;
}

/**
 * wattle_frame_get_time:
 * @self: a frame
 *
 * Returns: when it was received, in microseconds of wall time
 */
gint64
wattle_frame_get_time (WattleFrame *self)
{
    return self->time;
}

/**
 * wattle_frame_get_bytes:
 * @self: a frame
 *
 * Returns: (transfer none): body or payload, empty for a failure
 */
GBytes *
wattle_frame_get_bytes (WattleFrame *self)
{
    return self->bytes;
}

static const struct {
    WattleError code;
    const char *text;
} failures[] = {
    [WATTLE_OUTCOME_ANSWERED] = { WATTLE_ERROR_FAILED, "" },
    [WATTLE_OUTCOME_PUSHED] = { WATTLE_ERROR_FAILED, "" },
    [WATTLE_OUTCOME_EMPTY] = { WATTLE_ERROR_PROTOCOL, N_ ("connection closed without an answer") },
    [WATTLE_OUTCOME_TIMEOUT] = { WATTLE_ERROR_TIMEOUT, N_ ("no answer in time") },
    [WATTLE_OUTCOME_UNREACHABLE] = { WATTLE_ERROR_UNREACHABLE, N_ ("no connection") },
    [WATTLE_OUTCOME_TLS] = { WATTLE_ERROR_AUTH, N_ ("certificate refused") },
    [WATTLE_OUTCOME_REDIRECTED] = { WATTLE_ERROR_PROTOCOL, N_ ("redirected, not followed") },
    [WATTLE_OUTCOME_TOO_LARGE] = { WATTLE_ERROR_PROTOCOL, N_ ("answer too long") },
    [WATTLE_OUTCOME_INVALID] = { WATTLE_ERROR_PROTOCOL, N_ ("answer not understood") },
    [WATTLE_OUTCOME_BUSY] = { WATTLE_ERROR_BUSY, N_ ("too many requests waiting") },
    [WATTLE_OUTCOME_DROPPED] = { WATTLE_ERROR_UNREACHABLE, N_ ("not sent, no connection") },
};

static void
set_failure (WattleFrame *self, GError **error)
{
    WattleError code = failures[self->outcome].code;
    const char *text = failures[self->outcome].text;

    if (self->sentence != NULL)
        g_propagate_error (error,
                           wattle_error_new_take (code, wattle_message_copy (self->sentence)));
    else if (self->detail == NULL)
        wattle_error_set (error, code, "%s", text);
    else if (self->outcome == WATTLE_OUTCOME_TIMEOUT) /* how long it was waited for says it all */
        wattle_error_set (error, code, "%s", self->detail);
    else
        wattle_error_set (error, code, "%s: %s", text, self->detail);
}

static const char *const exceptions[] = {
    [1] = "illegal function",
    [2] = "illegal data address",
    [3] = "illegal data value",
    [4] = "the device failed",
    [5] = "acknowledged, and not done yet",
    [6] = "the device is busy",
    [8] = "a memory parity error",
    [10] = "the gateway has no path to the unit",
    [11] = "the unit does not answer the gateway",
};

static const char *
name_exception (guint exception)
{
    const char *name = exception < G_N_ELEMENTS (exceptions) ? exceptions[exception] : NULL;

    return name != NULL ? name : "an exception that is not known";
}

/* Those that stay as they are, those that pass, and the rest. */
static WattleError
judge_exception (guint exception)
{
    switch (exception) {
    case 1:
    case 2:
    case 3:
        return WATTLE_ERROR_NOT_SUPPORTED;
    case 5:
    case 6:
        return WATTLE_ERROR_BUSY;
    case 10:
    case 11:
        return WATTLE_ERROR_UNREACHABLE;
    default:
        return WATTLE_ERROR_FAILED;
    }
}

/**
 * wattle_frame_check:
 * @self: a frame
 * @error: return location for an error whose code tells what can be done
 *
 * Turns everything that is not a message or an answer of status 2xx (or of no status) into an
 * error: 401 and 403 into %WATTLE_ERROR_AUTH, 404 into %WATTLE_ERROR_NOT_SUPPORTED. A status below
 * 100 is a Modbus exception.
 *
 * Returns: whether there is something to decode
 */
gboolean
wattle_frame_check (WattleFrame *self, GError **error)
{
    if (self->outcome != WATTLE_OUTCOME_ANSWERED && self->outcome != WATTLE_OUTCOME_PUSHED) {
        set_failure (self, error);
        return FALSE;
    }
    if (self->status == 0 || (self->status >= 200 && self->status < 300))
        return TRUE;

    if (self->status < MIN_HTTP_STATUS)
        wattle_error_set (error, judge_exception (self->status), "Modbus exception %u: %s",
                          self->status, name_exception (self->status));
    else if (self->status == 401 || self->status == 403)
        wattle_error_set (error, WATTLE_ERROR_AUTH, "credentials are missing or wrong (status %u)",
                          self->status);
    else if (self->status == 404)
        wattle_error_set (error, WATTLE_ERROR_NOT_SUPPORTED,
                          "not supported by the device (status 404)");
    else
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "status %u", self->status);
    return FALSE;
}

/**
 * wattle_frame_get_json:
 * @self: a frame
 * @error: return location for an error
 *
 * As wattle_frame_check(), then parses the body with the limits of wattle_json_parse().
 *
 * Returns: (transfer full) (nullable): the root object
 */
JsonObject *
wattle_frame_get_json (WattleFrame *self, GError **error)
{
    gsize length;
    const char *data;

    if (!wattle_frame_check (self, error))
        return NULL;

    data = g_bytes_get_data (self->bytes, &length);
    return wattle_json_parse_object (data != NULL ? data : "", (gssize)length, error);
}

/**
 * wattle_frame_get_text:
 * @self: a frame
 * @error: return location for an error
 *
 * As wattle_frame_check(); the body must be UTF-8 without NUL.
 *
 * Returns: (transfer full) (nullable): the body
 */
char *
wattle_frame_get_text (WattleFrame *self, GError **error)
{
    gsize length;
    const char *data;

    if (!wattle_frame_check (self, error))
        return NULL;

    data = g_bytes_get_data (self->bytes, &length);
    if (length > 0 && !g_utf8_validate_len (data, length, NULL)) {
        wattle_error_set (error, WATTLE_ERROR_PROTOCOL, "the answer is not text in UTF-8");
        return NULL;
    }

    return g_strndup (data != NULL ? data : "", length);
}
