/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-dates.h"

#include <glib/gi18n.h>

#include "wattle-cli-text.h"

#define LINE 78

const char *
wattle_cli_plan_dates_name_month (int month)
{
    static const char *const months[] = { N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"),
                                          N_ ("May"), N_ ("Jun"), N_ ("Jul"), N_ ("Aug"),
                                          N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec") };

    return _ (months[month - 1]);
}

/* Breaks between @items; every line is indented. */
static void
append_items (GString *text, const char *title, GPtrArray *items)
{
    guint used = 0;

    if (items->len == 0)
        return;
    g_string_append_printf (text, "\n%s\n", title);
    for (guint i = 0; i < items->len; i++) {
        g_autofree char *clean = wattle_cli_text_clean (g_ptr_array_index (items, i));
        g_autofree char *item = wattle_cli_text_cut (clean, LINE - 2);
        guint width = wattle_cli_text_get_width (item);

        if (used == 0 || used + 3 + width > LINE) {
            g_string_append_printf (text, "%s  %s", used > 0 ? "\n" : "", item);
            used = 2 + width;
        } else {
            g_string_append_printf (text, " · %s", item);
            used += 3 + width;
        }
    }
    g_string_append_c (text, '\n');
}

static char *
describe_dates (WattleDate first, WattleDate last, const char *what)
{
    int month, day, end_month, end_day;

    wattle_date_split (first, NULL, &month, &day);
    wattle_date_split (last, NULL, &end_month, &end_day);
    if (first == last)
        return g_strdup_printf ("%d %s %s", day, wattle_cli_plan_dates_name_month (month), what);
    if (month == end_month)
        return g_strdup_printf ("%d–%d %s %s", day, end_day,
                                wattle_cli_plan_dates_name_month (month), what);
    return g_strdup_printf ("%d %s – %d %s %s", day, wattle_cli_plan_dates_name_month (month),
                            end_day, wattle_cli_plan_dates_name_month (end_month), what);
}

static void
append_holidays (const WattleCliPlanYear *year, GString *text)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
    GArray *days = year->days;

    for (guint i = 0; i < days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (days, WattleCliPlanDay, i);
        guint end = i;

        if (day->holiday == NULL)
            continue;
        while (end + 1 < days->len &&
               g_strcmp0 (g_array_index (days, WattleCliPlanDay, end + 1).holiday, day->holiday) ==
                   0)
            end++;
        g_ptr_array_add (items, describe_dates (day->date,
                                                g_array_index (days, WattleCliPlanDay, end).date,
                                                day->holiday));
        i = end;
    }
    append_items (text, _ ("* Holidays"), items);
}

static void
append_seasons (const WattleCliPlanYear *year, GString *text)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < year->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (year->days, WattleCliPlanDay, i);

        for (guint j = 0; day->seasons != NULL && j < day->seasons->len; j++)
            g_ptr_array_add (
                items, describe_dates (day->date, day->date, g_ptr_array_index (day->seasons, j)));
    }
    append_items (text, _ ("> Seasons begin"), items);
}

static void
append_clock_changes (const WattleCliPlanYear *year, GString *text)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
    WattleZone *zone = wattle_tariff_plan_get_zone (year->plan);

    for (guint i = 0; i < year->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (year->days, WattleCliPlanDay, i);
        gint64 length =
            wattle_zone_begin (zone, day->date + 1, 0) - wattle_zone_begin (zone, day->date, 0);
        g_autofree char *hours = g_strdup_printf ("(%g h)", (double)length / 3600);

        if (day->odd)
            g_ptr_array_add (items, describe_dates (day->date, day->date, hours));
    }
    append_items (text, _ ("~ Clocks are moved"), items);
}

void
wattle_cli_plan_dates_append (const WattleCliPlanYear *year, GString *text)
{
    append_holidays (year, text);
    append_seasons (year, text);
    append_clock_changes (year, text);
}
