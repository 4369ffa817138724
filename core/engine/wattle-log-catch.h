/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps what one library warns of between begin and end, on the main thread: for a library that
 * tells its reasons to the log alone. It comes neither to the log nor ends the program. */
typedef struct {
    const char *domain; /* all that begin with it, and what has no domain, as its loaders */
    GString *text;
    GLogFunc previous;
    GLogLevelFlags fatal;
} WattleLogCatch;

void wattle_log_catch_begin (WattleLogCatch *self, const char *domain);

/* Returns the warnings, one per line, or NULL. */
char *wattle_log_catch_end (WattleLogCatch *self);

G_END_DECLS
