/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-revisions.h"

#include <errno.h>
#include <inttypes.h>

#include "base/wattle-error.h"
#include "wattle-config-journal.h"
#include "wattle-config-restore.h"
#include "wattle-config-tree.h"

#define SUBJECT "revisions"

struct _WattleRevisions {
    GObject parent_instance;

    WattleConfigJournal *journal; /* only used in the thread of the queue */
    WattleFileQueue *queue;
    WattleProblems *problems;
    gboolean used; /* it was recovered, or something was saved */
};

G_DEFINE_FINAL_TYPE (WattleRevisions, wattle_revisions, G_TYPE_OBJECT)

static void
wattle_revisions_finalize (GObject *object)
{
    WattleRevisions *self = WATTLE_REVISIONS (object);

    wattle_file_queue_free (self->queue); /* waits for those who use the journal */
    wattle_config_journal_free (self->journal);
    g_object_unref (self->problems);

    G_OBJECT_CLASS (wattle_revisions_parent_class)->finalize (object);
}

static void
wattle_revisions_class_init (WattleRevisionsClass *klass)
{
    G_OBJECT_CLASS (klass)->finalize = wattle_revisions_finalize;
}

static void
wattle_revisions_init (WattleRevisions *self)
{
    self->queue = wattle_file_queue_new ();
}

WattleRevisions *
wattle_revisions_new (const char *state_dir, WattleProblems *problems)
{
    WattleRevisions *self = g_object_new (WATTLE_TYPE_REVISIONS, NULL);

    self->journal = wattle_config_journal_new (state_dir);
    self->problems = g_object_ref (problems);
    return self;
}

static gint64
get_time (WattleRevisions *self)
{
    return wattle_clock_get_wall (wattle_problems_get_clock (self->problems));
}

/* Taking note */

typedef struct {
    WattleRevisions *owner;
    WattleConfigJournal *journal;
    gint64 time;
    char *damaged; /* where a damaged log was put */
} Note;

static void
note_free (gpointer data)
{
    Note *note = data;

    g_object_unref (note->owner);
    g_free (note->damaged);
    g_free (note);
}

static gboolean
run_note (gpointer data, GError **error)
{
    Note *note = data;
    gboolean fine = wattle_config_journal_note (note->journal, note->time, error);

    note->damaged = wattle_config_journal_take_damaged (note->journal);
    return fine;
}

static void
on_noted (const GError *error, gpointer user_data)
{
    Note *note = user_data;
    WattleProblems *problems = note->owner->problems;

    if (error != NULL)
        wattle_problems_set_error (problems, SUBJECT, "log", "", error);
    else
        wattle_problems_clear (problems, SUBJECT, "log");
    if (note->damaged != NULL)
        wattle_problems_set (problems, SUBJECT, "damage",
                             "the log of revisions was damaged; what can be read of it is kept, "
                             "and the file as it was is %s",
                             note->damaged);
}

static void
push_note (WattleRevisions *self)
{
    Note *note = g_new0 (Note, 1);

    self->used = TRUE;
    note->owner = g_object_ref (self);
    note->journal = self->journal;
    note->time = get_time (self);
    wattle_file_queue_push (self->queue, run_note, note, note_free, on_noted, note);
}

void
wattle_revisions_recover (WattleRevisions *self)
{
    push_note (self);
    wattle_file_queue_wait (self->queue);
}

void
wattle_revisions_note (WattleRevisions *self)
{
    if (self->used)
        push_note (self);
}

/* Saving one file */

typedef struct {
    WattleConfigJournal *journal;
    gint64 time;
    char *author;
    char *name;
    const WattleMigration *migration;
    WattleStoreEdit edit; /* NULL: it is written or removed as a whole */
    gpointer data;
    GDestroyNotify free_data;
    GBytes *contents; /* NULL: it is removed */
    GBytes *before;   /* NULL: whatever it was */
    gboolean replace;
    gboolean only_look;
} Edit;

static void
edit_free (gpointer data)
{
    Edit *edit = data;

    if (edit->free_data != NULL)
        edit->free_data (edit->data);
    g_clear_pointer (&edit->contents, g_bytes_unref);
    g_clear_pointer (&edit->before, g_bytes_unref);
    g_free (edit->author);
    g_free (edit->name);
    g_free (edit);
}

/* @now: what the file holds, or NULL. */
static gboolean
may_put (const Edit *edit, const char *path, GBytes *now, GError **error)
{
    if (edit->contents == NULL && now == NULL)
        wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "%s cannot be removed: %s", path,
                          g_strerror (ENOENT));
    else if (edit->before != NULL && (now == NULL || !g_bytes_equal (now, edit->before)))
        wattle_error_set (error, WATTLE_ERROR_BUSY,
                          "%s has been changed by somebody else meanwhile", path);
    else if (edit->contents != NULL && now != NULL && !edit->replace &&
             !g_bytes_equal (now, edit->contents))
        wattle_error_set (
            error, WATTLE_ERROR_CONFIG,
            "%s is there already and differs; it can be replaced, if told so (--replace)", path);
    else
        return TRUE;
    return FALSE;
}

static gboolean
make_contents (Edit *edit, const char *path, WattleFileSet *changes, GError **error)
{
    g_autoptr (GBytes) now = NULL;
    char *text;

    if (edit->edit != NULL) {
        text = wattle_store_writer_make_text (path, edit->migration, edit->edit, edit->data, error);
        if (text != NULL)
            wattle_file_set_put_text (changes, edit->name, text);
        return text != NULL;
    }

    if (!wattle_config_tree_read_file (wattle_config_journal_get_folder (edit->journal), edit->name,
                                       &now, error) ||
        !may_put (edit, path, now, error))
        return FALSE;
    wattle_file_set_put (changes, edit->name, edit->contents);
    return TRUE;
}

static gboolean
run_edit (gpointer data, GError **error)
{
    Edit *edit = data;
    WattleConfigSave save = { .time = edit->time, .author = edit->author };
    g_autoptr (WattleFileSet) changes = wattle_file_set_new ();
    g_autofree char *path =
        g_build_filename (wattle_config_journal_get_folder (edit->journal), edit->name, NULL);

    return make_contents (edit, path, changes, error) &&
           (edit->only_look || wattle_config_journal_save (edit->journal, &save, changes, error));
}

static Edit *
edit_new (WattleRevisions *self, const char *name, const char *author)
{
    Edit *edit = g_new0 (Edit, 1);

    self->used = TRUE;
    edit->journal = self->journal;
    edit->time = get_time (self);
    edit->author = g_strdup (author);
    edit->name = g_strdup (name);
    return edit;
}

void
wattle_revisions_edit (WattleRevisions *self,
                       const char *name,
                       const WattleMigration *migration,
                       WattleStoreEdit edit,
                       gpointer data,
                       GDestroyNotify free_data,
                       const char *author,
                       WattleFileDone done,
                       gpointer user_data)
{
    Edit *job = edit_new (self, name, author);

    job->migration = migration;
    job->edit = edit;
    job->data = data;
    job->free_data = free_data;
    wattle_file_queue_push (self->queue, run_edit, job, edit_free, done, user_data);
}

void
wattle_revisions_put (WattleRevisions *self,
                      const char *name,
                      const WattleRevisionPut *put,
                      const char *author,
                      WattleFileDone done,
                      gpointer user_data)
{
    Edit *job = edit_new (self, name, author);

    job->contents = g_bytes_ref (put->contents);
    job->before = put->before != NULL ? g_bytes_ref (put->before) : NULL;
    job->replace = put->replace;
    job->only_look = put->only_look;
    wattle_file_queue_push (self->queue, run_edit, job, edit_free, done, user_data);
}

void
wattle_revisions_remove (WattleRevisions *self,
                         const char *name,
                         const char *author,
                         WattleFileDone done,
                         gpointer user_data)
{
    wattle_file_queue_push (self->queue, run_edit, edit_new (self, name, author), edit_free, done,
                            user_data);
}

/* Asking */

typedef struct {
    GTask *task;
    WattleConfigJournal *journal;
    gint64 time;
    guint64 from;
    guint64 to;
    guint limit;
    char *name;
    gpointer result;
    GDestroyNotify free_result;
} Query;

static void
query_free (gpointer data)
{
    Query *query = data;

    if (query->result != NULL)
        query->free_result (query->result);
    g_object_unref (query->task);
    g_free (query->name);
    g_free (query);
}

static void
on_answered (const GError *error, gpointer user_data)
{
    Query *query = user_data;

    if (error != NULL)
        g_task_return_error (query->task, g_error_copy (error));
    else
        g_task_return_pointer (query->task, g_steal_pointer (&query->result), query->free_result);
}

static Query *
query_new (WattleRevisions *self, GAsyncReadyCallback callback, gpointer user_data)
{
    Query *query = g_new0 (Query, 1);

    query->task = g_task_new (self, NULL, callback, user_data);
    query->journal = self->journal;
    query->time = get_time (self);
    return query;
}

static void
ask (WattleRevisions *self, Query *query, WattleFileWork work, GDestroyNotify free_result)
{
    query->free_result = free_result;
    wattle_file_queue_push (self->queue, work, query, query_free, on_answered, query);
}

static WattleRevisionLog *
open_log (Query *query, GError **error)
{
    if (!wattle_config_journal_open (query->journal, query->time, error))
        return NULL;
    return wattle_config_journal_read_log (query->journal, error);
}

static gboolean
run_list (gpointer data, GError **error)
{
    Query *query = data;
    g_autoptr (WattleRevisionLog) log = open_log (query, error);

    if (log != NULL)
        query->result = wattle_revision_view_list (log, query->limit);
    return log != NULL;
}

void
wattle_revisions_list_async (WattleRevisions *self,
                             guint limit,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    Query *query = query_new (self, callback, user_data);

    query->limit = limit;
    ask (self, query, run_list, (GDestroyNotify)g_ptr_array_unref);
}

GPtrArray *
wattle_revisions_list_finish (WattleRevisions *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
run_read (gpointer data, GError **error)
{
    Query *query = data;
    g_autoptr (WattleRevisionLog) log = open_log (query, error);

    if (log != NULL)
        query->result = wattle_revision_view_read (log, query->to, query->name, error);
    return query->result != NULL;
}

void
wattle_revisions_read_async (WattleRevisions *self,
                             guint64 id,
                             const char *name,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    Query *query = query_new (self, callback, user_data);

    query->to = id;
    query->name = g_strdup (name);
    ask (self, query, run_read, (GDestroyNotify)g_bytes_unref);
}

GBytes *
wattle_revisions_read_finish (WattleRevisions *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
run_read_now (gpointer data, GError **error)
{
    Query *query = data;

    if (!wattle_config_journal_open (query->journal, query->time, error))
        return FALSE;

    query->result = wattle_config_journal_get_files (query->journal, error);
    return query->result != NULL;
}

void
wattle_revisions_read_now_async (WattleRevisions *self,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
    ask (self, query_new (self, callback, user_data), run_read_now,
         (GDestroyNotify)wattle_file_set_free);
}

WattleFileSet *
wattle_revisions_read_now_finish (WattleRevisions *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
run_diff (gpointer data, GError **error)
{
    Query *query = data;
    g_autoptr (WattleRevisionLog) log = open_log (query, error);
    g_autoptr (WattleFileSet) now =
        log != NULL ? wattle_config_journal_get_files (query->journal, error) : NULL;

    if (now != NULL)
        query->result = wattle_revision_view_diff (log, now, query->from, query->to, error);
    return query->result != NULL;
}

void
wattle_revisions_diff_async (WattleRevisions *self,
                             guint64 from,
                             guint64 to,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    Query *query = query_new (self, callback, user_data);

    query->from = from;
    query->to = to;
    ask (self, query, run_diff, g_free);
}

char *
wattle_revisions_diff_finish (WattleRevisions *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

/* Restoring */

static void
restore (WattleRevisions *self,
         WattleConfigRestore *what,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
    self->used = TRUE;
    what->time = get_time (self);
    wattle_config_restore_run (what, self->journal, self->queue,
                               g_task_new (self, NULL, callback, user_data));
}

void
wattle_revisions_restore_async (WattleRevisions *self,
                                guint64 id,
                                const char *author,
                                WattleConfigCheck check,
                                gpointer check_data,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    g_autofree char *summary = g_strdup_printf ("revision %" PRIu64 " restored", id);
    WattleConfigRestore what = {
        .id = id, .author = author, .summary = summary, .check = check, .check_data = check_data
    };

    restore (self, &what, callback, user_data);
}

void
wattle_revisions_replace_async (WattleRevisions *self,
                                const WattleFileSet *files,
                                const char *author,
                                const char *summary,
                                WattleConfigCheck check,
                                gpointer check_data,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    WattleConfigRestore what = { .files = files,
                                 .author = author,
                                 .summary = summary,
                                 .check = check,
                                 .check_data = check_data };

    restore (self, &what, callback, user_data);
}

gboolean
wattle_revisions_restore_finish (WattleRevisions *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}
