/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-link.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "base/wattle-backoff.h"
#include "wattle-modbus-gap.h"
#include "wattle-modbus-poll.h"
#include "wattle-modbus-request.h"

#define CONNECT_MS 5000
#define ANSWER_MS  1000 /* unless the request says otherwise */

/* Between attempts to connect. */
#define BACKOFF_MIN_MS 1000
#define BACKOFF_MAX_MS 60000

/* A peer that is gone without a word is silent; so many answers in a row are not waited for. */
#define MAX_SILENT 3

#define N_UNITS 256

/* So many frames in a row that nobody asked for are passed over. */
#define MAX_IN_VAIN 256

/* An answer of a serial line that is overdue is waited for as long again, but no longer than that.
 */
#define OVERDUE_MAX_US G_USEC_PER_SEC

/* So often in a row is read what has come; a line that has more to say is never silent. */
#define MAX_READS 16

struct _WattleModbusLink {
    WattleLink parent_instance;

    WattleModbusEndpoint *endpoint;
    WattleModbusPoll *poll;

    GCancellable *connecting; /* NULL: not at the moment */
    WattleBackoff backoff;
    gint64 not_before; /* elapsed time of the next attempt */
    char *failure;     /* why the last one failed */

    GSocketConnection *connection; /* NULL: none */
    int fd;
    gboolean used; /* something has come over this connection */
    guint n_silent;
    guint n_in_vain; /* frames in a row that were not asked for */

    WattleLinkCall *call;
    WattleModbusQuestion question;
    guint16 transaction;
    gboolean sent;
    gboolean again; /* sent once more, because the connection had ended before */
    guint timer;    /* of the silence before it, or of its answer */
    gint64 quiet_since;
    WattleModbusGap gap; /* of the line behind it */
    gint64 *owed_until; /* per unit of that line: its answer may still come until then; else NULL */

    guint8 buffer[WATTLE_MODBUS_FRAME_MAX];
    gsize fill;
};

G_DEFINE_FINAL_TYPE (WattleModbusLink, wattle_modbus_link, WATTLE_TYPE_LINK)

static void connect_now (WattleModbusLink *self);
static void send_when_silent (WattleModbusLink *self);

static WattleClock *
get_clock (WattleModbusLink *self)
{
    return wattle_link_get_clock (WATTLE_LINK (self));
}

static gint64
get_now (WattleModbusLink *self)
{
    return wattle_clock_get_monotonic (get_clock (self));
}

static gboolean
is_serial (WattleModbusLink *self)
{
    return self->endpoint->framing == WATTLE_MODBUS_RTU;
}

/* In µs. */
static gint64
get_limit (WattleModbusLink *self)
{
    guint limit_ms = wattle_request_get_timeout (self->call->request);

    return (gint64)(limit_ms > 0 ? limit_ms : ANSWER_MS) * G_TIME_SPAN_MILLISECOND;
}

/* Connection */

static void
disconnect (WattleModbusLink *self)
{
    if (self->connection == NULL)
        return;

    wattle_modbus_poll_remove (self->poll, self->fd);
    g_clear_object (&self->connection); /* closes it */
    self->fill = 0;
}

static WattleLinkCall *
take_call (WattleModbusLink *self)
{
    WattleLinkCall *call = self->call;

    wattle_clock_clear (get_clock (self), &self->timer);
    self->call = NULL;
    self->sent = FALSE;
    self->again = FALSE;
    self->quiet_since = get_now (self);
    return call;
}

/* Nothing in the answer of a serial line says which question it belongs to. A new connection does
 * not help: what only hands bytes on gives them to whoever is connected when they come. */
static void
note_overdue (WattleModbusLink *self)
{
    if (self->sent && is_serial (self))
        self->owed_until[self->question.unit] =
            get_now (self) + MIN (get_limit (self), OVERDUE_MAX_US);
}

static void
fail (WattleModbusLink *self, WattleOutcome outcome, const char *detail)
{
    WattleLinkCall *call;
    gint64 now = wattle_clock_get_wall (get_clock (self));

    note_overdue (self);
    call = take_call (self);
    wattle_link_complete (
        WATTLE_LINK (self), call,
        wattle_frame_new_failure (wattle_request_get_tag (call->request), outcome, detail, now));
}

static void
note_failure (WattleModbusLink *self, const char *why)
{
    guint wait_ms = wattle_backoff_next (&self->backoff, g_random_double ());

    g_free (self->failure);
    self->failure = g_strdup (why);
    self->not_before = get_now (self) + (gint64)wait_ms * G_TIME_SPAN_MILLISECOND;
}

/* It ended, or cannot be understood any more. One that had been idle may have been closed by the
 * peer long ago: then it was not the question. */
static void
lose (WattleModbusLink *self, WattleOutcome outcome, const char *detail)
{
    gboolean stale = self->used && self->fill == 0 && outcome == WATTLE_OUTCOME_EMPTY;

    disconnect (self);
    if (self->call == NULL || self->connecting != NULL)
        return;
    if (!stale || self->again || self->question.values != NULL) {
        fail (self, outcome, detail);
        return;
    }

    wattle_clock_clear (get_clock (self), &self->timer);
    self->sent = FALSE;
    self->again = TRUE;
    connect_now (self);
}

/* Answers */

static void
drop (WattleModbusLink *self, gsize length)
{
    self->fill -= length;
    memmove (self->buffer, self->buffer + length, self->fill);
}

static void
deliver (WattleModbusLink *self, const WattleModbusFound *found)
{
    g_autoptr (GBytes) bytes = g_bytes_new (found->data, found->length);
    gint64 now = wattle_clock_get_wall (get_clock (self));
    WattleLinkCall *call = take_call (self);

    self->n_in_vain = 0;
    drop (self, found->used);
    wattle_modbus_gap_note (&self->gap, self->question.unit, WATTLE_MODBUS_GAP_GOOD);
    wattle_link_complete (WATTLE_LINK (self), call,
                          wattle_frame_new_answer (wattle_request_get_tag (call->request),
                                                   found->exception, NULL, bytes, now));
}

static void
note_foreign (WattleModbusLink *self)
{
    wattle_link_note_foreign (WATTLE_LINK (self), 1);
    self->quiet_since = get_now (self);
}

/* A whole frame that answers something else, and may be what its unit still owed. Who sends nothing
 * else is left alone for a while. */
static void
pass_over (WattleModbusLink *self, gsize length)
{
    note_foreign (self);
    if (++self->n_in_vain > MAX_IN_VAIN) {
        note_failure (self, "it sends what nobody has asked for");
        lose (self, WATTLE_OUTCOME_INVALID, self->failure);
        return;
    }
    if (is_serial (self))
        self->owed_until[self->buffer[0]] = 0;
    drop (self, length);
}

static void
take_damage (WattleModbusLink *self, const char *complaint)
{
    note_foreign (self);
    if (!self->sent && is_serial (self)) { /* harms nobody, and whoever asks waits for silence */
        self->fill = 0;
        return;
    }
    if (self->sent)
        wattle_modbus_gap_note (&self->gap, self->question.unit, WATTLE_MODBUS_GAP_GARBLED);
    lose (self, WATTLE_OUTCOME_INVALID, complaint);
}

static void
look_at (WattleModbusLink *self)
{
    WattleModbusFound found;

    while (self->fill > 0 && self->connection != NULL) {
        switch (wattle_modbus_frame_read (self->sent ? &self->question : NULL,
                                          self->endpoint->framing, self->transaction, self->buffer,
                                          self->fill, &found)) {
        case WATTLE_MODBUS_MORE:
            return;
        case WATTLE_MODBUS_ANSWER:
            deliver (self, &found);
            break;
        case WATTLE_MODBUS_FOREIGN:
            pass_over (self, found.used);
            break;
        case WATTLE_MODBUS_BROKEN:
            take_damage (self, found.complaint);
            return;
        }
    }
}

/* Returns whether something had come; it has been looked at, and the connection may be lost. */
static gboolean
read_some (WattleModbusLink *self)
{
    ssize_t length =
        recv (self->fd, self->buffer + self->fill, sizeof self->buffer - self->fill, MSG_DONTWAIT);

    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return FALSE;
    if (length <= 0) {
        lose (self, WATTLE_OUTCOME_EMPTY, length == 0 ? NULL : g_strerror (errno));
        return TRUE;
    }

    self->fill += (gsize)length;
    self->used = TRUE;
    self->n_silent = 0;
    look_at (self);
    return TRUE;
}

static void
on_readable (gpointer user_data)
{
    g_autoptr (WattleModbusLink) self = g_object_ref (user_data);
    gboolean waits_for_silence;

    read_some (self);
    waits_for_silence = self->connection != NULL && !self->sent && self->timer != 0;
    if (waits_for_silence)
        send_when_silent (self);
}

/* Questions */

/* On a serial line nothing says which question a late answer belongs to. */
static gboolean
is_spoilt_by_silence (WattleModbusLink *self)
{
    return is_serial (self) ||
           wattle_request_get_flags (self->call->request) & WATTLE_REQUEST_HANG_UP;
}

static void
give_up (WattleModbusLink *self)
{
    g_autofree char *detail =
        g_strdup_printf ("no answer within %.3g s", (double)get_limit (self) / G_USEC_PER_SEC);

    wattle_modbus_gap_note (&self->gap, self->question.unit, WATTLE_MODBUS_GAP_SILENT);
    if (is_spoilt_by_silence (self) || ++self->n_silent >= MAX_SILENT)
        disconnect (self);
    fail (self, WATTLE_OUTCOME_TIMEOUT, detail);
}

/* The main loop may be late: what has come meanwhile was in time, for all that is known. */
static void
on_silence (gpointer user_data)
{
    g_autoptr (WattleModbusLink) self = g_object_ref (user_data);
    guint n_reads = 0;

    self->timer = 0;
    while (self->sent && n_reads++ < MAX_READS && read_some (self))
        ;
    if (self->sent)
        give_up (self);
}

static void
send_now (WattleModbusLink *self)
{
    guint8 frame[WATTLE_MODBUS_FRAME_MAX];
    gsize length = wattle_modbus_frame_write (&self->question, self->endpoint->framing,
                                              ++self->transaction, frame);

    if (is_serial (self))
        self->fill = 0; /* what came before is no answer; elsewhere, the frame says so itself */
    /* So few bytes always fit, unless nobody takes them any more. */
    if (send (self->fd, frame, length, MSG_DONTWAIT | MSG_NOSIGNAL) != (ssize_t)length) {
        lose (self, WATTLE_OUTCOME_EMPTY, g_strerror (errno));
        return;
    }

    self->sent = TRUE;
    self->timer = wattle_clock_call_after (get_clock (self), get_limit (self), on_silence, self);
}

/* What has come before the question must not be taken for the answer. Returns whether there is
 * still somebody to ask. */
static gboolean
drain (WattleModbusLink *self)
{
    guint n_reads = 0;

    while (self->connection != NULL && read_some (self))
        if (++n_reads >= MAX_READS && self->connection != NULL)
            lose (self, WATTLE_OUTCOME_INVALID, "the line is never silent");
    return self->connection != NULL;
}

static void
on_rested (gpointer user_data)
{
    g_autoptr (WattleModbusLink) self = g_object_ref (user_data);

    self->timer = 0;
    send_when_silent (self);
}

/* One that only hands bytes on knows how fast its line is, and we do not; but not what a unit
 * needs. A unit whose answer is overdue is not asked before it has come, or cannot come any more;
 * others are. */
static void
send_when_silent (WattleModbusLink *self)
{
    gint64 now = get_now (self);
    gint64 due, gap;

    wattle_clock_clear (get_clock (self), &self->timer);
    if (!drain (self))
        return;

    gap = wattle_modbus_gap_get (&self->gap, self->question.unit,
                                 wattle_request_get_gap (self->call->request));
    due = MAX (self->quiet_since + gap, self->owed_until[self->question.unit]);
    if (due <= now)
        send_now (self);
    else
        self->timer = wattle_clock_call_after (get_clock (self), due - now, on_rested, self);
}

/* Behind a gateway, the line is its own affair. */
static void
ask (WattleModbusLink *self)
{
    if (is_serial (self))
        send_when_silent (self);
    else
        send_now (self);
}

/* Connecting */

static gboolean
adopt (WattleModbusLink *self, GSocketConnection *connection)
{
    int yes = 1;

    self->connection = connection;
    self->n_in_vain = 0;
    self->fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
    self->used = FALSE;
    self->n_silent = 0;
    self->fill = 0;
    setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return wattle_modbus_poll_add (self->poll, self->fd, on_readable, self);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (WattleModbusLink) self = user_data;
    g_autoptr (GError) error = NULL;
    GSocketConnection *connection =
        g_socket_client_connect_to_host_finish (G_SOCKET_CLIENT (source), result, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;

    g_clear_object (&self->connecting);
    if (connection == NULL || !adopt (self, connection)) {
        const char *why = error != NULL ? error->message : g_strerror (errno);

        disconnect (self);
        note_failure (self, why);
        if (self->call != NULL)
            fail (self, WATTLE_OUTCOME_UNREACHABLE, why);
        return;
    }

    wattle_backoff_reset (&self->backoff);
    if (self->call != NULL)
        ask (self);
}

static void
connect_now (WattleModbusLink *self)
{
    g_autoptr (GSocketClient) client = g_socket_client_new ();

    g_socket_client_set_enable_proxy (client, FALSE);
    self->connecting = g_cancellable_new ();
    g_socket_client_connect_to_host_async (client, self->endpoint->host, self->endpoint->port,
                                           self->connecting, on_connected, g_object_ref (self));
}

static void
stop_connecting (WattleModbusLink *self)
{
    if (self->connecting == NULL)
        return;

    g_cancellable_cancel (self->connecting);
    g_clear_object (&self->connecting);
}

/* The base class */

static void
wattle_modbus_link_start (WattleLink *link, WattleLinkCall *call)
{
    WattleModbusLink *self = WATTLE_MODBUS_LINK (link);

    self->call = call;
    if (!wattle_modbus_request_read (call->request, &self->question))
        fail (self, WATTLE_OUTCOME_INVALID, "there is no such Modbus request");
    else if (self->connection != NULL)
        ask (self);
    else if (self->not_before > get_now (self))
        fail (self, WATTLE_OUTCOME_UNREACHABLE, self->failure);
    else
        connect_now (self);
}

static void
wattle_modbus_link_abort (WattleLink *link, WattleLinkCall *call)
{
    WattleModbusLink *self = WATTLE_MODBUS_LINK (link);
    gboolean spoilt = self->sent && is_spoilt_by_silence (self);
    gboolean took_too_long = call->deadline == 0; /* otherwise nobody wants to know any more */

    if (self->connecting != NULL && took_too_long)
        note_failure (self, "no connection within 5 s");
    stop_connecting (self);
    note_overdue (self);
    take_call (self);
    if (spoilt)
        disconnect (self);
}

static void
wattle_modbus_link_dispose (GObject *object)
{
    WattleModbusLink *self = WATTLE_MODBUS_LINK (object);

    G_OBJECT_CLASS (wattle_modbus_link_parent_class)->dispose (object);
    stop_connecting (self);
    disconnect (self);
}

static void
wattle_modbus_link_finalize (GObject *object)
{
    WattleModbusLink *self = WATTLE_MODBUS_LINK (object);

    wattle_modbus_poll_unref (self->poll);
    wattle_modbus_endpoint_free (self->endpoint);
    g_free (self->owed_until);
    g_free (self->failure);

    G_OBJECT_CLASS (wattle_modbus_link_parent_class)->finalize (object);
}

static void
wattle_modbus_link_class_init (WattleModbusLinkClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    WattleLinkClass *link_class = WATTLE_LINK_CLASS (klass);

    object_class->dispose = wattle_modbus_link_dispose;
    object_class->finalize = wattle_modbus_link_finalize;
    link_class->start = wattle_modbus_link_start;
    link_class->abort = wattle_modbus_link_abort;
    link_class->connect_ms = CONNECT_MS;
    link_class->queue_max = WATTLE_LINK_BUS_QUEUE_MAX;
}

static void
wattle_modbus_link_init (WattleModbusLink *self)
{
    self->poll = wattle_modbus_poll_get ();
    wattle_backoff_init (&self->backoff, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
    wattle_modbus_gap_init (&self->gap, 0);
}

WattleModbusLink *
wattle_modbus_link_new (WattleModbusEndpoint *endpoint, WattleClock *clock)
{
    WattleModbusLink *self = g_object_new (WATTLE_TYPE_MODBUS_LINK, NULL);
    g_autofree char *uri = wattle_modbus_endpoint_to_string (endpoint);

    self->endpoint = endpoint;
    if (is_serial (self))
        self->owed_until = g_new0 (gint64, N_UNITS);
    wattle_link_init_base (WATTLE_LINK (self), uri, WATTLE_LINK_MODBUS, clock, 1);
    return self;
}
