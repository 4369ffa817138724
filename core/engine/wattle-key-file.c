/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/wattle-error.h"
#include "wattle-file-read.h"

/* Far above what a large house comes to. */
#define MAX_SIZE (16 * 1024 * 1024)

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_propagate_error (error, wattle_error_new_valist (WATTLE_ERROR_FAILED, format, arguments));
    va_end (arguments);
    return FALSE;
}

static gboolean
is_line_fine (const char *line, gboolean in_group)
{
    const char *equals = strchr (line, '=');

    if (*line == '\0' || *line == '#')
        return TRUE;
    if (*line == '[')
        return g_str_has_suffix (line, "]");
    return in_group && equals != NULL && equals > line;
}

/* GLib's own message would quote the line. 0: not found. */
static guint
find_bad_line (const char *text, gsize length)
{
    g_autofree char *copy = g_strndup (text, length);
    g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
    gboolean in_group = FALSE;

    for (guint i = 0; lines[i] != NULL; i++) {
        if (!is_line_fine (g_strstrip (lines[i]), in_group))
            return i + 1;
        in_group |= *lines[i] == '[';
    }

    return 0;
}

gboolean
wattle_key_file_parse (const char *text,
                       gsize length,
                       GKeyFile *file,
                       GKeyFileFlags flags,
                       GError **error)
{
    guint line;

    if (length > MAX_SIZE)
        return refuse (error, "longer than %d bytes", MAX_SIZE);
    if (memchr (text, '\0', length) != NULL || !g_utf8_validate_len (text, length, NULL))
        return refuse (error, "not text in UTF-8");
    if (g_key_file_load_from_data (file, text, length, flags, NULL))
        return TRUE;

    line = find_bad_line (text, length);
    if (line == 0)
        return refuse (error, "not a key file (groups in [brackets], lines Key=value)");
    return refuse (error, "not a key file (groups in [brackets], lines Key=value): see line %u",
                   line);
}

gboolean
wattle_key_file_load (const char *path, GKeyFile *file, GKeyFileFlags flags, GError **error)
{
    char *text;
    gsize length;
    gboolean fine;

    if (!wattle_file_read (path, MAX_SIZE, &text, &length, error))
        return FALSE;

    fine = wattle_key_file_parse (text, length, file, flags, error);
    explicit_bzero (text, length);
    g_free (text);
    return fine;
}

gboolean
wattle_key_file_save_data (const char *path,
                           const char *data,
                           gsize length,
                           gboolean durable,
                           GError **error)
{
    GFileSetContentsFlags flags = G_FILE_SET_CONTENTS_CONSISTENT;
    g_autofree char *folder = g_path_get_dirname (path);
    g_autoptr (GError) cause = NULL;

    if (durable)
        flags |= G_FILE_SET_CONTENTS_DURABLE;
    if (g_mkdir_with_parents (folder, 0700) != 0)
        return refuse (error, "%s cannot be written: the folder cannot be made: %s", path,
                       g_strerror (errno));
    if (!g_file_set_contents_full (path, data, (gssize)length, flags, 0600, &cause))
        return refuse (error, "%s cannot be written: %s", path, cause->message);
    return TRUE;
}

gboolean
wattle_key_file_save_text (const char *path, const char *text, gboolean durable, GError **error)
{
    return wattle_key_file_save_data (path, text, strlen (text), durable, error);
}

gboolean
wattle_key_file_save (const char *path, GKeyFile *file, gboolean durable, GError **error)
{
    gsize length;
    char *text = g_key_file_to_data (file, &length, NULL);
    gboolean saved = wattle_key_file_save_text (path, text, durable, error);

    explicit_bzero (text, length);
    g_free (text);
    return saved;
}

/* That a name is gone is on disk only when its folder is. */
static void
sync_folder (const char *path)
{
    g_autofree char *folder = g_path_get_dirname (path);
    int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

    if (fd < 0)
        return;
    fsync (fd);
    g_close (fd, NULL);
}

gboolean
wattle_key_file_remove (const char *path, GError **error)
{
    if (g_unlink (path) == 0) {
        sync_folder (path);
        return TRUE;
    }

    g_set_error (error, WATTLE_ERROR,
                 errno == ENOENT ? WATTLE_ERROR_NOT_FOUND : WATTLE_ERROR_FAILED,
                 "%s cannot be removed: %s", path, g_strerror (errno));
    return FALSE;
}
