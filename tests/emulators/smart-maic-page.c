/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The pages of the device's web server: GET /?page=NAME&… and nothing else. */
#include "smart-maic-private.h"

#include <string.h>

#include "base/wattle-number.h"

#define TOO_MANY_REQUESTS 429
#define LOGIN_SPAN        (10 * G_TIME_SPAN_MINUTE)
#define LEAST_INTERVAL    5 /* s between messages, if none is given */
#define LEEWAY            (G_TIME_SPAN_SECOND / 2)
#define MAX_CALLERS       64

typedef struct {
    SmartMaic *device;
    const EmulatorPlainRequest *request;
    GHashTable *query;
    EmulatorAnswer *answer;
} Call;

static const char *
get (const Call *call, const char *name)
{
    const char *value = g_hash_table_lookup (call->query, name);

    return value != NULL ? value : "";
}

static gboolean
take (const Call *call, EmulatorFaultKind kind)
{
    return emulator_faults_take (call->device->faults, kind, call->request->target);
}

/* With status 200, as if nothing was wrong. */
static void
show_login (const Call *call)
{
    call->answer->status = SOUP_STATUS_OK;
    call->answer->content_type = "text/html; charset=utf-8";
    call->answer->body =
        g_strdup ("<!DOCTYPE html><html><head><title>smart-MAIC</title></head><body>"
                  "<form><h3>Login</h3><input name=\"devpass\"></form></body></html>");
}

static void
show_json (const Call *call, char *body)
{
    call->answer->content_type = "application/json; charset=utf-8";
    call->answer->body = body;
}

static void
show_done (const Call *call)
{
    show_json (call, g_strdup ("{\"result\":\"ok\"}"));
}

static gint64
get_pace (const Call *call)
{
    return wattle_clock_get_monotonic (call->device->pace);
}

static gboolean
is_logged_in (const Call *call)
{
    const gint64 *until = g_hash_table_lookup (call->device->logins, call->request->peer);

    return until != NULL && get_pace (call) < *until;
}

/* A wrong PIN also ends what an earlier login began. */
static void
serve_login (const Call *call)
{
    SmartMaic *self = call->device;
    gint64 until = get_pace (call) + LOGIN_SPAN;

    if (!g_str_equal (get (call, "devpass"), self->pin)) {
        g_hash_table_remove (self->logins, call->request->peer);
        show_login (call);
        return;
    }
    if (g_hash_table_size (self->logins) >= MAX_CALLERS)
        g_hash_table_remove_all (self->logins);
    g_hash_table_insert (self->logins, g_strdup (call->request->peer),
                         g_memdup2 (&until, sizeof until));
    self->n_logins++;
    show_done (call);
}

/* A little early is in time: who polls at the limit is not always on the dot. */
static gboolean
is_too_soon (const Call *call)
{
    SmartMaic *self = call->device;
    gint64 span = self->grade == SMART_MAIC_EXTENDED ? 6 : 60;
    gint64 now = wattle_clock_get_monotonic (self->clock);

    if (now < self->next_read)
        return TRUE;
    self->next_read = now + span * G_TIME_SPAN_SECOND - LEEWAY;
    return FALSE;
}

static void
switch_out (const Call *call, const char *state)
{
    if (g_str_equal (state, "0") || g_str_equal (state, "1"))
        smart_maic_set_out (call->device, state[0] == '1');
}

/* The contact is switched even if the answer is that it was too soon. */
static void
serve_getdata (const Call *call)
{
    SmartMaic *self = call->device;

    if (!g_str_equal (get (call, "devid"), self->devid) ||
        !g_str_equal (get (call, "devpass"), self->pin)) {
        show_login (call);
        return;
    }
    switch_out (call, get (call, "pout"));
    if (is_too_soon (call)) {
        call->answer->status = TOO_MANY_REQUESTS;
        return;
    }
    show_json (call, smart_maic_payload_getdata (self, take (call, EMULATOR_FAULT_RAW_BREAKS),
                                                 take (call, EMULATOR_FAULT_ZERO_COUNTERS)));
}

static void
serve_getwdata (const Call *call)
{
    show_json (call,
               smart_maic_payload_getwdata (call->device, take (call, EMULATOR_FAULT_RAW_BREAKS),
                                            take (call, EMULATOR_FAULT_ZERO_COUNTERS)));
}

static void
serve_webinit (const Call *call)
{
    show_json (call, smart_maic_payload_webinit (call->device));
}

static guint
read_interval (const Call *call)
{
    guint64 seconds;

    return g_ascii_string_to_unsigned (get (call, "mqttint"), 10, 1, 86400, &seconds, NULL)
               ? (guint)seconds
               : LEAST_INTERVAL;
}

/* All of the section is replaced: what is not given is lost. */
static void
serve_mqtt (const Call *call)
{
    SmartMaic *self = call->device;
    g_auto (SmartMaicBroker) broker = {
        .host = g_strdup (get (call, "serv")),
        .port = g_strdup (get (call, "port")),
        .user = g_strdup (get (call, "uname")),
        .password = g_strdup (get (call, "pass")),
        .prefix = g_strdup (get (call, "prefix")),
        .separator = g_str_equal (get (call, "separat"), "2") ? '/' : '.',
        .interval = read_interval (call),
        .enabled = g_str_equal (get (call, "mqtt_on"), "1"),
    };

    smart_maic_mqtt_set_broker (self, &broker);
    smart_maic_mqtt_open (self);
    show_done (call);
}

static void
serve_pout (const Call *call)
{
    switch_out (call, get (call, "state"));
    show_done (call);
}

/* The pulses of a D105 cannot be set so. */
static void
serve_initval (const Call *call)
{
    GHashTableIter iter;
    gpointer key;
    gpointer text;
    double value;

    g_hash_table_iter_init (&iter, call->query);
    while (g_hash_table_iter_next (&iter, &key, &text))
        if (call->device->model != SMART_MAIC_D105 && wattle_number_parse (text, &value, NULL) &&
            value >= 0)
            smart_maic_set_counter (call->device, key, value);
    show_done (call);
}

static const struct {
    const char *name;
    void (*serve) (const Call *call);
    gboolean open; /* without login */
} pages[] = {
    { "devlogin", serve_login, TRUE },
    { "getdata", serve_getdata, TRUE },
    { "getwdata", serve_getwdata },
    { "webinit", serve_webinit },
    { "mqtt", serve_mqtt },
    { "pout", serve_pout },
    { "initval", serve_initval },
};

static void
serve (const Call *call)
{
    const char *name = get (call, "page");
    const char *target = call->request->target;

    if (!g_str_equal (call->request->method, "GET") || !g_str_has_prefix (target, "/?") ||
        take (call, EMULATOR_FAULT_LOGIN)) {
        show_login (call);
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
        if (g_str_equal (pages[i].name, name) && (pages[i].open || is_logged_in (call))) {
            pages[i].serve (call);
            return;
        }
    }
    show_login (call);
}

void
smart_maic_page_serve (gpointer owner, const EmulatorPlainRequest *request, EmulatorAnswer *answer)
{
    SmartMaic *self = owner;
    const char *mark = strchr (request->target, '?');
    g_autoptr (GHashTable) query = soup_form_decode (mark != NULL ? mark + 1 : "");
    const Call call = { .device = self, .request = request, .query = query, .answer = answer };

    self->requests++;
    serve (&call);
}
