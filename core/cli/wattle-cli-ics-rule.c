/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-ics-rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/wattle-number.h"

#define MAX_YEARS 200

/* What a rule says; texts are NULL where it says nothing. */
typedef struct {
    char *frequency;
    char *month;
    char *month_day;
    char *weekday;
    char *until;
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
wattle_cli_ics_rule_is_finite (const char *text)
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

/* Such as 3MO or -1FR. */
static gboolean
read_weekday (const char *text, WattleDateRule *rule)
{
    static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
    gsize length = strlen (text);
    g_autofree char *number = length > 2 ? g_strndup (text, length - 2) : NULL;
    const char *digits = number != NULL && *number == '+' ? number + 1 : number;

    if (digits == NULL || !read_number (digits, -1, 5, &rule->n) || rule->n == 0)
        return FALSE;
    rule->kind = WATTLE_DATE_RULE_WEEKDAY;
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (g_str_equal (text + length - 2, names[i]))
            rule->weekday = (int)i + 1;
    return rule->weekday != 0;
}

static gboolean
read_days (const Parts *parts, WattleDate start, WattleDateRule *rule)
{
    wattle_date_split (start, &rule->first_year, &rule->month, &rule->day);
    rule->kind = WATTLE_DATE_RULE_ANNUAL;
    if (parts->month != NULL && !read_number (parts->month, 1, 12, &rule->month))
        return FALSE;
    if (parts->weekday != NULL)
        return parts->month != NULL && parts->month_day == NULL &&
               read_weekday (parts->weekday, rule);
    return parts->month_day == NULL || read_number (parts->month_day, 1, 31, &rule->day);
}

/* When the last one is; FALSE: it never is. */
static gboolean
read_end (const Parts *parts, WattleDateRule *rule)
{
    g_autofree char *day = parts->until != NULL ? g_strndup (parts->until, 8) : NULL;
    WattleDate last = G_MAXINT32;
    gint64 left = parts->count > 0 ? parts->count : G_MAXINT64;
    int found = 0;

    if (parts->until == NULL && parts->count == 0)
        return TRUE;
    if (day != NULL && strlen (day) == 8) {
        int number = atoi (day);

        last = wattle_date_new (number / 10000, number / 100 % 100, number % 100);
    }
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
wattle_cli_ics_rule_read (const char *text, WattleDate start, WattleDateRule *rule)
{
    g_auto (Parts) parts = { 0 };

    read_parts (&parts, text);
    *rule = (WattleDateRule){ .days = 1 };
    return !parts.other && g_strcmp0 (parts.frequency, "YEARLY") == 0 && parts.interval == 1 &&
           read_days (&parts, start, rule) && read_end (&parts, rule);
}
