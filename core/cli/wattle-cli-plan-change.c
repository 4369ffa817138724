/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-change.h"

#define MAX_AHEAD (400 * (gint64)86400)

gint64
wattle_cli_plan_change_find (WattleCliPlanChange *self, gint64 time)
{
    gint64 limit = time + MAX_AHEAD;
    WattlePricing pricing;
    int tariff = WATTLE_NO_TARIFF;

    if (time < self->from || time >= self->until) {
        self->from = time;
        self->until = time;
        self->changes = FALSE;
    }
    if (!self->changes) {
        wattle_tariff_plan_get (self->plan, self->from, &pricing);
        tariff = pricing.main.tariff;
    }

    while (!self->changes && self->until <= limit) {
        wattle_tariff_plan_get (self->plan, self->until, &pricing);
        if (pricing.main.tariff != tariff)
            self->changes = TRUE;
        else if (pricing.end == G_MAXINT64)
            return G_MAXINT64;
        else
            self->until = pricing.end;
    }
    return self->changes && self->until <= limit ? self->until : G_MAXINT64;
}
