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

static void
list_unpriced (WattleTariffPlan *plan,
               const WattlePlanVersion *version,
               const WattlePlanComponent *component,
               GArray *list)
{
    WattleUnpriced found = { version->from, component->id, NULL };

    for (guint i = 0; i < plan->tariffs->len; i++) {
        if (component->prices[i].known || !wattle_timetable_has_tariff (component->table, (int)i))
            continue;
        found.tariff = wattle_tariff_plan_get_tariff (plan, (int)i, NULL);
        g_array_append_val (list, found);
    }
    found.tariff = NULL;
    if (find_uncovered (plan, component->table, version->from) != NULL)
        g_array_append_val (list, found);
}

/**
 * wattle_tariff_plan_cover_list_unpriced:
 * @self: a plan
 *
 * A tariff without a price is allowed, and mostly an oversight.
 *
 * Returns: (transfer full) (element-type WattleUnpriced): what keeps prices from being known, by
 *   versions and components
 */
GArray *
wattle_tariff_plan_cover_list_unpriced (WattleTariffPlan *self)
{
    GArray *list = g_array_new (FALSE, FALSE, sizeof (WattleUnpriced));

    for (guint i = 0; i < self->versions->len; i++) {
        const WattlePlanVersion *version = g_ptr_array_index (self->versions, i);

        for (guint j = 0; j < version->components->len; j++) {
            const WattlePlanComponent *component = g_ptr_array_index (version->components, j);

            if (component->table != NULL)
                list_unpriced (self, version, component, list);
        }
    }
    return list;
}
