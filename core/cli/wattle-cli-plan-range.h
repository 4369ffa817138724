/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "wattle-cli-plan-kind.h"

G_BEGIN_DECLS

/* What a tariff costs where that is known. */
typedef struct {
    gboolean used;
    gboolean known;
    WattleMoney low;
    WattleMoney high;
} WattleCliPlanRange;

/* What it costs on days of a kind is added to what it costs on others. */
void
wattle_cli_plan_range_add (WattleCliPlanRange *self, const WattleCliPlanKind *kind, int tariff);
/* "0.16", or "0.16 – 0.23" with @to between them; NULL: not known */
char *wattle_cli_plan_range_describe (const WattleCliPlanRange *self, const char *to);

G_END_DECLS
