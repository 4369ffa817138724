/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bridge-desk.h"

#include "base/wattle-error.h"
#include "base/wattle-json-writer.h"
#include "base/wattle-line.h"
#include "wattle-bridge-check.h"

/* Answers that still wait to be sent: more are not made before the broker takes these. */
#define MAX_QUEUED 64
#define QUEUE_WAIT (50 * G_TIME_SPAN_MILLISECOND)

/* Of a request in the log, in characters. */
#define MAX_NAME 64

/* Shared by the bridge and by the calls that have not ended. */
typedef struct {
    const WattleBridgePort *port; /* NULL: the bridge is gone */
    guint n_calls;
} Counter;

struct _WattleBridgeCall {
    Counter *counter;
    WattleBridgeRequest *request;
};

/* A call that is not let in yet. */
typedef struct {
    WattleBridgeDesk *desk;
    WattleBridgeCall *call;
    WattleBridgeCheck *check;
} Entry;

struct _WattleBridgeDesk {
    Counter *counter;
    WattleBridgeServe serve;
    gpointer user_data;
    GPtrArray *entries; /* of Entry */
    GQueue waiting;     /* of WattleBridgeCall */
    guint idle;
    guint timer;
    gboolean said[WATTLE_BRIDGE_N_FLAWS];
};

/* Answers */

static void
answer (const WattleBridgePort *port,
        const WattleBridgeRequest *request,
        const char *data,
        const GError *error)
{
    g_autofree char *topic = wattle_bridge_request_dup_response (request);
    WattleJsonWriter *writer = wattle_json_writer_new ();
    g_autofree char *text = NULL;

    wattle_json_writer_begin_object (writer, NULL);
    wattle_json_writer_add_json (writer, "data", data != NULL ? data : "{}");
    wattle_json_writer_add_text (writer, "status", error == NULL ? "ok" : "error");
    if (error != NULL)
        wattle_json_writer_add_text (writer, "error", error->message);
    if (request->transaction != NULL)
        wattle_json_writer_add_json (writer, "transaction", request->transaction);
    wattle_json_writer_end_object (writer);
    text = wattle_json_writer_finish (writer);
    wattle_bridge_port_tell (port, topic, text);
}

static WattleBridgeCall *
call_new (Counter *counter, WattleBridgeRequest *request)
{
    WattleBridgeCall *self = g_new0 (WattleBridgeCall, 1);

    self->counter = g_rc_box_acquire (counter);
    self->request = request;
    counter->n_calls++;
    return self;
}

static void
call_free (WattleBridgeCall *self)
{
    self->counter->n_calls--;
    g_rc_box_release (self->counter);
    wattle_bridge_request_free (self->request);
    g_free (self);
}

const WattleBridgeRequest *
wattle_bridge_call_get_request (const WattleBridgeCall *self)
{
    return self->request;
}

void
wattle_bridge_call_return (WattleBridgeCall *self, char *data)
{
    if (self->counter->port != NULL)
        answer (self->counter->port, self->request, data, NULL);
    g_free (data);
    call_free (self);
}

void
wattle_bridge_call_fail (WattleBridgeCall *self, const GError *error)
{
    if (self->counter->port != NULL)
        answer (self->counter->port, self->request, NULL, error);
    call_free (self);
}

/* Turns */

static void serve_later (WattleBridgeDesk *self);

static gboolean
is_congested (WattleBridgeDesk *self)
{
    WattleMqttCounts counts;

    wattle_mqtt_client_get_counts (self->counter->port->client, &counts);
    return counts.queued > MAX_QUEUED;
}

static void
on_wait (gpointer user_data)
{
    WattleBridgeDesk *self = user_data;

    self->timer = 0;
    serve_later (self);
}

static gboolean
serve_next (gpointer user_data)
{
    WattleBridgeDesk *self = user_data;

    self->idle = 0;
    if (is_congested (self)) {
        self->timer =
            wattle_clock_call_after (self->counter->port->clock, QUEUE_WAIT, on_wait, self);
        return G_SOURCE_REMOVE;
    }

    if (self->waiting.length > 1)
        serve_later (self);
    self->serve (g_queue_pop_head (&self->waiting), self->user_data);
    return G_SOURCE_REMOVE;
}

/* At the priority of everything else: a busy house gets its turn, and so does who asks. */
static void
serve_later (WattleBridgeDesk *self)
{
    if (self->idle == 0 && self->timer == 0)
        self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, serve_next, self, NULL);
}

static void
entry_free (gpointer data)
{
    Entry *entry = data;

    wattle_bridge_check_free (entry->check);
    g_clear_pointer (&entry->call, call_free);
    g_free (entry);
}

WattleBridgeDesk *
wattle_bridge_desk_new (const WattleBridgePort *port, WattleBridgeServe serve, gpointer user_data)
{
    WattleBridgeDesk *self = g_new0 (WattleBridgeDesk, 1);

    self->counter = g_rc_box_new0 (Counter);
    self->counter->port = port;
    self->serve = serve;
    self->user_data = user_data;
    self->entries = g_ptr_array_new_with_free_func (entry_free);
    g_queue_init (&self->waiting);
    return self;
}

void
wattle_bridge_desk_free (WattleBridgeDesk *self)
{
    g_clear_handle_id (&self->idle, g_source_remove);
    wattle_clock_clear (self->counter->port->clock, &self->timer);
    g_ptr_array_unref (self->entries);
    g_queue_clear_full (&self->waiting, (GDestroyNotify)call_free);
    self->counter->port = NULL;
    g_rc_box_release (self->counter);
    g_free (self);
}

/* Coming in */

/* Whoever sends nonsense all day long gets an answer each time, but no line. */
static void
refuse (WattleBridgeDesk *self,
        const WattleBridgeRequest *request,
        WattleBridgeFlaw flaw,
        const GError *error)
{
    const WattleBridgePort *port = self->counter->port;
    g_autofree char *shown = wattle_line_from_part (request->name, MAX_NAME);

    if (!self->said[flaw])
        g_message ("%s/bridge/request/%s: refused: %s; further ones of this kind are not logged",
                   port->instance, shown, error->message);
    self->said[flaw] = TRUE;
    answer (port, request, NULL, error);
}

static void
refuse_retained (WattleBridgeDesk *self, const WattleBridgeRequest *request)
{
    g_autoptr (GError) error = wattle_bridge_check_new_error ();

    refuse (self, request, WATTLE_BRIDGE_RETAINED, error);
}

static void
refuse_busy (WattleBridgeDesk *self, const WattleBridgeRequest *request)
{
    g_autoptr (GError) error = wattle_error_new (
        WATTLE_ERROR_BUSY, "%d requests wait already; try again later", WATTLE_BRIDGE_DESK_MAX);

    refuse (self, request, WATTLE_BRIDGE_BUSY, error);
}

/* Letting in */

static void
let_in (WattleBridgeDesk *self, WattleBridgeCall *call)
{
    g_queue_push_tail (&self->waiting, call);
    serve_later (self);
}

static void
on_checked (WattleBridgeCheck *check, const GError *error, gpointer user_data)
{
    Entry *entry = user_data;
    WattleBridgeDesk *self = entry->desk;

    if (error == NULL)
        let_in (self, g_steal_pointer (&entry->call));
    else
        refuse (self, entry->call->request, WATTLE_BRIDGE_RETAINED, error);
    g_ptr_array_remove (self->entries, entry);
}

/* What only asks may be done once too often. */
static void
check (WattleBridgeDesk *self, WattleBridgeCall *call, GBytes *payload)
{
    g_autofree char *name = g_strconcat ("request/", call->request->name, NULL);
    Entry *entry;

    if (!wattle_bridge_request_writes (call->request)) {
        let_in (self, call);
        return;
    }

    entry = g_new0 (Entry, 1);
    entry->desk = self;
    entry->call = call;
    entry->check = wattle_bridge_check_new (self->counter->port, name, payload, on_checked, entry);
    g_ptr_array_add (self->entries, entry);
}

void
wattle_bridge_desk_take (WattleBridgeDesk *self,
                         const char *name,
                         GBytes *payload,
                         gboolean retained)
{
    g_autoptr (WattleBridgeRequest) request =
        wattle_bridge_request_new (name, payload, self->counter->port->mode);

    if (retained)
        refuse_retained (self, request);
    else if (request->flaw != WATTLE_BRIDGE_FINE)
        refuse (self, request, request->flaw, request->error);
    else if (self->counter->n_calls >= WATTLE_BRIDGE_DESK_MAX)
        refuse_busy (self, request);
    else
        check (self, call_new (self->counter, g_steal_pointer (&request)), payload);
}
