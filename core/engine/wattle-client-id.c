/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-client-id.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-file-read.h"

#define SUFFIX_LEN 8
#define MAX_SIZE   64

static char *
read_suffix (const char *path, GError **error)
{
    gsize length;
    g_autofree char *text = NULL;

    if (!wattle_file_read (path, MAX_SIZE, &text, &length, error))
        return NULL;
    if (strlen (text) == length && strlen (g_strstrip (text)) == SUFFIX_LEN &&
        strspn (text, "0123456789abcdef") == SUFFIX_LEN)
        return g_steal_pointer (&text);

    wattle_error_set (error, WATTLE_ERROR_FAILED, "not %d hexadecimal digits", SUFFIX_LEN);
    return NULL;
}

static char *
make_suffix (const char *path)
{
    char *suffix = g_strdup_printf ("%08x", g_random_int ());
    g_autoptr (GError) error = NULL;

    if (!g_file_set_contents_full (path, suffix, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
        g_message ("%s: cannot be kept: %s", path, error->message);
    return suffix;
}

gboolean
wattle_client_id_check (const char *path, GError **error)
{
    g_autofree char *suffix = read_suffix (path, error);

    return suffix != NULL;
}

char *
wattle_client_id_load (const char *state_dir, const char *instance)
{
    g_autofree char *path = g_build_filename (state_dir, WATTLE_CLIENT_ID_FILE, NULL);
    g_autofree char *suffix = read_suffix (path, NULL);

    if (suffix == NULL)
        suffix = make_suffix (path);
    return g_strdup_printf ("%s-%s", instance, suffix);
}
