/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "base/wattle-error.h"
#include "base/wattle-ident.h"
#include "calendar/wattle-ics.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-diff-text.h"
#include "wattle-cli-message.h"
#include "wattle-cli-plan-categories.h"
#include "wattle-cli-plan-document.h"
#include "wattle-cli-plan-preview.h"
#include "wattle-cli-plan-save.h"
#include "wattle-cli-plan-unpriced.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-cli-report.h"
#include "wattle-cli-text.h"

/* tariff import: a plan, or holidays from a calendar into one */

typedef struct {
    const char *path;
    GBytes *text; /* the document that is to be imported */
    WattleTariffPlan *plan;
    GBytes *before; /* what it was made of, if that is a plan of the house */
    gboolean replace;
    gboolean calendar;
    guint n_days; /* that are new, from a calendar */
    GStrv lost;   /* categories of it that mean nothing in the plan, or NULL */
    char *lines;  /* how the document of the plan changes by the calendar, or NULL */
} Import;

static void
import_clear (Import *self)
{
    g_clear_pointer (&self->text, g_bytes_unref);
    g_clear_pointer (&self->before, g_bytes_unref);
    g_clear_pointer (&self->plan, wattle_tariff_plan_unref);
    g_clear_pointer (&self->lost, g_strfreev);
    g_clear_pointer (&self->lines, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* What is wrong at @place, a file or a plan, in the language of the person. */
static gboolean
refuse (const char *place, const GError *cause, GError **error)
{
    g_autofree char *why = wattle_cli_message_explain (cause);

    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "%s: %s", place, why);
    return FALSE;
}

static gboolean
parse (Import *self, const char *zone, GError **error)
{
    g_autoptr (GError) cause = NULL;

    self->plan = wattle_cli_plan_parse (self->text, zone, &cause);
    return self->plan != NULL || refuse (self->path, cause, error);
}

/* A plan of the house that gets the days takes its own place; one of a file may not take another's
 * place unasked. */
static WattleCliPlan *
load_target (Import *self, WattleCli *cli, const char *word, GError **error)
{
    g_autoptr (WattleCliPlan) plan = NULL;

    if (!wattle_ident_is_valid (word))
        return wattle_cli_plan_load (cli, word, error);
    plan = wattle_cli_plan_document_load (cli, word, error);
    if (plan == NULL)
        return NULL;
    if (plan->plan == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "%s: %s", word, plan->fault);
        return NULL;
    }
    self->before = g_bytes_ref (plan->text);
    self->replace = TRUE;
    return g_steal_pointer (&plan);
}

/* It is the calendar that has what is not found, and the plan that has no room. */
static gboolean
add_days (Import *self,
          const WattleCliPlan *plan,
          GPtrArray *days,
          const char *day_type,
          GError **error)
{
    g_autoptr (GError) cause = NULL;
    g_autofree char *why = NULL;

    self->text = wattle_ics_merge (plan->text, plan->plan, days, day_type, &self->n_days, &cause);
    if (self->text != NULL)
        return TRUE;
    if (!g_error_matches (cause, WATTLE_ERROR, WATTLE_ERROR_NOT_FOUND))
        return refuse (plan->word, cause, error);
    why = wattle_cli_message_explain (cause);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "%s: %s (--day-type)", self->path,
                 why);
    return FALSE;
}

static gboolean
merge (Import *self,
       WattleCli *cli,
       GBytes *calendar,
       const WattleCliArguments *arguments,
       GError **error)
{
    const char *word = wattle_cli_arguments_get (arguments, "plan");
    const char *day_type = wattle_cli_arguments_get (arguments, "day-type");
    g_autoptr (GError) cause = NULL;
    g_autoptr (GPtrArray) days = NULL;
    g_autoptr (WattleCliPlan) plan = NULL;
    g_autofree char *name = NULL;

    if (word == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s is a calendar; say into which plan its days go, with: --plan PLAN"),
                     self->path);
        return FALSE;
    }
    days = wattle_ics_read (calendar, &cause);
    if (days == NULL)
        return refuse (self->path, cause, error);
    plan = load_target (self, cli, word, error);
    if (plan == NULL)
        return FALSE;
    self->calendar = TRUE;
    if (day_type == NULL)
        self->lost = wattle_cli_plan_categories_find (plan->text, days);
    if (!add_days (self, plan, days, day_type, error) || !parse (self, plan->default_zone, error))
        return FALSE;
    name = g_strconcat (wattle_tariff_plan_get_id (self->plan), ".json", NULL);
    self->lines = wattle_cli_diff_text_make (name, plan->text, self->text);
    return TRUE;
}

static gboolean
read_import (Import *self, WattleCli *cli, const WattleCliArguments *arguments, GError **error)
{
    g_autoptr (GBytes) text = wattle_cli_plan_read_file (self->path, error);
    g_autofree char *zone = NULL;

    if (text == NULL) {
        g_prefix_error (error, "%s: ", self->path);
        return FALSE;
    }
    self->replace = wattle_cli_arguments_has (arguments, "replace");
    if (wattle_ics_is_calendar (text))
        return merge (self, cli, text, arguments, error);
    if (wattle_cli_arguments_has (arguments, "plan") ||
        wattle_cli_arguments_has (arguments, "day-type")) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s is no calendar; --plan and --day-type are for the days of one"),
                     self->path);
        return FALSE;
    }
    self->text = g_steal_pointer (&text);
    zone = wattle_cli_plan_dup_default_zone (cli);
    return parse (self, zone, error);
}

/* Only looking */

/* @preview: NULL: no host runs. */
static void
print_json (const Import *self, const WattleCliPlanPreview *preview)
{
    static const char *const none[] = { NULL };
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", wattle_tariff_plan_get_id (self->plan));
    wattle_cli_json_add_boolean (json, "dry_run", TRUE);
    wattle_cli_plan_preview_add_json (json, preview, self->lines);
    wattle_cli_plan_unpriced_add_json (json, self->plan);
    wattle_cli_json_add_texts (json, "unknown_categories",
                               self->lost != NULL ? (const char *const *)self->lost : none);
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static void
print_days (const Import *self)
{
    if (self->lost != NULL)
        wattle_cli_plan_categories_print ((const char *const *)self->lost);
    if (self->calendar && self->n_days == 0)
        g_print (_ ("The plan has all days of the calendar already.\n"));
    else if (self->calendar)
        g_print (g_dngettext (GETTEXT_PACKAGE, "%u entry of the calendar is new.\n",
                              "%u entries of the calendar are new.\n", self->n_days),
                 self->n_days);
}

static void
print_look (WattleCli *cli, const Import *self, const WattleCliPlanPreview *preview)
{
    g_autofree char *path = wattle_cli_text_clean (self->path);

    g_print (_ ("%s: the tariff plan “%s” is fine.\n"), path,
             wattle_tariff_plan_get_id (self->plan));
    print_days (self);
    if (preview != NULL)
        wattle_cli_plan_preview_print (cli, self->plan, preview);
    if (self->n_days > 0 && (preview == NULL || preview->before == NULL))
        wattle_cli_plan_preview_print_lines (cli, self->lines);
    wattle_cli_plan_unpriced_print (self->plan);
    g_print (_ ("Nothing has been changed.\n"));
}

/* What the host would refuse is refused where one runs; elsewhere it is only seen whether the
 * document is right. */
static int
look (WattleCli *cli, const Import *self, const WattleCliPlanOrder *order)
{
    g_auto (WattleCliPlanPreview) preview = { 0 };
    g_autoptr (GError) error = NULL;
    gboolean reached = wattle_cli_bus_connect (cli, NULL);

    if (reached && (!wattle_cli_plan_check (cli, order, &error) ||
                    !wattle_cli_plan_preview (cli, self->plan, self->text, &preview, &error)))
        return wattle_cli_fail (error);
    if (cli->json)
        print_json (self, reached ? &preview : NULL);
    else
        print_look (cli, self, reached ? &preview : NULL);
    return WATTLE_CLI_OK;
}

/* What the house has to the last byte is not saved again: that would be a revision of nothing. What
 * cannot be read is something else. */
static gboolean
is_same (WattleCli *cli, const Import *self)
{
    g_autoptr (WattleCliPlan) before =
        self->replace
            ? wattle_cli_plan_document_load (cli, wattle_tariff_plan_get_id (self->plan), NULL)
            : NULL;

    return before != NULL && g_bytes_equal (before->text, self->text);
}

static int
save (WattleCli *cli, const Import *self, const WattleCliPlanOrder *order)
{
    const char *id = wattle_tariff_plan_get_id (self->plan);
    g_autoptr (GError) error = NULL;
    g_autofree char *saved = NULL;
    gboolean same = wattle_cli_bus_connect (cli, &error) && is_same (cli, self);

    if (error == NULL && !same)
        saved = wattle_cli_plan_save (cli, order, &error);
    if (error != NULL)
        return wattle_cli_fail (error);
    if (!cli->json)
        print_days (self);
    if (same)
        return wattle_cli_report_done (cli, "id", id, _ ("The tariff plan “%s” is as it was."), id);
    return wattle_cli_report_done (cli, "id", id, _ ("The tariff plan “%s” is imported."), id);
}

static int
run_import (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_auto (Import) import = { .path = wattle_cli_arguments_get_operand (arguments, 0) };
    g_autoptr (GError) error = NULL;
    WattleCliPlanOrder order;

    if (!read_import (&import, cli, arguments, &error))
        return wattle_cli_fail (error);
    order = (WattleCliPlanOrder){ import.text, import.replace, import.before };
    if (wattle_cli_arguments_has (arguments, "dry-run"))
        return look (cli, &import, &order);
    return save (cli, &import, &order);
}

static const WattleCliOption options[] = {
    { "dry-run", NULL, N_ ("only say whether it is right, and what it would change") },
    { "replace", NULL, N_ ("use it instead of another one of its id") },
    { "plan", "PLAN", N_ ("into which plan the days of a calendar go") },
    { "day-type", "TYPE", N_ ("what they are there, if not holidays: a type of day of that plan") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_import_commands[] = {
    { "tariff import", "FILE", N_ ("add a plan from a file, or days of a calendar to one"),
      N_ ("Adds a tariff plan to those of this house. It is checked as a whole before anything is "
          "changed, and is a revision of the configuration, so that it can be undone; what is "
          "wrong is named with its place, and the plan that runs goes on. With --dry-run the host, "
          "if one runs, refuses what it would refuse, and it is shown what would change. A "
          "calendar (iCalendar, .ics) adds its days to the holidays of a plan, or to its own type "
          "of day that is a category of theirs: events of whole days that come once, come each "
          "year, or end. What the plan has already is not added again."),
      "wattle tariff import my-plan.json --dry-run\nwattle tariff import school.ics --plan my_plan",
      options, run_import, TRUE },
    { NULL },
};
