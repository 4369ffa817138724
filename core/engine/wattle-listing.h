/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-problems.h"

G_BEGIN_DECLS

/* What a gateway lists: the names in the listing that is being read, and those that did not become
 * its sub-devices. A gateway's complaint about a part is its own: another one may well have it. */
typedef struct {
    const char *gateway; /* its id; borrowed */
    WattleProblems *problems;
    GPtrArray *names;        /* NULL: none so far */
    GHashTable *refused;     /* ids of this listing */
    GHashTable *was_refused; /* the same of the last one */
} WattleListing;

void wattle_listing_init (WattleListing *self, const char *gateway, WattleProblems *problems);
void wattle_listing_clear (WattleListing *self);

void wattle_listing_note_name (WattleListing *self, const char *id);
/* A NULL-terminated array of all of them; the next listing begins. */
GPtrArray *wattle_listing_take_names (WattleListing *self);

/* Tells why; until a listing ends in which @id is not refused. */
void wattle_listing_refuse (WattleListing *self, const char *id, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* At the end of a listing: what was refused in the last one and not in this one is well by now, or
 * not there. */
void wattle_listing_forgive (WattleListing *self);

G_END_DECLS
