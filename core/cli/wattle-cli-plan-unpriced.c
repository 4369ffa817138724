/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-unpriced.h"

#include <glib/gi18n.h>

void
wattle_cli_plan_unpriced_free (WattleCliPlanUnpriced *self)
{
    g_free (self->component);
    g_free (self->tariff);
    g_free (self);
}

static gboolean
is_equal (gconstpointer a, gconstpointer b)
{
    const WattleCliPlanUnpriced *first = a;
    const WattleCliPlanUnpriced *second = b;

    return g_str_equal (first->component, second->component) &&
           g_strcmp0 (first->tariff, second->tariff) == 0;
}

static void
note (GPtrArray *list, const char *component, const char *tariff)
{
    const WattleCliPlanUnpriced seen = { (char *)component, (char *)tariff };
    WattleCliPlanUnpriced *copy;

    if (g_ptr_array_find_with_equal_func (list, &seen, is_equal, NULL))
        return;
    copy = g_new0 (WattleCliPlanUnpriced, 1);
    copy->component = g_strdup (component);
    copy->tariff = g_strdup (tariff);
    g_ptr_array_add (list, copy);
}

static void
note_items (GPtrArray *list, WattleTariffPlan *plan, gint64 time)
{
    guint n = wattle_tariff_plan_get_n_items (plan, time);

    for (guint i = 0; i < n; i++) {
        WattlePriceItem item;

        wattle_tariff_plan_get_item (plan, time, i, &item);
        if (!item.known)
            note (list, item.id, wattle_tariff_plan_get_tariff (plan, item.tariff, NULL));
    }
}

GPtrArray *
wattle_cli_plan_unpriced_list (WattleTariffPlan *plan, gint64 from, gint64 to)
{
    GPtrArray *list =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_plan_unpriced_free);
    WattlePricing pricing;

    for (gint64 time = from; time < to; time = pricing.end) {
        wattle_tariff_plan_get (plan, time, &pricing);
        if (!pricing.known)
            note_items (list, plan, time);
    }
    return list;
}

char *
wattle_cli_plan_unpriced_describe (GPtrArray *list)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < list->len; i++) {
        const WattleCliPlanUnpriced *one = g_ptr_array_index (list, i);

        if (i > 0)
            g_string_append (text, "; ");
        if (one->tariff != NULL)
            /* TRANSLATORS: a component of the price, and a tariff that has no price in it */
            g_string_append_printf (text, _ ("%s has none for %s"), one->component, one->tariff);
        else
            /* TRANSLATORS: a component of the price, on some days */
            g_string_append_printf (text, _ ("%s has no tariff on such days"), one->component);
    }
    return g_string_free (text, FALSE);
}
