/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times for people, in their language and their zone. Not part of the interface of plugins. */

/* @time, @now: wall time in µs. 18:00:00 if that is today, else 2026-06-01 18:00:00. */
char *wattle_time_text_moment (gint64 time, gint64 now);

/* A span in µs in its two largest units, such as "3 s", "4 min 10 s" or "2 d 5 h". */
char *wattle_time_text_span (gint64 span);

G_END_DECLS
