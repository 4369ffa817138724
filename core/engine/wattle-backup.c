/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-backup.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-backup-contents.h"
#include "wattle-broker-state.h"
#include "wattle-config-tree.h"
#include "wattle-key-file.h"

/* A call under way. Its steps are done one after the other, some in threads. */
typedef struct {
    char *state_dir;
    WattleRevisions *revisions;
    WattleCounters *counters;
    WattleSecrets *secrets;
    gint64 time;

    gboolean with_secrets;
    WattleFileSet *config; /* of the backup that is made */
    WattleFileSet *files;  /* all that goes into it */

    GBytes *archive; /* that is read */
    WattleBackupContents *contents;
    WattleConfigCheck check;
    gpointer check_data;
    gboolean only_check;
    char *author;
} Call;

static void
call_free (gpointer data)
{
    Call *call = data;

    g_free (call->state_dir);
    g_object_unref (call->revisions);
    g_object_unref (call->counters);
    g_object_unref (call->secrets);
    g_clear_pointer (&call->config, wattle_file_set_free);
    g_clear_pointer (&call->files, wattle_file_set_free);
    g_clear_pointer (&call->archive, g_bytes_unref);
    g_clear_pointer (&call->contents, wattle_backup_contents_free);
    g_free (call->author);
    g_free (call);
}

static GTask *
begin (const WattleBackupParts *parts, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new (NULL, NULL, callback, user_data);
    Call *call = g_new0 (Call, 1);

    call->state_dir = g_strdup (parts->state_dir);
    call->revisions = g_object_ref (parts->revisions);
    call->counters = g_object_ref (parts->counters);
    call->secrets = g_object_ref (parts->secrets);
    call->time = wattle_clock_get_wall (parts->clock);
    g_task_set_name (task, "wattle backup");
    g_task_set_task_data (task, call, call_free);
    return task;
}

/* Writing */

static gboolean
put_key_file (Call *call, const char *name, gboolean without_secrets, GError **error)
{
    g_autofree char *path = g_build_filename (call->state_dir, name, NULL);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autoptr (GError) cause = NULL;

    if (!wattle_key_file_load (path, file, G_KEY_FILE_KEEP_COMMENTS, &cause)) {
        if (g_error_matches (cause, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
            return TRUE;
        g_propagate_prefixed_error (error, g_steal_pointer (&cause), "%s: ", path);
        return FALSE;
    }

    if (without_secrets)
        g_key_file_remove_group (file, "Secret", NULL);
    wattle_file_set_put_text (call->files, name, g_key_file_to_data (file, NULL, NULL));
    return TRUE;
}

/* A damaged one is left out: the next start of the host would not use it either. */
static void
put_states (Call *call)
{
    g_autofree char *folder = g_build_filename (call->state_dir, "devices", NULL);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *base;

    while (dir != NULL && (base = g_dir_read_name (dir)) != NULL) {
        g_autofree char *name = g_strconcat ("devices/", base, NULL);
        g_autofree char *id = wattle_backup_contents_dup_state_id (name);

        if (id != NULL)
            put_key_file (call, name, !call->with_secrets, NULL);
    }
}

/* What could not be restored is better found out now. */
static gboolean
put_config (Call *call, GError **error)
{
    g_autoptr (WattleConfigDraft) draft = wattle_config_draft_new (call->config, error);

    if (draft == NULL) {
        g_prefix_error (error, "this has to be put right before there can be a backup: config/");
        return FALSE;
    }

    for (guint i = 0; i < wattle_file_set_get_count (call->config); i++) {
        const char *name = wattle_file_set_get_name (call->config, i);
        g_autofree char *full = g_strconcat ("config/", name, NULL);

        if (wattle_config_tree_is_known (name))
            wattle_file_set_put (call->files, full, wattle_file_set_get_contents (call->config, i));
    }
    return TRUE;
}

static GBytes *
pack (Call *call, GError **error)
{
    if (!put_config (call, error))
        return NULL;

    put_states (call);
    if (call->with_secrets && (!put_key_file (call, "secrets.conf", FALSE, error) ||
                               !put_key_file (call, "broker.conf", FALSE, error)))
        return NULL;
    return wattle_backup_contents_pack (call->files, call->time, error);
}

static void
run_pack (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;
    GBytes *archive = pack (data, &error);

    if (archive != NULL)
        g_task_return_pointer (task, archive, (GDestroyNotify)g_bytes_unref);
    else
        g_task_return_error (task, error);
}

static void
on_config_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    Call *call = g_task_get_task_data (task);
    GError *error = NULL;

    call->config = wattle_revisions_read_now_finish (WATTLE_REVISIONS (source), result, &error);
    if (call->config != NULL)
        g_task_run_in_thread (task, run_pack);
    else
        g_task_return_error (task, error);
}

void
wattle_backup_write_async (const WattleBackupParts *parts,
                           gboolean secrets,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    GTask *task = begin (parts, callback, user_data);
    Call *call = g_task_get_task_data (task);

    call->with_secrets = secrets;
    call->files = wattle_file_set_new ();
    wattle_file_set_put_text (call->files, "counters.conf",
                              wattle_counters_export (call->counters));
    wattle_file_set_put_text (call->files, "ledger.jsonl",
                              wattle_ledger_export (wattle_counters_get_ledger (call->counters)));
    wattle_revisions_read_now_async (call->revisions, on_config_read, task);
}

GBytes *
wattle_backup_write_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

/* Restoring, from the last step to the first */

static void
finish (GTask *task)
{
    Call *call = g_task_get_task_data (task);
    const WattleFileSet *files = call->contents->files;
    g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

    for (guint i = 0; i < wattle_file_set_get_count (files); i++)
        g_strv_builder_add (names, wattle_file_set_get_name (files, i));
    g_task_return_pointer (task, g_strv_builder_end (names), (GDestroyNotify)g_strfreev);
}

static void
on_config_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    GError *error = NULL;

    if (wattle_revisions_restore_finish (WATTLE_REVISIONS (source), result, &error))
        finish (task);
    else
        g_task_return_error (task, error);
}

static void
restore_config (GTask *task)
{
    Call *call = g_task_get_task_data (task);

    wattle_revisions_replace_async (call->revisions, call->contents->draft->files, call->author,
                                    "backup restored", NULL, NULL, on_config_restored, task);
}

static void
on_counters_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GTask *task = user_data;
    GError *error = NULL;

    if (wattle_counters_save_finish (WATTLE_COUNTERS (source), result, &error)) {
        restore_config (task);
        return;
    }

    g_task_return_error (task, error);
    g_object_unref (task);
}

static void
restore_counters (GTask *task)
{
    Call *call = g_task_get_task_data (task);
    WattleBackupContents *contents = call->contents;
    gboolean changed = FALSE;

    if (contents->counters != NULL)
        changed |= wattle_counters_import (call->counters, contents->counters) > 0;
    if (contents->ledger != NULL)
        changed |=
            wattle_ledger_import (wattle_counters_get_ledger (call->counters), contents->ledger);
    if (changed)
        wattle_counters_save_async (call->counters, on_counters_saved, task);
    else
        restore_config (task);
}

static gboolean
write_file (Call *call, const char *name, GBytes *contents, GError **error)
{
    g_autofree char *path = g_build_filename (call->state_dir, name, NULL);
    g_autofree char *id = wattle_backup_contents_dup_state_id (name);
    gsize length;
    const char *text = wattle_file_set_get_text (contents, &length);

    if (g_str_equal (name, "broker.conf"))
        return wattle_broker_state_import (call->state_dir, text, length, error);
    if (id == NULL || g_file_test (path, G_FILE_TEST_EXISTS))
        return TRUE;
    return wattle_key_file_save_data (path, text, length, TRUE, error);
}

static void
run_write_files (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Call *call = data;
    const WattleFileSet *files = call->contents->files;
    GError *error = NULL;

    for (guint i = 0; i < wattle_file_set_get_count (files); i++)
        if (!write_file (call, wattle_file_set_get_name (files, i),
                         wattle_file_set_get_contents (files, i), &error)) {
            g_task_return_error (task, error);
            return;
        }

    g_task_return_boolean (task, TRUE);
}

/* The inner task of a step, whose data belongs to the outer one. */
static void
run_step (GTask *task, GTaskThreadFunc work, GAsyncReadyCallback done)
{
    g_autoptr (GTask) step = g_task_new (NULL, NULL, done, task);

    g_task_set_task_data (step, g_task_get_task_data (task), NULL);
    g_task_run_in_thread (step, work);
}

static gboolean
is_step_done (GTask *task, GAsyncResult *result)
{
    GError *error = NULL;

    if (g_task_propagate_boolean (G_TASK (result), &error))
        return TRUE;

    g_task_return_error (task, error);
    g_object_unref (task);
    return FALSE;
}

static void
on_files_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GTask *task = user_data;

    if (is_step_done (task, result))
        restore_counters (task);
}

static void
on_secrets_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GTask *task = user_data;

    if (is_step_done (task, result))
        run_step (task, run_write_files, on_files_written);
}

static void
run_unpack (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Call *call = data;
    GError *error = NULL;

    call->contents = wattle_backup_contents_unpack (call->archive, &error);
    if (call->contents != NULL)
        g_task_return_boolean (task, TRUE);
    else
        g_task_return_error (task, error);
}

static void
on_unpacked (GObject *source, GAsyncResult *result, gpointer user_data)
{
    GTask *task = user_data;
    Call *call = g_task_get_task_data (task);
    GError *error = NULL;

    if (!is_step_done (task, result))
        return;

    if (call->check != NULL && !call->check (call->contents->draft, call->check_data, &error)) {
        g_task_return_error (task, error);
        g_object_unref (task);
    } else if (call->only_check) {
        finish (task);
        g_object_unref (task);
    } else if (call->contents->secrets != NULL) {
        wattle_secrets_import_async (call->secrets, call->contents->secrets, on_secrets_imported,
                                     task);
    } else {
        run_step (task, run_write_files, on_files_written);
    }
}

static Call *
begin_reading (GTask *task, GBytes *archive, WattleConfigCheck check, gpointer check_data)
{
    Call *call = g_task_get_task_data (task);

    call->archive = g_bytes_ref (archive);
    call->check = check;
    call->check_data = check_data;
    return call;
}

void
wattle_backup_check_async (const WattleBackupParts *parts,
                           GBytes *archive,
                           WattleConfigCheck check,
                           gpointer check_data,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    GTask *task = begin (parts, callback, user_data);

    begin_reading (task, archive, check, check_data)->only_check = TRUE;
    run_step (task, run_unpack, on_unpacked);
}

GStrv
wattle_backup_check_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}

void
wattle_backup_restore_async (const WattleBackupParts *parts,
                             GBytes *archive,
                             const char *author,
                             WattleConfigCheck check,
                             gpointer check_data,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    GTask *task = begin (parts, callback, user_data);

    begin_reading (task, archive, check, check_data)->author = g_strdup (author);
    run_step (task, run_unpack, on_unpacked);
}

GStrv
wattle_backup_restore_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
