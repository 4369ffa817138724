/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-instant.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "wattle-cli.h"

#define FIRST_YEAR 1970
#define LAST_YEAR  2100
#define DAY        86400

static gboolean
refuse (const char *text, GError **error)
{
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("“%s” is no time; it is written as in 2026-06-01T18:00:00+02:00, "
                    "2026-06-01T16:00Z, 2026-06-01T18:00 as clocks there show it, 2026-06-01 for "
                    "its midnight, or @1780329600 in seconds since 1970"),
                 text);
    return FALSE;
}

static gboolean
refuse_year (const char *text, GError **error)
{
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                 _ ("“%s” is not within the years %d to %d"), text, FIRST_YEAR, LAST_YEAR);
    return FALSE;
}

/* NULL: it is not of this form. Of bytes, as it may be no UTF-8. */
static GMatchInfo *
match (GRegex **regex, const char *pattern, const char *text)
{
    GMatchInfo *info = NULL;

    if (*regex == NULL)
        *regex =
            g_regex_new (pattern, G_REGEX_OPTIMIZE | G_REGEX_RAW | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
    if (g_regex_match (*regex, text, 0, &info))
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

static gboolean
has_part (GMatchInfo *info, int part)
{
    int from, to;

    return g_match_info_fetch_pos (info, part, &from, &to) && from >= 0 && to > from;
}

/* Years that are asked for are those that clocks show there, or in UTC: so what was told is
 * understood again. */
static gboolean
is_within (gint64 time, WattleZone *zone)
{
    gint64 begin = wattle_zone_begin (zone, wattle_date_new (FIRST_YEAR, 1, 1), 0);
    gint64 end = wattle_zone_begin (zone, wattle_date_new (LAST_YEAR + 1, 1, 1), 0);

    return (time >= begin && time < end) ||
           (time >= 0 && time < (gint64)wattle_date_new (LAST_YEAR + 1, 1, 1) * DAY);
}

/* Seconds since 1970, as `date +@%s` prints them. So many digits alone are no date either. */
static gboolean
parse_seconds (const char *text, gint64 *time)
{
    static GRegex *regex = NULL;
    g_autoptr (GMatchInfo) info =
        match (&regex, "^(?:@-\\d{1,18}|(?:@\\d{1,18}|\\d{9,18})(?:\\.\\d{1,9})?)$", text);

    if (info == NULL)
        return FALSE;
    *time = g_ascii_strtoll (*text == '@' ? text + 1 : text, NULL, 10);
    return TRUE;
}

/* In parts: date, hour, minute, second; offset as a whole, Z, its sign, hours, minutes, seconds. */
static GMatchInfo *
match_civil (const char *text)
{
    static GRegex *regex = NULL;

    return match (&regex,
                  "^(\\d{4}-\\d{2}-\\d{2})"
                  "(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?"
                  "(([Zz])|([+-])(\\d{2})(?::?(\\d{2})(?::?(\\d{2}))?)?)?)?$",
                  text);
}

/* In seconds; FALSE: there is no such offset. */
static gboolean
read_offset (GMatchInfo *info, int *offset)
{
    g_autofree char *sign = g_match_info_fetch (info, 7);
    int hours = get_number (info, 8);
    int minutes = get_number (info, 9);
    int seconds = get_number (info, 10);

    *offset = hours * 3600 + minutes * 60 + seconds;
    if (g_strcmp0 (sign, "-") == 0)
        *offset = -*offset;
    return hours < 24 && minutes < 60 && seconds < 60;
}

/* As clocks of the zone show it. */
static gint64
begin_civil (WattleZone *zone, WattleDate date, int minute, int second)
{
    gint64 time = wattle_zone_begin (zone, date, minute);

    /* Within a minute that clocks leave out there are no seconds. */
    return wattle_zone_read (zone, time).second / 60 == minute ? time + second : time;
}

/* FALSE: it is of this form, but there is no such time. @known: whether the year may be asked for
 */
static gboolean
read_civil (GMatchInfo *info, WattleZone *zone, gint64 *time, gboolean *known)
{
    g_autofree char *day = g_match_info_fetch (info, 1);
    int minute = get_number (info, 2) * 60 + get_number (info, 3);
    int second = get_number (info, 4);
    int year = atoi (day);
    int offset;
    WattleDate date;

    *known = year >= FIRST_YEAR - 1 && year <= LAST_YEAR + 1;
    if (!*known)
        return TRUE;
    if (!wattle_date_parse (day, &date, NULL) || get_number (info, 2) > 23 ||
        get_number (info, 3) > 59 || second > 59 || !read_offset (info, &offset))
        return FALSE;
    if (has_part (info, 5)) {
        *time = (gint64)date * DAY + minute * 60 + second - offset;
        *known = is_within (*time, zone);
        return TRUE;
    }

    *known = year >= FIRST_YEAR && year <= LAST_YEAR;
    if (*known)
        *time = begin_civil (zone, date, minute, second);
    return TRUE;
}

gboolean
wattle_cli_instant_parse (const char *text, WattleZone *zone, gint64 *time, GError **error)
{
    g_autoptr (GMatchInfo) info = match_civil (text);
    gboolean known;

    if (info != NULL) {
        if (!read_civil (info, zone, time, &known))
            return refuse (text, error);
        return known || refuse_year (text, error);
    }
    if (!parse_seconds (text, time))
        return refuse (text, error);
    return is_within (*time, zone) || refuse_year (text, error);
}

gboolean
wattle_cli_instant_parse_day (const char *text, WattleZone *zone, gint64 *time, GError **error)
{
    g_autofree char *whole = strlen (text) == 4 ? g_strconcat (text, "-01-01", NULL) : NULL;
    const char *day = whole != NULL ? whole : text;

    if (strlen (day) == 10 && day[4] == '-' && wattle_cli_instant_parse (day, zone, time, NULL))
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

static const char *
word_weekday (WattleDate date)
{
    static const char *const days[] = { N_ ("Mon"), N_ ("Tue"), N_ ("Wed"), N_ ("Thu"),
                                        N_ ("Fri"), N_ ("Sat"), N_ ("Sun") };

    return _ (days[wattle_date_get_weekday (date) - 1]);
}

char *
wattle_cli_instant_describe_day (WattleDate date)
{
    g_autofree char *day = wattle_date_format (date);

    return g_strdup_printf ("%s %s", word_weekday (date), day);
}

static char *
describe_clock (WattleCivil civil)
{
    return g_strdup_printf ("%02d:%02d", civil.second / 3600, civil.second / 60 % 60);
}

char *
wattle_cli_instant_describe (gint64 time, WattleZone *zone)
{
    WattleCivil civil = wattle_zone_read (zone, time);
    g_autofree char *day = wattle_cli_instant_describe_day (civil.date);
    g_autofree char *clock = describe_clock (civil);

    return g_strdup_printf ("%s %s", day, clock);
}

char *
wattle_cli_instant_describe_next (gint64 time, gint64 now, WattleZone *zone)
{
    WattleCivil civil = wattle_zone_read (zone, time);
    WattleDate days = civil.date - wattle_zone_read (zone, now).date;
    g_autofree char *clock = describe_clock (civil);

    if (days == 0)
        return g_steal_pointer (&clock);
    return days > 0 && days < 7 ? g_strdup_printf ("%s %s", word_weekday (civil.date), clock)
                                : wattle_cli_instant_describe (time, zone);
}
