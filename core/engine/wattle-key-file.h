/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Reads a key file that anybody may have written or damaged. Errors are WATTLE_ERROR_NOT_FOUND
 * when it is not there and WATTLE_ERROR_FAILED when it is of no use; they name the line but never
 * quote it, for a line may hold a secret. */
gboolean
wattle_key_file_load (const char *path, GKeyFile *file, GKeyFileFlags flags, GError **error);

/* The same of what was read already. */
gboolean wattle_key_file_parse (const char *text,
                                gsize length,
                                GKeyFile *file,
                                GKeyFileFlags flags,
                                GError **error);

/* Replaces the file in one step, 0600 in a folder of 0700; the old one stays if that fails.
 * @durable: on disk when this returns, which takes its time. May be called in any thread. */
gboolean wattle_key_file_save (const char *path, GKeyFile *file, gboolean durable, GError **error);
gboolean
wattle_key_file_save_text (const char *path, const char *text, gboolean durable, GError **error);
gboolean wattle_key_file_save_data (const char *path,
                                    const char *data,
                                    gsize length,
                                    gboolean durable,
                                    GError **error);

/* Takes the file away for good. */
gboolean wattle_key_file_remove (const char *path, GError **error);

G_END_DECLS
