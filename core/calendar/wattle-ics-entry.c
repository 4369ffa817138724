/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-ics-entry.h"

#include "wattle-date-rule-json.h"

static void
set_month_day (JsonObject *object, const char *name, const WattleDateRule *rule)
{
    g_autofree char *text = g_strdup_printf ("%02d-%02d", rule->month, rule->day);

    json_object_set_string_member (object, name, text);
}

static void
set_date (JsonObject *object, const char *name, WattleDate date)
{
    g_autofree char *text = wattle_date_format (date);

    json_object_set_string_member (object, name, text);
}

static void
set_rule (JsonObject *object, const WattleDateRule *rule)
{
    if (rule->kind == WATTLE_DATE_RULE_ONCE) {
        set_date (object, "date", rule->date);
    } else if (rule->kind == WATTLE_DATE_RULE_ANNUAL) {
        set_month_day (object, "annual", rule);
    } else {
        json_object_set_string_member (object, "weekday",
                                       wattle_date_rule_weekdays[rule->weekday - 1]);
        json_object_set_int_member (object, "month", rule->month);
        json_object_set_int_member (object, "nth", rule->n);
    }
    if (rule->first_year != 0)
        json_object_set_int_member (object, "first_year", rule->first_year);
    if (rule->last_year != 0)
        json_object_set_int_member (object, "last_year", rule->last_year);
    if (rule->days > 1)
        json_object_set_int_member (object, "days", rule->days);
}

JsonNode *
wattle_ics_entry_new (const WattleIcsDay *day, const char *name, const char *day_type)
{
    g_autoptr (JsonObject) object = json_object_new ();
    JsonNode *node = json_node_new (JSON_NODE_OBJECT);

    if (name != NULL)
        json_object_set_string_member (object, "name", name);
    if (day_type != NULL)
        json_object_set_string_member (object, "day_type", day_type);
    set_rule (object, &day->rule);
    json_node_set_object (node, object);
    return node;
}
