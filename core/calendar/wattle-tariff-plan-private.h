/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a plan is made of. For the plan and its parser. */
#pragma once

#include "wattle-tariff-plan.h"

G_BEGIN_DECLS

typedef struct {
    char *id;
    char *name;
} WattlePlanTariff;

typedef struct {
    gboolean known;
    WattleMoney net;
} WattlePlanPrice;

typedef struct {
    char *id;
    char *name;
    gint64 vat;             /* ten-thousandths of a percent */
    WattleTimetable *table; /* NULL: one price at all times */
    WattlePlanPrice flat;
    WattlePlanPrice prices[WATTLE_TARIFF_PLAN_MAX_TARIFFS];
} WattlePlanComponent;

typedef struct {
    char *id;
    char *name;
    gint64 vat;
    WattleMoney per_month; /* net */
} WattlePlanFee;

/* What counts from a day on, until the next version. */
typedef struct {
    WattleDate from;
    gint64 start; /* its midnight */
    GPtrArray *components;
    GPtrArray *fees;
    guint main;
} WattlePlanVersion;

struct _WattleTariffPlan {
    gatomicrefcount ref_count;
    char *text;
    char *id;
    char *name;
    char *source;
    char *currency;
    gboolean feed_in;
    WattleZone *zone;
    gboolean names_zone;
    WattleDayTypes *types;
    GPtrArray *day_types; /* those that days can have; interned */
    GPtrArray *tariffs;
    GPtrArray *versions; /* by their starts */
};

void wattle_plan_component_free (WattlePlanComponent *self);
void wattle_plan_version_free (WattlePlanVersion *self);

G_END_DECLS
