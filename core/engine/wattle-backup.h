/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-config-draft.h"
#include "wattle-counters.h"
#include "wattle-revisions.h"
#include "wattle-secrets.h"

G_BEGIN_DECLS

/* A house in one archive, and back again. Archives are made and read in threads;
 * wattle_archive_fetch_async() gets one from a descriptor. */
typedef struct {
    const char *state_dir;
    WattleClock *clock;
    WattleRevisions *revisions;
    WattleCounters *counters;
    WattleSecrets *secrets;
} WattleBackupParts;

/* @secrets: with passwords, the accounts of the embedded broker, and what devices keep secret. */
void wattle_backup_write_async (const WattleBackupParts *parts,
                                gboolean secrets,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GBytes *wattle_backup_write_finish (GAsyncResult *result, GError **error);

/* Reads all of an archive and has its configuration checked by @check, which may be NULL;
 * @check_data has to last until the call is finished. Changes nothing. Returns the names of what it
 * holds. */
void wattle_backup_check_async (const WattleBackupParts *parts,
                                GBytes *archive,
                                WattleConfigCheck check,
                                gpointer check_data,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GStrv wattle_backup_check_finish (GAsyncResult *result, GError **error);

/* The same, and then takes it over:
 *
 * - secrets, if there are any, over those of the same names; the broker's accounts from the next
 *   start of the host on;
 * - what devices remember, where this host has nothing of a device;
 * - counters that this host does not know. Those it knows keep their totals, so none falls;
 * - the ledger, if this host's is empty;
 * - last, so that no device runs before its totals are there, the configuration: as one revision,
 *   in place of all of the host's own layer. wattle_store_load() then puts it in force.
 *
 * What was taken over before a failure stays; the same archive can be restored again. */
void wattle_backup_restore_async (const WattleBackupParts *parts,
                                  GBytes *archive,
                                  const char *author,
                                  WattleConfigCheck check,
                                  gpointer check_data,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GStrv wattle_backup_restore_finish (GAsyncResult *result, GError **error);

G_END_DECLS
