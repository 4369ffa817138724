/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One change of a counter's offset. */
typedef struct {
    guint64 id;  /* from 1 */
    gint64 time; /* wall time */
    char *device;
    char *entity;
    double from; /* offset before, in the unit of the entity */
    double to;
    char *kind; /* reset, roll-over, set, replaced, returned, synchronised, undone */
    char *who;  /* "guard", or who undid it or set the counter */
} WattleLedgerEntry;

/* The list of all changes, kept as lines of JSON that are only ever appended. Not a GObject: it has
 * one owner, the counters. */
typedef struct _WattleLedger WattleLedger;

WattleLedger *wattle_ledger_new (const char *path);
void wattle_ledger_free (WattleLedger *self);

/* Many times what a long life of a large house comes to. */
#define WATTLE_LEDGER_MAX_FILE ((gsize)64 * 1024 * 1024)

/* Reads what is there. Lines that are not understood are skipped, and counted. Fails if there is no
 * file (WATTLE_ERROR_NOT_FOUND) or it cannot be read as one. */
gboolean wattle_ledger_load (WattleLedger *self, guint *skipped, GError **error);

/* Notes a change in memory. The line it is written as waits for wattle_ledger_take_unwritten(). */
const WattleLedgerEntry *wattle_ledger_add (WattleLedger *self, const WattleLedgerEntry *entry);
const WattleLedgerEntry *wattle_ledger_find (WattleLedger *self, guint64 id);
GPtrArray *wattle_ledger_list (WattleLedger *self); /* of WattleLedgerEntry, oldest first */

/* All lines; and taking them over, which only a ledger without any does. */
char *wattle_ledger_export (WattleLedger *self);
gboolean wattle_ledger_import (WattleLedger *self, const char *text);
/* Whether each line is understood. */
gboolean wattle_ledger_check (const char *text, GError **error);

/* Text to append to the file, or NULL. */
char *wattle_ledger_take_unwritten (WattleLedger *self);
void wattle_ledger_put_back (WattleLedger *self, const char *unwritten);
const char *wattle_ledger_get_path (WattleLedger *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleLedger, wattle_ledger_free)

G_END_DECLS
