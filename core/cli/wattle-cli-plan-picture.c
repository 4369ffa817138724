/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-picture.h"

#include <glib/gi18n.h>

#include "wattle-cli-plan-dates.h"
#include "wattle-cli-plan-letters.h"
#include "wattle-cli-plan.h"
#include "wattle-cli-text.h"

#define LINE      78
#define NAME      28 /* of a tariff */
#define HALF_HOUR 30

/* Such as 06:30 H */
#define TIMES_IN_LINE 8

typedef struct {
    const WattleCliPlanYear *year;
    WattleCliHeat heat;
    GString *text;
    char letters[WATTLE_TARIFF_PLAN_MAX_TARIFFS];
    GArray *prices; /* of double: each that there is once, from the lowest on */
} Picture;

static char
get_tariff_letter (const Picture *self, int tariff)
{
    return tariff >= 0 ? self->letters[tariff] : '.';
}

/* Heat */

static int
compare (gconstpointer a, gconstpointer b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;

    return first < second ? -1 : first > second;
}

static void
note_price (Picture *self, double price)
{
    for (guint i = 0; i < self->prices->len; i++)
        if (g_array_index (self->prices, double, i) == price)
            return;
    g_array_append_val (self->prices, price);
}

static void
collect_prices (Picture *self)
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

/* By its place among the others: prices that are near each other are told apart as well. */
static double
get_level (const Picture *self, gboolean known, double price)
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

static void
append_cell (Picture *self, double level, const char *cell)
{
    g_string_append_printf (self->text, "%s%s%s", wattle_cli_heat_begin (self->heat, level), cell,
                            wattle_cli_heat_end (self->heat));
}

/* Parts of the picture */

static void
append_title (Picture *self)
{
    WattleTariffPlan *plan = self->year->plan;
    g_autofree char *title =
        g_strdup_printf ("%s · %d · %s", wattle_tariff_plan_get_name (plan), self->year->year,
                         wattle_zone_get_name (wattle_tariff_plan_get_zone (plan)));
    g_autofree char *clean = wattle_cli_text_clean (title);
    g_autofree char *line = wattle_cli_text_cut (clean, LINE);
    gboolean strong = self->heat != WATTLE_CLI_HEAT_NONE;

    g_string_append_printf (self->text, "%s%s%s\n\n",
                            strong ? wattle_cli_style_begin (WATTLE_CLI_STYLE_STRONG) : "", line,
                            strong ? wattle_cli_style_end (WATTLE_CLI_STYLE_STRONG) : "");
}

static const char *
get_mark (const WattleCliPlanDay *day)
{
    if (day->holiday != NULL)
        return "*";
    if (day->seasons != NULL)
        return ">";
    return day->odd ? "~" : " ";
}

static void
append_day (Picture *self, const WattleCliPlanDay *day)
{
    const WattleCliPlanKind *kind = g_ptr_array_index (self->year->kinds, day->kind);
    char cell[] = { wattle_cli_plan_letters_get_kind (day->kind), *get_mark (day), '\0' };
    double price;
    gboolean known = wattle_cli_plan_kind_get_mean (kind, &price);

    append_cell (self, get_level (self, known, price), cell);
}

static void
append_months (Picture *self)
{
    guint index = 0;

    g_string_append (self->text, "     ");
    for (int day = 1; day <= 31; day++)
        g_string_append_printf (self->text, day == 1 || day % 5 == 0 ? "%-2d" : "  ", day);
    g_string_truncate (self->text, self->text->len - 2);
    g_string_append_c (self->text, '\n');
    for (int month = 1; month <= 12; month++) {
        wattle_cli_text_append (self->text, wattle_cli_plan_dates_name_month (month), 5, FALSE);
        for (int day = 1; day <= wattle_date_get_month_length (self->year->year, month); day++)
            append_day (self, &g_array_index (self->year->days, WattleCliPlanDay, index++));
        g_string_append_c (self->text, '\n');
    }
}

static void
append_bar (Picture *self, const WattleCliPlanKind *kind)
{
    for (guint minute = 0; minute < WATTLE_DAY_MINUTES; minute += HALF_HOUR) {
        const WattleCliPlanSpan *span = wattle_cli_plan_kind_get (kind, minute);
        char cell[] = { get_tariff_letter (self, span->tariff), '\0' };

        append_cell (self, get_level (self, span->known, wattle_money_to_double (span->price)),
                     cell);
    }
}

static void
append_times (Picture *self, const WattleCliPlanKind *kind)
{
    int last = WATTLE_NO_TARIFF - 1;
    guint n = 0;

    for (guint i = 0; i < kind->spans->len; i++) {
        const WattleCliPlanSpan *span = &g_array_index (kind->spans, WattleCliPlanSpan, i);
        const char *gap = n % TIMES_IN_LINE > 0 ? "  " : n > 0 ? "\n     " : "     ";

        if (span->tariff == last)
            continue;
        last = span->tariff;
        n++;
        g_string_append_printf (self->text, "%s%02u:%02u %c", gap, span->minute / 60,
                                span->minute % 60, get_tariff_letter (self, span->tariff));
    }
    g_string_append_c (self->text, '\n');
}

static void
append_kind (Picture *self, guint index)
{
    const WattleCliPlanKind *kind = g_ptr_array_index (self->year->kinds, index);
    const char *season = kind->season != NULL ? kind->season : _ ("no season");
    g_autofree char *what = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s · %s · %u day", "%s · %s · %u days", kind->n_days),
        season, kind->day_type, kind->n_days);
    g_autofree char *clean = wattle_cli_text_clean (what);
    g_autofree char *line = wattle_cli_text_cut (clean, LINE - 5);

    g_string_append_printf (self->text, "\n  %c  %s\n     ",
                            wattle_cli_plan_letters_get_kind (index), line);
    append_bar (self, kind);
    g_string_append_c (self->text, '\n');
    append_times (self, kind);
}

static void
append_kinds (Picture *self)
{
    g_string_append_printf (self->text, "\n%s\n     ", _ ("Kinds of days, by half-hours"));
    for (guint hour = 0; hour < 24; hour += 3)
        g_string_append_printf (self->text, "%02u    ", hour);
    g_string_truncate (self->text, self->text->len - 4);
    for (guint i = 0; i < self->year->kinds->len; i++)
        append_kind (self, i);
}

/* Legend */

typedef struct {
    gboolean used;
    gboolean known;
    WattleMoney low;
    WattleMoney high;
} Range;

static Range
find_range (Picture *self, int tariff)
{
    Range range = { FALSE, TRUE, 0, 0 };

    for (guint i = 0; i < self->year->kinds->len; i++) {
        const WattleCliPlanKind *kind = g_ptr_array_index (self->year->kinds, i);

        for (guint j = 0; j < kind->spans->len; j++) {
            const WattleCliPlanSpan *span = &g_array_index (kind->spans, WattleCliPlanSpan, j);

            if (span->tariff != tariff)
                continue;
            range.low = range.used ? MIN (range.low, span->price) : span->price;
            range.high = range.used ? MAX (range.high, span->price) : span->price;
            range.known = range.known && span->known;
            range.used = TRUE;
        }
    }
    return range;
}

static void
append_tariff (Picture *self, int tariff)
{
    WattleTariffPlan *plan = self->year->plan;
    Range range = find_range (self, tariff);
    g_autofree char *low = wattle_money_format (range.low, 0);
    g_autofree char *high = wattle_money_format (range.high, 0);
    gboolean one = range.low == range.high;
    char cell[] = { ' ', get_tariff_letter (self, tariff), '\0' };
    g_autofree char *clean = wattle_cli_text_clean (
        tariff >= 0 ? wattle_cli_plan_name_tariff (plan, tariff) : _ ("no tariff"));
    g_autofree char *name = wattle_cli_text_cut (clean, NAME);

    if (!range.used)
        return;
    g_string_append (self->text, "  ");
    append_cell (self, get_level (self, range.known, wattle_money_to_double (range.low)), cell);
    append_cell (self, get_level (self, range.known, wattle_money_to_double (range.high)), " ");
    g_string_append_c (self->text, ' ');
    wattle_cli_text_append (self->text, name, NAME, FALSE);
    if (range.known)
        g_string_append_printf (self->text, " %s%s%s %s/kWh\n", low, one ? "" : " – ",
                                one ? "" : high, wattle_tariff_plan_get_currency (plan));
    else
        g_string_append_printf (self->text, " %s\n", _ ("price not known"));
}

static void
append_legend (Picture *self)
{
    g_string_append_printf (self->text, "\n%s\n", _ ("Tariffs, with all taxes"));
    for (guint i = 0; i < wattle_tariff_plan_get_n_tariffs (self->year->plan); i++)
        append_tariff (self, (int)i);
    append_tariff (self, WATTLE_NO_TARIFF);
}

char *
wattle_cli_plan_picture_draw (const WattleCliPlanYear *year, WattleCliHeat heat)
{
    g_autoptr (GArray) prices = g_array_new (FALSE, FALSE, sizeof (double));
    Picture picture = { .year = year, .heat = heat, .text = g_string_new (NULL), .prices = prices };

    wattle_cli_plan_letters_choose (year->plan, picture.letters);
    collect_prices (&picture);
    append_title (&picture);
    append_months (&picture);
    append_kinds (&picture);
    append_legend (&picture);
    wattle_cli_plan_dates_append (year, picture.text);
    return g_string_free (picture.text, FALSE);
}
