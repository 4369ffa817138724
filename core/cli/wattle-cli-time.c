/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-time.h"

#include <stdlib.h>
#include <string.h>

#include "base/wattle-time-text.h"

#define SECOND ((gint64)G_USEC_PER_SEC)

char *
wattle_cli_time_format_utc (gint64 time)
{
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / SECOND);
    g_autofree char *text = utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S") : NULL;

    if (text == NULL)
        return NULL;
    return g_strdup_printf ("%s.%03dZ", text, (int)(time % SECOND / G_TIME_SPAN_MILLISECOND));
}

static char *
format_local (gint64 time, const char *format)
{
    g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time / SECOND);

    return local != NULL ? g_date_time_format (local, format) : g_strdup ("–");
}

char *
wattle_cli_time_format_local (gint64 time)
{
    return format_local (time, "%Y-%m-%d %H:%M:%S");
}

char *
wattle_cli_time_format_clock (gint64 time)
{
    return format_local (time, "%H:%M:%S");
}

char *
wattle_cli_time_format_age (gint64 time, gint64 now)
{
    return time > 0 ? wattle_time_text_span (now - time) : g_strdup ("–");
}

/* Reading */

#define MAX_SPAN (1000 * 24 * 60 * 60 * SECOND)

static const struct {
    const char *name;
    gint64 length;
} units[] = {
    { "s", SECOND },
    { "min", 60 * SECOND },
    { "h", 60 * 60 * SECOND },
    { "d", 24 * 60 * 60 * SECOND },
};

/* One number and its unit; moves @text behind it. */
static gboolean
take_span (const char **text, gint64 *span)
{
    char *end;
    guint64 number;
    gsize length;

    if (!g_ascii_isdigit (**text))
        return FALSE;
    number = g_ascii_strtoull (*text, &end, 10);
    for (length = 0; g_ascii_isalpha (end[length]);)
        length++;

    for (guint i = 0; i < G_N_ELEMENTS (units); i++)
        if (strlen (units[i].name) == length && strncmp (units[i].name, end, length) == 0) {
            *text = end + length;
            *span += (gint64)MIN (number, (guint64)(MAX_SPAN / SECOND) + 1) * units[i].length;
            return *span <= MAX_SPAN;
        }
    return FALSE;
}

gboolean
wattle_cli_time_parse_span (const char *text, gint64 *span)
{
    *span = 0;
    do
        if (!take_span (&text, span))
            return FALSE;
    while (*text != '\0');
    return *span > 0;
}

static GDateTime *
find_next (int hour, int minute, gint64 now)
{
    g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / SECOND);
    int year;
    int month;
    int day;
    GDateTime *found;

    g_date_time_get_ymd (today, &year, &month, &day);
    found = g_date_time_new_local (year, month, day, hour, minute, 0);
    if (found != NULL && g_date_time_compare (found, today) <= 0) {
        g_autoptr (GDateTime) passed = found;

        found = g_date_time_add_days (passed, 1);
    }
    return found;
}

static GDateTime *
parse_moment (const char *text, gint64 now)
{
    g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
    g_autofree char *whole = NULL;
    GDateTime *found;

    if (g_regex_match_simple ("^[0-9]?[0-9]:[0-9][0-9]$", text, 0, 0))
        return find_next (atoi (text), atoi (strchr (text, ':') + 1), now);

    found = g_date_time_new_from_iso8601 (text, zone);
    if (found != NULL)
        return found;
    /* Seconds may be left out here. */
    whole = g_strconcat (text, ":00", NULL);
    return g_date_time_new_from_iso8601 (whole, zone);
}

gboolean
wattle_cli_time_parse_next (const char *text, gint64 now, gint64 *time)
{
    g_autoptr (GDateTime) moment = parse_moment (text, now);

    *time = moment != NULL ? g_date_time_to_unix (moment) * SECOND : 0;
    return *time > now;
}
