/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/wattle-error.h"

#define PIECE     (16 * 1024)
#define PATIENCE  (30 * 1000) /* ms */
#define MAX_SHOWN 100

typedef struct archive Archive;
typedef struct archive_entry Entry;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, archive_entry_free)

/* Packing */

static la_ssize_t
append (Archive *writer, void *data, const void *buffer, size_t length)
{
    g_byte_array_append (data, buffer, (guint)length);
    return (la_ssize_t)length;
}

/* gzip's own time would make other bytes of the same files. */
static Archive *
open_writer (GByteArray *bytes)
{
    Archive *writer = archive_write_new ();

    if (archive_write_set_format_ustar (writer) == ARCHIVE_OK &&
        archive_write_add_filter_gzip (writer) == ARCHIVE_OK &&
        archive_write_set_filter_option (writer, "gzip", "timestamp", NULL) == ARCHIVE_OK &&
        archive_write_set_bytes_in_last_block (writer, 1) == ARCHIVE_OK &&
        archive_write_open (writer, bytes, NULL, append, NULL) == ARCHIVE_OK)
        return writer;

    archive_write_free (writer);
    return NULL;
}

static gboolean
pack_file (Archive *writer, const char *name, GBytes *contents, gint64 time)
{
    g_autoptr (Entry) entry = archive_entry_new ();
    gsize size;
    const void *data = g_bytes_get_data (contents, &size);

    archive_entry_set_pathname (entry, name);
    archive_entry_set_filetype (entry, AE_IFREG);
    archive_entry_set_perm (entry, 0600);
    archive_entry_set_mtime (entry, time / G_USEC_PER_SEC, 0);
    archive_entry_set_size (entry, (la_int64_t)size);
    return archive_write_header (writer, entry) == ARCHIVE_OK &&
           (size == 0 || archive_write_data (writer, data, size) == (la_ssize_t)size);
}

GBytes *
wattle_archive_pack (const WattleFileSet *files, gint64 time, GError **error)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    Archive *writer = open_writer (bytes);
    gboolean fine = writer != NULL;

    for (guint i = 0; fine && i < wattle_file_set_get_count (files); i++)
        fine = pack_file (writer, wattle_file_set_get_name (files, i),
                          wattle_file_set_get_contents (files, i), time);
    fine = fine && archive_write_close (writer) == ARCHIVE_OK;
    if (!fine)
        wattle_error_set (error, WATTLE_ERROR_FAILED, "the archive cannot be made: %s",
                          writer != NULL ? archive_error_string (writer) : "");
    if (writer != NULL)
        archive_write_free (writer);
    return fine ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

/* Unpacking */

typedef struct {
    Archive *reader;
    WattleArchiveIsName is_name;
    WattleFileSet *files;
    gsize size; /* of all contents so far */
    guint entries;
} Unpacking;

/* Made harmless, as it may be of any bytes. */
static char *
show_name (const char *name)
{
    char *shown = g_strescape (name != NULL ? name : "", NULL);

    if (strlen (shown) > MAX_SHOWN)
        shown[MAX_SHOWN] = '\0';
    return shown;
}

static gboolean
refuse_damage (Unpacking *unpacking, GError **error)
{
    const char *what = archive_error_string (unpacking->reader);
    g_autofree char *shown = show_name (what);

    wattle_error_set (error, WATTLE_ERROR_CONFIG, "the archive cannot be used: it is damaged: %s",
                      shown);
    return FALSE;
}

static gboolean
refuse_size (GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "the archive cannot be used: it is of more than %d bytes",
                      WATTLE_ARCHIVE_MAX_SIZE);
    return FALSE;
}

static gboolean
check_entry (Unpacking *unpacking, Entry *entry, GError **error)
{
    const char *name = archive_entry_pathname (entry);
    g_autofree char *shown = show_name (name);

    if (++unpacking->entries > WATTLE_ARCHIVE_MAX_ENTRIES) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the archive cannot be used: it has more than %d entries",
                          WATTLE_ARCHIVE_MAX_ENTRIES);
        return FALSE;
    }
    if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry) != NULL ||
        archive_entry_symlink (entry) != NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the archive cannot be used: “%s” in it is not a file", shown);
        return FALSE;
    }
    if (name == NULL || !unpacking->is_name (name)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the archive cannot be used: “%s” does not belong in it", shown);
        return FALSE;
    }
    if (wattle_file_set_has (unpacking->files, name)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "the archive cannot be used: “%s” is in it twice", shown);
        return FALSE;
    }

    return TRUE;
}

/* What an entry says of its size need not be true: only what comes is counted. */
static gboolean
take_contents (Unpacking *unpacking, const char *name, GError **error)
{
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_autoptr (GBytes) contents = NULL;
    guint8 piece[PIECE];
    la_ssize_t length;

    while ((length = archive_read_data (unpacking->reader, piece, sizeof piece)) > 0) {
        unpacking->size += (gsize)length;
        if (unpacking->size > WATTLE_ARCHIVE_MAX_SIZE)
            return refuse_size (error);
        g_byte_array_append (bytes, piece, (guint)length);
    }
    if (length < 0)
        return refuse_damage (unpacking, error);

    contents = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    wattle_file_set_put (unpacking->files, name, contents);
    return TRUE;
}

static gboolean
take_entries (Unpacking *unpacking, GError **error)
{
    Entry *entry;
    int result;

    while ((result = archive_read_next_header (unpacking->reader, &entry)) == ARCHIVE_OK)
        if (!check_entry (unpacking, entry, error) ||
            !take_contents (unpacking, archive_entry_pathname (entry), error))
            return FALSE;

    return result == ARCHIVE_EOF || refuse_damage (unpacking, error);
}

static gboolean
open_archive (Unpacking *unpacking, GBytes *archive, GError **error)
{
    gsize size;
    const void *data = g_bytes_get_data (archive, &size);

    if (size > WATTLE_ARCHIVE_MAX_SIZE)
        return refuse_size (error);
    /* Nothing else: each format is one more that somebody else's bytes can reach. */
    if (archive_read_support_filter_gzip (unpacking->reader) == ARCHIVE_OK &&
        archive_read_support_format_tar (unpacking->reader) == ARCHIVE_OK &&
        archive_read_open_memory (unpacking->reader, data, size) == ARCHIVE_OK)
        return TRUE;

    return refuse_damage (unpacking, error);
}

WattleFileSet *
wattle_archive_unpack (GBytes *archive, WattleArchiveIsName is_name, GError **error)
{
    Unpacking unpacking = { .reader = archive_read_new (), .is_name = is_name };
    gboolean fine;

    unpacking.files = wattle_file_set_new ();
    fine = open_archive (&unpacking, archive, error) && take_entries (&unpacking, error);
    archive_read_free (unpacking.reader);
    if (!fine)
        g_clear_pointer (&unpacking.files, wattle_file_set_free);
    return unpacking.files;
}

/* Fetching */

static void
close_file (gpointer data)
{
    g_close (GPOINTER_TO_INT (data), NULL);
}

static gboolean
fail_fetch (int problem, GError **error)
{
    wattle_error_set (error, WATTLE_ERROR_FAILED, "the archive cannot be read: %s",
                      g_strerror (problem));
    return FALSE;
}

static gboolean
await_bytes (int file, GError **error)
{
    struct pollfd what = { .fd = file, .events = POLLIN };
    int ready = poll (&what, 1, PATIENCE);

    if (ready < 0 && errno != EINTR)
        return fail_fetch (errno, error);
    if (ready == 0)
        wattle_error_set (error, WATTLE_ERROR_TIMEOUT,
                          "the archive cannot be read: nothing came for %d seconds",
                          PATIENCE / 1000);
    return ready != 0;
}

static gboolean
fetch (int file, GByteArray *bytes, GError **error)
{
    guint8 piece[PIECE];
    gssize length = 1;

    while (length != 0) {
        if (!await_bytes (file, error))
            return FALSE;
        length = read (file, piece, sizeof piece);
        if (length < 0 && errno != EINTR && errno != EAGAIN)
            return fail_fetch (errno, error);
        if (bytes->len + MAX (length, 0) > WATTLE_ARCHIVE_MAX_SIZE)
            return refuse_size (error);
        g_byte_array_append (bytes, piece, (guint)MAX (length, 0));
    }

    return TRUE;
}

static void
run_fetch (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GByteArray *bytes = g_byte_array_new ();
    GError *error = NULL;

    if (fetch (GPOINTER_TO_INT (data), bytes, &error)) {
        g_task_return_pointer (task, g_byte_array_free_to_bytes (bytes),
                               (GDestroyNotify)g_bytes_unref);
        return;
    }

    g_byte_array_unref (bytes);
    g_task_return_error (task, error);
}

void
wattle_archive_fetch_async (int file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

    g_task_set_name (task, "wattle archive");
    g_task_set_task_data (task, GINT_TO_POINTER (file), close_file);
    g_task_run_in_thread (task, run_fetch);
}

GBytes *
wattle_archive_fetch_finish (GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer (G_TASK (result), error);
}
