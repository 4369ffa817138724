/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-config-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "wattle-config-tree.h"
#include "wattle-file-write.h"
#include "wattle-key-file.h"
#include "wattle-quarantine.h"

/* A log is cut to this part of what is allowed, so that it is not cut at every save. */
#define CUT_COUNT (WATTLE_CONFIG_JOURNAL_MAX_COUNT / 10 * 9)
#define CUT_SIZE  (WATTLE_CONFIG_JOURNAL_MAX_SIZE / 4 * 3)

/* One that is longer was not written by the host. */
#define MAX_READ (4 * WATTLE_CONFIG_JOURNAL_MAX_SIZE)

struct _WattleConfigJournal {
    char *state_dir;
    char *folder;
    char *path; /* of the log */
    char *damaged;

    WattleFileSet *head; /* as of the newest revision; NULL: not open */
    guint64 last_id;
    guint count;
    goffset size; /* of the log */
};

WattleConfigJournal *
wattle_config_journal_new (const char *state_dir)
{
    WattleConfigJournal *self = g_new0 (WattleConfigJournal, 1);

    self->state_dir = g_strdup (state_dir);
    self->folder = g_build_filename (state_dir, "config", NULL);
    self->path = g_build_filename (state_dir, "revisions.jsonl", NULL);
    return self;
}

void
wattle_config_journal_free (WattleConfigJournal *self)
{
    g_clear_pointer (&self->head, wattle_file_set_free);
    g_free (self->state_dir);
    g_free (self->folder);
    g_free (self->path);
    g_free (self->damaged);
    g_free (self);
}

const char *
wattle_config_journal_get_folder (WattleConfigJournal *self)
{
    return self->folder;
}

guint64
wattle_config_journal_get_last_id (WattleConfigJournal *self)
{
    return self->last_id;
}

char *
wattle_config_journal_take_damaged (WattleConfigJournal *self)
{
    return g_steal_pointer (&self->damaged);
}

/* The log on disk */

static gboolean
fail (WattleConfigJournal *self, const char *what, int problem, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_FAILED, "%s cannot be %s: %s", self->path, what,
                      g_strerror (problem));
    return FALSE;
}

static gboolean
read_text (WattleConfigJournal *self, char **text, gsize *length, GError **error)
{
    g_autoptr (GError) cause = NULL;
    GStatBuf info;

    *text = NULL;
    *length = 0;
    if (g_stat (self->path, &info) == 0 && (!S_ISREG (info.st_mode) || info.st_size > MAX_READ))
        return fail (self, "read", S_ISREG (info.st_mode) ? EFBIG : EINVAL, error);
    if (g_file_get_contents (self->path, text, length, &cause) ||
        g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_FAILED, "%s cannot be read: %s", self->path,
                      cause->message);
    return FALSE;
}

WattleRevisionLog *
wattle_config_journal_read_log (WattleConfigJournal *self, GError **error)
{
    g_autofree char *text = NULL;
    gsize length;

    if (!read_text (self, &text, &length, error))
        return NULL;
    return wattle_revision_log_parse (text, length);
}

static gboolean
cut_off (WattleConfigJournal *self, goffset size, GError **error)
{
    int file = g_open (self->path, O_WRONLY | O_CLOEXEC, 0);
    gboolean fine = file >= 0 && ftruncate (file, size) == 0 && fsync (file) == 0;
    int problem = errno;

    if (file >= 0)
        g_close (file, NULL);
    if (fine)
        self->size = size;
    return fine || fail (self, "cut", problem, error);
}

/* That a file is there is on disk only when its folder is. */
static void
sync_state_folder (WattleConfigJournal *self)
{
    int folder = g_open (self->state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

    if (folder < 0)
        return;
    fsync (folder);
    g_close (folder, NULL);
}

static gboolean
append (WattleConfigJournal *self, const GString *text, gboolean durable, GError **error)
{
    int file = g_open (self->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    gboolean fine = file >= 0 && fchmod (file, 0600) == 0 &&
                    wattle_file_write_all (file, text->str, text->len) &&
                    (!durable || fsync (file) == 0);
    int problem = errno;

    if (file >= 0)
        g_close (file, NULL);
    if (!fine) {
        if (file >= 0)
            cut_off (self, self->size, NULL);
        return fail (self, "written", problem, error);
    }
    if (self->size == 0)
        sync_state_folder (self);
    self->size += (goffset)text->len;
    return TRUE;
}

static gboolean
append_done (WattleConfigJournal *self, GError **error)
{
    g_autoptr (GString) text = g_string_new (NULL);

    wattle_revision_log_append_done (text, self->last_id);
    return append (self, text, FALSE, error);
}

static gboolean
rewrite (WattleConfigJournal *self, const WattleRevisionLog *log, GError **error)
{
    g_autofree char *text = wattle_revision_log_rewrite (log, CUT_COUNT, CUT_SIZE);
    gsize length = strlen (text);

    if (!wattle_key_file_save_data (self->path, text, length, TRUE, error))
        return FALSE;

    self->size = (goffset)length;
    return TRUE;
}

static void
cut_oldest (WattleConfigJournal *self)
{
    g_autoptr (WattleRevisionLog) log = NULL;

    if (self->count <= WATTLE_CONFIG_JOURNAL_MAX_COUNT &&
        self->size <= WATTLE_CONFIG_JOURNAL_MAX_SIZE)
        return;

    /* If it fails, it is tried again at the next save. */
    log = wattle_config_journal_read_log (self, NULL);
    if (log != NULL && rewrite (self, log, NULL))
        self->count = MIN (self->count, CUT_COUNT);
}

/* Revisions */

static void
begin_record (WattleConfigJournal *self, WattleRevisionRecord *record, const WattleConfigSave *save)
{
    record->time = save->time;
    record->author = g_utf8_make_valid (save->author, -1);
    record->summary = save->summary != NULL
                          ? g_strdup (save->summary)
                          : wattle_revision_log_describe (self->head, record->changes);
    record->complete = self->count == 0;
}

/* @done: the files are as it says already. */
static gboolean
append_record (WattleConfigJournal *self,
               const WattleConfigSave *save,
               const WattleFileSet *changes,
               const WattleFileSet *files,
               gboolean done,
               GError **error)
{
    g_autoptr (WattleRevisionRecord) record =
        wattle_revision_record_new (self->last_id + 1, changes);
    g_autoptr (GString) text = g_string_new (NULL);

    begin_record (self, record, save);
    wattle_revision_log_append (text, record, files);
    if (done)
        wattle_revision_log_append_done (text, record->id);
    return append (self, text, TRUE, error);
}

static void
take_head (WattleConfigJournal *self, const WattleFileSet *files)
{
    WattleFileSet *copy = wattle_file_set_copy (files);

    g_clear_pointer (&self->head, wattle_file_set_free);
    self->head = copy;
    self->last_id++;
    self->count++;
    cut_oldest (self);
}

/* Of what cannot be read, what was there last is supposed. */
WattleFileSet *
wattle_config_journal_get_files (WattleConfigJournal *self, GError **error)
{
    g_autoptr (WattleFileSet) unread = wattle_file_set_new ();
    WattleFileSet *files = wattle_config_tree_read (self->folder, unread, error);

    for (guint i = 0; files != NULL && i < wattle_file_set_get_count (unread); i++) {
        const char *name = wattle_file_set_get_name (unread, i);
        GBytes *contents = wattle_file_set_find (self->head, name);

        if (contents != NULL)
            wattle_file_set_put (files, name, contents);
    }
    return files;
}

static gboolean
note (WattleConfigJournal *self, gint64 time, GError **error)
{
    g_autoptr (WattleFileSet) files = wattle_config_journal_get_files (self, error);
    g_autoptr (WattleFileSet) changes = NULL;
    WattleConfigSave save = { .time = time, .author = "file" };

    if (files == NULL)
        return FALSE;

    changes = wattle_file_set_compare (self->head, files);
    if (wattle_file_set_get_count (changes) == 0 && self->count > 0)
        return TRUE;
    /* The first revision, so that one can go back to before the first save. */
    if (wattle_file_set_get_count (changes) == 0)
        save.summary = "no files yet";
    if (!append_record (self, &save, changes, files, TRUE, error))
        return FALSE;

    take_head (self, files);
    return TRUE;
}

gboolean
wattle_config_journal_note (WattleConfigJournal *self, gint64 time, GError **error)
{
    return wattle_config_journal_open (self, time, error) && note (self, time, error);
}

/* Opening */

static gboolean
put_aside (WattleConfigJournal *self, const char *text, gsize length, gint64 time, GError **error)
{
    g_autofree char *place =
        wattle_quarantine_choose_place (self->state_dir, "revisions.jsonl", time);

    if (!wattle_key_file_save_data (place, text, length, TRUE, error))
        return FALSE;

    g_free (self->damaged);
    self->damaged = g_steal_pointer (&place);
    return TRUE;
}

static gboolean
mend (WattleConfigJournal *self,
      const WattleRevisionLog *log,
      const char *text,
      gsize length,
      gint64 time,
      GError **error)
{
    self->size = (goffset)length;
    if (log->damaged)
        return put_aside (self, text, length, time, error) && rewrite (self, log, error);
    return log->length == length || cut_off (self, (goffset)log->length, error);
}

static gboolean
finish_file (WattleConfigJournal *self,
             const char *name,
             GBytes *before,
             GBytes *after,
             GError **error)
{
    g_autoptr (GBytes) now = NULL;

    if (!wattle_config_tree_read_file (self->folder, name, &now, NULL) ||
        wattle_file_set_is_same (now, after) || !wattle_file_set_is_same (now, before))
        return TRUE;

    return wattle_config_tree_write_file (self->folder, name, after, error);
}

/* What was begun when the host was stopped is done now. */
static gboolean
finish_last (WattleConfigJournal *self, const WattleRevisionLog *log, GError **error)
{
    const WattleRevisionRecord *last = wattle_revision_log_get_last (log);
    g_autoptr (WattleFileSet) before = NULL;

    if (last == NULL || last->id != log->last_id || log->done_id >= last->id)
        return TRUE;

    before = wattle_revision_log_get_files (log, last->id - 1);
    for (guint i = 0; i < wattle_file_set_get_count (last->changes); i++) {
        const char *name = wattle_file_set_get_name (last->changes, i);

        if (!finish_file (self, name, wattle_file_set_find (before, name),
                          wattle_file_set_get_contents (last->changes, i), error))
            return FALSE;
    }

    return append_done (self, error);
}

static gboolean
prepare (WattleConfigJournal *self, gint64 time, GError **error)
{
    g_autoptr (WattleRevisionLog) log = NULL;
    g_autofree char *text = NULL;
    const WattleRevisionRecord *last;
    gsize length;

    if (!read_text (self, &text, &length, error))
        return FALSE;

    log = wattle_revision_log_parse (text, length);
    last = wattle_revision_log_get_last (log);
    self->last_id = log->last_id;
    self->count = wattle_revision_log_count (log);
    self->head =
        last != NULL ? wattle_revision_log_get_files (log, last->id) : wattle_file_set_new ();
    return mend (self, log, text, length, time, error) && finish_last (self, log, error) &&
           note (self, time, error);
}

gboolean
wattle_config_journal_open (WattleConfigJournal *self, gint64 time, GError **error)
{
    if (self->head != NULL)
        return TRUE;
    if (g_mkdir_with_parents (self->state_dir, 0700) != 0)
        return fail (self, "written", errno, error);
    if (prepare (self, time, error))
        return TRUE;

    g_clear_pointer (&self->head, wattle_file_set_free);
    return FALSE;
}

/* Saving */

static gboolean
check_sizes (WattleConfigJournal *self, const WattleFileSet *changes, GError **error)
{
    for (guint i = 0; i < wattle_file_set_get_count (changes); i++) {
        GBytes *contents = wattle_file_set_get_contents (changes, i);
        const char *name = wattle_file_set_get_name (changes, i);
        g_autoptr (GBytes) now = NULL;

        if (contents != NULL && g_bytes_get_size (contents) > WATTLE_CONFIG_TREE_MAX_FILE) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s would be longer than %d bytes", name,
                              WATTLE_CONFIG_TREE_MAX_FILE);
            return FALSE;
        }
        /* What cannot be kept is not overwritten. */
        if (!wattle_config_tree_read_file (self->folder, name, &now, error))
            return FALSE;
    }

    return TRUE;
}

/* Writes the first files of the changes, as many as go. */
static guint
write_files (WattleConfigJournal *self, const WattleFileSet *changes, GError **error)
{
    guint count = wattle_file_set_get_count (changes);

    for (guint i = 0; i < count; i++)
        if (!wattle_config_tree_write_file (self->folder, wattle_file_set_get_name (changes, i),
                                            wattle_file_set_get_contents (changes, i), error))
            return i;

    return count;
}

/* If it fails, the log says what is to be, and the next one who opens it does that. */
static void
take_back (WattleConfigJournal *self, const WattleFileSet *changes, guint count, goffset size)
{
    for (guint i = 0; i < count; i++) {
        const char *name = wattle_file_set_get_name (changes, i);

        if (!wattle_config_tree_write_file (self->folder, name,
                                            wattle_file_set_find (self->head, name), NULL)) {
            g_clear_pointer (&self->head, wattle_file_set_free);
            return;
        }
    }

    if (!cut_off (self, size, NULL))
        g_clear_pointer (&self->head, wattle_file_set_free);
}

static gboolean
commit (WattleConfigJournal *self,
        const WattleConfigSave *save,
        const WattleFileSet *files,
        GError **error)
{
    g_autoptr (WattleFileSet) changes = wattle_file_set_compare (self->head, files);
    goffset size = self->size;
    guint written;

    if (wattle_file_set_get_count (changes) == 0)
        return TRUE;
    if (!check_sizes (self, changes, error) ||
        !append_record (self, save, changes, files, FALSE, error))
        return FALSE;

    written = write_files (self, changes, error);
    if (written < wattle_file_set_get_count (changes)) {
        take_back (self, changes, written, size);
        return FALSE;
    }

    take_head (self, files);
    append_done (self, NULL);
    return TRUE;
}

gboolean
wattle_config_journal_save (WattleConfigJournal *self,
                            const WattleConfigSave *save,
                            const WattleFileSet *changes,
                            GError **error)
{
    g_autoptr (WattleFileSet) files = NULL;

    if (!wattle_config_journal_note (self, save->time, error))
        return FALSE;

    files = wattle_file_set_copy (self->head);
    wattle_file_set_apply (files, changes);
    return commit (self, save, files, error);
}

gboolean
wattle_config_journal_replace (WattleConfigJournal *self,
                               const WattleConfigSave *save,
                               const WattleFileSet *files,
                               GError **error)
{
    return wattle_config_journal_note (self, save->time, error) &&
           commit (self, save, files, error);
}
