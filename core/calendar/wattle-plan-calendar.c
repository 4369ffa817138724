/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-plan-calendar.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "wattle-date-rule-json.h"
#include "wattle-plan-parse.h"

#define MAX_PACKS     8
#define MAX_HOLIDAYS  WATTLE_TARIFF_PLAN_MAX_DAYS
#define MAX_DAY_TYPES 16
#define MAX_RULES     WATTLE_TARIFF_PLAN_MAX_DAYS

typedef struct {
    WattlePackFunc packs;
    gpointer user_data;
} Packs;

static void
allow_type (WattleTariffPlan *plan, const char *type)
{
    const char *word = g_intern_string (type);

    if (!g_ptr_array_find (plan->day_types, word, NULL))
        g_ptr_array_add (plan->day_types, (gpointer)word);
}

/* Weekend */

static gboolean
read_weekend (WattleTariffPlan *plan, JsonObject *calendar, GError **error)
{
    g_auto (GStrv) days = NULL;
    guint bits = 0;

    if (!wattle_member_read_texts (calendar, "weekend", &days, error))
        return FALSE;
    if (days == NULL)
        return TRUE;

    for (guint i = 0; days[i] != NULL; i++) {
        guint day = 0;

        while (wattle_date_rule_weekdays[day] != NULL &&
               !g_str_equal (wattle_date_rule_weekdays[day], days[i]))
            day++;
        if (wattle_date_rule_weekdays[day] == NULL) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG,
                              "weekend: “%s” is no day of the week; they are monday to sunday",
                              days[i]);
            return FALSE;
        }
        bits |= 1u << (day + 1);
    }
    wattle_day_types_set_weekend (plan->types, bits);
    return TRUE;
}

/* Packs */

static gboolean
add_pack (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    static const char *const members[] = { "country", "region", "except", "only", NULL };
    const Packs *packs = data;
    const char *country;
    g_autofree char *region = NULL;
    g_auto (GStrv) except = NULL, only = NULL;
    WattleHolidayPack *pack;

    if (!wattle_member_check (object, members, error) ||
        !wattle_json_get_string (object, "country", &country, error) ||
        !wattle_member_read_text (object, "region", FALSE, &region, error) ||
        !wattle_member_read_texts (object, "except", &except, error) ||
        !wattle_member_read_texts (object, "only", &only, error))
        return FALSE;

    pack = packs->packs != NULL ? packs->packs (country, packs->user_data) : NULL;
    if (pack == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "country: there are no holidays of “%s” here",
                          country);
        return FALSE;
    }
    return wattle_holiday_pack_add_to (pack, region, (const char *const *)except,
                                       (const char *const *)only, plan->types, error);
}

/* Holidays of the plan's own */

static gboolean
check_type (WattleTariffPlan *plan, const char *type, GError **error)
{
    if (type == NULL || g_ptr_array_find_with_equal_func (plan->day_types, type, g_str_equal, NULL))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "day_type: “%s” is unknown; it is workday, weekend, holiday, or stands under "
                      "day_types",
                      type);
    return FALSE;
}

static gboolean
add_holiday (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    static const char *const own[] = { "name", "day_type", "observed", NULL };
    g_autofree char *name = NULL, *type = NULL;
    gboolean observed = FALSE;
    WattleDateRule rule;

    if (!wattle_date_rule_check_members (object, own, error) ||
        !wattle_member_read_text (object, "name", TRUE, &name, error) ||
        !wattle_member_read_text (object, "day_type", FALSE, &type, error) ||
        !check_type (plan, type, error) ||
        !wattle_member_read_flag (object, "observed", &observed, error) ||
        !wattle_date_rule_read (object, &rule, error))
        return FALSE;

    wattle_day_types_add_holiday (plan->types, name, type, &rule, observed);
    return TRUE;
}

/* Types of somebody's own */

static gboolean
add_rule (WattleTariffPlan *plan, JsonObject *object, gpointer type, GError **error)
{
    static const char *const own[] = { "name", NULL };
    g_autofree char *name = NULL; /* for whoever reads the document */
    WattleDateRule rule;

    if (!wattle_date_rule_check_members (object, own, error) ||
        !wattle_member_read_text (object, "name", FALSE, &name, error) ||
        !wattle_date_rule_read (object, &rule, error))
        return FALSE;

    wattle_day_types_add_type (plan->types, type, &rule);
    return TRUE;
}

static gboolean
add_type (WattleTariffPlan *plan, JsonObject *object, gpointer data, GError **error)
{
    static const char *const members[] = { "id", "days", NULL };
    const char *id;

    if (!wattle_member_check (object, members, error) ||
        !wattle_json_get_string (object, "id", &id, error))
        return FALSE;
    if (!wattle_ident_is_valid (id)) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "id: “%s” is no type of day; it begins with a small letter, followed by "
                          "small letters, digits and underscores",
                          id);
        return FALSE;
    }

    allow_type (plan, id);
    return wattle_plan_parse_each (plan, object, "days", 1, MAX_RULES, add_rule,
                                   (gpointer)g_intern_string (id), error);
}

/* The types come first, as holidays may be of them. */
static gboolean
read_calendar (WattleTariffPlan *plan, JsonObject *calendar, Packs *packs, GError **error)
{
    static const char *const members[] = { "weekend", "packs", "holidays", "day_types", NULL };

    return wattle_member_check (calendar, members, error) && read_weekend (plan, calendar, error) &&
           wattle_plan_parse_each (plan, calendar, "day_types", 0, MAX_DAY_TYPES, add_type, NULL,
                                   error) &&
           wattle_plan_parse_each (plan, calendar, "packs", 0, MAX_PACKS, add_pack, packs, error) &&
           wattle_plan_parse_each (plan, calendar, "holidays", 0, MAX_HOLIDAYS, add_holiday, NULL,
                                   error);
}

gboolean
wattle_plan_calendar_read (WattleTariffPlan *plan,
                           JsonObject *root,
                           WattlePackFunc func,
                           gpointer user_data,
                           GError **error)
{
    Packs packs = { func, user_data };
    JsonObject *calendar;

    allow_type (plan, WATTLE_DAY_TYPE_WORKDAY);
    allow_type (plan, WATTLE_DAY_TYPE_WEEKEND);
    allow_type (plan, WATTLE_DAY_TYPE_HOLIDAY);
    if (!json_object_has_member (root, "calendar"))
        return TRUE;
    if (!wattle_json_get_object (root, "calendar", &calendar, error))
        return FALSE;
    if (read_calendar (plan, calendar, &packs, error))
        return TRUE;
    wattle_member_prefix (error, "calendar");
    return FALSE;
}
