/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times are wall time in µs. */

char *wattle_cli_time_format_utc (gint64 time);   /* 2026-06-01T10:00:00.250Z */
char *wattle_cli_time_format_local (gint64 time); /* 2026-06-01 12:00:00 */
char *wattle_cli_time_format_clock (gint64 time); /* 12:00:00 */

/* Spans that people write: 90s, 15min, 2h, 1h30min, 3d; a second to a thousand days. */
gboolean wattle_cli_time_parse_span (const char *text, gint64 *span);
/* Times to come that people write, in their zone: 18:00, the next time it is that;
 * 2026-06-01T18:00, with a blank in its place, or with seconds or a zone behind it. */
gboolean wattle_cli_time_parse_next (const char *text, gint64 now, gint64 *time);

/* How old it is; a dash for what never was. */
char *wattle_cli_time_format_age (gint64 time, gint64 now);

G_END_DECLS
