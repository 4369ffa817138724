/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "wattle-config-draft.h"
#include "wattle-problems.h"
#include "wattle-revision-view.h"
#include "wattle-store-writer.h"

G_BEGIN_DECLS

/* Keeps every configuration that the host's own layer ever had: each save is a revision, and so is
 * what somebody changed in the files by hand. Files are named as in the folder config of the state
 * folder. wattle-config-journal.h says how.
 *
 * Everything is done in a thread, in the order of the calls. */
#define WATTLE_TYPE_REVISIONS (wattle_revisions_get_type ())
G_DECLARE_FINAL_TYPE (WattleRevisions, wattle_revisions, WATTLE, REVISIONS, GObject)

WattleRevisions *wattle_revisions_new (const char *state_dir, WattleProblems *problems);

/* Finishes what was cut off when the host was stopped, and takes note of what was changed by hand.
 * Before the files are read for the first time: it blocks, for the start of the program only. What
 * goes wrong becomes a problem. Without it the first save does the same. */
void wattle_revisions_recover (WattleRevisions *self);
/* Takes note of what was changed by hand, when there was a recovery or a save before. */
void wattle_revisions_note (WattleRevisions *self);

/* Changes one file, or removes it. @author: who asked for it. The revision and the file are on disk
 * when @done is called; if nothing is different, there is no revision. */
void wattle_revisions_edit (WattleRevisions *self,
                            const char *name,
                            const WattleMigration *migration,
                            WattleStoreEdit edit,
                            gpointer data,
                            GDestroyNotify free_data,
                            const char *author,
                            WattleFileDone done,
                            gpointer user_data);
/* All that a file is to hold. */
typedef struct {
    GBytes *contents;
    gboolean replace; /* whatever it holds now; else another one is left: WATTLE_ERROR_CONFIG */
    GBytes *before; /* if not NULL, what it has to hold now, as the person who changed it knows it;
                     * else WATTLE_ERROR_BUSY */
    gboolean only_look; /* nothing is saved: it is only said whether it would be */
} WattleRevisionPut;

/* The same as a whole. */
void wattle_revisions_put (WattleRevisions *self,
                           const char *name,
                           const WattleRevisionPut *put,
                           const char *author,
                           WattleFileDone done,
                           gpointer user_data);
void wattle_revisions_remove (WattleRevisions *self,
                              const char *name,
                              const char *author,
                              WattleFileDone done,
                              gpointer user_data);

/* Of WattleRevision, newest first; at most @limit, 0: all. */
void wattle_revisions_list_async (WattleRevisions *self,
                                  guint limit,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *
wattle_revisions_list_finish (WattleRevisions *self, GAsyncResult *result, GError **error);

/* What a file held at a revision. */
void wattle_revisions_read_async (WattleRevisions *self,
                                  guint64 id,
                                  const char *name,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *wattle_revisions_read_finish (WattleRevisions *self, GAsyncResult *result, GError **error);

/* All files as they are now. */
void wattle_revisions_read_now_async (WattleRevisions *self,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
WattleFileSet *
wattle_revisions_read_now_finish (WattleRevisions *self, GAsyncResult *result, GError **error);

/* In the unified format. @from: 0: the one before @to. @to: 0: what is there now. */
void wattle_revisions_diff_async (WattleRevisions *self,
                                  guint64 from,
                                  guint64 to,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *wattle_revisions_diff_finish (WattleRevisions *self, GAsyncResult *result, GError **error);

/* Makes all files what they were at a revision, or others, as one new revision. They are read and
 * given to @check first, which may be NULL, and nothing is touched unless all is well. Fails with
 * WATTLE_ERROR_BUSY if something was saved meanwhile. @check_data has to last until the call is
 * finished. wattle_store_load() then puts it in force. */
void wattle_revisions_restore_async (WattleRevisions *self,
                                     guint64 id,
                                     const char *author,
                                     WattleConfigCheck check,
                                     gpointer check_data,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* @summary: NULL: what changed. */
void wattle_revisions_replace_async (WattleRevisions *self,
                                     const WattleFileSet *files,
                                     const char *author,
                                     const char *summary,
                                     WattleConfigCheck check,
                                     gpointer check_data,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Of both. */
gboolean
wattle_revisions_restore_finish (WattleRevisions *self, GAsyncResult *result, GError **error);

G_END_DECLS
