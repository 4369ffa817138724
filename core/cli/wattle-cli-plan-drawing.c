/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-drawing.h"

#include "wattle-cli-plan-letters.h"

static int
compare (gconstpointer a, gconstpointer b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;

    return first < second ? -1 : first > second;
}

static void
note_price (WattleCliPlanDrawing *self, double price)
{
    for (guint i = 0; i < self->prices->len; i++)
        if (g_array_index (self->prices, double, i) == price)
            return;
    g_array_append_val (self->prices, price);
}

static void
collect_prices (WattleCliPlanDrawing *self)
{
    for (guint i = 0; i < self->year->kinds->len; i++) {
        const WattleCliPlanKind *kind = g_ptr_array_index (self->year->kinds, i);

        for (guint j = 0; j < kind->spans->len; j++) {
            const WattleCliPlanSpan *span = &g_array_index (kind->spans, WattleCliPlanSpan, j);

            if (span->known)
                note_price (self, wattle_money_to_double (span->price));
        }
    }
    g_array_sort (self->prices, compare);
}

void
wattle_cli_plan_drawing_init (WattleCliPlanDrawing *self,
                              const WattleCliPlanYear *year,
                              WattleCliHeat heat,
                              guint width)
{
    *self = (WattleCliPlanDrawing){
        .year = year,
        .heat = heat,
        .width = width,
        .text = g_string_new (NULL),
        .prices = g_array_new (FALSE, FALSE, sizeof (double)),
    };
    wattle_cli_plan_letters_choose (year->plan, self->letters);
    collect_prices (self);
}

void
wattle_cli_plan_drawing_clear (WattleCliPlanDrawing *self)
{
    g_string_free (self->text, TRUE);
    g_array_unref (self->prices);
}

/* Prices that are near each other are told apart as well. */
double
wattle_cli_plan_drawing_get_level (const WattleCliPlanDrawing *self, gboolean known, double price)
{
    const double *prices = (const double *)self->prices->data;
    guint last = self->prices->len > 0 ? self->prices->len - 1 : 0;
    guint i = 0;

    if (!known)
        return -1;
    while (i < last && prices[i + 1] <= price)
        i++;
    if (i == last)
        return last > 0 ? 1 : 0;
    return (i + MAX (price - prices[i], 0) / (prices[i + 1] - prices[i])) / last;
}

void
wattle_cli_plan_drawing_append_cell (WattleCliPlanDrawing *self, double level, const char *cell)
{
    g_string_append_printf (self->text, "%s%s%s", wattle_cli_heat_begin (self->heat, level), cell,
                            wattle_cli_heat_end (self->heat));
}

void
wattle_cli_plan_drawing_append_kind (WattleCliPlanDrawing *self, guint index, char mark)
{
    const WattleCliPlanKind *kind = g_ptr_array_index (self->year->kinds, index);
    char cell[] = { wattle_cli_plan_letters_get_kind (index), mark, '\0' };
    double price;
    gboolean known = wattle_cli_plan_kind_get_mean (kind, &price);

    wattle_cli_plan_drawing_append_cell (
        self, wattle_cli_plan_drawing_get_level (self, known, price), cell);
}

char
wattle_cli_plan_drawing_get_letter (const WattleCliPlanDrawing *self, int tariff)
{
    return tariff >= 0 ? self->letters[tariff] : '.';
}
