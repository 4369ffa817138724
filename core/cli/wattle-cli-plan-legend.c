/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-legend.h"

#include <glib/gi18n.h>

#include "wattle-cli-plan-range.h"
#include "wattle-cli-plan.h"
#include "wattle-cli-text.h"

/* Columns of the name of a tariff, and of all else in its line. */
#define LEAST_NAME 12
#define MOST_NAME  28
#define REST       45

static void
append_price (WattleCliPlanDrawing *self, const WattleCliPlanRange *range)
{
    g_autofree char *price = wattle_cli_plan_range_describe (range, " – ");

    if (price != NULL)
        g_string_append_printf (self->text, " %s %s/kWh\n", price,
                                wattle_tariff_plan_get_currency (self->year->plan));
    else
        g_string_append_printf (self->text, " %s\n", _ ("price not known"));
}

/* From the colour of its lowest price to that of its highest. */
static void
append_letter (WattleCliPlanDrawing *self, const WattleCliPlanRange *range, int tariff)
{
    char cell[] = { ' ', wattle_cli_plan_drawing_get_letter (self, tariff), '\0' };
    double low =
        wattle_cli_plan_drawing_get_level (self, range->known, wattle_money_to_double (range->low));
    double high = wattle_cli_plan_drawing_get_level (self, range->known,
                                                     wattle_money_to_double (range->high));

    g_string_append (self->text, "  ");
    wattle_cli_plan_drawing_append_cell (self, low, cell);
    wattle_cli_plan_drawing_append_cell (self, high, " ");
    g_string_append_c (self->text, ' ');
}

static void
append_tariff (WattleCliPlanDrawing *self, int tariff)
{
    guint width = CLAMP (self->width, LEAST_NAME + REST, MOST_NAME + REST) - REST;
    g_autofree char *clean = wattle_cli_text_clean (
        tariff >= 0 ? wattle_cli_plan_name_tariff (self->year->plan, tariff) : _ ("no tariff"));
    g_autofree char *name = wattle_cli_text_cut (clean, width);
    WattleCliPlanRange range = { 0 };

    for (guint i = 0; i < self->year->kinds->len; i++)
        wattle_cli_plan_range_add (&range, g_ptr_array_index (self->year->kinds, i), tariff);
    if (!range.used)
        return;
    append_letter (self, &range, tariff);
    wattle_cli_text_append (self->text, name, width, FALSE);
    append_price (self, &range);
}

void
wattle_cli_plan_legend_append (WattleCliPlanDrawing *self)
{
    g_string_append_printf (self->text, "\n%s\n", _ ("Tariffs, with all taxes"));
    for (guint i = 0; i < wattle_tariff_plan_get_n_tariffs (self->year->plan); i++)
        append_tariff (self, (int)i);
    append_tariff (self, WATTLE_NO_TARIFF);
}
