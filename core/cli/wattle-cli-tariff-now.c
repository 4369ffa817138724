/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "wattle-cli-command.h"
#include "wattle-cli-file.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-json.h"
#include "wattle-cli-plan-change.h"
#include "wattle-cli-plan.h"
#include "wattle-cli-table.h"

/* tariff now: what is true at one moment, or at many */

#define MAX_TIMES_SIZE (64 * 1024 * 1024)

/* As texts, because those without an offset are of the zone of each plan. */
typedef struct {
    GPtrArray *words; /* of plans */
    GPtrArray *times;
    guint from_input; /* the first line of standard input among @times */
    gboolean input;
} Question;

static void
question_clear (Question *self)
{
    g_ptr_array_unref (self->words);
    g_ptr_array_unref (self->times);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static gboolean
read_input (Question *question, GError **error)
{
    g_autoptr (GBytes) text = NULL;
    g_auto (GStrv) lines = NULL;
    g_autofree char *whole = NULL;
    const char *data;
    gsize length;

    if (question->input)
        return TRUE; /* it was said twice */
    question->input = TRUE;
    question->from_input = question->times->len;
    text = wattle_cli_file_read ("-", MAX_TIMES_SIZE, error);
    if (text == NULL) {
        g_prefix_error (error, "%s: ", _ ("standard input"));
        return FALSE;
    }
    data = g_bytes_get_data (text, &length);
    whole = g_strndup (data != NULL ? data : "", length);
    lines = g_strsplit (whole, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        if (lines[i + 1] != NULL || *lines[i] != '\0') /* the last one may have no end */
            g_ptr_array_add (question->times, g_strdup (g_strstrip (lines[i])));
    return TRUE;
}

static gboolean
add_time (Question *question, const char *text, GError **error)
{
    if (g_str_equal (text, "-"))
        return read_input (question, error);
    g_ptr_array_add (question->times, g_strdup (text));
    return TRUE;
}

/* No identifier begins with a digit. */
static gboolean
is_time (const char *word)
{
    g_autoptr (WattleZone) utc = wattle_zone_new ("UTC", NULL);
    gint64 time;

    return utc != NULL && g_ascii_isdigit (*word) &&
           wattle_cli_instant_parse (word, utc, &time, NULL);
}

static gboolean
read_question (Question *question, const WattleCliArguments *arguments, GError **error)
{
    g_autofree const char **times = wattle_cli_arguments_get_all (arguments, "at");
    const char *const *words = wattle_cli_arguments_get_operands (arguments, 0);

    for (guint i = 0; times[i] != NULL; i++)
        if (!add_time (question, times[i], error))
            return FALSE;
    for (guint i = 0; words[i] != NULL; i++)
        if (g_str_equal (words[i], "-") || is_time (words[i])) {
            if (!add_time (question, words[i], error))
                return FALSE;
        } else {
            g_ptr_array_add (question->words, g_strdup (words[i]));
        }
    g_ptr_array_add (question->words, NULL);
    return TRUE;
}

/* NULL: one of them is none. Without any it is this moment. */
static GArray *
read_times (const Question *question, WattleCli *cli, WattleZone *zone, GError **error)
{
    g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;

    for (guint i = 0; i < question->times->len; i++) {
        gint64 time;

        if (!wattle_cli_instant_parse (g_ptr_array_index (question->times, i), zone, &time,
                                       error)) {
            if (question->input && i >= question->from_input)
                g_prefix_error (error, _ ("standard input, line %u: "),
                                i - question->from_input + 1);
            return NULL;
        }
        g_array_append_val (times, time);
    }
    if (question->times->len == 0 && !question->input)
        g_array_append_val (times, now);
    return g_steal_pointer (&times);
}

/* Answers */

static void
print_json (WattleTariffPlan *plan, gint64 time, const WattlePricing *pricing, gint64 change)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    const WattleSlot *slot = &pricing->main;
    g_autofree char *at = wattle_cli_instant_format (time, zone);
    g_autofree char *price = pricing->known ? wattle_money_format (pricing->price, 0) : NULL;
    g_autofree char *next = change != G_MAXINT64 ? wattle_cli_instant_format (change, zone) : NULL;
    WattleDate date = wattle_zone_read_latest (zone, time).date;
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "at", at);
    wattle_cli_json_add_text (json, "plan", wattle_tariff_plan_get_id (plan));
    wattle_cli_json_add_text (json, "tariff",
                              wattle_tariff_plan_get_tariff (plan, slot->tariff, NULL));
    wattle_cli_json_add_digits (json, "price", price);
    wattle_cli_json_add_text (json, "season",
                              slot->season != NULL ? wattle_season_get_name (slot->season) : NULL);
    wattle_cli_json_add_text (json, "day_type", wattle_day_types_get (types, date));
    wattle_cli_json_add_text (json, "holiday", wattle_day_types_get_holiday (types, date));
    wattle_cli_json_add_text (json, "next_change", next);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static void
add_row (WattleCliTable *table,
         WattleTariffPlan *plan,
         gint64 time,
         const WattlePricing *pricing,
         gint64 change)
{
    WattleZone *zone = wattle_tariff_plan_get_zone (plan);
    WattleDate date = wattle_zone_read_latest (zone, time).date;
    WattleDayTypes *types = wattle_tariff_plan_get_day_types (plan);
    const char *holiday = wattle_day_types_get_holiday (types, date);
    g_autofree char *at = wattle_cli_instant_describe (time, zone);
    g_autofree char *price = wattle_cli_plan_format_price (plan, pricing);
    g_autofree char *next =
        change != G_MAXINT64 ? wattle_cli_instant_describe (change, zone) : g_strdup ("–");

    wattle_cli_table_add (table, at);
    wattle_cli_table_add (table, wattle_tariff_plan_get_id (plan));
    wattle_cli_table_add_styled (table, WATTLE_CLI_STYLE_STRONG,
                                 wattle_cli_plan_name_tariff (plan, pricing->main.tariff));
    wattle_cli_table_add (table, price);
    wattle_cli_table_add (table, holiday != NULL ? holiday : wattle_day_types_get (types, date));
    wattle_cli_table_add (table, next);
}

/* @table: NULL: as JSON */
static void
answer (WattleTariffPlan *plan, GArray *times, WattleCliTable *table)
{
    WattleCliPlanChange change = { plan, 0, 0, FALSE };

    for (guint i = 0; i < times->len; i++) {
        gint64 time = g_array_index (times, gint64, i);
        gint64 next = wattle_cli_plan_change_find (&change, time);
        WattlePricing pricing;

        wattle_tariff_plan_get (plan, time, &pricing);
        if (table != NULL)
            add_row (table, plan, time, &pricing, next);
        else
            print_json (plan, time, &pricing, next);
    }
}

static WattleCliTable *
make_table (void)
{
    WattleCliTable *table = wattle_cli_table_new ();

    wattle_cli_table_add_column (table, C_ ("column", "Time"));
    wattle_cli_table_add_column (table, C_ ("column", "Plan"));
    wattle_cli_table_add_column (table, C_ ("column", "Tariff"));
    wattle_cli_table_add_number_column (table, C_ ("column", "Price"));
    wattle_cli_table_add_column (table, C_ ("column", "Day"));
    wattle_cli_table_add_column (table, C_ ("column", "Next tariff"));
    return table;
}

/* All times are read before anything is answered. */
static GPtrArray *
read_all_times (const Question *question, WattleCli *cli, GPtrArray *plans, GError **error)
{
    g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);

    for (guint i = 0; i < plans->len; i++) {
        WattleCliPlan *plan = g_ptr_array_index (plans, i);
        GArray *times = read_times (question, cli, wattle_tariff_plan_get_zone (plan->plan), error);

        if (times == NULL)
            return NULL;
        g_ptr_array_add (all, times);
    }
    return g_steal_pointer (&all);
}

static int
run_now (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_auto (Question) question = { g_ptr_array_new_with_free_func (g_free),
                                   g_ptr_array_new_with_free_func (g_free), 0, FALSE };
    g_autoptr (WattleCliTable) table = cli->json ? NULL : make_table ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) plans = NULL;
    g_autoptr (GPtrArray) times = NULL;

    if (read_question (&question, arguments, &error))
        plans = wattle_cli_plan_load_all (cli, (const char *const *)question.words->pdata, &error);
    if (plans != NULL)
        times = read_all_times (&question, cli, plans, &error);
    if (times == NULL)
        return wattle_cli_fail (error);

    for (guint i = 0; i < plans->len; i++)
        answer (((WattleCliPlan *)g_ptr_array_index (plans, i))->plan, g_ptr_array_index (times, i),
                table);
    if (table != NULL)
        wattle_cli_table_print (table, cli->colour);
    return WATTLE_CLI_OK;
}

static const WattleCliOption options[] = {
    { "at", "TIME",
      N_ ("then, instead of now; may be given several times; - reads times from standard input, "
          "one "
          "a line") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_now_commands[] = {
    { "tariff now", "[PLAN …]", N_ ("tariff and price now, or at other times"),
      N_ ("Tells which tariff and price there is now, or was or will be at other times, of all "
          "plans "
          "of the house, or of those that are named: by their id, or by a file, for which no host "
          "has to run. A time is written as in 2026-06-01T18:00:00+02:00; without the offset it is "
          "one of the plan's own zone. Times may also stand without --at. With --json each answer "
          "is one line."),
      "wattle tariff now\nwattle tariff now my_plan --at 2026-12-25T07:00\nwattle tariff now "
      "./plan.json --json --at - < times.txt",
      options, run_now, TRUE },
    { NULL },
};
