/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-preview.h"

#include <glib/gi18n.h>

#include "wattle-cli-diff-text.h"
#include "wattle-cli-plan-diff-text.h"
#include "wattle-cli-plan-document.h"

#define YEAR        (365 * (gint64)86400)
#define MAX_WINDOWS 6
#define MAX_LINES   60 /* of a document, for people */

void
wattle_cli_plan_preview_clear (WattleCliPlanPreview *self)
{
    g_clear_pointer (&self->before, wattle_cli_plan_free);
    g_clear_pointer (&self->windows, g_ptr_array_unref);
    g_clear_pointer (&self->lines, g_free);
}

/* Windows */

typedef struct {
    gint64 from;
    gint64 to;
} Span;

static int
compare_times (gconstpointer a, gconstpointer b)
{
    gint64 first = *(const gint64 *)a;
    gint64 second = *(const gint64 *)b;

    return first < second ? -1 : first > second;
}

static void
add_starts (GArray *starts, WattleTariffPlan *plan)
{
    for (guint i = 0; i < wattle_tariff_plan_get_n_versions (plan); i++) {
        gint64 start = wattle_tariff_plan_get_version_start (plan, i);

        g_array_append_val (starts, start);
    }
}

static GArray *
list_starts (WattleTariffPlan *before, WattleTariffPlan *after)
{
    GArray *starts = g_array_new (FALSE, FALSE, sizeof (gint64));

    add_starts (starts, before);
    add_starts (starts, after);
    g_array_sort (starts, compare_times);
    return starts;
}

/* What is near becomes one; the last one holds all that is left. */
static GArray *
make_spans (GArray *starts, gint64 from, gint64 end)
{
    GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));
    Span first = { from, MIN (from + YEAR, end) };

    g_array_append_val (spans, first);
    for (guint i = 0; i < starts->len; i++) {
        gint64 start = g_array_index (starts, gint64, i);
        Span *last = &g_array_index (spans, Span, spans->len - 1);
        Span next = { start, MIN (start + YEAR, end) };

        if (start <= from || start >= end)
            continue;
        if (start <= last->to + YEAR || spans->len == MAX_WINDOWS)
            last->to = MAX (last->to, next.to);
        else
            g_array_append_val (spans, next);
    }
    return spans;
}

/* Returns whether there is any difference. */
static gboolean
add_window (GPtrArray *windows, WattleTariffPlan *before, WattleTariffPlan *after, const Span *span)
{
    WattleCliPlanDiff *window = wattle_cli_plan_diff_new (before, after, span->from, span->to);

    g_ptr_array_add (windows, window);
    return !wattle_cli_plan_diff_is_empty (window);
}

/* A holiday or a season that is far away. */
static void
look_further (GPtrArray *windows,
              WattleTariffPlan *before,
              WattleTariffPlan *after,
              gint64 from,
              gint64 end)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (after);
    gint64 first = from;
    Span span = { from, end };

    g_ptr_array_set_size (windows, 0);
    if (wattle_cli_plan_diff_find (before, after, &first, end)) {
        span.from = wattle_zone_begin (zone, wattle_zone_read (zone, first).date, 0);
        span.to = MIN (span.from + YEAR, end);
    }
    add_window (windows, before, after, &span);
}

GPtrArray *
wattle_cli_plan_preview_compare (WattleTariffPlan *before, WattleTariffPlan *after, gint64 now)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (after);
    gint64 from = wattle_zone_begin (zone, wattle_zone_read (zone, now).date, 0);
    gint64 end = MAX (wattle_cli_plan_find_end (after), from + YEAR);
    g_autoptr (GArray) starts = list_starts (before, after);
    g_autoptr (GArray) spans = make_spans (starts, from, end);
    GPtrArray *windows = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_plan_diff_free);
    gboolean any = FALSE;

    for (guint i = 0; i < spans->len; i++)
        any |= add_window (windows, before, after, &g_array_index (spans, Span, i));
    if (!any)
        look_further (windows, before, after, from, end);
    return windows;
}

/* All of it */

/* NULL without an error: the house has none. */
static WattleCliPlan *
load_before (WattleCli *cli, const char *id, GError **error)
{
    g_autoptr (GPtrArray) list = wattle_cli_plan_document_list (cli, error);

    for (guint i = 0; list != NULL && i < list->len; i++) {
        const WattleCliPlanDocument *document = g_ptr_array_index (list, i);

        if (g_str_equal (document->id, id))
            return wattle_cli_plan_document_load (cli, id, error);
    }
    return NULL;
}

gboolean
wattle_cli_plan_preview (WattleCli *cli,
                         WattleTariffPlan *plan,
                         GBytes *text,
                         WattleCliPlanPreview *preview,
                         GError **error)
{
    const char *id = wattle_tariff_plan_get_id (plan);
    g_autofree char *name = g_strconcat (id, ".json", NULL);
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;
    GError *problem = NULL;

    *preview = (WattleCliPlanPreview){ .before = load_before (cli, id, &problem) };
    if (problem != NULL) {
        g_propagate_error (error, problem);
        return FALSE;
    }
    if (preview->before == NULL)
        return TRUE;
    preview->lines = wattle_cli_diff_text_make (name, preview->before->text, text);
    if (preview->before->plan != NULL)
        preview->windows = wattle_cli_plan_preview_compare (preview->before->plan, plan, now);
    return TRUE;
}

/* For people */

static void
print_windows (WattleCli *cli, WattleTariffPlan *plan, const WattleCliPlanPreview *preview)
{
    g_autofree char *terms = wattle_cli_plan_diff_text_describe_terms (preview->before->plan, plan);

    g_print ("%s", terms);
    for (guint i = 0; i < preview->windows->len; i++) {
        g_autofree char *text = wattle_cli_plan_diff_text_describe (
            g_ptr_array_index (preview->windows, i), cli->colour);

        g_print ("%s", text);
    }
}

void
wattle_cli_plan_preview_print_lines (WattleCli *cli, const char *lines)
{
    if (*lines == '\0')
        g_print (_ ("The document is the same to the last byte.\n"));
    else
        g_print (_ ("The document changes like this:\n"));
    wattle_cli_diff_text_print (cli, lines, MAX_LINES);
}

void
wattle_cli_plan_preview_print (WattleCli *cli,
                               WattleTariffPlan *plan,
                               const WattleCliPlanPreview *preview)
{
    const char *id = wattle_tariff_plan_get_id (plan);

    if (preview->before == NULL) {
        g_print (_ ("The house has no plan “%s” yet.\n"), id);
        return;
    }
    if (preview->windows != NULL)
        print_windows (cli, plan, preview);
    else
        g_print (_ ("The document that the house has of “%s” is of no use: %s\n"), id,
                 preview->before->fault);
    wattle_cli_plan_preview_print_lines (cli, preview->lines);
}

/* For programs */

static void
add_windows (WattleCliJson *json, GPtrArray *windows)
{
    wattle_cli_json_begin_array (json, "differences");
    for (guint i = 0; i < windows->len; i++)
        wattle_cli_plan_diff_add_json (json, NULL, g_ptr_array_index (windows, i));
    wattle_cli_json_end_array (json);
}

void
wattle_cli_plan_preview_add_json (WattleCliJson *json,
                                  const WattleCliPlanPreview *preview,
                                  const char *lines)
{
    if (preview != NULL)
        wattle_cli_json_add_boolean (json, "known", preview->before != NULL);
    else
        wattle_cli_json_add_null (json, "known");
    if (preview != NULL && preview->windows != NULL)
        add_windows (json, preview->windows);
    else
        wattle_cli_json_add_null (json, "differences");
    if (preview != NULL && preview->lines != NULL)
        lines = preview->lines;
    wattle_cli_json_add_text (json, "document_diff", lines);
}
