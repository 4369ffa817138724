/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "calendar/wattle-tariff-proof.h"
#include "wattle-cli-command.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-job.h"
#include "wattle-cli-json.h"
#include "wattle-cli-message.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-cli-table.h"
#include "wattle-cli-terminal.h"

/* tariff verify: the proof that there is one tariff at each time */

#define ZONES "/usr/share/zoneinfo/tzdata.zi"

typedef struct {
    WattleCli *cli;
    WattleCliJson *json;
    WattleCliTable *table;
    GPtrArray *faults; /* of char */
    gboolean reached;  /* back behind the beginning of some plan */
    guint done;
    guint all;
    gboolean shows; /* standard error is a terminal */
} Walk;

/* Zones */

/* The list may name zones of a package that is not installed. */
static void
add_known (GPtrArray *zones, const char *name)
{
    g_autoptr (WattleZone) zone = wattle_zone_new (name, NULL);

    if (zone != NULL)
        g_ptr_array_add (zones, g_strdup (name));
}

/* Lines "Z NAME …" are zones, "L OTHER NAME" other names of the same. */
static void
add_line (GPtrArray *zones, const char *line)
{
    g_auto (GStrv) words = g_strsplit (line, " ", 4);
    guint n = g_strv_length (words);

    if (n >= 2 && g_str_equal (words[0], "Z"))
        add_known (zones, words[1]);
    else if (n >= 3 && g_str_equal (words[0], "L"))
        add_known (zones, words[2]);
}

static int
compare (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static gboolean
add_all_zones (GPtrArray *zones, GError **error)
{
    g_autofree char *text = NULL;
    g_auto (GStrv) lines = NULL;
    g_autoptr (GError) cause = NULL;

    if (!g_file_get_contents (ZONES, &text, NULL, &cause)) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                     _ ("which zones there are cannot be read: %s"), cause->message);
        return FALSE;
    }
    lines = g_strsplit (text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        add_line (zones, lines[i]);
    g_ptr_array_sort (zones, compare);
    return TRUE;
}

/* None: that of each plan. */
static GPtrArray *
read_zones (const WattleCliArguments *arguments, GError **error)
{
    g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func (g_free);
    g_autofree const char **names = wattle_cli_arguments_get_all (arguments, "zone");

    for (guint i = 0; names[i] != NULL; i++) {
        g_autoptr (GError) cause = NULL;
        g_autoptr (WattleZone) zone = wattle_zone_new (names[i], &cause);

        if (zone == NULL) {
            g_autofree char *why = wattle_cli_message_explain (cause);

            g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE, why);
            return NULL;
        }
        g_ptr_array_add (zones, g_strdup (names[i]));
    }
    if (wattle_cli_arguments_has (arguments, "all-zones") && !add_all_zones (zones, error))
        return NULL;
    return g_steal_pointer (&zones);
}

/* Walking */

static void
show_progress (Walk *walk, const char *plan, const char *zone)
{
    g_autofree char *what = g_strdup_printf ("%s, %s", plan, zone);
    g_autofree char *clean = wattle_cli_text_clean (what);
    g_autofree char *line = NULL;
    guint width;
    guint height;

    if (!walk->shows)
        return;
    wattle_cli_terminal_get_size (STDERR_FILENO, &width, &height);
    line = wattle_cli_job_describe ((double)walk->done / walk->all, clean, width - 1);
    g_printerr ("\r%s\033[K", line);
}

static void
hide_progress (Walk *walk)
{
    if (walk->shows)
        g_printerr ("\r\033[K");
}

typedef struct {
    const char *plan;
    const char *zone;
    gint64 begin; /* of the plan itself */
    gint64 from;
    gint64 to;
    gint64 duration; /* µs */
    WattleTariffProof proof;
    const GError *error; /* NULL: it holds */
} Result;

static void
add_json (Walk *walk, const Result *result, WattleZone *zone)
{
    g_autofree char *begin = wattle_cli_instant_format (result->begin, zone);
    g_autofree char *from = wattle_cli_instant_format (result->from, zone);
    g_autofree char *to = wattle_cli_instant_format (result->to, zone);

    wattle_cli_json_begin_object (walk->json, NULL);
    wattle_cli_json_add_text (walk->json, "plan", result->plan);
    wattle_cli_json_add_text (walk->json, "zone", result->zone);
    wattle_cli_json_add_text (walk->json, "begins", begin);
    wattle_cli_json_add_text (walk->json, "from", from);
    wattle_cli_json_add_text (walk->json, "to", to);
    wattle_cli_json_add_integer (walk->json, "days", (gint64)result->proof.days);
    wattle_cli_json_add_integer (walk->json, "spans", (gint64)result->proof.spans);
    wattle_cli_json_add_integer (walk->json, "transitions", (gint64)result->proof.transitions);
    wattle_cli_json_add_integer (walk->json, "unpriced", (gint64)result->proof.unpriced);
    wattle_cli_json_add_integer (walk->json, "milliseconds", result->duration / 1000);
    wattle_cli_json_add_text (walk->json, "error",
                              result->error != NULL ? result->error->message : NULL);
    wattle_cli_json_end_object (walk->json);
}

static void
add_number (WattleCliTable *table, guint64 number)
{
    g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

    wattle_cli_table_add (table, text);
}

static void
add_row (Walk *walk, const Result *result, WattleZone *zone)
{
    WattleDate first = wattle_zone_read (zone, result->from).date;
    g_autofree char *from = wattle_date_format (first);
    g_autofree char *time = g_strdup_printf ("%.1f s", (double)result->duration / G_USEC_PER_SEC);
    gboolean fine = result->error == NULL;

    wattle_cli_table_add_styled (walk->table, fine ? WATTLE_CLI_STYLE_GOOD : WATTLE_CLI_STYLE_BAD,
                                 fine ? C_ ("verdict", "ok") : C_ ("verdict", "problem"));
    wattle_cli_table_add (walk->table, result->plan);
    wattle_cli_table_add (walk->table, result->zone);
    wattle_cli_table_add (walk->table, from);
    add_number (walk->table, result->proof.days);
    add_number (walk->table, result->proof.spans);
    add_number (walk->table, result->proof.transitions);
    add_number (walk->table, result->proof.unpriced);
    wattle_cli_table_add (walk->table, time);
}

static void
note_fault (Walk *walk, const char *word, const GError *error)
{
    g_autofree char *why = wattle_cli_message_explain (error);

    g_ptr_array_add (walk->faults, g_strdup_printf ("%s: %s", word, why));
}

/* @plan: @source as it is in some zone; @longer: the same, with a first version that may begin
 * earlier. */
static void
walk_plan (Walk *walk,
           const WattleCliPlan *source,
           WattleTariffPlan *plan,
           WattleTariffPlan *longer)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    gint64 start = wattle_clock_get_monotonic (walk->cli->clock);
    g_autoptr (GError) error = NULL;
    Result result = {
        .plan = wattle_tariff_plan_get_id (plan),
        .zone = wattle_zone_get_name (zone),
        .begin = wattle_cli_plan_find_begin (plan),
        .from = wattle_cli_plan_find_begin (longer),
        .to = wattle_cli_plan_find_end (plan),
    };

    show_progress (walk, result.plan, result.zone);
    wattle_tariff_proof_walk (longer, result.from, result.to, &result.proof, &error);
    result.duration = wattle_clock_get_monotonic (walk->cli->clock) - start;
    result.error = error;
    walk->reached = walk->reached || result.from < result.begin;
    walk->done++;
    if (error != NULL)
        note_fault (walk, source->word, error);
    if (walk->cli->json)
        add_json (walk, &result, zone);
    else
        add_row (walk, &result, zone);
}

/* A first version whose seasons say nothing of 1970 stays as it is. */
static WattleTariffPlan *
reach_back (const WattleCliPlan *source, WattleTariffPlan *plan)
{
    const char *zone = wattle_zone_get_name (wattle_tariff_plan_get_zone (plan));
    WattleTariffPlan *longer =
        wattle_cli_plan_parse_in_zone (source->text, zone, wattle_date_new (1970, 1, 1), NULL);

    if (longer != NULL && wattle_tariff_plan_cover_check (longer, NULL))
        return longer;
    g_clear_pointer (&longer, wattle_tariff_plan_unref);
    return wattle_tariff_plan_ref (plan);
}

static void
walk_zone (Walk *walk, const WattleCliPlan *source, const char *zone)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleTariffPlan) plan =
        wattle_cli_plan_parse_in_zone (source->text, zone, WATTLE_DATE_NONE, &error);
    g_autoptr (WattleTariffPlan) longer = NULL;

    if (plan != NULL) {
        longer = reach_back (source, plan);
        walk_plan (walk, source, plan, longer);
        return;
    }
    walk->done++;
    note_fault (walk, source->word, error);
}

static void
walk_all (Walk *walk, GPtrArray *plans, GPtrArray *zones)
{
    walk->all = plans->len * MAX (zones->len, 1);
    for (guint i = 0; i < plans->len; i++) {
        WattleCliPlan *plan = g_ptr_array_index (plans, i);

        for (guint j = 0; j < zones->len; j++)
            walk_zone (walk, plan, g_ptr_array_index (zones, j));
        if (zones->len == 0)
            walk_zone (walk, plan, wattle_zone_get_name (wattle_tariff_plan_get_zone (plan->plan)));
    }
    hide_progress (walk);
}

static void
add_columns (WattleCliTable *table)
{
    wattle_cli_table_add_column (table, C_ ("column", "Verdict"));
    wattle_cli_table_add_column (table, C_ ("column", "Plan"));
    wattle_cli_table_add_column (table, C_ ("column", "Zone"));
    wattle_cli_table_add_column (table, C_ ("column", "From"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Days"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Spans"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Clock changes"));
    wattle_cli_table_add_number_column (table, C_ ("column", "No price"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Took"));
}

/* What the proof says of a plan that names no zone, it says of this one. */
static void
print_zones (GPtrArray *plans)
{
    for (guint i = 0; i < plans->len; i++) {
        const WattleCliPlan *plan = g_ptr_array_index (plans, i);
        g_autofree char *zone = wattle_cli_plan_describe_zone (plan);

        if (plan->zone_of != WATTLE_CLI_PLAN_ZONE_OWN)
            g_print (_ ("%s names no zone; zone: %s\n"), wattle_tariff_plan_get_id (plan->plan),
                     zone);
    }
}

static void
print_table (Walk *walk)
{
    wattle_cli_table_print (walk->table, walk->cli->colour);
    for (guint i = 0; i < walk->faults->len; i++) {
        g_autofree char *clean = wattle_cli_text_clean (g_ptr_array_index (walk->faults, i));

        g_print ("%s\n", clean);
    }
    if (walk->reached)
        g_print (_ ("Where a plan begins later, it was walked as if its first version had always "
                    "been in force.\n"));
    if (walk->faults->len == 0)
        g_print (
            _ ("From the day shown to the end of 2100 each time has exactly one tariff, and the "
               "spans of each day make up its length.\n"));
}

static int
run_verify (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    g_autoptr (WattleCliTable) table = wattle_cli_table_new ();
    g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
    Walk walk = { .cli = cli, .json = json, .table = table, .faults = faults };
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) zones = read_zones (arguments, &error);
    g_autoptr (GPtrArray) plans =
        zones != NULL ? wattle_cli_plan_load_all (
                            cli, wattle_cli_arguments_get_operands (arguments, 0), &error)
                      : NULL;

    if (plans == NULL)
        return wattle_cli_fail (error);
    walk.shows = wattle_cli_terminal_can_draw (STDERR_FILENO);
    add_columns (table);
    wattle_cli_json_begin_array (json, NULL);
    walk_all (&walk, plans, zones);
    wattle_cli_json_end_array (json);

    if (cli->json)
        wattle_cli_json_print (json);
    else
        print_table (&walk);
    if (!cli->json && zones->len == 0)
        print_zones (plans);
    return faults->len == 0 ? WATTLE_CLI_OK : WATTLE_CLI_PROBLEM;
}

static const WattleCliOption options[] = {
    { "zone", "ZONE",
      N_ ("as if the plan was for another place, such as Australia/Lord_Howe; may be given several "
          "times") },
    { "all-zones", NULL, N_ ("the same for every zone that this computer knows; takes minutes") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_verify_commands[] = {
    { "tariff verify", "[PLAN …]", N_ ("prove that there is one tariff at each time"),
      N_ ("Walks over every boundary of a plan and every clock change of its zone, from 1970 to "
          "the end of 2100, and proves that each time has exactly one "
          "tariff and that the spans of each day make up its true length. Before a plan begins it "
          "takes its first version, if that says which tariff there would have been. Plans are "
          "named by their "
          "id, or by a file, for which no host has to run; without a name it is all of the house. "
          "Whatever is wrong is named with its time. The exit status is 1 then."),
      "wattle tariff verify\nwattle tariff verify ./plan.json --zone Europe/Kyiv --zone Asia/"
      "Kathmandu",
      options, run_verify, TRUE },
    { NULL },
};
