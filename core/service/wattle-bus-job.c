/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-bus-job.h"

#include "base/wattle-error.h"
#include "wattle-bus-call.h"
#include "wattle-bus-value.h"

#define MAX_RUNNING    16
#define MAX_OF_ONE     4
#define REMEMBERED_FOR (60 * G_USEC_PER_SEC)

struct _WattleBusJob {
    GObject parent_instance;

    WattleBusJobs *jobs; /* NULL: the connection is gone */
    char *path;
    char *owner; /* unique name of who wanted it */
    guint watch; /* of that name */
    WattleDBusObjectSkeleton *object;
    WattleDBusJob *skeleton;
    GCancellable *cancellable;
    gboolean running;
    guint forget_timer;
};

G_DEFINE_FINAL_TYPE (WattleBusJob, wattle_bus_job, G_TYPE_OBJECT)

struct _WattleBusJobs {
    GDBusObjectManagerServer *server;
    WattleClock *clock;
    GPtrArray *list; /* of WattleBusJob */
    guint64 last_number;
};

static void
wattle_bus_job_finalize (GObject *object)
{
    WattleBusJob *self = WATTLE_BUS_JOB (object);

    if (self->watch != 0)
        g_bus_unwatch_name (self->watch);
    g_object_unref (self->object);
    g_object_unref (self->skeleton);
    g_object_unref (self->cancellable);
    g_free (self->path);
    g_free (self->owner);

    G_OBJECT_CLASS (wattle_bus_job_parent_class)->finalize (object);
}

static void
wattle_bus_job_class_init (WattleBusJobClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_bus_job_finalize;
}

static void
wattle_bus_job_init (WattleBusJob *self)
{
    self->cancellable = g_cancellable_new ();
    self->running = TRUE;
}

/* The end */

static void
forget (gpointer user_data)
{
    WattleBusJob *self = user_data;
    WattleBusJobs *jobs = self->jobs;

    self->forget_timer = 0;
    g_dbus_object_manager_server_unexport (jobs->server, self->path);
    g_ptr_array_remove (jobs->list, self);
}

static void
end (WattleBusJob *self, const char *state, GVariant *result)
{
    g_autoptr (GVariant) owned = g_variant_ref_sink (result);

    if (!self->running)
        return;

    self->running = FALSE;
    wattle_dbus_job_set_result (self->skeleton, owned);
    wattle_dbus_job_set_state (self->skeleton, state);
    if (self->jobs == NULL)
        return;

    /* Who hears the signal must find the new state. */
    g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->skeleton));
    wattle_dbus_job_emit_finished (self->skeleton, owned);
    self->forget_timer = wattle_clock_call_after (self->jobs->clock, REMEMBERED_FOR, forget, self);
}

void
wattle_bus_job_done (WattleBusJob *self, GVariant *result)
{
    wattle_dbus_job_set_progress (self->skeleton, 1);
    end (self, "done", result);
}

static GVariant *
make_nothing (void)
{
    return g_variant_new ("a{sv}", NULL);
}

void
wattle_bus_job_fail_with (WattleBusJob *self, const GError *error, GVariant *details)
{
    wattle_bus_job_take_message (self, wattle_message_new_from_error (error));
    end (self, "failed", details);
}

void
wattle_bus_job_fail (WattleBusJob *self, const GError *error)
{
    wattle_bus_job_fail_with (self, error, make_nothing ());
}

/* Of a job that has ended nobody is told: whoever worked on it takes that for the end too. */
static void
cancel (WattleBusJob *self)
{
    if (!self->running)
        return;

    g_object_ref (self);
    g_cancellable_cancel (self->cancellable);
    end (self, "cancelled", make_nothing ());
    g_object_unref (self);
}

static gboolean
on_cancel (WattleBusJob *self, GDBusMethodInvocation *invocation)
{
    g_autoptr (GError) error = NULL;

    if (!g_str_equal (g_dbus_method_invocation_get_sender (invocation), self->owner)) {
        error = wattle_error_new (WATTLE_ERROR_NOT_PERMITTED, "this job belongs to somebody else");
        wattle_bus_call_fail (invocation, error);
        return TRUE;
    }

    cancel (self);
    wattle_dbus_job_complete_cancel (self->skeleton, invocation);
    return TRUE;
}

/* On the way */

const char *
wattle_bus_job_get_path (WattleBusJob *self)
{
    return self->path;
}

GCancellable *
wattle_bus_job_get_cancellable (WattleBusJob *self)
{
    return self->cancellable;
}

void
wattle_bus_job_set_progress (WattleBusJob *self, double progress)
{
    if (self->running)
        wattle_dbus_job_set_progress (self->skeleton, progress);
}

void
wattle_bus_job_take_message (WattleBusJob *self, WattleMessage *message)
{
    if (self->running)
        wattle_dbus_job_set_message (self->skeleton, wattle_bus_value_message (message));
    wattle_message_free (message);
}

/* All of them */

WattleBusJobs *
wattle_bus_jobs_new (GDBusObjectManagerServer *server, WattleClock *clock)
{
    WattleBusJobs *self = g_new0 (WattleBusJobs, 1);

    self->server = g_object_ref (server);
    self->clock = g_object_ref (clock);
    self->list = g_ptr_array_new_with_free_func (g_object_unref);
    return self;
}

static void
abandon (WattleBusJobs *self, WattleBusJob *job)
{
    wattle_clock_clear (self->clock, &job->forget_timer);
    job->jobs = NULL;
    if (job->running)
        cancel (job);
}

void
wattle_bus_jobs_free (WattleBusJobs *self)
{
    g_autoptr (GPtrArray) list = g_steal_pointer (&self->list);

    for (guint i = 0; i < list->len; i++)
        abandon (self, g_ptr_array_index (list, i));
    g_object_unref (self->server);
    g_object_unref (self->clock);
    g_free (self);
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
    cancel (user_data);
}

static void
export_job (WattleBusJobs *self, WattleBusJob *job, const char *kind)
{
    job->path =
        g_strdup_printf ("/org/wattle/Wattle1/Jobs/%" G_GUINT64_FORMAT, ++self->last_number);
    job->object = wattle_dbus_object_skeleton_new (job->path);
    job->skeleton = wattle_dbus_job_skeleton_new ();
    wattle_dbus_job_set_kind (job->skeleton, kind);
    wattle_dbus_job_set_state (job->skeleton, "running");
    wattle_dbus_job_set_progress (job->skeleton, -1);
    wattle_dbus_job_set_message (job->skeleton, make_nothing ());
    wattle_dbus_job_set_result (job->skeleton, make_nothing ());
    g_signal_connect_object (job->skeleton, "handle-cancel", G_CALLBACK (on_cancel), job,
                             G_CONNECT_SWAPPED);
    wattle_dbus_object_skeleton_set_job (job->object, job->skeleton);
    g_dbus_object_manager_server_export (self->server, G_DBUS_OBJECT_SKELETON (job->object));
}

static void
count_running (WattleBusJobs *self, const char *owner, guint *of_one, guint *of_all)
{
    *of_one = 0;
    *of_all = 0;
    for (guint i = 0; i < self->list->len; i++) {
        WattleBusJob *job = g_ptr_array_index (self->list, i);

        *of_all += job->running;
        *of_one += job->running && g_str_equal (job->owner, owner);
    }
}

WattleBusJob *
wattle_bus_jobs_add (WattleBusJobs *self,
                     const char *kind,
                     GDBusMethodInvocation *invocation,
                     GError **error)
{
    const char *owner = g_dbus_method_invocation_get_sender (invocation);
    WattleBusJob *job;
    guint of_one;
    guint of_all;

    count_running (self, owner, &of_one, &of_all);
    if (of_one >= MAX_OF_ONE || of_all >= MAX_RUNNING) {
        wattle_error_set (error, WATTLE_ERROR_BUSY,
                          "at most %d jobs of one client and %d in all run at once", MAX_OF_ONE,
                          MAX_RUNNING);
        return NULL;
    }

    job = g_object_new (WATTLE_TYPE_BUS_JOB, NULL);
    job->jobs = self;
    job->owner = g_strdup (owner);
    export_job (self, job, kind);
    job->watch = g_bus_watch_name_on_connection (
        g_dbus_method_invocation_get_connection (invocation), owner, G_BUS_NAME_WATCHER_FLAGS_NONE,
        NULL, on_name_lost, job, NULL);
    g_ptr_array_add (self->list, g_object_ref (job));
    return job;
}
