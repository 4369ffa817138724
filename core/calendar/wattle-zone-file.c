/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-zone-file.h"

#include <stdlib.h>
#include <string.h>

/* What files of zones begin with. */
#define MAGIC "TZif"

#define HEADER 44

static guint32
read_count (const char *header, guint index)
{
    guint32 count;

    memcpy (&count, header + 20 + 4 * index, sizeof count);
    return GUINT32_FROM_BE (count);
}

/* Of RFC 8536: a header and what it counts, in which times have @width bytes. 0: it is not all
 * there. */
static gsize
measure (const char *data, gsize size, guint width)
{
    guint64 length;

    if (size < HEADER || memcmp (data, MAGIC, strlen (MAGIC)) != 0)
        return 0;
    length = HEADER + (guint64)read_count (data, 0) + read_count (data, 1) +
             (guint64)read_count (data, 2) * (width + 4) +
             (guint64)read_count (data, 3) * (width + 1) + (guint64)read_count (data, 4) * 6 +
             read_count (data, 5);
    return length <= size ? (gsize)length : 0;
}

/* The second part has times of 64 bits, and a line behind it. NULL: there is none */
static char *
dup_footer (const char *data, gsize size, gint64 *last)
{
    gsize first = measure (data, size, 4);
    gsize second = first > 0 ? measure (data + first, size - first, 8) : 0;
    gsize begin = first + second + 1;
    guint32 n;
    const char *end;

    if (second == 0 || begin >= size || data[begin - 1] != '\n')
        return NULL;
    end = memchr (data + begin, '\n', size - begin);
    n = read_count (data + first, 3);
    *last = G_MININT64;
    if (n > 0) {
        memcpy (last, data + first + HEADER + 8 * (gsize)(n - 1), sizeof *last);
        *last = GINT64_FROM_BE (*last);
    }
    return end != NULL ? g_strndup (data + begin, (gsize)(end - data) - begin) : NULL;
}

/* As in -3:30, in seconds west of Greenwich. */
static int
read_offset (const char *text)
{
    gboolean minus = *text == '-';
    g_auto (GStrv) parts = g_strsplit (minus || *text == '+' ? text + 1 : text, ":", 3);
    int seconds = 0, unit = 3600;

    for (guint i = 0; parts[i] != NULL; i++, unit /= 60)
        seconds += atoi (parts[i]) * unit;
    return minus ? -seconds : seconds;
}

/* Dublin's time of winter is one that is saved, an hour behind that of summer: IST-1GMT0,M10.5.0,
 * M3.5.0/1. To GLib an offset of 0 is one that is not given, and an hour ahead. The same clocks are
 * told by the halves in the other order. */
static char *
turn_round (const char *footer)
{
#define NAME   "(<[^>]+>|[A-Za-z]+)"
#define OFFSET "([+-]?\\d{1,3}(?::\\d{2}){0,2})"
    g_autoptr (GRegex) regex =
        g_regex_new ("^" NAME OFFSET NAME OFFSET ",([^,]+),([^,]+)$", G_REGEX_RAW, 0, NULL);
    g_autoptr (GMatchInfo) info = NULL;
    g_autofree char *standard = NULL;
    g_autofree char *saved = NULL;

    if (!g_regex_match (regex, footer, 0, &info))
        return NULL;
    standard = g_match_info_fetch (info, 2);
    saved = g_match_info_fetch (info, 4);
    return read_offset (saved) > read_offset (standard)
               ? g_match_info_expand_references (info, "\\3\\4\\1\\2,\\6,\\5", NULL)
               : NULL;
}

char *
wattle_zone_file_read_rule (GBytes *file, gint64 *since)
{
    gsize size;
    const char *data = g_bytes_get_data (file, &size);
    g_autofree char *footer = dup_footer (data, size, since);

    return footer != NULL ? turn_round (footer) : NULL;
}

/* Files */

/* Words that name a file of the folder, and by that a zone: no path leads out of it. */
static gboolean
is_name (const char *name)
{
    static const char letters[] = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_+-";

    while (g_ascii_isalnum (*name)) {
        name += strspn (name, letters);
        if (*name == '\0')
            return TRUE;
        if (*name++ != '/')
            return FALSE;
    }
    return FALSE;
}

/* What is among the zones and is none: one that counts leap seconds, as nothing here does, and
 * names for whatever zone a computer has. */
static gboolean
is_alias (const char *name)
{
    return g_str_has_prefix (name, "right/") || g_str_equal (name, "localtime") ||
           g_str_equal (name, "posixrules");
}

GBytes *
wattle_zone_file_load (const char *name)
{
    const char *folder = g_getenv ("TZDIR");
    g_autofree char *path = NULL;
    g_autofree char *data = NULL;
    gsize size;

    if (!is_name (name) || is_alias (name))
        return NULL;
    path = g_build_filename (folder != NULL ? folder : "/usr/share/zoneinfo", name, NULL);
    if (!g_file_get_contents (path, &data, &size, NULL) || size < strlen (MAGIC) ||
        memcmp (data, MAGIC, strlen (MAGIC)) != 0)
        return NULL;
    return g_bytes_new_take (g_steal_pointer (&data), size);
}
