/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-year.h"

G_BEGIN_DECLS

/* Lists of days of a year on which something happens: holidays, seasons that begin, clocks that are
 * moved. */
void wattle_cli_plan_dates_append (const WattleCliPlanYear *year, GString *text);

/* "Jan" for 1 */
const char *wattle_cli_plan_dates_name_month (int month);

G_END_DECLS
