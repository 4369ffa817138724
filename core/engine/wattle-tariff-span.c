/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-span.h"

#include "base/wattle-error.h"

#define DAY (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

/* 1 January 2101: what is behind is of no calendar. */
#define END_OF_TIME ((gint64)4133980800 * G_USEC_PER_SEC)

static gboolean
check_span (gint64 from, gint64 to, GError **error)
{
    if (from < 0 || to > END_OF_TIME || from >= to)
        wattle_error_set (
            error, WATTLE_ERROR_CONFIG,
            "the end of the span must be after its begin, and both from 1970 to 2100");
    else if (to - from > WATTLE_TARIFF_SPAN_DAYS * DAY)
        wattle_error_set (error, WATTLE_ERROR_CONFIG, "the span must be at most %d days long",
                          WATTLE_TARIFF_SPAN_DAYS);
    else
        return TRUE;
    return FALSE;
}

gboolean
wattle_tariff_span_fill (WattleTariff *tariff,
                         gint64 from,
                         gint64 to,
                         WattleSlots *slots,
                         GError **error)
{
    if (!check_span (from, to, error) || !wattle_tariff_fill (tariff, from, to, slots, error))
        return FALSE;
    wattle_slots_cut (slots, from, to);
    return TRUE;
}
