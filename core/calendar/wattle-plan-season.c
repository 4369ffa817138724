/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plan-season.h"

#include <string.h>

#include "base/wattle-error.h"
#include "wattle-date-rule-json.h"
#include "wattle-plan-parse.h"

#define MAX_SEASONS  64
#define MAX_SWITCHES 288 /* each five minutes */

typedef struct {
    GPtrArray *seasons; /* those so far; they are the timetable's */
    WattleTimetable *table;
} Seasons;

/* Schedule */

/* Such as 06:30. */
static gboolean
parse_time (const char *text, guint *minute)
{
    guint hour, rest;

    if (strlen (text) != 5 || text[2] != ':' || !g_ascii_isdigit (text[0]) ||
        !g_ascii_isdigit (text[1]) || !g_ascii_isdigit (text[3]) || !g_ascii_isdigit (text[4]))
        return FALSE;
    hour = (guint)((text[0] - '0') * 10 + (text[1] - '0'));
    rest = (guint)((text[3] - '0') * 10 + (text[4] - '0'));
    *minute = hour * 60 + rest;
    return hour < 24 && rest < 60;
}

static gboolean
find_tariff (WattleTariffPlan *plan, const char *id, guint *tariff, GError **error)
{
    for (*tariff = 0; *tariff < plan->tariffs->len; ++*tariff)
        if (g_str_equal (wattle_tariff_plan_get_tariff (plan, (int)*tariff, NULL), id))
            return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "tariff: “%s” is unknown; it must stand under tariffs", id);
    return FALSE;
}

static gboolean
add_switch (WattleTariffPlan *plan, JsonObject *object, gpointer season, GError **error)
{
    static const char *const members[] = { "at", "tariff", NULL };
    const char *at, *id;
    guint minute, tariff;

    if (!wattle_member_check (object, members, error) ||
        !wattle_json_get_string (object, "at", &at, error) ||
        !wattle_json_get_string (object, "tariff", &id, error) ||
        !find_tariff (plan, id, &tariff, error))
        return FALSE;
    if (!parse_time (at, &minute)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "at: “%s” is no time of day; it is from 00:00 to 23:59", at);
        return FALSE;
    }
    if (wattle_season_add_switch (season, minute, tariff))
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "at: “%s” is out of order; the first entry is at 00:00, each further one "
                      "later than the one before",
                      at);
    return FALSE;
}

/* Season */

static WattleSeason *
read_start (JsonObject *object, GError **error)
{
    g_autofree char *name = NULL;
    const char *start;
    WattleDate date;
    int month, day;

    if (!wattle_member_read_text (object, "name", TRUE, &name, error) ||
        !wattle_json_get_string (object, "start", &start, error))
        return NULL;
    if (wattle_date_parse (start, &date, NULL))
        return wattle_season_new_dated (name, date);
    if (wattle_date_rule_read_month_day (start, &month, &day, NULL))
        return wattle_season_new_yearly (name, month, day);

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "start: “%s” is no day; it is one of each year, as in 11-01, or a date, as "
                      "in 2026-11-01",
                      start);
    return NULL;
}

static gboolean
read_types (WattleTariffPlan *plan, JsonObject *object, WattleSeason *season, GError **error)
{
    g_auto (GStrv) types = NULL;

    if (!wattle_member_read_texts (object, "day_types", &types, error))
        return FALSE;
    if (types == NULL || types[0] == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "day_types: must name at least one type of day");
        return FALSE;
    }

    for (guint i = 0; types[i] != NULL; i++) {
        if (!g_ptr_array_find_with_equal_func (plan->day_types, types[i], g_str_equal, NULL)) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG,
                              "day_types: “%s” is unknown; it is workday, weekend, holiday, or "
                              "stands under day_types of the calendar",
                              types[i]);
            return FALSE;
        }
        wattle_season_add_day_type (season, types[i]);
    }
    return TRUE;
}

static gboolean
check_twin (WattleTariffPlan *plan, WattleSeason *season, WattleSeason *other, GError **error)
{
    for (guint i = 0; wattle_season_has_same_start (season, other) && i < plan->day_types->len;
         i++) {
        const char *type = g_ptr_array_index (plan->day_types, i);

        if (!wattle_season_has_day_type (season, type) || !wattle_season_has_day_type (other, type))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "start: “%s” and “%s” begin on the same day, and both are for days of "
                          "the type %s",
                          wattle_season_get_name (other), wattle_season_get_name (season), type);
        return FALSE;
    }
    return TRUE;
}

static gboolean
add_season (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    static const char *const members[] = { "name", "start", "day_types", "schedule", NULL };
    Seasons *seasons = data;
    g_autoptr (WattleSeason) season = NULL;

    if (!wattle_member_check (object, members, error))
        return FALSE;
    season = read_start (object, error);
    if (season == NULL || !read_types (plan, object, season, error) ||
        !wattle_plan_parse_each (plan, object, "schedule", 1, MAX_SWITCHES, add_switch, season,
                                 error))
        return FALSE;
    for (guint i = 0; i < seasons->seasons->len; i++)
        if (!check_twin (plan, season, g_ptr_array_index (seasons->seasons, i), error))
            return FALSE;

    g_ptr_array_add (seasons->seasons, season);
    wattle_timetable_add_season (seasons->table, g_steal_pointer (&season));
    return TRUE;
}

WattleTimetable *
wattle_plan_season_read_all (WattleTariffPlan *plan, JsonObject *component, GError **error)
{
    g_autoptr (WattleTimetable) table = wattle_timetable_new (plan->zone, plan->types);
    g_autoptr (GPtrArray) found = g_ptr_array_new ();
    Seasons seasons = { found, table };

    return wattle_plan_parse_each (plan, component, "seasons", 1, MAX_SEASONS, add_season, &seasons,
                                   error)
               ? g_steal_pointer (&table)
               : NULL;
}
