/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli-plan.h"

G_BEGIN_DECLS

/* Changes to the plans of the house: looked at, then made. */

/* What a plan would change: in the house, in the year from today on. */
typedef struct {
    gboolean known; /* the house has a plan of its id */
    WattleCliPlan *running;
    GArray *differences; /* NULL, as the one before: it has none */
    gint64 from;
    gint64 to;
} WattleCliPlanPreview;

gboolean wattle_cli_plan_preview (WattleCli *cli,
                                  WattleTariffPlan *plan,
                                  WattleCliPlanPreview *preview,
                                  GError **error);
void wattle_cli_plan_preview_clear (WattleCliPlanPreview *self);
void wattle_cli_plan_preview_print (WattleCli *cli,
                                    WattleTariffPlan *plan,
                                    const WattleCliPlanPreview *preview);

/* Saves it as a revision; the host checks it once more. Returns its id. */
char *wattle_cli_plan_save (WattleCli *cli, GBytes *text, gboolean replace, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleCliPlanPreview, wattle_cli_plan_preview_clear)

G_END_DECLS
