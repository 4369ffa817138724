/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-drawing.h"

G_BEGIN_DECLS

/* What each kind of day is like by half-hours, and which days it is. Those that differ in their
 * prices only are drawn once. */
void wattle_cli_plan_groups_append (WattleCliPlanDrawing *drawing);

G_END_DECLS
