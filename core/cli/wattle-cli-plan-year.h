/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

/* A year of a plan: which days are alike, and what each kind of them is like. Days are alike if
 * they are of one season and type, with the same tariffs and prices at the same times of clocks. */

typedef struct {
    guint minute; /* of the day, as clocks show it */
    int tariff;
    gboolean known;
    WattleMoney price;
} WattleCliPlanSpan;

typedef struct {
    const char *season; /* NULL: none, and so no tariff */
    const char *day_type;
    guint n_days;
    GArray *spans; /* of WattleCliPlanSpan; begins with minute 0 */
} WattleCliPlanKind;

typedef struct {
    WattleDate date;
    guint kind;
    const char *holiday; /* or NULL */
    gboolean odd;        /* clocks are moved: it is no 24 hours long */
    GPtrArray *seasons;  /* names of those that begin; NULL: none */
} WattleCliPlanDay;

typedef struct {
    WattleTariffPlan *plan;
    int year;
    GPtrArray *kinds; /* of WattleCliPlanKind, in order of their first day */
    GArray *days;     /* of WattleCliPlanDay */
} WattleCliPlanYear;

/* @plan outlives it. */
WattleCliPlanYear *wattle_cli_plan_year_new (WattleTariffPlan *plan, int year);
void wattle_cli_plan_year_free (WattleCliPlanYear *self);

/* What holds at a minute of such a day. */
const WattleCliPlanSpan *wattle_cli_plan_kind_get (const WattleCliPlanKind *self, guint minute);
/* Over the whole day; FALSE: some of it is not known. */
gboolean wattle_cli_plan_kind_get_mean (const WattleCliPlanKind *self, double *price);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WattleCliPlanYear, wattle_cli_plan_year_free)

G_END_DECLS
