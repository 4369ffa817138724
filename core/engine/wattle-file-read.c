/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-file-read.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/wattle-error.h"

/* Opening a pipe would wait for its other end, so only what is a file is opened. */
static gboolean
look_at (const char *path, gsize max_size, GError **error)
{
    GStatBuf info;

    if (g_stat (path, &info) != 0) {
        if (errno == ENOENT)
            wattle_error_set (error, WATTLE_ERROR_NOT_FOUND, "there is no such file");
        else
            wattle_error_set (error, WATTLE_ERROR_FAILED, "cannot be read: %s", g_strerror (errno));
        return FALSE;
    }
    if (!S_ISREG (info.st_mode)) {
        wattle_error_set (error, WATTLE_ERROR_FAILED, "not a file");
        return FALSE;
    }
    if ((guint64)info.st_size > max_size) {
        wattle_error_set (error, WATTLE_ERROR_FAILED, "longer than %zu bytes", max_size);
        return FALSE;
    }
    return TRUE;
}

gboolean
wattle_file_read (const char *path, gsize max_size, char **text, gsize *length, GError **error)
{
    g_autoptr (GError) cause = NULL;

    if (!look_at (path, max_size, error))
        return FALSE;
    if (g_file_get_contents (path, text, length, &cause))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_FAILED, "cannot be read: %s", cause->message);
    return FALSE;
}
