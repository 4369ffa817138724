/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-instant.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "wattle-cli.h"

#define FIRST_YEAR 1970
#define LAST_YEAR  2100

static gboolean
refuse (const char *text, GError **error)
{
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("“%s” is no time of the years 1970 to 2100; it is written as in "
                    "2026-06-01T18:00:00+02:00, or 2026-06-01T18:00 as clocks there show it"),
                 text);
    return FALSE;
}

/* The parts of a time, as texts: date, hour, minute, second, offset. */
static GMatchInfo *
match (const char *text)
{
    static GRegex *regex = NULL;
    GMatchInfo *info;

    if (regex == NULL)
        regex = g_regex_new ("^(\\d{4}-\\d{2}-\\d{2})"
                             "(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?"
                             "(Z|[+-]\\d{2}:\\d{2})?)?$",
                             G_REGEX_OPTIMIZE | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
    if (g_regex_match (regex, text, 0, &info))
        return info;
    g_match_info_unref (info);
    return NULL;
}

static int
get_number (GMatchInfo *info, int part)
{
    g_autofree char *text = g_match_info_fetch (info, part);

    return text != NULL ? atoi (text) : 0;
}

/* In seconds; FALSE: there is no such offset. */
static gboolean
read_offset (const char *text, int *offset)
{
    int hours;
    int minutes;

    *offset = 0;
    if (g_str_equal (text, "Z"))
        return TRUE;
    hours = atoi (text + 1);
    minutes = atoi (text + 4);
    *offset = (*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return hours < 24 && minutes < 60;
}

/* A year beyond those that zones know may come in by the offset. */
static gboolean
is_within (gint64 time)
{
    gint64 begin = (gint64)wattle_date_new (FIRST_YEAR, 1, 1) * 86400;
    gint64 end = (gint64)wattle_date_new (LAST_YEAR + 1, 1, 1) * 86400;

    return time >= begin && time < end;
}

static gboolean
read_match (GMatchInfo *info, WattleZone *zone, gint64 *time)
{
    g_autofree char *day = g_match_info_fetch (info, 1);
    g_autofree char *zulu = g_match_info_fetch (info, 5);
    int hour = get_number (info, 2);
    int minute = get_number (info, 3);
    int second = get_number (info, 4);
    int offset;
    WattleDate date;

    if (!wattle_date_parse (day, &date, NULL) || hour > 23 || minute > 59 || second > 59)
        return FALSE;
    if (zulu != NULL && *zulu != '\0') {
        if (!read_offset (zulu, &offset))
            return FALSE;
        *time = (gint64)date * 86400 + hour * 3600 + minute * 60 + second - offset;
        return is_within (*time);
    }

    if (!is_within ((gint64)date * 86400))
        return FALSE;
    *time = wattle_zone_begin (zone, date, hour * 60 + minute);
    /* Within a minute that clocks leave out there are no seconds. */
    if (wattle_zone_read (zone, *time).second / 60 == hour * 60 + minute)
        *time += second;
    return TRUE;
}

gboolean
wattle_cli_instant_parse (const char *text, WattleZone *zone, gint64 *time, GError **error)
{
    g_autoptr (GMatchInfo) info = match (text);

    return info != NULL && read_match (info, zone, time) ? TRUE : refuse (text, error);
}

gboolean
wattle_cli_instant_parse_day (const char *text, WattleZone *zone, gint64 *time, GError **error)
{
    g_autofree char *whole = strlen (text) == 4 ? g_strconcat (text, "-01-01", NULL) : NULL;
    const char *day = whole != NULL ? whole : text;

    if (strlen (day) == 10 && wattle_cli_instant_parse (day, zone, time, NULL))
        return TRUE;
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("“%s” is no day of the years 1970 to 2100; it is written as in 2026-06-01, or "
                    "2026 for its first"),
                 text);
    return FALSE;
}

/* Not all offsets were of whole minutes in the seventies. */
static void
append_offset (GString *text, int offset)
{
    int rest = ABS (offset);

    g_string_append_printf (text, "%c%02d:%02d", offset < 0 ? '-' : '+', rest / 3600,
                            rest / 60 % 60);
    if (rest % 60 != 0)
        g_string_append_printf (text, ":%02d", rest % 60);
}

char *
wattle_cli_instant_format (gint64 time, WattleZone *zone)
{
    WattleCivil civil = wattle_zone_read (zone, time);
    g_autofree char *day = wattle_date_format (civil.date);
    GString *text = g_string_new (NULL);

    g_string_append_printf (text, "%sT%02d:%02d:%02d", day, civil.second / 3600,
                            civil.second / 60 % 60, civil.second % 60);
    append_offset (text, wattle_zone_get_offset (zone, time));
    return g_string_free (text, FALSE);
}

char *
wattle_cli_instant_describe (gint64 time, WattleZone *zone)
{
    static const char *const days[] = { N_ ("Mon"), N_ ("Tue"), N_ ("Wed"), N_ ("Thu"),
                                        N_ ("Fri"), N_ ("Sat"), N_ ("Sun") };
    WattleCivil civil = wattle_zone_read (zone, time);
    g_autofree char *day = wattle_date_format (civil.date);

    return g_strdup_printf ("%s %s %02d:%02d", _ (days[wattle_date_get_weekday (civil.date) - 1]),
                            day, civil.second / 3600, civil.second / 60 % 60);
}
