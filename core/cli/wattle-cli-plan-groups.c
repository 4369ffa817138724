/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-groups.h"

#include <glib/gi18n.h>

#include "wattle-cli-plan-dates.h"
#include "wattle-cli-plan-letters.h"
#include "wattle-cli-plan-range.h"
#include "wattle-cli-text.h"
#include "wattle-cli-wrap.h"

#define HALF_HOUR 30
#define INDENT    5  /* "  a  " */
#define DAYS      26 /* "28 Sep – 31 Dec · 130 days" */

static const WattleCliPlanKind *
get_kind (const WattleCliPlanDrawing *self, guint index)
{
    return g_ptr_array_index (self->year->kinds, index);
}

/* What a day is like */

static void
append_bar (WattleCliPlanDrawing *self, const WattleCliPlanKind *kind)
{
    wattle_cli_text_append (self->text, "", INDENT, FALSE);
    for (guint minute = 0; minute < WATTLE_DAY_MINUTES; minute += HALF_HOUR) {
        const WattleCliPlanSpan *span = wattle_cli_plan_kind_get (kind, minute);
        char cell[] = { wattle_cli_plan_drawing_get_letter (self, span->tariff), '\0' };
        double price = wattle_money_to_double (span->price);

        wattle_cli_plan_drawing_append_cell (
            self, wattle_cli_plan_drawing_get_level (self, span->known, price), cell);
    }
    g_string_append_c (self->text, '\n');
}

static void
append_times (WattleCliPlanDrawing *self, const WattleCliPlanKind *kind)
{
    WattleCliWrap wrap = { self->text, self->width, INDENT, "  ", 0 };
    int last = WATTLE_NO_TARIFF - 1;

    for (guint i = 0; i < kind->spans->len; i++) {
        const WattleCliPlanSpan *span = &g_array_index (kind->spans, WattleCliPlanSpan, i);
        g_autofree char *item =
            g_strdup_printf ("%02u:%02u %c", span->minute / 60, span->minute % 60,
                             wattle_cli_plan_drawing_get_letter (self, span->tariff));

        if (span->tariff != last)
            wattle_cli_wrap_add (&wrap, item);
        last = span->tariff;
    }
    g_string_append_c (self->text, '\n');
}

/* When, and what for */

/* All the days of a kind that has no letter of its own. */
static void
add_days (WattleCliPlanDrawing *self, WattleCliWrap *wrap, guint kind)
{
    GArray *days = self->year->days;

    for (guint i = 0; i < days->len; i++) {
        guint first = i;
        g_autofree char *item = NULL;

        while (i < days->len && g_array_index (days, WattleCliPlanDay, i).kind == kind)
            i++;
        if (i == first)
            continue;
        item = wattle_cli_plan_dates_describe (g_array_index (days, WattleCliPlanDay, first).date,
                                               g_array_index (days, WattleCliPlanDay, i - 1).date,
                                               NULL);
        wattle_cli_wrap_add (wrap, item);
    }
}

/* From the first to the last. */
static void
add_period (WattleCliPlanDrawing *self, WattleCliWrap *wrap, const WattleCliPlanKind *kind)
{
    g_autofree char *dates = wattle_cli_plan_dates_describe (kind->first, kind->last, NULL);
    /* TRANSLATORS: such as "1 Jan – 30 Jun · 128 days" */
    g_autofree char *text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · %u day", "%s · %u days", kind->n_days),
                         dates, kind->n_days);

    wattle_cli_wrap_make_room (wrap, MAX (wattle_cli_text_get_width (text), DAYS));
    wattle_cli_text_append (self->text, text, DAYS, FALSE);
}

static void
add_price (WattleCliPlanDrawing *self,
           WattleCliWrap *wrap,
           const WattleCliPlanKind *kind,
           int tariff)
{
    WattleCliPlanRange range = { 0 };
    char letter[] = { wattle_cli_plan_drawing_get_letter (self, tariff), '\0' };
    g_autofree char *price = NULL;
    g_autofree char *item = NULL;

    wattle_cli_plan_range_add (&range, kind, tariff);
    price = wattle_cli_plan_range_describe (&range, "–");
    item = g_strdup_printf (" %s", price != NULL ? price : _ ("not known"));
    if (!range.used)
        return;

    wattle_cli_wrap_make_room (wrap, 1 + wattle_cli_text_get_width (item));
    wattle_cli_plan_drawing_append_cell (
        self,
        wattle_cli_plan_drawing_get_level (self, range.known, wattle_money_to_double (range.low)),
        letter);
    g_string_append (self->text, item);
}

static void
append_member (WattleCliPlanDrawing *self, guint index)
{
    const WattleCliPlanKind *kind = get_kind (self, index);
    WattleCliWrap wrap = { self->text, self->width, INDENT, "  ", INDENT - 2 };

    g_string_append (self->text, "  ");
    wattle_cli_plan_drawing_append_kind (self, index, '\0');
    if (wattle_cli_plan_letters_has_kind (index))
        add_period (self, &wrap, kind);
    else
        add_days (self, &wrap, index);
    for (guint i = 0; i < wattle_tariff_plan_get_n_tariffs (self->year->plan); i++)
        add_price (self, &wrap, kind, (int)i);
    g_string_append_c (self->text, '\n');
}

/* Kinds that differ in their prices only are drawn once */

static gboolean
are_drawn_together (const WattleCliPlanDrawing *self, guint a, guint b)
{
    return wattle_cli_plan_kind_is_alike (get_kind (self, a), get_kind (self, b)) &&
           wattle_cli_plan_kind_has_times (get_kind (self, a), get_kind (self, b));
}

/* Whether season and type of day say which days are meant, and a letter where they are. */
static gboolean
is_clear (const WattleCliPlanDrawing *self, guint index)
{
    for (guint i = 0; i < self->year->kinds->len; i++)
        if (i != index &&
            wattle_cli_plan_kind_is_alike (get_kind (self, i), get_kind (self, index)))
            return FALSE;
    return wattle_cli_plan_letters_has_kind (index);
}

static void
append_head (WattleCliPlanDrawing *self, guint first, guint n_days)
{
    const WattleCliPlanKind *kind = get_kind (self, first);
    const char *season = kind->season != NULL ? kind->season : _ ("no season");
    g_autofree char *what = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s · %s · %u day", "%s · %s · %u days", n_days), season,
        kind->day_type, n_days);
    g_autofree char *clean = wattle_cli_text_clean (what);
    g_autofree char *line = wattle_cli_text_cut (clean, self->width - INDENT);
    char letter = is_clear (self, first) ? wattle_cli_plan_letters_get_kind (first) : ' ';

    g_string_append_printf (self->text, "\n  %c  %s\n", letter, line);
}

static void
append_group (WattleCliPlanDrawing *self, guint first)
{
    guint n_days = 0;

    for (guint i = first; i < self->year->kinds->len; i++)
        n_days += are_drawn_together (self, first, i) ? get_kind (self, i)->n_days : 0;
    append_head (self, first, n_days);
    append_bar (self, get_kind (self, first));
    append_times (self, get_kind (self, first));
    if (is_clear (self, first))
        return;
    for (guint i = first; i < self->year->kinds->len; i++)
        if (are_drawn_together (self, first, i))
            append_member (self, i);
}

static gboolean
is_drawn (const WattleCliPlanDrawing *self, guint index)
{
    for (guint i = 0; i < index; i++)
        if (are_drawn_together (self, i, index))
            return TRUE;
    return FALSE;
}

void
wattle_cli_plan_groups_append (WattleCliPlanDrawing *self)
{
    g_string_append_printf (self->text, "\n%s\n     ", _ ("Kinds of days, by half-hours"));
    for (guint hour = 0; hour < 24; hour += 3)
        g_string_append_printf (self->text, "%02u    ", hour);
    g_string_truncate (self->text, self->text->len - 4);
    g_string_append_c (self->text, '\n');
    for (guint i = 0; i < self->year->kinds->len; i++)
        if (!is_drawn (self, i))
            append_group (self, i);
}
