/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* When the tariff of a plan becomes another one, for many moments in a row: what was walked over
 * once is not walked over again. */
typedef struct {
    WattleTariffPlan *plan;
    gint64 from; /* from here to @until there is one tariff */
    gint64 until;
    gboolean changes; /* at @until */
} WattleCliPlanChange;

/* In seconds since 1970; G_MAXINT64: there is none within 400 days. */
gint64 wattle_cli_plan_change_find (WattleCliPlanChange *self, gint64 time);

G_END_DECLS
