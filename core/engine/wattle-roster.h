/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-listing.h"
#include "wattle-runner.h"
#include "wattle-store.h"
#include "model/wattle-catalog.h"
#include "model/wattle-driver.h"

G_BEGIN_DECLS

/* A device of the house, and what it was made of. */
typedef struct {
    WattleRunner *runner;
    WattleDriver *driver;       /* borrowed from the plugins */
    WattleCatalog *catalog;     /* of the time when it was made; or NULL */
    WattleDeviceConfig *config; /* NULL: a sub-device, or made elsewhere */
    gboolean explicit_interval;
    gboolean named;        /* a child: in the listing that is being read */
    gint64 gone_since;     /* monotonic; 0 while it is there */
    WattleListing listing; /* of a gateway */
} WattleRosterEntry;

WattleRosterEntry *wattle_roster_entry_new (WattleRunner *runner,
                                            WattleDriver *driver,
                                            WattleCatalog *catalog,
                                            WattleProblems *problems);

/* All devices of the house, each once, gateways before their sub-devices. */
typedef struct {
    GPtrArray *entries; /* of WattleRosterEntry */
    GHashTable *by_id;  /* id → WattleRosterEntry */
} WattleRoster;

void wattle_roster_init (WattleRoster *self);
void wattle_roster_clear (WattleRoster *self);

void wattle_roster_add (WattleRoster *self, WattleRosterEntry *entry); /* takes it */
void wattle_roster_remove (WattleRoster *self, WattleRosterEntry *entry);

guint wattle_roster_count (const WattleRoster *self);
WattleRosterEntry *wattle_roster_nth (const WattleRoster *self, guint index);
WattleRosterEntry *wattle_roster_find (const WattleRoster *self, const char *id); /* or NULL */
/* One behind @gateway, or NULL. */
WattleRosterEntry *wattle_roster_find_child (const WattleRoster *self, WattleRunner *gateway);
/* Those behind @gateway, as they are now; borrowed. */
GPtrArray *wattle_roster_list_children (const WattleRoster *self, WattleRunner *gateway);
/* What it comes from, or its gateway does: a sub-device is in the installation of that. */
const WattleDeviceConfig *wattle_roster_find_config (const WattleRoster *self,
                                                     WattleRunner *runner);

G_END_DECLS
