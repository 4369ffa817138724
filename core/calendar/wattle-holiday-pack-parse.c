/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-holiday-pack-private.h"

#include <string.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "base/wattle-json-document.h"
#include "wattle-date-rule-json.h"

#define FORMAT       1
#define MAX_HOLIDAYS 200

static gboolean
check_regions (WattleHolidayPack *self, const WattlePackHoliday *holiday, GError **error)
{
    if (holiday->regions != NULL && holiday->regions[0] == NULL) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "regions: must name at least one; without it, it is for all");
        return FALSE;
    }
    for (guint i = 0; holiday->regions != NULL && holiday->regions[i] != NULL; i++) {
        if (self->regions != NULL &&
            g_strv_contains ((const char *const *)self->regions, holiday->regions[i]))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "regions: “%s” is not among the regions of the pack",
                          holiday->regions[i]);
        return FALSE;
    }
    return TRUE;
}

static gboolean
share_region (const WattlePackHoliday *a, const WattlePackHoliday *b)
{
    if (a->regions == NULL || b->regions == NULL)
        return TRUE;
    for (guint i = 0; a->regions[i] != NULL; i++)
        if (g_strv_contains ((const char *const *)b->regions, a->regions[i]))
            return TRUE;
    return FALSE;
}

static void
get_years (const WattleDateRule *rule, int *first, int *last)
{
    *first = rule->first_year;
    *last = rule->last_year != 0 ? rule->last_year : WATTLE_DATE_MAX_YEAR;
    if (rule->kind != WATTLE_DATE_RULE_ONCE)
        return;
    wattle_date_split (rule->date, first, NULL, NULL);
    *last = *first;
}

static gboolean
share_year (const WattlePackHoliday *a, const WattlePackHoliday *b)
{
    int first_a, last_a, first_b, last_b;

    get_years (&a->rule, &first_a, &last_a);
    get_years (&b->rule, &first_b, &last_b);
    return MAX (first_a, first_b) <= MIN (last_a, last_b);
}

/* An id may come again for other years or regions, but no holiday is twice in one year. */
static gboolean
check_twins (WattleHolidayPack *self, const WattlePackHoliday *holiday, GError **error)
{
    for (guint i = 0; i < self->holidays->len; i++) {
        const WattlePackHoliday *other = g_ptr_array_index (self->holidays, i);

        if (!g_str_equal (other->id, holiday->id) || !share_region (other, holiday) ||
            !share_year (other, holiday))
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "id: “%s” is there twice for the same year and region", holiday->id);
        return FALSE;
    }
    return TRUE;
}

static gboolean
check_id (const char *id, GError **error)
{
    if (wattle_ident_is_valid (id))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "id: “%s” is no identifier; it begins with a small letter, followed by at "
                      "most 31 small letters, digits and underscores",
                      id);
    return FALSE;
}

static gboolean
read_holiday (WattleHolidayPack *self, JsonObject *object, GError **error)
{
    static const char *const own[] = { "id", "name", "regions", "observed", NULL };
    WattlePackHoliday *holiday = g_new0 (WattlePackHoliday, 1);

    if (wattle_date_rule_check_members (object, own, error) &&
        wattle_member_read_text (object, "id", TRUE, &holiday->id, error) &&
        check_id (holiday->id, error) &&
        wattle_member_read_text (object, "name", TRUE, &holiday->name, error) &&
        wattle_member_read_texts (object, "regions", &holiday->regions, error) &&
        check_regions (self, holiday, error) &&
        wattle_member_read_flag (object, "observed", &holiday->observed, error) &&
        wattle_date_rule_read (object, &holiday->rule, error) &&
        check_twins (self, holiday, error)) {
        g_ptr_array_add (self->holidays, holiday);
        return TRUE;
    }

    wattle_pack_holiday_free (holiday);
    return FALSE;
}

static gboolean
read_holidays (WattleHolidayPack *self, JsonObject *root, GError **error)
{
    JsonArray *list;

    if (!wattle_json_get_array (root, "holidays", &list, error))
        return FALSE;
    if (json_array_get_length (list) < 1 || json_array_get_length (list) > MAX_HOLIDAYS) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "holidays: must be 1 to %d", MAX_HOLIDAYS);
        return FALSE;
    }

    for (guint i = 0; i < json_array_get_length (list); i++) {
        JsonNode *node = json_array_get_element (list, i);

        if (!JSON_NODE_HOLDS_OBJECT (node)) {
            wattle_error_set (error, WATTLE_ERROR_CONFIG, "holidays[%u]: must be an object", i);
            return FALSE;
        }
        if (!read_holiday (self, json_node_get_object (node), error)) {
            g_autofree char *place = g_strdup_printf ("holidays[%u]", i);

            wattle_member_prefix (error, place);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
read_country (WattleHolidayPack *self, JsonObject *root, GError **error)
{
    const char *text;

    if (!wattle_json_get_string (root, "country", &text, error))
        return FALSE;
    self->country = g_strdup (text);
    if (strlen (text) == 2 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]))
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "country: “%s” is none; it has two capital letters, such as SI", text);
    return FALSE;
}

static gboolean
read_root (WattleHolidayPack *self, JsonObject *root, GError **error)
{
    static const char *const members[] = { "$schema",  "format",  "country",  "name", "source",
                                           "verified", "regions", "holidays", NULL };
    gint64 format;

    return wattle_member_check (root, members, error) &&
           wattle_json_get_integer (root, "format", FORMAT, FORMAT, &format, error) &&
           read_country (self, root, error) &&
           wattle_member_read_text (root, "name", TRUE, &self->name, error) &&
           wattle_member_read_text (root, "source", TRUE, &self->source, error) &&
           wattle_json_get_boolean (root, "verified", &self->verified, error) &&
           wattle_member_read_texts (root, "regions", &self->regions, error) &&
           read_holidays (self, root, error);
}

/**
 * wattle_holiday_pack_parse:
 * @data: a document as `data/holidays/README.md` describes it
 * @length: its length in bytes, or -1
 * @error: (nullable): %WATTLE_ERROR_CONFIG with the place of what is wrong
 *
 * Returns: (transfer full): the pack
 */
WattleHolidayPack *
wattle_holiday_pack_parse (const char *data, gssize length, GError **error)
{
    g_autoptr (JsonObject) root = wattle_json_document_parse (data, length, error);
    g_autoptr (WattleHolidayPack) self = NULL;

    if (root == NULL)
        return NULL;

    self = g_new0 (WattleHolidayPack, 1);
    g_atomic_ref_count_init (&self->ref_count);
    self->holidays = g_ptr_array_new_with_free_func (wattle_pack_holiday_free);
    if (read_root (self, root, error))
        return g_steal_pointer (&self);
    wattle_member_prefix (error, NULL);
    return NULL;
}
