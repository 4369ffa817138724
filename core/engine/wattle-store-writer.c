/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-store-writer.h"

#include <string.h>

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
read_old (const char *path, const WattleMigration *migration, GKeyFile *file, GError **error)
{
    GKeyFileFlags flags = G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS;
    g_autoptr (GError) cause = NULL;

    if (wattle_key_file_load (path, file, flags, &cause) && migration != NULL)
        wattle_migration_run (migration, file, &cause);
    if (cause == NULL || g_error_matches (cause, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return TRUE;

    g_set_error (error, cause->domain, cause->code, "%s is not overwritten: %s", path,
                 cause->message);
    return FALSE;
}

char *
wattle_store_writer_make_text (const char *path,
                               const WattleMigration *migration,
                               WattleStoreEdit edit,
                               gpointer data,
                               GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();

    if (!read_old (path, migration, file, error))
        return NULL;

    edit (file, data);
    return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
run_edit (gpointer data, GError **error)
{
    Job *job = data;
    char *text =
        wattle_store_writer_make_text (job->path, job->migration, job->edit, job->data, error);
    gboolean saved;

    if (text == NULL)
        return FALSE;

    saved = wattle_key_file_save_text (job->path, text, TRUE, error);
    explicit_bzero (text, strlen (text));
    g_free (text);
    return saved;
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
