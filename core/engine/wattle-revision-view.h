/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-revision-log.h"

G_BEGIN_DECLS

/* A revision as it is told to people. */
typedef struct {
    guint64 id;   /* from 1 */
    gint64 time;  /* wall time */
    char *author; /* a user's number, "mqtt"; "file": who changed the files by hand … */
    char *summary;
    GStrv files; /* that changed */
} WattleRevision;

void wattle_revision_free (WattleRevision *self);

/* Of WattleRevision, newest first; at most @limit, 0: all. */
GPtrArray *wattle_revision_view_list (const WattleRevisionLog *log, guint limit);

/* Both: NULL and an error if there is no such revision. */
const WattleRevisionRecord *
wattle_revision_view_find (const WattleRevisionLog *log, guint64 id, GError **error);
/* What a file held then. */
GBytes *wattle_revision_view_read (const WattleRevisionLog *log,
                                   guint64 id,
                                   const char *name,
                                   GError **error);

/* In the unified format. @from: 0: the one before @to. @to: 0: @now, which may not yet be a
 * revision.
 */
char *wattle_revision_view_diff (const WattleRevisionLog *log,
                                 const WattleFileSet *now,
                                 guint64 from,
                                 guint64 to,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleRevision, wattle_revision_free)

G_END_DECLS
