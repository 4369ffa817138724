/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-diff.h"

G_BEGIN_DECLS

/* What differs between two plans, for people. */

/* What is other at all times, currency and direction; may be empty. */
char *wattle_cli_plan_diff_text_describe_terms (WattleTariffPlan *before, WattleTariffPlan *after);

/* What becomes what, in how many hours, when first and last, and which fees. */
char *wattle_cli_plan_diff_text_describe (const WattleCliPlanDiff *self, gboolean colour);

G_END_DECLS
