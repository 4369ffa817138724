/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"
#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* What differs between two plans in a span: tariffs by their identifiers, prices, and fixed fees. A
 * price in another currency is another price. */

typedef struct {
    const char *tariff; /* its identifier, or NULL; as long as the plan lives */
    const char *name;   /* or NULL */
    const char *currency;
    gboolean known;
    WattleMoney price;
} WattleCliPlanSide;

typedef struct {
    gint64 start; /* seconds since 1970 */
    gint64 end;
    WattleCliPlanSide before;
    WattleCliPlanSide after;
} WattleCliPlanDifference;

typedef struct {
    WattleTariffPlan *before; /* not owned */
    WattleTariffPlan *after;  /* not owned */
    gint64 from;
    gint64 to;     /* how far was compared */
    gboolean cut;  /* that is not as far as was wanted, as it would have taken too long */
    GArray *hours; /* of WattleCliPlanDifference, in order; neighbours alike are one */
    GArray *fees;  /* of WattleCliFeeDifference */
} WattleCliPlanDiff;

/* So many spans, in each of which nothing changes, are looked at: the largest plans have as many in
 * a few months, others in a century. */
#define WATTLE_CLI_PLAN_DIFF_MAX_SPANS 300000

/* The plans outlive it. */
WattleCliPlanDiff *wattle_cli_plan_diff_new (WattleTariffPlan *before,
                                             WattleTariffPlan *after,
                                             gint64 from,
                                             gint64 to);
void wattle_cli_plan_diff_free (WattleCliPlanDiff *self);
gboolean wattle_cli_plan_diff_is_empty (const WattleCliPlanDiff *self);

/* Whether they differ between @time and @to; @time: gets when first, or how far they do not. */
gboolean wattle_cli_plan_diff_find (WattleTariffPlan *before,
                                    WattleTariffPlan *after,
                                    gint64 *time,
                                    gint64 to);

gboolean wattle_cli_plan_diff_is_same (const WattleCliPlanSide *a, const WattleCliPlanSide *b);
double wattle_cli_plan_diff_count_hours (const WattleCliPlanDiff *self);

/* {"from","to","cut","currency","feed_in","hours","changes":[…],"fees":[…]} */
void wattle_cli_plan_diff_add_json (WattleCliJson *json,
                                    const char *name,
                                    const WattleCliPlanDiff *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliPlanDiff, wattle_cli_plan_diff_free)

G_END_DECLS
