/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-kind.h"

G_BEGIN_DECLS

/* A year of a plan: which days are alike, and what each kind of them is like. Days are of one kind
 * if they are of one season and type, with the same tariffs and prices at the same times. */

typedef struct {
    WattleDate date;
    guint kind;
    const char *holiday; /* or NULL */
    gboolean odd;        /* clocks are moved: it is no 24 hours long */
    guint version;       /* that begins, counted from 1; 0: none */
    GPtrArray *seasons;  /* names of those that begin; NULL: none */
} WattleCliPlanDay;

typedef struct {
    WattleTariffPlan *plan;
    int year;
    GPtrArray *kinds; /* of WattleCliPlanKind, in order of their first day; at the end those of days
                       * on which clocks are moved that are like no other */
    GArray *days;     /* of WattleCliPlanDay */
} WattleCliPlanYear;

/* @plan outlives it. */
WattleCliPlanYear *wattle_cli_plan_year_new (WattleTariffPlan *plan, int year);
void wattle_cli_plan_year_free (WattleCliPlanYear *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliPlanYear, wattle_cli_plan_year_free)

G_END_DECLS
