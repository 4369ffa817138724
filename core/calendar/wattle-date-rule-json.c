/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-date-rule-json.h"

#include <string.h>

#include "base/wattle-error.h"

#define LEAP_YEAR  2024
#define MAX_OFFSET 180 /* days from Easter */
#define MAX_YEARLY 31  /* days that something yearly may last */

static const char *const rule_members[] = { "annual",     "date", "easter",    "orthodox_easter",
                                            "weekday",    "nth",  "month",     "from",
                                            "first_year", "days", "last_year", NULL };

const char *const wattle_date_rule_weekdays[] = { "monday", "tuesday",  "wednesday", "thursday",
                                                  "friday", "saturday", "sunday",    NULL };

static const char *const kinds[] = {
    [WATTLE_DATE_RULE_ANNUAL] = "annual",   [WATTLE_DATE_RULE_ONCE] = "date",
    [WATTLE_DATE_RULE_EASTER] = "easter",   [WATTLE_DATE_RULE_ORTHODOX_EASTER] = "orthodox_easter",
    [WATTLE_DATE_RULE_WEEKDAY] = "weekday",
};

gboolean
wattle_date_rule_check_members (JsonObject *object, const char *const *own, GError **error)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) allowed = NULL;

    g_strv_builder_addv (builder, (const char **)own);
    g_strv_builder_addv (builder, (const char **)rule_members);
    allowed = g_strv_builder_end (builder);
    return wattle_member_check (object, (const char *const *)allowed, error);
}

gboolean
wattle_date_rule_read_month_day (const char *text, int *month, int *day, GError **error)
{
    g_autofree char *whole = g_strdup_printf ("%d-%s", LEAP_YEAR, text);
    WattleDate date;

    if (wattle_date_parse (whole, &date, NULL)) {
        wattle_date_split (date, NULL, month, day);
        return TRUE;
    }

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "“%s” is no day of a year; it is written as month and day, as in 04-25",
                      text);
    return FALSE;
}

static gboolean
read_month_day (JsonObject *object, const char *name, WattleDateRule *rule, GError **error)
{
    const char *text;

    if (!wattle_json_get_string (object, name, &text, error))
        return FALSE;
    if (wattle_date_rule_read_month_day (text, &rule->month, &rule->day, error))
        return TRUE;
    g_prefix_error (error, "%s: ", name);
    return FALSE;
}

static gboolean
read_date (JsonObject *object, WattleDateRule *rule, GError **error)
{
    const char *text;

    if (!wattle_json_get_string (object, "date", &text, error))
        return FALSE;
    if (wattle_date_parse (text, &rule->date, error))
        return TRUE;
    g_prefix_error (error, "date: ");
    return FALSE;
}

static gboolean
read_easter (JsonObject *object, const char *name, WattleDateRule *rule, GError **error)
{
    gint64 offset;

    if (!wattle_json_get_integer (object, name, -MAX_OFFSET, MAX_OFFSET, &offset, error))
        return FALSE;
    rule->offset = (int)offset;
    return TRUE;
}

/* The n-th of a month, or the first from a day on. */
static gboolean
read_weekday (JsonObject *object, WattleDateRule *rule, GError **error)
{
    gint64 n = 0, month = 0;
    guint weekday = 0;

    if (!wattle_member_read_word (object, "weekday", wattle_date_rule_weekdays, &weekday, error))
        return FALSE;
    rule->weekday = (int)weekday + 1;
    if (json_object_has_member (object, "from")) {
        rule->kind = WATTLE_DATE_RULE_WEEKDAY_FROM;
        return read_month_day (object, "from", rule, error);
    }

    if (!wattle_json_get_integer (object, "month", 1, 12, &month, error) ||
        !wattle_json_get_integer (object, "nth", -1, 5, &n, error))
        return FALSE;
    rule->month = (int)month;
    rule->n = (int)n;
    if (n != 0)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "nth: must be 1 to 5, or -1 for the last one of the month");
    return FALSE;
}

static gboolean
find_kind (JsonObject *object, WattleDateRule *rule, GError **error)
{
    guint found = 0;

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (json_object_has_member (object, kinds[i])) {
            rule->kind = (WattleDateRuleKind)i;
            found++;
        }
    if (found == 1)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "which days it is on is said by exactly one of annual, date, easter, "
                      "orthodox_easter and weekday");
    return FALSE;
}

static gboolean
read_days (JsonObject *object, WattleDateRule *rule, GError **error)
{
    switch (rule->kind) {
    case WATTLE_DATE_RULE_ANNUAL:
        return read_month_day (object, "annual", rule, error);
    case WATTLE_DATE_RULE_ONCE:
        return read_date (object, rule, error);
    case WATTLE_DATE_RULE_WEEKDAY:
    case WATTLE_DATE_RULE_WEEKDAY_FROM:
        return read_weekday (object, rule, error);
    default:
        return read_easter (object, kinds[rule->kind], rule, error);
    }
}

/* What would be lost without a word: members that go with another kind of days only. */
static gboolean
check_companions (JsonObject *object, const WattleDateRule *rule, GError **error)
{
    static const struct {
        const char *name;
        WattleDateRuleKind kind;
    } companions[] = {
        { "nth", WATTLE_DATE_RULE_WEEKDAY },
        { "month", WATTLE_DATE_RULE_WEEKDAY },
        { "from", WATTLE_DATE_RULE_WEEKDAY_FROM },
    };

    for (guint i = 0; i < G_N_ELEMENTS (companions); i++) {
        if (!json_object_has_member (object, companions[i].name) ||
            companions[i].kind == rule->kind)
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s: goes with weekday only, which takes either month and nth, or from",
                          companions[i].name);
        return FALSE;
    }
    return TRUE;
}

/* A single date has its year already. */
static gboolean
read_years (JsonObject *object, WattleDateRule *rule, GError **error)
{
    gint64 first = 0, last = 0;

    if (!wattle_member_read_integer (object, "first_year", WATTLE_DATE_MIN_YEAR,
                                     WATTLE_DATE_MAX_YEAR, &first, error) ||
        !wattle_member_read_integer (object, "last_year", WATTLE_DATE_MIN_YEAR,
                                     WATTLE_DATE_MAX_YEAR, &last, error))
        return FALSE;
    rule->first_year = (int)first;
    rule->last_year = (int)last;
    if (rule->kind == WATTLE_DATE_RULE_ONCE && (first != 0 || last != 0)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s: goes not with date, which is of one year",
                          first != 0 ? "first_year" : "last_year");
        return FALSE;
    }
    if (last == 0 || first <= last)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "last_year: must not be before first_year");
    return FALSE;
}

gboolean
wattle_date_rule_read (JsonObject *object, WattleDateRule *rule, GError **error)
{
    gint64 days = 1;
    gint64 max_days;

    *rule = (WattleDateRule){ .kind = WATTLE_DATE_RULE_ANNUAL };
    if (!find_kind (object, rule, error) || !read_days (object, rule, error) ||
        !check_companions (object, rule, error) || !read_years (object, rule, error))
        return FALSE;

    max_days = rule->kind == WATTLE_DATE_RULE_ONCE ? WATTLE_DATE_RULE_MAX_DAYS : MAX_YEARLY;
    if (!wattle_member_read_integer (object, "days", 1, max_days, &days, error))
        return FALSE;
    rule->days = (int)days;
    return TRUE;
}
