/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-names.h"

#include <string.h>

static int
compare (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

void
wattle_names_sort (GPtrArray *names)
{
    g_ptr_array_sort (names, compare);
}

GPtrArray *
wattle_names_list_folder (const char *path, const char *suffix, GError **error)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GDir) dir = g_dir_open (path, 0, error);
    const char *name;

    while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        if (suffix == NULL || g_str_has_suffix (name, suffix))
            g_ptr_array_add (names, g_strdup (name));
    wattle_names_sort (names);
    return names;
}
