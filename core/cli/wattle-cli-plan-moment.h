/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-json.h"
#include "wattle-cli-plan-change.h"

G_BEGIN_DECLS

/* What is true of a plan at one moment. */
typedef struct {
    WattleTariffPlan *plan; /* not owned */
    WattleZone *zone;
    gint64 time;
    WattlePricing pricing;
    gint64 next; /* when there is another tariff; G_MAXINT64: not within 400 days */
} WattleCliPlanMoment;

/* @change: of this plan, and for all its moments */
void
wattle_cli_plan_moment_read (WattleCliPlanMoment *self, WattleCliPlanChange *change, gint64 time);

/* A type of day, and a holiday or NULL. */
const char *wattle_cli_plan_moment_get_day_type (const WattleCliPlanMoment *self);
const char *wattle_cli_plan_moment_get_holiday (const WattleCliPlanMoment *self);

/* "High from 14:00", or a dash */
char *wattle_cli_plan_moment_describe_next (const WattleCliPlanMoment *self);

/* Members: `tariff` and `price`; `next_change` */
void wattle_cli_plan_moment_add_price (const WattleCliPlanMoment *self, WattleCliJson *json);
void wattle_cli_plan_moment_add_next (const WattleCliPlanMoment *self, WattleCliJson *json);

G_END_DECLS
