/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan.h"

G_BEGIN_DECLS

/* Whose clocks count in a plan that names no zone. NULL: no host runs, or it has no plans. */
char *wattle_cli_plan_dup_host_zone (WattleCli *cli);
/* The same, and that of this computer where there is none. */
char *wattle_cli_plan_dup_default_zone (WattleCli *cli);

/* "Europe/Ljubljana", or "Europe/Ljubljana, of this computer". */
char *wattle_cli_plan_describe_zone (const WattleCliPlan *plan);

G_END_DECLS
