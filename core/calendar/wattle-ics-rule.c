/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-rule.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-number.h"

#define MAX_YEARS 200

/* What a rule says; texts are NULL where it says nothing. */
typedef struct {
    char *frequency;
    char *month;
    char *month_day;
    char *weekday;
    char *until;
    char *place;  /* BYSETPOS */
    gint64 count; /* 0: not said */
    gint64 interval;
    gboolean other; /* something else, which a plan cannot have */
} Parts;

static void
parts_clear (Parts *self)
{
    g_free (self->frequency);
    g_free (self->month);
    g_free (self->month_day);
    g_free (self->weekday);
    g_free (self->until);
    g_free (self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

/* Of two of a kind the last one counts. */
static void
set (char **text, const char *value)
{
    g_free (*text);
    *text = g_strdup (value);
}

static void
read_part (Parts *self, const char *key, const char *value)
{
    if (g_str_equal (key, "FREQ"))
        set (&self->frequency, value);
    else if (g_str_equal (key, "BYMONTH"))
        set (&self->month, value);
    else if (g_str_equal (key, "BYMONTHDAY"))
        set (&self->month_day, value);
    else if (g_str_equal (key, "BYDAY"))
        set (&self->weekday, value);
    else if (g_str_equal (key, "UNTIL"))
        set (&self->until, value);
    else if (g_str_equal (key, "BYSETPOS"))
        set (&self->place, value);
    else if (g_str_equal (key, "COUNT"))
        self->other |= !wattle_number_parse_integer (value, 1, MAX_YEARS, &self->count, NULL);
    else if (g_str_equal (key, "INTERVAL"))
        self->other |= !wattle_number_parse_integer (value, 1, 1000, &self->interval, NULL);
    else if (!g_str_equal (key, "WKST")) /* says nothing of months */
        self->other = TRUE;
}

static void
read_parts (Parts *self, const char *text)
{
    g_auto (GStrv) words = g_strsplit (text, ";", -1);

    *self = (Parts){ .interval = 1 };
    for (guint i = 0; words[i] != NULL; i++) {
        char *equals = strchr (words[i], '=');

        if (equals == NULL)
            continue;
        *equals = '\0';
        read_part (self, words[i], equals + 1);
    }
}

gboolean
wattle_ics_rule_is_finite (const char *text)
{
    return strstr (text, "COUNT=") != NULL || strstr (text, "UNTIL=") != NULL;
}

/* A number that stands alone, without a list. */
static gboolean
read_number (const char *text, gint64 min, gint64 max, int *number)
{
    gint64 value;

    if (!wattle_number_parse_integer (text, min, max, &value, NULL))
        return FALSE;
    *number = (int)value;
    return TRUE;
}

static int
find_weekday (const char *text)
{
    static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (g_str_equal (text, names[i]))
            return (int)i + 1;
    return 0;
}

/* Such as 3MO or -1FR; or one of them alone, with the number as its place in the month. */
static gboolean
read_weekday (const Parts *parts, WattleDateRule *rule)
{
    gsize length = strlen (parts->weekday);
    gboolean numbered = length > 2;
    g_autofree char *own = numbered ? g_strndup (parts->weekday, length - 2) : NULL;
    const char *number = numbered ? own : parts->place;

    if (number == NULL || length < 2 || (numbered && parts->place != NULL))
        return FALSE;
    if (*number == '+')
        number++;
    rule->kind = WATTLE_DATE_RULE_WEEKDAY;
    rule->weekday = find_weekday (parts->weekday + length - 2);
    return rule->weekday != 0 && read_number (number, -1, 5, &rule->n) && rule->n != 0;
}

/* A day of a month without the month would be one of each. */
static gboolean
read_days (const Parts *parts, WattleDate start, WattleDateRule *rule)
{
    wattle_date_split (start, &rule->first_year, &rule->month, &rule->day);
    rule->kind = WATTLE_DATE_RULE_ANNUAL;
    if (parts->month != NULL && !read_number (parts->month, 1, 12, &rule->month))
        return FALSE;
    if (parts->weekday != NULL)
        return parts->month != NULL && parts->month_day == NULL && read_weekday (parts, rule);
    return parts->place == NULL &&
           (parts->month_day == NULL ||
            (parts->month != NULL && read_number (parts->month_day, 1, 31, &rule->day)));
}

/* Nothing is before the event's own day, which may be later in its year. */
static void
skip_first (WattleDateRule *rule, WattleDate start)
{
    WattleDate first = wattle_date_rule_find (rule, rule->first_year);

    if (first != WATTLE_DATE_NONE && first < start)
        rule->first_year++;
}

/* The day that it says, or WATTLE_DATE_NONE. */
static WattleDate
read_until (const char *text)
{
    gint64 number;
    g_autofree char *digits = g_strndup (text, 8);

    if (!wattle_number_parse_integer (digits, 10000101, 99991231, &number, NULL))
        return WATTLE_DATE_NONE;
    return wattle_date_new ((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100));
}

/* When the last one is; FALSE: it never is. */
static gboolean
read_end (const Parts *parts, WattleDateRule *rule)
{
    WattleDate last = parts->until != NULL ? read_until (parts->until) : G_MAXINT32;
    gint64 left = parts->count > 0 ? parts->count : G_MAXINT64;
    int found = 0;

    if (parts->until == NULL && parts->count == 0)
        return TRUE;
    if (last == WATTLE_DATE_NONE)
        return FALSE;
    for (int year = rule->first_year; year <= WATTLE_DATE_MAX_YEAR && left > 0; year++) {
        WattleDate date = wattle_date_rule_find (rule, year);

        if (date == WATTLE_DATE_NONE)
            continue;
        if (date > last)
            break;
        found = year;
        left--;
    }
    rule->last_year = found;
    return found != 0;
}

gboolean
wattle_ics_rule_read (const char *text, WattleDate start, WattleDateRule *rule)
{
    g_auto (Parts) parts = { 0 };

    read_parts (&parts, text);
    *rule = (WattleDateRule){ .days = 1 };
    if (parts.other || g_strcmp0 (parts.frequency, "YEARLY") != 0 || parts.interval != 1 ||
        !read_days (&parts, start, rule))
        return FALSE;
    skip_first (rule, start);
    return read_end (&parts, rule);
}

/* What is wrong */

static gboolean
check_months (const char *list, GError **error)
{
    g_auto (GStrv) words = g_strsplit (list, ",", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        int month;

        if (read_number (words[i], 1, 12, &month))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "there is no month “%s”; they are 1 to 12",
                          words[i]);
        g_prefix_error (error, "BYMONTH: ");
        return FALSE;
    }
    return TRUE;
}

/* A time of UTC may be of another day on the clocks of the plan. */
static gboolean
check_until (const char *until, WattleDate start, GError **error)
{
    g_autofree char *first = wattle_date_format (start);

    if (g_str_has_suffix (until, "Z"))
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "“%s” is a time of UTC, which may be of another day here; say the day, "
                          "as in UNTIL=20261231",
                          until);
    else if (read_until (until) == WATTLE_DATE_NONE)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is no day; one is as in UNTIL=20261231",
                          until);
    else if (read_until (until) < start)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "“%s” is before the first day, which is %s",
                          until, first);
    else
        return TRUE;
    g_prefix_error (error, "UNTIL: ");
    return FALSE;
}

/* 29 February there is. */
static gboolean
check_day (const Parts *parts, WattleDate start, GError **error)
{
    WattleDateRule rule;

    if (!read_days (parts, start, &rule) || rule.kind != WATTLE_DATE_RULE_ANNUAL ||
        wattle_date_new (2000, rule.month, rule.day) != WATTLE_DATE_NONE)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "month %d never has a day %d", rule.month,
                      rule.day);
    return FALSE;
}

gboolean
wattle_ics_rule_check (const char *text, WattleDate start, GError **error)
{
    g_auto (Parts) parts = { 0 };

    read_parts (&parts, text);
    return (parts.month == NULL || check_months (parts.month, error)) &&
           (parts.until == NULL || check_until (parts.until, start, error)) &&
           (g_strcmp0 (parts.frequency, "YEARLY") != 0 || check_day (&parts, start, error));
}
