/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store-writer.h"

#include "base/wattle-error.h"
#include "wattle-key-file.h"

typedef struct {
    char *path;
    const WattleMigration *migration;
    WattleStoreEdit edit;
    gpointer data;
    GDestroyNotify free_data;
} Job;

static void
job_free (gpointer data)
{
    Job *job = data;

    job->free_data (job->data);
    g_free (job->path);
    g_free (job);
}

static gboolean
read_old (Job *job, GKeyFile *file, GError **error)
{
    GKeyFileFlags flags = G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS;
    g_autoptr (GError) cause = NULL;

    if (wattle_key_file_load (job->path, file, flags, &cause) && job->migration != NULL)
        wattle_migration_run (job->migration, file, &cause);
    if (cause == NULL || g_error_matches (cause, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return TRUE;

    g_set_error (error, cause->domain, cause->code, "%s is not overwritten: %s", job->path,
                 cause->message);
    return FALSE;
}

static gboolean
run_edit (gpointer data, GError **error)
{
    Job *job = data;
    g_autoptr (GKeyFile) file = g_key_file_new ();

    if (!read_old (job, file, error))
        return FALSE;

    job->edit (file, job->data);
    return wattle_key_file_save (job->path, file, TRUE, error);
}

void
wattle_store_writer_edit (WattleFileQueue *queue,
                          const char *path,
                          const WattleMigration *migration,
                          WattleStoreEdit edit,
                          gpointer data,
                          GDestroyNotify free_data,
                          WattleFileDone done,
                          gpointer user_data)
{
    Job *job = g_new (Job, 1);

    job->path = g_strdup (path);
    job->migration = migration;
    job->edit = edit;
    job->data = data;
    job->free_data = free_data;
    wattle_file_queue_push (queue, run_edit, job, job_free, done, user_data);
}

static gboolean
run_remove (gpointer data, GError **error)
{
    return wattle_key_file_remove (data, error);
}

void
wattle_store_writer_remove (WattleFileQueue *queue,
                            const char *path,
                            WattleFileDone done,
                            gpointer user_data)
{
    wattle_file_queue_push (queue, run_remove, g_strdup (path), g_free, done, user_data);
}
