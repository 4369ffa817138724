/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "wattle-file-set.h"

G_BEGIN_DECLS

/* Files packed into one: a tar archive in gzip. All of it takes its time, and is for threads. */

/* What an archive that is read may hold: anything above it is refused. */
#define WATTLE_ARCHIVE_MAX_SIZE    (64 * 1024 * 1024)
#define WATTLE_ARCHIVE_MAX_ENTRIES 4096

/* @time: wall time. The same files make the same bytes. */
GBytes *wattle_archive_pack (const WattleFileSet *files, gint64 time, GError **error);

typedef gboolean (*WattleArchiveIsName) (const char *name);

/* NULL: something in it is not what pack() writes, or has a name that @is_name does not know; the
 * error names the entry. Nothing is written anywhere. */
WattleFileSet *wattle_archive_unpack (GBytes *archive, WattleArchiveIsName is_name, GError **error);

/* Reads an archive from a file, pipe or socket, in a thread. Up to the end, but not without end:
 * fails for more bytes than an archive may have, and with WATTLE_ERROR_TIMEOUT when nothing comes
 * for half a minute. @file is closed when the call is finished. */
void wattle_archive_fetch_async (int file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GBytes *wattle_archive_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
