/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The older monitors' local HTTP: requests are plain text, errors are 200, and one logon is for
 * everybody. */
#include <string.h>

#include "emulator-http.h"
#include "smappee-box-private.h"

#define BASE     "/gateway/apipublic/"
#define MAX_BODY 1000 /* bytes */

struct _SmappeeBoxHttp {
    SoupServer *server;
    EmulatorFaults *faults;
    char *address;
    guint port;
    gboolean logged_on;
    guint n_requests;
};

/* Requests */

static char *
make_error (const char *text)
{
    return g_strdup_printf ("{\"error\":\"%s\"}", text);
}

static char *
log_on (SmappeeBox *self, const char *body)
{
    self->http->logged_on = g_str_equal (body, self->password);
    return self->http->logged_on
               ? g_strdup ("{\"success\":\"Logon successful!\",\"header\":\"Logon to the monitor "
                           "portal successful...\"}")
               : make_error ("Error wrong password!");
}

static char *
log_off (SmappeeBox *self, const char *body)
{
    self->http->logged_on = FALSE;
    return g_strdup ("{\"success\":\"Logoff successful!\"}");
}

/* @body: NULL: any */
static const struct {
    const char *name;
    const char *method;
    const char *body;
    gboolean open; /* without a logon */
    gboolean plus; /* only of Plus and Pro */
    char *(*make) (SmappeeBox *self, const char *body);
} requests[] = {
    { "logon", "POST", NULL, TRUE, FALSE, log_on },
    { "logoff", "POST", NULL, TRUE, FALSE, log_off },
    { "reportInstantaneousValues", "GET", NULL, FALSE, FALSE, smappee_box_page_report },
    { "instantaneous", "POST", "loadInstantaneous", FALSE, FALSE, smappee_box_page_instantaneous },
    { "configPublic", "POST", "load", FALSE, FALSE, smappee_box_page_config },
    { "channelsConfigPublic", "POST", "load", FALSE, TRUE, smappee_box_page_channels },
    { "advancedConfigPublic", "POST", "load", FALSE, FALSE, smappee_box_page_advanced },
    { "commandControlPublic", "POST", NULL, FALSE, FALSE, smappee_box_page_command },
    { "statisticsPublicReport", "GET", NULL, FALSE, FALSE, smappee_box_page_statistics },
};

/* NULL: there is no such request. */
static char *
answer_request (SmappeeBox *self, const char *method, const char *name, const char *body)
{
    for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
        if (!g_str_equal (requests[i].name, name) || !g_str_equal (requests[i].method, method) ||
            (requests[i].plus && !smappee_box_is_plus (self)))
            continue;
        if (!requests[i].open && !self->http->logged_on)
            return make_error ("Error not authenticated. Use Logon first!");
        if (requests[i].body != NULL && !g_str_equal (requests[i].body, body))
            return make_error ("Error unknown request!");
        smappee_box_advance (self);
        return requests[i].make (self, body);
    }
    return NULL;
}

static char *
read_body (SoupServerMessage *message)
{
    g_autoptr (GBytes) bytes =
        soup_message_body_flatten (soup_server_message_get_request_body (message));
    gsize size;
    const char *data = g_bytes_get_data (bytes, &size);

    return data != NULL && size <= MAX_BODY ? g_strstrip (g_strndup (data, size)) : g_strdup ("");
}

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
    SmappeeBox *self = user_data;
    g_autofree char *body = read_body (message);
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK,
                                       .content_type = "application/json" };

    self->http->n_requests++;
    if (g_str_has_prefix (path, BASE))
        answer.body = answer_request (self, soup_server_message_get_method (message),
                                      path + strlen (BASE), body);
    if (answer.body == NULL)
        answer.status = SOUP_STATUS_NOT_FOUND;
    emulator_faults_send (self->http->faults, message, &answer);
}

/* The server */

gboolean
smappee_box_start_http (SmappeeBox *self, const char *address, guint port, GError **error)
{
    SmappeeBoxHttp *http;

    if (!smappee_box_has_http (self->model)) {
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "This model has no local HTTP");
        return FALSE;
    }
    smappee_box_http_free (self);
    self->http = http = g_new0 (SmappeeBoxHttp, 1);
    http->server = soup_server_new ("server-header", "Smappee", NULL);
    http->faults = emulator_faults_new (self->pace);
    http->address = g_strdup (address);
    soup_server_add_handler (http->server, NULL, handle, self, NULL);
    if (!emulator_http_listen (http->server, address, port, error))
        return FALSE;
    http->port = emulator_http_get_port (http->server);
    return TRUE;
}

guint
smappee_box_get_http_port (SmappeeBox *self)
{
    return self->http != NULL ? self->http->port : 0;
}

/* After a restart nobody is logged on. */
void
smappee_box_http_open (SmappeeBox *self)
{
    g_autoptr (GError) error = NULL;

    if (self->http == NULL || self->http->port == 0)
        return;
    self->http->logged_on = FALSE;
    if (!emulator_http_listen (self->http->server, self->http->address, self->http->port, &error))
        g_warning ("%s", error->message);
}

void
smappee_box_http_close (SmappeeBox *self)
{
    if (self->http == NULL)
        return;
    emulator_faults_drop_pending (self->http->faults);
    soup_server_disconnect (self->http->server);
}

void
smappee_box_http_free (SmappeeBox *self)
{
    if (self->http == NULL)
        return;
    smappee_box_http_close (self);
    g_object_unref (self->http->server);
    emulator_faults_free (self->http->faults);
    g_free (self->http->address);
    g_clear_pointer (&self->http, g_free);
}

/* Faults */

void
smappee_box_http_end_session (SmappeeBox *self)
{
    if (self->http != NULL)
        self->http->logged_on = FALSE;
}

gboolean
smappee_box_http_add_fault (SmappeeBox *self, JsonObject *fault, GError **error)
{
    if (self->http != NULL)
        return emulator_faults_add_json (self->http->faults, EMULATOR_FAULTS_OF_ANSWERS, fault,
                                         error);
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         "No such fault; README.md lists them");
    return FALSE;
}

void
smappee_box_http_clear_faults (SmappeeBox *self)
{
    if (self->http != NULL)
        emulator_faults_clear (self->http->faults);
}

guint
smappee_box_http_get_n_requests (SmappeeBox *self)
{
    return self->http != NULL ? self->http->n_requests : 0;
}
