/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan.h"

G_BEGIN_DECLS

/* The documents of the house's tariff plans as the host keeps them, also those that are of no use,
 * so that they can be seen, mended, replaced and removed. */

typedef struct {
    char *id;
    gboolean running;
    char *fault; /* what is wrong in it, in the language of whoever reads it; NULL: nothing */
} WattleCliPlanDocument;

void wattle_cli_plan_document_free (WattleCliPlanDocument *self);

/* What is wrong in it, on standard error, if anything. */
void wattle_cli_plan_document_print_fault (const WattleCliPlanDocument *self);

/* Of WattleCliPlanDocument, by id. */
GPtrArray *wattle_cli_plan_document_list (WattleCli *cli, GError **error);

/* The one of a plan, with what is wrong in it as its fault; its plan is NULL if it is of no use at
 * all. NULL: there is none; a usage error that says which there are. */
WattleCliPlan *wattle_cli_plan_document_load (WattleCli *cli, const char *id, GError **error);

/* A line on standard error if it is one of the house whose document is of no use, while an older
 * one runs on. */
void wattle_cli_plan_document_warn (WattleCli *cli, const WattleCliPlan *plan);

/* Says that the house has no plan of that id, or that its document is of no use. */
void wattle_cli_plan_document_refuse (WattleCli *cli, const char *id, GError **error);

G_END_DECLS
