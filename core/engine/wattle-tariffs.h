/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-config-draft.h"
#include "wattle-manager.h"
#include "wattle-tariff-run.h"

G_BEGIN_DECLS

/* How many plans a house may have. */
#define WATTLE_TARIFFS_MAX 64

/* The tariff plans of the house, one for each document tariffs/ID.json of the host's own layer.
 * Each is a device, tariff_ID, which tells what is true now, from the very boundary on. */
#define WATTLE_TYPE_TARIFFS (wattle_tariffs_get_type ())
G_DECLARE_FINAL_TYPE (WattleTariffs, wattle_tariffs, WATTLE, TARIFFS, GObject)

typedef struct {
    WattleClock *clock;
    WattleManager *manager;
    WattlePlugins *plugins;
    WattleProblems *problems;
    WattleStore *store; /* NULL: nobody configures devices */
} WattleTariffsParts;

/* @state_dir: NULL: there are no documents. Refers to each part. */
WattleTariffs *wattle_tariffs_new (const WattleTariffsParts *parts, const char *state_dir);

/* Whose clocks count in documents that name no zone; NULL: that of this computer. It counts from
 * the next read on. */
void wattle_tariffs_set_zone (WattleTariffs *self, const char *zone);
const char *wattle_tariffs_get_zone (WattleTariffs *self);

/* Reads the files again. Plans whose document is the same go on untouched; one whose document is of
 * no use any more goes on with the last good one, and there is a problem that names the place. */
void wattle_tariffs_read (WattleTariffs *self);
/* The same without running any: for --check-config. */
void wattle_tariffs_check_files (WattleTariffs *self);
void wattle_tariffs_stop (WattleTariffs *self);

guint wattle_tariffs_get_count (WattleTariffs *self);
WattleTariffRun *wattle_tariffs_get (WattleTariffs *self, guint index); /* in order of their ids */
WattleTariffRun *wattle_tariffs_find (WattleTariffs *self, const char *id);
/* Ids of all documents, those that are of no use too, and of their devices. */
GStrv wattle_tariffs_list_ids (WattleTariffs *self);
GStrv wattle_tariffs_list_devices (WattleTariffs *self);
/* What is wrong in the document of a plan, whether it runs or not; NULL: nothing. Until the files
 * are read again. */
const WattleMessage *wattle_tariffs_find_fault (WattleTariffs *self, const char *id);

/* The plan that a document describes, which does not run; NULL: the error names the place of what
 * is wrong in it. */
WattleTariff *wattle_tariffs_validate (WattleTariffs *self, GBytes *document, GError **error);
/* The same of all documents of a draft. */
gboolean
wattle_tariffs_check_draft (WattleTariffs *self, const WattleConfigDraft *draft, GError **error);

/* Signals:
 * "plan-added": (WattleTariffs *self, WattleTariffRun *run)
 * "plan-removed": (WattleTariffs *self, WattleTariffRun *run)
 * "plan-changed": (WattleTariffs *self, WattleTariffRun *run): it has another document
 * "plan-moved": (WattleTariffs *self, WattleTariffRun *run): something else is true now
 */

G_END_DECLS
