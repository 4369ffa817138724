/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* Why a span has no price. */
typedef struct {
    char *component;
    char *tariff; /* for which that has none; NULL: it has no tariff then */
} WattleCliPlanUnpriced;

void wattle_cli_plan_unpriced_free (WattleCliPlanUnpriced *self);

/* Of WattleCliPlanUnpriced, each once, in the order of time; @plan has begun at @from. */
GPtrArray *wattle_cli_plan_unpriced_list (WattleTariffPlan *plan, gint64 from, gint64 to);

/* "energy has none for low" */
char *wattle_cli_plan_unpriced_describe (GPtrArray *list);

G_END_DECLS
