/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-heat.h"
#include "wattle-cli-plan-year.h"

G_BEGIN_DECLS

/* A year as a heat map: months by days, where a letter says which kind of day it is, and each kind
 * by half-hours, where a letter says which tariff. Where @width does not do for a month, months are
 * drawn in two halves; it is at least 53. */
char *wattle_cli_plan_picture_draw (const WattleCliPlanYear *year, WattleCliHeat heat, guint width);

G_END_DECLS
