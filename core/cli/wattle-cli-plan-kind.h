/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-plan.h"

G_BEGIN_DECLS

typedef struct {
    guint minute; /* of the day, as clocks show it */
    int tariff;
    gboolean known;
    WattleMoney price;
} WattleCliPlanSpan;

/* What some days of a plan are like. */
typedef struct {
    const char *season; /* NULL: none, and so no tariff */
    const char *day_type;
    guint n_days;
    WattleDate first; /* and last of them */
    WattleDate last;
    GArray *spans; /* of WattleCliPlanSpan; begins with minute 0 */
} WattleCliPlanKind;

/* As a day is, without days yet. @time: its first second; @end: that of the next day. */
WattleCliPlanKind *
wattle_cli_plan_kind_new (WattleTariffPlan *plan, WattleDate date, gint64 time, gint64 end);
void wattle_cli_plan_kind_free (WattleCliPlanKind *self);

/* Whether both are of seasons and types of day with the same names. */
gboolean wattle_cli_plan_kind_is_alike (const WattleCliPlanKind *self,
                                        const WattleCliPlanKind *other);
/* And have the same tariffs and prices at the same times. */
gboolean wattle_cli_plan_kind_is_same (const WattleCliPlanKind *self,
                                       const WattleCliPlanKind *other);
/* The same, at the minutes that clocks show on a day on which they are moved: @self is as that day
 * is. A minute that they show twice is what it is from the first time on. */
gboolean wattle_cli_plan_kind_is_same_on (const WattleCliPlanKind *self,
                                          const WattleCliPlanKind *other,
                                          WattleZone *zone,
                                          WattleDate date);
/* Whether they have the same tariffs at the same times, and prices that change at the same ones. */
gboolean wattle_cli_plan_kind_has_times (const WattleCliPlanKind *self,
                                         const WattleCliPlanKind *other);

/* What holds at a minute of such a day. */
const WattleCliPlanSpan *wattle_cli_plan_kind_get (const WattleCliPlanKind *self, guint minute);
/* Over the whole day; FALSE: some of it is not known. */
gboolean wattle_cli_plan_kind_get_mean (const WattleCliPlanKind *self, double *price);

G_END_DECLS
