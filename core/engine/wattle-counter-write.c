/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-counter-write.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/wattle-error.h"
#include "wattle-file-write.h"
#include "wattle-key-file.h"

void
wattle_counter_write_free (WattleCounterWrite *self)
{
    g_free (self->path);
    wattle_counter_image_free (self->image);
    g_free (self->ledger_path);
    g_free (self->ledger_lines);
    g_clear_pointer (&self->damaged, g_bytes_unref);
    g_free (self->damaged_place);
    g_free (self);
}

static gboolean
append_durably (const char *path, const char *text, GError **error)
{
    /* Not waiting for whoever reads a pipe that was put there. */
    int file = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    gboolean fine =
        file >= 0 && wattle_file_write_all (file, text, strlen (text)) && fsync (file) == 0;
    int problem = errno;

    if (file >= 0)
        g_close (file, NULL);
    if (!fine)
        wattle_error_set (error, WATTLE_ERROR_FAILED, "%s: cannot be written: %s", path,
                          g_strerror (problem));
    return fine;
}

static gboolean
keep_damaged (const WattleCounterWrite *self, GError **error)
{
    gsize length;
    const char *bytes;

    if (self->damaged == NULL)
        return TRUE;

    bytes = g_bytes_get_data (self->damaged, &length);
    return wattle_key_file_save_data (self->damaged_place, bytes, length, TRUE, error);
}

gboolean
wattle_counter_write_run (WattleCounterWrite *self, GError **error)
{
    g_autofree char *text = NULL;

    if (!keep_damaged (self, error))
        return FALSE;
    /* The ledger first: a change that it does not tell of must not be on disk. */
    if (self->ledger_lines != NULL &&
        !append_durably (self->ledger_path, self->ledger_lines, error))
        return FALSE;
    g_clear_pointer (&self->ledger_lines, g_free); /* not once more if the rest fails */

    text = wattle_counter_image_to_text (self->image);
    return g_file_set_contents_full (self->path, text, -1,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0600, error);
}
