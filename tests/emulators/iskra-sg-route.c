/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The manual's REST table. */
#include "iskra-sg-private.h"

#include <string.h>

#include "base/wattle-json.h"
#include "emulator-http.h"

#define HOME_PAGE "<!DOCTYPE html><title>SG</title><h1>Iskra Smart Gateway</h1>\n"

typedef struct {
    IskraSg *gateway;
    SoupServerMessage *message;
    const char *path;
    guint id; /* the number at the end of the path */
    EmulatorAnswer *answer;
} Request;

typedef void (*Handler) (Request *request);

/* The cookie's value is taken as it stands: with its blank, its “=” and without quotes. */
static gboolean
is_unlocked (IskraSg *self, SoupServerMessage *message)
{
    const char *header =
        soup_message_headers_get_list (soup_server_message_get_request_headers (message), "Cookie");
    g_auto (GStrv) cookies = header != NULL ? g_strsplit (header, ";", 64) : NULL;

    if (self->cookie == NULL)
        return TRUE;
    for (guint i = 0; cookies != NULL && cookies[i] != NULL; i++) {
        const char *cookie = g_strstrip (cookies[i]);

        if (g_str_has_prefix (cookie, "Authorization=") &&
            g_str_equal (cookie + strlen ("Authorization="), self->cookie))
            return TRUE;
    }
    return FALSE;
}

static void
handle_auth (Request *request)
{
    IskraSg *self = request->gateway;
    g_autoptr (JsonObject) body = emulator_http_read_body (request->message, request->answer);

    if (body == NULL)
        return;
    if (self->cookie == NULL ||
        (g_strcmp0 (wattle_json_peek_string (body, "username"), self->user) == 0 &&
         g_strcmp0 (wattle_json_peek_string (body, "password"), self->password) == 0))
        emulator_http_set_ok (request->answer);
    else
        emulator_http_set_error (request->answer, SOUP_STATUS_FORBIDDEN, "Wrong credentials");
}

static void
handle_gateway (Request *request)
{
    request->answer->body = iskra_sg_status_gateway (request->gateway);
}

static void
handle_blink (Request *request)
{
    iskra_sg_blink (request->gateway);
    emulator_http_set_ok (request->answer);
}

static void
handle_settings (Request *request)
{
    request->answer->body = iskra_sg_status_settings (request->gateway);
}

static void
take_text (JsonObject *settings, const char *name, char **value)
{
    const char *text = wattle_json_peek_string (settings, name);

    if (text == NULL)
        return;
    g_free (*value);
    *value = g_strdup (text);
}

/* Description and location; what else is in it is accepted and forgotten. */
static void
handle_settings_write (Request *request)
{
    g_autoptr (JsonObject) body = emulator_http_read_body (request->message, request->answer);
    JsonObject *settings = body != NULL ? wattle_json_peek_object (body, "settings") : NULL;

    if (body == NULL)
        return;
    if (settings == NULL) {
        emulator_http_set_error (request->answer, SOUP_STATUS_BAD_REQUEST, "“settings” is missing");
        return;
    }
    take_text (settings, "description", &request->gateway->description);
    take_text (settings, "location", &request->gateway->location);
    emulator_http_set_ok (request->answer);
}

static void
handle_networks (Request *request)
{
    request->answer->body = iskra_sg_status_networks (request->gateway);
}

static void
handle_devices (Request *request)
{
    request->answer->body = iskra_sg_payload_devices (request->gateway);
}

/* A slot without a meter is not found; a meter that does not answer makes the gateway close the
 * connection without a word, after as many tries as it likes.
 */
static gboolean
find_meter (Request *request)
{
    IskraSg *self = request->gateway;

    if (request->id >= ISKRA_SG_N_SLOTS || self->slots[request->id].meter == NULL) {
        request->answer->status = SOUP_STATUS_NOT_FOUND;
        return FALSE;
    }
    request->answer->silent = self->slots[request->id].unplugged;
    return !request->answer->silent;
}

static void
handle_measurement (Request *request)
{
    if (find_meter (request))
        request->answer->body = iskra_sg_payload_measurement (request->gateway, request->id);
}

static void
handle_counter (Request *request)
{
    gboolean zero;

    if (!find_meter (request))
        return;
    zero = emulator_faults_take (request->gateway->faults, EMULATOR_FAULT_ZERO_COUNTERS,
                                 request->path);
    request->answer->body = iskra_sg_payload_counter (request->gateway, request->id, zero);
}

static void
handle_bicoms (Request *request)
{
    request->answer->body = iskra_sg_status_bicoms (request->gateway);
}

static void
switch_bicom (Request *request, guint slot, const char *value)
{
    IskraSg *self = request->gateway;
    gboolean on = g_str_equal (value, "on");

    if (g_str_equal (value, "toggle"))
        on = iskra_sg_bicom_find (self, slot) != NULL && iskra_sg_bicom_get_state (self, slot) == 0;
    else if (!on && !g_str_equal (value, "off")) {
        emulator_http_set_error (request->answer, SOUP_STATUS_BAD_REQUEST,
                                 "“val” must be “on”, “off” or “toggle”");
        return;
    }
    if (iskra_sg_switch_bicom (self, slot, on))
        emulator_http_set_ok (request->answer);
    else
        emulator_http_set_error (request->answer, SOUP_STATUS_NOT_FOUND, "No Bicom there");
}

static void
handle_bicom (Request *request)
{
    g_autoptr (JsonObject) body = emulator_http_read_body (request->message, request->answer);
    g_autoptr (GError) error = NULL;
    const char *value;
    gint64 slot;

    if (body == NULL)
        return;
    if (wattle_json_get_integer (body, "index", 0, ISKRA_SG_N_SLOTS - 1, &slot, &error) &&
        wattle_json_get_string (body, "val", &value, &error))
        switch_bicom (request, (guint)slot, value);
    else
        emulator_http_set_error (request->answer, SOUP_STATUS_BAD_REQUEST, error->message);
}

static void
handle_scan (Request *request)
{
    request->answer->body = iskra_sg_status_scan (request->gateway);
}

/* Takes the serial parameters and changes nothing: the bus is not emulated. */
static void
handle_parameters (Request *request)
{
    g_autoptr (JsonObject) body = emulator_http_read_body (request->message, request->answer);

    if (body == NULL)
        return;
    if (wattle_json_peek_array (body, "devices") != NULL)
        emulator_http_set_ok (request->answer);
    else
        emulator_http_set_error (request->answer, SOUP_STATUS_BAD_REQUEST, "“devices” is missing");
}

static void
handle_recorders (Request *request)
{
    request->answer->body = iskra_sg_history_recorders (request->gateway);
}

static void
handle_recorder (Request *request)
{
    request->answer->body = iskra_sg_history_recorder (request->gateway, request->id);
    if (request->answer->body == NULL)
        request->answer->status = SOUP_STATUS_NOT_FOUND;
}

static void
handle_load_profile (Request *request)
{
    if (find_meter (request))
        request->answer->body = iskra_sg_history_load_profile (request->gateway, request->id);
}

static void
handle_home (Request *request)
{
    request->answer->content_type = "text/html";
    request->answer->body = g_strdup (HOME_PAGE);
}

static const struct {
    const char *method;
    const char *path; /* one that ends in “#” takes a number there */
    Handler handler;
    IskraSgPaths paths; /* 0: always there */
} routes[] = {
    { "GET", "/", handle_home, 0 },
    { "POST", "/api/auth", handle_auth, 0 },
    { "GET", "/api", handle_gateway, 0 },
    { "GET", "/api/blink", handle_blink, 0 },
    { "GET", "/api/settings", handle_settings, 0 },
    { "POST", "/api/settings", handle_settings_write, 0 },
    { "GET", "/api/wifi/scan-networks", handle_networks, 0 },
    { "GET", "/api/devices", handle_devices, 0 },
    { "GET", "/api/measurement/#", handle_measurement, ISKRA_SG_PATHS_SINGULAR },
    { "GET", "/api/measurements/#", handle_measurement, ISKRA_SG_PATHS_PLURAL },
    { "GET", "/api/counter/#", handle_counter, ISKRA_SG_PATHS_SINGULAR },
    { "GET", "/api/counters/#", handle_counter, ISKRA_SG_PATHS_PLURAL },
    { "GET", "/api/bicoms", handle_bicoms, 0 },
    { "POST", "/api/bicom", handle_bicom, 0 },
    { "GET", "/api/rs485/scan-devices", handle_scan, 0 },
    { "POST", "/api/rs485/set-parameters", handle_parameters, 0 },
    { "GET", "/api/recorders", handle_recorders, 0 },
    { "GET", "/api/recorder/#", handle_recorder, 0 },
    { "GET", "/api/load_profile/#", handle_load_profile, 0 },
    { "GET", "/api/load_profile#", handle_load_profile, 0 },
};

static gboolean
match (const char *pattern, const char *path, guint *id)
{
    gsize length = strlen (pattern);
    guint64 number = 0;

    if (pattern[length - 1] != '#')
        return g_str_equal (pattern, path);
    if (strncmp (pattern, path, length - 1) != 0 ||
        !g_ascii_string_to_unsigned (path + length - 1, 10, 0, 999, &number, NULL))
        return FALSE;
    *id = (guint)number;
    return TRUE;
}

static Handler
find_handler (IskraSg *self, const char *method, const char *path, guint *id)
{
    for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
        if (g_str_equal (routes[i].method, method) &&
            (routes[i].paths == 0 || (self->paths & routes[i].paths) != 0) &&
            match (routes[i].path, path, id))
            return routes[i].handler;
    return NULL;
}

/* Makes the answer of a healthy gateway. */
void
iskra_sg_route (IskraSg *self, SoupServerMessage *message, const char *path, EmulatorAnswer *answer)
{
    Request request = { self, message, path, 0, answer };
    Handler handler =
        find_handler (self, soup_server_message_get_method (message), path, &request.id);

    if (handler != handle_auth && handler != handle_home && !is_unlocked (self, message))
        answer->status = SOUP_STATUS_FORBIDDEN;
    else if (handler == NULL)
        answer->status = SOUP_STATUS_NOT_FOUND;
    else
        handler (&request);
}
