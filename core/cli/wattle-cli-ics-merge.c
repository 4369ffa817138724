/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "base/wattle-json-document.h"
#include "base/wattle-json.h"
#include "wattle-cli-ics-known.h"
#include "wattle-cli-ics.h"
#include "wattle-cli-json-insert.h"
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
make_node (const WattleCliIcsDay *day, const char *name, const char *day_type)
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

static gboolean
has_node (JsonArray *array, JsonNode *node)
{
    for (guint i = 0; i < json_array_get_length (array); i++)
        if (json_node_equal (json_array_get_element (array, i), node))
            return TRUE;
    return FALSE;
}

/* The document */

typedef struct {
    JsonObject *calendar;
    JsonArray *holidays;
    JsonArray *types;        /* or NULL */
    WattleDayTypes *meaning; /* of the document as it was, or NULL */
    const char *day_type;    /* of all days, or NULL */
    guint n_added;
    guint n_holidays; /* of these, how many there were */
    guint n_types;
    guint *n_days;
} Merge;

/* They may be missing; something else in their place is left for the plan's parser to refuse. */
static gboolean
open_calendar (Merge *self, JsonObject *root, GError **error)
{
    if (!json_object_has_member (root, "calendar"))
        json_object_set_object_member (root, "calendar", json_object_new ());
    self->calendar = wattle_json_peek_object (root, "calendar");
    if (self->calendar != NULL) {
        if (!json_object_has_member (self->calendar, "holidays"))
            json_object_set_array_member (self->calendar, "holidays", json_array_new ());
        self->holidays = wattle_json_peek_array (self->calendar, "holidays");
        self->types = wattle_json_peek_array (self->calendar, "day_types");
    }
    if (self->holidays != NULL)
        return TRUE;
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "calendar.holidays: %s",
                 _ ("is no list"));
    return FALSE;
}

/* The days of a type of the plan's own; NULL: it has no such type. */
static JsonArray *
find_type (const Merge *self, const char *id, guint *place)
{
    for (*place = 0; self->types != NULL && *place < json_array_get_length (self->types);
         (*place)++) {
        JsonNode *node = json_array_get_element (self->types, *place);
        JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

        if (object != NULL && g_strcmp0 (wattle_json_peek_string (object, "id"), id) == 0)
            return wattle_json_peek_array (object, "days");
    }
    return NULL;
}

/* Where a day goes */

static gboolean
is_usual (const char *type)
{
    return g_str_equal (type, WATTLE_DAY_TYPE_WORKDAY) ||
           g_str_equal (type, WATTLE_DAY_TYPE_WEEKEND);
}

/* @type: gets the first category that is a type of day of the plan. Categories of other programs
 * mean nothing here unless they are; one of this program does. */
static gboolean
choose_type (const Merge *self, const WattleCliIcsDay *day, const char **type, GError **error)
{
    const char *lost = NULL;
    guint place;

    *type = NULL;
    for (guint i = 0; day->categories[i] != NULL && *type == NULL; i++) {
        const char *category = day->categories[i];

        if (g_str_equal (category, WATTLE_DAY_TYPE_HOLIDAY))
            continue;
        if (find_type (self, category, &place) != NULL || (day->own && is_usual (category)))
            *type = category;
        else
            lost = category;
    }
    if (*type != NULL || lost == NULL || !day->own)
        return TRUE;
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                 _ ("“%s” is a day of the type “%s”, which the plan does not have; add it to "
                    "calendar.day_types, or say what such days are there (--day-type)"),
                 day->name, lost);
    return FALSE;
}

/* A type of a person's own comes before holidays, so days of it that are none have their place
 * there. A new list for workday: Saturdays that are worked on. */
static JsonArray *
need_type (Merge *self, const char *type, guint *place)
{
    JsonArray *days = find_type (self, type, place);
    JsonObject *object;

    if (days != NULL)
        return days;
    if (self->types == NULL) {
        json_object_set_array_member (self->calendar, "day_types", json_array_new ());
        self->types = wattle_json_peek_array (self->calendar, "day_types");
    }
    object = json_object_new ();
    days = json_array_new ();
    json_object_set_string_member (object, "id", type);
    json_object_set_array_member (object, "days", days);
    *place = json_array_get_length (self->types);
    json_array_add_object_element (self->types, object);
    return days;
}

static gboolean
add_node (Merge *self, JsonArray *array, JsonNode *node, const char *place, GError **error)
{
    if (has_node (array, node)) {
        json_node_unref (node);
        return TRUE;
    }
    json_array_add_element (array, node);
    self->n_added++;
    if (json_array_get_length (array) <= WATTLE_TARIFF_PLAN_MAX_DAYS)
        return TRUE;
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                 _ ("%s: there would be more than %d entries, as many as a plan may have"), place,
                 WATTLE_TARIFF_PLAN_MAX_DAYS);
    return FALSE;
}

/* Of several on one day the first counts, so another one would change nothing. */
static gboolean
add_holiday (Merge *self, const WattleCliIcsDay *day, const char *type, GError **error)
{
    if (wattle_cli_ics_known_covers (self->meaning, &day->rule, type, TRUE))
        return TRUE;
    return add_node (self, self->holidays, make_node (day, day->name, type), "calendar.holidays",
                     error);
}

static gboolean
add_own (Merge *self, const WattleCliIcsDay *day, const char *type, GError **error)
{
    g_autofree char *where = NULL;
    JsonArray *days;
    guint place;

    if (wattle_cli_ics_known_covers (self->meaning, &day->rule, type, FALSE))
        return TRUE;
    days = need_type (self, type, &place);
    where = g_strdup_printf ("calendar.day_types[%u].days", place);
    return add_node (self, days,
                     make_node (day, g_str_equal (day->name, type) ? NULL : day->name, NULL), where,
                     error);
}

static gboolean
add_day (Merge *self, const WattleCliIcsDay *day, GError **error)
{
    const char *type;

    if (self->day_type != NULL)
        return add_holiday (self, day, self->day_type, error);
    if (!choose_type (self, day, &type, error))
        return FALSE;
    if (type == NULL ||
        g_strv_contains ((const char *const *)day->categories, WATTLE_DAY_TYPE_HOLIDAY))
        return add_holiday (self, day, type, error);
    return add_own (self, day, type, error);
}

/* The text */

static guint
get_length (JsonArray *array)
{
    return array != NULL ? json_array_get_length (array) : 0;
}

static JsonArray *
get_days (const Merge *self, guint type)
{
    JsonNode *node = json_array_get_element (self->types, type);

    return JSON_NODE_HOLDS_OBJECT (node)
               ? wattle_json_peek_array (json_node_get_object (node), "days")
               : NULL;
}

static void
note_lengths (Merge *self)
{
    self->n_holidays = get_length (self->holidays);
    self->n_types = get_length (self->types);
    self->n_days = g_new0 (guint, self->n_types + 1);
    for (guint i = 0; i < self->n_types; i++)
        self->n_days[i] = get_length (get_days (self, i));
}

static gboolean
insert_days (const Merge *self, GString *text, guint type)
{
    const WattleCliJsonStep steps[] = {
        { "calendar", 0 }, { "day_types", 0 }, { NULL, type }, { "days", 0 }
    };
    JsonArray *days = get_days (self, type);

    return days == NULL ||
           wattle_cli_json_insert (text, steps, G_N_ELEMENTS (steps), days, self->n_days[type]);
}

/* What is new is put into the text of the document, which stays as a person has written it. */
static gboolean
insert_all (const Merge *self, GString *text)
{
    const WattleCliJsonStep holidays[] = { { "calendar", 0 }, { "holidays", 0 } };
    const WattleCliJsonStep types[] = { { "calendar", 0 }, { "day_types", 0 } };

    for (guint i = 0; i < self->n_types; i++)
        if (!insert_days (self, text, i))
            return FALSE;
    return wattle_cli_json_insert (text, holidays, 2, self->holidays, self->n_holidays) &&
           (self->types == NULL ||
            wattle_cli_json_insert (text, types, 2, self->types, self->n_types));
}

/* Written anew where it cannot be put in, as for members whose names are escaped. */
static char *
print (const Merge *self, GBytes *document, JsonNode *root)
{
    gsize length;
    const char *data = g_bytes_get_data (document, &length);
    g_autoptr (GString) text = g_string_new_len (data, (gssize)length);
    g_autoptr (JsonObject) read = NULL;

    if (insert_all (self, text))
        read = wattle_json_document_parse (text->str, (gssize)text->len, NULL);
    if (read == NULL || !json_object_equal (read, json_node_get_object (root)))
        return json_to_string (root, TRUE);
    return g_strndup (text->str, text->len);
}

static void
merge_clear (Merge *self)
{
    g_free (self->n_days);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

GBytes *
wattle_cli_ics_merge (GBytes *document,
                      WattleTariffPlan *plan,
                      GPtrArray *days,
                      const char *day_type,
                      guint *n_added,
                      GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (document, &length);
    g_autoptr (JsonNode) root = wattle_json_parse (data, (gssize)length, error);
    g_auto (Merge) merge = { .day_type = day_type };
    char *text;

    *n_added = 0;
    if (root == NULL)
        return NULL;
    if (!JSON_NODE_HOLDS_OBJECT (root)) {
        g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, _ ("is no object"));
        return NULL;
    }
    if (!open_calendar (&merge, json_node_get_object (root), error))
        return NULL;

    note_lengths (&merge);
    merge.meaning = plan != NULL ? wattle_tariff_plan_get_day_types (plan) : NULL;
    for (guint i = 0; i < days->len; i++)
        if (!add_day (&merge, g_ptr_array_index (days, i), error))
            return NULL;
    *n_added = merge.n_added;
    if (merge.n_added == 0)
        return g_bytes_ref (document);
    text = print (&merge, document, root);
    return g_bytes_new_take (text, strlen (text));
}
