/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times are wall time in µs. */

char *wattle_cli_time_format_utc (gint64 time);   /* 2026-06-01T10:00:00.250Z */
char *wattle_cli_time_format_local (gint64 time); /* 2026-06-01 12:00:00 */
char *wattle_cli_time_format_clock (gint64 time); /* 12:00:00 */

/* A span in its two largest units, such as "3 s", "4 min 10 s" or "2 d 5 h". */
char *wattle_cli_time_format_span (gint64 span);

/* How old it is; a dash for what never was. */
char *wattle_cli_time_format_age (gint64 time, gint64 now);

G_END_DECLS
