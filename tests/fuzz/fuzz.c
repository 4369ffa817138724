/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the code says of bad input is not of interest, but a warning means that it misbehaves. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
    if ((level & G_LOG_LEVEL_MASK) > G_LOG_LEVEL_WARNING)
        return G_LOG_WRITER_HANDLED;

    g_log_writer_standard_streams (level, fields, n_fields, NULL);
    abort ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
    g_setenv ("GIO_USE_VFS", "local", TRUE);
    g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
    g_log_set_writer_func (write_log, NULL, NULL);
    return 0;
}

char *
fuzz_take_text (FuzzInput *input, char separator)
{
    const char *end;
    gsize length;
    char *text;

    if (input->size == 0)
        return NULL;

    end = memchr (input->data, separator, input->size);
    length = end != NULL ? (gsize)(end - input->data) : input->size;
    text = g_strndup (input->data, length);
    length += end != NULL ? 1 : 0;
    input->data += length;
    input->size -= length;
    return text;
}

guint8
fuzz_take_byte (FuzzInput *input)
{
    if (input->size == 0)
        return 0;

    input->size--;
    return (guint8)*input->data++;
}

static void
empty_folder (const char *path)
{
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
        g_autofree char *child = g_build_filename (path, name, NULL);

        if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
            empty_folder (child);
        g_remove (child);
    }
}

static char *own_folder;

static void
remove_own_folder (void)
{
    empty_folder (own_folder);
    g_rmdir (own_folder);
    g_clear_pointer (&own_folder, g_free);
}

const char *
fuzz_make_folder (void)
{
    if (own_folder == NULL) {
        own_folder = g_dir_make_tmp ("wattle-fuzz-XXXXXX", NULL);
        fuzz_check (own_folder != NULL);
        atexit (remove_own_folder);
    }

    return own_folder;
}

void
fuzz_write (const char *folder, const char *name, const char *data, gsize size)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname (path);

    g_mkdir_with_parents (parent, 0700);
    fuzz_check (
        g_file_set_contents_full (path, data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

void
fuzz_drop_folder (const char *folder)
{
    empty_folder (folder);
}

void
fuzz_fail (const char *condition, const char *file, int line)
{
    fprintf (stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    abort ();
}

void
fuzz_check_error (gboolean done, GError *const *error)
{
    const GError *said = *error;

    if (done) {
        fuzz_check (said == NULL);
    } else {
        fuzz_check (said != NULL);
        fuzz_check (said->message != NULL && *said->message != '\0');
        fuzz_check (g_utf8_validate (said->message, -1, NULL));
    }
}
