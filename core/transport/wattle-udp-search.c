/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-udp-search.h"

#include "base/wattle-error.h"
#include "wattle-udp-targets.h"

/* Datagrams read before others have their turn. */
#define READ_AT_ONCE 16

typedef struct {
    WattleClock *clock;
    GBytes *question;
    WattleUdpSearchFunc func;
    gpointer func_data;

    GSocket *socket;
    GSource *watch; /* NULL once it has ended */
    guint timer;
    GHashTable *senders; /* address → how many answers it sent */
    guint n_answers;
    guint n_read;
} Search;

static void
search_free (gpointer data)
{
    Search *self = data;

    g_clear_object (&self->socket);
    g_hash_table_unref (self->senders);
    g_bytes_unref (self->question);
    g_object_unref (self->clock);
    g_free (self);
}

/* Whatever runs refers to the task, which refers to the rest. */
static void
end (GTask *task)
{
    Search *self = g_task_get_task_data (task);

    g_source_destroy (self->watch);
    g_clear_pointer (&self->watch, g_source_unref);
    wattle_clock_clear (self->clock, &self->timer);
    g_socket_close (self->socket, NULL);

    if (!g_task_return_error_if_cancelled (task))
        g_task_return_boolean (task, TRUE);
    g_object_unref (task);
}

static void
on_timeout (gpointer user_data)
{
    Search *self = g_task_get_task_data (user_data);

    self->timer = 0;
    end (user_data);
}

/* Answers */

/* With a port of our own we hear what we sent, and so does another host that searches. */
static gboolean
is_question (Search *self, const char *data, gsize length)
{
    return length == g_bytes_get_size (self->question) &&
           memcmp (data, g_bytes_get_data (self->question, NULL), length) == 0;
}

static gboolean
count_sender (Search *self, const char *address)
{
    guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->senders, address)) + 1;

    if (count > WATTLE_UDP_SEARCH_SENDER_MAX)
        return FALSE;
    g_hash_table_insert (self->senders, g_strdup (address), GUINT_TO_POINTER (count));
    return TRUE;
}

static void
take (Search *self, GSocketAddress *sender, const char *data, gsize length)
{
    g_autofree char *address = g_inet_address_to_string (
        g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (sender)));
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (WattleFrame) frame = NULL;

    if (length == 0 || length > WATTLE_UDP_SEARCH_ANSWER_MAX) {
        g_debug ("search: a datagram of %s dropped for its length", address);
        return;
    }
    if (is_question (self, data, length) || !count_sender (self, address))
        return;

    self->n_answers++;
    bytes = g_bytes_new (data, length);
    frame = wattle_frame_new_datagram (address, bytes, wattle_clock_get_wall (self->clock));
    self->func (frame, self->func_data);
}

/* Whether there may be more. */
static gboolean
read_one (Search *self)
{
    char data[WATTLE_UDP_SEARCH_ANSWER_MAX + 1];
    g_autoptr (GSocketAddress) sender = NULL;
    g_autoptr (GError) error = NULL;
    gssize length = g_socket_receive_from (self->socket, &sender, data, sizeof data, NULL, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return FALSE;

    self->n_read++;
    if (length >= 0)
        take (self, sender, data, (gsize)length);
    else
        g_debug ("search: %s", error->message);
    return TRUE;
}

static gboolean
is_over (GTask *task)
{
    Search *self = g_task_get_task_data (task);

    return self->n_answers >= WATTLE_UDP_SEARCH_ANSWERS_MAX ||
           self->n_read >= WATTLE_UDP_SEARCH_READ_MAX ||
           g_cancellable_is_cancelled (g_task_get_cancellable (task));
}

/* Also called when the search is cancelled. */
static gboolean
on_ready (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    GTask *task = user_data;

    for (guint i = 0; i < READ_AT_ONCE && !is_over (task); i++)
        if (!read_one (g_task_get_task_data (task)))
            break;
    if (is_over (task))
        end (task);
    return G_SOURCE_CONTINUE;
}

/* Asking */

static GSocket *
open_socket (guint16 port, GError **error)
{
    g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
    g_autoptr (GSocketAddress) local = g_inet_socket_address_new (any, port);
    g_autoptr (GError) problem = NULL;
    g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                               G_SOCKET_PROTOCOL_UDP, &problem);

    /* A fixed port is shared with the maker's own programs and with other hosts. */
    if (socket == NULL || !g_socket_bind (socket, local, port != 0, &problem)) {
        wattle_error_set (error, WATTLE_ERROR_UNREACHABLE, "cannot search by UDP: %s",
                          problem->message);
        return NULL;
    }

    g_socket_set_blocking (socket, FALSE);
    g_socket_set_broadcast (socket, TRUE);
    return g_steal_pointer (&socket);
}

static gboolean
send_question (Search *self, GPtrArray *targets, GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (self->question, &length);
    g_autoptr (GError) last = NULL;
    guint n_sent = 0;

    for (guint i = 0; i < targets->len; i++) {
        g_clear_error (&last);
        if (g_socket_send_to (self->socket, targets->pdata[i], data, length, NULL, &last) >= 0)
            n_sent++;
        else
            g_debug ("search: %s", last->message);
    }
    if (n_sent > 0)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_UNREACHABLE, "cannot search by UDP: %s", last->message);
    return FALSE;
}

static gboolean
ask (Search *self, const WattleUdpQuestion *question, const char *const *texts, GError **error)
{
    g_autoptr (GPtrArray) targets = texts != NULL
                                        ? wattle_udp_targets_parse (texts, question->port, error)
                                        : wattle_udp_targets_list (question->port, error);

    if (targets == NULL)
        return FALSE;
    self->socket = open_socket (question->local_port, error);
    return self->socket != NULL && send_question (self, targets, error);
}

void
wattle_udp_search_async (const WattleUdpQuestion *question,
                         const char *const *targets,
                         guint timeout_ms,
                         WattleClock *clock,
                         GCancellable *cancellable,
                         WattleUdpSearchFunc func,
                         gpointer func_data,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
    Search *self = g_new0 (Search, 1);
    GError *error = NULL;

    self->clock = g_object_ref (clock);
    self->question = g_bytes_ref (question->data);
    self->func = func;
    self->func_data = func_data;
    self->senders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_task_set_source_tag (task, wattle_udp_search_async);
    g_task_set_task_data (task, self, search_free);
    if (g_task_return_error_if_cancelled (task))
        return;
    if (!ask (self, question, targets, &error)) {
        g_task_return_error (task, error);
        return;
    }

    self->watch = g_socket_create_source (self->socket, G_IO_IN, cancellable);
    g_source_set_callback (self->watch, G_SOURCE_FUNC (on_ready), task, NULL);
    g_source_attach (self->watch, g_task_get_context (task));
    self->timer = wattle_clock_call_after (clock, timeout_ms * G_TIME_SPAN_MILLISECOND, on_timeout,
                                           g_steal_pointer (&task));
}

gboolean
wattle_udp_search_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
