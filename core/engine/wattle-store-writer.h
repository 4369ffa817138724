/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-file-queue.h"
#include "wattle-migration.h"

G_BEGIN_DECLS

/* Puts its part into what the file holds. Runs in the thread of the queue. */
typedef void (*WattleStoreEdit) (GKeyFile *file, gpointer data);

/* Changes one key file in the thread of @queue: reads it, brings it to the present format, lets
 * @edit change it, and writes it durably. Refuses to replace one that it cannot make sense of.
 * @migration: NULL for files without formats. */
void wattle_store_writer_edit (WattleFileQueue *queue,
                               const char *path,
                               const WattleMigration *migration,
                               WattleStoreEdit edit,
                               gpointer data,
                               GDestroyNotify free_data,
                               WattleFileDone done,
                               gpointer user_data);
void wattle_store_writer_remove (WattleFileQueue *queue,
                                 const char *path,
                                 WattleFileDone done,
                                 gpointer user_data);

G_END_DECLS
