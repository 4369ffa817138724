/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-picture.h"

#include <glib/gi18n.h>

#include "wattle-cli-plan-dates.h"
#include "wattle-cli-plan-groups.h"
#include "wattle-cli-plan-legend.h"
#include "wattle-cli-text.h"

/* Of a day by half-hours; nothing is drawn narrower. */
#define MIN_WIDTH 53

#define MONTH 5 /* columns of its name */

/* Parts of the picture */

/* Else nothing would say why such a year has no tariff. */
static void
append_begin (WattleCliPlanDrawing *self)
{
    WattleTariffPlan *plan = self->year->plan;
    WattleDate begin = wattle_zone_read_latest (wattle_tariff_plan_get_zone (plan),
                                                wattle_tariff_plan_get_version_start (plan, 0))
                           .date;
    g_autofree char *date = wattle_date_format (begin);

    if (begin < wattle_date_new (self->year->year + 1, 1, 1))
        return;
    /* TRANSLATORS: a date */
    g_string_append_printf (self->text, _ ("The plan begins on %s."), date);
    g_string_append_c (self->text, '\n');
}

static void
append_title (WattleCliPlanDrawing *self)
{
    WattleTariffPlan *plan = self->year->plan;
    g_autofree char *title =
        g_strdup_printf ("%s · %d · %s", wattle_tariff_plan_get_name (plan), self->year->year,
                         wattle_zone_get_name (wattle_tariff_plan_get_zone (plan)));
    g_autofree char *clean = wattle_cli_text_clean (title);
    g_autofree char *line = wattle_cli_text_cut (clean, self->width);
    gboolean strong = self->heat != WATTLE_CLI_HEAT_NONE;

    g_string_append_printf (self->text, "%s%s%s\n",
                            strong ? wattle_cli_style_begin (WATTLE_CLI_STYLE_STRONG) : "", line,
                            strong ? wattle_cli_style_end (WATTLE_CLI_STYLE_STRONG) : "");
    append_begin (self);
}

static void
append_numbers (WattleCliPlanDrawing *self, int first, int last)
{
    wattle_cli_text_append (self->text, "", MONTH, FALSE);
    for (int day = first; day <= last; day++)
        g_string_append_printf (self->text, day == first || day % 5 == 0 ? "%-2d" : "  ", day);
    while (self->text->str[self->text->len - 1] == ' ')
        g_string_truncate (self->text, self->text->len - 1);
    g_string_append_c (self->text, '\n');
}

/* Some days of each month. */
static void
append_months (WattleCliPlanDrawing *self, int first, int last)
{
    int year = self->year->year;

    g_string_append_c (self->text, '\n');
    append_numbers (self, first, last);
    for (int month = 1; month <= 12; month++) {
        int end = MIN (last, wattle_date_get_month_length (year, month));

        wattle_cli_text_append (self->text, wattle_cli_plan_dates_name_month (month), MONTH, FALSE);
        for (int day = first; day <= end; day++) {
            guint index =
                (guint)(wattle_date_new (year, month, day) - wattle_date_new (year, 1, 1));
            const WattleCliPlanDay *it = &g_array_index (self->year->days, WattleCliPlanDay, index);

            wattle_cli_plan_drawing_append_kind (self, it->kind,
                                                 wattle_cli_plan_dates_get_mark (it));
        }
        g_string_append_c (self->text, '\n');
    }
}

static void
append_year (WattleCliPlanDrawing *self)
{
    if (self->width >= MONTH + 31 * 2) {
        append_months (self, 1, 31);
    } else {
        append_months (self, 1, 16);
        append_months (self, 17, 31);
    }
}

char *
wattle_cli_plan_picture_draw (const WattleCliPlanYear *year, WattleCliHeat heat, guint width)
{
    g_auto (WattleCliPlanDrawing) drawing = { 0 };

    wattle_cli_plan_drawing_init (&drawing, year, heat, MAX (width, MIN_WIDTH));
    append_title (&drawing);
    append_year (&drawing);
    wattle_cli_plan_groups_append (&drawing);
    wattle_cli_plan_legend_append (&drawing);
    wattle_cli_plan_dates_append (year, drawing.text, drawing.width);
    return g_strdup (drawing.text->str);
}
