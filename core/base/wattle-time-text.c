/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-time-text.h"

#include <glib/gi18n-lib.h>

#define SECOND ((gint64)G_USEC_PER_SEC)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* To the nearest second: what was worked out from another clock is a little less than whole. */
static GDateTime *
make_local (gint64 time)
{
    gint64 rounded = time < G_MAXINT64 - SECOND ? time + SECOND / 2 : time;

    return g_date_time_new_from_unix_local (rounded / SECOND);
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
    return g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b) &&
           g_date_time_get_year (a) == g_date_time_get_year (b);
}

char *
wattle_time_text_moment (gint64 time, gint64 now)
{
    g_autoptr (GDateTime) moment = make_local (time);
    g_autoptr (GDateTime) today = make_local (now);

    if (moment == NULL || today == NULL)
        return g_strdup ("–");
    return g_date_time_format (moment,
                               is_same_day (moment, today) ? "%H:%M:%S" : "%Y-%m-%d %H:%M:%S");
}

char *
wattle_time_text_span (gint64 span)
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
