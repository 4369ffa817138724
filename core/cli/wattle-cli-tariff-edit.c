/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gi18n.h>
#include <stdio.h>

#include "base/wattle-json.h"
#include "wattle-cli-bus.h"
#include "wattle-cli-command.h"
#include "wattle-cli-editor.h"
#include "wattle-cli-message.h"
#include "wattle-cli-plan-document.h"
#include "wattle-cli-plan-preview.h"
#include "wattle-cli-plan-save.h"
#include "wattle-cli-plan-unpriced.h"
#include "wattle-cli-prompt.h"
#include "wattle-cli-report.h"
#include "wattle-cli-text.h"

/* tariff edit */

typedef enum {
    STEP_AGAIN,     /* into the editor once more */
    STEP_SAVED,     /* as a revision */
    STEP_UNCHANGED, /* there is nothing to save */
    STEP_LEFT,      /* the person does not want to */
    STEP_FAILED,    /* there is an error */
} Step;

typedef struct {
    WattleCli *cli;
    gboolean yes; /* nothing is asked */
    WattleCliPlan *before;
    WattleCliEditor editor;
    GBytes *text; /* what came from the editor, or NULL */
} Edit;

/* A mistake is told, and may be mended. */
static Step
ask_again (Edit *self, GError *cause, GError **error)
{
    g_autofree char *clean = wattle_cli_text_clean (cause->message);

    if (self->yes) {
        g_propagate_error (error, cause);
        return STEP_FAILED;
    }
    g_printerr ("wattle: %s\n", clean);
    g_error_free (cause);
    /* TRANSLATORS: y and n stay */
    return wattle_cli_prompt_choose (_ ("Edit again? [Y/n]"), "yn") == 'y' ? STEP_AGAIN : STEP_LEFT;
}

static WattleTariffPlan *
parse (Edit *self, GError **error)
{
    const char *id = self->before->word;
    g_autoptr (GError) cause = NULL;
    g_autoptr (WattleTariffPlan) plan =
        wattle_cli_plan_parse (self->text, self->before->default_zone, &cause);
    g_autofree char *why = cause != NULL ? wattle_cli_message_explain (cause) : NULL;

    if (plan == NULL)
        g_set_error_literal (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM, why);
    else if (!g_str_equal (wattle_tariff_plan_get_id (plan), id))
        g_set_error (error, WATTLE_CLI_ERROR, WATTLE_CLI_PROBLEM,
                     _ ("id: must stay “%s”; a plan of another id is imported"), id);
    else
        return g_steal_pointer (&plan);
    return NULL;
}

static Step
end_or_ask (Edit *self, GError *cause, GError **error)
{
    if (g_error_matches (cause, WATTLE_CLI_ERROR, WATTLE_CLI_USAGE))
        return ask_again (self, cause, error); /* the host finds something wrong in it */
    g_propagate_error (error, cause);
    return STEP_FAILED;
}

static Step
save (Edit *self, const WattleCliPlanOrder *order, GError **error)
{
    GError *cause = NULL;
    g_autofree char *id = wattle_cli_plan_save (self->cli, order, &cause);

    return id != NULL ? STEP_SAVED : end_or_ask (self, cause, error);
}

static void
print_preview (Edit *self, WattleTariffPlan *plan, const WattleCliPlanPreview *preview)
{
    wattle_cli_plan_preview_print (self->cli, plan, preview);
    wattle_cli_plan_unpriced_print (plan);
}

/* Nobody's work is lost: not of this person, and not of another one meanwhile. */
static Step
show_and_save (Edit *self, WattleTariffPlan *plan, GError **error)
{
    WattleCliPlanOrder order = { self->text, TRUE, self->before->text };
    g_auto (WattleCliPlanPreview) preview = { 0 };
    GError *cause = NULL;

    if (!wattle_cli_plan_check (self->cli, &order, &cause))
        return end_or_ask (self, cause, error);
    if (!wattle_cli_plan_preview (self->cli, plan, self->text, &preview, error))
        return STEP_FAILED;
    if (!self->cli->json)
        print_preview (self, plan, &preview);
    if (self->yes)
        return save (self, &order, error);

    fflush (stdout);
    /* TRANSLATORS: y, e and n stay */
    switch (wattle_cli_prompt_choose (_ ("Save it? [Y/e/n] (e: edit again)"), "yen")) {
    case 'y':
        return save (self, &order, error);
    case 'e':
        return STEP_AGAIN;
    default:
        return STEP_LEFT;
    }
}

static Step
take_step (Edit *self, GError **error)
{
    GError *cause = NULL;
    g_autoptr (WattleTariffPlan) plan = NULL;

    g_clear_pointer (&self->text, g_bytes_unref);
    self->text = wattle_cli_editor_run (&self->editor, WATTLE_JSON_MAX_SIZE, error);
    if (self->text == NULL)
        return STEP_FAILED;
    if (g_bytes_equal (self->text, self->before->text))
        return STEP_UNCHANGED;
    plan = parse (self, &cause);
    return plan != NULL ? show_and_save (self, plan, error) : ask_again (self, cause, error);
}

/* What was written is kept where it was not saved. */
static int
end (Edit *self, Step step, const GError *error)
{
    const char *id = self->before->word;
    gboolean keep =
        (step == STEP_FAILED || step == STEP_LEFT) && wattle_cli_editor_has_changed (&self->editor);
    int status = WATTLE_CLI_PROBLEM;

    if (step == STEP_SAVED)
        status =
            wattle_cli_report_done (self->cli, "id", id, _ ("The tariff plan “%s” is saved."), id);
    else if (step == STEP_UNCHANGED)
        status = wattle_cli_report_done (self->cli, "id", id,
                                         _ ("The tariff plan “%s” is as it was."), id);
    else if (step == STEP_FAILED)
        status = wattle_cli_fail (error);
    if (step == STEP_LEFT)
        g_printerr (_ ("Nothing has been changed.\n"));
    if (keep)
        g_printerr (_ ("What you have written is in %s.\n"), self->editor.path);
    wattle_cli_editor_end (&self->editor, keep);
    g_clear_pointer (&self->text, g_bytes_unref);
    return status;
}

static int
run_edit (WattleCli *cli, const WattleCliArguments *arguments)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (WattleCliPlan) plan = wattle_cli_plan_document_load (
        cli, wattle_cli_arguments_get_operand (arguments, 0), &error);
    Edit edit = { cli, wattle_cli_arguments_has (arguments, "yes"), plan, { NULL, NULL }, NULL };
    Step step = STEP_AGAIN;

    if (plan == NULL || !wattle_cli_editor_begin (&edit.editor, plan->text, &error))
        return wattle_cli_fail (error);
    if (plan->fault != NULL)
        g_printerr (_ ("Something is wrong with the tariff plan “%s”: %s\n"), plan->word,
                    plan->fault);
    while (step == STEP_AGAIN)
        step = take_step (&edit, &error);
    return end (&edit, step, error);
}

static const WattleCliOption options[] = {
    { "yes", NULL, N_ ("save it without asking, and end with the first mistake") },
    { NULL },
};

const WattleCliCommand wattle_cli_tariff_edit_commands[] = {
    { "tariff edit", "PLAN", N_ ("change a plan in an editor"),
      N_ ("Opens the document of a plan in the editor of VISUAL or EDITOR, else vi. What comes "
          "back "
          "is checked; a mistake is named with its place and can be mended at once. Then the hours "
          "are shown whose tariff or price changes, in the year to come and in that of each "
          "version "
          "that begins later, and how the document changes; after a question it is saved as a "
          "revision of the configuration, so that it can be undone. A document that is of no use, "
          "so that its plan does not run, can be mended in the same way."),
      "wattle tariff edit my_plan\nEDITOR=nano wattle tariff edit my_plan", options, run_edit },
    { NULL },
};
