/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-year.h"

G_BEGIN_DECLS

/* Lists of days of a year on which something happens: holidays, seasons that begin, clocks that are
 * moved, versions of the plan that begin. */
void wattle_cli_plan_dates_append (const WattleCliPlanYear *year, GString *text, guint width);

/* What stands for that behind a day in the picture; a blank for nothing. */
char wattle_cli_plan_dates_get_mark (const WattleCliPlanDay *day);

/* "Jan" for 1 */
const char *wattle_cli_plan_dates_name_month (int month);
/* "1 Jan", "5–6 Apr Easter", "28 Sep – 31 Dec"; @what: or NULL */
char *wattle_cli_plan_dates_describe (WattleDate first, WattleDate last, const char *what);

G_END_DECLS
