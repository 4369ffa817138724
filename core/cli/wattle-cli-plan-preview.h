/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli-plan-diff.h"
#include "wattle-cli-plan.h"

G_BEGIN_DECLS

/* What a document would change in the house: in which hours tariffs and prices become others, and
 * how the document does. */

typedef struct {
    WattleCliPlan *before; /* what the house has of its id; NULL: nothing */
    GPtrArray *windows;    /* of WattleCliPlanDiff; NULL: there is nothing to compare with */
    char *lines;           /* how one document becomes the other, in the unified format */
} WattleCliPlanPreview;

gboolean wattle_cli_plan_preview (WattleCli *cli,
                                  WattleTariffPlan *plan,
                                  GBytes *text,
                                  WattleCliPlanPreview *preview,
                                  GError **error);
void wattle_cli_plan_preview_clear (WattleCliPlanPreview *self);
void wattle_cli_plan_preview_print (WattleCli *cli,
                                    WattleTariffPlan *plan,
                                    const WattleCliPlanPreview *preview);
/* How a document changes, in the unified format. */
void wattle_cli_plan_preview_print_lines (WattleCli *cli, const char *lines);
/* @preview: NULL: it is not known, as no host runs. @lines: how the document changes if the house
 * has none of it, or NULL. */
void wattle_cli_plan_preview_add_json (WattleCliJson *json,
                                       const WattleCliPlanPreview *preview,
                                       const char *lines);

/* The year from @now on and the first one of each version of both plans that begins later, as far
 * as that can be told in a few windows. If nothing differs in them, they are one window around the
 * first difference there is until the end of 2100, or up to there. */
GPtrArray *
wattle_cli_plan_preview_compare (WattleTariffPlan *before, WattleTariffPlan *after, gint64 now);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WattleCliPlanPreview, wattle_cli_plan_preview_clear)

G_END_DECLS
