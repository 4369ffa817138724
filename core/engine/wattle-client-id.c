/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-client-id.h"

#include <string.h>

#define FILE_NAME  "client-id"
#define SUFFIX_LEN 8

static gboolean
is_suffix (const char *text)
{
    return strlen (text) == SUFFIX_LEN && strspn (text, "0123456789abcdef") == SUFFIX_LEN;
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

char *
wattle_client_id_load (const char *state_dir, const char *instance)
{
    g_autofree char *path = g_build_filename (state_dir, FILE_NAME, NULL);
    g_autofree char *suffix = NULL;

    if (!g_file_get_contents (path, &suffix, NULL, NULL) || !is_suffix (g_strstrip (suffix))) {
        g_free (suffix);
        suffix = make_suffix (path);
    }
    return g_strdup_printf ("%s-%s", instance, suffix);
}
