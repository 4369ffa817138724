/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-walk.h"

#define DAY (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

/* Most who walk want to know of today and tomorrow. */
#define FIRST_PIECE (2 * DAY)
#define LAST_PIECE  (16 * DAY)

/* Whatever a plan is like, the main loop goes on. They reach 430 days ahead. */
#define MAX_PIECES 32

typedef struct {
    gint64 at; /* what was shown so far */
    guint shown;
    WattleSlotFunc func;
    gpointer user_data;
} Walk;

/* Returns whether to go on. */
static gboolean
show (Walk *walk, WattleSlots *slots)
{
    for (guint i = 0; i < wattle_slots_get_count (slots); i++) {
        const WattleTariffSlot *slot = wattle_slots_get (slots, i);

        if (slot->end <= walk->at)
            continue;
        walk->at = slot->end;
        if (!walk->func (slot, walk->user_data) || ++walk->shown >= WATTLE_SLOTS_MAX_PLAIN)
            return FALSE;
    }
    return TRUE;
}

gboolean
wattle_tariff_walk (WattleTariff *tariff,
                    gint64 from,
                    gint64 to,
                    gboolean items,
                    WattleSlotFunc func,
                    gpointer user_data,
                    GError **error)
{
    Walk walk = { from, 0, func, user_data };
    gint64 piece = FIRST_PIECE;

    for (guint i = 0; i < MAX_PIECES && walk.at < to; i++) {
        g_autoptr (WattleSlots) slots = items ? wattle_slots_new () : wattle_slots_new_plain ();
        gint64 end = walk.at < to - piece ? walk.at + piece : to;

        if (!wattle_tariff_fill (tariff, walk.at, end, slots, error))
            return FALSE;
        if (!show (&walk, slots))
            return TRUE;
        /* What is full may have more before the end. */
        if (!wattle_slots_is_full (slots))
            walk.at = MAX (walk.at, end);
        piece = MIN (piece * 4, LAST_PIECE);
    }
    return TRUE;
}
