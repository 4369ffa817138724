/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/wattle-error.h"
#include "wattle-ics-document.h"
#include "wattle-ics-entry.h"
#include "wattle-ics-known.h"
#include "wattle-ics.h"

/* Days of a calendar into the document of a plan */

typedef struct {
    WattleIcsDocument *document;
    WattleDayTypes *meaning; /* of the document as it was, or NULL */
    const char *day_type;    /* of all days, or NULL */
    guint n_added;
} Merge;

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
choose_type (const Merge *self, const WattleIcsDay *day, const char **type, GError **error)
{
    const char *lost = NULL;
    guint place;

    *type = NULL;
    for (guint i = 0; day->categories[i] != NULL && *type == NULL; i++) {
        const char *category = day->categories[i];

        if (g_str_equal (category, WATTLE_DAY_TYPE_HOLIDAY))
            continue;
        if (wattle_ics_document_find_type (self->document, category, &place) != NULL ||
            (day->own && is_usual (category)))
            *type = category;
        else
            lost = category;
    }
    if (*type != NULL || lost == NULL || !day->own)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_NOT_FOUND,
                      "“%s” is a day of the type “%s”, which the plan does not have; add it to "
                      "calendar.day_types, or say what such days are there",
                      day->name, lost);
    return FALSE;
}

static gboolean
has_node (JsonArray *array, JsonNode *node)
{
    for (guint i = 0; i < json_array_get_length (array); i++)
        if (json_node_equal (json_array_get_element (array, i), node))
            return TRUE;
    return FALSE;
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
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "there would be more than %d entries, as many as a plan may have",
                      WATTLE_TARIFF_PLAN_MAX_DAYS);
    g_prefix_error (error, "%s: ", place);
    return FALSE;
}

/* A type of a person's own comes before holidays, so days of it that are none have their place
 * there. A new list for workday: Saturdays that are worked on. */
static gboolean
add_own (Merge *self, const WattleIcsDay *day, const char *type, GError **error)
{
    const char *name = g_str_equal (day->name, type) ? NULL : day->name;
    g_autofree char *where = NULL;
    JsonArray *days;
    guint place;

    if (wattle_ics_known_covers (self->meaning, &day->rule, type, FALSE))
        return TRUE;
    days = wattle_ics_document_need_type (self->document, type, &place);
    where = g_strdup_printf ("calendar.day_types[%u].days", place);
    return add_node (self, days, wattle_ics_entry_new (day, name, NULL), where, error);
}

/* Of several holidays on one day the first counts, so another one would change nothing; only a type
 * of day comes before. */
static gboolean
add_holiday (Merge *self, const WattleIcsDay *day, const char *type, GError **error)
{
    guint place;

    if (wattle_ics_known_covers (self->meaning, &day->rule, type, TRUE))
        return TRUE;
    if (type != NULL && wattle_ics_known_covers (self->meaning, &day->rule, NULL, TRUE) &&
        (is_usual (type) || wattle_ics_document_find_type (self->document, type, &place) != NULL))
        return add_own (self, day, type, error);
    return add_node (self, wattle_ics_document_need_holidays (self->document),
                     wattle_ics_entry_new (day, day->name, type), "calendar.holidays", error);
}

static gboolean
add_day (Merge *self, const WattleIcsDay *day, GError **error)
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

/**
 * wattle_ics_merge:
 * @document: the document of a plan
 * @plan: (nullable): what the document means
 * @days: (element-type WattleIcsDay): what wattle_ics_read() found
 * @day_type: (nullable): a type of day of the plan that all of them are; %NULL: their categories
 *   count
 * @n_added: (out): how many entries are new
 * @error: return location of %WATTLE_ERROR_CONFIG, beginning with the place in the document, or of
 *   %WATTLE_ERROR_NOT_FOUND
 *
 * Puts days among the holidays of a document; where one of their categories is a type of day that
 * the document has, among the days of that. What the plan has already is left out; if nothing is
 * left, the document is the same to the last byte, and else it is so everywhere but there. Whether
 * the plan is still a right one is left to its parser.
 *
 * %WATTLE_ERROR_NOT_FOUND: a day of a calendar that wattle_ics_write() made is of a type that the
 * document lacks; with @day_type it could be taken.
 *
 * Returns: (transfer full) (nullable): the document with them; %NULL: it is none, or there is no
 *   room
 */
GBytes *
wattle_ics_merge (GBytes *document,
                  WattleTariffPlan *plan,
                  GPtrArray *days,
                  const char *day_type,
                  guint *n_added,
                  GError **error)
{
    g_autoptr (WattleIcsDocument) opened = wattle_ics_document_new (document, error);
    Merge merge = { .document = opened, .day_type = day_type };

    *n_added = 0;
    if (opened == NULL)
        return NULL;
    merge.meaning = plan != NULL ? wattle_tariff_plan_get_day_types (plan) : NULL;
    for (guint i = 0; i < days->len; i++)
        if (!add_day (&merge, g_ptr_array_index (days, i), error))
            return NULL;
    *n_added = merge.n_added;
    return merge.n_added > 0 ? wattle_ics_document_print (opened) : g_bytes_ref (document);
}
