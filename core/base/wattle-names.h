/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lists of names (GPtrArray of char*). */

/* By their bytes, so that the order is the same on every machine. */
void wattle_names_sort (GPtrArray *names);

/* The names in a folder that end with @suffix (NULL: all), sorted and owned by the list. Empty, and
 * @error, if the folder cannot be read. */
GPtrArray *wattle_names_list_folder (const char *path, const char *suffix, GError **error);

G_END_DECLS
