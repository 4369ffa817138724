/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads all of a file that anybody may have put there or damaged. What is no file is refused, for a
 * pipe would be waited for, and so is what is longer than @max_size. Errors are
 * WATTLE_ERROR_NOT_FOUND when it is not there and WATTLE_ERROR_FAILED; they do not name the file.
 */
gboolean
wattle_file_read (const char *path, gsize max_size, char **text, gsize *length, GError **error);

G_END_DECLS
