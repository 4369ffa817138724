/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-http-link.h"

#include "wattle-config.h"
#include "wattle-endpoint.h"
#include "wattle-placeholder.h"

#include "base/wattle-error.h"
#include "base/wattle-line.h"

#include <libsoup/soup.h>

/* A host that is switched off may not answer at all: known earlier than by the total deadline. */
#define CONNECT_TIMEOUT (5 * G_USEC_PER_SEC)

/* After this an unused connection is closed: devices have few. libsoup's own timer for that must
 * not be used: when it is due in the same turn of the main loop in which the connection is taken up
 * again, it closes it all the same (3.2.3), and what was asked over it is read from freed memory.
 */
#define IDLE_TIMEOUT (10 * G_USEC_PER_SEC)

#define CHUNK 8192

#define MAX_LOCATION 200 /* characters */

struct _WattleHttpLink {
    WattleLink parent_instance;

    SoupSession *session;
    guint idle_timer;
};

G_DEFINE_FINAL_TYPE (WattleHttpLink, wattle_http_link, WATTLE_TYPE_LINK)

/* One request under way; owned by the one asynchronous operation that is pending. */
typedef struct {
    WattleHttpLink *link; /* NULL: aborted, nobody waits any more */
    WattleLinkCall *call;
    SoupMessage *message;
    GCancellable *cancellable;
    GInputStream *stream;
    GByteArray *body;
    guint connect_timer;
    gboolean connected;
    guint8 chunk[CHUNK];
} Transfer;

static void read_on (Transfer *transfer);

static void
free_transfer (Transfer *transfer)
{
    g_signal_handlers_disconnect_by_data (transfer->message, transfer);
    g_clear_object (&transfer->stream);
    g_clear_object (&transfer->message);
    g_clear_object (&transfer->cancellable);
    g_byte_array_unref (transfer->body);
    g_free (transfer);
}

static WattleClock *
get_clock (WattleHttpLink *self)
{
    return wattle_link_get_clock (WATTLE_LINK (self));
}

/* After this the transfer only waits for its pending operation to end. */
static void
detach (Transfer *transfer)
{
    wattle_clock_clear (get_clock (transfer->link), &transfer->connect_timer);
    transfer->call->transfer = NULL;
    transfer->link = NULL;
    transfer->call = NULL;
}

/* Nothing is under way then: the next request clears the timer. */
static void
on_idle (gpointer user_data)
{
    WattleHttpLink *self = user_data;

    self->idle_timer = 0;
    soup_session_abort (self->session);
}

static void
watch_idleness (WattleHttpLink *self)
{
    wattle_clock_clear (get_clock (self), &self->idle_timer);
    self->idle_timer = wattle_clock_call_after (get_clock (self), IDLE_TIMEOUT, on_idle, self);
}

static void
complete (Transfer *transfer, WattleFrame *frame)
{
    WattleHttpLink *link = transfer->link;
    WattleLinkCall *call = transfer->call;

    detach (transfer);
    watch_idleness (link);
    wattle_link_complete (WATTLE_LINK (link), call, frame);
}

static WattleFrame *
make_failure (WattleHttpLink *self, WattleLinkCall *call, WattleOutcome outcome, const char *detail)
{
    return wattle_frame_new_failure (wattle_request_get_tag (call->request), outcome, detail,
                                     wattle_clock_get_wall (get_clock (self)));
}

static void
fail (Transfer *transfer, WattleOutcome outcome, const char *detail)
{
    complete (transfer, make_failure (transfer->link, transfer->call, outcome, detail));
}

/* Cancelling may end the pending operation, and with it the transfer, at once. */
static void
stop (Transfer *transfer)
{
    g_autoptr (GCancellable) cancellable = g_object_ref (transfer->cancellable);

    g_cancellable_cancel (cancellable);
}

static void
on_connect_timeout (gpointer user_data)
{
    Transfer *transfer = user_data;
    WattleHttpLink *link = transfer->link;
    WattleLinkCall *call = transfer->call;

    transfer->connect_timer = 0;
    detach (transfer);
    stop (transfer);
    wattle_link_complete (
        WATTLE_LINK (link), call,
        make_failure (link, call, WATTLE_OUTCOME_UNREACHABLE, "no connection within 5 s"));
}

static void
on_starting (SoupMessage *message, Transfer *transfer)
{
    transfer->connected = TRUE;
    if (transfer->link != NULL)
        wattle_clock_clear (get_clock (transfer->link), &transfer->connect_timer);
}

static WattleOutcome
get_outcome (Transfer *transfer, const GError *error)
{
    if (error->domain == G_TLS_ERROR)
        return WATTLE_OUTCOME_TLS;
    if (!transfer->connected)
        return WATTLE_OUTCOME_UNREACHABLE;
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
        return WATTLE_OUTCOME_TIMEOUT;
    if (error->domain == SOUP_SESSION_ERROR || transfer->stream != NULL)
        return WATTLE_OUTCOME_INVALID;
    if (error->domain == G_IO_ERROR)
        return WATTLE_OUTCOME_EMPTY;

    return WATTLE_OUTCOME_INVALID;
}

static void
fail_by_error (Transfer *transfer, const GError *error)
{
    WattleOutcome outcome = get_outcome (transfer, error);

    fail (transfer, outcome,
          outcome == WATTLE_OUTCOME_EMPTY ? "the connection was closed without an answer"
                                          : error->message);
}

static void
finish (Transfer *transfer)
{
    SoupMessageHeaders *headers = soup_message_get_response_headers (transfer->message);
    g_autoptr (GBytes) bytes = g_bytes_new (transfer->body->data, transfer->body->len);

    complete (transfer,
              wattle_frame_new_answer (wattle_request_get_tag (transfer->call->request),
                                       soup_message_get_status (transfer->message),
                                       soup_message_headers_get_content_type (headers, NULL), bytes,
                                       wattle_clock_get_wall (get_clock (transfer->link))));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Transfer *transfer = user_data;
    g_autoptr (GError) error = NULL;
    gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

    if (transfer->link != NULL && length > 0) {
        g_byte_array_append (transfer->body, transfer->chunk, (guint)length);
        if (transfer->body->len <= WATTLE_HTTP_BODY_MAX) {
            read_on (transfer);
            return;
        }
        /* Dropping the stream unread closes the connection. */
        fail (transfer, WATTLE_OUTCOME_TOO_LARGE, "the answer is longer than 1 MiB");
    } else if (transfer->link != NULL && length == 0) {
        finish (transfer);
    } else if (transfer->link != NULL) {
        fail_by_error (transfer, error);
    }

    free_transfer (transfer);
}

static void
read_on (Transfer *transfer)
{
    g_input_stream_read_async (transfer->stream, transfer->chunk, CHUNK, G_PRIORITY_DEFAULT,
                               transfer->cancellable, on_read, transfer);
}

/* Where a redirect points, for people, without the query: that may repeat what was filled into
 * ours. */
static char *
get_location (SoupMessage *message)
{
    const char *location =
        soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
    g_autofree char *shown = NULL;

    if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)) || location == NULL)
        return NULL;

    shown = g_strndup (location, strcspn (location, "?#"));
    return wattle_line_from_text (shown, MAX_LOCATION);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Transfer *transfer = user_data;
    g_autoptr (GError) error = NULL;
    g_autofree char *location = NULL;

    transfer->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
    if (transfer->link == NULL) {
        free_transfer (transfer);
        return;
    }
    if (transfer->stream == NULL) {
        fail_by_error (transfer, error);
        free_transfer (transfer);
        return;
    }
    location = get_location (transfer->message);
    if (location != NULL) {
        fail (transfer, WATTLE_OUTCOME_REDIRECTED, location);
        free_transfer (transfer);
        return;
    }

    read_on (transfer);
}

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

static SoupMessage *
build_message (WattleHttpLink *self, WattleLinkCall *call, GError **error)
{
    const char *path = wattle_request_get_path (call->request);
    g_autofree char *expanded = expand (call, path, WATTLE_PLACE_URL, error);
    g_autofree char *uri = NULL;
    g_autoptr (SoupMessage) message = NULL;

    if (expanded == NULL)
        return NULL;

    uri = g_strconcat (wattle_link_get_uri (WATTLE_LINK (self)), *expanded == '/' ? "" : "/",
                       expanded, NULL);
    message = soup_message_new (wattle_request_get_method (call->request), uri);
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

static void
wattle_http_link_start (WattleLink *link, WattleLinkCall *call)
{
    WattleHttpLink *self = WATTLE_HTTP_LINK (link);
    g_autoptr (GError) error = NULL;
    SoupMessage *message = build_message (self, call, &error);
    Transfer *transfer;

    /* Nothing was sent, so this says nothing about the endpoint. */
    if (message == NULL) {
        wattle_link_complete (link, call,
                              make_failure (self, call, WATTLE_OUTCOME_DROPPED, error->message));
        return;
    }

    wattle_clock_clear (get_clock (self), &self->idle_timer);
    transfer = g_new0 (Transfer, 1);
    transfer->link = self;
    transfer->call = call;
    transfer->message = message;
    transfer->cancellable = g_cancellable_new ();
    transfer->body = g_byte_array_new ();
    transfer->connect_timer =
        wattle_clock_call_after (get_clock (self), CONNECT_TIMEOUT, on_connect_timeout, transfer);
    call->transfer = transfer;

    g_signal_connect (message, "starting", G_CALLBACK (on_starting), transfer);
    soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, transfer->cancellable,
                             on_sent, transfer);
}

static void
wattle_http_link_abort (WattleLink *link, WattleLinkCall *call)
{
    Transfer *transfer = call->transfer;

    detach (transfer);
    stop (transfer);
}

static void
wattle_http_link_dispose (GObject *object)
{
    WattleHttpLink *self = WATTLE_HTTP_LINK (object);

    G_OBJECT_CLASS (wattle_http_link_parent_class)->dispose (object);
    wattle_clock_clear (get_clock (self), &self->idle_timer);
}

static void
wattle_http_link_finalize (GObject *object)
{
    WattleHttpLink *self = WATTLE_HTTP_LINK (object);

    g_clear_object (&self->session);

    G_OBJECT_CLASS (wattle_http_link_parent_class)->finalize (object);
}

static void
wattle_http_link_class_init (WattleHttpLinkClass *klass)
{
    G_OBJECT_CLASS (klass)->dispose = wattle_http_link_dispose;
    G_OBJECT_CLASS (klass)->finalize = wattle_http_link_finalize;
    WATTLE_LINK_CLASS (klass)->start = wattle_http_link_start;
    WATTLE_LINK_CLASS (klass)->abort = wattle_http_link_abort;
}

static void
wattle_http_link_init (WattleHttpLink *self)
{
    /* No time-out here: it would cut short a request that asks for more; the base class keeps the
     * total deadline. */
    self->session = soup_session_new_with_options ("max-conns", 1, "max-conns-per-host", 1,
                                                   "timeout", 0, "idle-timeout", 0, "user-agent",
                                                   "Wattle/" WATTLE_VERSION, NULL);
    /* NULL is no proxy; without this the desktop's settings apply. */
    soup_session_set_proxy_resolver (self->session, NULL);
    /* A 401 is an answer as any other, and what devices send is short. */
    soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
    soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
}

WattleHttpLink *
wattle_http_link_new (const char *uri, WattleClock *clock, GError **error)
{
    g_autofree char *normal = wattle_endpoint_normalise (uri, WATTLE_LINK_HTTP, error);
    WattleHttpLink *self;

    if (normal == NULL)
        return NULL;

    self = g_object_new (WATTLE_TYPE_HTTP_LINK, NULL);
    wattle_link_init_base (WATTLE_LINK (self), normal, WATTLE_LINK_HTTP, clock, 1);
    return self;
}

gboolean
wattle_http_link_check_uri (const char *text, GError **error)
{
    g_autofree char *normal = wattle_endpoint_normalise (text, WATTLE_LINK_HTTP, error);

    return normal != NULL;
}
