/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-report.h"

#include <glib/gi18n.h>

#include "wattle-cli-plan-unpriced.h"
#include "wattle-cli-table.h"

/* So many zones of a plan in which it holds have rows of their own. */
#define MAX_ROWS 20

typedef struct {
    GPtrArray *verdicts; /* of WattleCliPlanVerdict */
    WattleCliTable *table;
    GString *text;
    gboolean later; /* there are plans that begin later than they were walked */
} Report;

static const WattleCliPlanVerdict *
get_verdict (const Report *self, guint index)
{
    return g_ptr_array_index (self->verdicts, index);
}

static gboolean
begins_later (const WattleCliPlanVerdict *verdict)
{
    return verdict->zone != NULL && verdict->from < verdict->begin;
}

static char *
describe_day (const WattleCliPlanVerdict *verdict, gint64 time)
{
    return wattle_date_format (wattle_zone_read_latest (verdict->zone, time).date);
}

/* Rows */

static void
add_columns (Report *self)
{
    wattle_cli_table_add_column (self->table, C_ ("column", "Verdict"));
    wattle_cli_table_add_column (self->table, C_ ("column", "Plan"));
    wattle_cli_table_add_column (self->table, C_ ("column", "Zone"));
    wattle_cli_table_add_column (self->table, C_ ("column", "From"));
    if (self->later)
        wattle_cli_table_add_column (self->table, C_ ("column", "Begins"));
    wattle_cli_table_add_number_column (self->table, C_ ("column", "Days"));
    wattle_cli_table_add_number_column (self->table, C_ ("column", "Spans"));
    wattle_cli_table_add_number_column (self->table, C_ ("column", "Clock changes"));
    wattle_cli_table_add_number_column (self->table, C_ ("column", "No price"));
    wattle_cli_table_add_number_column (self->table, C_ ("column", "Took"));
}

static void
add_day (Report *self, const WattleCliPlanVerdict *verdict, gint64 time)
{
    g_autofree char *day = verdict->zone != NULL ? describe_day (verdict, time) : NULL;

    wattle_cli_table_add (self->table, day != NULL ? day : "–");
}

static void
add_number (Report *self, const WattleCliPlanVerdict *verdict, guint64 number)
{
    g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

    wattle_cli_table_add (self->table, verdict->zone != NULL ? text : "–");
}

static char *
describe_duration (const WattleCliPlanVerdict *verdict)
{
    return g_strdup_printf ("%.2f s", (double)verdict->duration / G_USEC_PER_SEC);
}

static void
add_row (Report *self, const WattleCliPlanVerdict *verdict)
{
    gboolean fine = verdict->fault == NULL;
    gboolean read = verdict->zone != NULL;
    g_autofree char *time = describe_duration (verdict);

    wattle_cli_table_add_styled (self->table, fine ? WATTLE_CLI_STYLE_GOOD : WATTLE_CLI_STYLE_BAD,
                                 fine ? C_ ("verdict", "ok") : C_ ("verdict", "problem"));
    wattle_cli_table_add (self->table, verdict->plan);
    wattle_cli_table_add (self->table, read ? wattle_zone_get_name (verdict->zone) : "–");
    add_day (self, verdict, verdict->from);
    if (self->later)
        add_day (self, verdict, verdict->begin);
    add_number (self, verdict, verdict->proof.days);
    add_number (self, verdict, verdict->proof.spans);
    add_number (self, verdict, verdict->proof.transitions);
    add_number (self, verdict, verdict->proof.unpriced);
    wattle_cli_table_add (self->table, read ? time : "–");
}

/* Plans */

/* How many verdicts are of the plan whose first is at @first. */
static guint
count_zones (const Report *self, guint first)
{
    guint n = 1;

    while (first + n < self->verdicts->len &&
           get_verdict (self, first + n)->number == get_verdict (self, first)->number)
        n++;
    return n;
}

static guint
count_fine (const Report *self, guint first, guint n)
{
    guint fine = 0;

    for (guint i = first; i < first + n; i++)
        fine += get_verdict (self, i)->fault == NULL ? 1 : 0;
    return fine;
}

static void
add_rows (Report *self)
{
    for (guint first = 0, n; first < self->verdicts->len; first += n) {
        n = count_zones (self, first);
        for (guint i = first; i < first + n; i++)
            if (count_fine (self, first, n) <= MAX_ROWS || get_verdict (self, i)->fault != NULL)
                add_row (self, get_verdict (self, i));
    }
}

/* "my_plan: ok in 590 of 598 zones from 1970-01-01 on; the slowest took 0.21 s (Europe/Dublin)." */
static void
append_total (Report *self, guint first, guint n)
{
    const WattleCliPlanVerdict *slowest = get_verdict (self, first);
    guint fine = count_fine (self, first, n);
    g_autofree char *from = NULL;
    g_autofree char *time = NULL;
    g_autofree char *begin = NULL;

    if (fine <= MAX_ROWS)
        return;
    for (guint i = first + 1; i < first + n; i++)
        if (get_verdict (self, i)->duration > slowest->duration)
            slowest = get_verdict (self, i);
    from = describe_day (slowest, slowest->from);
    time = describe_duration (slowest);
    g_string_append_printf (
        self->text,
        /* TRANSLATORS: a plan; in how many zones it is so, of how many; a date, a time, a zone */
        _ ("%s: ok in %u of %u zones from %s on; the slowest took %s (%s)."), slowest->plan, fine,
        n, from, time, wattle_zone_get_name (slowest->zone));
    g_string_append_c (self->text, '\n');
    if (!begins_later (slowest))
        return;
    begin = describe_day (slowest, slowest->begin);
    /* TRANSLATORS: a plan and a date */
    g_string_append_printf (self->text, _ ("%s begins on %s."), slowest->plan, begin);
    g_string_append_c (self->text, '\n');
}

/* Of one zone of each plan: components and tariffs are the same in the others. */
static void
append_unpriced (Report *self, guint first, guint n)
{
    for (guint i = first; i < first + n; i++) {
        const WattleCliPlanVerdict *verdict = get_verdict (self, i);
        g_autofree char *why = NULL;
        g_autofree char *line = NULL;
        guint spans;

        if (verdict->proof.unpriced == 0)
            continue;
        why = wattle_cli_plan_unpriced_describe (verdict->walked);
        spans = (guint)verdict->proof.unpriced;
        line = g_strdup_printf (
            /* TRANSLATORS: a plan, a zone; then which components have no price for which tariff */
            g_dngettext (GETTEXT_PACKAGE, "%s, %s: %u span has no price: %s.",
                         "%s, %s: %u spans have no price: %s.", spans),
            verdict->plan, wattle_zone_get_name (verdict->zone), spans, why);
        g_string_append_printf (self->text, "%s\n", line);
        return;
    }
}

static void
append_faults (Report *self)
{
    for (guint i = 0; i < self->verdicts->len; i++) {
        const char *fault = get_verdict (self, i)->fault;
        g_autofree char *clean = fault != NULL ? wattle_cli_text_clean (fault) : NULL;

        if (fault != NULL)
            g_string_append_printf (self->text, "%s\n", clean);
    }
}

static void
append_remarks (Report *self)
{
    if (self->later)
        g_string_append (self->text, _ ("Where a plan begins later, it was walked as if its first "
                                        "version had always been in force.\n"));
    if (count_fine (self, 0, self->verdicts->len) == self->verdicts->len)
        g_string_append (self->text,
                         _ ("From the day shown to the end of 2100 each time has exactly "
                            "one tariff, and the spans of each day make up its "
                            "length.\n"));
}

char *
wattle_cli_plan_report_describe (GPtrArray *verdicts, gboolean colour)
{
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    Report report = { verdicts, table, g_string_new (NULL), FALSE };
    g_autofree char *rows = NULL;

    for (guint i = 0; i < verdicts->len; i++)
        report.later = report.later || begins_later (g_ptr_array_index (verdicts, i));
    add_columns (&report);
    add_rows (&report);
    rows = wattle_cli_table_to_text (table, colour);
    if (wattle_cli_table_get_n_rows (table) > 0)
        g_string_append (report.text, rows);
    for (guint first = 0, n; first < verdicts->len; first += n) {
        n = count_zones (&report, first);
        append_total (&report, first, n);
        append_unpriced (&report, first, n);
    }
    append_faults (&report);
    append_remarks (&report);
    return g_string_free (report.text, FALSE);
}
