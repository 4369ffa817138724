/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/wattle-problems.h"
#include "wattle-hass-payload.h"

G_BEGIN_DECLS

/* In place of a device's id, which is never this: topics of the bridge, without discovery. */
#define WATTLE_HASS_JOURNAL_BRIDGE "bridge"

/* What the broker keeps of one device, or of the host itself. */
typedef struct {
    char *instance; /* the names it was published under */
    char *prefix;
    char *id;               /* empty: the host */
    char *parent;           /* its gateway; empty: none */
    GStrv topics;           /* retained; the discovery topic, if there is one, is the last */
    GHashTable *components; /* that Home Assistant may know: key → platform */
    gint64 missing_since;   /* wall time at which its gateway left it out of a listing; 0: never */
    gboolean gone;          /* for good; waits for its topics to be cleared */

    /* on this connection */
    gboolean cleared; /* and nothing was published since */
    guint clearing;   /* how many clearings the broker has not yet echoed */
} WattleHassOwned;

/* Remembers over a restart what was ever published with the retain flag, so that it can be cleared
 * when it is gone. What is noted is in the file when the call returns, as another line; the file is
 * written anew at times, without what is no longer needed. */
typedef struct _WattleHassJournal WattleHassJournal;

/* @path: NULL to remember only as long as the process runs. A damaged file goes to the quarantine.
 */
WattleHassJournal *wattle_hass_journal_new (const char *path,
                                            const WattleHassHost *host,
                                            WattleProblems *problems,
                                            WattleClock *clock);
void wattle_hass_journal_free (WattleHassJournal *self);

/* To be called before anything of it is published. @components: NULL keeps what was noted. */
void wattle_hass_journal_note (WattleHassJournal *self,
                               const char *id,
                               const char *parent,
                               const char *const *topics,
                               GHashTable *components);

void
wattle_hass_journal_set_missing (WattleHassJournal *self, WattleHassOwned *owned, gint64 since);
void wattle_hass_journal_set_gone (WattleHassJournal *self, const char *id);
void wattle_hass_journal_drop (WattleHassJournal *self, WattleHassOwned *owned);

/* Of the present names. */
WattleHassOwned *wattle_hass_journal_find (WattleHassJournal *self, const char *id);
gboolean wattle_hass_journal_is_present (WattleHassJournal *self, const WattleHassOwned *owned);
GHashTable *wattle_hass_journal_dup_components (WattleHassJournal *self, const char *id);

guint wattle_hass_journal_get_n_owned (WattleHassJournal *self);
WattleHassOwned *wattle_hass_journal_get_owned (WattleHassJournal *self, guint index);

/* Writes what has changed. */
void wattle_hass_journal_flush (WattleHassJournal *self);

G_END_DECLS
