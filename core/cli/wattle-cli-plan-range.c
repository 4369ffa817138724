/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-cli-plan-range.h"

void
wattle_cli_plan_range_add (WattleCliPlanRange *self, const WattleCliPlanKind *kind, int tariff)
{
    for (guint i = 0; i < kind->spans->len; i++) {
        const WattleCliPlanSpan *span = &g_array_index (kind->spans, WattleCliPlanSpan, i);

        if (span->tariff != tariff)
            continue;
        self->used = TRUE;
        if (!span->known)
            continue;
        self->low = self->known ? MIN (self->low, span->price) : span->price;
        self->high = self->known ? MAX (self->high, span->price) : span->price;
        self->known = TRUE;
    }
}

char *
wattle_cli_plan_range_describe (const WattleCliPlanRange *self, const char *to)
{
    g_autofree char *low = wattle_money_format (self->low, 0);
    g_autofree char *high = wattle_money_format (self->high, 0);

    if (!self->known)
        return NULL;
    return self->low == self->high ? g_steal_pointer (&low)
                                   : g_strdup_printf ("%s%s%s", low, to, high);
}
