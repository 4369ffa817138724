/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-holiday-pack.h"

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "wattle-date-rule-json.h"

#define FORMAT       1
#define MAX_HOLIDAYS 100

typedef struct {
    char *id;
    char *name;
    char **regions; /* or NULL: the whole country */
    gboolean observed;
    WattleDateRule rule;
} Holiday;

struct _WattleHolidayPack {
    gatomicrefcount ref_count;
    char *country;
    char *name;
    char *source;
    gboolean verified;
    char **regions;
    GPtrArray *holidays; /* of Holiday */
};

static void
holiday_free (gpointer data)
{
    Holiday *holiday = data;

    g_free (holiday->id);
    g_free (holiday->name);
    g_strfreev (holiday->regions);
    g_free (holiday);
}

/**
 * wattle_holiday_pack_ref:
 * @self: a pack
 *
 * Returns: (transfer full): the same
 */
WattleHolidayPack *
wattle_holiday_pack_ref (WattleHolidayPack *self)
{
    g_atomic_ref_count_inc (&self->ref_count);
    return self;
}

/**
 * wattle_holiday_pack_unref:
 * @self: (transfer full): a pack
 *
 * Gives it back; the last one frees it.
 */
void
wattle_holiday_pack_unref (WattleHolidayPack *self)
{
    if (!g_atomic_ref_count_dec (&self->ref_count))
        return;

    g_free (self->country);
    g_free (self->name);
    g_free (self->source);
    g_strfreev (self->regions);
    g_ptr_array_unref (self->holidays);
    g_free (self);
}

/* Reading */

static gboolean
check_regions (WattleHolidayPack *self, const Holiday *holiday, GError **error)
{
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
check_id (WattleHolidayPack *self, const char *id, GError **error)
{
    gboolean valid = wattle_ident_is_valid (id);

    for (guint i = 0; valid && i < self->holidays->len; i++)
        valid = !g_str_equal (((Holiday *)g_ptr_array_index (self->holidays, i))->id, id);
    if (valid)
        return TRUE;

    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "id: “%s” is not of small letters, digits and underscores, or is there twice",
                      id);
    return FALSE;
}

static gboolean
check_members (JsonObject *object, GError **error)
{
    static const char *const own[] = { "id", "name", "regions", "observed", NULL };
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) allowed = NULL;

    g_strv_builder_addv (builder, (const char **)own);
    g_strv_builder_addv (builder, (const char **)wattle_date_rule_members);
    allowed = g_strv_builder_end (builder);
    return wattle_member_check (object, (const char *const *)allowed, error);
}

static gboolean
read_holiday (WattleHolidayPack *self, JsonObject *object, GError **error)
{
    Holiday *holiday = g_new0 (Holiday, 1);

    if (check_members (object, error) &&
        wattle_member_read_text (object, "id", TRUE, &holiday->id, error) &&
        check_id (self, holiday->id, error) &&
        wattle_member_read_text (object, "name", TRUE, &holiday->name, error) &&
        wattle_member_read_texts (object, "regions", &holiday->regions, error) &&
        check_regions (self, holiday, error) &&
        wattle_member_read_flag (object, "observed", &holiday->observed, error) &&
        wattle_date_rule_read (object, &holiday->rule, error)) {
        g_ptr_array_add (self->holidays, holiday);
        return TRUE;
    }

    holiday_free (holiday);
    return FALSE;
}

static gboolean
read_holidays (WattleHolidayPack *self, JsonObject *root, GError **error)
{
    JsonArray *list;

    if (!wattle_json_get_array (root, "holidays", &list, error))
        return FALSE;
    if (json_array_get_length (list) > MAX_HOLIDAYS) {
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "holidays: at most %d are allowed",
                          MAX_HOLIDAYS);
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
read_root (WattleHolidayPack *self, JsonObject *root, GError **error)
{
    static const char *const members[] = { "$schema",  "format",  "country",  "name", "source",
                                           "verified", "regions", "holidays", NULL };
    gint64 format;

    return wattle_member_check (root, members, error) &&
           wattle_json_get_integer (root, "format", FORMAT, FORMAT, &format, error) &&
           wattle_member_read_text (root, "country", TRUE, &self->country, error) &&
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
    g_autoptr (JsonObject) root = wattle_json_parse_object (data, length, error);
    g_autoptr (WattleHolidayPack) self = NULL;

    if (root == NULL)
        return NULL;

    self = g_new0 (WattleHolidayPack, 1);
    g_atomic_ref_count_init (&self->ref_count);
    self->holidays = g_ptr_array_new_with_free_func (holiday_free);
    if (read_root (self, root, error))
        return g_steal_pointer (&self);
    wattle_member_prefix (error, NULL);
    return NULL;
}

/* Asking */

/**
 * wattle_holiday_pack_get_country:
 * @self: a pack
 *
 * Returns: (transfer none): ISO 3166 code, such as `SI`
 */
const char *
wattle_holiday_pack_get_country (WattleHolidayPack *self)
{
    return self->country;
}

/**
 * wattle_holiday_pack_get_name:
 * @self: a pack
 *
 * Returns: (transfer none): English name of the country
 */
const char *
wattle_holiday_pack_get_name (WattleHolidayPack *self)
{
    return self->name;
}

/**
 * wattle_holiday_pack_get_source:
 * @self: a pack
 *
 * Returns: (transfer none): the law it was written from
 */
const char *
wattle_holiday_pack_get_source (WattleHolidayPack *self)
{
    return self->source;
}

/**
 * wattle_holiday_pack_is_verified:
 * @self: a pack
 *
 * Returns: whether it was compared with its source, and not written from memory
 */
gboolean
wattle_holiday_pack_is_verified (WattleHolidayPack *self)
{
    return self->verified;
}

/**
 * wattle_holiday_pack_get_regions:
 * @self: a pack
 *
 * Returns: (transfer none) (nullable): ISO 3166-2 codes without the country, such as `BY`
 */
const char *const *
wattle_holiday_pack_get_regions (WattleHolidayPack *self)
{
    return (const char *const *)self->regions;
}

/**
 * wattle_holiday_pack_get_n_holidays:
 * @self: a pack
 *
 * Returns: how many holidays it knows, those of regions too
 */
guint
wattle_holiday_pack_get_n_holidays (WattleHolidayPack *self)
{
    return self->holidays->len;
}

static gboolean
is_of_region (const Holiday *holiday, const char *region)
{
    return holiday->regions == NULL ||
           (region != NULL && g_strv_contains ((const char *const *)holiday->regions, region));
}

/**
 * wattle_holiday_pack_get_holiday:
 * @self: a pack
 * @index: number of a holiday, from 0
 * @region: (nullable): a region
 * @name: (out) (optional): its English name
 *
 * Returns: (transfer none) (nullable): its identifier; %NULL if it is not one of that region
 */
const char *
wattle_holiday_pack_get_holiday (WattleHolidayPack *self,
                                 guint index,
                                 const char *region,
                                 const char **name)
{
    const Holiday *holiday = g_ptr_array_index (self->holidays, index);

    if (name != NULL)
        *name = holiday->name;
    return is_of_region (holiday, region) ? holiday->id : NULL;
}

static gboolean
knows_region (WattleHolidayPack *self, const char *region, GError **error)
{
    g_autofree char *list = NULL;

    if (region == NULL ||
        (self->regions != NULL && g_strv_contains ((const char *const *)self->regions, region)))
        return TRUE;

    list = self->regions != NULL ? g_strjoinv (", ", self->regions) : g_strdup ("none");
    wattle_error_set (error, WATTLE_ERROR_CONFIG, "region: %s knows no “%s”; there are %s",
                      self->country, region, list);
    return FALSE;
}

static gboolean
knows_holidays (WattleHolidayPack *self, const char *const *ids, GError **error)
{
    for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
        gboolean known = FALSE;

        for (guint j = 0; j < self->holidays->len && !known; j++)
            known = g_str_equal (((Holiday *)g_ptr_array_index (self->holidays, j))->id, ids[i]);
        if (known)
            continue;
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "%s knows no holiday “%s”", self->country,
                          ids[i]);
        return FALSE;
    }
    return TRUE;
}

/**
 * wattle_holiday_pack_add_to:
 * @self: a pack
 * @region: (nullable): a region of the country; %NULL for what the whole country keeps
 * @except: (nullable) (array zero-terminated=1): holidays to leave out
 * @only: (nullable) (array zero-terminated=1): take no others than these
 * @types: where to add them
 * @error: (nullable): %WATTLE_ERROR_CONFIG for a region or holiday that it does not know
 *
 * Adds its holidays.
 *
 * Returns: whether it knew all that was named; else it has added none
 */
gboolean
wattle_holiday_pack_add_to (WattleHolidayPack *self,
                            const char *region,
                            const char *const *except,
                            const char *const *only,
                            WattleDayTypes *types,
                            GError **error)
{
    if (!knows_region (self, region, error) || !knows_holidays (self, except, error) ||
        !knows_holidays (self, only, error))
        return FALSE;

    for (guint i = 0; i < self->holidays->len; i++) {
        const Holiday *holiday = g_ptr_array_index (self->holidays, i);

        if (only != NULL ? g_strv_contains (only, holiday->id)
                         : is_of_region (holiday, region) &&
                               (except == NULL || !g_strv_contains (except, holiday->id)))
            wattle_day_types_add_holiday (types, holiday->name, NULL, &holiday->rule,
                                          holiday->observed);
    }
    return TRUE;
}
