/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"
#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* Which fixed fees become others from one plan to another: what is paid each month, with tax. */

typedef struct {
    const char *id; /* as long as the plans live */
    const char *name;
    gint64 start; /* seconds since 1970 */
    gint64 end;
    gboolean had; /* the plan before has it */
    gboolean has; /* the plan after has it */
    WattleMoney before;
    WattleMoney after;
} WattleCliFeeDifference;

/* Of WattleCliFeeDifference, in order. Money of other currencies is other money. */
GArray *wattle_cli_plan_fees_list (WattleTariffPlan *before,
                                   WattleTariffPlan *after,
                                   gint64 from,
                                   gint64 to);

/* "fees":[{"fee","name","start","end","before","after"}…] */
void wattle_cli_plan_fees_add_json (WattleCliJson *json, GArray *fees, WattleZone *zone);

/* For people: a line for each. @from: since when is looked, which needs not be told. */
void wattle_cli_plan_fees_describe (GString *text,
                                    GArray *fees,
                                    WattleTariffPlan *before,
                                    WattleTariffPlan *after,
                                    gint64 from);

G_END_DECLS
