/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-revision-log.h"

G_BEGIN_DECLS

/* At most so many revisions are kept, in a log of at most this size. */
#define WATTLE_CONFIG_JOURNAL_MAX_COUNT 1000
#define WATTLE_CONFIG_JOURNAL_MAX_SIZE  (16 * 1024 * 1024)

/* Writes the host's own layer, and before each change the log of revisions, revisions.jsonl of the
 * state folder.
 *
 * A change is one revision, whatever number of files it is of. The revision is on disk before the
 * first of them is touched, and a line behind it says when the last one is in place. So the log
 * tells what the files should be: where that line is missing, the host was stopped between, and
 * wattle_config_journal_open() writes those files that are still as they were before the revision.
 * A file that is neither so nor as the revision has it, or that differs once the line is there, was
 * changed by somebody else. That is never undone, it becomes a revision too.
 *
 * All functions wait for the disk. Only one thread at a time may use it. */
typedef struct _WattleConfigJournal WattleConfigJournal;

typedef struct {
    gint64 time; /* wall time */
    const char *author;
    const char *summary; /* NULL: what changed */
} WattleConfigSave;

WattleConfigJournal *wattle_config_journal_new (const char *state_dir);
void wattle_config_journal_free (WattleConfigJournal *self);

/* Finishes what was cut off and takes note of what others changed. Nothing more is done when it is
 * open already; the other functions do it first. @time: of what is noted. */
gboolean wattle_config_journal_open (WattleConfigJournal *self, gint64 time, GError **error);
/* Where a damaged log was put, since the last call; or NULL. */
char *wattle_config_journal_take_damaged (WattleConfigJournal *self);

/* Takes note of what others have changed. */
gboolean wattle_config_journal_note (WattleConfigJournal *self, gint64 time, GError **error);

/* Does all of it or nothing. The second one leaves no other files than @files. */
gboolean wattle_config_journal_save (WattleConfigJournal *self,
                                     const WattleConfigSave *save,
                                     const WattleFileSet *changes,
                                     GError **error);
gboolean wattle_config_journal_replace (WattleConfigJournal *self,
                                        const WattleConfigSave *save,
                                        const WattleFileSet *files,
                                        GError **error);

/* The folder of the files, and what is in them now. */
const char *wattle_config_journal_get_folder (WattleConfigJournal *self);
WattleFileSet *wattle_config_journal_get_files (WattleConfigJournal *self, GError **error);

WattleRevisionLog *wattle_config_journal_read_log (WattleConfigJournal *self, GError **error);
guint64 wattle_config_journal_get_last_id (WattleConfigJournal *self);

G_END_DECLS
