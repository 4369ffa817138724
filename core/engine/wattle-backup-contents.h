/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-config-draft.h"

G_BEGIN_DECLS

/* What a backup is made of, named as in the state folder:
 *
 * config/…          the host's own layer
 * counters.conf     totals
 * ledger.jsonl
 * devices/ID.state  what devices remember
 * secrets.conf      only if secrets were asked for
 * broker.conf       the same
 * backup.conf       what tells that it is one, of which format, and whether all of it is there */
typedef struct {
    WattleFileSet *files; /* without backup.conf */
    WattleConfigDraft *draft;
    GKeyFile *counters; /* NULL, as the next ones: not in it */
    char *ledger;
    GKeyFile *secrets;
} WattleBackupContents;

void wattle_backup_contents_free (WattleBackupContents *self);

/* Both take their time, and are for threads. */
GBytes *wattle_backup_contents_pack (const WattleFileSet *files, gint64 time, GError **error);
/* NULL: something in the archive is wrong; the error names it. */
WattleBackupContents *wattle_backup_contents_unpack (GBytes *archive, GError **error);

/* devices/boiler.state → boiler; NULL for all else. */
char *wattle_backup_contents_dup_state_id (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleBackupContents, wattle_backup_contents_free)

G_END_DECLS
