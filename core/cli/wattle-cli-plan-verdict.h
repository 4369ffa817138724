/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "calendar/wattle-tariff-proof.h"
#include "wattle-cli-json.h"

G_BEGIN_DECLS

/* What came of looking at a plan in a zone. */
typedef struct {
    guint number;     /* of the document, in the order in which they were named */
    char *plan;       /* its id; how it was named if it could not be read */
    WattleZone *zone; /* NULL: it could not be read, and nothing below but why is known */
    gint64 begin;     /* of the plan itself */
    gint64 from;
    gint64 to;
    gint64 duration; /* µs */
    WattleTariffProof proof;
    WattleTariffPlan *walked; /* NULL: it could not be read */
    char *error;              /* for programs; NULL: it holds */
    char *fault;              /* the same for people, with how the plan was named */
} WattleCliPlanVerdict;

void wattle_cli_plan_verdict_free (WattleCliPlanVerdict *self);

void wattle_cli_plan_verdict_add_json (const WattleCliPlanVerdict *self, WattleCliJson *json);

G_END_DECLS
