/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <unistd.h>

#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-job.h"
#include "wattle-cli-message.h"
#include "wattle-cli-plan-report.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-cli-plan-zones.h"
#include "wattle-cli-terminal.h"
#include "wattle-cli-text.h"

/* tariff verify: the proof that there is one tariff at each time */

/* A plan that was named. */
typedef struct {
    char *word;
    WattleCliPlan *plan; /* NULL: it cannot be read */
    GError *error;       /* why */
} Source;

typedef struct {
    WattleCli *cli;
    GPtrArray *zones;    /* of char; none: that of each plan */
    GPtrArray *verdicts; /* of WattleCliPlanVerdict */
    guint source;        /* which one it is */
    guint done;
    guint all;
    gboolean shows; /* standard error is a terminal */
} Walk;

static void
source_free (gpointer data)
{
    Source *self = data;

    g_free (self->word);
    g_clear_pointer (&self->plan, wattle_cli_plan_free);
    g_clear_error (&self->error);
    g_free (self);
}

/* Sources */

static void
add_source (GPtrArray *sources, WattleCli *cli, const char *word)
{
    Source *source = g_new0 (Source, 1);

    source->word = g_strdup (word);
    source->plan = wattle_cli_plan_load (cli, word, &source->error);
    g_ptr_array_add (sources, source);
}

static gboolean
add_house (GPtrArray *sources, WattleCli *cli, GError **error)
{
    g_autoptr (GPtrArray) list = NULL;

    if (!wattle_cli_bus_connect (cli, error))
        return FALSE;
    list = wattle_cli_plan_list (cli);
    for (guint i = 0; i < list->len; i++)
        add_source (sources, cli, wattle_dbus_tariff_get_id (g_ptr_array_index (list, i)));
    if (list->len == 0)
        g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                             _ ("this house has no tariff plan; name a file, or import one with: "
                                "wattle tariff import FILE"));
    return list->len > 0;
}

/* Those that are named, or all of the house. A single one fails as it does in other commands; of
 * several the others are looked at all the same. */
static GPtrArray *
read_sources (WattleCli *cli, const WattleCliArguments *arguments, GError **error)
{
    const char *const *words = wattle_cli_arguments_get_operands (arguments, 0);
    g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (source_free);
    Source *only;

    if (words[0] == NULL && !add_house (sources, cli, error))
        return NULL;
    for (guint i = 0; words[i] != NULL; i++)
        add_source (sources, cli, words[i]);
    only = g_ptr_array_index (sources, 0);
    if (sources->len > 1 || only->plan != NULL)
        return g_steal_pointer (&sources);
    g_propagate_error (error, g_steal_pointer (&only->error));
    return NULL;
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

static WattleCliPlanVerdict *
add_verdict (Walk *walk, const char *plan)
{
    WattleCliPlanVerdict *verdict = g_new0 (WattleCliPlanVerdict, 1);

    verdict->number = walk->source;
    verdict->plan = g_strdup (plan);
    g_ptr_array_add (walk->verdicts, verdict);
    walk->done++;
    return verdict;
}

/* Names the plan, unless the sentence does so at its beginning. */
static void
set_fault (WattleCliPlanVerdict *verdict, const char *word, const GError *error)
{
    g_autofree char *why = wattle_cli_message_explain (error);

    verdict->error = g_strdup (error->message);
    verdict->fault =
        g_str_has_prefix (why, word) ? g_strdup (why) : g_strdup_printf ("%s: %s", word, why);
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

/* @plan: @source as it is in some zone. */
static void
walk_plan (Walk *walk, const WattleCliPlan *source, WattleTariffPlan *plan)
{
    g_autoptr (WattleTariffPlan) longer = reach_back (source, plan);
    gint64 start = wattle_clock_get_monotonic (walk->cli->clock);
    WattleCliPlanVerdict *verdict = add_verdict (walk, wattle_tariff_plan_get_id (plan));
    g_autoptr (GError) error = NULL;

    verdict->zone = wattle_zone_ref (wattle_tariff_plan_get_zone (plan));
    verdict->begin = wattle_cli_plan_find_begin (plan);
    verdict->from = wattle_cli_plan_find_begin (longer);
    verdict->to = wattle_cli_plan_find_end (plan);
    wattle_tariff_proof_walk (longer, verdict->from, verdict->to, &verdict->proof, &error);
    verdict->duration = wattle_clock_get_monotonic (walk->cli->clock) - start;
    verdict->walked = g_steal_pointer (&longer);
    if (error != NULL)
        set_fault (verdict, source->word, error);
}

static void
walk_zone (Walk *walk, const WattleCliPlan *source, const char *zone)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleTariffPlan) plan =
        wattle_cli_plan_parse_in_zone (source->text, zone, WATTLE_DATE_NONE, &error);

    show_progress (walk, wattle_tariff_plan_get_id (source->plan), zone);
    if (plan != NULL)
        walk_plan (walk, source, plan);
    else
        set_fault (add_verdict (walk, wattle_tariff_plan_get_id (source->plan)), source->word,
                   error);
}

static void
walk_source (Walk *walk, const Source *source)
{
    if (source->plan == NULL) {
        set_fault (add_verdict (walk, source->word), source->word, source->error);
        return;
    }
    for (guint i = 0; i < walk->zones->len; i++)
        walk_zone (walk, source->plan, g_ptr_array_index (walk->zones, i));
    if (walk->zones->len == 0)
        walk_zone (walk, source->plan,
                   wattle_zone_get_name (wattle_tariff_plan_get_zone (source->plan->plan)));
}

static void
walk_all (Walk *walk, GPtrArray *sources)
{
    walk->all = sources->len * MAX (walk->zones->len, 1);
    for (walk->source = 0; walk->source < sources->len; walk->source++)
        walk_source (walk, g_ptr_array_index (sources, walk->source));
    hide_progress (walk);
}

/* Telling */

static void
print_json (const Walk *walk)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_array (json, NULL);
    for (guint i = 0; i < walk->verdicts->len; i++)
        wattle_cli_plan_verdict_add_json (g_ptr_array_index (walk->verdicts, i), json);
    wattle_cli_json_end_array (json);
    wattle_cli_json_print (json);
}

/* What the proof says of a plan that names no zone, it says of this one. */
static void
print_zones (GPtrArray *sources)
{
    for (guint i = 0; i < sources->len; i++) {
        const WattleCliPlan *plan = ((const Source *)g_ptr_array_index (sources, i))->plan;
        g_autofree char *zone = plan != NULL ? wattle_cli_plan_describe_zone (plan) : NULL;

        if (plan != NULL && plan->zone_of != WATTLE_CLI_PLAN_ZONE_OWN)
            g_print (_ ("%s names no zone; zone: %s\n"), wattle_tariff_plan_get_id (plan->plan),
                     zone);
    }
}

static void
print_report (const Walk *walk, GPtrArray *sources)
{
    g_autofree char *text = wattle_cli_plan_report_describe (walk->verdicts, walk->cli->colour);

    g_print ("%s", text);
    if (walk->zones->len == 0)
        print_zones (sources);
}

static int
run_verify (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GPtrArray) verdicts =
        g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_cli_plan_verdict_free);
    g_autofree const char **names = wattle_cli_arguments_get_all (arguments, "zone");
    gboolean all = wattle_cli_arguments_has (arguments, "all-zones");
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) zones =
        wattle_cli_plan_zones_read ((const char *const *)names, all, &error);
    g_autoptr (GPtrArray) sources = zones != NULL ? read_sources (cli, arguments, &error) : NULL;
    Walk walk = { .cli = cli, .zones = zones, .verdicts = verdicts };

    if (sources == NULL)
        return wattle_cli_fail (error);
    walk.shows = wattle_cli_terminal_can_draw (STDERR_FILENO);
    walk_all (&walk, sources);
    if (cli->json)
        print_json (&walk);
    else
        print_report (&walk, sources);
    for (guint i = 0; i < verdicts->len; i++)
        if (((const WattleCliPlanVerdict *)g_ptr_array_index (verdicts, i))->fault != NULL)
            return WATTLE_CLI_PROBLEM;
    return WATTLE_CLI_OK;
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
          "Whatever is wrong is named with its time. The exit status is 1 then. A plan that holds "
          "in "
          "more than 20 zones has one line for them, and only others have rows; with --json all "
          "have."),
      "wattle tariff verify\nwattle tariff verify ./plan.json --zone Europe/Kyiv --zone Asia/"
      "Kathmandu",
      options, run_verify, TRUE },
    { NULL },
};
