/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>

#include "base/wattle-ident.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-ics.h"
#include "wattle-cli-message.h"
#include "wattle-cli-plan-diff.h"
#include "wattle-cli-plan-save.h"
#include "wattle-cli-plan-zone.h"
#include "wattle-cli-report.h"
#include "wattle-cli-text.h"

/* tariff import: a plan, or holidays from a calendar into one */

typedef struct {
    const char *path;
    GBytes *text; /* the document that is to be imported */
    WattleTariffPlan *plan;
    gboolean replace;
    gboolean calendar;
    guint n_days; /* that are new, from a calendar */
} Import;

static void
import_clear (Import *self)
{
    g_clear_pointer (&self->text, g_bytes_unref);
    g_clear_pointer (&self->plan, wattle_tariff_plan_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

/* Errors begin with the file. */
static gboolean
parse (Import *self, const char *zone, GError **error)
{
    g_autoptr (GError) cause = NULL;
    g_autofree char *why = NULL;

    self->plan = wattle_cli_plan_parse (self->text, zone, &cause);
    if (self->plan != NULL)
        return TRUE;
    why = wattle_cli_message_explain (cause);
    g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, "%s: %s", self->path, why);
    return FALSE;
}

/* A plan of the house that gets holidays takes its own place. */
static gboolean
merge (Import *self,
       WattleCli *cli,
       GBytes *calendar,
       const WattleCliArguments *arguments,
       GError **error)
{
    const char *word = wattle_cli_arguments_get (arguments, "plan");
    const char *day_type = wattle_cli_arguments_get (arguments, "day-type");
    g_autoptr (GPtrArray) days = NULL;
    g_autoptr (WattleCliPlan) plan = NULL;

    if (word == NULL) {
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE,
                     _ ("%s is a calendar; say into which plan its days go, with: --plan PLAN"),
                     self->path);
        return FALSE;
    }
    days = wattle_cli_ics_read (calendar, error);
    if (days == NULL) {
        g_prefix_error (error, "%s: ", self->path);
        return FALSE;
    }
    plan = wattle_cli_plan_load (cli, word, error);
    if (plan == NULL)
        return FALSE;
    self->text =
        wattle_cli_ics_merge (plan->text, plan->plan, days, day_type, &self->n_days, error);
    self->calendar = TRUE;
    /* A plan of the house gets the days; one of a file may not take another's place unasked. */
    self->replace = self->replace || wattle_ident_is_valid (word);
    return self->text != NULL && parse (self, plan->default_zone, error);
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
    if (wattle_cli_ics_is_calendar (text))
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

static void
print_json (const Import *self, const WattleCliPlanPreview *preview)
{
    g_autoptr (WattleCliJson) json = wattle_cli_json_new ();

    wattle_cli_json_begin_object (json, NULL);
    wattle_cli_json_add_text (json, "id", wattle_tariff_plan_get_id (self->plan));
    wattle_cli_json_add_boolean (json, "dry_run", TRUE);
    if (preview != NULL)
        wattle_cli_json_add_boolean (json, "known", preview->known);
    else
        wattle_cli_json_add_null (json, "known");
    if (preview != NULL && preview->known)
        wattle_cli_plan_diff_add_json (json, "difference", preview->differences,
                                       wattle_tariff_plan_get_zone (self->plan), preview->from,
                                       preview->to);
    else
        wattle_cli_json_add_null (json, "difference");
    wattle_cli_json_end_object (json);
    wattle_cli_json_print (json);
}

static void
print_days (const Import *self)
{
    if (self->calendar)
        g_print (g_dngettext (GETTEXT_PACKAGE, "%u entry of the calendar is new.\n",
                              "%u entries of the calendar are new.\n", self->n_days),
                 self->n_days);
}

/* The host has a say where one runs; elsewhere it is only seen whether the document is right. */
static int
look (WattleCli *cli, const Import *self)
{
    g_autofree char *path = wattle_cli_text_clean (self->path);
    g_auto (WattleCliPlanPreview) preview = { 0 };
    g_autoptr (GError) error = NULL;
    gboolean reached = wattle_cli_bus_connect (cli, NULL);

    if (reached && !wattle_cli_plan_preview (cli, self->plan, &preview, &error))
        return wattle_cli_fail (error);
    if (cli->json) {
        print_json (self, reached ? &preview : NULL);
        return WATTLE_CLI_OK;
    }

    g_print (_ ("%s: the tariff plan “%s” is fine.\n"), path,
             wattle_tariff_plan_get_id (self->plan));
    print_days (self);
    if (reached)
        wattle_cli_plan_preview_print (cli, self->plan, &preview);
    g_print (_ ("Nothing has been changed.\n"));
    return WATTLE_CLI_OK;
}

static int
run_import (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_auto (Import) import = { .path = wattle_cli_arguments_get_operand (arguments, 0) };
    g_autoptr (GError) error = NULL;
    g_autofree char *id = NULL;

    if (!read_import (&import, cli, arguments, &error))
        return wattle_cli_fail (error);
    if (wattle_cli_arguments_has (arguments, "dry-run"))
        return look (cli, &import);

    if (wattle_cli_bus_connect (cli, &error))
        id = wattle_cli_plan_save (cli, import.text, import.replace, &error);
    if (id == NULL)
        return wattle_cli_fail (error);
    if (!cli->json)
        print_days (&import);
    return wattle_cli_report_done (cli, "id", id, _ ("The tariff plan “%s” is imported."), id);
}

static const WattleCliOption options[] = {
    { "dry-run", NULL, N_ ("only say whether it is right, and what it would change") },
    { "replace", NULL, N_ ("use it instead of another one of its id") },
    { "plan", "PLAN", N_ ("into which plan the days of a calendar go") },
    { "day-type", "TYPE", N_ ("what they are there, if not holidays: a type of day of that plan") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_import_commands[] = {
    { "tariff import", "FILE", N_ ("add a plan from a file, or holidays to one"),
      N_ ("Adds a tariff plan to those of this house. It is checked as a whole before anything is "
          "changed, and is a revision of the configuration, so that it can be undone; what is "
          "wrong "
          "is named with its place, and the plan that runs goes on. A calendar (iCalendar, .ics) "
          "adds its days to the holidays of a plan: events of whole days that come once, come each "
          "year, or end."),
      "wattle tariff import my-plan.json --dry-run\nwattle tariff import school.ics --plan my_plan",
      options, run_import, TRUE },
    { NULL },
};
