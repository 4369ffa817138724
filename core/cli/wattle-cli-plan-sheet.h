/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-moment.h"
#include "wattle-cli-plan.h"
#include "wattle-cli.h"

G_BEGIN_DECLS

/* A plan as it is at one moment, for people: what it is, what its price and its fixed fees are made
 * of, and the holidays to come. */
void wattle_cli_plan_sheet_print (const WattleCliPlan *plan,
                                  const WattleCliPlanMoment *moment,
                                  WattleCli *cli);

/* Calls @func for each holiday of the year to come. */
typedef void (*WattleCliHolidayFunc) (WattleDate date, const char *name, gpointer data);
void wattle_cli_plan_sheet_each_holiday (const WattleCliPlanMoment *moment,
                                         WattleCliHolidayFunc func,
                                         gpointer data);

G_END_DECLS
