/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-config-restore.h"

#include "base/wattle-error.h"
#include "wattle-revision-view.h"

typedef struct {
    GTask *task;
    WattleConfigJournal *journal;
    WattleFileQueue *queue;
    WattleConfigSave save;
    char *author;
    char *summary;        /* or NULL */
    guint64 id;           /* 0: @files are given */
    WattleFileSet *files; /* as they are to be */
    WattleConfigDraft *draft;
    guint64 last_id; /* the newest revision when they were checked */
    WattleConfigCheck check;
    gpointer check_data;
} Restoring;

static void
restoring_free (gpointer data)
{
    Restoring *restoring = data;

    g_object_unref (restoring->task);
    g_free (restoring->author);
    g_free (restoring->summary);
    g_clear_pointer (&restoring->files, wattle_file_set_free);
    g_clear_pointer (&restoring->draft, wattle_config_draft_free);
    g_free (restoring);
}

static gboolean
find_files (Restoring *restoring, GError **error)
{
    g_autoptr (WattleRevisionLog) log = wattle_config_journal_read_log (restoring->journal, error);

    if (log == NULL || wattle_revision_view_find (log, restoring->id, error) == NULL)
        return FALSE;

    restoring->files = wattle_revision_log_get_files (log, restoring->id);
    return TRUE;
}

static gboolean
run_prepare (gpointer data, GError **error)
{
    Restoring *restoring = data;

    if (!wattle_config_journal_note (restoring->journal, restoring->save.time, error) ||
        (restoring->files == NULL && !find_files (restoring, error)))
        return FALSE;

    restoring->last_id = wattle_config_journal_get_last_id (restoring->journal);
    restoring->draft = wattle_config_draft_new (restoring->files, error);
    return restoring->draft != NULL;
}

static gboolean
run_replace (gpointer data, GError **error)
{
    Restoring *restoring = data;

    if (!wattle_config_journal_open (restoring->journal, restoring->save.time, error))
        return FALSE;
    if (wattle_config_journal_get_last_id (restoring->journal) != restoring->last_id) {
        wattle_error_set (error, WATTLE_ERROR_BUSY,
                          "the configuration was changed meanwhile; look at it and try again");
        return FALSE;
    }
    return wattle_config_journal_replace (restoring->journal, &restoring->save, restoring->files,
                                          error);
}

static void
on_replaced (const GError *error, gpointer user_data)
{
    Restoring *restoring = user_data;

    if (error != NULL)
        g_task_return_error (restoring->task, g_error_copy (error));
    else
        g_task_return_boolean (restoring->task, TRUE);
}

/* The second job takes over what belongs to the first one. */
static void
on_prepared (const GError *error, gpointer user_data)
{
    Restoring *restoring = user_data;
    Restoring *next;
    GError *problem = error != NULL ? g_error_copy (error) : NULL;

    if (problem == NULL && restoring->check != NULL)
        restoring->check (restoring->draft, restoring->check_data, &problem);
    if (problem != NULL) {
        g_task_return_error (restoring->task, problem);
        return;
    }

    next = g_memdup2 (restoring, sizeof *restoring);
    g_object_ref (next->task);
    restoring->author = NULL;
    restoring->summary = NULL;
    restoring->files = NULL;
    restoring->draft = NULL;
    wattle_file_queue_push (next->queue, run_replace, next, restoring_free, on_replaced, next);
}

void
wattle_config_restore_run (const WattleConfigRestore *what,
                           WattleConfigJournal *journal,
                           WattleFileQueue *queue,
                           GTask *task)
{
    Restoring *restoring = g_new0 (Restoring, 1);

    restoring->task = task;
    restoring->journal = journal;
    restoring->queue = queue;
    restoring->author = g_strdup (what->author);
    restoring->summary = g_strdup (what->summary);
    restoring->save = (WattleConfigSave){ what->time, restoring->author, restoring->summary };
    restoring->id = what->id;
    restoring->files = what->files != NULL ? wattle_file_set_copy (what->files) : NULL;
    restoring->check = what->check;
    restoring->check_data = what->check_data;
    wattle_file_queue_push (queue, run_prepare, restoring, restoring_free, on_prepared, restoring);
}
