/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-time.h"

#include <glib/gi18n.h>

#define SECOND ((gint64)G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

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
wattle_cli_time_format_span (gint64 span)
{
    gint64 left = MAX (span, 0);

    if (left < MINUTE)
        return g_strdup_printf (_ ("%d s"), (int)(left / SECOND));
    if (left < HOUR)
        return g_strdup_printf (_ ("%d min %d s"), (int)(left / MINUTE),
                                (int)(left % MINUTE / SECOND));
    if (left < DAY)
        return g_strdup_printf (_ ("%d h %d min"), (int)(left / HOUR), (int)(left % HOUR / MINUTE));
    return g_strdup_printf (_ ("%d d %d h"), (int)(left / DAY), (int)(left % DAY / HOUR));
}

char *
wattle_cli_time_format_age (gint64 time, gint64 now)
{
    return time > 0 ? wattle_cli_time_format_span (now - time) : g_strdup ("–");
}
