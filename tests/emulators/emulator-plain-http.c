/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-plain-http.h"

#include <string.h>

#define MAX_REQUEST 8192 /* bytes of request line and headers */

struct _EmulatorPlainHttp {
    const char *server_name;
    EmulatorFaults *faults;
    EmulatorPlainHandler handler;
    gpointer owner;
    GSocketService *service; /* NULL while it does not listen */
    guint port;
    GPtrArray *callers; /* of Caller */
};

typedef struct {
    EmulatorPlainHttp *server;
    GSocketConnection *connection;
    GSource *watch;
    GString *in;
    GString *out;
    gsize written;
    guint timer; /* the answer is held back */
} Caller;

static void
unwatch (Caller *caller)
{
    if (caller->watch != NULL)
        g_source_destroy (caller->watch);
    g_clear_pointer (&caller->watch, g_source_unref);
}

static void
caller_free (gpointer data)
{
    Caller *caller = data;

    unwatch (caller);
    wattle_clock_clear (emulator_faults_get_clock (caller->server->faults), &caller->timer);
    g_io_stream_close (G_IO_STREAM (caller->connection), NULL, NULL);
    g_object_unref (caller->connection);
    g_string_free (caller->in, TRUE);
    g_string_free (caller->out, TRUE);
    g_free (caller);
}

static void
hang_up (Caller *caller)
{
    g_ptr_array_remove_fast (caller->server->callers, caller);
}

static void
watch (Caller *caller, GIOCondition condition, GSocketSourceFunc func)
{
    unwatch (caller);
    caller->watch = g_socket_create_source (g_socket_connection_get_socket (caller->connection),
                                            condition, NULL);
    g_source_set_callback (caller->watch, G_SOURCE_FUNC (func), caller, NULL);
    g_source_attach (caller->watch, g_main_context_get_thread_default ());
}

static gboolean
on_writable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    Caller *caller = user_data;
    g_autoptr (GError) error = NULL;
    gssize n = g_socket_send (socket, caller->out->str + caller->written,
                              caller->out->len - caller->written, NULL, &error);

    if (n > 0)
        caller->written += (gsize)n;
    else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        caller->written = caller->out->len;
    if (caller->written < caller->out->len)
        return G_SOURCE_CONTINUE;
    hang_up (caller);
    return G_SOURCE_REMOVE;
}

static void
on_due (gpointer user_data)
{
    Caller *caller = user_data;

    caller->timer = 0;
    watch (caller, G_IO_OUT, on_writable);
}

/* libsoup has no name for the one that such devices send most. */
static const char *
get_phrase (guint status)
{
    return status == 429 ? "Too Many Requests" : soup_status_get_phrase (status);
}

static void
write_answer (GString *out, const char *server_name, const EmulatorAnswer *answer)
{
    g_string_append_printf (out, "HTTP/1.0 %u %s\r\nServer: %s\r\n", answer->status,
                            get_phrase (answer->status), server_name);
    if (answer->body != NULL)
        g_string_append_printf (out, "Content-Type:%s\r\n", answer->content_type);
    g_string_append_printf (out, "Connection: close\r\n\r\n%s",
                            answer->body != NULL ? answer->body : "");
}

/* Waits for the caller to go away. */
static gboolean
on_more (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    Caller *caller = user_data;
    char buffer[256];
    g_autoptr (GError) error = NULL;

    if (g_socket_receive (socket, buffer, sizeof buffer, NULL, &error) > 0 ||
        g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
    hang_up (caller);
    return G_SOURCE_REMOVE;
}

static char *
get_peer (Caller *caller)
{
    g_autoptr (GSocketAddress) address =
        g_socket_connection_get_remote_address (caller->connection, NULL);

    if (address == NULL)
        return g_strdup ("");
    return g_inet_address_to_string (
        g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static void
serve (Caller *caller, const EmulatorPlainRequest *request)
{
    EmulatorPlainHttp *self = caller->server;
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK };
    guint ms;

    self->handler (self->owner, request, &answer);
    if (!emulator_faults_spoil (self->faults, request->target, &answer, &ms)) {
        watch (caller, G_IO_IN, on_more);
        return;
    }
    if (!answer.silent)
        write_answer (caller->out, self->server_name, &answer);
    if (ms == 0) {
        watch (caller, G_IO_OUT, on_writable);
        return;
    }
    watch (caller, G_IO_IN, on_more);
    caller->timer = wattle_clock_call_after (emulator_faults_get_clock (self->faults),
                                             ms * G_TIME_SPAN_MILLISECOND, on_due, caller);
}

/* FALSE: it is no request. */
static gboolean
take_request (Caller *caller)
{
    g_autofree char *line = g_strndup (caller->in->str, strcspn (caller->in->str, "\r\n"));
    g_auto (GStrv) words = g_strsplit (line, " ", 4);
    g_autofree char *peer = NULL;
    EmulatorPlainRequest request;

    if (g_strv_length (words) != 3 || words[1][0] != '/' || !g_str_has_prefix (words[2], "HTTP/1."))
        return FALSE;
    peer = get_peer (caller);
    request = (EmulatorPlainRequest){ .method = words[0], .target = words[1], .peer = peer };
    serve (caller, &request);
    return TRUE;
}

static gboolean
on_readable (GSocket *socket, GIOCondition condition, gpointer user_data)
{
    Caller *caller = user_data;
    char buffer[1024];
    g_autoptr (GError) error = NULL;
    gssize n = g_socket_receive (socket, buffer, sizeof buffer, NULL, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
    if (n > 0) {
        g_string_append_len (caller->in, buffer, n);
        if (strstr (caller->in->str, "\r\n\r\n") == NULL && caller->in->len < MAX_REQUEST)
            return G_SOURCE_CONTINUE;
        if (caller->in->len < MAX_REQUEST && take_request (caller))
            return G_SOURCE_REMOVE;
    }
    hang_up (caller);
    return G_SOURCE_REMOVE;
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             gpointer user_data)
{
    EmulatorPlainHttp *self = user_data;
    Caller *caller = g_new0 (Caller, 1);

    g_socket_set_blocking (g_socket_connection_get_socket (connection), FALSE);
    caller->server = self;
    caller->connection = g_object_ref (connection);
    caller->in = g_string_new (NULL);
    caller->out = g_string_new (NULL);
    g_ptr_array_add (self->callers, caller);
    watch (caller, G_IO_IN, on_readable);
    return TRUE;
}

EmulatorPlainHttp *
emulator_plain_http_new (const char *server_name,
                         EmulatorFaults *faults,
                         EmulatorPlainHandler handler,
                         gpointer owner)
{
    EmulatorPlainHttp *self = g_new0 (EmulatorPlainHttp, 1);

    self->server_name = server_name;
    self->faults = faults;
    self->handler = handler;
    self->owner = owner;
    self->callers = g_ptr_array_new_with_free_func (caller_free);
    return self;
}

void
emulator_plain_http_free (EmulatorPlainHttp *self)
{
    emulator_plain_http_close (self);
    g_ptr_array_unref (self->callers);
    g_free (self);
}

gboolean
emulator_plain_http_listen (EmulatorPlainHttp *self,
                            const char *address,
                            guint port,
                            GError **error)
{
    g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);
    g_autoptr (GSocketAddress) bound = NULL;
    g_autoptr (GSocketService) service = g_socket_service_new ();

    if (wanted == NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "Cannot listen on “%s”: it is no IP address", address);
        return FALSE;
    }
    if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM,
                                        G_SOCKET_PROTOCOL_TCP, NULL, &bound, error)) {
        g_prefix_error (error, "Cannot listen on %s port %u: ", address, port);
        return FALSE;
    }
    emulator_plain_http_close (self);
    self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
    g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), self);
    self->service = g_steal_pointer (&service);
    return TRUE;
}

void
emulator_plain_http_close (EmulatorPlainHttp *self)
{
    g_ptr_array_set_size (self->callers, 0);
    if (self->service == NULL)
        return;
    g_signal_handlers_disconnect_by_data (self->service, self);
    g_socket_service_stop (self->service);
    g_socket_listener_close (G_SOCKET_LISTENER (self->service));
    g_clear_object (&self->service);
}

guint
emulator_plain_http_get_port (EmulatorPlainHttp *self)
{
    return self->port;
}
