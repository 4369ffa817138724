/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-heat.h"
#include "wattle-cli-plan-year.h"

G_BEGIN_DECLS

/* A year as a heat map of at most 80 columns: months by days, where a letter says which kind of day
 * it is, and each kind by half-hours, where a letter says which tariff. */
char *wattle_cli_plan_picture_draw (const WattleCliPlanYear *year, WattleCliHeat heat);

/* The letter or digit that stands for each tariff, all different. */
void wattle_cli_plan_picture_choose_letters (WattleTariffPlan *plan, char *letters);

/* a to z, A to Z; then a question mark */
char wattle_cli_plan_picture_get_kind_letter (guint kind);

G_END_DECLS
