/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Does work on files in a thread of its own, one piece after the other in the order given, so that
 * waiting for the disk does not hold up the house. */
typedef struct _WattleFileQueue WattleFileQueue;

/* Runs in the thread and may touch nothing but @data. */
typedef gboolean (*WattleFileWork) (gpointer data, GError **error);
/* Runs in the main context afterwards; @error is NULL if it went well. */
typedef void (*WattleFileDone) (const GError *error, gpointer user_data);

WattleFileQueue *wattle_file_queue_new (void);
void wattle_file_queue_free (WattleFileQueue *self); /* waits */

void wattle_file_queue_push (WattleFileQueue *self,
                             WattleFileWork work,
                             gpointer data,
                             GDestroyNotify free_data,
                             WattleFileDone done,
                             gpointer user_data);

/* Blocks until everything given so far is on disk: for the end of the program only. What is to be
 * called then is still called from the main context. */
void wattle_file_queue_wait (WattleFileQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleFileQueue, wattle_file_queue_free)

G_END_DECLS
