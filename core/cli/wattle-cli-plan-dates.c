/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-dates.h"

#include <glib/gi18n.h>

#include "wattle-cli-wrap.h"

const char *
wattle_cli_plan_dates_name_month (int month)
{
    static const char *const months[] = { N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"),
                                          N_ ("May"), N_ ("Jun"), N_ ("Jul"), N_ ("Aug"),
                                          N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec") };

    return _ (months[month - 1]);
}

char
wattle_cli_plan_dates_get_mark (const WattleCliPlanDay *day)
{
    guint n = (day->holiday != NULL) + (day->seasons != NULL) + (day->version > 0) + day->odd;

    if (n > 1)
        return '#';
    if (day->holiday != NULL)
        return '*';
    if (day->seasons != NULL)
        return '>';
    if (day->version > 0)
        return '+';
    return day->odd ? '~' : ' ';
}

static char *
describe_period (WattleDate first, WattleDate last)
{
    int month, day, end_month, end_day;

    wattle_date_split (first, NULL, &month, &day);
    wattle_date_split (last, NULL, &end_month, &end_day);
    if (first == last)
        return g_strdup_printf ("%d %s", day, wattle_cli_plan_dates_name_month (month));
    if (month == end_month)
        return g_strdup_printf ("%d–%d %s", day, end_day, wattle_cli_plan_dates_name_month (month));
    return g_strdup_printf ("%d %s – %d %s", day, wattle_cli_plan_dates_name_month (month), end_day,
                            wattle_cli_plan_dates_name_month (end_month));
}

char *
wattle_cli_plan_dates_describe (WattleDate first, WattleDate last, const char *what)
{
    g_autofree char *period = describe_period (first, last);

    return what != NULL ? g_strdup_printf ("%s %s", period, what) : g_steal_pointer (&period);
}

/* Lists */

typedef struct {
    const WattleCliPlanYear *year;
    GString *text;
    guint width;
} List;

static void
append_items (const List *self, const char *title, GPtrArray *items)
{
    WattleCliWrap wrap = { self->text, self->width, 2, " · ", 0 };

    if (items->len == 0)
        return;
    g_string_append_printf (self->text, "\n%s\n", title);
    for (guint i = 0; i < items->len; i++)
        wattle_cli_wrap_add (&wrap, g_ptr_array_index (items, i));
    g_string_append_c (self->text, '\n');
}

static void
add_item (GPtrArray *items, const WattleCliPlanDay *day, const char *what)
{
    g_ptr_array_add (items, wattle_cli_plan_dates_describe (day->date, day->date, what));
}

static void
append_holidays (const List *self)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
    GArray *days = self->year->days;

    for (guint i = 0; i < days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (days, WattleCliPlanDay, i);
        guint end = i;

        if (day->holiday == NULL)
            continue;
        while (end + 1 < days->len &&
               g_strcmp0 (g_array_index (days, WattleCliPlanDay, end + 1).holiday, day->holiday) ==
                   0)
            end++;
        g_ptr_array_add (
            items, wattle_cli_plan_dates_describe (
                       day->date, g_array_index (days, WattleCliPlanDay, end).date, day->holiday));
        i = end;
    }
    append_items (self, _ ("* Holidays"), items);
}

static void
append_seasons (const List *self)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < self->year->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (self->year->days, WattleCliPlanDay, i);

        for (guint j = 0; day->seasons != NULL && j < day->seasons->len; j++)
            add_item (items, day, g_ptr_array_index (day->seasons, j));
    }
    append_items (self, _ ("> Seasons begin"), items);
}

static void
append_clock_changes (const List *self)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
    WattleZone *zone = wattle_tariff_plan_get_zone (self->year->plan);

    for (guint i = 0; i < self->year->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (self->year->days, WattleCliPlanDay, i);
        gint64 length =
            wattle_zone_begin (zone, day->date + 1, 0) - wattle_zone_begin (zone, day->date, 0);
        g_autofree char *hours = g_strdup_printf ("(%g h)", (double)length / 3600);

        if (day->odd)
            add_item (items, day, hours);
    }
    append_items (self, _ ("~ Clocks are moved"), items);
}

static void
append_versions (const List *self)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < self->year->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (self->year->days, WattleCliPlanDay, i);

        if (day->version > 0)
            add_item (items, day, day->version == 1 ? _ ("(the plan begins)") : NULL);
    }
    append_items (self, _ ("+ Versions of the plan begin"), items);
}

static void
append_several (const List *self)
{
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < self->year->days->len; i++) {
        const WattleCliPlanDay *day = &g_array_index (self->year->days, WattleCliPlanDay, i);

        if (wattle_cli_plan_dates_get_mark (day) == '#')
            add_item (items, day, NULL);
    }
    append_items (self, _ ("# Several of these on one day"), items);
}

void
wattle_cli_plan_dates_append (const WattleCliPlanYear *year, GString *text, guint width)
{
    List list = { year, text, width };

    append_holidays (&list);
    append_seasons (&list);
    append_versions (&list);
    append_clock_changes (&list);
    append_several (&list);
}
