/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-verdict.h"

G_BEGIN_DECLS

/* Tells a person of verdicts, of WattleCliPlanVerdict: a row for each, or a line for a plan that
 * holds in so many zones that nobody would read their rows. Those of one plan stand together. */
char *wattle_cli_plan_report_describe (GPtrArray *verdicts, gboolean colour);

G_END_DECLS
