/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"
#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* Tariffs that stand in a schedule and have no price: what a kWh costs is not known then. That is
 * allowed, and mostly an oversight. */

/* A line for each. */
void wattle_cli_plan_unpriced_print (WattleTariffPlan *plan);
/* "energy has none for low; network has none for high" */
char *wattle_cli_plan_unpriced_describe (WattleTariffPlan *plan);
/* "without_price":[{"from","component","tariff"}…] */
void wattle_cli_plan_unpriced_add_json (WattleCliJson *json, WattleTariffPlan *plan);

G_END_DECLS
