/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-file-set.h"

G_BEGIN_DECLS

/* How the log of revisions is written: lines of JSON, which are only ever appended. A revision is
 * one line for each file it changed, with the complete text, and then a line with all the rest,
 * which makes it count; that one has a sum over the lines of the revision, and one over all files
 * as they are from there on. So a revision that was cut off or damaged is noticed, and so are later
 * ones that cannot be told without it. When the files are in place, another line says so.
 *
 * {"id":7,"file":"devices/boiler.conf","text":"[Device]\n…"}
 * {"id":7,"file":"devices/old.conf","removed":true}
 * {"id":7,"time":1769860800000000,"author":"1000","summary":"…","files":"…","sum":"…"}
 * {"id":7,"done":true}
 *
 * The oldest revision has "complete":true: it holds every file there was. */
typedef struct {
    guint64 id;  /* from 1 */
    gint64 time; /* wall time */
    char *author;
    char *summary;
    gboolean complete; /* what it does not name is not there */
    WattleFileSet *changes;
    gboolean whole; /* all files are known as they were then */
} WattleRevisionRecord;

typedef struct {
    GPtrArray *records; /* of WattleRevisionRecord, oldest first */
    guint64 last_id;    /* of the newest */
    guint64 done_id;    /* the last one whose files are known to be in place */
    gsize length;       /* what follows was cut off while it was written */
    gboolean damaged;   /* something before that is not as it was written */
} WattleRevisionLog;

/* Takes whatever it is given. */
WattleRevisionLog *wattle_revision_log_parse (const char *text, gsize length);
void wattle_revision_log_free (WattleRevisionLog *self);

/* Whole ones only; NULL: there is none. */
guint wattle_revision_log_count (const WattleRevisionLog *self);
const WattleRevisionRecord *wattle_revision_log_find (const WattleRevisionLog *self, guint64 id);
const WattleRevisionRecord *wattle_revision_log_get_last (const WattleRevisionLog *self);
const WattleRevisionRecord *wattle_revision_log_get_before (const WattleRevisionLog *self,
                                                            guint64 id);

/* All files as they were at a revision. */
WattleFileSet *wattle_revision_log_get_files (const WattleRevisionLog *self, guint64 id);

/* @files: as they are then. */
void wattle_revision_log_append (GString *text,
                                 const WattleRevisionRecord *record,
                                 const WattleFileSet *files);
void wattle_revision_log_append_done (GString *text, guint64 id);

/* The log anew, without what is damaged, and without the oldest revisions where it would be of more
 * than @max_count revisions or @max_size bytes. The newest always stays. */
char *wattle_revision_log_rewrite (const WattleRevisionLog *self, guint max_count, gsize max_size);

/* "devices/boiler.conf added, wattle.conf changed" */
char *wattle_revision_log_describe (const WattleFileSet *before, const WattleFileSet *changes);

WattleRevisionRecord *wattle_revision_record_new (guint64 id, const WattleFileSet *changes);
void wattle_revision_record_free (WattleRevisionRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleRevisionLog, wattle_revision_log_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleRevisionRecord, wattle_revision_record_free)

G_END_DECLS
