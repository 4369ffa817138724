/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <stdio.h>

#include "wattle-cli-command.h"
#include "wattle-cli-instant.h"
#include "wattle-cli-lines.h"
#include "wattle-cli-plan-answers.h"
#include "wattle-cli-plan-document.h"
#include "wattle-cli-plan.h"

/* tariff now: what is true at one moment, or at many */

/* Of a line with a time. */
#define MAX_LINE 200

/* Times are texts, because those without an offset are of the zone of each plan; "-" stands for
 * those of standard input. */
typedef struct {
    GPtrArray *words; /* of plans; ends with NULL */
    GPtrArray *times;
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
add_time (Question *question, const char *text, GError **error)
{
    gboolean input = g_str_equal (text, "-");

    if (input && question->input) {
        g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                             _ ("standard input (-) can be read once only"));
        return FALSE;
    }
    question->input = question->input || input;
    g_ptr_array_add (question->times, (gpointer)text);
    return TRUE;
}

/* No identifier begins like one. A file may, so one that looks like a time needs its folder. */
static gboolean
is_time (const char *word)
{
    g_autoptr (WattleZone) utc = wattle_zone_new ("UTC", NULL);
    gint64 time;

    if (g_str_equal (word, "-"))
        return TRUE;
    return (g_ascii_isdigit (*word) || *word == '@') &&
           ((utc != NULL && wattle_cli_instant_parse (word, utc, &time, NULL)) ||
            !g_file_test (word, G_FILE_TEST_EXISTS));
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
        if (!is_time (words[i]))
            g_ptr_array_add (question->words, (gpointer)words[i]);
        else if (!add_time (question, words[i], error))
            return FALSE;
    g_ptr_array_add (question->words, NULL);
    return TRUE;
}

/* Whoever names times is a program, unless it says otherwise. */
static gboolean
wants_table (WattleCli *cli,
             const Question *question,
             const WattleCliArguments *arguments,
             gboolean *table,
             GError **error)
{
    *table = wattle_cli_arguments_has (arguments, "table");
    if (*table && cli->json)
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("only one of %s and %s can be given"), "--table", "--json");
    else if (*table && question->input)
        g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                             _ ("--table is for times that are named; those of standard input (-) "
                                "are answered as they come"));
    else
        return TRUE;
    return FALSE;
}

/* A line is answered before the next one is read, so nothing is known yet of what follows. Who
 * cannot be answered any more is not waited for. */
static gboolean
answer_input (WattleCliPlanAnswers *self, GError **error)
{
    g_auto (WattleCliLines) lines = { MAX_LINE, 0, NULL };
    const char *line;

    while (!ferror (stdout)) {
        if (!wattle_cli_lines_read (&lines, &line, error))
            return FALSE;
        if (line == NULL)
            return TRUE;
        if (*line != '\0' && !wattle_cli_plan_answers_add_text (self, line, error)) {
            wattle_cli_lines_prefix (&lines, error);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
answer_all (WattleCliPlanAnswers *self, const Question *question, WattleCli *cli, GError **error)
{
    gint64 now = wattle_clock_get_wall (cli->clock) / G_USEC_PER_SEC;
    GPtrArray *times = question->times;

    if (times->len == 0)
        wattle_cli_plan_answers_add (self, now);
    for (guint i = 0; i < times->len; i++)
        if (!g_str_equal (times->pdata[i], "-") &&
            !wattle_cli_plan_answers_check (self, times->pdata[i], error))
            return FALSE;
    for (guint i = 0; i < times->len; i++)
        if (!(g_str_equal (times->pdata[i], "-")
                  ? answer_input (self, error)
                  : wattle_cli_plan_answers_add_text (self, times->pdata[i], error)))
            return FALSE;
    return TRUE;
}

static int
run_now (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_auto (Question) question = { g_ptr_array_new (), g_ptr_array_new (), FALSE };
    g_autoptr (WattleCliPlanAnswers) answers = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) plans = NULL;
    WattleCliPlanShape shape = WATTLE_CLI_PLAN_ANSWERS_JSON;
    gboolean table;

    if (!read_question (&question, arguments, &error) ||
        !wants_table (cli, &question, arguments, &table, &error))
        return wattle_cli_fail (error);
    plans = wattle_cli_plan_load_all (cli, (const char *const *)question.words->pdata, &error);
    if (plans == NULL)
        return wattle_cli_fail (error);
    for (guint i = 0; i < plans->len; i++)
        wattle_cli_plan_document_warn (cli, g_ptr_array_index (plans, i));

    if (table || (question.times->len == 0 && !cli->json))
        shape =
            question.times->len > 0 ? WATTLE_CLI_PLAN_ANSWERS_TABLE : WATTLE_CLI_PLAN_ANSWERS_NOW;
    answers = wattle_cli_plan_answers_new (plans, shape);
    if (!answer_all (answers, &question, cli, &error))
        return wattle_cli_fail (error);
    wattle_cli_plan_answers_end (answers, cli);
    return WATTLE_CLI_OK;
}

static const WattleCliOption options[] = {
    { "at", "TIME",
      N_ ("then, instead of now; may be given several times; - reads times from standard input, "
          "one a line") },
    { "table", NULL, N_ ("a table for people, of times that are named") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_now_commands[] = {
    { "tariff now", "[PLAN …]", N_ ("tariff and price now, or at other times"),
      N_ ("Tells which tariff and price there is now, or was or will be at other times, of all "
          "plans of the house, or of those that are named: by their id, or by a file, for which no "
          "host has to run. Now is told in a table; other times in lines of JSON, with or without "
          "--json, one for each time and plan, or with --table in a table. A time is written as in "
          "2026-06-01T18:00:00+02:00; without the offset it is one of the plan's own zone, a date "
          "alone is its midnight, and @1780329600 counts seconds since 1970. It may also stand "
          "without --at. A line of standard input is answered as soon as it is there, an empty "
          "one is passed over; the first "
          "one that is no time is named with its number and ends it, and what follows is not "
          "answered."),
      "wattle tariff now\nwattle tariff now my_plan --at 2026-12-25T07:00\nwattle tariff now "
      "my_plan 2026-12-25T07:00 --table\nwattle tariff now ./plan.json --at - < times.txt",
      options, run_now, TRUE },
    { NULL },
};
