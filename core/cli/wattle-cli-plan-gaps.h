/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* Tariffs that stand in a schedule and have no price: what a kWh costs is not known then. That is
 * allowed, and mostly an oversight. @text: the document of a plan that is right. */

/* A line for each. */
void wattle_cli_plan_gaps_print (GBytes *text);
/* "without_price":[{"from","component","tariff"}…] */
void wattle_cli_plan_gaps_add_json (WattleCliJson *json, GBytes *text);

G_END_DECLS
