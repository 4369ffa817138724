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

static void
add_cut (WattleSlots *slots, const WattleTariffSlot *slot, gint64 from, gint64 to)
{
    if (!wattle_slots_add (slots, MAX (slot->start, from), MIN (slot->end, to), slot->tariff,
                           slot->price))
        return;
    wattle_slots_set_day (slots, slot->season, slot->day_type, slot->holiday);
    for (guint i = 0; i < slot->items->len; i++) {
        const WattleSlotItem *item = g_ptr_array_index (slot->items, i);

        wattle_slots_add_item (slots, item->component, item->name, item->net, item->gross);
    }
}

WattleSlots *
wattle_tariff_span_fill (WattleTariff *tariff, gint64 from, gint64 to, GError **error)
{
    g_autoptr (WattleSlots) whole = wattle_slots_new ();
    WattleSlots *slots;

    if (!check_span (from, to, error) || !wattle_tariff_fill (tariff, from, to, whole, error))
        return NULL;

    slots = wattle_slots_new ();
    for (guint i = 0; i < wattle_slots_get_count (whole); i++)
        add_cut (slots, wattle_slots_get (whole, i), from, to);
    return slots;
}
