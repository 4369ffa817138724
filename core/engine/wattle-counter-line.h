/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A counter as counters.conf has it: a line of numbers with semicolons between. The file has a
 * group for each device. Times are wall times in µs. */
enum {
    WATTLE_COUNTER_LINE_RAW,
    WATTLE_COUNTER_LINE_OFFSET,
    WATTLE_COUNTER_LINE_PUBLISHED,
    WATTLE_COUNTER_LINE_RESOLUTION,
    WATTLE_COUNTER_LINE_RATE,
    WATTLE_COUNTER_LINE_MOVED,
    WATTLE_COUNTER_LINE_HAS_PREVIOUS,
    WATTLE_COUNTER_LINE_PREVIOUS_RAW,
    WATTLE_COUNTER_LINE_PREVIOUS_OFFSET,
    WATTLE_COUNTER_LINE_PREVIOUS_MOVED,
    WATTLE_COUNTER_LINE_CHANGED,
    WATTLE_COUNTER_LINE_NUMBERS,
};

/* The key beside the counters. */
#define WATTLE_COUNTER_LINE_SERIAL "Serial"

gboolean wattle_counter_line_parse (const char *line, double numbers[WATTLE_COUNTER_LINE_NUMBERS]);
char *wattle_counter_line_format (const double numbers[WATTLE_COUNTER_LINE_NUMBERS]);

/* Far above what a large house comes to. */
#define WATTLE_COUNTER_LINE_MAX_FILE ((gsize)16 * 1024 * 1024)

/* What a file tells of, whatever of it is damaged: each line stands for itself. @bad_line: the
 * first that is not understood, from 1; 0 if all are. */
GKeyFile *wattle_counter_line_salvage (const char *text, gsize length, guint *bad_line);

/* Whether all of a file is understood. */
gboolean wattle_counter_line_check (GKeyFile *file, GError **error);

G_END_DECLS
