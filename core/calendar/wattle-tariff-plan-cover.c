/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/wattle-error.h"
#include "base/wattle-member.h"
#include "wattle-tariff-plan-private.h"

/* A season that has begun once is there for good, so the first day tells of all. */
static const char *
find_uncovered (WattleTariffPlan *plan, WattleTimetable *table, WattleDate from)
{
    for (guint i = 0; i < plan->day_types->len; i++) {
        const char *type = g_ptr_array_index (plan->day_types, i);

        if (wattle_timetable_find_season (table, from, type) == NULL)
            return type;
    }
    return NULL;
}

/* Returns whether a component has a schedule for each day; else says where it stands. */
static gboolean
check_component (WattleTariffPlan *plan, guint version_index, guint index, GError **error)
{
    const WattlePlanVersion *version = g_ptr_array_index (plan->versions, version_index);
    const WattlePlanComponent *component = g_ptr_array_index (version->components, index);
    const char *type =
        component->table != NULL ? find_uncovered (plan, component->table, version->from) : NULL;
    g_autofree char *date = NULL;
    g_autofree char *place = NULL;

    if (type == NULL)
        return TRUE;
    date = wattle_date_format (version->from);
    place = g_strdup_printf ("versions[%u].components[%u]", version_index, index);
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "seasons: none is for days of the type %s from %s on; they have no tariff",
                      type, date);
    wattle_member_prefix (error, place);
    return FALSE;
}

/**
 * wattle_tariff_plan_cover_check:
 * @self: a plan
 * @error: (nullable): %WATTLE_ERROR_CONFIG with the place of the first component without
 *   a schedule for some type of day
 *
 * Whoever saves a plan wants it whole. One that is not has no tariff, and no price, on such days.
 *
 * Returns: whether there are a tariff and a schedule of each price for every day from the first
 *   version on
 */
gboolean
wattle_tariff_plan_cover_check (WattleTariffPlan *self, GError **error)
{
    for (guint i = 0; i < self->versions->len; i++) {
        const WattlePlanVersion *version = g_ptr_array_index (self->versions, i);

        for (guint j = 0; j < version->components->len; j++)
            if (!check_component (self, i, j, error))
                return FALSE;
    }
    return TRUE;
}
