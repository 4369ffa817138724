/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "emulator-http.h"

#include <string.h>

#include "base/wattle-json.h"
#include "emulator-json.h"

gboolean
emulator_http_listen (SoupServer *server, const char *address, guint port, GError **error)
{
    g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string (address, port);

    if (wanted == NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "Cannot listen on “%s”: it is no IP address", address);
        return FALSE;
    }
    if (soup_server_listen (server, wanted, 0, error))
        return TRUE;
    g_prefix_error (error, "Cannot listen on %s port %u: ", address, port);
    return FALSE;
}

guint
emulator_http_get_port (SoupServer *server)
{
    g_autoslist (GUri) uris = soup_server_get_uris (server);

    return uris != NULL ? (guint)g_uri_get_port (uris->data) : 0;
}

JsonObject *
emulator_http_read_body (SoupServerMessage *message, EmulatorAnswer *answer)
{
    g_autoptr (GBytes) body =
        soup_message_body_flatten (soup_server_message_get_request_body (message));
    g_autoptr (GError) error = NULL;
    JsonObject *object =
        wattle_json_parse_object (g_bytes_get_size (body) > 0 ? g_bytes_get_data (body, NULL) : "",
                                  (gssize)g_bytes_get_size (body), &error);

    if (object == NULL)
        emulator_http_set_error (answer, SOUP_STATUS_BAD_REQUEST, error->message);
    return object;
}

void
emulator_http_set_ok (EmulatorAnswer *answer)
{
    answer->status = SOUP_STATUS_OK;
    answer->body = g_strdup ("{\"status\":\"OK\"}");
}

void
emulator_http_set_error (EmulatorAnswer *answer, guint status, const char *text)
{
    g_autoptr (JsonBuilder) builder = json_builder_new ();

    emulator_json_open_object (builder, NULL);
    emulator_json_add_string (builder, "error", text);
    answer->status = status;
    answer->body = emulator_json_finish (builder);
}

void
emulator_http_take_change (SoupServerMessage *message,
                           EmulatorAnswer *answer,
                           EmulatorHttpChange change,
                           gpointer owner)
{
    g_autoptr (JsonObject) body = emulator_http_read_body (message, answer);
    g_autoptr (GError) error = NULL;

    if (body == NULL)
        return;
    if (change (owner, message, body, &error))
        emulator_http_set_ok (answer);
    else
        emulator_http_set_error (answer, SOUP_STATUS_BAD_REQUEST, error->message);
}

void
emulator_http_send (SoupServerMessage *message, const EmulatorAnswer *answer)
{
    soup_server_message_set_status (message, answer->status, NULL);
    if (answer->body != NULL)
        soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY,
                                          answer->body, strlen (answer->body));
}

typedef struct {
    GObject *owner;
    EmulatorHttpAfter func;
    guint number;
} After;

static After *
after_copy (const After *after)
{
    After *copy = g_memdup2 (after, sizeof *after);

    g_object_ref (copy->owner);
    return copy;
}

static void
after_free (gpointer data)
{
    After *after = data;

    g_object_unref (after->owner);
    g_free (after);
}

static gboolean
run_after (gpointer user_data)
{
    After *after = user_data;

    after->func (after->owner, after->number);
    return G_SOURCE_REMOVE;
}

/* Not from within the signal: libsoup is still busy with the connection. */
static void
on_finished (SoupServerMessage *message, After *after)
{
    g_autoptr (GSource) source = g_idle_source_new ();

    g_source_set_priority (source, G_PRIORITY_HIGH); /* before the next request */
    g_source_set_callback (source, run_after, after_copy (after), after_free);
    g_source_attach (source, g_main_context_get_thread_default ());
}

static void
free_closure (gpointer data, GClosure *closure)
{
    after_free (data);
}

void
emulator_http_call_after (SoupServerMessage *message,
                          GObject *owner,
                          EmulatorHttpAfter func,
                          guint number)
{
    const After after = { owner, func, number };

    g_signal_connect_data (message, "finished", G_CALLBACK (on_finished), after_copy (&after),
                           free_closure, 0);
}
