/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-file-queue.h"
#include "wattle-migration.h"

G_BEGIN_DECLS

/* Puts its part into what the file holds. Runs in the thread of the queue. */
typedef void (*WattleStoreEdit) (GKeyFile *file, gpointer data);

/* What a file would hold after @edit, in the present format; NULL: nobody can make sense of what is
 * there. @migration: NULL for files without formats. Waits for the disk. */
char *wattle_store_writer_make_text (const char *path,
                                     const WattleMigration *migration,
                                     WattleStoreEdit edit,
                                     gpointer data,
                                     GError **error);

/* Changes one key file in the thread of @queue, durably. */
void wattle_store_writer_edit (WattleFileQueue *queue,
                               const char *path,
                               const WattleMigration *migration,
                               WattleStoreEdit edit,
                               gpointer data,
                               GDestroyNotify free_data,
                               WattleFileDone done,
                               gpointer user_data);

G_END_DECLS
