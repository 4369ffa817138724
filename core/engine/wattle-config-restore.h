/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "wattle-config-draft.h"
#include "wattle-config-journal.h"
#include "wattle-file-queue.h"

G_BEGIN_DECLS

/* Other files of the host's own layer, all at once. */
typedef struct {
    guint64 id;                 /* of the revision they are of; 0: they are @files */
    const WattleFileSet *files; /* or NULL */
    gint64 time;                /* wall time */
    const char *author;
    const char *summary;     /* NULL: what changed */
    WattleConfigCheck check; /* NULL: none */
    gpointer check_data;
} WattleConfigRestore;

/* Reads them in the thread of @queue, has them checked in the main context, and puts them in place
 * in the thread again, unless something else was saved between. Takes @task and returns a boolean
 * by it; until then its source has to keep the journal and the queue. */
void wattle_config_restore_run (const WattleConfigRestore *what,
                                WattleConfigJournal *journal,
                                WattleFileQueue *queue,
                                GTask *task);

G_END_DECLS
