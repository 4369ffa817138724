/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-unpriced.h"

#include <glib/gi18n.h>

void
wattle_cli_plan_unpriced_print (WattleTariffPlan *plan)
{
    g_autoptr (GArray) list = wattle_tariff_plan_cover_list_unpriced (plan);

    for (guint i = 0; i < list->len; i++) {
        const WattleUnpriced *one = &g_array_index (list, WattleUnpriced, i);
        g_autofree char *from = wattle_date_format (one->from);

        if (one->tariff != NULL)
            g_print (_ ("Note: from %s on “%s” has no price in “%s”; what a kWh costs is not known "
                        "then.\n"),
                     from, one->tariff, one->component);
    }
}

static gboolean
is_equal (const WattleUnpriced *a, const WattleUnpriced *b)
{
    return g_str_equal (a->component, b->component) && g_strcmp0 (a->tariff, b->tariff) == 0;
}

/* Of another version the same is not said again. */
static gboolean
is_said (GArray *list, guint index)
{
    const WattleUnpriced *one = &g_array_index (list, WattleUnpriced, index);

    for (guint i = 0; i < index; i++)
        if (is_equal (&g_array_index (list, WattleUnpriced, i), one))
            return TRUE;
    return FALSE;
}

char *
wattle_cli_plan_unpriced_describe (WattleTariffPlan *plan)
{
    g_autoptr (GArray) list = wattle_tariff_plan_cover_list_unpriced (plan);
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < list->len; i++) {
        const WattleUnpriced *one = &g_array_index (list, WattleUnpriced, i);

        if (is_said (list, i))
            continue;
        if (text->len > 0)
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

void
wattle_cli_plan_unpriced_add_json (WattleCliJson *json, WattleTariffPlan *plan)
{
    g_autoptr (GArray) list = wattle_tariff_plan_cover_list_unpriced (plan);

    wattle_cli_json_begin_array (json, "without_price");
    for (guint i = 0; i < list->len; i++) {
        const WattleUnpriced *one = &g_array_index (list, WattleUnpriced, i);
        g_autofree char *from = wattle_date_format (one->from);

        wattle_cli_json_begin_object (json, NULL);
        wattle_cli_json_add_text (json, "from", from);
        wattle_cli_json_add_text (json, "component", one->component);
        wattle_cli_json_add_text (json, "tariff", one->tariff);
        wattle_cli_json_end_object (json);
    }
    wattle_cli_json_end_array (json);
}
