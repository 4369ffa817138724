/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-holiday-pack-private.h"

#include "base/wattle-error.h"

void
wattle_pack_holiday_free (gpointer data)
{
    WattlePackHoliday *holiday = data;

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
 * Returns: how many entries it has, those of regions too; several of one id are one holiday whose
 *   date, name or regions have changed
 */
guint
wattle_holiday_pack_get_n_holidays (WattleHolidayPack *self)
{
    return self->holidays->len;
}

static gboolean
is_of_region (const WattlePackHoliday *holiday, const char *region)
{
    return holiday->regions == NULL ||
           (region != NULL && g_strv_contains ((const char *const *)holiday->regions, region));
}

/**
 * wattle_holiday_pack_get_holiday:
 * @self: a pack
 * @index: number of an entry, from 0
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
    const WattlePackHoliday *holiday = g_ptr_array_index (self->holidays, index);

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

/* Each once, in the order of the pack. */
static GPtrArray *
list_ids (WattleHolidayPack *self)
{
    GPtrArray *ids = g_ptr_array_new ();

    for (guint i = 0; i < self->holidays->len; i++) {
        const WattlePackHoliday *holiday = g_ptr_array_index (self->holidays, i);

        if (!g_ptr_array_find_with_equal_func (ids, holiday->id, g_str_equal, NULL))
            g_ptr_array_add (ids, holiday->id);
    }
    g_ptr_array_add (ids, NULL);
    return ids;
}

/* @member: where they stand in a document. */
static gboolean
knows_holidays (WattleHolidayPack *self, const char *member, const char *const *ids, GError **error)
{
    g_autoptr (GPtrArray) known = list_ids (self);

    for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
        g_autofree char *list = NULL;

        if (g_strv_contains ((const char *const *)known->pdata, ids[i]))
            continue;
        list = g_strjoinv (", ", (char **)known->pdata);
        wattle_error_set (error, WATTLE_ERROR_CONFIG,
                          "%s[%u]: %s knows no holiday “%s”; there are %s", member, i,
                          self->country, ids[i], list);
        return FALSE;
    }
    return TRUE;
}

/**
 * wattle_holiday_pack_add_to:
 * @self: a pack
 * @region: (nullable): a region of the country; %NULL for what the whole country keeps
 * @except: (nullable) (array zero-terminated=1): holidays to leave out
 * @only: (nullable) (array zero-terminated=1): take no others than these, and these whatever region
 *   they are of
 * @types: where to add them
 * @error: (nullable): %WATTLE_ERROR_CONFIG for a region or holiday that it does not know; it begins
 *   with the argument and the place in it, such as `except[1]`
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
    if (!knows_region (self, region, error) || !knows_holidays (self, "except", except, error) ||
        !knows_holidays (self, "only", only, error))
        return FALSE;

    for (guint i = 0; i < self->holidays->len; i++) {
        const WattlePackHoliday *holiday = g_ptr_array_index (self->holidays, i);

        if ((only != NULL ? g_strv_contains (only, holiday->id) : is_of_region (holiday, region)) &&
            (except == NULL || !g_strv_contains (except, holiday->id)))
            wattle_day_types_add_holiday (types, holiday->name, NULL, &holiday->rule,
                                          holiday->observed);
    }
    return TRUE;
}
