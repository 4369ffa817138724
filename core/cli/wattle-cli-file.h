/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files of the person who calls. */

/* All of it; "-" is standard input. NULL: it cannot be read, or is longer than @max bytes; the
 * error does not name the file. */
GBytes *wattle_cli_file_read (const char *path, gsize max, GError **error);

/* A file appears whole or not at all. */
gboolean wattle_cli_file_save (GBytes *text, const char *path, gboolean overwrite, GError **error);

/* To standard output; whoever has called the command looks whether that went well. */
void wattle_cli_file_print (GBytes *text);

G_END_DECLS
