/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-file.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>

#include "wattle-cli.h"

/* So much and no more, for it may be a pipe. */
static GBytes *
read_all (FILE *file, gsize max, GError **error)
{
    g_autoptr (GByteArray) all = g_byte_array_new ();
    char part[4096];
    gsize length;

    while (all->len <= max && (length = fread (part, 1, sizeof part, file)) > 0)
        g_byte_array_append (all, (const guint8 *)part, (guint)length);
    if (ferror (file))
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("cannot be read: %s"),
                     g_strerror (errno));
    else if (all->len > max)
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                     _ ("is longer than the %d bytes that are allowed"), (int)max);
    else
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));
    return NULL;
}

GBytes *
wattle_cli_file_read (const char *path, gsize max, GError **error)
{
    gboolean standard = g_str_equal (path, "-");
    FILE *file = standard ? stdin : fopen (path, "re");
    GBytes *all;

    if (file == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("cannot be read: %s"),
                     g_strerror (errno));
        return NULL;
    }

    all = read_all (file, max, error);
    if (!standard)
        fclose (file);
    return all;
}

gboolean
wattle_cli_file_save (GBytes *text, const char *path, gboolean overwrite, GError **error)
{
    g_autoptr (GError) cause = NULL;
    gsize size;
    const char *data = g_bytes_get_data (text, &size);

    if (!overwrite && g_file_test (path, G_FILE_TEST_EXISTS)) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s is there already; --force replaces it"), path);
        return FALSE;
    }
    if (g_file_set_contents_full (path, data, (gssize)size, G_FILE_SET_CONTENTS_CONSISTENT, 0666,
                                  &cause))
        return TRUE;
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("%s cannot be written: %s"), path,
                 cause->message);
    return FALSE;
}

void
wattle_cli_file_print (GBytes *text)
{
    gsize size;
    const char *data = g_bytes_get_data (text, &size);

    fwrite (data, 1, size, stdout);
}
