/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counter-disk.h"

#include "base/wattle-error.h"
#include "wattle-counter-write.h"
#include "wattle-file-read.h"
#include "wattle-quarantine.h"

#define RETRY_DELAY (10 * G_USEC_PER_SEC)

void
wattle_counter_disk_init (WattleCounterDisk *self,
                          const char *state_dir,
                          WattleProblems *problems,
                          WattleClock *clock,
                          const WattleCounterDiskEvents *events,
                          GObject *owner)
{
    g_autofree char *ledger = g_build_filename (state_dir, "ledger.jsonl", NULL);

    self->events = events;
    self->owner = owner;
    self->clock = g_object_ref (clock);
    self->problems = g_object_ref (problems);
    self->ledger = wattle_ledger_new (ledger);
    self->state_dir = g_strdup (state_dir);
    self->path = g_build_filename (state_dir, "counters.conf", NULL);
    g_mutex_init (&self->lock);
    self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

void
wattle_counter_disk_clear (WattleCounterDisk *self)
{
    wattle_clock_clear (self->clock, &self->retry_timer);
    g_ptr_array_unref (self->waiting);
    g_mutex_clear (&self->lock);
    wattle_ledger_free (self->ledger);
    g_object_unref (self->problems);
    g_object_unref (self->clock);
    g_clear_pointer (&self->damaged, g_bytes_unref);
    g_free (self->damaged_place);
    g_free (self->path);
    g_free (self->state_dir);
}

/* Reading */

/* The next write replaces the file, and with it what a person may still read there. */
static void
note_damage (WattleCounterDisk *self, const char *text, gsize length, guint line)
{
    self->damaged = g_bytes_new (text, length);
    self->damaged_place = wattle_quarantine_choose_place (self->state_dir, "counters.conf",
                                                          wattle_clock_get_wall (self->clock));
    wattle_problems_set (self->problems, "counters", "file",
                         "%s: damaged (see line %u); counters that it does not tell of start anew; "
                         "a copy of it is kept as %s before it is written again",
                         self->path, line, self->damaged_place);
}

static void
note_failure (WattleCounterDisk *self, const char *topic, const char *path, const GError *error)
{
    g_autofree char *place = g_strconcat (path, ": ", NULL);

    if (!g_error_matches (error, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        wattle_problems_set_error (self->problems, "counters", topic, place, error);
}

static void
load_ledger (WattleCounterDisk *self)
{
    const char *path = wattle_ledger_get_path (self->ledger);
    g_autoptr (GError) error = NULL;
    guint skipped;

    if (!wattle_ledger_load (self->ledger, &skipped, &error))
        note_failure (self, "ledger", path, error);
    else if (skipped > 0)
        wattle_problems_set (self->problems, "counters", "ledger",
                             "%s: damaged; lines that are not understood and not shown: %u", path,
                             skipped);
}

GKeyFile *
wattle_counter_disk_load (WattleCounterDisk *self)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    GKeyFile *file;
    gsize length;
    guint bad_line;

    load_ledger (self);
    if (!wattle_file_read (self->path, WATTLE_COUNTER_LINE_MAX_FILE, &text, &length, &error)) {
        note_failure (self, "file", self->path, error);
        return NULL;
    }

    file = wattle_counter_line_salvage (text, length, &bad_line);
    if (bad_line != 0)
        note_damage (self, text, length, bad_line);
    return file;
}

/* Writing */

static WattleCounterWrite *
make_job (WattleCounterDisk *self, gboolean last)
{
    WattleCounterWrite *job = g_new0 (WattleCounterWrite, 1);

    job->number = ++self->last_job;
    job->path = g_strdup (self->path);
    job->image = self->events->gather (last, self->owner);
    job->ledger_path = g_strdup (wattle_ledger_get_path (self->ledger));
    job->ledger_lines = wattle_ledger_take_unwritten (self->ledger);
    job->damaged = self->damaged != NULL ? g_bytes_ref (self->damaged) : NULL;
    job->damaged_place = g_strdup (self->damaged_place);
    return job;
}

static gboolean
run_job (WattleCounterDisk *self, WattleCounterWrite *job, GError **error)
{
    gboolean written = TRUE;

    g_mutex_lock (&self->lock);
    /* A job that waited until a later one was done would put old ceilings over new ones. */
    if (job->number > self->disk_job) {
        written = wattle_counter_write_run (job, error);
        self->disk_job = job->number;
    }
    g_mutex_unlock (&self->lock);
    return written;
}

/* What a thread does for the disk. The owner, and with it the disk, is the task's source. */
typedef struct {
    WattleCounterDisk *disk;
    WattleCounterWrite *write;
} Job;

static void
job_free (gpointer data)
{
    Job *job = data;

    wattle_counter_write_free (job->write);
    g_free (job);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Job *job = data;
    GError *error = NULL;

    if (run_job (job->disk, job->write, &error))
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

/* @error: NULL: it is on disk. */
static void
tell_waiting (WattleCounterDisk *self, guint number, const GError *error)
{
    for (guint i = 0; i < self->waiting->len;) {
        GTask *task = g_ptr_array_index (self->waiting, i);

        if (GPOINTER_TO_UINT (g_task_get_task_data (task)) > number) {
            i++;
            continue;
        }
        if (error == NULL)
            g_task_return_boolean (task, TRUE);
        else
            g_task_return_error (task, g_error_copy (error));
        g_ptr_array_remove_index (self->waiting, i);
    }
}

static void
on_retry (gpointer user_data)
{
    WattleCounterDisk *self = user_data;

    self->retry_timer = 0;
    wattle_counter_disk_write (self);
}

static void
take_success (WattleCounterDisk *self, const WattleCounterWrite *write)
{
    wattle_problems_clear (self->problems, "counters", "write");
    g_clear_pointer (&self->damaged, g_bytes_unref);
    self->events->written (self->owner);
    tell_waiting (self, write->number, NULL);
    if (self->write_again)
        wattle_counter_disk_write (self);
}

static void
take_failure (WattleCounterDisk *self, const WattleCounterWrite *write, const GError *error)
{
    tell_waiting (self, write->number, error);
    if (write->ledger_lines != NULL)
        wattle_ledger_put_back (self->ledger, write->ledger_lines);
    wattle_problems_set (self->problems, "counters", "write",
                         "totals stand still until they can be kept: %s", error->message);
    if (self->retry_timer == 0)
        self->retry_timer = wattle_clock_call_after (self->clock, RETRY_DELAY, on_retry, self);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
    const Job *job = g_task_get_task_data (G_TASK (result));
    WattleCounterDisk *self = job->disk;
    g_autoptr (GError) error = NULL;

    self->writing = FALSE;
    if (g_task_propagate_boolean (G_TASK (result), &error))
        take_success (self, job->write);
    else
        take_failure (self, job->write, error);
}

void
wattle_counter_disk_write (WattleCounterDisk *self)
{
    g_autoptr (GTask) task = NULL;
    Job *job;

    self->write_again = self->writing;
    if (self->writing || self->retry_timer != 0)
        return;

    self->writing = TRUE;
    job = g_new (Job, 1);
    *job = (Job){ self, make_job (self, FALSE) };
    task = g_task_new (self->owner, NULL, on_written, NULL);
    g_task_set_name (task, "wattle counters");
    g_task_set_task_data (task, job, job_free);
    g_task_run_in_thread (task, run_in_thread);
}

void
wattle_counter_disk_write_for (WattleCounterDisk *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    GTask *task = g_task_new (self->owner, NULL, callback, user_data);

    g_task_set_task_data (task, GUINT_TO_POINTER (self->last_job + 1), NULL);
    g_ptr_array_add (self->waiting, task);
    wattle_counter_disk_write (self);
}

void
wattle_counter_disk_flush (WattleCounterDisk *self)
{
    WattleCounterWrite *write = make_job (self, TRUE);
    g_autoptr (GError) error = NULL;

    if (!run_job (self, write, &error))
        g_message ("counters: %s", error->message);
    wattle_counter_write_free (write);
}
