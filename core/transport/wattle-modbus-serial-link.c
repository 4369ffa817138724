/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-serial-link.h"

#include "base/wattle-backoff.h"
#include "wattle-modbus-serial-fault.h"
#include "wattle-modbus-serial-worker.h"

/* On top of the answer: what is under way for others, an answer that is overdue, silence. */
#define WAIT_MS 5000

/* Between attempts to open the port. Nobody is bothered by them, and whoever plugs an adapter in
 * again looks at the readings next. */
#define BACKOFF_MIN_MS 1000
#define BACKOFF_MAX_MS 15000

struct _WattleModbusSerialLink {
    WattleLink parent_instance;

    WattleModbusEndpoint *endpoint;
    WattleModbusLine line;
    WattleModbusSerialWorker *worker;

    WattleBackoff backoff;
    guint reopen_timer;             /* not 0: the port was not there a moment ago */
    WattleModbusSerialJob *opening; /* NULL: not at the moment */

    WattleLinkCall *call; /* with its job: under way */
    WattleModbusSerialJob *job;
};

G_DEFINE_FINAL_TYPE (WattleModbusSerialLink, wattle_modbus_serial_link, WATTLE_TYPE_LINK)

/* The port */

static void on_opened (const WattleModbusSerialAnswer *answer, gpointer user_data);

static void
on_reopen (gpointer user_data)
{
    WattleModbusSerialLink *self = user_data;

    self->reopen_timer = 0;
    self->opening =
        wattle_modbus_serial_worker_push (self->worker, &self->line, NULL, on_opened, self);
}

static void
note_port_error (WattleModbusSerialLink *self, int error)
{
    WattleClock *clock = wattle_link_get_clock (WATTLE_LINK (self));
    guint wait_ms = wattle_backoff_next (&self->backoff, g_random_double ());

    wattle_clock_clear (clock, &self->reopen_timer);
    self->reopen_timer =
        wattle_clock_call_after (clock, (gint64)wait_ms * G_TIME_SPAN_MILLISECOND, on_reopen, self);
    wattle_link_set_fault (
        WATTLE_LINK (self),
        wattle_modbus_serial_fault_new (self->endpoint->device, error, g_get_user_name ()));
}

/* That units are silent says nothing about the port. */
static void
note_port (WattleModbusSerialLink *self, int error)
{
    if (error != 0) {
        note_port_error (self, error);
        return;
    }

    wattle_backoff_reset (&self->backoff);
    wattle_link_set_state (WATTLE_LINK (self), WATTLE_LINK_UP, NULL);
}

static void
on_opened (const WattleModbusSerialAnswer *answer, gpointer user_data)
{
    g_autoptr (WattleModbusSerialLink) self = g_object_ref (user_data);

    self->opening = NULL;
    note_port (self, answer->port_error);
}

/* Calls */

static WattleFrame *
make_frame (WattleModbusSerialLink *self, guint tag, const WattleModbusSerialAnswer *answer)
{
    WattleLink *link = WATTLE_LINK (self);
    gint64 now = wattle_clock_get_wall (wattle_link_get_clock (link));

    if (answer->outcome == WATTLE_OUTCOME_ANSWERED)
        return wattle_frame_new_answer (tag, answer->exception, NULL, answer->bytes, now);
    if (answer->outcome == WATTLE_OUTCOME_UNREACHABLE)
        return wattle_frame_new_failure (tag, answer->outcome, wattle_link_get_detail (link), now);
    return wattle_frame_new_failure (tag, answer->outcome, answer->detail, now);
}

static void
on_done (const WattleModbusSerialAnswer *answer, gpointer user_data)
{
    g_autoptr (WattleModbusSerialLink) self = g_object_ref (user_data);
    WattleLink *link = WATTLE_LINK (self);

    self->job = NULL;
    wattle_link_note_foreign (link, answer->n_foreign);
    note_port (self, answer->port_error);
    if (self->call != NULL) { /* who heard of the port has not cancelled it */
        WattleLinkCall *call = g_steal_pointer (&self->call);

        wattle_link_complete (link, call,
                              make_frame (self, wattle_request_get_tag (call->request), answer));
    }
}

static void
wattle_modbus_serial_link_start (WattleLink *link, WattleLinkCall *call)
{
    WattleModbusSerialLink *self = WATTLE_MODBUS_SERIAL_LINK (link);

    if (self->reopen_timer != 0 || self->opening != NULL) {
        const WattleModbusSerialAnswer none = { .outcome = WATTLE_OUTCOME_UNREACHABLE };

        wattle_link_complete (link, call,
                              make_frame (self, wattle_request_get_tag (call->request), &none));
        return;
    }

    self->call = call;
    self->job =
        wattle_modbus_serial_worker_push (self->worker, &self->line, call->request, on_done, self);
}

/* What is on the line stays there until its time is over, and the next question waits for it. */
static void
wattle_modbus_serial_link_abort (WattleLink *link, WattleLinkCall *call)
{
    WattleModbusSerialLink *self = WATTLE_MODBUS_SERIAL_LINK (link);

    g_clear_pointer (&self->job, wattle_modbus_serial_job_forget);
    self->call = NULL;
}

/* The object */

static void
wattle_modbus_serial_link_dispose (GObject *object)
{
    WattleModbusSerialLink *self = WATTLE_MODBUS_SERIAL_LINK (object);
    WattleClock *clock = wattle_link_get_clock (WATTLE_LINK (self));

    G_OBJECT_CLASS (wattle_modbus_serial_link_parent_class)->dispose (object);
    wattle_clock_clear (clock, &self->reopen_timer);
    g_clear_pointer (&self->opening, wattle_modbus_serial_job_forget);
    g_clear_pointer (&self->worker, wattle_modbus_serial_worker_unref);
}

static void
wattle_modbus_serial_link_finalize (GObject *object)
{
    WattleModbusSerialLink *self = WATTLE_MODBUS_SERIAL_LINK (object);

    wattle_modbus_endpoint_free (self->endpoint);

    G_OBJECT_CLASS (wattle_modbus_serial_link_parent_class)->finalize (object);
}

static void
wattle_modbus_serial_link_class_init (WattleModbusSerialLinkClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    WattleLinkClass *link_class = WATTLE_LINK_CLASS (klass);

    object_class->dispose = wattle_modbus_serial_link_dispose;
    object_class->finalize = wattle_modbus_serial_link_finalize;
    link_class->start = wattle_modbus_serial_link_start;
    link_class->abort = wattle_modbus_serial_link_abort;
    link_class->connect_ms = WAIT_MS;
    link_class->queue_max = WATTLE_LINK_BUS_QUEUE_MAX;
}

static void
wattle_modbus_serial_link_init (WattleModbusSerialLink *self)
{
    wattle_backoff_init (&self->backoff, BACKOFF_MIN_MS, BACKOFF_MAX_MS);
}

WattleModbusSerialLink *
wattle_modbus_serial_link_new (WattleModbusEndpoint *endpoint, WattleClock *clock)
{
    WattleModbusSerialLink *self = g_object_new (WATTLE_TYPE_MODBUS_SERIAL_LINK, NULL);
    g_autofree char *uri = wattle_modbus_endpoint_to_string (endpoint);

    self->endpoint = endpoint;
    self->line.baud = endpoint->baud;
    self->line.parity = endpoint->parity;
    self->line.stop = endpoint->stop;
    self->worker = wattle_modbus_serial_worker_get (endpoint->device);
    wattle_link_init_base (WATTLE_LINK (self), uri, WATTLE_LINK_MODBUS, clock, 1);
    return self;
}
