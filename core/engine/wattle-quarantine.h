/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-problems.h"

G_BEGIN_DECLS

/* A path in the folder quarantine at which there is nothing yet, for the file @name of the state
 * folder. @time: wall time, which is part of it. */
char *wattle_quarantine_choose_place (const char *state_dir, const char *name, gint64 time);

/* Moves a file that is of no use to the folder quarantine, under a name of its own. Returns where
 * it is now. @name: within @state_dir. */
char *
wattle_quarantine_put (const char *state_dir, const char *name, WattleClock *clock, GError **error);

/* Goes through the key files that the host itself keeps in its state folder, and its client-id,
 * before they are read, and moves those of no use (not readable, not UTF-8, no key file) there.
 * A problem names both paths; whoever reads the file next finds none and begins anew. What an
 * administrator wrote is never touched, nor is a file that is a key file and says something wrong:
 * that can be corrected where it is. Totals and their ledger are used as far as they can be read:
 * they are moved only when that is not at all. */
#define WATTLE_TYPE_QUARANTINE (wattle_quarantine_get_type ())
G_DECLARE_FINAL_TYPE (WattleQuarantine, wattle_quarantine, WATTLE, QUARANTINE, GObject)

WattleQuarantine *
wattle_quarantine_new (const char *state_dir, WattleProblems *problems, WattleClock *clock);

/* Returns how many files were of no use. */
guint wattle_quarantine_sweep (WattleQuarantine *self);

G_END_DECLS
