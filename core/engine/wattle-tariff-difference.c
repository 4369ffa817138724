/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "wattle-tariff-difference.h"

#include "base/wattle-error.h"
#include "wattle-tariff-span.h"

#define DAY (24 * 60 * 60 * (gint64)G_USEC_PER_SEC)

/* One of two lists that are gone through side by side. */
typedef struct {
    WattleSlots *slots;
    guint next;
} Side;

void
wattle_tariff_difference_free (WattleTariffDifference *self)
{
    g_free (self->old_tariff);
    g_free (self->old_price);
    g_free (self->new_tariff);
    g_free (self->new_price);
    g_free (self);
}

static const WattleTariffSlot *
peek (const Side *side)
{
    return side->next < wattle_slots_get_count (side->slots)
               ? wattle_slots_get (side->slots, side->next)
               : NULL;
}

/* The slot at @time, or NULL; @end: until when that holds, if it is sooner. */
static const WattleTariffSlot *
find_at (Side *side, gint64 time, gint64 *end)
{
    const WattleTariffSlot *slot;

    while ((slot = peek (side)) != NULL && slot->end <= time)
        side->next++;
    if (slot == NULL)
        return NULL;
    if (slot->start > time) {
        *end = MIN (*end, slot->start);
        return NULL;
    }
    *end = MIN (*end, slot->end);
    return slot;
}

static const char *
tariff_of (const WattleTariffSlot *slot)
{
    return slot != NULL ? slot->tariff : NULL;
}

static const char *
price_of (const WattleTariffSlot *slot)
{
    return slot != NULL ? slot->price : NULL;
}

static gboolean
continues (const WattleTariffDifference *last,
           gint64 start,
           const WattleTariffSlot *before,
           const WattleTariffSlot *after)
{
    return last->end == start && g_strcmp0 (last->old_tariff, tariff_of (before)) == 0 &&
           g_strcmp0 (last->old_price, price_of (before)) == 0 &&
           g_strcmp0 (last->new_tariff, tariff_of (after)) == 0 &&
           g_strcmp0 (last->new_price, price_of (after)) == 0;
}

static void
note (GPtrArray *list,
      gint64 start,
      gint64 end,
      const WattleTariffSlot *before,
      const WattleTariffSlot *after)
{
    WattleTariffDifference *last = list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;

    if (g_strcmp0 (tariff_of (before), tariff_of (after)) == 0 &&
        g_strcmp0 (price_of (before), price_of (after)) == 0)
        return;
    if (last != NULL && continues (last, start, before, after)) {
        last->end = end;
        return;
    }

    last = g_new0 (WattleTariffDifference, 1);
    last->start = start;
    last->end = end;
    last->old_tariff = g_strdup (tariff_of (before));
    last->old_price = g_strdup (price_of (before));
    last->new_tariff = g_strdup (tariff_of (after));
    last->new_price = g_strdup (price_of (after));
    g_ptr_array_add (list, last);
}

/* What had to be cut short has differences that nobody would hear of. */
static gboolean
check_length (WattleSlots *slots, gint64 from, gint64 to, GError **error)
{
    gint64 end = wattle_slots_is_full (slots)
                     ? wattle_slots_get (slots, wattle_slots_get_count (slots) - 1)->end
                     : to;

    if (end >= to)
        return TRUE;
    wattle_error_set (error, WATTLE_ERROR_CONFIG,
                      "the plan changes too often for so long a span; at most %d days of it can be "
                      "compared at once",
                      (int)((end - from) / DAY));
    return FALSE;
}

/* @tariff: NULL: no plan, and no slots. */
static gboolean
fill (WattleTariff *tariff, gint64 from, gint64 to, WattleSlots *slots, GError **error)
{
    return tariff == NULL || (wattle_tariff_span_fill (tariff, from, to, slots, error) &&
                              check_length (slots, from, to, error));
}

GPtrArray *
wattle_tariff_difference_list (WattleTariff *before,
                               WattleTariff *after,
                               gint64 from,
                               gint64 to,
                               GError **error)
{
    g_autoptr (WattleSlots) old_slots = wattle_slots_new_plain ();
    g_autoptr (WattleSlots) new_slots = wattle_slots_new_plain ();
    Side sides[] = { { old_slots, 0 }, { new_slots, 0 } };
    GPtrArray *list;

    if (!fill (before, from, to, old_slots, error) || !fill (after, from, to, new_slots, error))
        return NULL;

    list = g_ptr_array_new_with_free_func ((GDestroyNotify)wattle_tariff_difference_free);
    while (from < to) {
        gint64 end = to;
        const WattleTariffSlot *one = find_at (&sides[0], from, &end);
        const WattleTariffSlot *other = find_at (&sides[1], from, &end);

        note (list, from, end, one, other);
        from = end;
    }
    return list;
}
