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

/* Of WattleCliPlanDifference, in order; neighbours alike are one. */
GArray *wattle_cli_plan_diff_list (WattleTariffPlan *before,
                                   WattleTariffPlan *after,
                                   gint64 from,
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
