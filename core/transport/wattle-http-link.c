/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-http-link.h"

#include "wattle-config.h"
#include "wattle-endpoint.h"
#include "wattle-http-message.h"
#include "wattle-http-trust.h"

#include "base/wattle-line.h"
#include "model/wattle-frame-private.h"

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
    WattleHttpTrust trust;
    WattleHttpTrouble trouble;
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
    WattleCertificate *refused; /* NULL: none */
    char *moved_to;             /* https address of a redirect; NULL: none */
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
    g_clear_pointer (&transfer->refused, wattle_certificate_free);
    g_free (transfer->moved_to);
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

    wattle_http_trouble_note (&link->trouble, wattle_frame_get_outcome (frame),
                              g_steal_pointer (&transfer->moved_to),
                              g_steal_pointer (&transfer->refused));
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

/* Takes @sentence. */
static void
explain (Transfer *transfer, WattleOutcome outcome, const char *detail, WattleMessage *sentence)
{
    complete (transfer, wattle_frame_new_explained_failure (
                            wattle_request_get_tag (transfer->call->request), outcome, detail,
                            sentence, wattle_clock_get_wall (get_clock (transfer->link))));
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
    wattle_http_trouble_note (&link->trouble, WATTLE_OUTCOME_UNREACHABLE, NULL, NULL);
    wattle_link_complete (
        WATTLE_LINK (link), call,
        make_failure (link, call, WATTLE_OUTCOME_UNREACHABLE, "no connection within 5 s"));
}

/* Certificates */

/* Asked about every certificate if one is accepted, else about those that nobody known has signed.
 * Returns whether it is taken. */
static gboolean
on_certificate (SoupMessage *message,
                GTlsCertificate *certificate,
                GTlsCertificateFlags errors,
                Transfer *transfer)
{
    WattleHttpLink *self = transfer->link;

    if (self == NULL)
        return FALSE;
    if (wattle_http_trust_takes (&self->trust, certificate))
        return TRUE;

    g_clear_pointer (&transfer->refused, wattle_certificate_free);
    transfer->refused = wattle_certificate_new (certificate);
    return FALSE;
}

/* The second look, at each request before it is sent: the library need not ask about a session that
 * it takes up again. */
static gboolean
is_trusted (Transfer *transfer)
{
    GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (transfer->message);

    return transfer->link->trust.accepted == NULL ||
           (certificate != NULL && on_certificate (transfer->message, certificate, 0, transfer));
}

static void
on_starting (SoupMessage *message, Transfer *transfer)
{
    transfer->connected = TRUE;
    if (transfer->link == NULL)
        return;

    wattle_clock_clear (get_clock (transfer->link), &transfer->connect_timer);
    if (!is_trusted (transfer))
        g_cancellable_cancel (transfer->cancellable);
}

static void
refuse_certificate (Transfer *transfer)
{
    WattleHttpLink *self = transfer->link;
    WattleMessage *sentence = wattle_http_trouble_explain_certificate (
        wattle_link_get_uri (WATTLE_LINK (self)), self->trust.accepted, transfer->refused);

    explain (transfer, WATTLE_OUTCOME_TLS, "the certificate is not one that is accepted", sentence);
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

    if (transfer->refused != NULL) {
        refuse_certificate (transfer);
        return;
    }
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
refuse_redirect (Transfer *transfer, const char *location)
{
    const char *uri = wattle_link_get_uri (WATTLE_LINK (transfer->link));

    transfer->moved_to = wattle_http_trouble_find_https (uri, location);
    if (transfer->moved_to != NULL)
        explain (transfer, WATTLE_OUTCOME_REDIRECTED, location,
                 wattle_http_trouble_explain_move (transfer->moved_to));
    else
        fail (transfer, WATTLE_OUTCOME_REDIRECTED, location);
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
        refuse_redirect (transfer, location);
        free_transfer (transfer);
        return;
    }

    read_on (transfer);
}

static void
wattle_http_link_start (WattleLink *link, WattleLinkCall *call)
{
    WattleHttpLink *self = WATTLE_HTTP_LINK (link);
    g_autoptr (GError) error = NULL;
    SoupMessage *message = wattle_http_message_new (wattle_link_get_uri (link), call, &error);
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

    g_signal_connect (message, "accept-certificate", G_CALLBACK (on_certificate), transfer);
    g_signal_connect (message, "starting", G_CALLBACK (on_starting), transfer);
    soup_session_send_async (self->session, message, G_PRIORITY_DEFAULT, transfer->cancellable,
                             on_sent, transfer);
}

static void
wattle_http_link_abort (WattleLink *link, WattleLinkCall *call)
{
    Transfer *transfer = call->transfer;

    wattle_http_trouble_note (&transfer->link->trouble, WATTLE_OUTCOME_TIMEOUT, NULL, NULL);
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
    wattle_http_trouble_clear (&self->trouble);
    wattle_http_trust_clear (&self->trust);

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
    g_autofree char *fingerprint = NULL;
    g_autofree char *address = wattle_endpoint_split (uri, &fingerprint);
    g_autofree char *normal = wattle_endpoint_normalise (address, WATTLE_LINK_HTTP, error);
    WattleHttpLink *self;

    if (normal == NULL)
        return NULL;

    self = g_object_new (WATTLE_TYPE_HTTP_LINK, NULL);
    wattle_link_init_base (WATTLE_LINK (self), normal, WATTLE_LINK_HTTP, clock, 1);
    if (fingerprint != NULL)
        wattle_http_trust_accept (&self->trust, fingerprint, self->session);
    return self;
}

const WattleHttpTrouble *
wattle_http_link_get_trouble (WattleHttpLink *self)
{
    return self->trouble.outcome != WATTLE_OUTCOME_ANSWERED ? &self->trouble : NULL;
}

gboolean
wattle_http_link_check_uri (const char *text, GError **error)
{
    g_autofree char *normal = wattle_endpoint_normalise (text, WATTLE_LINK_HTTP, error);

    return normal != NULL;
}
