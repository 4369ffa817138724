/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-drawing.h"

G_BEGIN_DECLS

/* The tariffs of a year, and what they cost. */
void wattle_cli_plan_legend_append (WattleCliPlanDrawing *drawing);

G_END_DECLS
