/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"
#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* What differs between two plans: tariffs by their identifiers, and prices. */

typedef struct {
    const char *tariff; /* its identifier, or NULL; as long as the plan lives */
    const char *name;   /* or NULL */
    gboolean known;
    WattleMoney price;
} WattleCliPlanSide;

typedef struct {
    gint64 start; /* seconds since 1970 */
    gint64 end;
    WattleCliPlanSide before;
    WattleCliPlanSide after;
} WattleCliPlanDifference;

/* So many spans, in each of which nothing changes, are looked at: the largest plans have as many in
 * a few months, others in a century. */
#define WATTLE_CLI_PLAN_DIFF_MAX_SPANS 300000

/* Of WattleCliPlanDifference, in order; neighbours alike are one. @to: how far is compared; gets
 * how far it was. */
GArray *wattle_cli_plan_diff_list (WattleTariffPlan *before,
                                   WattleTariffPlan *after,
                                   gint64 from,
                                   gint64 *to);

/* Whether they differ between @time and @to; @time: gets when first, or how far they do not. */
gboolean wattle_cli_plan_diff_find (WattleTariffPlan *before,
                                    WattleTariffPlan *after,
                                    gint64 *time,
                                    gint64 to);

/* {"from","to","hours","changes":[…]} */
void wattle_cli_plan_diff_add_json (WattleCliJson *json,
                                    const char *name,
                                    GArray *differences,
                                    WattleZone *zone,
                                    gint64 from,
                                    gint64 to);

/* For people: what becomes what, in how many hours, and when first and last. */
char *wattle_cli_plan_diff_describe (GArray *differences,
                                     WattleTariffPlan *before,
                                     WattleTariffPlan *after,
                                     gint64 from,
                                     gint64 to,
                                     gboolean colour);

G_END_DECLS
