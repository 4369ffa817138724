/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "base/wattle-json.h"
#include "wattle-cli-ics.h"
#include "wattle-cli.h"

/* Days of a calendar into the document of a plan */

static void
set_month_day (JsonObject *object, const char *name, const WattleDateRule *rule)
{
    g_autofree char *text = g_strdup_printf ("%02d-%02d", rule->month, rule->day);

    json_object_set_string_member (object, name, text);
}

static void
set_rule (JsonObject *object, const WattleDateRule *rule)
{
    static const char *const weekdays[] = { "monday", "tuesday",  "wednesday", "thursday",
                                            "friday", "saturday", "sunday" };
    g_autofree char *date = NULL;

    if (rule->kind == WATTLE_DATE_RULE_ONCE) {
        date = wattle_date_format (rule->date);
        json_object_set_string_member (object, "date", date);
    } else if (rule->kind == WATTLE_DATE_RULE_ANNUAL) {
        set_month_day (object, "annual", rule);
    } else {
        json_object_set_string_member (object, "weekday", weekdays[rule->weekday - 1]);
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

static JsonNode *
make_holiday (const WattleCliIcsDay *day, const char *day_type)
{
    g_autoptr (JsonObject) object = json_object_new ();
    JsonNode *node = json_node_new (JSON_NODE_OBJECT);

    json_object_set_string_member (object, "name", day->name);
    if (day_type != NULL)
        json_object_set_string_member (object, "day_type", day_type);
    set_rule (object, &day->rule);
    json_node_set_object (node, object);
    return node;
}

static gboolean
has_node (JsonArray *array, JsonNode *node)
{
    for (guint i = 0; i < json_array_get_length (array); i++)
        if (json_node_equal (json_array_get_element (array, i), node))
            return TRUE;
    return FALSE;
}

/* They may be missing; something else in their place is left for the plan's parser to refuse. */
static JsonArray *
need_holidays (JsonObject *root)
{
    JsonObject *calendar;

    if (!json_object_has_member (root, "calendar"))
        json_object_set_object_member (root, "calendar", json_object_new ());
    calendar = wattle_json_peek_object (root, "calendar");
    if (calendar == NULL)
        return NULL;
    if (!json_object_has_member (calendar, "holidays"))
        json_object_set_array_member (calendar, "holidays", json_array_new ());
    return wattle_json_peek_array (calendar, "holidays");
}

static GBytes *
print (JsonNode *root)
{
    g_autoptr (JsonGenerator) generator = json_generator_new ();
    g_autofree char *text = NULL;
    char *whole;

    json_generator_set_root (generator, root);
    json_generator_set_pretty (generator, TRUE);
    json_generator_set_indent (generator, 2);
    text = json_generator_to_data (generator, NULL);
    whole = g_strconcat (text, "\n", NULL);
    return g_bytes_new_take (whole, strlen (whole));
}

GBytes *
wattle_cli_ics_merge (GBytes *document,
                      GPtrArray *days,
                      const char *day_type,
                      guint *n_added,
                      GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (document, &length);
    g_autoptr (JsonNode) root = wattle_json_parse (data, (gssize)length, error);
    JsonArray *holidays;

    *n_added = 0;
    if (root == NULL)
        return NULL;
    holidays = JSON_NODE_HOLDS_OBJECT (root) ? need_holidays (json_node_get_object (root)) : NULL;
    if (holidays == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "calendar.holidays: %s",
                     _ ("is no list"));
        return NULL;
    }

    for (guint i = 0; i < days->len; i++) {
        JsonNode *node = make_holiday (g_ptr_array_index (days, i), day_type);

        if (has_node (holidays, node)) {
            json_node_unref (node);
            continue;
        }
        json_array_add_element (holidays, node);
        (*n_added)++;
    }
    return print (root);
}
