/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-modbus-serial-worker.h"

#include "wattle-modbus-request.h"

#define ANSWER_MS 1000 /* unless the request says otherwise */

/* The specification reserves what is above; 0 is for everybody, and nobody answers to it. */
#define UNIT_MAX 247

/* What the thread uses does not change while it runs; the rest is the main thread's. */
struct _WattleModbusSerialWorker {
    char *device;
    GAsyncQueue *queue; /* of WattleModbusSerialJob, or the sentinel */
    GMainContext *context;

    guint n_refs;
    GThread *thread;
};

/* Handed over to the thread and back; only @forgotten is known to both sides meanwhile. */
struct _WattleModbusSerialJob {
    WattleModbusLine line;
    WattleRequest *request; /* or NULL */
    GMainContext *context;
    WattleModbusSerialDone done;
    gpointer user_data;
    int forgotten;
    WattleModbusSerialAnswer answer;
};

/* By device. A worker stands in it until its thread has ended. */
static GHashTable *workers;

static char sentinel;

static void
job_free (gpointer data)
{
    WattleModbusSerialJob *job = data;

    g_clear_object (&job->request);
    g_main_context_unref (job->context);
    wattle_modbus_serial_answer_clear (&job->answer);
    g_free (job);
}

static gboolean
finish_job (gpointer data)
{
    WattleModbusSerialJob *job = data;

    if (!g_atomic_int_get (&job->forgotten))
        job->done (&job->answer, job->user_data);
    return G_SOURCE_REMOVE;
}

/* What is behind the sentinel when the thread ends is never done. */
static void
drop_item (gpointer item)
{
    if (item != &sentinel)
        job_free (item);
}

/* Not g_main_context_invoke(), which may run it in this very thread. */
static void
hand_over (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
    GSource *source = g_idle_source_new ();

    g_source_set_priority (source, G_PRIORITY_DEFAULT);
    g_source_set_callback (source, func, data, destroy);
    g_source_attach (source, context);
    g_source_unref (source);
}

/* The thread */

/* Returns what is wrong with it, or NULL. */
static const char *
read_question (WattleRequest *request, WattleModbusQuestion *question)
{
    if (!wattle_modbus_request_read (request, question))
        return "there is no such Modbus request";
    return question->unit < 1 || question->unit > UNIT_MAX ? "units on a serial line are 1 to 247"
                                                           : NULL;
}

static void
do_job (WattleModbusSerialBus *bus, WattleModbusSerialJob *job)
{
    WattleModbusSerialAnswer *answer = &job->answer;
    WattleModbusQuestion question;
    const char *fault;
    guint timeout_ms;

    answer->outcome = WATTLE_OUTCOME_UNREACHABLE;
    answer->port_error = wattle_modbus_serial_bus_open (bus, &job->line);
    if (answer->port_error != 0 || job->request == NULL)
        return;

    fault = read_question (job->request, &question);
    if (fault != NULL) {
        answer->outcome = WATTLE_OUTCOME_INVALID;
        answer->detail = g_strdup (fault);
        return;
    }
    timeout_ms = wattle_request_get_timeout (job->request);
    wattle_modbus_serial_bus_ask (bus, &question, wattle_request_get_gap (job->request),
                                  timeout_ms > 0 ? timeout_ms : ANSWER_MS, answer);
}

static gboolean on_ended (gpointer user_data);

static gpointer
run (gpointer user_data)
{
    WattleModbusSerialWorker *self = user_data;
    g_autoptr (WattleModbusSerialBus) bus = wattle_modbus_serial_bus_new (self->device);
    gpointer item;

    while ((item = g_async_queue_pop (self->queue)) != &sentinel) {
        WattleModbusSerialJob *job = item;

        if (!g_atomic_int_get (&job->forgotten))
            do_job (bus, job);
        hand_over (job->context, finish_job, job, job_free);
    }

    g_clear_pointer (&bus, wattle_modbus_serial_bus_free);
    hand_over (self->context, on_ended, self, NULL);
    return NULL;
}

/* The main thread */

static void
start (WattleModbusSerialWorker *self)
{
    self->thread = g_thread_new ("modbus", run, self);
}

static void
worker_free (WattleModbusSerialWorker *self)
{
    g_hash_table_remove (workers, self->device);
    if (g_hash_table_size (workers) == 0)
        g_clear_pointer (&workers, g_hash_table_unref);

    g_async_queue_unref (self->queue);
    g_main_context_unref (self->context);
    g_free (self->device);
    g_free (self);
}

/* The thread has nothing left to do but to return. Whoever came back meanwhile gets a new one: so a
 * port is never open twice. */
static gboolean
on_ended (gpointer user_data)
{
    WattleModbusSerialWorker *self = user_data;

    g_thread_join (g_steal_pointer (&self->thread));
    if (self->n_refs > 0)
        start (self);
    else
        worker_free (self);
    return G_SOURCE_REMOVE;
}

WattleModbusSerialWorker *
wattle_modbus_serial_worker_get (const char *device)
{
    WattleModbusSerialWorker *self;

    if (workers == NULL)
        workers = g_hash_table_new (g_str_hash, g_str_equal);
    self = g_hash_table_lookup (workers, device);
    if (self == NULL) {
        self = g_new0 (WattleModbusSerialWorker, 1);
        self->device = g_strdup (device);
        self->queue = g_async_queue_new_full (drop_item);
        self->context = g_main_context_ref_thread_default ();
        g_hash_table_insert (workers, self->device, self);
        start (self);
    }

    self->n_refs++;
    return self;
}

void
wattle_modbus_serial_worker_unref (WattleModbusSerialWorker *self)
{
    if (--self->n_refs == 0)
        g_async_queue_push (self->queue, &sentinel);
}

WattleModbusSerialJob *
wattle_modbus_serial_worker_push (WattleModbusSerialWorker *self,
                                  const WattleModbusLine *line,
                                  WattleRequest *request,
                                  WattleModbusSerialDone done,
                                  gpointer user_data)
{
    WattleModbusSerialJob *job = g_new0 (WattleModbusSerialJob, 1);

    job->line = *line;
    g_set_object (&job->request, request);
    job->context = g_main_context_ref (self->context);
    job->done = done;
    job->user_data = user_data;
    g_async_queue_push (self->queue, job);
    return job;
}

void
wattle_modbus_serial_job_forget (WattleModbusSerialJob *job)
{
    g_atomic_int_set (&job->forgotten, 1);
}

guint
wattle_modbus_serial_worker_get_n_threads (void)
{
    return workers != NULL ? g_hash_table_size (workers) : 0;
}
