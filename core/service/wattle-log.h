/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The log of the host: one line per change of state, to the journal or to standard error. The last
 * lines are kept for those who ask later. */

/* How many are kept. */
#define WATTLE_LOG_KEPT 1000

typedef struct {
    guint64 number; /* counts from 1 */
    gint64 time;    /* wall time, in µs */
    const char *level;
    const char *domain;
    const char *message;
} WattleLogLine;

void wattle_log_init (gboolean verbose);

/* @name: warning, message, info or debug. */
gboolean wattle_log_set_level (const char *name, GError **error);
const char *wattle_log_get_level (void);

/* Calls @func for the kept lines after @number, oldest first; returns the number of the last one.
 */
typedef void (*WattleLogFunc) (const WattleLogLine *line, gpointer user_data);
guint64 wattle_log_read (guint64 number, WattleLogFunc func, gpointer user_data);
guint64 wattle_log_get_last (void);

/* Calls @func in the main loop when there are new lines. */
guint wattle_log_watch (GSourceFunc func, gpointer user_data);
void wattle_log_unwatch (guint id);

G_END_DECLS
