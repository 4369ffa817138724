/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-file-queue.h"

typedef struct {
    WattleFileWork work;
    gpointer data;
    GDestroyNotify free_data;
    WattleFileDone done;
    gpointer user_data;
    GMainContext *context;
    GError *error;
} Job;

struct _WattleFileQueue {
    GThreadPool *pool; /* of one thread */
    GMutex mutex;
    GCond idle;
    guint pending;
};

static void
job_free (gpointer data)
{
    Job *job = data;

    job->free_data (job->data);
    g_main_context_unref (job->context);
    g_clear_error (&job->error);
    g_free (job);
}

static gboolean
finish_job (gpointer data)
{
    Job *job = data;

    job->done (job->error, job->user_data);
    return G_SOURCE_REMOVE;
}

/* Not g_main_context_invoke(), which may run it in this very thread. */
static void
hand_back (Job *job)
{
    GSource *source = g_idle_source_new ();

    g_source_set_priority (source, G_PRIORITY_DEFAULT);
    g_source_set_callback (source, finish_job, job, job_free);
    g_source_attach (source, job->context);
    g_source_unref (source);
}

static void
do_job (gpointer data, gpointer user_data)
{
    WattleFileQueue *self = user_data;
    Job *job = data;

    job->work (job->data, &job->error);
    hand_back (job);

    g_mutex_lock (&self->mutex);
    if (--self->pending == 0)
        g_cond_broadcast (&self->idle);
    g_mutex_unlock (&self->mutex);
}

WattleFileQueue *
wattle_file_queue_new (void)
{
    WattleFileQueue *self = g_new0 (WattleFileQueue, 1);

    g_mutex_init (&self->mutex);
    g_cond_init (&self->idle);
    self->pool = g_thread_pool_new (do_job, self, 1, FALSE, NULL);
    return self;
}

void
wattle_file_queue_free (WattleFileQueue *self)
{
    g_thread_pool_free (self->pool, FALSE, TRUE);
    g_mutex_clear (&self->mutex);
    g_cond_clear (&self->idle);
    g_free (self);
}

void
wattle_file_queue_push (WattleFileQueue *self,
                        WattleFileWork work,
                        gpointer data,
                        GDestroyNotify free_data,
                        WattleFileDone done,
                        gpointer user_data)
{
    Job *job = g_new0 (Job, 1);

    job->work = work;
    job->data = data;
    job->free_data = free_data;
    job->done = done;
    job->user_data = user_data;
    job->context = g_main_context_ref_thread_default ();

    g_mutex_lock (&self->mutex);
    self->pending++;
    g_mutex_unlock (&self->mutex);
    g_thread_pool_push (self->pool, job, NULL);
}

void
wattle_file_queue_wait (WattleFileQueue *self)
{
    g_mutex_lock (&self->mutex);
    while (self->pending > 0)
        g_cond_wait (&self->idle, &self->mutex);
    g_mutex_unlock (&self->mutex);
}
