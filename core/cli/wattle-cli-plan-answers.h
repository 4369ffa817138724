/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli.h"

G_BEGIN_DECLS

/* What is true of some plans at one moment after the other. */
typedef struct _WattleCliPlanAnswers WattleCliPlanAnswers;

typedef enum {
    WATTLE_CLI_PLAN_ANSWERS_JSON,  /* one line for each moment and plan, at once */
    WATTLE_CLI_PLAN_ANSWERS_TABLE, /* at the end */
    WATTLE_CLI_PLAN_ANSWERS_NOW,   /* a table that needs no time */
} WattleCliPlanShape;

/* @plans: of WattleCliPlan; they outlive it. */
WattleCliPlanAnswers *wattle_cli_plan_answers_new (GPtrArray *plans, WattleCliPlanShape shape);
void wattle_cli_plan_answers_free (WattleCliPlanAnswers *self);

/* FALSE: this is no time for one of the plans. */
gboolean
wattle_cli_plan_answers_check (WattleCliPlanAnswers *self, const char *text, GError **error);

/* For all plans in their order, or for none. */
gboolean
wattle_cli_plan_answers_add_text (WattleCliPlanAnswers *self, const char *text, GError **error);
void wattle_cli_plan_answers_add (WattleCliPlanAnswers *self, gint64 time);

void wattle_cli_plan_answers_end (WattleCliPlanAnswers *self, WattleCli *cli);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliPlanAnswers, wattle_cli_plan_answers_free)

G_END_DECLS
