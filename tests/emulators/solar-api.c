/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "solar-api.h"

#include <string.h>

#include "base/wattle-json.h"
#include "emulator-http.h"
#include "modbus-definition.h"
#include "solar-api-payload.h"

struct _SolarApi {
    GObject parent_instance;

    SolarApiState state;
    WattleClock *pace;
    EmulatorFaults *faults;
    SoupServer *server;
    char *uri;
    guint n_requests;
};

G_DEFINE_FINAL_TYPE (SolarApi, solar_api, G_TYPE_OBJECT)

static void
solar_api_finalize (GObject *object)
{
    SolarApi *self = SOLAR_API (object);

    solar_api_stop (self);
    g_object_unref (self->server);
    emulator_faults_free (self->faults);
    g_object_unref (self->pace);
    emulator_day_free (self->state.day);
    g_free (self->uri);
    G_OBJECT_CLASS (solar_api_parent_class)->finalize (object);
}

static void
solar_api_class_init (SolarApiClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = solar_api_finalize;
}

/* Requests */

/* NULL: it has no such path. */
static char *
make_document (SolarApi *self, const char *path, const char *query)
{
    if (g_str_equal (path, "/solar_api/GetAPIVersion.cgi"))
        return solar_api_payload_version ();
    if (g_str_equal (path, "/solar_api/v1/GetMeterRealtimeData.cgi"))
        return solar_api_payload_meter (&self->state, query);
    if (g_str_equal (path, "/solar_api/v1/GetPowerFlowRealtimeData.fcgi"))
        return solar_api_payload_flow (&self->state);
    return NULL;
}

static gboolean
apply_fault (gpointer owner, SoupServerMessage *message, JsonObject *body, GError **error)
{
    SolarApi *self = owner;
    const char *name = wattle_json_peek_string (body, "fault");
    gint64 number = 0;

    if (g_strcmp0 (name, "clear") == 0) {
        emulator_faults_clear (self->faults);
        solar_api_set_code (self, 0);
        return TRUE;
    }
    if (g_strcmp0 (name, "code") == 0) {
        if (!wattle_json_get_integer (body, "code", 0, 255, &number, error))
            return FALSE;
        solar_api_set_code (self, (guint)number);
        return TRUE;
    }
    return emulator_faults_add_json (self->faults, EMULATOR_FAULTS_OF_ANSWERS, body, error);
}

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
    SolarApi *self = user_data;
    const char *method = soup_server_message_get_method (message);
    const char *text = g_uri_get_query (soup_server_message_get_uri (message));
    g_auto (EmulatorAnswer) answer = { .status = SOUP_STATUS_OK,
                                       .content_type = "application/json" };

    if (g_str_equal (path, "/emulator/fault") && g_str_equal (method, "POST")) {
        emulator_http_take_change (message, &answer, apply_fault, self);
        emulator_http_send (message, &answer);
        return;
    }
    self->n_requests++;
    if (g_str_equal (method, "GET"))
        answer.body = make_document (self, path, text);
    if (answer.body == NULL)
        answer.status = SOUP_STATUS_NOT_FOUND;
    emulator_faults_send (self->faults, message, &answer);
}

static void
solar_api_init (SolarApi *self)
{
    self->pace = wattle_clock_new (1);
    self->faults = emulator_faults_new (self->pace);
    self->server = soup_server_new ("server-header", "webserver/1.0", NULL);
    soup_server_add_handler (self->server, NULL, handle, self, NULL);
}

SolarApi *
solar_api_new (void)
{
    SolarApi *self = g_object_new (SOLAR_API_TYPE, NULL);

    self->state.day = emulator_day_new ();
    return self;
}

SolarApi *
solar_api_new_at (WattleClock *clock, gint64 start)
{
    SolarApi *self = g_object_new (SOLAR_API_TYPE, NULL);

    self->state.day = emulator_day_new_at (clock, start);
    return self;
}

gboolean
solar_api_start (SolarApi *self, const char *address, guint port, GError **error)
{
    if (!emulator_http_listen (self->server, address, port, error))
        return FALSE;
    g_free (self->uri);
    self->uri = g_strdup_printf ("http://%s:%u", address, emulator_http_get_port (self->server));
    return TRUE;
}

void
solar_api_stop (SolarApi *self)
{
    emulator_faults_drop_pending (self->faults);
    soup_server_disconnect (self->server);
}

guint
solar_api_get_port (SolarApi *self)
{
    return emulator_http_get_port (self->server);
}

const char *
solar_api_get_uri (SolarApi *self)
{
    return self->uri;
}

void
solar_api_set_time (SolarApi *self, double seconds)
{
    emulator_day_set_seconds (self->state.day, seconds);
}

void
solar_api_set_location (SolarApi *self, SolarApiLocation location)
{
    self->state.in_load_branch = location == SOLAR_API_IN_LOAD_BRANCH;
}

void
solar_api_set_code (SolarApi *self, guint code)
{
    self->state.code = code;
}

guint
solar_api_get_n_requests (SolarApi *self)
{
    return self->n_requests;
}

/* What it says */

/* (transfer full) (nullable) of a path with a query */
static char *
ask (SolarApi *self, const char *target)
{
    g_auto (GStrv) parts = g_strsplit (target, "?", 2);

    return make_document (self, parts[0] != NULL ? parts[0] : "",
                          parts[0] != NULL ? parts[1] : NULL);
}

static JsonNode *
follow (JsonObject *object, const char *pointer)
{
    g_auto (GStrv) names = g_strsplit (pointer, "/", -1);
    JsonNode *node = NULL;

    for (guint i = 1; names[0] != NULL && names[i] != NULL; i++) {
        const char *name = g_str_equal (names[i], "{device}") ? "0" : names[i];

        node = object != NULL ? json_object_get_member (object, name) : NULL;
        object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    }
    return node;
}

gboolean
solar_api_get_number (SolarApi *self, const char *path, const char *pointer, double *value)
{
    g_autofree char *text = ask (self, path);
    g_autoptr (JsonObject) root = text != NULL ? wattle_json_parse_object (text, -1, NULL) : NULL;
    JsonNode *node = root != NULL ? follow (root, pointer) : NULL;

    return node != NULL && wattle_json_node_is_number (node, value);
}

static gboolean
check_requests (JsonObject *root, GError **error)
{
    JsonObject *http = wattle_json_peek_object (root, "http");
    JsonObject *requests = http != NULL ? wattle_json_peek_object (http, "requests") : NULL;
    g_autoptr (SolarApi) self = solar_api_new ();
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    if (requests == NULL || json_object_get_size (requests) == 0) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "http.requests: is missing");
        return FALSE;
    }
    json_object_iter_init_ordered (&iter, requests);
    while (json_object_iter_next_ordered (&iter, &name, &node)) {
        const char *path = NULL;
        g_autofree char *text = wattle_json_node_is_string (node, &path) ? ask (self, path) : NULL;

        if (text != NULL)
            continue;
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                     "http.requests.%.40s: only the Solar API of Fronius is emulated", name);
        return FALSE;
    }
    return TRUE;
}

gboolean
solar_api_check_definition (const char *path, GError **error)
{
    g_autoptr (JsonObject) root = modbus_definition_read (path, error);

    if (root == NULL)
        return FALSE;
    if (!modbus_definition_is_http (root))
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     "is of a meter that is asked by Modbus, not by HTTP");
    else if (check_requests (root, error))
        return TRUE;
    g_prefix_error (error, "%s: ", path);
    return FALSE;
}
